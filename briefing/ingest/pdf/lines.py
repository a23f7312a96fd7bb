"""The lines of a page and where they stand, as PDFium finds them; points from the lower left corner."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from math import pi
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdfium2 import PdfPage, PdfTextPage

JOINT = "\ufffe"  # what PDFium puts for a hyphen at the end of a line
LINE = re.compile(f"[^\r\n{JOINT}]+{JOINT}?")
WORD = re.compile(r"\S+")
NOTE_MARK = re.compile(r"(?<=[\w.,;:!?”\"’)])\d{1,3}(?=[\s.,;:!?”\"’)]|$)")
UNIT = re.compile(r"(?:\b[kcmdµ]?m|\b\w|\d)$")
LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
LIGATURE = re.compile("[ﬀ-ﬆ]")
GAP = 1.8  # times the size of the type: two cells or columns on one line of the page
GAPS = 2.5  # times the usual gap of the line, too
RAISED = 0.2  # times the size: a digit that stands so much higher is the mark of a note


@dataclass(frozen=True, slots=True)
class Line:
    """`size` is the height of its type; `hyphenated`: its last word goes on in the next line; `bold` by the font."""

    text: str
    page: int
    left: float
    right: float
    bottom: float
    top: float
    bold: bool = False
    hyphenated: bool = False

    @property
    def size(self) -> float:
        return self.top - self.bottom

    def beside(self, other: Line) -> bool:
        """Whether both stand on one line of the page."""
        return min(self.top, other.top) - max(self.bottom, other.bottom) > 0.5 * min(self.size, other.size)

    def overlaps(self, other: Line) -> bool:
        """Whether one stands above the other."""
        return min(self.right, other.right) > max(self.left, other.left)


def lines_of(page: PdfPage, number: int) -> list[Line]:
    """In the order in which the page draws them; text that stands on its side is left out, unless all does."""
    textpage = page.get_textpage()
    try:
        glyphs = _Glyphs(textpage)
        turned = [(glyphs.quarter_turns(found.start()), found) for found in LINE.finditer(glyphs.text)]
        usual = Counter(turns for turns, _ in turned).most_common(1)[0][0] if turned else 0
        return [line for turns, found in turned if turns == usual for line in glyphs.lines(found, number, usual)]
    finally:
        textpage.close()


class _Glyphs:
    """The characters of a page with their boxes."""

    def __init__(self, textpage: PdfTextPage) -> None:
        import pypdfium2.raw

        self._raw: Any = pypdfium2.raw
        self._page = textpage.raw
        self._box = self._raw.FS_RECTF()
        count = textpage.count_chars()
        self.text = textpage.get_text_range() if count else ""
        if len(self.text) != count:  # beyond the basic plane offsets differ: character by character
            codes = (self._raw.FPDFText_GetUnicode(self._page, i) for i in range(count))
            self.text = "".join(JOINT if code == 2 else chr(code) if 0 < code < 0x110000 else " " for code in codes)

    def quarter_turns(self, index: int) -> int:
        angle: float = self._raw.FPDFText_GetCharAngle(self._page, index)
        return round(angle / (pi / 2)) % 4

    def lines(self, found: re.Match[str], number: int, turns: int) -> Iterator[Line]:
        """The line, or the parts of it that stand far apart."""
        places = [(word.start() + found.start(), word.end() + found.start()) for word in WORD.finditer(found.group())]
        words = [self._word(start, end, number, turns) for start, end in places]
        first = 0
        for i in self._breaks(words, [start for start, _ in places]):
            yield _joined(words[first:i])
            first = i
        if words:
            yield _joined(words[first:])

    def _breaks(self, words: list[Line], starts: list[int]) -> list[int]:
        """Where a cell or column ends: more white than elsewhere in the line, and no blank was written for it."""
        gaps = [b.left - a.right for a, b in pairwise(words)]
        wide = max(GAP * max((word.size for word in words), default=0.0), GAPS * median(gaps) if len(gaps) > 1 else 0.0)
        return [i for i, gap in enumerate(gaps, 1) if gap > wide and self._is_made_up(starts[i] - 1)]

    def _is_made_up(self, index: int) -> bool:
        """Whether PDFium put this blank between two pieces of text."""
        return bool(self._raw.FPDFText_IsGenerated(self._page, index) == 1)

    def _word(self, start: int, end: int, number: int, turns: int) -> Line:
        first, last = self._place(start, turns), self._place(end - 1, turns)
        text = self.text[start:end]
        hyphenated = text[-1] in f"{JOINT}\u2010\u00ad-" and len(text) > 1
        bold = self._raw.FPDFText_GetFontWeight(self._page, start) >= 600
        word = Line(text, number, first[0], max(first[2], last[2]), first[1], first[3], bold, hyphenated)
        return replace(word, text=_clean(self._without_note_marks(word, start, turns)))

    def _place(self, index: int, turns: int) -> tuple[float, float, float, float]:
        """Left, bottom, right, top on the page as it is read, after so many quarter turns."""
        box = self._box
        self._raw.FPDFText_GetLooseCharBox(self._page, index, box)
        if turns == 1:
            return -box.top, box.left, -box.bottom, box.right
        if turns == 2:
            return -box.right, -box.top, -box.left, -box.bottom
        if turns == 3:
            return box.bottom, -box.right, box.top, -box.left
        return box.left, box.bottom, box.right, box.top

    def _without_note_marks(self, word: Line, start: int, turns: int) -> str:
        """Without small raised digits behind a word; those behind a unit are powers."""
        mark = NOTE_MARK.search(word.text)
        if mark is None or UNIT.search(word.text[: mark.start()]):
            return word.text
        _, bottom, _, top = self._place(start + mark.start(), turns)
        raised = top - bottom < 0.9 * word.size and bottom > word.bottom + RAISED * word.size
        return word.text[: mark.start()] + word.text[mark.end() :] if raised else word.text


def _clean(text: str) -> str:
    return LIGATURE.sub(lambda found: LIGATURES[found.group()], text) if LIGATURE.search(text) else text


def _joined(words: list[Line]) -> Line:
    """One line of its words; it is as high as most of its characters."""
    sizes: Counter[tuple[float, float]] = Counter()
    for word in words:
        sizes[word.bottom, word.top] += len(word.text)
    bottom, top = sizes.most_common(1)[0][0]
    bold = sum(len(word.text) for word in words if word.bold) * 2 > sum(len(word.text) for word in words)
    return Line(
        " ".join(word.text for word in words),
        words[0].page,
        words[0].left,
        words[-1].right,
        bottom,
        top,
        bold,
        words[-1].hyphenated,
    )
