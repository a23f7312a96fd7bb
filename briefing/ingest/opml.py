"""OPML 1.0 and 2.0 (opml.org): lists of feeds, read from and written for other readers. No article comes of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.errors import IngestError
from briefing.ingest.facts import one_line
from briefing.ingest.feed_xml import refuse_entities
from briefing.ingest.source import Source
from briefing.types import Article

if TYPE_CHECKING:
    from lxml.etree import _Element

BARE_AMPERSAND = re.compile(rb"&(?!#\d+;|#x[0-9a-fA-F]+;|(?:amp|lt|gt|quot|apos);)")
DEEPEST = 30  # folders in each other


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A feed of a list. `url` is as it was written: whoever adds the feed checks it. `folders` from the outermost."""

    url: str
    title: str = ""
    folders: tuple[str, ...] = ()
    site: str = ""


def read(source: Source) -> Iterator[Article | IngestError]:
    """Always the reason why a list of feeds is no article."""
    yield IngestError(
        source.origin_path,
        "it is a list of feeds, not an article",
        hint=f"Take the feeds over with `briefing feeds import {source.origin_path}`, then `briefing collect`",
    )


def read_opml(data: bytes, origin_path: str = "the list") -> tuple[FeedEntry, ...]:
    """Every feed once, in the order of the list; IngestError when the bytes are no OPML."""
    refuse_entities(data, origin_path)
    root = _root(data, origin_path)
    body = next((child for child in root if _name(child) == "body"), None)
    if _name(root) != "opml" or body is None:
        raise IngestError(origin_path, "it is no OPML: it has no <opml> with a <body>")
    feeds: dict[str, FeedEntry] = {}
    for feed in _feeds(body, ()):
        feeds.setdefault(feed.url, feed)
    return tuple(feeds.values())


def write_opml(feeds: Iterable[FeedEntry], title: str = "Feeds") -> bytes:
    """OPML 2.0 in UTF-8, folders as nested outlines, in the order given."""
    from lxml import etree

    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = _writable(title)
    body = etree.SubElement(root, "body")
    folders: dict[tuple[str, ...], _Element] = {(): body}
    for feed in feeds:
        name = _writable(feed.title or feed.url)
        known = {"htmlUrl": _writable(feed.site)} if feed.site else {}
        inside = _folder(feed.folders[:DEEPEST], folders)
        etree.SubElement(inside, "outline", type="rss", text=name, title=name, xmlUrl=_writable(feed.url), **known)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


def _root(data: bytes, origin_path: str) -> _Element:
    """Strictly, and once more with bare ampersands mended: addresses in such lists are often written with them."""
    from lxml import etree

    for attempt in (data, BARE_AMPERSAND.sub(b"&amp;", data)):
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
        try:
            return etree.fromstring(attempt, parser)
        except (etree.XMLSyntaxError, ValueError, LookupError) as error:
            problem = error
    raise IngestError(origin_path, f"it is no OPML, or a damaged one ({_where(problem)})") from problem


def _where(problem: Exception) -> str:
    """`mismatched tag, line 3, column 7`, without the name that lxml gives to bytes."""
    return one_line(str(problem)).partition(" (<string>")[0]


def _feeds(outline: _Element, folders: tuple[str, ...]) -> Iterator[FeedEntry]:
    for child in outline:
        if _name(child) != "outline":
            continue
        known = {str(name).casefold(): value.strip() for name, value in child.attrib.items()}
        name = one_line(known.get("title") or known.get("text", ""))
        if url := known.get("xmlurl", ""):
            yield FeedEntry(_as_http(url), name, folders, known.get("htmlurl", ""))
        if len(folders) < DEEPEST:
            yield from _feeds(child, (*folders, name) if name and not url else folders)


def _as_http(url: str) -> str:
    """`feed://a.example/rss` and `feed:https://a.example/rss` are addresses of the web."""
    if url.casefold().startswith("feed://"):
        return f"http{url[4:]}"
    return url[5:] if url.casefold().startswith("feed:") else url


def _name(element: _Element) -> str:
    return str(element.tag).rpartition("}")[2].casefold()


def _folder(path: tuple[str, ...], folders: dict[tuple[str, ...], _Element]) -> _Element:
    from lxml import etree

    if path not in folders:
        name = _writable(path[-1])
        folders[path] = etree.SubElement(_folder(path[:-1], folders), "outline", text=name, title=name)
    return folders[path]


def _writable(text: str) -> str:
    """Without what XML cannot hold."""
    return re.sub("[\ufffe\uffff]", "", one_line(text))
