"""A page as measured boxes, and the executive one: what stands where, how high it is, how two columns are levelled.

Every height is the sum of lines and gaps that the style sheet of the page sets to the same points, so that a plan
that fits is a page that fits. Nothing is positioned, clipped or given a height.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, product
from typing import ClassVar

from briefing.config import PageSettings
from briefing.render import axis
from briefing.render.logo import logo
from briefing.render.measure import Line, Paragraph, Run, Type, line_width, loosened, paragraph
from briefing.render.phrases import Phrases
from briefing.render.phrases import row as phrase_row
from briefing.schema import CitationData, DisagreementData, Document, EventData, SourceData, ThemeData

MILLIMETRE = 72 / 25.4
ROOM = "room"  # the reason of what was left out because the page is full


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

# Points. The style sheet of the page is filled with the same values.
MARGIN_SIDE = 15 * MILLIMETRE
MARGIN_TOP = 12 * MILLIMETRE
MARGIN_BOTTOM = 12 * MILLIMETRE
SPARE = 4.0  # kept free at the foot, for the rounding of a layout engine
GUTTER = 18.0
BAR = 2.5
RULE = 0.6
BODY_GAP = 7.0
THEME_GAP = 11.0
POINT_GAP = 4.2
PANEL_GAP = 9.0
SIDE_GAP = 10.0
ROW_PADDING = 1.6  # above and below the text of a row of the sources
ROW_LINE = 0.4
CELL_END = 6.0  # free space at the end of a cell of the sources
STRETCH = 3.0  # what a gap between points may grow by, so that columns end level; three times that between themes
SINK = 28.0  # and the gap above a panel at the foot of a column
LONG = 4  # lines of a quotation that may be set on one more
PANELS = ("differ", "people", "changes")
# What opening a page may add to the gap above each of its parts, where it ends above its foot and more is to print.
OPENED = dict.fromkeys(("rule", "band", "row", "table", "footer", *PANELS), 9.0)
# What levelling the columns may cost, in points of height: parting a theme, parting a quotation (and leaving but two
# lines of it), a part that stands across the page, each point by which the columns differ beyond three lines.
THEME_PRICE = 8.0
SPLIT_PRICE = 26.0
SHORT_SPLIT_PRICE = 38.0
ACROSS_PRICE = 12.0
UNLEVEL = 1.2
LEVEL = 37.8
AXIS_SHARES = (0.68, 0.6, 0.52)  # of the measure, where events without a date stand beside the axis
COMFORTABLE = 0.68  # of the measure: a column that stands alone
LOGO_GAP = 14.0
MANY_SOURCES = 9  # from here on the sources stand in columns

TYPES = {
    "kicker": Type("sans", 9, 12, spacing=0.5, capitals=True),
    "mark": Type("sans-bold", 12, 15, spacing=0.4),
    "title": Type("serif-bold", 20, 25),
    "title-long": Type("serif-bold", 14, 18),
    "title-endless": Type("serif-bold", 10.5, 13.5),
    "truth": Type("sans", 9.5, 12.5),
    "section": Type("sans-bold", 9, 12, spacing=0.7, capitals=True),
    "key": Type("serif", 12, 15.5),
    "theme": Type("serif-bold", 12.5, 15.5),
    "meta": Type("sans-bold", 8.5, 11.2),
    "point": Type("serif", 9.5, 12.6),
    "about": Type("sans", 8.5, 11.5),
    "side": Type("serif", 9, 11.5),
    "people": Type("serif", 9, 11.8),
    "date": Type("sans-bold", 8.5, 11.5),
    "event": Type("serif", 9, 11.5),
    "table": Type("sans", 8.5, 10.8),
    "foot": Type("sans", 8.5, 11),
}
QUOTING = ("key", "lead", "point", "side", "people", "event")  # the types that carry citations


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


@dataclass(frozen=True)
class Executive:
    """Key reporting across, themes in two columns, timeline and sources across."""

    types: ClassVar[Mapping[str, Type]] = TYPES
    columns: ClassVar[int] = 2
    tables: ClassVar[int] = 2  # beside each other, of many sources
    gutter: ClassVar[float] = GUTTER
    theme_gap: ClassVar[float] = THEME_GAP
    panel_gap: ClassVar[float] = PANEL_GAP
    table_gap: ClassVar[float] = 10.0
    has_timeline: ClassVar[bool] = True
    tells_more: ClassVar[bool] = True  # below the differences, how many are not shown
    keeps_timeline: ClassVar[bool] = False  # longer than the key reports beyond the first

    phrases: Phrases
    settings: PageSettings

    @property
    def document(self) -> Document:
        return self.phrases.document

    @cached_property
    def looks(self) -> Mapping[str, Type]:
        """The types, in the fonts of the user where there are some."""
        fonts = self.settings.fonts
        return {name: replace(look, fonts=fonts) for name, look in self.types.items()} if fonts else self.types

    @cached_property
    def paper(self) -> Paper:
        return PAPERS[self.settings.paper]

    @cached_property
    def measure(self) -> float:
        return self.paper.width - 2 * MARGIN_SIDE

    @cached_property
    def column(self) -> float:
        return self.column_on(self.paper)

    @classmethod
    def column_on(cls, paper: Paper) -> float:
        """The width of a column of themes."""
        return (paper.width - 2 * MARGIN_SIDE - cls.gutter * (cls.columns - 1)) / cls.columns

    def plan(self) -> Plan:
        head = (*self.masthead(), *self.corrected(), *self.key_reporting())
        foot = (*self.timeline(), *self.sources(), *self.footer())
        body, below = self.body()
        return self.opened(Plan(self.paper, head, body, below, foot, gutter=self.gutter, columns=self.columns))

    def opened(self, plan: Plan) -> Plan:
        """The page with wider gaps above its parts, as far as they may grow, where points were left out for room."""
        room = plan.room - plan.height - 1.0
        if room <= 0 or not any(left.reason == ROOM for left in self.document.left_out):
            return plan
        across = [box for box in (*plan.below, *plan.foot) if box.kind in OPENED]
        wish = sum(OPENED[box.kind] for box in across)
        share = min(1.0, room / wish) if wish else 0.0

        def wider(boxes: Sequence[Box]) -> tuple[Box, ...]:
            return tuple(replace(box, gap=round(box.gap + share * OPENED.get(box.kind, 0.0), 2)) for box in boxes)

        return replace(plan, below=wider(plan.below), foot=wider(plan.foot), filler=plan.filler + share * wish)

    def text(
        self, kind: str, runs: Iterable[Run] | str, look: str, width: float, gap: float = 0.0, lang: str = ""
    ) -> Box:
        """A box of one paragraph."""
        runs = (Run(runs, "plain"),) if isinstance(runs, str) else runs
        text = paragraph(runs, self.looks[look], width)
        return Box(kind, text.count * self.looks[look].leading, gap, text, look, width, lang=lang)

    # head

    def masthead(self) -> Iterator[Box]:
        document = self.document
        if document.tlp:
            yield self.text("mark", document.tlp, "mark", self.measure)
        yield Box("bar", BAR, 4.0 if document.tlp else 0.0)
        left, right = self.phrases.above_title()
        half = self.measure * 0.6 if left else 0.0
        cells = [self.text("cell", left, "kicker", half)] if left else []
        yield row([*cells, self.text("cell-end", right, "kicker", self.measure - half)], gap=5.0)
        yield from self.title()
        yield self.text("truth", self.phrases.truth(), "truth", self.measure, 2.5)

    def title(self) -> Iterator[Box]:
        """The title, and the logo at the end of its line."""
        title = self.document.title
        look = "title" if len(title) <= 90 else "title-long" if len(title) <= 220 else "title-endless"
        found = logo(self.document, self.settings)
        if not found:
            yield self.text("title", title, look, self.measure, 1.0)
            return
        width = self.measure - found.width - LOGO_GAP
        text = stack("cell", (self.text("title", title, look, width),), width=width)
        sign = Box("logo", found.height, 3.0, width=found.width)
        yield row((text, stack("cell", (sign,), width=found.width, shift=LOGO_GAP)), gap=1.0)

    def key_reporting(self) -> Iterator[Box]:
        points = self.document.key_reporting
        if not points:
            return
        yield Box("rule", RULE, 5.0)
        yield self.section("key_reporting", gap=6.0)
        for i, point in enumerate(points):
            runs = self.phrases.point(point, tail=self.phrases.about_point(point))
            yield self.quote(runs, "key", self.measure, gap=3.5 if i else 1.5, citation=point.citations[0])

    def section(self, name: str, *, gap: float, width: float = 0.0) -> Box:
        said = self.phrases.words.say(f"section.{name}")
        return self.text("section", said, "section", width or self.measure, gap)

    def quote(self, runs: Iterable[Run], look: str, width: float, *, gap: float, citation: CitationData) -> Box:
        return self.text("point", runs, look, width, gap, self.phrases.language(citation.source))

    # body

    def body(self) -> tuple[tuple[Column, ...], tuple[Box, ...]]:
        """The columns, and the parts that stand across the page below them."""
        themes = self.document.themes
        flow = tuple(box for theme in themes for box in self.theme(theme, self.column))
        parts = (self.commented, self.differ, self.changed, self.people)
        extras = [(part(self.column), part(self.measure)) for part in parts]
        left, right, below = level(flow, [(narrow, wide) for narrow, wide in extras if narrow and wide], self.looks)
        if left and not right:
            width = self.measure * COMFORTABLE
            one = Column(tuple(box for theme in themes for box in self.theme(theme, width)), width)
            return (one,) if themes else (), below
        columns = (Column(left, self.column), Column(right, self.column)) if left or right else ()
        return columns, below

    def theme(self, theme: ThemeData, width: float) -> Iterator[Box]:
        label = self.text("label", self.phrases.theme_label(theme), "theme", width)
        meta = self.text("meta", self.phrases.theme_meta(theme), "meta", width)
        yield replace(stack("theme", (label, meta), gap=self.theme_gap), keep=True)
        for i, point in enumerate(theme.points):
            runs = self.phrases.point(point, tail=self.phrases.about_in_theme(point, theme))
            yield self.quote(runs, "point", width, gap=POINT_GAP if i else 2.5, citation=point.citations[0])

    def differ(self, width: float) -> Box | None:
        shown = self.document.disagreements
        entries = [self.disagreement(one, width, gap=5.0 if i else 1.0) for i, one in enumerate(shown)]
        more = self.phrases.more_differ() if self.tells_more else ""
        if entries and more:
            entries.append(self.text("more", (Run(more, "words"),), "about", width, 3.0))
        return self.panel("differ", entries, width) if entries else None

    def disagreement(self, one: DisagreementData, width: float, *, gap: float) -> Box:
        """Its label, then the sides beside each other, two a row."""
        about = self.text("about", self.phrases.differ_label(one), "about", width)
        space = SIDE_GAP if width == self.column else GUTTER
        cell = (width - space) / 2
        sides = [
            stack("cell", [self.side(c, cell, gap=2.0 if i else 0.0) for i, c in enumerate(side.citations)], width=cell)
            for side in one.sides
        ]
        rows = [row((left, *(replace(right, shift=space) for right in rest))) for left, *rest in _pairs(sides)]
        return stack("part", (about, *(replace(row, gap=3.0 if i else 0.5) for i, row in enumerate(rows))), gap=gap)

    def side(self, citation: CitationData, width: float, *, gap: float) -> Box:
        return self.quote(self.phrases.excerpt(citation), "side", width, gap=gap, citation=citation)

    def commented(self, width: float) -> Box | None:
        """The analyst's own words, in our type."""
        said = self.phrases.comment()
        entries = [self.text("comment-line", runs, "about", width, 1.5) for runs in said or ()]
        return self.panel("comment", entries, width) if entries else None

    def changed(self, width: float) -> Box | None:
        """What changed since the edition before."""
        lines = self.phrases.changes()
        entries = [self.text("changed", runs, "side", width, 2.0 if i else 1.0) for i, runs in enumerate(lines)]
        heading = self.text("section", self.phrases.changes_heading(), "section", width, 4.0)
        return stack("changes", (Box("rule", RULE), heading, *entries), gap=self.panel_gap) if entries else None

    def corrected(self) -> Iterator[Box]:
        """Before everything else, what was corrected since it was told."""
        lines = self.phrases.corrections()
        if lines:
            yield Box("rule", RULE, 5.0)
            yield self.section("corrected", gap=6.0)
        for i, runs in enumerate(lines):
            yield self.text("changed", runs, "point", self.measure, 3.0 if i else 1.5)

    def people(self, width: float) -> Box | None:
        document, phrases = self.document, self.phrases
        entries = [phrases.person(person) for person in document.people]
        known = {form.form for person in document.people for form in person.forms}
        spelled = [s for s in document.spellings if not known.issuperset(form.form for form in s.forms)]
        if spelled:
            label = Run(phrases.words.say("people.spelled") + " ", "words")
            entries += [((label,) if i == 0 else ()) + phrases.spelling(one) for i, one in enumerate(spelled)]
        if not entries:
            return None
        separator = Run(phrases.words.say("separator"), "words")
        runs = [run for i, entry in enumerate(entries) for run in ((separator, *entry) if i else entry)]
        return self.panel("people", (self.text("people", runs, "people", width, 1.0),), width)

    def panel(self, name: str, entries: Sequence[Box], width: float) -> Box:
        """A part under a rule and its own small heading, kept whole."""
        return stack(name, (Box("rule", RULE), self.section(name, gap=4.0, width=width), *entries), gap=self.panel_gap)

    # foot

    def timeline(self) -> Iterator[Box]:
        events = self.document.timeline
        placed = sorted((event for event in events if event.date), key=lambda e: (axis.middle(str(e.date)), e.date))
        beside = [event for event in events if not event.date]
        if not events:
            return
        yield Box("rule", RULE, 8.0)
        yield replace(self.section("timeline", gap=4.0), kind="timeline")
        if placed and beside:
            rows = [self.axis_row(placed, beside, self.measure * AXIS_SHARES[0])]
            for share in AXIS_SHARES[1:]:
                if rows[-1].height > rows[-1].children[0].height:  # the list is higher than the axis with its labels
                    rows.append(self.axis_row(placed, beside, self.measure * share))
            yield min(rows, key=lambda row: row.height)
        else:
            yield self.axis_row(placed, beside, self.measure if placed else 0.0)

    def axis_row(self, placed: Sequence[EventData], beside: Sequence[EventData], width: float) -> Box:
        """The axis, `width` wide, and beside it what has no place on it."""
        cells = [self.axis(placed, width)] if placed else []
        if beside:
            shift = GUTTER if placed else 0.0
            cells.append(replace(self.undated(beside, self.measure - width - shift), shift=shift))
        return row(cells, gap=2.0)

    def axis(self, events: Sequence[EventData], width: float) -> Box:
        """The axis with the labels under their dots, or, where they are too long for that, in columns below it."""
        catalogue = self.phrases.words
        places, ticks = axis.scale([str(event.date) for event in events], width, catalogue)
        slot = (width - SIDE_GAP * (len(events) - 1)) / len(events)
        labels = [self.event(event, 190.0) for event in events]
        if sum(_natural_width(label, self.looks) for label in labels) + SIDE_GAP * (len(events) - 1) > width:
            labels = [self.event(event, min(150.0, slot)) for event in events]
        widths = [_natural_width(label, self.looks) for label in labels]
        if sum(widths) + SIDE_GAP * (len(events) - 1) <= width and max(label.height for label in labels) <= 70:
            edges = axis.apart(places, widths, width, SIDE_GAP)
            ends = (0.0, *(edge + wide for edge, wide in zip(edges, widths, strict=True)))
            cells = [
                replace(label, shift=round(edge - end, 2), width=wide)
                for label, edge, end, wide in zip(labels, edges, ends, widths, strict=False)
            ]
            rows = [row(cells)]
        else:
            edges = places
            per_row = 3 if width > 300 else 2
            slot = (width - SIDE_GAP * (per_row - 1)) / per_row
            cells = [replace(self.event(e, slot), shift=SIDE_GAP if i % per_row else 0.0) for i, e in enumerate(events)]
            rows = [row(cells[i : i + per_row], gap=2.0 if i else 0.0) for i in range(0, len(cells), per_row)]
        stated = [event.basis == "stated" for event in events]
        dots = tuple(axis.Dot(*dot) for dot in zip(places, stated, edges, strict=True))
        drawing = axis.Drawing(width, dots, ticks, self.told(events))
        return stack("cell", (Box("axis", axis.HEIGHT, width=width, drawing=drawing), *rows), width=width)

    def told(self, events: Sequence[EventData]) -> str:
        """What an axis says to those who do not see it."""
        catalogue = self.phrases.words
        said = "; ".join(f"{catalogue.date(str(e.date))}: {e.citation.quote}" for e in events)
        first, last = catalogue.date(str(events[0].date)), catalogue.date(str(events[-1].date))
        return catalogue.say("timeline.alt", first=first, last=last, events=said)

    def event(self, event: EventData, width: float) -> Box:
        date = self.text("date", self.phrases.event_date(event), "date", width)
        said = self.quote(self.phrases.event(event), "event", width, gap=0.0, citation=event.citation)
        return stack("cell", (date, said), width=width)

    def undated(self, events: Sequence[EventData], width: float) -> Box:
        entries = [self.text("meta", self.phrases.words.say("timeline.undated"), "meta", width)]
        for event in events:
            said = self.phrases.event_date(event)
            label = (Run(self.phrases.words.say("labelled", label=said, what=""), "words"),) if said else ()
            runs = (*label, *self.phrases.event(event))
            entries.append(self.quote(runs, "event", width, gap=1.5, citation=event.citation))
        return stack("cell", entries, width=width)

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

    def footer(self) -> Iterator[Box]:
        said, seal = self.phrases.footer(), self.document.sha256[:8]
        before, found, after = said.partition(seal) if seal else (said, "", "")
        runs = (Run(before, "plain"), Run(found, "seal"), Run(after, "plain"))
        yield self.text("footer", runs, "foot", self.measure, 5.0)
        if self.document.tlp:
            yield self.text("mark", self.document.tlp, "mark", self.measure, 2.0)


