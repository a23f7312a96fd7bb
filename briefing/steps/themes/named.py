"""Themes that the user names: matched by their words, their forms, and what stands near them in the articles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from briefing.config import NamedTheme, ThemeSettings
from briefing.steps.openings import JOINS, opening
from briefing.steps.themes.index import Index, has, phrases_of
from briefing.steps.themes.subject import Member, Subject
from briefing.text.names import names
from briefing.text.phrases import core, forms, phrases
from briefing.text.places import state_of
from briefing.text.rarity import rarity
from briefing.text.tokens import stems
from briefing.types import Sentence

FOLLOW = 3  # a sentence that goes on about a subject stands at most so many sentences after the one that names it


def named_theme(theme: NamedTheme, index: Index, settings: ThemeSettings) -> Subject:
    """Sentences that hold the name's own words, those that say it in other words, and those that go on about it."""
    wanted = [theme.name, *theme.terms]
    anchors = tuple(dict.fromkeys(anchor for text in wanted for anchor in _anchors(text, index.languages)))
    name_stems = tuple(dict.fromkeys(stem for text in wanted for stem in stems(text, index.languages[0])))
    direct = [s for s in index.sentences if any(index.holds(s, anchor) for anchor in anchors)]
    exact = bool(direct)
    if not direct:
        direct = _by_words(name_stems, index, settings)
    members = {s.key: Member(s, 1.0) for s in direct}
    for sentence in other_words(anchors, index):
        members.setdefault(sentence.key, Member(sentence, settings.other_words))
    near = _near(direct, anchors, index, settings)
    for sentence in index.sentences:
        if sentence.key not in members and any(index.holds(sentence, phrase) for phrase in near):
            members[sentence.key] = Member(sentence, settings.near)
    for sentence in _follow_ups(direct, name_stems, anchors, index):
        members.setdefault(sentence.key, Member(sentence, settings.follow))
    return Subject(
        theme.name,
        "user",
        tuple(sorted(members.values(), key=lambda member: member.sentence.order)),
        tuple((stem, round(rarity(stem, index.languages[0]), 4)) for stem in name_stems),
        _note(theme.name, name_stems, exact, direct, index),
    )


def _anchors(text: str, languages: Sequence[str]) -> list[tuple[str, ...]]:
    """What in a name must be found as it stands, in the forms of any of the languages: its quoted words, codes and
    names; else all of its words in a row.
    """
    return list(dict.fromkeys(anchor for language in languages for anchor in _anchors_in(text, language)))


def _anchors_in(text: str, language: str) -> list[tuple[str, ...]]:
    found = [p.anchor for p in phrases(text, language) if p.kind in {"quoted", "code"}]
    quoted = [forms(inner, language) for inner in re.findall(r"[“\"‘']([^”\"’']+)[”\"’']", text)]
    capitals = [p.anchor for p in phrases(f"the {text}", language) if p.kind == "name" and len(p.anchor) > 1]
    found = [*quoted, *found, *capitals]
    whole = forms(text, language)
    return found or ([whole] if whole else [])


def _by_words(name_stems: tuple[str, ...], index: Index, settings: ThemeSettings) -> list[Sentence]:
    """Sentences that hold enough of the name's words, weighed by how rare they are in general language."""
    weights = {stem: max(0.1, rarity(stem, index.languages[0]) - 6) for stem in name_stems}
    whole = sum(weights.values())
    if not whole:
        return []
    scores = [(sum(weights[stem] for stem in set(index.forms(s)) & weights.keys()) / whole, s) for s in index.sentences]
    return [s for score, s in scores if score >= settings.words_share]


def other_words(anchors: Iterable[tuple[str, ...]], index: Index) -> list[Sentence]:
    """A negated name said with another negation: “no limits” partnership, “unlimited cooperation”."""
    cores = {core(anchor) for anchor in anchors} - {frozenset()}
    if not cores:
        return []
    return [sentence for sentence, said in index.negated() if any(c <= other for c in cores for other in said)]


