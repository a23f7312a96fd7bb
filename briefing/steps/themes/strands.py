"""The strands of one matter: named things and shared phrases, each covering sentences that the others do not."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import NamedTuple

from briefing.config import NamedTheme, ThemeSettings
from briefing.steps.themes.index import Index, has, phrases_of
from briefing.steps.themes.labels import KIND_WEIGHT, capital, fullest, is_office
from briefing.steps.themes.named import named_theme, other_words
from briefing.steps.themes.subject import Subject
from briefing.text.persons import person_mentions
from briefing.text.phrases import Phrase, forms
from briefing.text.rarity import rarity
from briefing.text.tokens import is_stop
from briefing.types import Copies, Sentence


class Candidate(NamedTuple):
    label: str
    kind: str
    anchor: tuple[str, ...]
    direct: tuple[Sentence, ...]
    score: float


def strands(index: Index, copies: Copies, settings: ThemeSettings) -> tuple[Subject, ...]:
    """Named things and shared phrases, the best first, each covering sentences that those before it do not."""
    candidates = _candidates(index, copies, settings)
    taken: list[Subject] = []
    covered: set[tuple[str, int, int]] = set()
    used: set[str] = set()
    best = 0.0
    while candidates and len(taken) < settings.found_max:
        scored = [(c.score * _fresh(c, covered) * (0.4 if used & set(c.anchor) else 1.0), c) for c in candidates]
        score, top = max(scored, key=lambda pair: (pair[0], -len(pair[1].label), pair[1].label))
        best = best or score
        if score < settings.least_share * best:
            break
        subject = named_theme(NamedTheme(top.label), index, settings)
        if not any(s.key in covered for s in subject.direct) or score >= settings.least_share * best:
            taken.append(Subject(capital(top.label), "found", subject.members, subject.terms))
            covered.update(member.sentence.key for member in subject.members)
            used.update(stem for stem in forms(top.label) if not is_stop(stem))
        candidates = [
            c for c in candidates if c is not top and not has(top.anchor, c.anchor) and not has(c.anchor, top.anchor)
        ]
    return tuple(taken)


def _fresh(candidate: Candidate, covered: set[tuple[str, int, int]]) -> float:
    return sum(s.key not in covered for s in candidate.direct) / len(candidate.direct)


def _candidates(index: Index, copies: Copies, settings: ThemeSettings) -> list[Candidate]:
    holders: dict[tuple[str, ...], list[tuple[Sentence, Phrase]]] = defaultdict(list)
    for sentence in index.sentences:
        for phrase in phrases_of(sentence):
            holders[phrase.anchor].append((sentence, phrase))
    origin = copies.origin_of()
    everywhere = _shares(index, origin)
    people = _people(index)
    found = []
    for anchor in sorted(holders):
        sentences = tuple(dict.fromkeys([*(s for s, _ in holders[anchor]), *other_words([anchor], index)]))
        best = fullest([p for _, p in holders[anchor]])
        articles = {s.article.id for s in sentences}
        common = any(everywhere[form] >= settings.everywhere for form in anchor if not is_stop(form))
        if best.kind == "words" and (len(articles) < 2 or common):
            continue
        origins = len({origin[a] for a in articles})
        weight = KIND_WEIGHT[best.kind] * (settings.person if set(anchor) & people or is_office(best) else 1.0)
        if best.kind == "quoted" and len(anchor) == 1 and best.text[1:2].islower():
            weight *= settings.scare_quotes
        own = [max(0.0, rarity(form) - 6) * (1 - everywhere[form]) for form in anchor if not is_stop(form)]
        rare = sum(own) / math.sqrt(len(own) or 1)
        score = weight * origins**0.75 * (1 + math.log(len(sentences))) * len(articles) ** 0.25 * math.log1p(rare)
        if score > 0:
            found.append(Candidate(best.text, best.kind, anchor, sentences, score))
    return found


def _shares(index: Index, origin: dict[str, int]) -> dict[str, float]:
    """Of every form, the share of the origins that hold it: what all of them speak of sets no theme apart."""
    holders: dict[str, set[int]] = defaultdict(set)
    for sentence in index.sentences:
        for form in index.forms(sentence):
            holders[form].add(origin[sentence.article.id])
    count = len(set(origin.values()))
    return {form: (len(found) / count if count > 2 else 0.0) for form, found in holders.items()}


def _people(index: Index) -> set[str]:
    articles = dict.fromkeys(s.article for s in index.sentences)
    return {part.casefold() for a in articles for m in person_mentions(a.text) for part in m.name.split()}
