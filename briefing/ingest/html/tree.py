"""A page as a tree of elements, parsed once; nothing of it is dropped without a word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from briefing.ingest.html.depth import flattened

Element = Any  # lxml ships no types

_CONTROLS = bytes((*range(0x09), 0x0B, *range(0x0E, 0x20), 0x7F))
_DOCTYPE = re.compile(rb"<!DOCTYPE[^<>\[]*(?:\[[^\]]*\])?[^<>]*>|<\?xml[^<>]*>", re.IGNORECASE)
EMPTY = "<html><body></body></html>"


def tree_of(page: str, depth: int, losses: list[str] | None = None) -> Element:
    """The root element, no deeper than `depth`: pages that nest deeper are flattened and parsed again. No DTD is read.

    What libxml2 gave up on all the same is told in `losses`: it drops the rest of a page without an exception.
    """
    data = _DOCTYPE.sub(b"", _plain(page), count=2)
    root, problems = _parsed(data)
    if problems or is_deeper(root, depth):
        root, problems = _parsed(flattened(data.decode(), depth).encode())
    if losses is not None:
        losses += [f"its parser gave up: {problem}" for problem in problems[:3]]
    return root


def _plain(page: str) -> bytes:
    """As UTF-8, without what is no character of HTML."""
    page = page.replace("\ufffe", "").replace("\uffff", "")
    return page.encode("utf-8", "ignore").translate(None, _CONTROLS)  # of bytes, which is much the quicker


def _parsed(page: bytes) -> tuple[Element, list[str]]:
    """The root, and what made libxml2 stop."""
    from lxml import etree, html

    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)
    # lxml.html asks Python for the class of every element it meets; nobody here needs more than the common one.
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=html.HtmlElement))
    try:
        root = html.document_fromstring(page, parser=parser, ensure_head_body=True)
    except etree.ParserError:  # there is no element and no text in it
        return html.document_fromstring(EMPTY), []
    return root, [entry.message.strip() for entry in parser.error_log.filter_from_fatals()]


def is_deeper(root: Element, depth: int) -> bool:
    """Whether elements nest deeper than so many."""
    found: bool = _deeper(depth)(root)
    return found


@cache
def _deeper(depth: int) -> Any:
    from lxml import etree

    return etree.XPath("boolean(." + "/*" * depth + ")")


def sums_inside(values: Iterable[tuple[Element, float]]) -> dict[Element, float]:
    """For each element around one of the values, which come in the page's order, the sum inside it; inner ones first.

    An element is met before those in it, so that backwards each sum is complete when it is added to the outer one.
    """
    sums: dict[Element, float] = {}
    for element, value in values:
        new, outer = [], element
        while outer is not None and outer not in sums:
            new.append(outer)
            outer = outer.getparent()
        sums.update(dict.fromkeys(reversed(new), 0.0))
        sums[element] += value
    inner_first = list(reversed(sums))
    for element in inner_first:
        if (parent := element.getparent()) is not None:
            sums[parent] += sums[element]
    return {element: sums[element] for element in inner_first}


_HIDING = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)


def is_shown(element: Element) -> bool:
    """Whether neither `hidden` nor an inline style keeps a reader from seeing the element."""
    if element.get("hidden") is not None:
        return False
    style = element.get("style")
    return not (style and _HIDING.search(style))
