"""Paragraphs out of lines: by the white between them, indents, short last lines and the size of the type."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

from briefing.ingest.pdf.hyphens import Hyphenation, without_signs
from briefing.ingest.pdf.lines import Line

Use = Literal["heading", "paragraph", "caption", "note"]

LARGER = 1.15  # times the body's size: a heading
SMALLER = 0.93  # … and a note or a caption
SAME = 0.08  # part by which the size of two lines of one paragraph may differ
LEADING = 1.25  # times the usual distance of two lines: a new paragraph
INDENT = 0.7  # times the size of the type: a new paragraph, too
FITS = 0.6  # times the size of the type: a blank, and what hyphenation and setting may have spared
COMMON = 0.3  # of the most frequent left edge's lines: as many make an edge too
NEAR = 4.0  # times the size: no farther from its item stands a bullet
LONGEST_HEADING = 200  # characters

ENDED = re.compile(r"[.!?…。！？:;][\"'”’»›」』)\]]*$")
BULLET = re.compile(r"(?:[•·▪◦‣⁃●○■►*–-]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+\S")
CAPTION = re.compile(
    r"(?:figure|fig\.|table|chart|map|photo|abb\.|abbildung|tabelle|tableau|figura|tabla)\s*\d+\b", re.I
)
NOTE = re.compile(r"(?:\d{1,3}|[*†‡§]+|\[\d+\])[.)]?\s*\S")
LONE_BULLET = re.compile(r"[•·▪◦‣⁃●○■►–—*-]|\(?\d{1,2}[.)]|\(?[a-z][.)]")


@dataclass(slots=True)
class Paragraph:
    use: Use
    lines: list[Line] = field(default_factory=list)

    @property
    def first(self) -> Line:
        return self.lines[0]

    @property
    def last(self) -> Line:
        return self.lines[-1]


@dataclass(frozen=True, slots=True)
class _Column:
    """Lines that stand one below the other; a headline above them may be wider than they are."""

    lines: list[Line]
    leading: float

    def left(self, line: Line) -> float:
        """Where most lines of this size begin, or a good part of them farther left."""
        lefts = Counter(round(other.left) for other in self._like(line))
        return min(edge for edge, count in lefts.items() if count >= COMMON * max(lefts.values()))

    def right(self, line: Line) -> float:
        return max(other.right for other in self._like(line))

    def _like(self, line: Line) -> list[Line]:
        return [other for other in self.lines if abs(other.size - line.size) <= SAME * line.size]


def paragraphs(pages: Iterable[list[Line]]) -> list[Paragraph]:
    """In reading order, notes last; one that goes on in the next column or on the next page is one."""
    lines = [line for page in pages for line in _with_bullets(page)]
    if not lines:
        return []
    body = _usual_size(lines)
    found = [paragraph for column in _columns(lines) for paragraph in _of_column(column, body)]
    prose = [paragraph for paragraph in found if paragraph.use != "note"]
    return [*_continued(prose), *(paragraph for paragraph in found if paragraph.use == "note")]


def text_of(paragraph: Paragraph, hyphens: Hyphenation) -> str:
    """Its lines as one; a hyphen at a line's end goes where it was put for the line's end only."""
    text = paragraph.first.text
    for before, line in pairwise(paragraph.lines):
        text = hyphens.joined(text, line.text) if before.hyphenated else f"{text} {line.text}"
    return without_signs(text)


def _with_bullets(lines: list[Line]) -> list[Line]:
    """A bullet that was drawn by itself joins the line that it stands before."""
    bullets = [line for line in lines if LONE_BULLET.fullmatch(line.text)]
    taken: dict[int, Line] = {}
    for bullet in bullets:
        beside = [line for line in lines if line.beside(bullet) and 0 < line.left - bullet.left < NEAR * bullet.size]
        if beside:
            taken[id(min(beside, key=lambda line: line.left))] = bullet
    joined = {id(bullet) for bullet in taken.values()}
    return [
        replace(line, text=f"{taken[id(line)].text} {line.text}") if id(line) in taken else line
        for line in lines
        if id(line) not in joined
    ]


# --- columns --------------------------------------------------------------------------------------------------


def _usual_size(lines: list[Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], size))


def _columns(lines: list[Line]) -> Iterator[_Column]:
    """Runs of lines that go down one page; a row of cells stays in its run."""
    run = [lines[0]]
    for before, line in pairwise(lines):
        if line.page != before.page or not (_is_below(line, before) or line.beside(before)):
            yield _column(run)
            run = []
        run.append(line)
    yield _column(run)


def _is_below(line: Line, before: Line) -> bool:
    return line.top < before.top and (line.overlaps(before) or abs(line.left - before.left) < 3 * line.size)


def _column(lines: list[Line]) -> _Column:
    steps = sorted(a.top - b.top for a, b in pairwise(lines) if a.top > b.top)
    return _Column(lines, steps[len(steps) // 2] if steps else 0.0)


def _of_column(column: _Column, body: float) -> Iterator[Paragraph]:
    paragraph = Paragraph(_use(column, 0, body), [column.lines[0]])
    for i, (before, line) in enumerate(pairwise(column.lines), 1):
        use = _use(column, i, body)
        if _breaks(before, line, column) or (use != paragraph.use and "heading" in {use, paragraph.use}):
            yield paragraph
            paragraph = Paragraph(use)
        paragraph.lines.append(line)
    yield paragraph


def _use(column: _Column, i: int, body: float) -> Use:
    line = column.lines[i]
    if CAPTION.match(line.text):
        return "caption"
    if line.size >= LARGER * body and len(line.text) <= LONGEST_HEADING:
        return "heading"
    if line.size <= SMALLER * body and NOTE.match(line.text) and _is_last_of_page(column, i, body):
        return "note"
    short = line.right < column.right(line) - 2 * line.size or len(column.lines) == 1
    return "heading" if line.bold and short and not ENDED.search(line.text) else "paragraph"


def _is_last_of_page(column: _Column, i: int, body: float) -> bool:
    """Whether nothing of the body's size follows."""
    return all(line.size <= SMALLER * body for line in column.lines[i:])


