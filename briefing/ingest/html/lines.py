"""The text of elements as lines: a heading, paragraph, list item or row of a table is a line of its own."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.ingest.html.tree import Element, is_shown

BULLET = "• "
BREAK = "\x1e"  # stands for <br> until the line is made: page text holds no control characters
DROPPED = frozenset(
    "script style noscript template svg iframe object embed applet canvas audio video map select option datalist"
    " button textarea input progress meter head title figcaption dialog".split()
)
BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figure footer form"
    " h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre search section summary table tbody td"
    " tfoot th thead tr ul".split()
)
CELLS = frozenset(("td", "th"))
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


def lines_of(element: Element) -> list[str]:
    """What a reader sees of the element, line by line; white space is collapsed as browsers do it."""
    writer = _Writer()
    writer.write(element)
    writer.end()
    return writer.lines


class _Writer:
    """Collects the words of one line until a block begins or ends."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._words: list[str] = []
        self._mark = ""
        self._preformatted = 0

    def write(self, element: Element) -> None:
        tag = element.tag
        if tag in DROPPED or not isinstance(tag, str) or not is_shown(element):
            return
        if tag == "br":
            self._words.append(BREAK)
        elif tag == "tr" and (cells := _cells_of_data(element)):
            self.end()
            self.lines.append("\t".join(cells))
        else:
            self._write_inside(element, tag)

    def _write_inside(self, element: Element, tag: str) -> None:
        if tag in BLOCKS:
            self.end()
        if tag == "li":
            self._mark = BULLET
        self._preformatted += tag == "pre"
        self._say(element.text)
        for child in element:
            self.write(child)
            self._say(child.tail)
        self._preformatted -= tag == "pre"
        if tag in BLOCKS:
            self.end()

    def _say(self, words: str | None) -> None:
        if words:
            self._words.append(words.replace("\n", BREAK) if self._preformatted else words)

    def end(self) -> None:
        """Closes the line; two breaks in a row part paragraphs, one parts lines of a paragraph."""
        if not self._words:
            return
        lines = [" ".join(line.split()) for line in "".join(self._words).split(BREAK)]
        self._words = []
        for paragraph in _paragraphs(lines):
            self.lines.append(self._mark + paragraph)
            self._mark = ""


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
