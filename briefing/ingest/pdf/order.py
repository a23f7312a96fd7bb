"""The order of reading: that in which the page was drawn, unless it was drawn line by line across its columns."""

from __future__ import annotations

from itertools import pairwise

from briefing.ingest.pdf.lines import Line

ACROSS = 0.3  # of all steps from a line to the next go sideways in a page that was drawn across its columns
PROSE = 20  # characters: the cells of a table are shorter on the whole than the lines of a column
LEAST = 6  # lines, of which a column has at least
CROSSING = 0.15  # of the lines may reach across the white between two columns: headlines, pictures' captions


def in_reading_order(lines: list[Line]) -> list[Line]:
    return _by_columns(lines) if _is_across(lines) else lines


def _is_across(lines: list[Line]) -> bool:
    """Whether lines of running text follow each other sideways; rows of a table do so too and stay rows."""
    sideways = [(a, b) for a, b in pairwise(lines) if a.beside(b) and not a.overlaps(b)]
    if len(sideways) < max(LEAST, ACROSS * len(lines)):
        return False
    lengths = sorted(min(len(a.text), len(b.text)) for a, b in sideways)
    return lengths[len(lengths) // 2] >= PROSE


def _by_columns(lines: list[Line]) -> list[Line]:
    """Column after column, in bands between the lines that reach across them."""
    downwards = sorted(lines, key=lambda line: (-round(line.top), line.left))
    gutter = _gutter(lines)
    if gutter is None:
        return downwards
    ordered: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for line in downwards:
        if line.right <= gutter:
            left.append(line)
        elif line.left >= gutter:
            right.append(line)
        else:
            ordered += [*_by_columns(left), *_by_columns(right), line]
            left, right = [], []
    return [*ordered, *_by_columns(left), *_by_columns(right)]


def _gutter(lines: list[Line]) -> float | None:
    """Where the fewest lines cross, with a column's lines on either side."""
    best: tuple[int, float] | None = None
    for at in sorted({line.left - 0.5 for line in lines}):
        before = sum(line.right <= at for line in lines)
        behind = sum(line.left >= at for line in lines)
        crossing = len(lines) - before - behind
        if min(before, behind) >= LEAST and crossing <= CROSSING * len(lines):
            best = min(best or (crossing, at), (crossing, at))
    return best[1] if best else None
