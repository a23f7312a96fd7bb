"""Two sentences beside each other: how much of each the other holds, and where names or numbers exclude each other."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from briefing.steps.statements import Statement, held, shared
from briefing.text.quantities import Quantity, agree, same_measure
from briefing.types import DisagreementKind, Span

SAME_CLAUSE = 0.75  # of a clause's terms that the other sentence must hold before its clauses are compared
_PART_OF = re.compile(r"\s+of\s+(?:the|their|its|his|her|our|those|these|them)\b")  # "three of their last four"


class Difference(NamedTuple):
    """`a` and `b` are the spans (in the sentences' own offsets) that are quoted; `about` lies in `a`'s text."""

    kind: DisagreementKind
    a: Span
    b: Span
    score: float
    about: str = ""
    note: str = ""


def turned(found: Difference | None) -> Difference | None:
    return found._replace(a=found.b, b=found.a, about=found.about) if found else None


def whole(a: Statement) -> Span:
    return Span(0, len(a.text))


def aligned(a: Statement, b: Statement, each: float, one: float, *, skip: Iterable[str] = (), least: int = 3) -> float:
    """The mean of both shares where each reaches `each` and one of them `one`, else 0."""
    skipped = set(skip)
    mine, theirs = held(a, b, skip=skipped), held(b, a, skip=skipped)
    if (
        min(mine, theirs) < each
        or max(mine, theirs) < one
        or len([t for t in shared(a, b) if t not in skipped]) < least
    ):
        return 0.0
    return (mine + theirs) / 2


def other_names_conflict(a: Statement, b: Statement) -> bool:
    """Each names what the other does not."""
    return bool(a.profile.names.keys() - b.terms and b.profile.names.keys() - a.terms and only(a, b) and only(b, a))


def only(a: Statement, b: Statement) -> set[str]:
    return {term for term in a.names if term not in b.terms}


def numbers_conflict(a: Statement, b: Statement) -> bool:
    return any(True for _ in conflicts(a, b))


def conflicts(a: Statement, b: Statement) -> Iterable[tuple[Quantity, Quantity]]:
    """Numbers of one measure that cannot both be true, and that nothing else in the other sentence answers."""
    for q in a.quantities:
        for r in b.quantities:
            if not same_measure(q, r) or agree(q, r) or _PART_OF.match(a.text, q.end) or _PART_OF.match(b.text, r.end):
                continue
            if any(agree(q, other) for other in b.quantities) or any(agree(r, other) for other in a.quantities):
                continue
            yield q, r
