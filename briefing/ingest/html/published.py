"""When a page was published: by its metadata, else inferred from its address or its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import NamedTuple

from briefing.ingest.facts import BadFact, fact
from briefing.ingest.html.head import Head
from briefing.ingest.html.tree import Element
from briefing.types import DateBasis

METAS = (
    "article:published_time",
    "article:published",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "cxenseparse:recs:publishtime",
    "sailthru.date",
    "date",
    "dc.date.issued",
    "dc.date",
    "dcterms.issued",
    "dcterms.created",
    "dcterms.date",
    "dc.date.created",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "published_time",
    "published_at",
    "article.published",
    "citation_publication_date",
    "citation_date",
)
EARLIEST = 1990  # no page is older than the web
IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](\d\d?)[/-](\d\d?)(?:/|-|$)")
_EPOCH = re.compile(r"\d{10}(?:\d{3})?$")
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
# `Sun Nov 23 16:00:00 EDT 2014`, as Java prints it; the zone's letters are no offset.
_JAVA = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d\d?) \d\d:\d\d:\d\d [A-Z+:\d-]+ (\d{4})$")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Published(NamedTuple):
    when: date | datetime | None
    basis: DateBasis


def published(root: Element, head: Head, url: str) -> Published:
    """The first date that can be read, the surest sources first."""
    for text in _stated(root, head):
        if when := moment(text):
            return Published(when, "metadata")
    found = IN_ADDRESS.search(url)
    if found and (when := moment(f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}")):
        return Published(when, "inferred")
    when = moment(_by_htmldate(root, url))
    return Published(when, "inferred" if when else "unknown")


def moment(text: str) -> date | datetime | None:
    """A day or an instant with its offset; None for what is no date of a web page."""
    text = text.strip()
    if _EPOCH.match(text):
        return _possible(datetime.fromtimestamp(int(text[:10]), UTC))
    if java := _JAVA.match(text):
        text = f"{java[3]}-{MONTHS.index(java[1]) + 1:02}-{int(java[2]):02}" if java[1] in MONTHS else ""
    for candidate in (text, *_ISO_DAY.findall(text)[:1]):
        try:
            when = fact("published", candidate)
        except (BadFact, OverflowError):
            continue
        return _possible(when) if isinstance(when, date) else None
    return None


def _possible(when: date) -> date | None:
    return when if when.year >= EARLIEST else None


def _stated(root: Element, head: Head) -> Iterator[str]:
    """What structured data, metas and time elements say, in this order."""
    yield from (str(head.node.get(key) or "") for key in ("datePublished", "dateCreated"))
    yield from (head.meta[name] for name in METAS if name in head.meta)
    for element in root.iter("time", "abbr", "span"):
        if _is_publication(element):
            yield element.get("datetime") or element.get("content") or element.get("title") or ""
    yield from (element.get("datetime") or "" for element in root.iterfind(".//article//time"))
    yield from (element.get("datetime") or "" for element in root.iter("time"))


def _is_publication(element: Element) -> bool:
    """`itemprop`, `pubdate` (HTML 5 of 2011) or the microformat's class say so."""
    attributes = element.attrib
    if "datePublished" in attributes.get("itemprop", "") or "pubdate" in attributes:
        return True
    return "dt-published" in attributes.get("class", "").split() or attributes.get("class", "") == "published"


def _by_htmldate(root: Element, url: str) -> str:
    import logging
    from copy import deepcopy

    from htmldate import find_date

    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    return find_date(deepcopy(root), url=url or None, original_date=True) or ""
