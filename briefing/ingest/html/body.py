"""The lines of a page that are its article: those the anchor has, their neighbours of the same make, the standfirst."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefing.ingest.html.anchors import AGREED, anchor_of
from briefing.ingest.html.lines import HEADINGS, Line, read_lines
from briefing.ingest.html.suspects import CAPTION, EMBEDDED, is_left_out, is_prose, is_suspect, named
from briefing.ingest.html.teasers import LINKED, SENTENCE_END, is_teaser, without_teasers
from briefing.ingest.html.tree import Element, sums_inside
from briefing.ingest.html.whole import tells_of_more
from briefing.text.furniture import is_caption, is_leftover

CORE_CHARACTERS = 40  # of a line that helps to find where the article stands
CORE_SHARE = 0.9  # of the core stands in one element
LIKE_THE_TITLE = 0.4  # of the words in common: then a first heading is the title again
STANDFIRST_CHARACTERS = 50
DESCRIBED = 0.8  # of the words of a line are in the page's description
NAMED_STANDFIRST = re.compile(
    r"stand-?first|sub-?(?:title|head|line|deck)|\b(?:dek|deck|lead)\b|summary|lede|leadtext|intro|teaser|excerpt"
    r"|description|chapeau|chapo|sommario|entradilla|vorspann|ingress|abstract|preamble|sapo",
    re.IGNORECASE,
)
# Corrections, who else wrote it, where and when it came out first: leftovers that a reader may want.
ABOUT_ITSELF = re.compile(
    r"correct|editor|amended|contribut|originally|first (?:appear|publish)|reporting by|written by|developing story"
    r"|(?:article|story|post) (?:was|has been|is)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class About:
    """What the head of the page says that helps to find its article; `body` is the articleBody of JSON-LD.

    `is_article`: it calls itself one, and is no manual, product or encyclopedia.
    """

    title: str = ""
    description: str = ""
    host: str = ""
    body: str = ""
    is_article: bool = True


def page_lines(root: Element) -> list[Line]:
    """All lines of a page, each with the suspect parts that it stands in."""
    return read_lines(root, is_suspect)


def body_lines(root: Element, lines: Sequence[Line], about: About) -> list[Line]:
    """Those of the page's lines that are its article, in their order. Scripts and the like leave the tree."""
    lines, left_out = without_teasers(lines, is_left_out(lines), about.host)
    anchor = anchor_of(root, lines, left_out, about.body)
    frame = _frame(lines, anchor.shares)
    if frame is None:  # so little text that nothing can be told from the rest
        return [line for line, out in zip(lines, left_out, strict=True) if not out] or list(lines)
    page = _Page(lines, left_out, anchor.shares, frame, about)
    chosen = list(_once(page.chosen()))
    return list(_without_junk(chosen)) if about.is_article else chosen


