"""Whether bytes are a web page, by how they begin: a cheap look that imports no parser."""

from __future__ import annotations

import re

from briefing.ingest.sniff_text import HEAD, first_element, plain

ROOTS = frozenset(("html", "head", "body", "article", "meta", "title"))
_DOCTYPE = re.compile(
    rb"\s*(?:<!--.{0,2000}?-->\s*|<\?xml[^>]{0,200}\?>\s*)*<!doctype\s+html", re.IGNORECASE | re.DOTALL
)


def is_page(data: bytes) -> bool:
    """The first element is one that only pages begin with, or the document type says so."""
    return first_element(data) in ROOTS or _DOCTYPE.match(plain(data[:HEAD])) is not None
