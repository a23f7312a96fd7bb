"""The text of elements as lines: a heading, paragraph, list item or row of a table is a line of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from briefing.ingest.html.tree import Element, is_shown

BULLET = "• "
BREAK = "\x1e"  # stands for <br> until the line is made: page text holds no control characters
DROPPED = frozenset(
    "script style noscript template svg iframe object embed applet canvas audio video map select option datalist"
    " button textarea input progress meter title figcaption dialog".split()
)
# A page without <body> has its text in <head>, as libxml2 sees it.
BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figure footer form"
    " h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li main menu nav ol p pre search section summary table tbody"
    " td tfoot th thead tr ul".split()
)
CELLS = frozenset(("td", "th"))
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


@dataclass(frozen=True, slots=True)
class Line:
    """`element` is the innermost block around the text, `linked` the characters of it that are links.

    `within` are the elements around it that `marks` picked, the outermost first.
    """

    text: str
    element: Element
    listed: bool = False
    linked: int = 0
    within: tuple[Element, ...] = ()

    @property
    def shown(self) -> str:
        return BULLET + self.text if self.listed else self.text

    @property
    def link_density(self) -> float:
        return min(1.0, self.linked / len(self.text))


def lines_of(element: Element) -> list[str]:
    """What a reader sees of the element, line by line; white space is collapsed as browsers do it."""
    return [line.shown for line in read_lines(element)]


def read_lines(element: Element, marks: Callable[[Element], bool] = lambda _: False) -> list[Line]:
    """The same with what is known of each line."""
    writer = _Writer(marks)
    writer.write(element)
    writer.end()
    return writer.lines


class _Writer:
    """Collects the words of one line until a block begins or ends."""

    def __init__(self, marks: Callable[[Element], bool]) -> None:
        self.lines: list[Line] = []
        self._marks = marks
        self._words: list[str] = []
        self._linked = 0
        self._links = 0
        self._listed = False
        self._preformatted = 0
        self._block: Element = None
        self._within: tuple[Element, ...] = ()

    def write(self, element: Element) -> None:
        tag = element.tag
        if tag in DROPPED or not isinstance(tag, str) or not is_shown(element):
            return
        if tag == "br":
            self._words.append(BREAK)
        elif tag not in BLOCKS:
            leads = tag == "a" and not element.get("href", "#").startswith("#")  # to another page
            self._links += leads
            self._write_inside(element)
            self._links -= leads
        elif tag == "tr" and (cells := _cells_of_data(element)):
            self.end()
            self.lines.append(Line("\t".join(cells), element, within=self._within))
        else:
            self._write_block(element, tag)

    def _write_block(self, element: Element, tag: str) -> None:
        if self._words:
            self.end()
        outer, within = self._block, self._within
        self._block = element
        if self._marks(element):
            self._within = (*within, element)
        self._listed = tag == "li" or (self._listed and tag in {"p", "div"})
        self._preformatted += tag == "pre"
        self._write_inside(element)
        if self._words:
            self.end()
        self._preformatted -= tag == "pre"
        self._listed = False
        self._block, self._within = outer, within

    def _write_inside(self, element: Element) -> None:
        if words := element.text:
            self._say(words)
        for child in element:
            self.write(child)
            if words := child.tail:
                self._say(words)

    def _say(self, words: str) -> None:
        if not self._words and words.isspace():  # most of what stands between blocks
            return
        self._words.append(words.replace("\n", BREAK) if self._preformatted else words)
        if self._links:
            self._linked += len(words.strip())

    def end(self) -> None:
        """Closes the line; two breaks in a row part paragraphs, one parts lines of a paragraph."""
        if not self._words:
            return
        words, linked = "".join(self._words), self._linked
        self._linked, self._words = 0, []
        if words.isspace():
            return
        lines = [" ".join(line.split()) for line in words.split(BREAK)]
        for paragraph in _paragraphs(lines):
            self.lines.append(Line(paragraph, self._block, self._listed, linked, self._within))
            self._listed = False


def _paragraphs(lines: list[str]) -> Iterator[str]:
    """The lines that stand together, joined by a newline."""
    together: list[str] = []
    for line in (*lines, ""):
        if line:
            together.append(line)
        elif together:
            yield "\n".join(together)
            together = []


def _cells_of_data(row: Element) -> list[str]:
    """The cells of a row of two or more short texts; none where the table only lays out a page."""
    cells = [child for child in row if child.tag in CELLS]
    if len(cells) < 2 or any(inner.tag in BLOCKS for cell in cells for inner in cell.iterdescendants()):
        return []
    texts = [" ".join(" ".join(lines_of(cell)).split()) for cell in cells]
    return texts if sum(map(bool, texts)) > 1 else []
