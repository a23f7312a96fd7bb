"""What the page on a screen shows, part by part, ready for its template."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from briefing.evidence import Evidence
from briefing.render import axis
from briefing.render.phrases import Phrases, Runs, anchor
from briefing.schema import CitationData, Document, Point, SourceData

AXIS_LENGTH = 420.0  # points: the narrowest window that shows the axis, in which its labels stay apart
AROUND = 400  # characters shown on either side of a quotation, where so much travels


class Entry(NamedTuple):
    id: str
    article: str
    span: str
    runs: Runs


class Theme(NamedTuple):
    id: str
    label: str
    meta: str
    points: tuple[Entry, ...]


class Difference(NamedTuple):
    label: Runs
    sides: tuple[tuple[Runs, ...], ...]


class Event(NamedTuple):
    dated: bool
    stated: bool
    date: str
    basis: str
    runs: Runs


class Axis(NamedTuple):
    """Places in hundredths of the width: of ticks with their labels, and of dots, which are stated or not."""

    ticks: tuple[tuple[float, str], ...]
    dots: tuple[tuple[float, bool], ...]


class Row(NamedTuple):
    number: int
    title: str
    href: str
    lang: str
    date: str
    published: str  # ISO, "" where it is not known
    note: str


class Quotation(NamedTuple):
    """A quotation with what stands before and after it; `back` is the point that cites it."""

    id: str
    article: str
    span: str
    number: int
    title: str
    place: str
    lang: str
    before: str
    quote: str
    after: str
    back: str


class Unshown(NamedTuple):
    text: str
    source: str
    lang: str


@dataclass(frozen=True, slots=True)
class Screen:
    phrases: Phrases
    found: Evidence

    @property
    def document(self) -> Document:
        return self.phrases.document

    def key_reporting(self) -> tuple[Entry, ...]:
        return tuple(self.point(point, self.phrases.about_point(point)) for point in self.document.key_reporting)

    def themes(self) -> tuple[Theme, ...]:
        return tuple(
            Theme(
                theme.id,
                self.phrases.theme_label(theme),
                self.phrases.theme_meta(theme),
                tuple(self.point(point, self.phrases.about_in_theme(point, theme)) for point in theme.points),
            )
            for theme in self.document.themes
        )

    def point(self, point: Point, tail: str) -> Entry:
        lead = point.citations[0]
        return Entry(point.id, lead.article, _span(lead), self.phrases.point(point, tail=tail))

    def comment(self) -> tuple[Runs, ...]:
        return self.phrases.comment() or ()

    def corrections(self) -> tuple[Runs, ...]:
        return self.phrases.corrections()

    def changes(self) -> tuple[Runs, ...]:
        return self.phrases.changes()

    def differ(self) -> tuple[Difference, ...]:
        excerpt = self.phrases.excerpt
        return tuple(
            Difference(self.phrases.differ_label(one), tuple(tuple(map(excerpt, side.citations)) for side in one.sides))
            for one in self.document.disagreements
        )

    def timeline(self) -> tuple[Event, ...]:
        phrases = self.phrases
        dated = sorted((e for e in self.document.timeline if e.date), key=lambda event: str(event.date))
        events = (*dated, *(event for event in self.document.timeline if not event.date))
        bases = {basis: phrases.words.say(f"timeline.{basis}") for basis in ("stated", "inferred")}
        undated = phrases.words.say("timeline.undated")
        return tuple(
            Event(
                e.date is not None,
                e.basis == "stated",
                phrases.event_date(e),
                bases.get(e.basis, undated),
                phrases.event(e),
            )
            for e in events
        )

    def axis(self) -> Axis | None:
        """The scale above the list of events, where there are two dates to set apart."""
        dated = sorted((e for e in self.document.timeline if e.date), key=lambda event: axis.middle(str(event.date)))
        dates = [str(event.date) for event in dated]
        if len(set(dates)) < 2:
            return None
        places, ticks = axis.scale(dates, AXIS_LENGTH, self.phrases.words)
        return Axis(
            tuple((_percent(tick.x), tick.label) for tick in ticks),
            tuple((_percent(x), event.basis == "stated") for x, event in zip(places, dated, strict=True)),
        )

    def people(self) -> tuple[Runs, ...]:
        return (*map(self.phrases.person, self.document.people), *map(self.phrases.spelling, self.document.spellings))

    def sources(self) -> tuple[Row, ...]:
        judged = len({source.reliability for source in self.document.sources}) > 1
        return tuple(
            Row(
                source.number,
                self.phrases.source_title(source),
                self.phrases.source_link(source),
                self.phrases.language(source.number),
                self.phrases.source_date(source),
                source.published or "",
                self.phrases.source_note(source, judged=judged),
            )
            for source in self.document.sources
        )

    def evidence(self) -> tuple[Quotation, ...]:
        """Every quotation that is cited, once, in the order of its source and place."""
        cited = {anchor(citation): citation for citation in reversed(tuple(self.document.citations))}
        backs = {anchor(c): point.id for point in reversed(tuple(self.document.points)) for c in point.citations}
        sources = {source.number: source for source in self.document.sources}
        ordered = sorted(cited.values(), key=lambda citation: (citation.source, citation.start, citation.end))
        return tuple(
            self.quotation(c, sources[c.source], backs.get(anchor(c), "")) for c in ordered if c.source in sources
        )

    def quotation(self, citation: CitationData, source: SourceData, back: str) -> Quotation:
        before, after = self.around(citation)
        place = self.phrases.words.say("screen.characters", start=citation.start, end=citation.end)
        return Quotation(
            anchor(citation),
            citation.article,
            _span(citation),
            citation.source,
            self.phrases.source_title(source),
            place,
            self.phrases.language(citation.source),
            before,
            citation.quote,
            after,
            back,
        )

    def around(self, citation: CitationData) -> tuple[str, str]:
        """What the evidence holds before and after a quotation, cut at a word where it is long."""
        passages = (p for known in self.found.articles if known.article == citation.article for p in known.passages)
        for passage in passages:
            if passage.start <= citation.start and citation.end <= passage.end:
                before = passage.text[: citation.start - passage.start]
                after = passage.text[citation.end - passage.start :]
                return _ending(before), _opening(after)
        return "", ""

    def left_out(self) -> tuple[tuple[str, tuple[Unshown, ...]], ...]:
        """By reason, each in the order of worth."""
        words = self.phrases.words
        titles = {s.article: s for s in (*self.document.sources, *self.document.other_sources)}
        listed = [left for left in self.document.left_out if left.point.text]
        return tuple(
            (
                words.say(f"reason.{reason}") if words.knows(f"reason.{reason}") else reason,
                tuple(self.unshown(left.point, titles) for left in group),
            )
            for reason, group in groupby(sorted(listed, key=lambda left: left.reason), key=lambda left: left.reason)
        )

    def unshown(self, point: Point, titles: dict[str, SourceData]) -> Unshown:
        source = titles.get(point.citations[0].article)
        if source is None:
            return Unshown(point.text, "", "")
        number = f"[{source.number}]" if source.number else self.phrases.source_title(source)
        return Unshown(point.text, number, source.language if source.language != self.phrases.words.language else "")

    def left_out_note(self) -> str:
        shown = sum(1 for left in self.document.left_out if left.point.text)
        return self.phrases.words.say("screen.left_out_note", shown=shown, all=max(shown, self.document.not_shown))


def _percent(place: float) -> float:
    return round(100 * place / AXIS_LENGTH, 2)


def _span(citation: CitationData) -> str:
    return f"{citation.start}-{citation.end}"


def _ending(text: str) -> str:
    return text if len(text) <= AROUND else "… " + text[-AROUND:].split(" ", 1)[-1]


def _opening(text: str) -> str:
    return text if len(text) <= AROUND else text[:AROUND].rsplit(" ", 1)[0] + " …"
