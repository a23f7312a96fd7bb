"""Text set into lines by our own arithmetic, so that a page is planned and levelled before anything is laid out.

A paragraph takes the fewest lines that hold it (as a greedy breaker would), and among those the evenest ones
(least sum of squared gaps; Knuth and Plass 1981, for ragged right). The lines are printed as they stand here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import ceil
from typing import NamedTuple

from briefing.render.fonts import FaceName, face, is_wide

FILLED = 0.9  # of a line that the layout engine breaks
SAFETY = 0.6  # points kept free at the end of a line, for what kerning may add
# Hebrew to Myanmar, Khmer and Mongolian, the presentation forms: joined, reordered or stacked when set.
SHAPED = ((0x0590, 0x109F), (0x1780, 0x18AF), (0xFB1D, 0xFDFF), (0xFE70, 0xFEFC))
FIRST_SHAPED, FIRST_WIDE = "\u0590", "\u2e80"
SHORTEST_LAST = 0.3  # of the width: a line that a quotation was loosened for
NARROWER = (0.97, 0.94, 0.91)  # shares of the measure that a paragraph may be set in, to take one line more
SHORTEST_END = 0.25  # a last line shorter than this share of the measure is avoided where the lines allow it


class Run(NamedTuple):
    """Text of one look. `kind`: quote, plain, strong, seal, words (ours), added (in brackets), cite (a raised
    number), number (one on the line)."""

    text: str
    kind: str = "quote"
    href: str = ""
    lang: str = ""


Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Type:
    """A face at a size and a leading, in points; `spacing` is letter space in points."""

    face: FaceName
    size: float
    leading: float
    spacing: float = 0.0
    capitals: bool = False
    fonts: str = ""  # the folder of the user's fonts

    def look(self, kind: str) -> tuple[FaceName, float]:
        """The face and size of a run inside a paragraph of this type."""
        if kind in {"quote", "plain", "seal"}:
            return self.face, self.size
        if kind in {"strong", "number"}:
            return "sans-bold", self.size
        if kind == "cite":
            return "sans", self.citation_size
        return "sans", self.furniture_size

    @property
    def citation_size(self) -> float:
        return max(6.0, round(self.size * 0.68, 1))

    @property
    def furniture_size(self) -> float:
        """Our own words beside a quotation: a step smaller, and the smallest that text may be."""
        return self.size if self.face.startswith("sans") else 8.5


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines as they are printed. `natural`: a single one that the layout engine breaks, into at most `count`; neither
    `rtl` nor `ltr`: without a letter.
    """

    lines: tuple[Line, ...]
    count: int
    natural: bool = False
    rtl: bool = False
    ltr: bool = False
    whole: Line = field(default=(), compare=False, repr=False)  # the runs as they were before they were broken

    @property
    def flow(self) -> tuple[Run, ...]:
        """The lines as runs, with a newline where a line ends: an element a run instead of one a line."""
        runs: list[Run] = []
        for number, line in enumerate(self.lines):
            for run in line:
                opens = number and run is line[0]
                if opens and runs[-1]._replace(text="") == run._replace(text=""):
                    runs[-1] = run._replace(text=f"{runs[-1].text}\n{run.text}")
                else:
                    if opens:
                        runs[-1] = runs[-1]._replace(text=runs[-1].text + "\n")
                    runs.append(run)
        return tuple(runs)


# A no-break space is no blank here.
_BLANK = re.compile("([ \n\t]+)")


class _Word(NamedTuple):
    """What stays together on a line; `space` is the width of the blank before it, 0 where there is none."""

    pieces: tuple[tuple[int, str], ...]  # (index of the run, text)
    width: float
    space: float


def paragraph(runs: Iterable[Run], look: Type, width: float) -> Paragraph:
    """`width` in points; runs follow each other without a blank unless they hold one."""
    return _paragraph(tuple(run for run in runs if run.text), look, width)


def line_width(line: Iterable[Run], look: Type) -> float:
    return sum(_width(run.text, run.kind, look) for run in line)


