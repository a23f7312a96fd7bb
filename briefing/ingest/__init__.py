"""Sources to articles, by one small reader a kind; what gives no article is yielded as an IngestError."""

from __future__ import annotations

from briefing.ingest.article import make_article
from briefing.ingest.facts import Facts, one_line
from briefing.ingest.finding import files
from briefing.ingest.kinds import may_hold_articles
from briefing.ingest.reading import read, read_sources
from briefing.ingest.sift import Material, sift, sort_out
from briefing.ingest.source import Remark, Source

__all__ = [
    "Facts",
    "Material",
    "Remark",
    "Source",
    "files",
    "make_article",
    "may_hold_articles",
    "one_line",
    "read",
    "read_sources",
    "sift",
    "sort_out",
]
