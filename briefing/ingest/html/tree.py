"""A page as a tree of elements, parsed once; nothing of it is dropped without a word."""

from __future__ import annotations

import re
from typing import Any

from briefing.ingest.html.depth import flattened, is_deeper

Element = Any  # lxml ships no types

_ODD = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_DOCTYPE = re.compile(r"<!DOCTYPE[^<>\[]*(?:\[[^\]]*\])?[^<>]*>|<\?xml[^<>]*>", re.IGNORECASE)
EMPTY = "<html><body></body></html>"


def tree_of(page: str, depth: int) -> Element:
    """The root element. Elements deeper than `depth` are flattened before libxml2 can drop them; no DTD is read."""
    from lxml import etree, html

    page = _DOCTYPE.sub("", _ODD.sub("", page), count=2)
    if is_deeper(page, depth):
        page = flattened(page, depth)
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)
    try:
        return html.document_fromstring(page.encode(), parser=parser, ensure_head_body=True)
    except etree.ParserError:  # there is no element and no text in it
        return html.document_fromstring(EMPTY)


_HIDING = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)


def is_shown(element: Element) -> bool:
    """Whether neither `hidden` nor an inline style keeps a reader from seeing the element."""
    attributes = element.attrib
    if "hidden" in attributes:
        return False
    style = attributes.get("style", "")
    return not (style and _HIDING.search(style))
