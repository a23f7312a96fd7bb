"""Support: which sentences of other articles say what a key sentence says, wholly or in part.

`similarity` ranks (do two sentences tell of one event?); what is printed must cover the claim and pass every veto.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from briefing.config import SupportSettings
from briefing.text import cues
from briefing.text.profiles import Profile, profile
from briefing.text.quantities import agree, quantities, same_measure
from briefing.types import Article, Citation, Copies, Passage, Role, Sentence

# Weights of `similarity`, set by hand: shared events tell more of a shared fact than shared names, which all sentences
# of a story hold. Rarity is -ln of the share of running words, 3 to 15.
_COMMON = 4.0  # rarity at which a word begins to carry weight
_POWER = 0.7
_EVENT, _NAME, _NUMBER = 3.0, 0.2, 0.5
_LENGTH = 0.25  # power of the product of both lengths that an overlap is divided by; .5 would be the cosine
_HALF = 2.0  # overlap at which similarity is .63

_YEAR = re.compile(r"(?<![\d.,$€£-])(?:1[6-9]\d\d|20\d\d)(?![\d,]|\s?%)")
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_MONTH_DAY = re.compile(
    rf"\b(?:(\d{{1,2}})(?:st|nd|rd|th)?\s+)?({_MONTHS})\b(?:\s+(\d{{1,2}})(?:st|nd|rd|th)?(?![\d:]))?"
)
_WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")


def similarity(a: str, b: str, language: str = "en") -> float:
    """How likely two sentences report the same events, 0 to 1: soft overlap of event words, other words and names."""
    mine, theirs = profile(a, language), profile(b, language)
    weights, others = _weights(mine), _weights(theirs)
    overlap = sum(min(weights[t], others[t]) for t in sorted(weights.keys() & others.keys()))
    overlap += _kindred(mine, theirs, weights, others)
    size = max(1.0, sum(weights.values()) * sum(others.values()))
    return round(1 - math.exp(-overlap / size**_LENGTH / _HALF), 9)


def find_support(
    lead: Passage,
    sentences: Sequence[Sentence],
    copies: Copies,  # noqa: ARG001 - an article of the same origin may be cited; who counts origins knows them
    settings: SupportSettings = SupportSettings(),  # noqa: B008
) -> tuple[Citation, ...]:
    """The best sentence of each other article that says what `lead` says: whole claims first, then by article."""
    found: list[Citation] = []
    for article, candidates in _candidates(lead, sentences):
        judged = [(*same_claim(lead.text, s.text, lead.article.language, settings), s) for s in candidates]
        told = [(role == "support", share, -s.span.start, s) for role, share, s in judged if role]
        if told:
            whole, _, _, best = max(told, key=lambda item: item[:3])
            found.append(Citation(article, best.span, "support" if whole else "partial"))
    return tuple(sorted(found, key=lambda c: (c.role == "partial", c.article.order)))


def same_claim(
    a: str,
    b: str,
    language: str = "en",
    settings: SupportSettings = SupportSettings(),  # noqa: B008
) -> tuple[Role | None, float]:
    """Whether `b` says what `a` says ("support") or a part of it ("partial"), and the share of `a` that it holds."""
    told, telling = coverage(a, b, language), coverage(b, a, language)
    if told.terms < settings.terms or contradicts(a, b, language):
        return None, told.share
    if told.share >= settings.whole and told.words >= settings.words and telling.share >= settings.either:
        return "support", told.share
    if telling.share >= settings.part and telling.words >= settings.words and told.share >= settings.either:
        return "partial", told.share
    return None, told.share


class Coverage(NamedTuple):
    """How much of a sentence another holds: the share of all its content, that of its words that are no names, and terms."""

    share: float
    words: float
    terms: int


def coverage(a: str, b: str, language: str = "en") -> Coverage:
    """What of `a`'s content `b` holds too, weighted by rarity; words of one kind of event count as the same."""
    mine, theirs = profile(a, language), profile(b, language)
    weights = {term: max(rare - _COMMON, 1.0) ** _POWER for term, rare in mine.terms.items()}
    kindred = {term for kind, terms in mine.kinds.items() if kind in theirs.kinds for term in terms}
    held = {term for term in weights if term in theirs.names or term in theirs.words or term in kindred}
    return Coverage(_share(weights, held), _share({t: weights[t] for t in mine.words}, held), len(held))