def stacked(boxes: Sequence[Box]) -> float:
    """The height of boxes under each other, without the gap above the first."""
    return sum(box.extent for box in boxes) - (boxes[0].gap if boxes else 0.0)


def stack(kind: str, children: Sequence[Box], *, gap: float = 0.0, width: float = 0.0, shift: float = 0.0) -> Box:
    height = sum(child.extent for child in children)
    return Box(kind, height, gap, width=width, shift=shift, children=tuple(children))


def row(cells: Sequence[Box], *, gap: float = 0.0) -> Box:
    width = sum(cell.width + cell.shift for cell in cells)
    return Box("row", max(cell.height for cell in cells), gap, width=round(width, 3), children=tuple(cells))


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


def _pairs(boxes: Sequence[Box]) -> list[Sequence[Box]]:
    return [boxes[i : i + 2] for i in range(0, len(boxes), 2)]


def _natural_width(label: Box, types: Mapping[str, Type]) -> float:
    """What the longest line of a label takes, so that labels stand no further from their dots than they must."""
    if any(child.text and child.text.natural for child in label.children):
        return label.width
    lines = [(line, types[child.look]) for child in label.children if child.text for line in child.text.lines]
    return round(min(label.width, max((line_width(line, look) for line, look in lines), default=0.0) + 2.0), 2)
