"""Web pages to articles, and the HTML of feed items and mail to text. Nothing named in a page is ever fetched."""

from __future__ import annotations

from briefing.ingest.html.fragment import text_of_fragment
from briefing.ingest.html.reader import read

__all__ = ["read", "text_of_fragment"]
