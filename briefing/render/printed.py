"""The page of a screen on a sheet: how large its type may be, so that a browser prints it as one page.

An estimate from above, by the arithmetic of measure.py: a browser breaks lines as we do, but for kerning, and levels
its columns itself. The style names the paper of the page; a printer that holds another one gets the page made smaller.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from briefing.render.fonts import FaceName
from briefing.render.measure import Run, Type, paragraph
from briefing.render.paper_sizes import PAPERS
from briefing.render.phrases import Runs
from briefing.render.screen import Screen
from briefing.render.source_tables import MANY_SOURCES

MARGIN, SIDE, GAP = 28.0, 40.0, 18.0  # points: of the sheet, and between its columns
LARGEST, SMALLEST, STEP = 10.0, 4.0, 0.25  # points of a quotation
LEADING = 1.3
SAFETY = 1.025  # what kerning, rounding and a browser's own columns may add
COLUMNS = {"wire": 3}
TOGETHER = 5  # lines that a browser does not part: what its columns differ by when it has levelled them


class Sheet(NamedTuple):
    """What the print style is filled with: `size`, of the root, and lengths in points; `title` in roots."""

    size: float
    title: float
    columns: int
    tables: int
    margin: float = MARGIN
    side: float = SIDE
    gap: float = GAP


def sheet(screen: Screen, said: Sequence[str], footer: str, fonts: str = "") -> Sheet:
    """The largest type with which everything stands on one sheet; `said` is what stands under the title."""
    document = screen.document
    length = len(document.title)
    tables = 1 if len(document.sources) < MANY_SOURCES else 3 if len(document.sources) > 2 * MANY_SOURCES else 2
    title = 2.0 if length <= 90 else 1.45 if length <= 220 else 1.1
    columns = COLUMNS.get(document.page.layout, 2)
    room = PAPERS[document.page.paper].height - 2 * MARGIN
    size = LARGEST
    while size > SMALLEST and _Print(screen, size, title, columns, tables, fonts).height(said, footer) * SAFETY > room:
        size -= STEP
    return Sheet(size, title, columns, tables)


class _Look(Type):
    """Our own words are a tenth smaller than quotations, however small these are."""

    __slots__ = ()

    @property
    def furniture_size(self) -> float:
        return 0.9 * self.size


@dataclass(frozen=True, slots=True)
class _Print:
    """The page at one size of type; heights in points."""

    screen: Screen
    size: float
    title: float
    columns: int
    tables: int
    fonts: str = ""

    @property
    def width(self) -> float:
        return PAPERS[self.screen.document.page.paper].width - 2 * SIDE

    def height(self, said: Sequence[str], footer: str) -> float:
        """Top to bottom, with the gaps of the print style."""
        document = self.screen.document
        marks = 2 * self.plain(document.tlp, 1.0, "sans-bold") if document.tlp else 0.0
        head = self.plain(document.title, self.title, "serif-bold") + sum(self.plain(text, 0.9) for text in said)
        told = (self.lines(self.screen.corrections()), self.keys(), self.themes(), self.differ())
        ours = (self.lines(self.screen.comment()), self.lines(self.screen.changes()))
        parts = (*told, *ours, self.people(), self.timeline(), self.sources())
        return marks + head + sum(parts) + self.plain(footer, 0.9) + self.ems(2.5)

    def text(self, runs: Iterable[Run], share: float, width: float, face: FaceName = "serif") -> float:
        """The height of a paragraph whose type is this share of the root's size."""
        look = _Look(face, round(self.size * share, 3), self.size * share * LEADING, fonts=self.fonts)
        return paragraph(runs, look, width).count * look.leading

    def plain(self, text: str, share: float, face: FaceName = "sans", width: float = 0.0) -> float:
        return self.text((Run(text, "plain"),), share, width or self.width, face)

    def ems(self, count: float) -> float:
        return count * self.size

    def heading(self) -> float:
        """Of a part: its label, and the gaps and the rule around it."""
        return self.ems(0.9 * LEADING + 1.2)

    def keys(self) -> float:
        entries = self.screen.key_reporting()
        return sum(self.text(entry.runs, 1.2, self.width) + self.ems(0.4) for entry in entries) + self.heading()

    def themes(self) -> float:
        themes = self.screen.themes()
        width = self.share(self.columns)
        flow = sum(
            self.plain(theme.label, 1.2, "serif-bold", width)
            + self.plain(theme.meta, 0.9, "sans-bold", width)
            + sum(self.text(entry.runs, 1.0, width) + self.ems(0.4) for entry in theme.points)
            + self.ems(0.5)
            for theme in themes
        )
        return self.levelled(flow, self.columns) if themes else 0.0

    def differ(self) -> float:
        differences = self.screen.differ()
        half = self.share(2)
        rows = 0.0
        for one in differences:
            rows += self.text(one.label, 0.9, self.width, "sans") + self.ems(0.6)
            sides = [sum(self.text(quoted, 1.0, half) + self.ems(0.4) for quoted in side) for side in one.sides]
            rows += _rows(sides, 2)
        more = self.plain(self.screen.phrases.more_differ(), 0.9)
        return rows + more + self.heading() if differences else 0.0

    def lines(self, entries: Sequence[Runs]) -> float:
        """A part of paragraphs across the page."""
        return sum(self.text(runs, 1.0, self.width) + self.ems(0.3) for runs in entries) + (
            self.heading() if entries else 0.0
        )

    def people(self) -> float:
        entries = self.screen.people()
        line = [run for entry in entries for run in (*entry, Run(" ·  ", "quote"))]
        return self.text(line, 1.0, self.width) + self.heading() if entries else 0.0

    def timeline(self) -> float:
        events, width = self.screen.timeline(), self.share(3)
        heights = [
            self.text((Run(f"000 {event.date} ", "strong"), Run(event.basis, "words")), 1.0, width)
            + self.text(event.runs, 1.0, width)
            + self.ems(0.4)
            for event in events
        ]
        return _rows(heights, 3) + self.heading() if events else 0.0

    def sources(self) -> float:
        rows = self.screen.sources()
        width = self.share(self.tables)
        lines = (f"{row.number}   {row.title}   {row.date}   {row.note}" for row in rows)
        heights = [self.plain(line, 0.9, "sans", width) + 0.4 for line in lines]
        same = self.plain(self.screen.phrases.same_for_all(), 0.9)
        return self.levelled(sum(heights), self.tables) + same + self.heading() if rows else 0.0

    def levelled(self, flow: float, columns: int) -> float:
        """The longest of the columns that a flow is parted into."""
        return flow / columns + self.ems(TOGETHER * LEADING) * (columns - 1) / columns

    def share(self, count: int) -> float:
        """The width of one of so many columns."""
        return (self.width - GAP * (count - 1)) / count


def _rows(heights: Sequence[float], count: int) -> float:
    return sum(max(row) for row in _taken(heights, count))


def _taken(heights: Sequence[float], count: int) -> Iterator[Sequence[float]]:
    return (heights[i : i + count] for i in range(0, len(heights), count))
