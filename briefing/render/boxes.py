"""A page as measured boxes: what stands where and how high it is.

Every height is the sum of lines and gaps that the style sheet of the page sets to the same points, so that a plan
that fits is a page that fits. Nothing is positioned, clipped or given a height.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefing.render import axis
from briefing.render.measure import Paragraph
from briefing.render.paper_sizes import BODY_GAP, GUTTER, MARGIN_BOTTOM, MARGIN_TOP, RULE, SPARE, Paper


@dataclass(frozen=True, slots=True)
class Box:
    """A piece of the page. `gap` is the space above it, outside `height`; a head of a column drops its gap."""

    kind: str
    height: float
    gap: float = 0.0
    text: Paragraph | None = None
    look: str = ""
    width: float = 0.0
    shift: float = 0.0  # from the left edge, or from the cell before
    children: tuple[Box, ...] = ()
    keep: bool = False  # never last in a column
    lang: str = ""
    href: str = ""
    anchor: str = ""
    drawing: axis.Drawing | axis.Upright | None = None

    @property
    def extent(self) -> float:
        return self.gap + self.height


@dataclass(frozen=True, slots=True)
class Column:
    boxes: tuple[Box, ...]
    width: float

    @property
    def height(self) -> float:
        return stacked(self.boxes)


@dataclass(frozen=True, slots=True)
class Plan:
    """Boxes of the page, top to bottom; `room` is what the paper holds, `height` what they take, in points."""

    paper: Paper
    head: tuple[Box, ...]
    body: tuple[Column, ...]
    below: tuple[Box, ...]  # what stands across the page because a column would not be level with it
    foot: tuple[Box, ...]
    gutter: float = GUTTER
    columns: int = 2  # that the layout has room for
    filler: float = 0.0  # of the height: what would give way to a point

    @property
    def height(self) -> float:
        height = stacked(self.head) + sum(box.extent for box in (*self.below, *self.foot))
        if self.body:
            height += 2 * BODY_GAP + RULE + max(column.height for column in self.body)
        return round(height, 3)

    @property
    def body_width(self) -> float:
        return sum(column.width for column in self.body) + self.gutter * (len(self.body) - 1)

    @property
    def room(self) -> float:
        return self.paper.height - MARGIN_TOP - MARGIN_BOTTOM - SPARE

    @property
    def fits(self) -> bool:
        return self.height <= self.room

    @property
    def spare(self) -> float:
        """Points of column that the page can still take: below all columns, and beside the longest one."""
        heights = [column.height for column in self.body] or [0.0]
        return self.columns * (self.room - self.height + self.filler + max(heights)) - sum(heights)


def stacked(boxes: Sequence[Box]) -> float:
    """The height of boxes under each other, without the gap above the first."""
    return sum(box.extent for box in boxes) - (boxes[0].gap if boxes else 0.0)


def stack(kind: str, children: Sequence[Box], *, gap: float = 0.0, width: float = 0.0, shift: float = 0.0) -> Box:
    height = sum(child.extent for child in children)
    return Box(kind, height, gap, width=width, shift=shift, children=tuple(children))


def row(cells: Sequence[Box], *, gap: float = 0.0) -> Box:
    width = sum(cell.width + cell.shift for cell in cells)
    return Box("row", max(cell.height for cell in cells), gap, width=round(width, 3), children=tuple(cells))
