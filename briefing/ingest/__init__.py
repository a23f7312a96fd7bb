"""Sources to articles, by one small reader a kind; what gives no article is yielded as an IngestError."""

from __future__ import annotations

from briefing.ingest.article import make_article
from briefing.ingest.facts import Facts
from briefing.ingest.reading import Remark, read

__all__ = ["Facts", "Remark", "make_article", "read"]
