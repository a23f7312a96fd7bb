"""How a flow of boxes is parted into two columns, and how these end on one line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, product

from briefing.render.boxes import Box, stacked
from briefing.render.measure import Line, Paragraph, Type, loosened
from briefing.render.setting import PANELS, TYPES

STRETCH = 3.0  # what a gap between points may grow by, so that columns end level; three times that between themes
SINK = 28.0  # and the gap above a panel at the foot of a column
LONG = 4  # lines of a quotation that may be set on one more
# What levelling the columns may cost, in points of height: parting a theme, parting a quotation (and leaving but two
# lines of it), a part that stands across the page, each point by which the columns differ beyond three lines.
THEME_PRICE = 8.0
SPLIT_PRICE = 26.0
SHORT_SPLIT_PRICE = 38.0
ACROSS_PRICE = 12.0
UNLEVEL = 1.2
LEVEL = 37.8


def level(
    flow: Sequence[Box], extras: Sequence[tuple[Box, Box]], types: Mapping[str, Type] = TYPES
) -> tuple[tuple[Box, ...], tuple[Box, ...], tuple[Box, ...]]:
    """Two columns, and what stands across below them, as low and as level as they can be.

    The flow is parted once. An extra, given as narrow and as wide, stands whole at the foot of a column or below both.
    """
    if not flow and not extras:
        return (), (), ()
    choices = (
        (_cost(parting, extras, places), parting, places)
        for parting in _partings(flow)
        for places in product("rlb" if parting.closed else "rb", repeat=len(extras))
    )
    _, parting, places = min(choices, key=lambda choice: choice[0])
    left, right = parting.parted(flow)
    one = (*left, *_placed(extras, places, "l"))
    two = (*right, *_placed(extras, places, "r"))
    below = _placed(extras, places, "b")
    if not one or not two:
        return one or two, (), below
    difference = stacked(one) - stacked(two)
    return stretched(one, max(0.0, -difference), types), stretched(two, max(0.0, difference), types), below


@dataclass(frozen=True, slots=True)
class _Parting:
    """The flow parted before `index`, or after `lines` lines of the box there; the heights of both parts, the price."""

    index: int
    lines: int
    left: float
    right: float
    price: float
    closed: bool  # no theme runs from one column into the other

    def parted(self, flow: Sequence[Box]) -> tuple[tuple[Box, ...], tuple[Box, ...]]:
        if not self.lines:
            return tuple(flow[: self.index]), tuple(flow[self.index :])
        top, rest = cut(flow[self.index], self.lines)
        return (*flow[: self.index], top), (rest, *flow[self.index + 1 :])


def _partings(flow: Sequence[Box]) -> Iterator[_Parting]:
    """Every way to part the flow: between themes for nothing, inside one and inside a quotation for a price."""
    ends = [0.0, *accumulate(box.extent for box in flow)]
    for i in range(1 if flow else 0, len(flow) + 1):  # the page opens with a theme
        if i in {0, len(flow)} or not flow[i - 1].keep:
            left = ends[i] - flow[0].gap if i else 0.0
            right = ends[-1] - ends[i] - flow[i].gap if i < len(flow) else 0.0
            closed = i in {0, len(flow)} or flow[i].kind == "theme"
            yield _Parting(i, 0, left, right, 0.0 if closed else THEME_PRICE, closed)
    for i, box in enumerate(flow):
        if box.text and not box.text.natural:
            leading = box.height / box.text.count
            for lines in range(2, box.text.count - 1):
                rest = box.text.count - lines
                left = ends[i] - flow[0].gap + (box.gap if i else 0.0) + lines * leading
                right = rest * leading + ends[-1] - ends[i + 1]
                yield _Parting(i, lines, left, right, SPLIT_PRICE if min(lines, rest) > 2 else SHORT_SPLIT_PRICE, False)


def cut(box: Box, lines: int) -> tuple[Box, Box]:
    """The box of a quotation, parted after so many lines."""
    text = box.text or Paragraph((), 0)
    leading = box.height / text.count

    def part(some: tuple[Line, ...]) -> Box:
        return replace(box, text=replace(text, lines=some, count=len(some)), height=leading * len(some))

    return part(text.lines[:lines]), part(text.lines[lines:])


def _cost(parting: _Parting, extras: Sequence[tuple[Box, Box]], places: Sequence[str]) -> float:
    """Points of height; columns that do not end level cost more, and so does what stands outside them."""
    left, right, cost = parting.left, parting.right, parting.price
    for (narrow, wide), place in zip(extras, places, strict=True):
        if place == "l":
            left += narrow.extent if left else narrow.height
        elif place == "r":
            right += narrow.extent if right else narrow.height
        else:
            cost += wide.extent + ACROSS_PRICE
    cost += max(left, right) + UNLEVEL * max(0.0, abs(left - right) - LEVEL)
    return round(cost + (0.5 if left < right else 0.0), 3)


def _placed(extras: Sequence[tuple[Box, Box]], places: Sequence[str], place: str) -> tuple[Box, ...]:
    return tuple(pair[place == "b"] for pair, at in zip(extras, places, strict=True) if at == place)


def stretched(boxes: Sequence[Box], room: float, types: Mapping[str, Type]) -> tuple[Box, ...]:
    """The boxes with gaps as wide as makes the column end level, as far as gaps may grow; then with more lines."""
    if not room:
        return tuple(boxes)
    weights = elastic(boxes)
    total = sum(weights)
    step = min(STRETCH, room / total) if total else 0.0
    gaps = [box.gap + step * weight for box, weight in zip(boxes, weights, strict=True)]
    panels = [i for i, box in enumerate(boxes) if i and box.kind in PANELS]
    left = max(0.0, room - step * total)
    sunk = min(SINK, left / len(panels)) if panels else 0.0  # what stands at the foot may stand a little lower
    for i in panels:
        gaps[i] += sunk
    left -= sunk * len(panels)
    spaced = tuple(replace(box, gap=round(gap, 2)) for box, gap in zip(boxes, gaps, strict=True))
    return _loosened(spaced, left, types)


def elastic(boxes: Sequence[Box]) -> list[float]:
    """By how many times STRETCH each gap may grow."""
    return [0.0 if i == 0 or boxes[i - 1].keep else 3.0 if box.children else 1.0 for i, box in enumerate(boxes)]


def _loosened(boxes: Sequence[Box], room: float, types: Mapping[str, Type]) -> tuple[Box, ...]:
    """The column with some quotations on one line more, the longest first, while there is room for one."""
    made = list(boxes)
    for i in sorted(range(len(made)), key=lambda i: (-made[i].height, i)):
        box = made[i]
        if box.kind == "point" and box.text and box.text.count >= LONG and room >= types[box.look].leading:
            text = loosened(box.text, types[box.look], box.width)
            made[i] = replace(box, text=text, height=text.count * types[box.look].leading)
            room -= made[i].height - box.height
    return tuple(made)