def _share(weights: Mapping[str, float], held: set[str]) -> float:
    total = sum(weights.values())
    return sum(weight for term, weight in weights.items() if term in held) / total if total else 1.0


def contradicts(a: str, b: str, language: str = "en") -> bool:
    """A veto: another polarity, certainty, number, year or day, or other persons and places in its parts."""
    if cues.is_negated(a) != cues.is_negated(b) or cues.is_denial(a) != cues.is_denial(b):
        return True
    if cues.is_hedged(a) != cues.is_hedged(b):
        return True
    return _other_time(a, b) or _other_number(a, b) or _other_names(profile(a, language), profile(b, language))


# --- similarity ----------------------------------------------------------------------------------------------


def _weights(found: Profile) -> Mapping[str, float]:
    reporting = {term for terms in found.kinds.values() for term in terms}
    factors = {
        term: _NAME if term in found.names else _NUMBER if term[0].isdigit() else _EVENT if term in reporting else 1.0
        for term in found.terms
    }
    return {term: factors[term] * max(rare - _COMMON, 1.0) ** _POWER for term, rare in found.terms.items()}


def _kindred(mine: Profile, theirs: Profile, weights: Mapping[str, float], others: Mapping[str, float]) -> float:
    """What words of one kind of event add that are not the same word; each kind counts once."""
    total = 0.0
    for kind, terms in mine.kinds.items():
        left = [weights[t] for t in terms if t not in others]
        right = [others[t] for t in theirs.kinds.get(kind, ()) if t not in weights]
        if left and right:
            total += min(*left, *right)
    return total


# --- candidates ----------------------------------------------------------------------------------------------


def _candidates(lead: Passage, sentences: Sequence[Sentence]) -> Iterator[tuple[Article, list[Sentence]]]:
    """The sentences of other articles that hold some of the lead's rarest words."""
    anchors = _anchors(lead.text, lead.article.language)
    for article, group in groupby(sentences, key=lambda s: s.article):
        if article != lead.article and article.language == lead.article.language and _holds(article.text, anchors, 2):
            yield article, [s for s in group if _holds(s.text, anchors, 1)]


def _anchors(text: str, language: str) -> tuple[str, ...]:
    """The roots of the rarest terms: what an article must hold to be looked at."""
    rare = sorted(profile(text, language).terms.items(), key=lambda item: (-item[1], item[0]))
    return tuple(term[: max(3, len(term) - 1)] for term, _ in rare[:8])


def _holds(text: str, anchors: Sequence[str], least: int) -> bool:
    found = 0
    for anchor in anchors:
        if anchor in text or anchor.capitalize() in text or anchor.upper() in text:
            found += 1
            if found >= least:
                return True
    return False


# --- vetoes --------------------------------------------------------------------------------------------------


def _other_time(a: str, b: str) -> bool:
    """Both name years, days of a month or weekdays, and none in common."""
    return any(mine and theirs and not mine & theirs for mine, theirs in zip(_times(a), _times(b), strict=True))


def _times(text: str) -> tuple[set[str], set[str], set[str]]:
    months = {(m[2], m[1] or m[3] or "") for m in _MONTH_DAY.finditer(text)}
    return (
        set(_YEAR.findall(text)),
        {f"{month} {day}" for month, day in months if day} or {month for month, _ in months},
        set(_WEEKDAY.findall(text)),
    )


def _other_number(a: str, b: str) -> bool:
    """A number of the same measure that agrees with none of the other sentence's."""
    mine, theirs = quantities(a), quantities(b)
    for q in mine:
        alike = [r for r in theirs if same_measure(q, r)]
        if alike and not any(agree(q, r) for r in alike):
            return True
    return False


def _other_names(mine: Profile, theirs: Profile) -> bool:
    """Each has a name that the other lacks, and they share less than they differ."""
    only_mine, only_theirs = mine.names.keys() - theirs.terms.keys(), theirs.names.keys() - mine.terms.keys()
    return bool(only_mine and only_theirs) and len(mine.names.keys() & theirs.names.keys()) < max(
        len(only_mine), len(only_theirs)
    )