def _breaks(before: Line, line: Line, column: _Column) -> bool:
    """Whether the line begins a paragraph."""
    if before.beside(line) and not before.overlaps(line):
        return False
    if abs(before.size - line.size) > SAME * max(before.size, line.size) or BULLET.match(line.text):
        return True
    if CAPTION.match(line.text) or before.top - line.top > LEADING * column.leading + 0.5:
        return True
    if before.hyphenated:
        return False
    indent = INDENT * line.size
    left = column.left(line)
    if line.left > left + indent and before.left < left + indent and not BULLET.match(before.text):
        return True
    return _would_fit(before, line, column) and (bool(ENDED.search(before.text)) or not line.text[0].islower())


def _would_fit(before: Line, line: Line, column: _Column) -> bool:
    """Whether the first word had had room at the end of the line before, so that the writer broke it on purpose."""
    word = len(line.text.split(maxsplit=1)[0]) / len(line.text) * (line.right - line.left)
    return before.right + word + FITS * line.size < column.right(before)


# --- what goes on elsewhere -----------------------------------------------------------------------------------


def _continued(found: list[Paragraph]) -> list[Paragraph]:
    """With a paragraph that was cut by a column's or page's end, or by a caption, made whole."""
    joined: list[Paragraph] = []
    for paragraph in found:
        before = next((p for p in reversed(joined[-3:]) if p.use != "caption"), None)
        if before is not None and _goes_on(before, paragraph, apart=before is not joined[-1]):
            before.lines += paragraph.lines
        else:
            joined.append(paragraph)
    return joined


def _goes_on(before: Paragraph, paragraph: Paragraph, *, apart: bool) -> bool:
    """`apart`: something else stands between the two."""
    last, first = before.last, paragraph.first
    if before.use != "paragraph" or paragraph.use != "paragraph" or BULLET.match(first.text):
        return False
    below = _is_below(first, last) and last.page == first.page and not apart
    if below or abs(last.size - first.size) > SAME * last.size:
        return last.hyphenated and first.text[0].islower()
    if last.hyphenated:
        return True
    if ENDED.search(last.text):
        return False
    sentence = len(paragraph.lines) > 1 or ENDED.search(paragraph.last.text) is not None
    return not first.text[0].isupper() or (last.text[-1].isalnum() and sentence)
