"""The note: one column, its citations in the margin, an upright timeline, what is missing, room for a comment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from briefing.render import axis
from briefing.render.boxes import Box, Column, Plan, row, stack
from briefing.render.executive import POINT_GAP, Executive
from briefing.render.measure import Run, Type, line_width
from briefing.render.paper_sizes import MARGIN_SIDE, MILLIMETRE, RULE, Paper
from briefing.render.phrases import Runs, together
from briefing.render.phrases import row as phrase_row
from briefing.render.setting import TYPES
from briefing.schema import CitationData, EventData, Point, ThemeData

MARGIN = 45 * MILLIMETRE  # the column of side notes
BESIDE = 20.0  # between text and side notes
NOTE_DROP = 2.2  # a side note opens on the line of its sentence
LABEL_GAP = 2.0
LABEL_DROP = 3.2  # and that of a theme on the line of its label
NAMED = 2  # sources of a sentence that the margin names; of more it gives the numbers
AXIS_ROOM = 21.0  # of an upright axis, beside the labels of its ticks
EVENT_GAP = 4.0
SHORTEST_AXIS = 42.0
WRITING_LINE = 18.0  # a quarter of an inch
LINES_LEAST, LINES_MOST = 2, 8  # for the analyst's hand


@dataclass(frozen=True)
class Note(Executive):
    """Every sentence with its sources beside it; gaps and blank lines at the end."""

    types: ClassVar[Mapping[str, Type]] = {
        **TYPES,
        "key": Type("serif", 12, 16),
        "point": Type("serif", 10.5, 14.7),
        "side": Type("serif", 9.5, 12.6),
        "people": Type("serif", 9.5, 12.6),
        "beside": Type("sans", 8.5, 10.8),
        "gap": Type("sans", 9.5, 12.6),
    }
    columns: ClassVar[int] = 1
    theme_gap: ClassVar[float] = 7.0
    tells_more: ClassVar[bool] = False  # the margin does
    panel_gap: ClassVar[float] = 6.5
    table_gap: ClassVar[float] = 6.0
    keeps_timeline: ClassVar[bool] = True

    @classmethod
    def column_on(cls, paper: Paper) -> float:
        return paper.width - 2 * MARGIN_SIDE - MARGIN - BESIDE

    def plan(self) -> Plan:
        head = (*self.masthead(), *self.corrected(), *self.key_reporting())
        boxes = tuple(box for theme in self.document.themes if theme.points for box in self.noted_theme(theme))
        body = (Column(boxes, self.measure),) if boxes else ()
        below = tuple(self.band())
        foot = (*self.sources(), *self.footer())
        least = (*below, self.comment(LINES_LEAST))
        plan = Plan(self.paper, head, body, least, foot, gutter=self.gutter, columns=self.columns)
        more = max(0, min(LINES_MOST - LINES_LEAST, int((plan.room - plan.height) / WRITING_LINE)))
        if self.document.comment:  # what is written needs no lines to write on
            return self.opened(replace(plan, below=below))
        lined = (*below, self.comment(LINES_LEAST + more))
        return self.opened(replace(plan, below=lined, filler=more * WRITING_LINE))

    # sentences and their side notes

    def key_reporting(self) -> Iterator[Box]:
        points = self.document.key_reporting
        if not points:
            return
        yield Box("rule", RULE, 5.0)
        yield self.section("key_reporting", gap=6.0)
        for i, point in enumerate(points):
            about = self.phrases.about_point(point)
            said, notes = self.noted(point, "key", about)
            yield self.beside((said,), notes, gap=5.0 if i else 1.5)

    def noted_theme(self, theme: ThemeData) -> Iterator[Box]:
        """The label with the first sentence; in the margin what holds for all of them, then the sources of that one."""
        first, *rest = theme.points
        label = self.text("label", self.phrases.theme_label(theme), "theme", self.column)
        meta = self.text("meta", self.phrases.theme_meta(theme), "meta", MARGIN, LABEL_DROP)
        said, notes = self.noted(first, "point", self.phrases.about_in_theme(first, theme))
        level = label.height + LABEL_GAP + notes[0].gap
        notes[0] = replace(notes[0], gap=round(max(NOTE_DROP, level - meta.extent), 2))
        yield self.beside((label, replace(said, gap=LABEL_GAP)), (meta, *notes), gap=self.theme_gap)
        for point in rest:
            said, notes = self.noted(point, "point", self.phrases.about_in_theme(point, theme))
            yield self.beside((said,), notes, gap=POINT_GAP + 0.8)

    def noted(self, point: Point, look: str, about: str) -> tuple[Box, list[Box]]:
        """A sentence, and what stands beside it: its sources, and who says it."""
        lang = self.phrases.language(point.citations[0].source)
        said = self.text("point", self.phrases.quotation(point), look, self.column, lang=lang)
        notes = [self.text("note", runs, "beside", MARGIN) for runs in self.side_notes(point, about)]
        return said, [replace(notes[0], gap=NOTE_DROP), *notes[1:]]

    def beside(self, text: Sequence[Box], margin: Sequence[Box], *, gap: float = 0.0) -> Box:
        cells = (stack("cell", text, width=self.column), stack("cell", margin, width=MARGIN, shift=BESIDE))
        return row(cells, gap=gap)

    def side_notes(self, point: Point, about: str) -> Iterator[Runs]:
        full, partial = self.phrases.cited(point)
        yield from self.named(full)
        if partial:
            yield from self.named(partial, self.phrases.words.say("point.partial") + " ")
        if about:
            separator = self.phrases.words.say("separator")
            yield (Run(separator.join(map(together, about.split(separator))), "words"),)

    def named(self, citations: Sequence[CitationData], label: str = "") -> Iterator[Runs]:
        """Each with the opening of its source's title, or, of many, the numbers alone."""
        before = (Run(label, "words"),) if label else ()
        if len(citations) > NAMED:
            yield (*before, *(run for c in citations for run in (_number(c), Run(" ", "words"))))[:-1]
            return
        for citation in citations:
            opening = (*before, _number(citation), Run(" ", "words"))
            yield (*opening, Run(self.short_title(citation.source, line_width(opening, self.looks["beside"])), "words"))
            before = ()

    def short_title(self, number: int, taken: float) -> str:
        """What of a source's title still stands on a line of the margin, closed as it was opened."""
        source = next(source for source in self.document.sources if source.number == number)
        title = self.phrases.source_title(source)
        room = MARGIN - taken - 1.5
        short = self.cut_to(title, room, 1)
        if short == title or title[-1].isalnum():
            return short
        return self.cut_to(title, room - 5.0, 1) + title[-1]

    # below the themes

    def band(self) -> Iterator[Box]:
        """Differences, timeline and people; in the margin what the articles do not give."""
        width = self.column
        parts = (self.commented(width), self.differ(width), self.changed(width), self.axis_panel(), self.people(width))
        told = [part for part in parts if part]
        missing = [part for part in (self.gaps(MARGIN), self.dateless(MARGIN)) if part]
        if not told:
            yield from (part for part in (self.gaps(self.column), self.dateless(self.column)) if part)
        elif missing:
            yield self.beside(told, missing)
        else:
            yield from told

    def axis_panel(self) -> Box | None:
        events = self.document.timeline
        placed = sorted((event for event in events if event.date), key=lambda e: (axis.middle(str(e.date)), e.date))
        if not placed:
            return None
        heading = replace(self.section("timeline", gap=4.0), kind="timeline")
        return stack("upright", (Box("rule", RULE), heading, row(self.upright(placed), gap=3.0)), gap=self.panel_gap)

    def dateless(self, width: float) -> Box | None:
        """The events that have no place on the axis."""
        events = [event for event in self.document.timeline if not event.date]
        if not events:
            return None
        return stack("dateless", (Box("rule", RULE), replace(self.undated(events, width), gap=4.0)), gap=self.panel_gap)

    def upright(self, events: Sequence[EventData]) -> tuple[Box, Box]:
        """The axis, to scale from the top down, and the events, each as near to its dot as the others let it."""
        words = self.phrases.words
        dates = [str(event.date) for event in events]
        _, ticks = axis.scale(dates, self.column, words, upright=True)
        labels = {tick.label: line_width((Run(tick.label, "plain"),), self.looks["about"]) for tick in ticks}
        room = round(max(labels.values()) + AXIS_ROOM, 2)
        width = self.column - room - 6.0
        told = []
        for event in events:
            runs = (Run(self.phrases.event_date(event), "strong"), Run("  ", "words"), *self.phrases.event(event))
            told.append(self.quote(runs, "event", width, gap=0.0, citation=event.citation))
        heights = [box.height for box in told]
        length = max(SHORTEST_AXIS, sum(heights) + EVENT_GAP * (len(told) - 1))
        places, ticks = axis.scale(dates, length, words, upright=True)
        tops = axis.apart(places, heights, length, EVENT_GAP)
        ends = [0.0, *(top + height for top, height in zip(tops, heights, strict=True))]
        rows = [
            replace(box, gap=round(max(0.0, top - end), 2)) for box, top, end in zip(told, tops, ends, strict=False)
        ]
        stated = [event.basis == "stated" for event in events]
        dots = tuple(axis.Dot(place, s, top + 6.0) for place, s, top in zip(places, stated, tops, strict=True))
        marks = tuple(replace(tick, label_x=round(room - AXIS_ROOM - labels.get(tick.label, 0.0), 2)) for tick in ticks)
        drawing = axis.Upright(room, round(length, 2), dots, marks, self.told(events))
        line = stack("cell", (Box("upright-axis", drawing.length, drawing=drawing),), width=room)
        return line, stack("cell", rows, width=width, shift=6.0)

    def gaps(self, width: float) -> Box | None:
        """What the articles do not give, in our words."""
        look = "beside" if width == MARGIN else "gap"
        more = self.phrases.more_differ()
        label = self.phrases.words.say("section.differ")
        differ = [self.phrases.words.say("labelled", label=label, what=more)] if more else []
        entries = [self.text("gap", said, look, width, 2.0) for said in (*self.phrases.gaps(), *differ)]
        return self.panel("gaps", entries, width) if entries else None

    def comment(self, lines: int) -> Box:
        """Blank lines, apart from all that is quoted; who writes there signs in the margin."""
        said = self.phrases.words.say
        hand = [self.section("comment", gap=4.0), *(Box("line", WRITING_LINE) for _ in range(lines))]
        whose = self.text("whose", said("comment.whose"), "beside", MARGIN, 4.0)
        signed = self.text("signed", said("comment.signed"), "beside", MARGIN, 2.0)
        free = max(WRITING_LINE, sum(box.extent for box in hand) - whose.extent - signed.extent)
        sign = stack("cell", (whose, Box("line", round(free, 2)), signed), width=MARGIN, shift=BESIDE)
        return stack(
            "comment", (Box("rule", RULE), row((stack("cell", hand, width=self.column), sign))), gap=self.panel_gap
        )


def _number(citation: CitationData) -> Run:
    return Run(f"[{citation.source}]", "number", phrase_row(citation.source))
