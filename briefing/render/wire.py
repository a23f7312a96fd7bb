"""The wire page: many themes with a sentence or two in three columns, and which source feeds which theme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, combinations, product
from typing import ClassVar

from briefing.render.boxes import Box, Column, Plan, row, stack, stacked
from briefing.render.executive import COMFORTABLE, Executive
from briefing.render.levelling import (
    SHORT_SPLIT_PRICE,
    SPLIT_PRICE,
    STRETCH,
    THEME_PRICE,
    cut,
    elastic,
    stretched,
)
from briefing.render.measure import Run, Type, line_width
from briefing.render.paper_sizes import RULE
from briefing.render.setting import PANEL_GAP, TYPES
from briefing.render.source_tables import ROW_LINE, ROW_PADDING
from briefing.schema import DisagreementData, ThemeData

LEVEL = 35.1  # three lines
UNLEVEL_PRICE = 80.0  # of columns that differ by more,
UNLEVEL = 4.0  # and of each point beyond
NEAR = 0.22  # of the whole height, around each even share: where a column may end
KEY_LEVEL = 60.0  # points by which key reports beside each other may differ
DOT_CELL = 14.0  # a column of the matrix
DOT_LABEL = 84.0  # the least that a theme's label has there
SOURCES_LEAST = 220.0  # points: a table of sources beside the matrix
SIGNS = 36.0  # what the signs of the legend and the space around them take


@dataclass(frozen=True)
class Wire(Executive):
    """Key reports beside each other, themes in three columns, the matrix instead of the timeline."""

    types: ClassVar[Mapping[str, Type]] = {
        **TYPES,
        "title": Type("serif-bold", 18, 22.5),
        "key": Type("serif", 11, 14.2),
        "lead": Type("serif", 10.5, 13.8),
        "theme": Type("serif-bold", 11, 13.8),
        "point": Type("serif", 9, 11.7),
    }
    columns: ClassVar[int] = 3
    tables: ClassVar[int] = 3
    gutter: ClassVar[float] = 17.0
    theme_gap: ClassVar[float] = 9.0
    has_timeline: ClassVar[bool] = False

    def plan(self) -> Plan:
        head = (*self.masthead(), *self.corrected(), *self.key_reporting())
        body = self.themes()
        below = tuple(self.reference())
        foot = tuple(self.footer())
        return self.opened(Plan(self.paper, head, body, below, foot, gutter=self.gutter, columns=self.columns))

    def key_reporting(self) -> Iterator[Box]:
        """Beside each other where they are about as long, else one under the other."""
        points = self.document.key_reporting
        cells = [cell for _, cell in zip(points, self.key_cells(), strict=True)] if 1 < len(points) <= 3 else []
        heights = [cell.height for cell in cells]
        if not cells or max(heights) - min(heights) > KEY_LEVEL:
            yield from super().key_reporting()
            return
        yield Box("rule", RULE, 5.0)
        yield self.section("key_reporting", gap=6.0)
        yield row(cells, gap=1.5)

    def key_cells(self) -> Iterator[Box]:
        points = self.document.key_reporting
        width = (self.measure - self.gutter * (len(points) - 1)) / len(points)
        for i, point in enumerate(points):
            runs = self.phrases.point(point, tail=self.phrases.about_point(point))
            quote = self.quote(runs, "lead", width, gap=0.0, citation=point.citations[0])
            yield stack("cell", (quote,), width=width, shift=self.gutter if i else 0.0)

    def themes(self) -> tuple[Column, ...]:
        """As many columns as there are themes, and no more than three."""
        themes = self.document.themes
        count = min(self.columns, len(themes))
        if not count:
            return ()
        width = (self.measure - self.gutter * (count - 1)) / count if count > 1 else self.measure * COMFORTABLE
        flow = [box for theme in themes for box in self.theme(theme, width)]
        parts = parted(flow, count)
        height = max(map(stacked, parts))
        return tuple(Column(stretched(part, height - stacked(part), self.looks), width) for part in parts)

    def reference(self) -> Sequence[Box]:
        """The band above the sources, or, where the matrix stands alone and that is lower, the matrix beside them."""
        apart = (*self.band(), *self.sources())
        matrix = self.matrix(self.measure)
        if not matrix or self.differ(self.measure) or self.changed(self.measure) or self.people(self.measure):
            return apart
        width = max(_taken(part, self.looks) for part in matrix.children)
        rest = self.measure - width - self.gutter
        if rest < SOURCES_LEAST:
            return apart
        panel = stack(
            "sources", (Box("rule", RULE), replace(self.table(self.document.sources, rest), gap=2.0)), gap=PANEL_GAP
        )
        beside = row((stack("cell", (matrix,), width=width), stack("cell", (panel,), width=rest, shift=self.gutter)))
        return (beside,) if beside.height <= sum(box.extent for box in apart) else apart

    def band(self) -> Iterator[Box]:
        """Differences, matrix and people: across, or beside each other on the grid, whichever is lowest."""
        parts = [
            part for part in (self.commented, self.differ, self.changed, self.matrix, self.people) if part(self.measure)
        ]
        one, two = self.column, 2 * self.column + self.gutter
        ways = [
            way
            for widths in ((self.measure,), (two, one), (one, two), (one, one, one))
            for places in product(range(len(widths)), repeat=len(parts))
            if set(places) == set(range(len(widths))) and (way := self.cells(parts, widths, places))
        ]
        if ways:
            yield min(ways, key=_band_cost)

    def cells(
        self, parts: Sequence[Callable[[float], Box | None]], widths: Sequence[float], places: Sequence[int]
    ) -> Box | None:
        """A row of cells with these parts in them; None where a part cannot stand so narrow."""
        cells: list[list[Box]] = [[] for _ in widths]
        for part, place in zip(parts, places, strict=True):
            box = part(widths[place])
            if not box:
                return None
            cells[place].append(box)
        if len(cells) == 1:
            return stack("band", cells[0])
        return row(
            [
                stack("cell", boxes, width=width, shift=self.gutter if i else 0.0)
                for i, (boxes, width) in enumerate(zip(cells, widths, strict=True))
            ]
        )

    def disagreement(self, one: DisagreementData, width: float, *, gap: float) -> Box:
        """In a single column the sides stand one under the other."""
        if width > self.column:
            return super().disagreement(one, width, gap=gap)
        about = self.text("about", self.phrases.differ_label(one), "about", width)
        sides = [self.side(c, width, gap=3.0) for side in one.sides for c in side.citations]
        return stack("part", (about, *sides), gap=gap)

    # the matrix

    def matrix(self, width: float) -> Box | None:
        """A row a theme, a column a source; of more sources than have room, those that feed most themes."""
        themes = [theme for theme in self.document.themes if theme.points]
        cited = [_cited(theme) for theme in themes]
        feeds = Counter(number for sources in cited for number in sources)
        if len(feeds) < 2 or len(themes) < 2:
            return None
        most = int((width - DOT_LABEL) / DOT_CELL)
        said = self.phrases.words.say
        legend = self.text(
            "matrix-legend", f"{said('matrix.quoted')} {said('matrix.cited')}", "about", width - SIGNS, 2.0
        )
        if width < self.measure and (most < len(feeds) or (legend.text and legend.text.count > 1)):
            return None
        shown = sorted(sorted(feeds, key=lambda number: (-feeds[number], number))[:most])
        free = width - DOT_CELL * len(shown)
        names = [self.cut_to(self.phrases.theme_label(theme), free - 8.0, 1) for theme in themes]
        look = self.looks["table"]
        label = round(min(free, max(line_width((Run(name, "plain"),), look) for name in names) + 12.0), 2)
        head = [self.cell(said("matrix.theme"), label), *map(self.number, shown)]
        rows = [_matrix_row("heading", head)]
        for name, sources in zip(names, cited, strict=True):
            dots = (Box(sources.get(number, "none"), 0.0, width=DOT_CELL) for number in shown)
            rows.append(_matrix_row("entry", [self.cell(name, label), *dots]))
        entries = [stack("matrix-table", rows, gap=1.0, width=round(label + DOT_CELL * len(shown), 2))]
        if len(shown) < len(feeds):
            more = said("matrix.more", n=len(feeds) - len(shown))
            entries.append(self.text("matrix-more", more, "about", width, 2.0))
        return self.panel("matrix", [*entries, legend], width)

    def cell(self, text: str, width: float) -> Box:
        return replace(self.text("cell", text, "table", width - 6.0), width=width)

    def number(self, number: int) -> Box:
        return replace(self.text("cell", (Run(str(number), "plain"),), "table", DOT_CELL), width=DOT_CELL)


def _taken(part: Box, types: Mapping[str, Type]) -> float:
    """The width that a part of the matrix takes of its measure."""
    if part.kind == "matrix-table" or not part.text:
        return part.width
    signs = SIGNS if part.kind == "matrix-legend" else 0.0
    return signs + max(line_width(line, types[part.look]) for line in part.text.lines) + 2.0


def _band_cost(way: Box) -> float:
    """Height, and the white below the shorter cells."""
    heights = [cell.height for cell in way.children] if way.kind == "row" else []
    uneven = max(heights) - min(heights) if heights else 0.0
    return round(way.height + UNLEVEL * max(0.0, uneven - LEVEL), 3)


def _cited(theme: ThemeData) -> dict[int, str]:
    """Source -> "full" where it is quoted, "part" where it is cited beside a quotation."""
    cited: dict[int, str] = {}
    for point in theme.points:
        for citation in point.citations:
            if citation.role == "lead" or citation.source not in cited:
                cited[citation.source] = "full" if citation.role == "lead" else "part"
    return cited


def _matrix_row(kind: str, cells: Sequence[Box]) -> Box:
    return Box(kind, max(cell.height for cell in cells) + 2 * ROW_PADDING + ROW_LINE, children=tuple(cells))


# --- columns ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Break:
    """A column ends before the box `index`, or after `lines` of its lines; `end` and `start` count from the top."""

    index: int
    lines: int
    end: float
    start: float
    price: float


def parted(flow: Sequence[Box], count: int) -> list[tuple[Box, ...]]:
    """The flow in at most `count` columns, as low and as level as they can be."""
    whole = stacked(flow)
    breaks = list(_breaks(flow))
    near = [b for b in breaks if any(abs(b.end - whole * i / count) < NEAR * whole for i in range(1, count))]
    ways = list(combinations(near, count - 1)) or list(combinations(breaks, count - 1))
    if not ways:
        return [tuple(flow)]
    grown = [0.0, *accumulate(STRETCH * weight for weight in elastic(flow))]
    best = min(ways, key=lambda way: _cost(way, whole, grown))
    first, last = _Break(0, 0, 0.0, 0.0, 0.0), _Break(len(flow), 0, whole, whole, 0.0)
    return [_between(flow, a, b) for a, b in zip((first, *best), (*best, last), strict=True)]


def _breaks(flow: Sequence[Box]) -> Iterator[_Break]:
    ends = [0.0, *accumulate(box.extent for box in flow)]
    lead = flow[0].gap
    for i in range(len(flow)):
        box = flow[i]
        if i and not flow[i - 1].keep:
            price = 0.0 if box.kind == "theme" else THEME_PRICE
            yield _Break(i, 0, ends[i] - lead, ends[i] - lead + box.gap, price)
        if box.text and not box.text.natural:
            top = ends[i] - lead + box.gap
            for lines in range(2, box.text.count - 1):
                at = top + lines * box.height / box.text.count
                short = min(lines, box.text.count - lines) <= 2
                yield _Break(i, lines, at, at, SHORT_SPLIT_PRICE if short else SPLIT_PRICE)


def _cost(way: Sequence[_Break], whole: float, grown: Sequence[float]) -> float:
    """Points of height; `grown` is what the gaps up to each box may grow by, so that a column ends level."""
    starts, ends = (0.0, *(b.start for b in way)), (*(b.end for b in way), whole)
    heights = [end - start for start, end in zip(starts, ends, strict=True)]
    if min(heights) <= 0:
        return float("inf")
    firsts = (0, *(b.index for b in way))
    lasts = (*(b.index + (1 if b.lines else 0) for b in way), len(grown) - 1)
    room = [grown[last] - grown[min(first + 1, last)] for first, last in zip(firsts, lasts, strict=True)]
    uneven = max(heights) - min(h + more for h, more in zip(heights, room, strict=True)) - LEVEL
    price = UNLEVEL_PRICE + UNLEVEL * uneven if uneven > 0 else 0.0
    return round(max(heights) + price + sum(b.price for b in way), 3)


def _between(flow: Sequence[Box], start: _Break, end: _Break) -> tuple[Box, ...]:
    boxes = list(flow[start.index : end.index + (1 if end.lines else 0)])
    if end.lines:
        boxes[-1] = cut(boxes[-1], end.lines)[0]
    if start.lines:
        boxes[0] = cut(boxes[0], start.lines)[1]
    return tuple(boxes)
