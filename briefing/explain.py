"""Why a sentence is on the page, or why it is not: read from a finished brief."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import NamedTuple

from briefing.errors import ConfigError, UnknownNameError
from briefing.evidence import Evidence, Passage, read_evidence
from briefing.schema import CitationData, Document, Point, SourceData, Weight, loads
from briefing.text.segment import SEGMENTERS
from briefing.types import Article

NAMED = 10  # ids that an error lists


class Place(NamedTuple):
    """A point and where the page has it, or why it has it not."""

    point: Point
    place: str


class Around(NamedTuple):
    """The text directly before and after a quotation, as far as it is at hand."""

    before: str = ""
    after: str = ""


def opened(data: bytes, name: str) -> tuple[Document, Evidence]:
    """What a brief.json, or a page that carries one, holds; nothing is verified. ConfigError for anything else."""
    from briefing.verify import OPENERS

    suffix = PurePath(name).suffix.casefold().removeprefix(".")
    if suffix not in OPENERS:
        raise UnknownNameError("kind of brief", suffix or name, OPENERS)
    carried = OPENERS[suffix](data)
    if not carried.brief:
        raise ConfigError(f"{name} carries no brief.json", hint="Name a brief that this program made")
    return loads(carried.brief), read_evidence(carried.evidence) if carried.evidence else Evidence(level="none")


def places(document: Document) -> tuple[Place, ...]:
    """Every point once, the printed ones first."""
    key_reporting = (Place(point, "key reporting") for point in document.key_reporting)
    themes = (Place(point, f"theme {theme.label}") for theme in document.themes for point in theme.points)
    left_out = (Place(left.point, f"left out: {left.reason}") for left in document.left_out)
    found: dict[str, Place] = {}
    for place in (*key_reporting, *themes, *left_out):
        found.setdefault(place.point.id, place)
    return tuple(found.values())


def place_of(point_id: str, document: Document) -> Place:
    """By the whole id, or by a beginning that only one has; UnknownNameError otherwise."""
    known = {place.point.id: place for place in places(document)}
    begins = [name for name in known if name.startswith(point_id)]
    if point_id in known or len(begins) == 1:
        return known[point_id] if point_id in known else known[begins[0]]
    raise UnknownNameError("point", point_id, begins[:NAMED] or list(known)[:NAMED])


def article_of(citation: CitationData, document: Document, articles: Iterable[Article]) -> Article | None:
    """The article that is cited, known by its id or, when it was read from another place, by its text."""
    row = _rows(document).get(citation.article)
    texts = {citation.article, row.text_sha256 if row else ""}
    return next((article for article in articles if texts & {article.id, article.text_sha256}), None)


def around(citation: CitationData, evidence: Evidence, article: Article | None = None) -> Around:
    """From the article where it is at hand, else from what travels inside the brief."""
    passage = (
        _passage(citation, evidence) if article is None else Passage(start=0, end=len(article.text), text=article.text)
    )
    if passage is None:
        return Around()
    before = _sentences(passage.text[: citation.start - passage.start].rstrip().rpartition("\n")[2])
    after = _sentences(passage.text[citation.end - passage.start :].strip().partition("\n")[0])
    return Around(before[-1] if before else "", after[0] if after else "")


def words_of(point: Point, document: Document, article: Article | None = None) -> str:
    """The point's quotation; one that may not travel with the brief is told by its place."""
    lead = point.citations[0]
    quote = article.text[lead.start : lead.end] if article else lead.quote
    return f"“{quote}”" if quote else f"({_place(lead, document)}; the brief does not carry its words)"


def told(found: Place, document: Document, evidence: Evidence, article: Article | None = None) -> Iterator[str]:
    """The lines that `briefing explain` prints."""
    point, lead = found.point, found.point.citations[0]
    context = around(lead, evidence, article)
    yield f"{point.id}  {found.place}"
    yield words_of(point, document, article)
    yield from _line("where", _place(lead, document))
    yield from _line("before", context.before)
    yield from _line("after", context.after)
    yield from _line("said by", _speaker(point))
    yield from _line("held by", _held_by(point))
    for line in _one_text_with(lead.article, document):
        yield from _line("one text", line)
    for citation in point.citations[1:]:
        yield from _line(citation.role, f"{_source(citation, document)}: “{citation.quote}”")
    yield from _line("marked", ", ".join(point.flags))
    yield from _line("covers", ", ".join(f"{term.name} {term.weight:.2f}" for term in point.why.terms))
    for beaten in point.why.beat:
        yield from _line("beat", _beaten(beaten, document))
    for note in point.why.notes:
        yield from _line("note", note)


def _one_text_with(article: str, document: Document) -> Iterator[str]:
    """The articles that go back to one text with this one, how they are related, and by how much."""
    paths = {source.article: source.origin_path for source in (*document.sources, *document.other_sources)}
    for link in document.copies:
        if article in {link.a, link.b}:
            other = link.b if article == link.a else link.a
            shared = f"{link.share:.0%} of its runs of five words outside quotations"
            yield f"{paths.get(other, other)}: {link.kind}, {shared} stand in the other"


def _passage(citation: CitationData, evidence: Evidence) -> Passage | None:
    passages = (p for article in evidence.articles if article.article == citation.article for p in article.passages)
    return next((p for p in passages if p.start <= citation.start and citation.end <= p.end), None)


def _sentences(text: str) -> list[str]:
    return [text[span.start : span.end] for span in SEGMENTERS["sentencex"](text, "en")]


def _line(label: str, text: str) -> Iterator[str]:
    if text:
        yield f"  {label:<8}  {text}"


def _speaker(point: Point) -> str:
    said = point.said_by
    named = " via ".join(filter(None, (said.speaker, said.via)))
    return f"{named} ({said.basis})" if named else said.basis


def _held_by(point: Point) -> str:
    articles = "1 article" if point.articles == 1 else f"{point.articles} articles"
    one = "one family of publishers" if "family" in point.flags else "one underlying text"
    origins = one if point.origins == 1 else f"{point.origins} underlying texts"
    return f"{articles}, {origins}; credibility {point.credibility}"


def _place(citation: CitationData, document: Document) -> str:
    return f"{_source(citation, document)}, characters {citation.start} to {citation.end}"


def _source(citation: CitationData, document: Document) -> str:
    row = _rows(document).get(citation.article)
    number = f"[{citation.source}] " if citation.source else ""
    return f"{number}{row.origin_path if row else citation.article}"


def _rows(document: Document) -> dict[str, SourceData]:
    return {row.article: row for row in (*document.other_sources, *document.sources)}


def _beaten(beaten: Weight, document: Document) -> str:
    """A beaten point by its words, where the document has them, and by how much."""
    texts = {place.point.id: place.point.text for place in places(document)}
    name = f"“{shortened(texts.get(beaten.name) or beaten.name)}”"
    return f"{name} by {beaten.weight:.2f}" if beaten.weight else name


def shortened(text: str, limit: int = 80) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