def _without_junk(lines: Sequence[Line]) -> Iterator[Line]:
    """Leftovers go, but for what is told of the article itself, and at the end, that there is more of it."""
    kept = [not is_leftover(line.text) or ABOUT_ITSELF.search(line.text) is not None for line in lines]
    last = max((i for i, is_kept in enumerate(kept) if is_kept), default=-1)
    for i, line in enumerate(lines):
        if kept[i] or last < 0 or (i > last and tells_of_more(line.text)):
            yield line


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the article stands: the lines of one element, the first and last line of the core."""

    inside: frozenset[int]
    first: int
    last: int
    parents: Counter[Element]
    makes: Counter[tuple[str, str, str]]


def _frame(lines: Sequence[Line], shares: Sequence[float]) -> _Frame | None:
    agreed = [i for i, share in enumerate(shares) if share >= AGREED]
    core = [i for i in agreed if _is_solid(lines[i])] or agreed
    element = _common(lines, core)
    if element is None:
        return None
    around = frozenset(element.iter())
    inside = frozenset(i for i, line in enumerate(lines) if line.element in around)
    core = [i for i in core if i in inside]
    parents = Counter(lines[i].element.getparent() for i in core)
    makes = Counter(_make(lines[i]) for i in core)
    return _Frame(inside, core[0], core[-1], parents, makes)


def _is_solid(line: Line) -> bool:
    return len(line.text) >= CORE_CHARACTERS and line.link_density < 0.7


def _common(lines: Sequence[Line], core: Sequence[int]) -> Element:
    """The deepest element that holds nearly all of the core; the lines themselves where it is tiny."""
    sizes = sums_inside((lines[i].element, len(lines[i].text)) for i in core)
    total = max(sizes.values(), default=0)
    return next((element for element, size in sizes.items() if size >= CORE_SHARE * total), None)


def _make(line: Line) -> tuple[str, str, str]:
    parent = line.element.getparent()
    return (line.element.tag, "", "") if parent is None else (line.element.tag, parent.tag, parent.get("class", ""))


@dataclass(frozen=True, slots=True)
class _Page:
    lines: Sequence[Line]
    left_out: Sequence[bool]
    shares: Sequence[float]
    frame: _Frame
    about: About

    def chosen(self) -> Iterator[Line]:
        headline = self._headline()
        for i, line in enumerate(self.lines):
            if self._is_body(i) or self._is_standfirst(i, headline):
                yield line

    def _headline(self) -> int:
        """The first line that may be a standfirst."""
        first = self.frame.first
        for i, line in enumerate(self.lines[:first]):
            if line.element.tag == "h1" and _overlap(line.text, self.about.title) > LIKE_THE_TITLE:
                return i
        return max(0, first - 8)

    def _is_body(self, i: int) -> bool:
        line = self.lines[i]
        agreed = self.shares[i] >= AGREED
        if not agreed and not self._is_candidate(i):
            return False
        if is_preformatted(line):
            return agreed or self._is_between(i)
        if agreed and self.left_out[i] and line.element.tag != "blockquote":
            return False
        if line.link_density >= LINKED and not self._is_between(i):  # of a menu
            return False
        if not agreed and not self._is_neighbour(i):
            return False
        return not self._is_title(i) and not self._is_furniture(i, agreed)

    def _is_candidate(self, i: int) -> bool:
        return i in self.frame.inside and not self.left_out[i]

    def _is_between(self, i: int) -> bool:
        return i in self.frame.inside and self.frame.first <= i <= self.frame.last

    def _is_neighbour(self, i: int) -> bool:
        """Of the same make as the core: a paragraph beside its paragraphs, a heading or list item between them."""
        line, frame = self.lines[i], self.frame
        parent = line.element.getparent()
        if parent is None:
            return False
        if line.element.tag == "p" and is_prose(line) and parent.get("class") and frame.makes[_make(line)] > 1:
            return True
        if not self._is_between(i) or line.link_density >= 0.5:
            return False
        if line.element.tag == "p" or line.element.tag in HEADINGS:
            return parent in frame.parents
        return line.listed and (parent in frame.parents or parent.getparent() in frame.parents)

    def _is_title(self, i: int) -> bool:
        line = self.lines[i]
        if squeezed(line.text) == squeezed(self.about.title):
            return True
        is_first = line.element.tag == "h1" and i <= self.frame.first
        return is_first and _likeness(line.text, self.about.title) > LIKE_THE_TITLE

    def _is_furniture(self, i: int, agreed: bool) -> bool:
        """Captions, embedded posts, teasers of other stories, leftovers beside the article."""
        line = self.lines[i]
        if is_caption(line.text) or _is_named(line, CAPTION, 2) or _is_named(line, EMBEDDED, 4):
            return True
        if agreed and not self.about.is_article:
            return False
        return is_teaser(line, self.about.host) or (is_leftover(line.text) and (not agreed or line.link_density > 0.3))

    def _is_standfirst(self, i: int, headline: int) -> bool:
        """Prose between the headline and the body, or what the page's description repeats or a name says."""
        line = self.lines[i]
        if not headline <= i < self.frame.first or line.listed or line.element.tag == "h1" or line.link_density > 0.3:
            return False
        if len(line.text) < 30 or self._is_title(i) or self._is_furniture(i, agreed=False):
            return False
        if len(line.text) >= CORE_CHARACTERS and _overlap(line.text, self.about.description) > DESCRIBED:
            return True
        if self.left_out[i]:
            return False
        by_name = _is_named(line, NAMED_STANDFIRST, 2)
        return by_name or (len(line.text) >= STANDFIRST_CHARACTERS and bool(SENTENCE_END.search(line.text)))


def is_preformatted(line: Line) -> bool:
    return any(element.tag in {"pre", "code"} for element in (line.element, *line.element.iterancestors()))


def _is_named(line: Line, names: re.Pattern[str], levels: int) -> bool:
    """Whether the line's element or one so many levels around it has such a name."""
    element = line.element
    for _ in range(levels):
        if element is None or element.tag in {"body", "html", "main", "article"}:
            return False
        if names.search(named(element)):
            return True
        element = element.getparent()
    return False


def _once(lines: Iterator[Line]) -> Iterator[Line]:
    """Without long lines that stood before in another make: pages repeat teasers and pull quotes."""
    seen: dict[str, tuple[str, ...]] = {}
    for line in lines:
        key, make = squeezed(line.text), (*_make(line), line.element.get("class", ""))
        if len(key) <= CORE_CHARACTERS or seen.setdefault(key, make) == make:
            yield line


@lru_cache(maxsize=1_024)
def squeezed(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


def _overlap(text: str, other: str) -> float:
    a, b = _words(text), _words(other)
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def _likeness(text: str, other: str) -> float:
    a, b = _words(text), _words(other)
    return len(a & b) / max(len(a), len(b)) if a and b else 0.0
