"""A page without the elements that nest too deep, made by one linear scan before libxml2 sees it.

libxml2 drops what lies deeper than 255 elements (2,048 when it is told to be generous) and only its error log tells.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

VOID = frozenset(
    "area base basefont bgsound br col command embed frame hr image img input keygen link meta param source track wbr"
    " path circle rect use line polygon".split()
)
RAW = frozenset(("script", "style", "textarea", "title", "xmp"))  # whose content holds no tags (HTML, 13.1.2)
# Elements that one of their like closes, and those that end with what they stand in.
CLOSED_BY_ITSELF = frozenset("p li dt dd tr td th option optgroup thead tbody tfoot rp rt colgroup".split())
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q s samp small span strike"
    " strong sub sup time tt u var".split()
)
_OPENING = re.compile(r"<(?:!--|(/?)([a-zA-Z][^\s/>]*))")
_ATTRIBUTES = re.compile(r"""(?:[^>"']|"[^"]*"|'[^']*')*+>""")
LONGEST_TAG = 2_000  # characters that a quoted value is followed for


class _Tag(NamedTuple):
    """`end` is where the scan goes on: behind the tag, and behind the content where that is raw."""

    name: str
    closes: bool
    start: int
    end: int


def flattened(page: str, limit: int) -> str:
    """The page with tags deeper than `limit` taken out; where a block began or ended there, a paragraph begins."""
    parts: list[str] = []
    at = 0
    for tag, depth in _depths(page):
        if depth <= limit:
            continue
        parts += page[at : tag.start], "" if tag.name in INLINE else "<p>"
        at = tag.end if tag.name in RAW and not tag.closes else _end_of_tag(page, tag.end)
    return "".join((*parts, page[at:]))


def _depths(page: str) -> Iterator[tuple[_Tag, int]]:
    """Each tag with the depth of the element that it opens or closes; a closing tag without an opening one has 0."""
    open_names: list[str] = []
    counts: Counter[str] = Counter()
    for tag in _tags(page):
        if tag.name in VOID or tag.name in RAW:
            yield tag, len(open_names) + 1 if tag.name in RAW else 0
            continue
        if not tag.closes:
            if tag.name in CLOSED_BY_ITSELF and open_names and open_names[-1] == tag.name:
                counts[open_names.pop()] -= 1
            open_names.append(tag.name)
            counts[tag.name] += 1
            yield tag, len(open_names)
        elif counts[tag.name] > 0:
            yield tag, _depth_of(tag.name, open_names, counts)
        else:
            yield tag, 0


def _depth_of(name: str, open_names: list[str], counts: Counter[str]) -> int:
    """Closes the innermost element of the name and all in it; says at which depth it stood."""
    while open_names:
        depth, last = len(open_names), open_names.pop()
        counts[last] -= 1
        if last == name:
            return depth
    return 0


def _tags(page: str) -> Iterator[_Tag]:
    """The tags outside comments and raw text."""
    resume = 0
    for found in _OPENING.finditer(page):
        if found.start() < resume:
            continue
        name = (found[2] or "").lower()
        if not name:
            resume = _behind(page, "-->", found.end())
            continue
        closes = found[1] == "/"
        resume = _end_of_raw(page, name, found.end()) if name in RAW and not closes else found.end()
        yield _Tag(name, closes, found.start(), resume)


def _behind(page: str, mark: str, start: int) -> int:
    found = page.find(mark, start)
    return len(page) if found < 0 else found + len(mark)


def _end_of_raw(page: str, name: str, start: int) -> int:
    closing = re.compile(f"</{name}", re.IGNORECASE).search(page, start)
    return _behind(page, ">", closing.end()) if closing else len(page)


def _end_of_tag(page: str, start: int) -> int:
    """Behind the `>` that stands in no quoted value; behind the first one where the quotes do not match."""
    rest = _ATTRIBUTES.match(page, start, start + LONGEST_TAG)
    return rest.end() if rest else _behind(page, ">", start)
