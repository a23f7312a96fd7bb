"""A page of HTML laid beside what brief.json gives: its words, its links, its markup."""

from __future__ import annotations

import re
from base64 import b64decode
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from html.parser import HTMLParser

from briefing.check import folded, shortened
from briefing.readback.text import foreign
from briefing.schema import Document

BLOCKS = frozenset(
    "address article aside blockquote body button caption dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 "
    "h6 header hr li main nav ol p section summary table tbody td text tfoot th thead tr ul".split()
)
UNSEEN = frozenset({"head", "script", "style", "template", "title"})
LEADING = frozenset({"action", "href", "src", "xlink:href"})


@dataclass(frozen=True, slots=True)
class Page:
    """The text of an HTML page block by block, and where its links lead, in the order of the page."""

    blocks: tuple[str, ...]
    links: tuple[str, ...]

    @classmethod
    @lru_cache(maxsize=4)
    def of(cls, html: str) -> Page:
        reader = _Reader()
        reader.feed(html)
        reader.close()
        blocks = "".join(reader.text).split("\0")
        return cls(tuple(block for block in blocks if block.strip()), tuple(reader.links))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.links: list[str] = []
        self.unseen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [value or "" for name, value in attrs if name in LEADING]
        if tag in BLOCKS:
            self.text.append("\0")
        if tag in UNSEEN:
            self.unseen.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.text.append("\0")
        if self.unseen and self.unseen[-1] == tag:
            self.unseen.pop()

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.text.append(data)


# Fonts are not compared, nor the size that a print has with them: another release of them, or a user's own, draw the
# same words. A logo is compared by its hash.
FONT = re.compile(r"url\(data:font/[^)]*\)")
PRINTED = re.compile(r"(?<= html \{ font-size: )(?:[4-9]|10)(?:\.\d+)?(?=pt \})")
LOGO = re.compile(r'(?<= class="logo" src=")data:image/[a-z+]+;base64,([A-Za-z0-9+/=]*)(?=")')


def _comparable(text: str) -> str:
    """Without fonts, and each logo by its name."""
    plain = PRINTED.sub("", FONT.sub("", text))
    return LOGO.sub(lambda found: f"logo:{sha256(b64decode(found[1] + '==')).hexdigest()}", plain)


def html_differences(text: str, document: Document, expected: str) -> Iterator[str]:
    """Where a page on a screen is not the one that brief.json gives: its words, its links, its markup."""
    text, expected = _comparable(text), _comparable(expected)
    if text == expected:
        return
    seen, wanted = Page.of(text), Page.of(expected)
    found = [
        *foreign("".join(seen.blocks), document),
        *_pairs(map(folded, seen.blocks), map(folded, wanted.blocks)),
        *_stray_links(seen, wanted),
    ]
    if not found:
        found = ["the page's markup or style is not what brief.json gives"]
    yield from found


def _pairs(seen: Iterable[str], wanted: Iterable[str]) -> Iterator[str]:
    more, less = Counter(seen), Counter(wanted)
    yield from (f"the page shows {shortened(block)}, which brief.json does not give" for block in more - less)
    yield from (f"the page does not show {shortened(block)}, which brief.json gives" for block in less - more)


def _stray_links(seen: Page, wanted: Page) -> Iterator[str]:
    yield from (
        f"a link leads to {shortened(link)}, which brief.json does not give"
        for link in sorted(set(seen.links) - set(wanted.links))
    )
