"""Sources to articles, by one small reader a kind; what gives no article is yielded as an IngestError."""

from __future__ import annotations

from briefing.ingest.article import make_article
from briefing.ingest.facts import Facts
from briefing.ingest.finding import files
from briefing.ingest.kinds import may_hold_articles
from briefing.ingest.reading import Remark, read
from briefing.ingest.sift import Material, sift, sort_out

__all__ = ["Facts", "Material", "Remark", "files", "make_article", "may_hold_articles", "read", "sift", "sort_out"]
