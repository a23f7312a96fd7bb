"""The sources on paper: tables beside each other where there are many, titles cut to the room they have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from briefing.render.boxes import Box, row, stack
from briefing.render.measure import Run, paragraph
from briefing.render.phrases import row as phrase_row
from briefing.render.setting import Setting
from briefing.schema import SourceData

ROW_PADDING = 1.6  # above and below the text of a row of the sources
ROW_LINE = 0.4
CELL_END = 6.0  # free space at the end of a cell of the sources
MANY_SOURCES = 9  # from here on the sources stand in columns


@dataclass(frozen=True)
class SourceTables(Setting):
    """A layout with the sources at the foot of the page."""

    tables: ClassVar[int] = 2  # beside each other, of many sources
    table_gap: ClassVar[float] = 10.0

    def sources(self) -> Iterator[Box]:
        sources = self.document.sources
        if not sources:
            return
        if len(sources) < MANY_SOURCES:
            yield replace(self.table(sources, self.measure), gap=self.table_gap)
            return
        count = self.tables
        width = (self.measure - self.gutter * (count - 1)) / count
        share = -(-len(sources) // count)
        cells = [
            stack("cell", (self.table(sources[i : i + share], width),), width=width, shift=self.gutter if i else 0.0)
            for i in range(0, len(sources), share)
        ]
        yield row(cells, gap=self.table_gap)

    def table(self, sources: Sequence[SourceData], width: float) -> Box:
        """A table of sources; in a narrow one date and note stand after the title."""
        phrases, say = self.phrases, self.phrases.words.say
        narrow = width < self.measure
        judged = len({source.reliability for source in self.document.sources}) > 1
        dates = {s.number: phrases.source_date(s) if s.published else "" for s in sources}
        notes = {s.number: phrases.source_note(s, judged=judged) for s in sources}
        dated, noted = not narrow and any(dates.values()), not narrow and any(notes.values())
        widths = [22.0, 0.0, 92.0 if dated else 0.0, 148.0 if noted else 0.0]
        widths[1] = width - sum(widths)
        title = [Run(say("source.title"), "strong")]
        if sources[0].number == 1:
            title.append(Run(" " + phrases.same_for_all(), "words"))
        rows = [
            self.table_row((say("source.number"), title, say("source.dated"), say("source.note")), widths, "heading")
        ]
        for source in sources:
            after = [part for part in (dates[source.number], notes[source.number]) if part] if narrow else []
            name = self.shortened(phrases.source_title(source), after, widths[1] - CELL_END)
            date = dates[source.number] or say("source.unknown")
            cells = (str(source.number), name, date, notes[source.number])
            entry = self.table_row(cells, widths, "entry")
            href, lang = phrases.source_link(source), phrases.language(source.number)
            rows.append(replace(entry, anchor=phrase_row(source.number), href=href, lang=lang))
        return stack("table", rows, width=width)

    def table_row(self, cells: Sequence[Iterable[Run] | str], widths: Sequence[float], kind: str) -> Box:
        set_cells = tuple(
            replace(self.text("cell", cell, "table", width - CELL_END), width=width)
            for cell, width in zip(cells, widths, strict=True)
            if width
        )
        return Box(kind, max(cell.height for cell in set_cells) + 2 * ROW_PADDING + ROW_LINE, children=set_cells)

    def shortened(self, title: str, after: Sequence[str], width: float) -> str:
        """A title with what follows it, the title cut where both take more than two lines; where what follows is long,
        the title has one line of its own.
        """
        shown = self.cut_to(title, width, 2, after)
        return shown or self.phrases.joined((self.cut_to(title, width, 1), *after))

    def cut_to(self, text: str, width: float, lines: int, after: Sequence[str] = ()) -> str:
        """The text and what follows it, cut at a word with … where it takes more lines; "" where it may not."""

        def whole(shown: str) -> str:
            return self.phrases.joined((shown, *after))

        def fits(shown: str) -> bool:
            return paragraph((Run(whole(shown), "plain"),), self.looks["table"], width).count <= lines

        if fits(text):
            return whole(text)
        parts = text.split(" ") if " " in text else list(text)
        glue = " " if " " in text else ""
        low, high = 0, len(parts)
        while low + 1 < high:
            half = (low + high) // 2
            low, high = (half, high) if fits(glue.join(parts[:half]) + "…") else (low, half)
        if low:
            return whole(glue.join(parts[:low]).rstrip(" ,;:·") + "…")
        return "" if after else self.cut_to(text.replace(" ", "\u00a0"), width, lines)
