"""What stands between quotation marks, in the styles of the languages we read.

Apostrophes, plural possessives ("ministers’") and elisions ("’90s") are not marks. A speech of several paragraphs opens
anew in each and closes in the last, so that one left open ends with its paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.types import Span

# Opening mark -> marks that may close it.
_PAIRS = {
    "“": "”“", "”": "”", "„": "“”„", "«": "»", "»": "«", "‹": "›", "「": "」", "『": "』", "《": "》", '"': '"',
    "‘": "’", "‚": "‘’", "'": "'",
}  # fmt: skip
_MARK = re.compile("[“”„«»‹›「」『』《》\"‘’‚']")
_SINGLE = "‘’'‚"
_ALWAYS_OPENS = "„「『《‚‹"
_PARAGRAPH = re.compile(r"[^\n]+(?:\n[^\n]+)*")
_BEFORE_OPENING = re.compile(r"[\s(\[{—–\-/:“„«‘\"'¿¡*_>]")
_ELISION = re.compile(r"[‘’'](?:\d0s?\b|\d\d\b(?!\s*per|%)|em\b|tis\b|twas\b|til\b|cause\b|n[‘’'])", re.IGNORECASE)
_AFTER_LEAD_IN = re.compile(r"(?:^|[:,.!?…—–-])\s*\Z")


def quotations(text: str, *, nested: bool = False) -> tuple[Span, ...]:
    """Spans with their marks, the outermost ones unless `nested`; one left open ends with its paragraph."""
    if _MARK.search(text) is None:
        return ()
    paragraphs = [match.span() for match in _PARAGRAPH.finditer(text)] if "\n\n" in text else [(0, len(text))]
    found = [span for start, end in paragraphs for span in _in_paragraph(text, start, end)]
    found.sort(key=lambda span: (span.start, -span.end))
    return tuple(found) if nested else tuple(_outermost(found))


def _outermost(spans: list[Span]) -> Iterator[Span]:
    end = 0
    for span in spans:
        if span.start >= end:
            end = span.end
            yield span


def _in_paragraph(text: str, start: int, end: int) -> Iterator[Span]:
    stack: list[tuple[str, int]] = []
    paragraph_end = start + len(text[start:end].rstrip())
    straight_left = text.count('"', start, end)
    for match in _MARK.finditer(text, start, end):
        mark, at = match.group(), match.start()
        straight_left -= mark == '"'
        depth = _closed_by(text, at, mark, stack, straight_left)
        if depth is not None:
            yield Span(stack[depth][1], at + 1)
            del stack[depth:]
        elif _opens(text, at, mark, start, end):
            again = next((i for i, (opened, _) in enumerate(stack) if opened == mark), None)
            if again is not None:  # it was never closed
                yield Span(stack[again][1], start + len(text[start:at].rstrip()))
                del stack[again:]
            stack.append((mark, at))
        elif mark in "”»」』" and not stack and not text[at - 1 : at].isspace() and at > start:
            yield Span(
                start + len(text[start:at]) - len(text[start:at].lstrip()), at + 1
            )  # opened in a paragraph before
    for mark, at in stack:
        if paragraph_end > at + 1 and (mark not in _SINGLE or (mark == "‘" and _AFTER_LEAD_IN.search(text, start, at))):
            yield Span(at, paragraph_end)


def _closed_by(text: str, at: int, mark: str, stack: list[tuple[str, int]], straight_left: int) -> int | None:
    """Which open quotation, counted from the outermost, this mark closes."""
    for depth in range(len(stack) - 1, -1, -1):
        opened = stack[depth][0]
        if mark not in _PAIRS[opened]:
            continue
        if mark == '"':
            return depth if _closes_straight(text, at, straight_left) else None
        if mark in _SINGLE:
            return depth if _closes_single(text, at, mark) else None
        if mark == opened:
            return depth if mark == "”" or not _stands_before_a_word(text, at) else None
        return depth
    return None


def _closes_straight(text: str, at: int, left: int) -> bool:
    """A straight mark between a blank and a word opens anew, unless the marks that are left say that it closes."""
    return not _stands_before_a_word(text, at) or left % 2 == 0


def _stands_before_a_word(text: str, at: int) -> bool:
    return text[at - 1 : at].isspace() and text[at + 1 : at + 2].isalnum()


def _closes_single(text: str, at: int, mark: str) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if after.isalnum() or before.isspace() or _ELISION.match(text, at):
        return False
    if before in "sSxz" and after.isspace() and text[at + 2 : at + 3].isalpha():
        return not _closes_later(text, at + 1, mark)  # else the apostrophe of a plural
    return True


def _closes_later(text: str, start: int, mark: str) -> bool:
    """Whether a mark that can only close comes before the next one that opens."""
    for match in _MARK.finditer(text, start):
        at = match.start()
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        if match.group() == "‘" or (match.group() == "'" and before.isspace()):
            return False
        if match.group() == mark and not after.isalnum() and not before.isspace():
            return before not in "sSxz" or not after.isspace() or not text[at + 2 : at + 3].isalpha()
    return False


def _opens(text: str, at: int, mark: str, start: int, end: int) -> bool:
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
        return free and after.isalpha() and not _ELISION.match(text, at) and _finds_closer(text, at, end)
    return free and not after.isspace() if mark in "”»" else free


def _finds_closer(text: str, at: int, end: int) -> bool:
    return any(
        _closes_single(text, match.start(), "'")
        for match in _MARK.finditer(text, at + 2, end)
        if match.group() == "'" and not (text[match.start() - 1].isspace())
    )
