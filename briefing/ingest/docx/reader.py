"""One DOCX to one article, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from briefing.errors import IngestError
from briefing.ingest.article import make_article
from briefing.ingest.docx.body import Body, Line
from briefing.ingest.docx.package import PROPERTIES, Package
from briefing.ingest.docx.styles import local, read_lists, read_styles, value
from briefing.ingest.facts import as_facts, one_line
from briefing.ingest.made import day_of, is_title, named_day
from briefing.ingest.marking import with_uses
from briefing.ingest.source import Source
from briefing.types import Article, BlockKind

NOTES = {"footnote": "footnotes.xml", "endnote": "endnotes.xml"}
USES: dict[str, BlockKind] = {"heading": "heading", "caption": "caption", "contents": "leftover", "note": "leftover"}


def read(source: Source) -> Iterator[Article | IngestError]:
    """One article, the notes at its end."""
    package = Package(source)
    body = Body(read_styles(package), read_lists(package))
    lines = [line for line in _body_lines(package, body) if line.text.strip()]
    lines += [Line(text, "note") for text in _notes(package, body)]
    yield _article(lines, _properties(package), source)


def _body_lines(package: Package, body: Body) -> Iterator[Line]:
    """The body's children as they end; each is forgotten before the next is read."""
    depth, inside = 0, -1
    for event, element in package.events(package.main, ("start", "end")):
        if event == "start":
            depth += 1
            inside = depth if local(element) == "body" and inside < 0 else inside
            continue
        if depth == inside + 1 and inside > 0:
            yield from body.lines(element)
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
        depth -= 1


def _notes(package: Package, body: Body) -> Iterator[str]:
    """The text of each note that a mark in the shown text points to, in their order."""
    wanted = list(dict.fromkeys(body.notes))
    texts: dict[tuple[str, str], str] = {}
    for kind, name in NOTES.items():
        if not any(note == kind for note, _ in wanted):
            continue
        for _, element in package.events(package.part(name), ("end",)):
            if local(element) == kind:
                texts[kind, value(element, "id")] = " ".join(line.text.strip() for line in body.lines(element)).strip()
                element.clear()
    yield from (texts[note] for note in wanted if texts.get(note))


def _properties(package: Package) -> dict[str, str]:
    """title, creator, created, modified … of the file's core properties."""
    found = {local(e): one_line(e.text or "") for _, e in package.events(PROPERTIES, ("end",)) if local(e)}
    return {name: text for name, text in found.items() if text and name != "coreProperties"}


def _article(lines: list[Line], properties: dict[str, str], source: Source) -> Article:
    text = "\n\n".join(line.text for line in lines)
    headline = next((line.text for line in lines[:10] if line.use == "title"), "")
    first = next((line.text for line in lines[:3] if line.use == "heading"), "")
    title = one_line(headline) or (properties.get("title", "") if is_title(properties.get("title", "")) else first)
    made = [day for name in ("created", "modified") if (day := day_of(properties.get(name, "")))]
    stated = {"title": one_line(title)} if title else {}
    published: date | None = None if "published" in source.facts else named_day(text, made)
    dated = {"published": published} if published else {}
    article = make_article(
        text,
        source.origin_path,
        as_facts({**stated, **dated, **source.facts}),
        extra=properties,
        raw_sha256=source.raw_sha256,
        limits=source.limits,
        published_basis="inferred" if published else "stated",
    )
    return with_uses(article, {line.text: USES[line.use] for line in lines if line.use in USES})
