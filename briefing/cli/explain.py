"""`briefing explain`: why a sentence is on the page, or why it is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from briefing.cli.console import out
from briefing.cli.options import Debug, Json
from briefing.cli.verify import read_bytes
from briefing.errors import ConfigError, UnknownNameError

if TYPE_CHECKING:
    from briefing.evidence import Evidence
    from briefing.schema import CitationData, Document, Point, SourceData
    from briefing.types import Article

EXAMPLES = """Examples:

\b
  briefing explain p1f2e3d4c5 --in out/brief.json
  briefing explain p1f2e3d4c5 --in out/brief.pdf --against articles/

The ids of the points stand in brief.json; without an id they are listed."""

USUAL_PLACES = ("out/brief.json", "out/brief.pdf")

PointId = Annotated[
    str, typer.Argument(metavar="[POINT_ID]", help="A point's id or how it begins.", show_default=False)
]
Where = Annotated[
    str | None,
    typer.Option("--in", metavar="FILE", help="A brief.json or brief.pdf; out/brief.json or out/brief.pdf otherwise."),
]
Against = Annotated[
    list[str] | None,
    typer.Option("--against", metavar="FILE|FOLDER", help="Articles to show the sentences around it from."),
]


class Around(NamedTuple):
    """The text that stands directly before and after a quotation, as far as it is at hand."""

    before: str = ""
    after: str = ""


class Place(NamedTuple):
    """A point and where the page has it, or why it has it not."""

    point: Point
    place: str


def explain(
    point_id: PointId = "",
    file: Where = None,
    against: Against = None,
    json: Json = False,
    debug: Debug = False,  # noqa: ARG001 - read from the arguments before they are parsed
) -> int:
    """Tell why a sentence is on the page: what it covers, who else says it, what it beat, where it stands."""
    document, evidence = _brief(file)
    places = {place.point.id: place for place in reversed(list(_places(document)))}
    if not point_id:
        out("\n".join(f"{place.point.id}  {place.place}: {_short(place.point.text)}" for place in _places(document)))
        return 0
    found = places[_id(point_id, places)]
    if json:
        from briefing.schema import dumps

        out(dumps(found.point).decode().rstrip())
        return 0
    around = _around(found.point.citations[0], evidence, against)
    out("\n".join(_told(found, document, around)))
    return 0


def _brief(file: str | None) -> tuple[Document, Evidence | None]:
    file = file or next((place for place in USUAL_PLACES if Path(place).is_file()), None)
    if file is None:
        raise ConfigError("no brief was named", hint="Name one with --in brief.json, or make one first")
    from briefing.verify import read_back

    return read_back(read_bytes(file), Path(file).name)


def _places(document: Document) -> Iterator[Place]:
    """Every point, the printed ones first."""
    yield from (Place(point, "key reporting") for point in document.key_reporting)
    for theme in document.themes:
        yield from (Place(point, f"theme {theme.label}") for point in theme.points)
    yield from (Place(left.point, f"left out, {left.reason}") for left in document.left_out)


def _id(wanted: str, places: Mapping[str, Place]) -> str:
    """The id itself, or the only one that begins so."""
    begins = [point_id for point_id in places if point_id.startswith(wanted)]
    if wanted in places or len(begins) == 1:
        return wanted if wanted in places else begins[0]
    raise UnknownNameError("point", wanted, sorted(places)[:10])


def _told(found: Place, document: Document, around: Around) -> Iterator[str]:
    point, lead = found.point, found.point.citations[0]
    yield f"{point.id}  {found.place}"
    yield f"  “{point.text}”"
    yield f"where     {_source(lead, document)}, characters {lead.start} to {lead.end}"
    yield from _line("before", around.before)
    yield from _line("after", around.after)
    yield from _line("said by", _speaker(point))
    yield f"held by   {_held_by(point)}"
    for citation in point.citations[1:]:
        yield f"  {citation.role:<8}{_source(citation, document)}: “{citation.quote}”"
    yield from _line("flags", ", ".join(point.flags))
    yield from _line("covers", ", ".join(f"{term.name} ({term.weight:.2f})" for term in point.why.terms))
    for beaten in point.why.beat:
        yield f"beat      {beaten.name} (worth {beaten.weight:.2f})"
    yield from (f"note      {note}" for note in point.why.notes)


def _line(label: str, text: str) -> Iterator[str]:
    if text:
        yield f"{label:<10}{text}"


def _speaker(point: Point) -> str:
    said = point.said_by
    named = " via ".join(filter(None, (said.speaker, said.via)))
    return f"{named} ({said.basis})" if named else said.basis


def _held_by(point: Point) -> str:
    articles = f"{point.articles} {'article' if point.articles == 1 else 'articles'}"
    origins = "one underlying text" if point.origins == 1 else f"{point.origins} underlying texts"
    return f"{articles}, {origins}, credibility {point.credibility}"


def _source(citation: CitationData, document: Document) -> str:
    row: SourceData | None = next(
        (row for row in (*document.sources, *document.other_sources) if row.article == citation.article), None
    )
    number = f"[{citation.source}] " if citation.source else ""
    return f"{number}{row.origin_path if row else citation.article}"


def _short(text: str, limit: int = 80) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _around(citation: CitationData, evidence: Evidence | None, against: list[str] | None) -> Around:
    """From the articles where they are named, else from what travels inside the brief."""
    if against:
        return _around_in(_article(citation, against), citation)
    passages = (p for a in evidence.articles if a.article == citation.article for p in a.passages) if evidence else ()
    for passage in passages:
        if passage.start <= citation.start and citation.end <= passage.end:
            start, end = citation.start - passage.start, citation.end - passage.start
            return Around(passage.text[:start].strip(), passage.text[end:].strip())
    return Around()


def _article(citation: CitationData, names: list[str]) -> Article:
    from briefing import ingest

    for article in ingest.sort_out(ingest.read(names)).articles:
        if article.text[citation.start : citation.end] == citation.quote:
            return article
    raise ConfigError("none of the articles of --against holds this quotation at its place")


def _around_in(article: Article, citation: CitationData) -> Around:
    """The sentence before and the sentence after, whatever block they stand in."""
    from briefing.text.segment import split

    sentences = split(article)
    before = [s.text for s in sentences if s.span.end <= citation.start]
    after = [s.text for s in sentences if s.span.start >= citation.end]
    return Around(before[-1] if before else "", after[0] if after else "")