def _near(
    direct: Sequence[Sentence], anchors: Iterable[tuple[str, ...]], index: Index, settings: ThemeSettings
) -> list[tuple[str, ...]]:
    """The noun that stands with a name and nowhere far from it: (“Golden Dome”) missile shield."""
    beside: Counter[tuple[str, ...]] = Counter()
    for sentence in direct:
        for phrase in phrases_of(sentence):
            tail = forms(phrase.text)[len(phrase.anchor) :]
            if phrase.kind in {"quoted", "code"} and len(tail) >= 2 and any(has(phrase.anchor, a) for a in anchors):
                beside[tail] += 1
    inside = {sentence.key for sentence in direct}
    named = {s.article.id for s in direct}
    kept = []
    for tail in sorted(beside):
        holders = [s for s in index.sentences if index.holds(s, tail)]
        if sum(s.key in inside for s in holders) >= settings.near_share * len(holders) and {
            s.article.id for s in holders
        } <= named | {s.article.id for s in holders}:
            kept.append(tail)
    return kept


def _follow_ups(
    direct: Sequence[Sentence], name_stems: tuple[str, ...], anchors: Sequence[tuple[str, ...]], index: Index
) -> list[Sentence]:
    """Sentences shortly after a direct one, in its block or the next, that take up another word of the name ("the
    offer itself …").
    """
    anchored = (
        {stem for anchor in anchors for stem in anchor} if any(len(a) < len(name_stems) for a in anchors) else set()
    )
    spare = {stem for stem in name_stems if stem not in anchored}
    found = []
    for sentence in direct:
        following = index.article(sentence)[sentence.position + 1 : sentence.position + 1 + FOLLOW]
        found += [
            other
            for other in following
            if other.block - sentence.block <= 1 and (spare & set(index.forms(other)) or _joined(sentence, other))
        ]
    return found


def _joined(sentence: Sentence, other: Sentence) -> bool:
    """The next sentence of the block joins this one ("Additionally, …") and speaks of a name of it that is no state."""
    if other.block != sentence.block or other.position != sentence.position + 1:
        return False
    why = opening(other.text, other.article.language)
    if why is None or why.reason != JOINS:
        return False
    mine, theirs = ({n.text for n in names(s.text) if not state_of(n.text)} for s in (sentence, other))
    return any(a in b.split() or b in a.split() for a in mine for b in theirs)


def _note(name: str, name_stems: tuple[str, ...], exact: bool, direct: Sequence[Sentence], index: Index) -> str:
    """What is said when a named theme was matched loosely or not at all, with near misses from the articles."""
    if exact:
        return ""
    matched = [stem for stem in name_stems if any(stem in index.forms(s) for s in direct)]
    if direct and len(matched) > 1:
        return ""
    near = _near_misses(name_stems, index)
    tail = f"; near: {', '.join(near)}" if near else ""
    return f"{name!r} matched by one word only{tail}" if direct else f"{name!r} matched nothing{tail}"


def _near_misses(name_stems: tuple[str, ...], index: Index, most: int = 3) -> list[str]:
    """Phrases of the articles that share a word, or the beginning of one, with the name; none inside another."""
    heads = tuple(stem[:5] for stem in name_stems if len(stem) >= _HEAD_LETTERS)
    found: Counter[str] = Counter()
    for sentence in index.sentences if heads else ():
        if any(form.startswith(heads) for form in index.forms(sentence)):
            found.update(p.text for p in phrases_of(sentence) if any(form.startswith(heads) for form in forms(p.text)))
    kept: list[str] = []
    for text, _ in sorted(found.items(), key=lambda item: (-item[1], -len(item[0]), item[0])):
        if not any(text in other or other in text for other in kept):
            kept.append(text)
    return kept[:most]


_HEAD_LETTERS = 4
