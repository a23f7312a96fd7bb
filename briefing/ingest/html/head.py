"""What the head of a page says: meta elements, links, the title, the declared language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from briefing.ingest.html.structured import Node, article_node
from briefing.ingest.html.tree import Element

MOST = 2_000  # meta elements that are looked at
OF_ARTICLES = frozenset(("article:published_time", "article:section", "article:author", "datepublished", "pubdate"))


@dataclass(frozen=True, slots=True)
class Head:
    """`meta` is by lower-case name, property or itemprop, the first of each; `node` the article of the JSON-LD.

    `is_article`: the page calls itself one, in whichever way.
    """

    title: str = ""
    headlines: tuple[str, ...] = ()
    language: str = ""
    canonical: str = ""
    meta: Mapping[str, str] = field(default_factory=dict)
    node: Node = field(default_factory=dict)
    is_article: bool = False

    def first(self, names: Iterable[str]) -> str:
        """The first of these metas that says something."""
        return next((value for name in names if (value := self.meta.get(name, ""))), "")


def head_of(root: Element) -> Head:
    meta, node = _meta(root), article_node(root)
    return Head(
        title=_line(root.findtext(".//title") or ""),
        headlines=tuple(filter(None, (_line("".join(found.itertext())) for found in root.iter("h1"))))[:20],
        language=root.get("lang")
        or root.get("{http://www.w3.org/XML/1998/namespace}lang")
        or root.get("xml:lang")
        or "",
        canonical=next((link.get("href") or "" for link in root.iter("link") if _is_canonical(link)), ""),
        meta=meta,
        node=node,
        is_article=bool(node or meta.keys() & OF_ARTICLES) or _is_typed(meta) or root.find(".//article") is not None,
    )


def _is_typed(meta: Mapping[str, str]) -> bool:
    return meta.get("og:type", "").lower() in {"article", "news", "blog", "post"}


def _is_canonical(link: Element) -> bool:
    return "canonical" in (link.get("rel") or "").lower().split()


def _meta(root: Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for element, _ in zip(root.iter("meta"), range(MOST), strict=False):
        content = _line(element.get("content") or "")
        for name in _names(element) if content else ():
            found.setdefault(name.strip().lower(), content)
    return found


def _names(element: Element) -> Iterator[str]:
    for key in ("property", "name", "itemprop", "http-equiv"):
        if name := element.get(key):
            yield name


def _line(text: str) -> str:
    return " ".join(text.split())
