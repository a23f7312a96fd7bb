"""Web pages to articles, and the HTML of feed items and mail to text. Nothing named in a page is ever fetched."""

from __future__ import annotations

from briefing.ingest.html.fragment import text_of_fragment

__all__ = ["text_of_fragment"]
