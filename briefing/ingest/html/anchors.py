"""What tells the article from the rest of a page: its own structured data, trafilatura, or where the prose is dense.

Each gives a text, the anchor; body.py takes the lines of the page that stand in it and looks at their neighbours.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from briefing.ingest.html.lines import Line
from briefing.ingest.html.suspects import is_prose
from briefing.ingest.html.tree import Element, is_deeper

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
_BULK = "script style svg noscript iframe template object embed picture source button input select canvas video audio"
_WORD = re.compile(r"\w+")


class Shares:
    """How much of each line of a page stands in one anchor or another; a line is taken apart once."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._shingles = {id(line): _shingles(line.text) for line in lines}
        self._known = dict[str, set[Shingle]]()

    def agreement(self, anchor: str, lines: Sequence[Line] = ()) -> list[float]:
        """For each line (of all, or of some) the share of its three-word shingles that the anchor has."""
        if anchor not in self._known:
            self._known[anchor] = set().union(*map(_shingles, anchor.split("\n")))
        known = self._known[anchor]
        return [_share(self._shingles[id(line)], known) for line in lines or self._lines]


def _share(shingles: list[Shingle], known: set[Shingle]) -> float:
    return sum(map(known.__contains__, shingles)) / len(shingles) if shingles else 0.0


def _shingles(text: str, size: int = 3) -> list[Shingle]:
    words = _WORD.findall(text.casefold())
    if len(words) < size:
        return [tuple(words)] if words else []
    return list(zip(words, words[1:], words[2:], strict=False))


def anchor_of(
    root: Element, lines: Sequence[Line], left_out: Sequence[bool], body: str, shares: Shares
) -> tuple[str, bool]:
    """The anchor's text, and whether the page itself gave it; `body` is the articleBody of its structured data.

    What trafilatura does not look at leaves the tree for good.
    """
    from lxml import etree

    dense = dense_lines(lines, left_out)
    prose = [line for line in dense if is_prose(line)]
    size = sum(len(line.text) for line in prose)
    if len(body) > SHORTEST_BODY and len(body) > WHOLE * size:
        found = shares.agreement(body)
        shown = sum(len(line.text) for line, share in zip(lines, found, strict=True) if share >= AGREED)
        if shown > SHOWN * len(body):
            return body, True
    if root.xpath("count(//*)") > MANY:
        return "\n".join(line.text for line in dense), False
    if is_deeper(root, DEEPEST):
        return "\n".join(line.text for line in dense), False
    etree.strip_elements(root, *_BULK.split(), with_tail=False)
    text = _by_trafilatura(root, fast=True)
    if _covered(prose, text, shares) < COVERED * size:
        text = _by_trafilatura(root, fast=False)
        if _covered(prose, text, shares) < USELESS * size and len(text) < size:
            text = "\n".join(line.text for line in dense)
    return text, False


def _covered(prose: Sequence[Line], text: str, shares: Shares) -> int:
    if not prose:
        return 0
    found = shares.agreement(text, prose)
    return sum(len(line.text) for line, share in zip(prose, found, strict=True) if share >= AGREED)


def _by_trafilatura(root: Element, *, fast: bool) -> str:
    """Its text without tables' and lists' order lost; nothing where it finds none. It fetches nothing here.

    It works on a copy of its own.
    """
    import logging

    from trafilatura import extract

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # "discarding data": we say it better
    return extract(root, fast=fast, include_comments=False) or ""


def dense_lines(lines: Sequence[Line], left_out: Sequence[bool]) -> list[Line]:
    """The lines of the element with the greatest sum of weights, prose counting for it and all else against it.

    The maximum subsequence of Pasternack and Roth (WWW 2009), over the tree instead of the tokens.
    """
    weights = defaultdict[Element, float](float)
    for line, out in zip(lines, left_out, strict=True):
        weight, element = _weight(line, out), line.element
        while element is not None:
            weights[element] += weight
            element = element.getparent()
    if not weights:
        return []
    best = max(weights.values())
    root = max((e for e, weight in weights.items() if weight >= best - 1e-9), key=depth_of)
    inside = frozenset(root.iter())
    return [line for line, out in zip(lines, left_out, strict=True) if not out and line.element in inside]


def _weight(line: Line, left_out: bool) -> float:
    length = len(line.text)
    if left_out:
        return -20 - 0.3 * min(length, 200)
    if line.link_density > 0.5:
        return -30
    return length * (1 - line.link_density) if length >= 60 else -8 if length < 25 else -3


def depth_of(element: Element) -> int:
    return sum(1 for _ in element.iterancestors())
