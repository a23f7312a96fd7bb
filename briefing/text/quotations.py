"""What stands between quotation marks, in the styles of the languages we read.

Apostrophes, plural possessives ("ministers’") and elisions ("’90s") are not marks. A speech of several paragraphs opens
anew in each and closes in the last, so that one left open ends with its paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property, lru_cache

from briefing.types import Span

# Opening mark -> marks that may close it.
_PAIRS = {
    "“": "”“", "”": "”", "„": "“”„", "«": "»", "»": "«", "‹": "›", "「": "」", "『": "』", "《": "》", '"': '"',
    "‘": "’", "‚": "‘’", "'": "'",
}  # fmt: skip
_MARK = re.compile(r"[“”„«»‹›「」『』《》\"‘’‚'](?:(?<![’'])|(?<![^\W_].)|(?![^\W_]))")  # no apostrophe inside a word
_STRAIGHT = re.compile(r"'(?:(?<!')|(?<![^\W_].)|(?![^\W_]))")
_SINGLE = "‘’'‚"
_SINGLE_MARK = re.compile("[‘’']")
_ALWAYS_OPENS = "„「『《‚‹"
_PARAGRAPH = re.compile(r"[^\n]+(?:\n[^\n]+)*")
_BEFORE_OPENING = re.compile(r"[\s(\[{—–\-/:“„«‘\"'¿¡*_>]")
_ELISION = re.compile(r"[‘’'](?:\d0s?\b|\d\d\b(?!\s*per|%)|em\b|tis\b|twas\b|til\b|cause\b|n[‘’'])", re.IGNORECASE)
_AFTER_LEAD_IN = re.compile(r"(?:^|[:,.!?…—–-])\s*\Z")


@lru_cache(maxsize=1 << 15)
def quotations(text: str, *, nested: bool = False) -> tuple[Span, ...]:
    """Spans with their marks, the outermost ones unless `nested`; one left open ends with its paragraph."""
    if not _may_quote(text):
        return ()
    paragraphs = [match.span() for match in _PARAGRAPH.finditer(text)] if "\n\n" in text else [(0, len(text))]
    found = [span for start, end in paragraphs for span in _in_paragraph(text, start, end)]
    found.sort(key=lambda span: (span.start, -span.end))
    return tuple(found) if nested else tuple(_outermost(found))


def _may_quote(text: str) -> bool:
    """Cheap signs first: most blocks are ASCII and hold no mark, or no mark but apostrophes inside words."""
    if not text.isascii():
        return _MARK.search(text) is not None
    return '"' in text or ("'" in text and _STRAIGHT.search(text) is not None)


def _outermost(spans: list[Span]) -> Iterator[Span]:
    end = 0
    for span in spans:
        if span.start >= end:
            end = span.end
            yield span


def _in_paragraph(text: str, start: int, end: int) -> Iterator[Span]:
    stack: list[tuple[str, int]] = []
    paragraph_end = _behind_last_word(text, end)
    straight_left = text.count('"', start, end)
    singles = _Singles(text, start, end)
    first = True
    for match in _MARK.finditer(text, start, end):
        mark, at = match.group(), match.start()
        straight_left -= mark == '"'
        depth = _closed_by(text, at, mark, stack, straight_left, singles)
        if depth is not None:
            yield Span(stack[depth][1], at + 1)
            del stack[depth:]
        elif _opens(text, at, mark, start, end, singles):
            again = next((i for i, (opened, _) in enumerate(stack) if opened == mark), None)
            if again is not None:  # it was never closed
                yield Span(stack[again][1], _behind_last_word(text, at))
                del stack[again:]
            stack.append((mark, at))
        elif first and mark in "”»」』" and at > start and not text[at - 1].isspace():
            begin = start + len(text[start:at]) - len(text[start:at].lstrip())
            yield Span(begin, at + 1)  # it was opened in a paragraph before
        first = first and mark in _SINGLE
    for mark, at in stack:
        if paragraph_end > at + 1 and (mark not in _SINGLE or (mark == "‘" and _AFTER_LEAD_IN.search(text, start, at))):
            yield Span(at, paragraph_end)


def _behind_last_word(text: str, at: int) -> int:
    while at and text[at - 1].isspace():
        at -= 1
    return at


def _closed_by(
    text: str, at: int, mark: str, stack: list[tuple[str, int]], straight_left: int, singles: _Singles
) -> int | None:
    """Which open quotation, counted from the outermost, this mark closes."""
    for depth in range(len(stack) - 1, -1, -1):
        opened = stack[depth][0]
        if mark not in _PAIRS[opened]:
            continue
        if mark == '"':
            closes = not _stands_before_a_word(text, at) or straight_left % 2 == 0
        elif mark in _SINGLE:
            closes = singles.closes(at)
        else:
            closes = mark != opened or mark == "”" or not _stands_before_a_word(text, at)
        return depth if closes else None
    return None


def _stands_before_a_word(text: str, at: int) -> bool:
    """Between a blank and a word: it opens, unless the straight marks that are left say that it closes."""
    return text[at - 1 : at].isspace() and text[at + 1 : at + 2].isalnum()


def _opens(text: str, at: int, mark: str, start: int, end: int, singles: _Singles) -> bool:
    before, after = text[at - 1 : at] if at > start else "", text[at + 1 : at + 2] if at + 1 < end else ""
    if not after:
        return False
    if mark in _ALWAYS_OPENS:
        return True
    free = not before or _BEFORE_OPENING.match(before) is not None
    if mark in "“«":
        return free or not after.isspace()
    if mark == "‘":
        return not before.isalnum() and not _ELISION.match(text, at)
    if mark in "’›」』》":
        return False
    if mark == "'":
        return free and after.isalpha() and not _ELISION.match(text, at) and singles.closer_after(at + 1)
    return free and not after.isspace() if mark in "”»" else free


class _Singles:
    """The single marks of a paragraph that are no apostrophes inside a word, sorted by what they may do when asked."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._paragraph = text, start, end

    @cached_property
    def _places(self) -> tuple[list[int], list[int], list[int]]:
        """Where quotations open; close for sure; close, or a plural has its apostrophe ("ministers’ houses")."""
        text, start, end = self._paragraph
        openers: list[int] = []
        sure: list[int] = []
        plurals: list[int] = []
        for match in _SINGLE_MARK.finditer(text, start, end):
            at = match.start()
            before, after = text[at - 1 : at], text[at + 1 : at + 2]
            if match.group() == "‘" or (match.group() == "'" and before.isspace()):
                openers.append(at)
            elif not after.isalnum() and not before.isspace() and not _ELISION.match(text, at):
                plural = before in "sSxz" and after.isspace() and text[at + 2 : at + 3].isalpha()
                (plurals if plural else sure).append(at)
        return openers, sure, plurals

    def closes(self, at: int) -> bool:
        """A plural's apostrophe closes only when nothing surer comes before the next opening."""
        openers, sure, plurals = self._places
        if _holds(sure, at):
            return True
        return _holds(plurals, at) and not _next(sure, at) < _next(openers, at)

    def closer_after(self, at: int) -> bool:
        _, sure, plurals = self._places
        return min(_next(sure, at), _next(plurals, at)) < _NEVER


_NEVER = 1 << 60


def _next(positions: list[int], at: int) -> int:
    index = bisect_right(positions, at)
    return positions[index] if index < len(positions) else _NEVER


def _holds(positions: list[int], at: int) -> bool:
    index = bisect_left(positions, at)
    return index < len(positions) and positions[index] == at
