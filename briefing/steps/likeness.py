"""Likeness: how probably two sentences tell of the same events, alone and among the sentences of their story.

It ranks and judges nothing: what a page cites is decided in support.py.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from operator import mul

from briefing.steps.statements import statement
from briefing.steps.support import other_names, other_number
from briefing.text.profiles import Profile, profile

# Set by hand on one half of the topics of ECB+: shared events tell more of a shared fact than shared names, which all
# sentences of a story hold. Rarity is -ln of the share of running words, 3 to 15.
_COMMON = 4.0  # rarity at which a word begins to carry weight
_EVENT, _NAME, _NUMBER = 5.0, 0.5, 0.6  # times the weight of any other word
_KINDRED = 0.8  # what another word for one kind of event counts
_LENGTH = 0.25  # power of the product of both weights that an overlap is divided by; .5 would be the cosine
# What is left of an overlap that other names, numbers or a negation speak against; that no name of either's stands in
# the other speaks once more.
_OTHER_NAMES, _OTHER_NUMBER, _OTHER_POLARITY, _NO_NAME = 0.9, 0.9, 0.8, 0.7
_HALF = 12.0  # likeness at which similarity is .63


def similarity(a: str, b: str, language: str = "en") -> float:
    """Of two sentences by themselves, 0 to 1."""
    return _share(_alike(a, b, language))


def in_story(sentences: Sequence[str], language: str = "en") -> Callable[[str, str], float]:
    """Of two of these sentences, 0 to 1: what both share with the others of their story counts as well.

    Two reports of one event find the same others alike, however little their own words meet.
    """

    @cache
    def row(sentence: str) -> tuple[float, ...]:
        return tuple(_alike(sentence, other, language) if other != sentence else 0.0 for other in sentences)

    def likeness(a: str, b: str) -> float:
        common = math.fsum(map(mul, row(a), row(b))) / max(1, len(sentences) - 2)
        return _share(_alike(a, b, language) + math.sqrt(common))

    return likeness


def _share(likeness: float) -> float:
    return round(1 - math.exp(-likeness / _HALF), 9)


def _alike(a: str, b: str, language: str) -> float:
    mine, theirs = profile(a, language), profile(b, language)
    weights, others = _weights(mine), _weights(theirs)
    overlap = math.fsum(min(weights[t], others[t]) for t in weights.keys() & others.keys())
    overlap += _KINDRED * _kindred(mine, theirs, weights, others)
    size = max(1.0, math.fsum(weights.values()) * math.fsum(others.values()))
    return overlap * _agreement(a, b, language) / size**_LENGTH if overlap else 0.0


def _agreement(a: str, b: str, language: str) -> float:
    mine, theirs = statement(a, None, language), statement(b, None, language)
    factor = 1.0
    if other_names(mine, theirs):
        factor *= _OTHER_NAMES
    if mine.names and theirs.names and mine.names.isdisjoint(theirs.terms) and theirs.names.isdisjoint(mine.terms):
        factor *= _NO_NAME
    if other_number(mine, theirs) or other_number(theirs, mine):
        factor *= _OTHER_NUMBER
    if mine.negated != theirs.negated or mine.denies != theirs.denies:
        factor *= _OTHER_POLARITY
    return factor


def _weights(found: Profile) -> Mapping[str, float]:
    reporting = {term for terms in found.kinds.values() for term in terms}
    factors = {
        term: _NAME if term in found.names else _NUMBER if term[0].isdigit() else _EVENT if term in reporting else 1.0
        for term in found.terms
    }
    return {term: factors[term] * max(rare - _COMMON, 1.0) for term, rare in found.terms.items()}


def _kindred(mine: Profile, theirs: Profile, weights: Mapping[str, float], others: Mapping[str, float]) -> float:
    """What words of one kind of event add that are not the same word; each kind counts once."""
    total = 0.0
    for kind, terms in mine.kinds.items():
        left = [weights[t] for t in terms if t not in others]
        right = [others[t] for t in theirs.kinds.get(kind, ()) if t not in weights]
        if left and right:
            total += min(*left, *right)
    return total
