"""The strands of one matter: named things and shared phrases, each covering sentences that the others do not."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from briefing.config import NamedTheme, ThemeSettings
from briefing.steps.themes.index import Index, has, phrases_of
from briefing.steps.themes.labels import KIND_WEIGHT, capital, fullest, is_office, titled
from briefing.steps.themes.named import named_theme, other_words
from briefing.steps.themes.subject import Subject
from briefing.text.cues import SPEECH_VERBS
from briefing.text.heads import heads, signs
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
    titled: float  # share of the headlines that speak of it


def strands(index: Index, copies: Copies, settings: ThemeSettings) -> tuple[Subject, ...]:
    """Named things and shared phrases, the best first, each covering sentences that those before it do not.

    What headlines speak of goes first; how weak a strand may be is measured without them.
    """
    candidates = _candidates(index, copies, settings)
    taken: list[Subject] = []
    covered: set[tuple[str, int, int]] = set()
    used: set[str] = set()
    best = 0.0
    while candidates and len(taken) < settings.found_max:
        scored = [(c.score * _fresh(c, covered) * (0.4 if used & set(c.anchor) else 1.0), c) for c in candidates]
        best = best or max(score for score, _ in scored)
        enough = [(score * (1 + c.titled), c) for score, c in scored if score >= settings.least_share * best]
        if not enough:
            break
        _, top = max(enough, key=lambda pair: (pair[0], -len(pair[1].label), pair[1].label))
        subject = named_theme(NamedTheme(top.label), index, settings)
        taken.append(Subject(capital(top.label), "found", subject.members, subject.terms))
        covered.update(member.sentence.key for member in subject.members)
        used.update(top.anchor)
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
    speakers = {name for s in index.sentences for name in _speakers(s.text)}
    titles = _headlines(index)
    found = []
    for anchor in sorted(holders):
        if not any(p.evident for _, p in holders[anchor]):
            continue
        sentences = tuple(dict.fromkeys([*(s for s, _ in holders[anchor]), *other_words([anchor], index)]))
        best, language = fullest([p for _, p in holders[anchor]]), holders[anchor][0][0].article.language
        articles = {s.article.id for s in sentences}
        content = [form for form in anchor if not is_stop(form, language)]
        common = any(everywhere[form] >= settings.everywhere for form in content)
        if best.kind == "words" and (len(articles) < 2 or common):
            continue
        origins = len({origin[a] for a in articles})
        headlines = titled(anchor, [titles[a] for a in sorted(articles & titles.keys())])
        on = [_PUBLISHED_ON.search(s.text, max(0, p.start - 5), p.start) is not None for s, p in holders[anchor]]
        if 2 * sum(on) > len(on):
            continue
        person = is_office(best) or bool(set(anchor) & people) or (best.text in speakers and not headlines)
        weight = KIND_WEIGHT[best.kind] * (settings.person if person else 1.0)
        if best.kind == "name" and len(anchor) == 1 and language != "en":
            weight *= settings.lone_name
        if best.kind == "quoted" and len(anchor) == 1 and best.text[1:2].islower():
            weight *= settings.scare_quotes
        own = [max(0.0, rarity(form, language) - 6) * (1 - everywhere[form]) for form in content]
        rare = sum(own) / math.sqrt(len(own) or 1)
        score = weight * origins**0.75 * (1 + math.log(len(sentences))) * len(articles) ** 0.25 * math.log1p(rare)
        if score > 0:
            found.append(Candidate(best.text, best.kind, anchor, sentences, score, headlines))
    return found


def _shares(index: Index, origin: dict[str, int]) -> dict[str, float]:
    """Of every form, the share of the origins that hold it: what all of them speak of sets no theme apart."""
    holders: dict[str, set[int]] = defaultdict(set)
    for sentence in index.sentences:
        for form in index.forms(sentence):
            holders[form].add(origin[sentence.article.id])
    count = len(set(origin.values()))
    return {form: (len(found) / count if count > 2 else 0.0) for form, found in holders.items()}


_PUBLISHED_ON = re.compile(r"\b(?:on|via) $")  # where something is said, in most sentences that name it
_NAME = r"[A-ZÀ-ÖØ-Þ][\w’'-]+(?: [A-ZÀ-ÖØ-Þ][\w’'-]+)+"
_SPEECH_SIGNS = signs(" ".join(SPEECH_VERBS))
_SPEAKER = re.compile(rf"({_NAME}),? (\w+)|(\w+) ({_NAME})")


def _speakers(text: str) -> Iterator[str]:
    """Names beside a verb of speech: who is asked is no subject."""
    for match in () if _SPEECH_SIGNS.isdisjoint(heads(text)) else _SPEAKER.finditer(text):
        name, verb = match.group(1) or match.group(4), match.group(2) or match.group(3)
        if verb in SPEECH_VERBS:
            yield name


def _headlines(index: Index) -> dict[str, tuple[str, ...]]:
    """The forms of each headline that an article has of its own, by the article's id."""
    articles = dict.fromkeys(s.article for s in index.sentences)
    return {a.id: forms(a.title, a.language) for a in articles if a.title_basis != "derived"}


def _people(index: Index) -> set[str]:
    articles = dict.fromkeys(s.article for s in index.sentences)
    return {part.casefold() for a in articles for m in person_mentions(a.text) for part in m.name.split()}
