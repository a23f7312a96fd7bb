"""What sets a paragraph of a page: its type, its width, its language. Every layout is made of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import ClassVar

from briefing.config import PageSettings
from briefing.render.boxes import Box, stack
from briefing.render.measure import Run, Type, paragraph
from briefing.render.paper_sizes import GUTTER, MARGIN_SIDE, PAPERS, RULE, Paper
from briefing.render.phrases import Phrases
from briefing.schema import CitationData, Document

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
PANEL_GAP = 9.0
PANELS = ("differ", "people", "changes")
QUOTING = ("key", "lead", "point", "side", "people", "event")  # the types that carry citations


@dataclass(frozen=True)
class Setting:
    """The grid and the types of a layout, and paragraphs in them."""

    types: ClassVar[Mapping[str, Type]] = TYPES
    columns: ClassVar[int] = 2
    gutter: ClassVar[float] = GUTTER
    panel_gap: ClassVar[float] = PANEL_GAP

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

    def text(
        self, kind: str, runs: Iterable[Run] | str, look: str, width: float, gap: float = 0.0, lang: str = ""
    ) -> Box:
        """A box of one paragraph."""
        runs = (Run(runs, "plain"),) if isinstance(runs, str) else runs
        text = paragraph(runs, self.looks[look], width)
        return Box(kind, text.count * self.looks[look].leading, gap, text, look, width, lang=lang)

    def section(self, name: str, *, gap: float, width: float = 0.0) -> Box:
        said = self.phrases.words.say(f"section.{name}")
        return self.text("section", said, "section", width or self.measure, gap)

    def quote(self, runs: Iterable[Run], look: str, width: float, *, gap: float, citation: CitationData) -> Box:
        return self.text("point", runs, look, width, gap, self.phrases.language(citation.source))

    def panel(self, name: str, entries: Sequence[Box], width: float) -> Box:
        """A part under a rule and its own small heading, kept whole."""
        return stack(name, (Box("rule", RULE), self.section(name, gap=4.0, width=width), *entries), gap=self.panel_gap)
