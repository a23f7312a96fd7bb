"""Every sentence that is not printed, the most worth saying first, with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from briefing.steps.points.desk import Desk, Key
from briefing.types import KeyPoint, LeftOut, Passage


def left_out(desk: Desk, printed: Sequence[KeyPoint], elsewhere: Sequence[KeyPoint]) -> tuple[LeftOut, ...]:
    """First what no theme holds, then the others in the order of the articles, up to `quoting.left_out_max`."""
    shown = _shown(printed)
    best = sorted(elsewhere, key=lambda p: (-p.worth, p.lead.order))
    spare = [LeftOut(p, "no theme holds it") for p in best if not any(s.key in shown for s in p.lead.sentences)]
    known = shown | {s.key for left in spare for s in left.point.lead.sentences}
    rest = (
        LeftOut(KeyPoint(Passage((s,)), worth=0.0), desk.refused.get(s.key, "less worth saying"))
        for s in desk.sentences
        if s.key not in known
    )
    return (*spare, *islice(rest, desk.config.quoting.left_out_max))


def not_shown(desk: Desk, printed: Sequence[KeyPoint]) -> int:
    return len(desk.sentences) - len(_shown(printed))


def _shown(points: Iterable[KeyPoint]) -> set[Key]:
    return {s.key for point in points for s in point.lead.sentences}
