"""What two sentences about one thing disagree in: one difference, or nothing.

Two sentences are aligned first; what is left over on both sides must then be one difference and no more: where names,
numbers and dates differ together they tell of two events.
"""

from __future__ import annotations

from briefing.steps.differences.alignment import Difference, numbers_conflict, other_names_conflict
from briefing.steps.differences.facts import date, number, occasions
from briefing.steps.differences.names import name, one_name
from briefing.steps.differences.parties import attribution, denial
from briefing.steps.differences.polarity import certainty, negated_key, negation
from briefing.steps.differences.scope import scope
from briefing.steps.statements import Statement
from briefing.text.when import differ

__all__ = ["Difference", "difference", "negated_key", "occasions"]


def difference(a: Statement, b: Statement) -> Difference | None:
    """The one thing in which two aligned sentences disagree, None when there is none or more than one."""
    if a.text.casefold() == b.text.casefold():
        return None
    for find in (attribution, denial):
        found = find(a, b)
        if found:
            return found
    pair = one_name(a, b) if other_names_conflict(a, b) else None
    if pair is None and other_names_conflict(a, b):
        return None
    facts = [found for find in (number, date, name) if (found := find(a, b)) is not None]
    if facts or numbers_conflict(a, b) or differ(a.when, b.when):
        return facts[0] if len(facts) == 1 else None
    for find in (negation, scope, certainty):
        found = find(a, b)
        if found:
            return found
    return None
