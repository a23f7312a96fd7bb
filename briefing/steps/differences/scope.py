"""The same predicate of a wider and of a narrower set: all and some, both and one of them."""

from __future__ import annotations

import re

from briefing.steps.differences.alignment import SAME_CLAUSE, Difference, aligned, other_names_conflict, turned, whole
from briefing.steps.statements import Statement
from briefing.text.profiles import profile
from briefing.text.tokens import stem, tokenise
from briefing.types import Span

_QUANTIFIER = re.compile(
    r"\b(all|every|most|some|many|half|several|a few|few|only|none|no|part)\b"
    r"(?:\s+of)?(?:\s+(?:the|its|their|his|her))?\s+(?=\w)",
    re.IGNORECASE,
)
_ONE = r"[A-Z][\w.’-]*(?:\s[A-Z][\w.’-]*){0,2}|[a-z][\w’-]+"
_PAIR = re.compile(rf"\b(?:[Bb]oth\s+)?(?P<x>{_ONE})\s+and\s+(?P<y>{_ONE})")


def scope(a: Statement, b: Statement) -> Difference | None:
    return _quantifiers(a, b) or _wider(a, b) or turned(_wider(b, a))


def _quantifiers(a: Statement, b: Statement) -> Difference | None:
    """ "All schools" against "some schools"."""
    mine, theirs = _quantified(a), _quantified(b)
    for noun in sorted(mine.keys() & theirs.keys()):
        if _degree(mine[noun]) != _degree(theirs[noun]) and (score := aligned(a, b, 0.75, 0.85)):
            return Difference("scope", whole(a), whole(b), score)
    return None


def _quantified(a: Statement) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _QUANTIFIER.finditer(a.text):
        for token in tokenise(a.text[match.end() : match.end() + 40])[:2]:
            found.setdefault(stem(token.text.casefold()), match.group(1).casefold())
    return found


def _degree(word: str) -> str:
    return {
        "every": "all",
        "few": "some",
        "a few": "some",
        "several": "some",
        "many": "some",
        "none": "no",
        "part": "some",
    }.get(word, word)


def _wider(a: Statement, b: Statement) -> Difference | None:
    """ "Both X and Y do it" against "X does it": the predicate is the same, the set is smaller."""
    if a.negated != b.negated or a.hedged != b.hedged:
        return None
    for match in _PAIR.finditer(a.text):
        if not (match["x"][0].isupper() and match["y"][0].isupper()) or not _is_subject(a, match.start()):
            continue
        if not any(start <= match.start() < end for start, end, _ in a.parts):
            continue
        for one, other in (("x", "y"), ("y", "x")):
            found = _narrower(a, b, match, one, other)
            if found:
                return found
    return None


def _is_subject(a: Statement, at: int) -> bool:
    """It opens its clause, an adverb aside."""
    start = next((start for start, end, _ in a.parts if start <= at < end), at)
    return len(a.text[start:at].split()) <= 1


def _narrower(a: Statement, b: Statement, match: re.Match[str], one: str, other: str) -> Difference | None:
    kept, lost = _terms_in(match[one], a.language), _terms_in(match[other], a.language)
    if not kept or not lost or kept & lost or not kept <= b.terms:
        return None
    start, end, clause = next(part for part in a.parts if part[0] <= match.start() < part[1])
    wanted = clause.terms - lost
    if len(wanted & b.terms) < SAME_CLAUSE * len(wanted):
        return None
    best: Difference | None = None
    for left, right, candidate in b.parts:
        if not kept <= candidate.terms or lost & candidate.terms or other_names_conflict(clause, candidate):
            continue
        score = aligned(clause, candidate, 0.8, 0.9, skip=lost)
        if score and (best is None or score > best.score):
            best = Difference("scope", Span(start, end), Span(left, right), score)
    return best


def _terms_in(text: str, language: str) -> set[str]:
    return set(profile("x " + text, language).terms) - {"x"}
