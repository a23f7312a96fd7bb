"""The executive page: key reporting across, themes in two columns, timeline and sources across."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from briefing.render.boxes import Box, Column, Plan, row, stack
from briefing.render.levelling import level
from briefing.render.logo import logo
from briefing.render.measure import Run
from briefing.render.paper_sizes import BAR, GUTTER, RULE
from briefing.render.setting import PANELS
from briefing.render.source_tables import SourceTables
from briefing.render.timelines import SIDE_GAP, Timelines
from briefing.schema import CitationData, DisagreementData, ThemeData

ROOM = "room"  # the reason of what was left out because the page is full
THEME_GAP = 11.0
POINT_GAP = 4.2
COMFORTABLE = 0.68  # of the measure: a column that stands alone
LOGO_GAP = 14.0
# What opening a page may add to the gap above each of its parts, where it ends above its foot and more is to print.
OPENED = dict.fromkeys(("rule", "band", "row", "table", "footer", *PANELS), 9.0)


@dataclass(frozen=True)
class Executive(Timelines, SourceTables):
    """Key reporting across, themes in two columns, timeline and sources across."""

    theme_gap: ClassVar[float] = THEME_GAP
    has_timeline: ClassVar[bool] = True
    tells_more: ClassVar[bool] = True  # below the differences, how many are not shown
    keeps_timeline: ClassVar[bool] = False  # longer than the key reports beyond the first

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

    def footer(self) -> Iterator[Box]:
        said, seal = self.phrases.footer(), self.document.sha256[:8]
        before, found, after = said.partition(seal) if seal else (said, "", "")
        runs = (Run(before, "plain"), Run(found, "seal"), Run(after, "plain"))
        yield self.text("footer", runs, "foot", self.measure, 5.0)
        if self.document.tlp:
            yield self.text("mark", self.document.tlp, "mark", self.measure, 2.0)


def _pairs(boxes: Sequence[Box]) -> list[Sequence[Box]]:
    return [boxes[i : i + 2] for i in range(0, len(boxes), 2)]
