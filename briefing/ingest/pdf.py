"""PDF: the text of its pages."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.errors import IngestError
from briefing.ingest.article import make_article
from briefing.ingest.facts import as_facts
from briefing.ingest.source import Source
from briefing.types import Article


def read(source: Source) -> Iterator[Article | IngestError]:
    """One article, or the reason why there is none."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(source.data)
    except pypdfium2.PdfiumError as problem:
        yield IngestError(source.origin_path, f"it cannot be opened as a PDF ({problem})")
        return
    text = "\n\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    yield make_article(
        text, source.origin_path, as_facts(source.facts), raw_sha256=source.raw_sha256, limits=source.limits
    )
