"""One number or one date differs, and no other time, total or toll explains it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from briefing.steps.differences.alignment import (
    SAME_CLAUSE,
    Difference,
    aligned,
    conflicts,
    numbers_conflict,
    other_names_conflict,
    whole,
)
from briefing.steps.statements import Statement, shared
from briefing.text.events import event_kinds
from briefing.text.quantities import Quantity
from briefing.text.tokens import stem, tokenise
from briefing.text.when import differ, other_weekday

SAME_FRAME = 0.5  # of the words beside a number that must stand beside the other
_TOLL = re.compile(
    r"\b(?:toll|so far|risen|rises|rising|climbed|climbs|has reached|now|more bodies|have been found"
    r"|by (?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.IGNORECASE,
)
_PLAN = re.compile(
    r"\b(?:plan(?:s|ned|ning)?|will|would|expected|aims?|intends?"
    r"|hopes?|wants?|forecast|target)\b",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"\b(?:total|altogether|overall|combined|in all)\b", re.IGNORECASE)
_EARLIER = re.compile(
    r"\b(?:previous(?:ly)?|earlier|former(?:ly)?|initial(?:ly)?|original(?:ly)?|up from|down from|compared)\b",
    re.IGNORECASE,
)


def number(a: Statement, b: Statement) -> Difference | None:
    found = list(conflicts(a, b))
    if not found or _may_both_count(a, b, found) or other_names_conflict(a, b):
        return None
    score = aligned(a, b, 0.55, 0.75)
    if not score or not (a.names & b.names or len(shared(a, b)) >= 4):
        return None
    told = [q for q, r in found if _near(q, r) >= (SAME_FRAME if _same_unit(q, r) else SAME_CLAUSE)]
    return Difference("number", whole(a), whole(b), score, told[0].text) if told else None


def _may_both_count(a: Statement, b: Statement, found: Iterable[tuple[Quantity, Quantity]]) -> bool:
    """Told of other times, before and after, a part and a total, or a toll that rises: both numbers may be right."""
    if differ(a.when, b.when) or other_weekday(a.when, b.when) or a.when.clock or b.when.clock:
        return True
    if _plans(a) != _plans(b) and (a.when.years or b.when.years):
        return True
    if any(bool(cue.search(a.text)) != bool(cue.search(b.text)) for cue in (_TOTAL, _EARLIER)):
        return True
    return any(q.dimension == "count" for q, _ in found) and (_tolls(a, b) or a.day != b.day)


def _same_unit(q: Quantity, r: Quantity) -> bool:
    return bool(q.noun & r.noun) or q.dimension != "count"


def _near(q: Quantity, r: Quantity) -> float:
    """The share of the words beside the one number that stand beside the other too."""
    mine = {word for word in q.near if word not in q.noun and not word[0].isdigit()}
    theirs = {word for word in r.near if word not in r.noun and not word[0].isdigit()}
    kindred = {word for word in mine if any(event_kinds(word) & event_kinds(other) for other in theirs)}
    least = min(len(mine), len(theirs))
    return len((mine & theirs) | kindred) / least if least else 1.0


def _plans(a: Statement) -> bool:
    return _PLAN.search(a.text) is not None


def _tolls(a: Statement, b: Statement) -> bool:
    return bool(_TOLL.search(a.text) or _TOLL.search(b.text))


def date(a: Statement, b: Statement) -> Difference | None:
    if not differ(a.when, b.when) or numbers_conflict(a, b) or other_names_conflict(a, b):
        return None
    if any(len(kind) > 1 for kind in (*a.when[:3], *b.when[:3])) or a.negated != b.negated:
        return None
    score = aligned(a, b, 0.6, 0.75)
    return Difference("date", whole(a), whole(b), score, note=occasions(a, b)) if score and a.names & b.names else None


_OCCASIONS = {
    "declar": "declarations", "announc": "announcements", "agre": "agreements", "meet": "meetings", "met": "meetings",
    "visit": "visits", "attack": "attacks", "launch": "launches", "sign": "signings", "resign": "resignations",
    "talk": "talks", "elect": "elections", "protest": "protests", "strike": "strikes", "summit": "summits",
}  # fmt: skip


def occasions(a: Statement, b: Statement) -> str:
    """ "may be two declarations": said where the occasions may differ."""
    common = [word for term, word in _OCCASIONS.items() if _has_root(a, term) and _has_root(b, term)]
    return f"may be two {common[0]}" if common else "may be two occasions"


def _has_root(a: Statement, root: str) -> bool:
    return any(stem(t.text.casefold()).startswith(root) for t in tokenise(a.text))
