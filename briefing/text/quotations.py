"""What stands between quotation marks."""

from __future__ import annotations

import re

from briefing.types import Span

_CLOSERS = {"“": "”“", "„": "“”„", "«": "»", "»": "«", "「": "」", "『": "』", '"': '"', "‘": "’‘", "‚": "‘’", "'": "'", "‹": "›", "”": "”"}
_MARK = re.compile("[“”„«»「」『』\"‘’‚'‹›]")
_OPENS_AFTER = re.compile(r"[\s(\[{—–\-/:“„«‘\"'¿¡]")
_SINGLE = "'’‘"


def quotations(text: str, *, nested: bool = False) -> tuple[Span, ...]:
    """Spans with their marks, outermost only unless `nested`; one left open ends with the text, which is a block's."""
    found: list[Span] = []
    open_marks: list[tuple[str, int]] = []
    for match in _MARK.finditer(text):
        mark, at = match.group(), match.start()
        if open_marks and mark in _CLOSERS[open_marks[-1][0]] and _closes(text, at, mark):
            found.append(Span(open_marks.pop()[1], at + 1))
        elif _opens(text, at, mark):
            open_marks.append((mark, at))
        else:
            depth = next((i for i in reversed(range(len(open_marks))) if mark in _CLOSERS[open_marks[i][0]] and mark not in _SINGLE), None)
            if depth is not None:
                found.append(Span(open_marks[depth][1], at + 1))
                del open_marks[depth:]
    found += [Span(at, len(text)) for mark, at in open_marks if mark not in _SINGLE or mark == "‘"]
    found.sort(key=lambda span: (span.start, -span.end))
    return tuple(found) if nested else _outermost(found)


def _outermost(spans: list[Span]) -> tuple[Span, ...]:
    kept: list[Span] = []
    for span in spans:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return tuple(kept)


def _opens(text: str, at: int, mark: str) -> bool:
    if mark in "”’›」』":
        return False
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if mark in "“„«「『‹‚":
        return True
    if mark == "‘":
        return not before.isalnum()
    if mark == "»":
        return bool(after) and not after.isspace() and (not before or before.isspace())
    if mark == "'" and (after.isdigit() or not after.strip()):
        return False
    return (not before or _OPENS_AFTER.match(before) is not None) and bool(after)


def _closes(text: str, at: int, mark: str) -> bool:
    if mark not in _SINGLE:
        return mark != '"' or not (text[at + 1 : at + 2].isalnum() and text[at - 1 : at].isspace())
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if after.isalnum() or before.isspace():
        return False
    if before in "sS" and after.isspace() and text[at + 2 : at + 3].islower():
        return not _closed_later(text, at + 1, mark)  # a plural's apostrophe
    return True


def _closed_later(text: str, start: int, mark: str) -> bool:
    for at in range(start, len(text)):
        if text[at] == "‘" or (text[at] == "'" and text[at - 1].isspace()):
            return False
        if text[at] == mark and not text[at + 1 : at + 2].isalnum():
            return True
    return False
