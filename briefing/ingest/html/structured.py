"""The JSON-LD of a page (schema.org): the node that is its article, and the plain values of it."""

from __future__ import annotations

import html
import json
import re
from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any

from briefing.ingest.html.tree import Element

Node = Mapping[str, Any]

LARGEST = 3_000_000  # characters of one script
MOST_NODES = 20_000  # of a page, looked at
ARTICLE = re.compile(r"Article$|Posting$|^Report$|^Review$|^AnalysisNewsArticle$")
_WRAPPED = re.compile(r"^\s*(?://\s*)?(?:<!--|<!\[CDATA\[)?|(?:(?://\s*)?(?:-->|\]\]>))?\s*;?\s*$")
# Lists of other stories, and what a page is a part of.
NOT_ENTERED = frozenset(("itemListElement", "hasPart", "isPartOf", "relatedLink", "citation", "mentions", "comment"))


def article_node(root: Element) -> Node:
    """The first node of the page that is an article with a headline or date; empty where there is none."""
    first: Node = {}
    for node in filter(_is_article, _nodes(root)):
        if node.get("headline") and node.get("datePublished"):
            return node
        first = first or node
    return first


def types_of(node: Node) -> tuple[str, ...]:
    given = node.get("@type")
    return tuple(map(str, given)) if isinstance(given, list) else (str(given or ""),)


def text_of(value: object) -> str:
    """The text of a value, the name of an object, the first of a list; entities decoded, on one line."""
    if isinstance(value, list):
        return next((text for item in value[:20] if (text := text_of(item))), "")
    if isinstance(value, dict):
        return text_of(value.get("name") or value.get("@value"))
    if not isinstance(value, str):
        return ""
    return " ".join(html.unescape(html.unescape(value)).split())


def names_of(value: object) -> list[str]:
    """The names of persons or organisations, each once."""
    found = [text_of(item) for item in (value if isinstance(value, list) else [value])[:20]]
    return list(dict.fromkeys(filter(None, found)))


def body_of(node: Node) -> str:
    """The articleBody as lines; some publishers put HTML into it."""
    body = node.get("articleBody")
    if not isinstance(body, str):
        return ""
    return (
        re.sub(r"<(?:br|/p|p|/h\d|/li)[^>]{0,200}>", "\n", html.unescape(body)) if "<" in body else html.unescape(body)
    )


def _is_article(node: Node) -> bool:
    return any(map(ARTICLE.search, types_of(node))) and bool(node.get("headline") or node.get("datePublished"))


def _nodes(root: Element) -> Iterator[Node]:
    """Every object of every script in the page's order, outer ones first."""
    waiting: deque[object] = deque()
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or "") and script.text and len(script.text) <= LARGEST:
            waiting.extend(_parsed(script.text))
    for _ in range(MOST_NODES):
        if not waiting:
            return
        value = waiting.popleft()
        if isinstance(value, dict):
            yield value
            waiting.extend(inner for key, inner in value.items() if key not in NOT_ENTERED)
        elif isinstance(value, list):
            waiting.extend(value)


def _parsed(text: str) -> Iterator[object]:
    """What the script says, or nothing: control characters in texts and a wrapper around it are forgiven."""
    try:
        yield json.loads(_WRAPPED.sub("", text), strict=False)
    except (ValueError, RecursionError):
        return
