"""A page that a browser saved as one file (MHTML, RFC 2557): its document goes to the reader of web pages.

The day in its headers is the day it was saved on, never that of the article, and its sender is the browser.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.message import Message

from briefing.errors import IngestError
from briefing.ingest.source import PAGES, Source
from briefing.types import Article

LOCATIONS = ("Snapshot-Content-Location", "Content-Location")
DEEPEST = 5  # parts inside a part


def read(source: Source) -> Iterator[Article | IngestError]:
    """The article of the page; its pictures, styles and frames are left alone."""
    from briefing.ingest.html.reader import read as read_page

    message = message_from_bytes(source.data)
    document = _document(message)
    if document is None:
        yield IngestError(
            source.origin_path, "it is a saved page without the page", hint="Save it again, as HTML or as a single file"
        )
        return
    page = replace(
        source,
        data=_bytes(document),
        charset=source.charset or document.get_content_charset("") or "",
        url=source.url or _address(message) or _address(document),
    )
    for item in read_page(page):
        yield replace(item, raw_sha256=source.raw_sha256) if isinstance(item, Article) else item


def _document(message: Message) -> Message | None:
    """The part that `start` names, or the first page among the parts: frames come behind it (RFC 2387)."""
    pages = list(_pages(message, 0))
    named = str(message.get_param("start", "") or "")
    return next((page for page in pages if named and page.get("Content-ID") == named), None) or next(iter(pages), None)


def _pages(part: Message, depth: int) -> Iterator[Message]:
    payload = part.get_payload() if part.is_multipart() and depth < DEEPEST else ()
    for inner in payload if isinstance(payload, list) else ():
        if isinstance(inner, Message):
            yield from _pages(inner, depth + 1)
    if part.get_content_type() in PAGES:
        yield part


def _bytes(document: Message) -> bytes:
    data = document.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _address(message: Message) -> str:
    """Where the page was: of the web alone, not of somebody's disk."""
    found = (str(message.get(name, "")).strip() for name in LOCATIONS)
    return next((address for address in found if address.lower().startswith(("http://", "https://"))), "")
