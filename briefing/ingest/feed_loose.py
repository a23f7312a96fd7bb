"""Feeds that are ill-formed or odd, by feedparser: what browsers and readers of twenty years have learned to accept."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

from briefing.errors import IngestError
from briefing.ingest.decode import Undecodable, decode
from briefing.ingest.facts import one_line
from briefing.ingest.feed_dates import instant, utc
from briefing.ingest.feed_types import Entry, Feed, Markup
from briefing.ingest.feed_xml import address, title_of

DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']\s*([\w.:-]+)", re.IGNORECASE)
CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
UTF8 = frozenset({"", "utf-8", "utf8", "us-ascii", "ascii"})


def parse(data: bytes, url: str, charset: str, place: str) -> Feed:
    """The feed; IngestError when feedparser finds neither entries nor a title in it."""
    import feedparser

    try:
        # A stream: a name would be opened, an address fetched.
        found = feedparser.parse(
            BytesIO(_mended(data, charset)),
            sanitize_html=False,
            resolve_relative_uris=False,
            response_headers={"content-location": url} if url else {},
        )
    except Exception as error:  # feedparser promises none, but its parts raise what they like
        raise IngestError(place, f"it is a feed that cannot be read ({type(error).__name__})") from error
    if not found.entries and not found.feed.get("title"):
        raise IngestError(place, "it is no feed that is known (RSS, Atom, JSON Feed)")
    link = address(_text(found.feed, "link"), url)
    return Feed(
        title=_title(found.feed),
        link=link,
        language=_text(found.feed, "language"),
        entries=tuple(_entry(entry, link or url) for entry in found.entries),
        ttl=_ttl(_text(found.feed, "ttl")),
        version=_text(found, "version"),
    )


def _mended(data: bytes, charset: str) -> bytes:
    """UTF-8 with a few broken bytes stays UTF-8, and what says nothing of itself is what the server said."""
    declared = DECLARED.match(data.removeprefix(b"\xef\xbb\xbf"))
    encoding = declared[1].decode("ascii", "replace").casefold() if declared else ""
    if encoding not in UTF8 or data[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\0" in data[:4]:
        return data
    try:
        text, told = decode(CONTROLS.sub(b" ", data))
    except Undecodable:
        return data
    if told.startswith("utf-8"):
        return text.encode()
    if not encoding and charset:
        try:
            return data.decode(charset, "replace").encode()
        except LookupError:
            return data
    return data


def _entry(entry: Mapping[str, Any], base: str) -> Entry:
    content, markup, whole = _content(entry)
    source = entry.get("source")
    return Entry(
        place=_text(entry, "id"),
        title=_title(entry),
        link=next(filter(None, (address(link, base) for link in _links(entry))), ""),
        published=_published(entry),
        author=one_line(_text(entry, "author")),
        publisher=_title(source) if isinstance(source, Mapping) else "",
        language=_language(entry),
        content=content,
        markup=markup,
        whole=whole,
    )


def _links(entry: Mapping[str, Any]) -> Sequence[str]:
    return [_text(entry, "feedburner_origlink"), _text(entry, "link")]


def _published(entry: Mapping[str, Any]) -> date | datetime | None:
    """The date as it was written, where that can be read; else as feedparser reads it."""
    for name in ("published", "updated", "created"):
        if found := instant(_text(entry, name)):
            return found
        parts = dict(entry).get(f"{name}_parsed")
        if parts:
            return utc(parts)
    return None


def _title(fields: Mapping[str, Any]) -> str:
    detail = fields.get("title_detail") or {}
    return title_of(_text(fields, "title"), _markup(detail.get("type", "text/html")))


def _content(entry: Mapping[str, Any]) -> tuple[str, Markup, bool]:
    """The longest content, or the summary."""
    contents = [part for part in entry.get("content", ()) if isinstance(part, Mapping) and _text(part, "value").strip()]
    if contents:
        best = max(contents, key=lambda part: len(_text(part, "value")))
        return _text(best, "value"), _markup(best.get("type", "")), True
    detail = entry.get("summary_detail") or {}
    return _text(entry, "summary"), _markup(detail.get("type", "text/html")), False


def _markup(kind: str) -> Markup:
    return "text" if kind == "text/plain" else "html"


def _language(entry: Mapping[str, Any]) -> str:
    detail = entry.get("title_detail") or {}
    return _text(detail, "language")


def _ttl(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 7 else None


def _text(fields: Mapping[str, Any], name: str) -> str:
    """dict.get, because feedparser's own maps `published` to `updated`."""
    value = dict.get(fields, name) if isinstance(fields, dict) else None
    return value if isinstance(value, str) else ""