@lru_cache(maxsize=8192)
def _paragraph(runs: tuple[Run, ...], look: Type, width: float) -> Paragraph:
    text = "".join(run.text for run in runs)
    rtl = is_rtl(text)
    ltr = not rtl and any(map(str.isalpha, text))
    words = list(_fitting(_words(runs, look), runs, look, width - SAFETY))
    if not words:
        return Paragraph((), 0)
    if max(text) >= FIRST_SHAPED and any(map(_is_shaped, text)):
        # Joined and reordered scripts are broken by the layout engine; their widths are bounded, not known.
        total = sum(word.width + word.space for word in words)
        return Paragraph((runs,), ceil(total / (width * FILLED)), natural=True, rtl=rtl, ltr=ltr)
    ends = _evenest(words, width - SAFETY)
    starts = [0, *ends[:-1]]
    lines = tuple(_line(words[start:end], runs) for start, end in zip(starts, ends, strict=True))
    return Paragraph(lines, len(lines), rtl=rtl, ltr=ltr, whole=runs)


def loosened(text: Paragraph, look: Type, width: float) -> Paragraph:
    """The paragraph on one line more, set a little narrower; as it is where it was cut, or where that does not do."""
    if not text.whole or paragraph(text.whole, look, width).lines != text.lines:
        return text
    tries = (paragraph(text.whole, look, width * share) for share in NARROWER)
    return next((one for one in tries if one.count == text.count + 1 and _last_is_long(one, look, width)), text)


def _last_is_long(text: Paragraph, look: Type, width: float) -> bool:
    """Whether the last line is no lone word or two."""
    return line_width(text.lines[-1], look) >= width * SHORTEST_LAST


def is_rtl(text: str) -> bool:
    """Whether the first letter with a direction runs from right to left (Unicode Annex 9, rule P2, by block)."""
    for character in text:
        if character.isalpha():
            point = ord(character)
            return 0x0590 <= point <= 0x08FF or 0xFB1D <= point <= 0xFDFF or 0xFE70 <= point <= 0xFEFF
    return False


def _is_shaped(character: str) -> bool:
    point = ord(character)
    return point >= 0x0590 and any(first <= point <= last for first, last in SHAPED)


def _words(runs: Sequence[Run], look: Type) -> Iterator[_Word]:
    pieces: list[tuple[int, str]] = []
    width = space = 0.0
    for index, run in enumerate(runs):
        for part, is_blank in _parts(run.text):
            if is_blank or (pieces and _may_break(pieces[-1][1], part)):
                if pieces:
                    yield _Word(tuple(pieces), width, space)
                    pieces, width, space = [], 0.0, 0.0
                if is_blank:
                    space = _width(" ", run.kind, look)
                    continue
            pieces.append((index, part))
            width += _width(part, run.kind, look)
    if pieces:
        yield _Word(tuple(pieces), width, space)


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """Stretches without a breaking blank, and the blanks; every wide character is a stretch of its own."""
    if max(text) < FIRST_WIDE:
        yield from ((part, part[0] in " \n\t") for part in _BLANK.split(text) if part)
        return
    start = 0
    for i, character in enumerate(text):
        blank = character in " \n\t"
        if blank or is_wide(character):
            if start < i:
                yield text[start:i], False
            yield (" ", True) if blank else (character, False)
            start = i + 1
    if start < len(text):
        yield text[start:], False


# Kinsoku: what may not open and what may not close a line of Chinese or Japanese (JIS X 4051, the common part).
_NEVER_FIRST = frozenset("、。，．・：；？！）」』】〉》〕｝”’ー々…ぁぃぅぇぉっゃゅょァィゥェォッャュョ")
_NEVER_LAST = frozenset("（「『【〈《〔｛“‘")


def _may_break(before: str, after: str) -> bool:
    """Between two stretches with no blank: only beside a wide character, and not at its punctuation."""
    if not (is_wide(before[-1]) or is_wide(after[0])):
        return False
    return before[-1] not in _NEVER_LAST and after[0] not in _NEVER_FIRST and (is_wide(after[0]) or after[0].isalnum())


