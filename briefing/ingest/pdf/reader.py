"""One PDF to one article, or the reason why there is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from briefing.errors import IngestError
from briefing.ingest.article import make_article
from briefing.ingest.facts import as_facts, one_line
from briefing.ingest.made import day_of, is_title, named_day
from briefing.ingest.marking import with_uses
from briefing.ingest.pdf.flow import Paragraph, paragraphs, text_of
from briefing.ingest.pdf.furniture import without_furniture
from briefing.ingest.pdf.hyphens import hyphenation
from briefing.ingest.pdf.lines import Line, lines_of
from briefing.ingest.pdf.order import in_reading_order
from briefing.ingest.source import Remark, Source
from briefing.types import Article, BlockKind

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

PASSWORD = "Incorrect password"  # noqa: S105 - PDFium's words


def read(source: Source) -> Iterator[Article | IngestError]:
    """One article; what is known to be lost comes beside it as a remark."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(source.data)
    except pypdfium2.PdfiumError as problem:
        yield _not_opened(source.origin_path, str(problem))
        return
    try:
        yield from _read(document, source)
    finally:
        document.close()


def _not_opened(origin_path: str, problem: str) -> IngestError:
    if PASSWORD.casefold() in problem.casefold():
        return IngestError(origin_path, "it is encrypted", hint="Save a copy of it without a password")
    return IngestError(origin_path, "it cannot be opened as a PDF: it is damaged or cut short")


def _read(document: PdfDocument, source: Source) -> Iterator[Article | IngestError]:
    pages, broken = _pages(document)
    empty = [number for number, page in enumerate(pages, 1) if not page and number not in broken]
    if len(broken) == len(pages):
        raise IngestError(source.origin_path, "none of its pages can be read")
    if len(empty) + len(broken) == len(pages):
        raise IngestError(source.origin_path, "it is a scan: no text layer", hint="Run OCR on it first")
    if broken:
        yield IngestError(source.origin_path, f"{_numbered(broken)} of {len(pages)} could not be read")
    elif empty:
        yield Remark(source.origin_path, f"{_numbered(empty)} of {len(pages)} hold no text; they may be scans")
    yield _article(document, pages, source)


def _pages(document: PdfDocument) -> tuple[list[list[Line]], list[int]]:
    """The lines of each page, and the numbers, from 1, of those that cannot be read."""
    import pypdfium2

    pages: list[list[Line]] = []
    broken: list[int] = []
    for number in range(len(document)):
        try:
            page = document[number]
            pages.append(lines_of(page, number))
            page.close()
        except pypdfium2.PdfiumError:
            pages.append([])
            broken.append(number + 1)
    return pages, broken


def _numbered(pages: list[int]) -> str:
    """`page 3`, `pages 1, 2, 3 and 14 more`."""
    shown = ", ".join(map(str, pages[:10]))
    more = f" and {len(pages) - 10} more" if len(pages) > 10 else ""
    return f"page{'' if len(pages) == 1 else 's'} {shown}{more}"


def _article(document: PdfDocument, pages: list[list[Line]], source: Source) -> Article:
    ordered = [in_reading_order(page) for page in without_furniture(pages)]
    hyphens = hyphenation([line for page in ordered for line in page])
    flow = paragraphs(ordered)
    texts = [text_of(paragraph, hyphens) for paragraph in flow]
    metadata = document.get_metadata_dict(skip_empty=True)
    title = _title(metadata.get("Title", ""), flow, texts)
    stated = {"title": title} if title else {}
    text = "\n\n".join(texts)
    made = [day for name in ("CreationDate", "ModDate") if (day := day_of(metadata.get(name, "")))]
    published = None if "published" in source.facts else named_day(text, made)
    dated = {"published": published} if published else {}
    article = make_article(
        text,
        source.origin_path,
        as_facts({**stated, **dated, **source.facts}),
        extra={name.casefold(): one_line(value) for name, value in metadata.items()},
        raw_sha256=source.raw_sha256,
        limits=source.limits,
        published_basis="inferred" if published else "stated",
    )
    return with_uses(article, _uses(flow, texts))


def _uses(flow: list[Paragraph], texts: list[str]) -> dict[str, BlockKind]:
    """What the page shows a paragraph to be, by its text."""
    kinds: dict[str, BlockKind] = {"heading": "heading", "caption": "caption", "note": "leftover"}
    return {text: kinds[paragraph.use] for paragraph, text in zip(flow, texts, strict=True) if paragraph.use in kinds}


def _title(stated: str, flow: list[Paragraph], texts: list[str]) -> str:
    """The largest line at the head of the first page, else what the file says, where that is a title at all."""
    stated = one_line(stated)
    heads = [
        (paragraph.first.size, -i, text)
        for i, (paragraph, text) in enumerate(zip(flow[:8], texts, strict=False))
        if paragraph.use == "heading" and paragraph.first.page == 0
    ]
    largest = one_line(max(heads)[2]) if heads else ""
    if not is_title(stated):
        return largest
    return largest if largest and _squeezed(stated) not in _squeezed(" ".join(texts[:8])) else stated


def _squeezed(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()
