"""What every part of the page says alike: a quotation, a number, an age, words that belong together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from briefing.render.measure import Run
from briefing.render.words import Words
from briefing.schema import AddedData, CitationData, Document, Point

Runs = tuple[Run, ...]


_ENDS = (".", "!", "?", "…", "。", "！", "？", "।", "؟")
_TYPED_MARKS = re.compile(r'"([^"]*)"')
STALE_DAYS, YEAR = 7, 365  # from when on the age of a text is told, and until when in days
TOGETHER = 50  # characters: what still fits in a column
_NO_BREAK = "\u00a0"
_CLOSERS = "”’\"')]»」』"


@dataclass(frozen=True)
class Quoting:
    """On paper a citation leads to its row of the sources, on a screen to the quotation in its surroundings."""

    document: Document
    words: Words
    paper: bool = False

    def points(self) -> Iterator[Point]:
        yield from self.document.key_reporting
        for theme in self.document.themes:
            yield from theme.points

    def cited(self, point: Point) -> tuple[list[CitationData], list[CitationData]]:
        """One citation a source, in rising order: those for the whole of the point, and those for a part of it."""
        first = {c.source: c for c in reversed(point.citations)}
        full = {c.source for c in point.citations if c.role != "partial"}
        return [first[n] for n in sorted(full)], [first[n] for n in sorted(set(first) - full)]

    def quotation(self, point: Point) -> Runs:
        lang = self.language(point.citations[0].source)
        runs: list[Run] = []
        start = 0
        for added in sorted(point.added, key=lambda added: added.at):
            runs.append(Run(point.text[start : added.at], lang=lang))
            runs.append(Run(_bracketed(added, point.text), "added"))
            start = added.at
        return (*runs, Run(point.text[start:], lang=lang))

    def cite(self, citation: CitationData) -> Run:
        return Run(f"[{citation.source}]", "cite", row(citation.source) if self.paper else anchor(citation))

    def _numbers(self, numbers: Iterable[int]) -> Iterator[Run]:
        return (Run(f"[{number}]", "cite", row(number)) for number in numbers)

    def language(self, number: int) -> str:
        """The language of a source where it is not the page's."""
        known = {source.number: source.language for source in self.document.sources}
        language = known.get(number, "")
        return language if language != self.words.language else ""

    def excerpt(self, citation: CitationData) -> Runs:
        """A quotation, every cut of a sentence shown outside it."""
        cut = self.words.say("differ.cut")
        quote = citation.quote
        runs = [Run(quote, lang=self.language(citation.source))]
        if quote[:1].islower():
            runs.insert(0, Run(cut + " ", "added"))
        if not quote.rstrip(_CLOSERS).endswith(_ENDS):
            runs.append(Run(" " + cut, "added"))
        return (*runs, self.cite(citation))

    def age(self, iso: str) -> str:
        """How old what was published then is on the day of the page, where that is a week or more."""
        days = (date.fromisoformat(self.document.day) - date.fromisoformat(iso[:10])).days
        if days < STALE_DAYS:
            return ""
        return self.words.say("theme.over_a_year_old") if days > YEAR else self.words.count("theme.days_old", days)

    def _typeset(self, label: str) -> str:
        return _TYPED_MARKS.sub("“\\1”", label)

    def joined(self, parts: Iterable[str]) -> str:
        return self.words.say("separator").join(parts)


def anchor(citation: CitationData) -> str:
    """The id of a quotation in its surroundings."""
    return f"q{citation.source}-{citation.start}-{citation.end}"


def row(number: int) -> str:
    """The id of a row of the sources."""
    return f"s{number}"


def _bracketed(added: AddedData, text: str) -> str:
    before = "" if added.at == 0 or text[added.at - 1].isspace() else " "
    after = " " if before == "" and added.at < len(text) and text[added.at].isalnum() else ""
    return f"{before}[{together(added.text)}]{after}"


def together(text: str) -> str:
    """Short words of ours on one line."""
    return text.replace(" ", _NO_BREAK) if len(text) <= TOGETHER else text
