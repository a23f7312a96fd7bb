"""Plain text, with front matter or without."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.errors import IngestError
from briefing.ingest.article import make_article
from briefing.ingest.decode import Undecodable, decode
from briefing.ingest.facts import as_facts
from briefing.ingest.front_matter import split_front_matter
from briefing.ingest.source import Source
from briefing.types import Article


def read(source: Source) -> Iterator[Article | IngestError]:
    """One article, or the reason why there is none."""
    try:
        text, _ = decode(source.data)
    except Undecodable as problem:
        yield IngestError(source.origin_path, str(problem))
        return
    front = split_front_matter(text)
    yield make_article(
        front.body,
        source.origin_path,
        as_facts({**front.facts, **source.facts}),
        extra=front.extra,
        raw_sha256=source.raw_sha256,
        limits=source.limits,
    )