def _fitting(words: Iterable[_Word], runs: Sequence[Run], look: Type, width: float) -> Iterator[_Word]:
    """The words, those longer than a line cut between characters (a URL, a table that lost its blanks)."""
    for word in words:
        if word.width <= width:
            yield word
            continue
        space, pieces, total = word.space, list[tuple[int, str]](), 0.0
        for index, text in word.pieces:
            start = 0
            for i, character in enumerate(text):
                step = _width(character, runs[index].kind, look)
                if total + step > width and (pieces or i > start):
                    yield _Word((*pieces, *_piece(index, text[start:i])), total, space)
                    pieces, start, total, space = [], i, 0.0, 0.0
                total += step
            pieces.extend(_piece(index, text[start:]))
        yield _Word(tuple(pieces), total, space)


def _piece(index: int, text: str) -> tuple[tuple[int, str], ...]:
    return ((index, text),) if text else ()


def _evenest(words: Sequence[_Word], width: float) -> list[int]:
    """The end of each line, as an index into the words: fewest lines, then least raggedness."""
    latest = _greedy(words, width)
    count = len(latest)
    if count == 1:
        return latest
    # best[line][end]: the least cost of setting words[:end] on `line` lines; only ends that keep the count are tried.
    earliest = _greedy_backwards(words, width, count)
    best: dict[int, float] = {0: 0.0}
    back: list[dict[int, int]] = []
    for line in range(count):
        ends = range(earliest[line], latest[line] + 1)
        found: dict[int, float] = {}
        came: dict[int, int] = {}
        for start, cost in best.items():
            used = 0.0
            for end in range(start + 1, ends.stop):
                word = words[end - 1]
                used += word.width + (word.space if end - 1 > start else 0.0)
                if used > width:
                    break
                if end < ends.start:
                    continue
                total = cost + _gap(width, used, last=line == count - 1)
                if total < found.get(end, float("inf")):
                    found[end], came[end] = total, start
        best = found
        back.append(came)
    ends_found = [len(words)]
    for came in reversed(back):
        ends_found.append(came[ends_found[-1]])
    return ends_found[-2::-1]


def _gap(width: float, used: float, *, last: bool) -> float:
    share = (width - used) / width
    if not last:
        return share * share
    return max(0.0, share - (1 - SHORTEST_END)) ** 2 * 4


def _greedy(words: Sequence[_Word], width: float) -> list[int]:
    """The latest end that each line can have."""
    ends: list[int] = []
    used = 0.0
    for i, word in enumerate(words):
        step = used + word.space + word.width if used else word.width
        if used and step > width:
            ends.append(i)
            step = word.width
        used = step
    return [*ends, len(words)]


def _greedy_backwards(words: Sequence[_Word], width: float, count: int) -> list[int]:
    """The earliest end that each line may have so that the rest still fits on the lines that remain."""
    ends = [len(words)]
    used = 0.0
    for i in range(len(words) - 1, -1, -1):
        step = used + words[i].width + (words[i + 1].space if used else 0.0)
        if used and step > width:
            ends.append(i + 1)
            step = words[i].width
        used = step
    ends.reverse()
    # Filled from the end there can be no more lines than filled from the start.
    return [1] * (count - len(ends)) + ends


def _line(words: Sequence[_Word], runs: Sequence[Run]) -> Line:
    texts: list[tuple[int, str]] = []
    for position, word in enumerate(words):
        for number, (index, text) in enumerate(word.pieces):
            blank = " " if position and not number and word.space else ""
            if texts and texts[-1][0] == index:
                texts[-1] = (index, texts[-1][1] + blank + text)
            elif blank and texts and (runs[texts[-1][0]].kind != "quote" or runs[index].kind in {"quote", "cite"}):
                # The blank between two looks is no part of a link, nor of a quotation where it can stand outside.
                texts[-1] = (texts[-1][0], texts[-1][1] + blank)
                texts.append((index, text))
            elif blank and texts:
                texts.append((index, blank + text))
            else:
                texts.append((index, text))
    return tuple(runs[index]._replace(text=text) for index, text in texts)


@lru_cache(maxsize=32768)
def _width(text: str, kind: str, look: Type) -> float:
    name, size = look.look(kind)
    if kind == "seal":
        text = "0" * len(text)  # a hash takes the same room whatever its digits, or the page would depend on itself
    shown = text.upper() if look.capitals else text
    return face(name, look.fonts).width(shown) * size + look.spacing * len(shown)
