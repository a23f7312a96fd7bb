"""JSON Feed 1.0 and 1.1 (jsonfeed.org): a feed as one JSON object."""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import urljoin

from briefing.errors import IngestError
from briefing.ingest.decode import Undecodable, decode
from briefing.ingest.facts import one_line, web_address
from briefing.ingest.feed_dates import instant
from briefing.ingest.feed_types import Entry, Feed


def parse(data: bytes, url: str, place: str) -> Feed:
    """The feed; IngestError when it is no JSON or holds no list of items."""
    fields = _object(data, place)
    items = fields.get("items")
    if not isinstance(items, list):
        raise IngestError(place, "it is a JSON Feed without a list of items")
    base = _string(fields, "feed_url") or url
    good = [item for item in items if isinstance(item, dict)]
    bad = len(items) - len(good)
    return Feed(
        title=one_line(_string(fields, "title")),
        link=_address(_string(fields, "home_page_url"), base),
        language=_string(fields, "language"),
        entries=tuple(_entry(item, base) for item in good),
        errors=(f"{bad} of its items {'is' if bad == 1 else 'are'} no object",) if bad else (),
        version="JSON Feed",
    )


def _object(data: bytes, place: str) -> Mapping[str, object]:
    try:
        fields = json.loads(decode(data)[0])
    except Undecodable as problem:
        raise IngestError(place, str(problem)) from problem
    except json.JSONDecodeError as error:
        raise IngestError(place, f"it is not JSON ({error.msg} at character {error.pos + 1})") from error
    except (ValueError, RecursionError) as error:
        raise IngestError(place, "it is JSON that nests too deep or holds too large a number") from error
    if not isinstance(fields, dict):
        raise IngestError(place, "it is not an object in braces")
    return fields


def _entry(item: Mapping[str, object], base: str) -> Entry:
    """`content_html` before `content_text` before `summary`, which is a teaser."""
    html, text = _string(item, "content_html"), _string(item, "content_text")
    content = html or text or _string(item, "summary")
    return Entry(
        place=_string(item, "id"),
        title=one_line(_string(item, "title")),
        link=_address(_string(item, "url") or _string(item, "external_url") or _string(item, "id"), base),
        published=instant(_string(item, "date_published")) or instant(_string(item, "date_modified")),
        author=_author(item),
        language=_string(item, "language"),
        content=content,
        markup="html" if html else "text",
        whole=bool(html or text),
    )


def _author(item: Mapping[str, object]) -> str:
    """`authors` is of version 1.1, `author` of 1.0."""
    listed = item.get("authors")
    authors = [*(listed if isinstance(listed, list) else []), item.get("author")]
    return ", ".join(name for a in authors if isinstance(a, dict) and (name := one_line(_string(a, "name"))))


def _address(link: str, base: str) -> str:
    try:
        return web_address(urljoin(base, link)) if link else ""
    except ValueError:
        return ""


def _string(fields: Mapping[str, object], name: str) -> str:
    """The field as text; an id may be a number."""
    value = fields.get(name)
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return ""
    return str(value).strip()
