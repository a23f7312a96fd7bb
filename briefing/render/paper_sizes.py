"""The papers a page may be set on, and the space around what stands on it, in points."""

from __future__ import annotations

from dataclasses import dataclass

MILLIMETRE = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Paper:
    """Width and height in points, and what CSS calls it."""

    name: str
    width: float
    height: float


PAPERS = {
    "A4": Paper("A4", 210 * MILLIMETRE, 297 * MILLIMETRE),
    "Letter": Paper("letter", 612.0, 792.0),
}


# The style sheet of the page is filled with the same values.
MARGIN_SIDE = 15 * MILLIMETRE
MARGIN_TOP = 12 * MILLIMETRE
MARGIN_BOTTOM = 12 * MILLIMETRE
SPARE = 4.0  # kept free at the foot, for the rounding of a layout engine
GUTTER = 18.0
BAR = 2.5
RULE = 0.6
BODY_GAP = 7.0
