"""What tells the article from the rest of a page: its own structured data, trafilatura, or where the prose is dense.

Each gives a text, the anchor; body.py takes the lines of the page that stand in it and looks at their neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from typing import NamedTuple

from briefing.ingest.html.lines import Line
from briefing.ingest.html.suspects import is_prose
from briefing.ingest.html.tree import Element, is_deeper, sums_inside

Shingle = tuple[str, ...]

SHORTEST_BODY = 500  # characters of an articleBody that is worth a look
SHOWN = 0.7  # of an articleBody stands on the page …
WHOLE = 0.75  # … and it is about as long as what is dense there: then it is the article
AGREED = 0.6  # of a line's shingles in the anchor: then the anchor holds the line
COVERED = 0.6  # of the dense prose in what trafilatura finds quickly, else it looks again and longer
USELESS = 0.3  # of the dense prose in what it found with all its means, and shorter than it: then the density counts
MANY = 30_000  # elements: a page has a few thousand; trafilatura's time grows faster than their number
DEEPEST = 120  # levels: trafilatura's time grows with elements times depth, and no page that people wrote nests so
# Not looked at by trafilatura, and much of a page's bulk.
_BULK = """script style svg noscript iframe template object embed picture source button input select canvas video
    audio""".split()
_MARKS = frozenset("html body br hr tr td th img".split())  # they mean something though they hold no text
_GONE = "briefing-gone"  # tag of what goes at once, its tail kept; one by one lxml refuses a tail that holds `&#x1e;`
_WORD = re.compile(r"\w+")


class _Shares:
    """How much of each line of a page stands in one anchor or another; a line is taken apart once.

    Lines that are left out are not looked at, quotations aside, whose frames often have a suspect name.
    """

    def __init__(self, lines: Sequence[Line], left_out: Sequence[bool]) -> None:
        self._shingles = {
            i: _shingles(line.text)
            for i, (line, out) in enumerate(zip(lines, left_out, strict=True))
            if not out or line.element.tag == "blockquote"
        }
        self._lines = lines

    def agreement(self, anchor: str) -> list[float]:
        """For each line the share of its three-word shingles that the anchor has."""
        known: set[Shingle] = set().union(*map(_shingles, anchor.split("\n")))
        found = [0.0] * len(self._lines)
        for i, shingles in self._shingles.items():
            if shingles:
                found[i] = sum(map(known.__contains__, shingles)) / len(shingles)
        return found


def _shingles(text: str, size: int = 3) -> list[Shingle]:
    words = _WORD.findall(text.casefold())
    if len(words) < size:
        return [tuple(words)] if words else []
    return list(zip(words, words[1:], words[2:], strict=False))


class Anchor(NamedTuple):
    """How much of each line it holds; `is_own`: the page itself gave it."""

    shares: list[float]
    is_own: bool = False


def anchor_of(root: Element, lines: Sequence[Line], left_out: Sequence[bool], body: str) -> Anchor:
    """`body` is the articleBody of the page's structured data.

    What trafilatura does not look at, and the parts that are left out, leave the tree for good.
    """
    page = _Shares(lines, left_out)
    dense = dense_lines(lines, left_out)
    size = sum(len(lines[i].text) for i in dense if is_prose(lines[i]))
    if len(body) > SHORTEST_BODY and len(body) > WHOLE * size:
        own = page.agreement(body)
        if _held(lines, own) > SHOWN * len(body):
            return Anchor(own, is_own=True)
    densest = "\n".join(lines[i].text for i in dense)
    _make_lean(root, lines, left_out)
    if is_deeper(root, DEEPEST) or sum(1 for _ in root.iter()) > MANY:
        return Anchor(page.agreement(densest))
    prose = frozenset(i for i in dense if is_prose(lines[i]))
    shares = page.agreement(_by_trafilatura(root, fast=True))
    if _held(lines, shares, prose) < COVERED * size:
        text = _by_trafilatura(root, fast=False)
        shares = page.agreement(text)
        if _held(lines, shares, prose) < USELESS * size and len(text) < size:
            shares = page.agreement(densest)
    return Anchor(shares)


def _held(lines: Sequence[Line], shares: Sequence[float], among: Container[int] | None = None) -> int:
    """The characters of the lines, or of those among some, that an anchor holds."""
    return sum(
        len(line.text)
        for i, (line, share) in enumerate(zip(lines, shares, strict=True))
        if share >= AGREED and (among is None or i in among)
    )


def _make_lean(root: Element, lines: Sequence[Line], left_out: Sequence[bool]) -> None:
    """Most elements of a page hold nothing that is looked for, and trafilatura's time is their number."""
    from lxml import etree

    tags = {part: part.tag for part in _parts(lines, left_out)}
    for part in tags:
        part.tag = _GONE
    etree.strip_elements(root, _GONE, *_BULK, with_tail=False)
    for part, tag in tags.items():  # lines are asked for the tags of their elements
        part.tag = tag
    for element in reversed(list(root.iter())):  # those in an element before it
        if _is_blank(element.text) and element.tag not in _MARKS and all(map(_is_gone, element)):
            element.tag = _GONE
    etree.strip_elements(root, _GONE, with_tail=False)


def _is_gone(child: Element) -> bool:
    return child.tag == _GONE and _is_blank(child.tail)


def _is_blank(text: str | None) -> bool:
    return not text or text.isspace()


def _parts(lines: Sequence[Line], left_out: Sequence[bool]) -> list[Element]:
    """The outermost elements of which every line is left out."""
    kept = {part for line, out in zip(lines, left_out, strict=True) if not out for part in line.within}
    outermost = (
        next((part for part in line.within if part not in kept), None)
        for line, out in zip(lines, left_out, strict=True)
        if out
    )
    return [part for part in dict.fromkeys(outermost) if part is not None]


def _by_trafilatura(root: Element, *, fast: bool) -> str:
    """Its text without tables' and lists' order lost; nothing where it finds none. It fetches nothing here.

    It works on a copy of its own.
    """
    import logging

    from trafilatura import extract

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # "discarding data": we say it better
    return extract(root, fast=fast, include_comments=False) or ""


def dense_lines(lines: Sequence[Line], left_out: Sequence[bool]) -> list[int]:
    """The lines of the element with the greatest sum of weights, prose counting for it and all else against it.

    The maximum subsequence of Pasternack and Roth (WWW 2009), over the tree instead of the tokens.
    """
    weights = sums_inside((line.element, _weight(line, out)) for line, out in zip(lines, left_out, strict=True))
    if not weights:
        return []
    best = max(weights.values())
    root = next(element for element, weight in weights.items() if weight >= best - 1e-9)
    inside = frozenset(root.iter())
    return [i for i, line in enumerate(lines) if not left_out[i] and line.element in inside]


def _weight(line: Line, left_out: bool) -> float:
    length = len(line.text)
    if left_out:
        return -20 - 0.3 * min(length, 200)
    if line.link_density > 0.5:
        return -30
    return length * (1 - line.link_density) if length >= 60 else -8 if length < 25 else -3
