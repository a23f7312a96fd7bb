"""The feeds that a web page names, found by the standard library's scanner: no tree is built of a foreign page."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urljoin

from briefing.ingest.facts import one_line, web_address

READ = 500_000  # bytes of a page; the links stand in its head
TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "text/rss+xml"}
)
COMMENTS = re.compile(r"comment|kommentar|comentario|commentaire|комментар|评论|replies", re.IGNORECASE)
LIKE_A_FEED = re.compile(r"(?:^|[/._-])(?:rss|atom|feeds?)(?:[/._?-]|$)", re.IGNORECASE)
TITLE_LETTERS = 200


class FeedLink(NamedTuple):
    """`declared` by the page as its feed, or only a link that looks like one."""

    url: str
    title: str
    declared: bool


def feed_links(page: bytes, url: str, charset: str = "") -> tuple[FeedLink, ...]:
    """Each once, in the page's order: the declared feeds without those of comments, else what looks like feeds."""
    scanner = _Scanner(url)
    scanner.feed(page[:READ].decode(charset or "utf-8", "replace"))
    declared = [link for link in scanner.found if link.declared]
    articles = [link for link in declared if not COMMENTS.search(link.title + link.url)]
    return tuple({link.url: link for link in reversed(articles or declared or scanner.found)}.values())[::-1]


class _Scanner(HTMLParser):
    def __init__(self, url: str) -> None:
        super().__init__()
        self._base = url
        self.found: list[FeedLink] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in reversed(attrs)}
        if tag == "base" and (base := self._address(given.get("href", ""))):
            self._base = base
        elif tag == "link" and _declares(given):
            self._note(given, declared=True)
        elif tag == "a" and LIKE_A_FEED.search(given.get("href", "")):
            self._note(given, declared=False)

    def _note(self, given: dict[str, str], *, declared: bool) -> None:
        if address := self._address(given.get("href", "")):
            self.found.append(FeedLink(address, one_line(given.get("title", ""))[:TITLE_LETTERS], declared))

    def _address(self, href: str) -> str:
        try:
            return web_address(urljoin(self._base, href.strip()).partition("#")[0]) if href.strip() else ""
        except ValueError:
            return ""


def _declares(given: dict[str, str]) -> bool:
    rel = given.get("rel", "").lower().split()
    kind = given.get("type", "").lower().partition(";")[0].strip()
    return ("alternate" in rel and kind in TYPES) or ("feed" in rel and "stylesheet" not in rel)
