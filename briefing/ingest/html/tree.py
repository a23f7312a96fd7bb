"""A page as a tree of elements, parsed once; nothing of it is dropped without a word."""

from __future__ import annotations

import re
from typing import Any

from briefing.ingest.html.depth import flattened

Element = Any  # lxml ships no types

_ODD = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_DOCTYPE = re.compile(r"<!DOCTYPE[^<>\[]*(?:\[[^\]]*\])?[^<>]*>|<\?xml[^<>]*>", re.IGNORECASE)
EMPTY = "<html><body></body></html>"


def tree_of(page: str, depth: int, losses: list[str] | None = None) -> Element:
    """The root element, no deeper than `depth`: pages that nest deeper are flattened and parsed again. No DTD is read.

    What libxml2 gave up on all the same is told in `losses`: it drops the rest of a page without an exception.
    """
    page = _DOCTYPE.sub("", _ODD.sub("", page), count=2)
    root, problems = _parsed(page)
    if problems or is_deeper(root, depth):
        root, problems = _parsed(flattened(page, depth))
    if losses is not None:
        losses += [f"its parser gave up: {problem}" for problem in problems[:3]]
    return root


def _parsed(page: str) -> tuple[Element, list[str]]:
    """The root, and what made libxml2 stop."""
    from lxml import etree, html

    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)
    # lxml.html asks Python for the class of every element it meets; nobody here needs more than the common one.
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=html.HtmlElement))
    try:
        root = html.document_fromstring(page.encode(), parser=parser, ensure_head_body=True)
    except etree.ParserError:  # there is no element and no text in it
        return html.document_fromstring(EMPTY), []
    return root, [entry.message.strip() for entry in parser.error_log.filter_from_fatals()]


def is_deeper(root: Element, depth: int) -> bool:
    """Whether elements nest deeper than so many."""
    level = [root]
    for _ in range(depth):
        level = [child for element in level for child in element]
        if not level:
            return False
    return True


_HIDING = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)


def is_shown(element: Element) -> bool:
    """Whether neither `hidden` nor an inline style keeps a reader from seeing the element."""
    if element.get("hidden") is not None:
        return False
    style = element.get("style")
    return not (style and _HIDING.search(style))
