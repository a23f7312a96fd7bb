"""The lines of a body: paragraphs, items, rows of tables, text boxes; deleted and hidden text is not among them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from briefing.ingest.docx.styles import Lists, Styles, child, is_on, list_of, local, value

# What is not shown once all changes are accepted, or at no time.
UNSHOWN = frozenset("del moveFrom delText instrText rPr pPr rt Fallback sectPr tblPr trPr tcPr".split())
LONG_CELL = 200  # characters: a table with more in a cell is there for the layout


@dataclass(frozen=True, slots=True)
class Line:
    """`use` is "title", "heading", "caption", "contents" or nothing."""

    text: str
    use: str = ""


@dataclass(slots=True)
class Body:
    """Reads one body; `notes` are the ids of foot- and endnotes in the order of their marks."""

    styles: Styles
    lists: Lists
    notes: list[tuple[str, str]] = field(default_factory=list)
    _open: str = ""  # a paragraph whose end was deleted: the next one goes on

    def lines(self, block: Any) -> Iterator[Line]:
        """Of a paragraph, a table, or what wraps them."""
        name = local(block)
        if name == "p":
            yield from self._paragraph(block)
        elif name == "tbl":
            yield from self._table(block)
        elif name not in UNSHOWN:
            for inner in block:
                yield from self.lines(inner)

    def _paragraph(self, paragraph: Any) -> Iterator[Line]:
        boxes: list[Any] = []
        pieces: list[str] = []
        self._collect(paragraph, pieces, boxes)
        text = self._open + "".join(pieces)
        properties = child(paragraph, "pPr")
        if child(paragraph, "pPr", "rPr", "del") is not None:
            self._open = text
        else:
            self._open = ""
            mark = self._mark(properties) if text.strip() else ""
            use = self._use(properties)
            yield from (Line(mark + line if not i else line, use) for i, line in enumerate(text.split("\n")))
        for box in boxes:
            for inner in box:
                yield from self.lines(inner)

    def _collect(self, element: Any, pieces: list[str], boxes: list[Any]) -> None:
        """The shown words below an element, and the text boxes that hang on it."""
        for inner in element:
            name = local(inner)
            if name in UNSHOWN or (name == "r" and is_on(child(inner, "rPr", "vanish"))):
                continue
            if name == "t":
                pieces.append(inner.text or "")
            elif name in _SIGNS:
                pieces.append("" if value(inner, "type") in {"page", "column"} else _SIGNS[name])
            elif name in {"footnoteReference", "endnoteReference"}:
                self.notes.append((name.removesuffix("Reference"), value(inner, "id")))
            elif name == "txbxContent":
                boxes.append(inner)
            else:
                self._collect(inner, pieces, boxes)

    def _use(self, properties: Any) -> str:
        if properties is None:
            return ""
        outline = child(properties, "outlineLvl")
        if outline is not None and value(outline).isdecimal() and int(value(outline)) < 9:
            return "heading"
        style = child(properties, "pStyle")
        return str(self.styles.uses.get(value(style), "")) if style is not None else ""

    def _mark(self, properties: Any) -> str:
        """The bullet or number of an item."""
        if properties is None:
            return ""
        style = child(properties, "pStyle")
        numbering = list_of(properties) or (self.styles.lists.get(value(style)) if style is not None else None)
        if numbering is None or numbering[0] in {"", "0"}:
            return ""
        return self.lists.mark(*numbering)

    def _table(self, table: Any) -> Iterator[Line]:
        """A row a line, its cells apart by tabs; the cells of a table for layout one after the other."""
        rows = [[list(self._cell(cell)) for cell in _cells(row)] for row in _rows(table)]
        cells = [cell for row in rows for cell in row]
        single = all(len(row) <= 1 for row in rows)
        if single or any(len(cell) > 1 and sum(len(line.text) for line in cell) > LONG_CELL for cell in cells):
            yield from (line for cell in cells for line in cell)
            return
        for row in rows:
            yield Line("\t".join(" ".join(line.text.strip() for line in cell).strip() for cell in row))

    def _cell(self, cell: Any) -> Iterator[Line]:
        for inner in cell:
            yield from (line for line in self.lines(inner) if line.text.strip())


_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}


def _rows(table: Any) -> Iterator[Any]:
    """Rows that are shown: a deleted row is marked in its properties."""
    for inner in table:
        if local(inner) == "tr" and child(inner, "trPr", "del") is None:
            yield inner
        elif local(inner) in {"sdt", "sdtContent", "customXml", "ins"}:
            yield from _rows(inner)


def _cells(row: Any) -> Iterator[Any]:
    for inner in row:
        if local(inner) == "tc":
            yield inner
        elif local(inner) in {"sdt", "sdtContent", "customXml"}:
            yield from _cells(inner)
