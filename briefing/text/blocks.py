"""Blocks of a canonical text: prose, and what is a title, heading, dateline, caption or leftover of a web page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from briefing.text.datelines import split_dateline
from briefing.text.furniture import is_caption, is_leftover, opens_comments, split_tail
from briefing.types import PROSE, Block, BlockKind, Span

_TERMINATED = re.compile(r"""[.!?…。！？｡؟۔։።।॥:;,،][\s"'”’»›」』)\]*_¹²³]*$""")
_BULLET = re.compile(r"(?:[•·▪◦‣⁃●○■►*–-]|\(?\d{1,2}[.)]|\(?[a-zA-Z][.)])[ \t\xa0]+(?=\S)")
_MARKDOWN_HEADING = re.compile(r"#{1,6}[ \t]+\S|(?:\*\*|__)[^*_]+(?:\*\*|__):?$")
_WORD_CHARACTER = re.compile(r"\w")

HEADING_WORDS, HEADING_CHARACTERS = 14, 100
TITLE_WORDS, TITLE_CHARACTERS = 30, 200
_LONGEST_LOOK = 12  # neighbours of a bullet that tell a list from a dialogue
WRAP_MIN, WRAP_MAX = 45, 110  # the columns that mail and plain-text writers wrap at


class _Unit(NamedTuple):
    """A paragraph to be: one line, or lines that were wrapped. `alone`: blank lines or borders stand around it."""

    text: str
    start: int
    alone: bool

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def find_blocks(text: str, title: str = "") -> tuple[Block, ...]:
    """Disjoint blocks in order that cover every character but blanks; `title` is what the article's facts call it."""
    units = list(_units(text))
    kinds = _kinds(units, title)
    opening = kinds.index("paragraph") if "paragraph" in kinds else 0
    return tuple(block for i, unit in enumerate(units) for block in _parts(unit, kinds[i], i <= opening, text))


def paragraphs(text: str) -> tuple[Span, ...]:
    """The lines of the text, or the paragraphs that were wrapped into lines."""
    return tuple(Span(unit.start, unit.end) for unit in _units(text))


# --- lines and paragraphs ------------------------------------------------------------------------------------


def _units(text: str) -> Iterator[_Unit]:
    for group in _line_groups(text):
        joined = _unwrapped(group, text)
        for lines in joined:
            start, end = lines[0].start, lines[-1].end
            yield _Unit(text[start:end], start, alone=len(joined) == 1)


def _line_groups(text: str) -> Iterator[list[Span]]:
    """Runs of lines without a blank line between them; spans leave out the blanks at the ends."""
    group: list[Span] = []
    at = 0
    for line in text.split("\n"):
        if words := line.strip():
            start = at + len(line) - len(line.lstrip())
            group.append(Span(start, start + len(words)))
        elif group:
            yield group
            group = []
        at += len(line) + 1
    if group:
        yield group


def _unwrapped(group: list[Span], text: str) -> list[list[Span]]:
    """The group's lines, joined where a writer broke them only because the next word did not fit."""
    width = max(map(len, group))
    wrapped = _is_wrapped(group, text, width)
    paragraphs = [[group[0]]]
    for line, following in pairwise(group):
        if _runs_on(text[line.start : line.end], text[following.start : following.end], wrapped, width):
            paragraphs[-1].append(following)
        else:
            paragraphs.append([following])
    return paragraphs


def _is_wrapped(group: list[Span], text: str, width: int) -> bool:
    """Whether the lines look filled up to one width, as mail and plain-text writers do it."""
    if len(group) < 2 or not WRAP_MIN <= width <= WRAP_MAX:
        return False
    breaks = len(group) - 1
    filled = sum(_filled(text[a.start : a.end], text[b.start : b.end], width) for a, b in pairwise(group))
    inside = sum(_TERMINATED.search(text[line.start : line.end]) is None for line in group[:-1])
    return filled > breaks / 2 and inside >= breaks / 2


def _runs_on(line: str, following: str, wrapped: bool, width: int) -> bool:
    """Whether a paragraph goes on in the following line; a bullet always opens a line of its own."""
    if _BULLET.match(following) or len(line) > WRAP_MAX:
        return False
    if _cut_off(line) and following[0].islower() and line[0].isupper():
        return True
    return wrapped and (_filled(line, following, width) or (_cut_off(line) and len(line) > width * 0.6))


def _filled(line: str, following: str, width: int) -> bool:
    """Whether the next line's first word would not have fitted."""
    return len(line) + 1 + len(following.split(None, 1)[0]) > width


def _cut_off(line: str) -> bool:
    """No end of a sentence, and more than a heading's few words before the break."""
    return line[-1] in ",–—-" or (not _TERMINATED.search(line) and len(line.split()) >= 3)


# --- kinds ---------------------------------------------------------------------------------------------------


def _kinds(units: list[_Unit], title: str) -> list[BlockKind]:
    kinds: list[BlockKind | None] = [_furniture(unit.text, len(units) - i) for i, unit in enumerate(units)]
    named = _named_title(units, title)
    if named is not None:
        kinds[named] = "title"
    _close_comments(units, kinds)
    bullets = [_bullet_style(unit.text) for unit in units]
    last_open = max((i for i, kind in enumerate(kinds) if kind is None), default=-1)
    for i in range(len(units)):
        if kinds[i] is None:
            kinds[i] = _kind(i, units, bullets, followed=i < last_open)
    first = next((i for i, kind in enumerate(kinds) if kind not in {"leftover", "caption"}), None)
    if not title and first is not None and _looks_like_title(first, units):
        kinds[first] = "title"
    found = [kind or "paragraph" for kind in kinds]
    if PROSE.isdisjoint(found):
        found = [_prose_if_long(kind, unit) for kind, unit in zip(found, units, strict=True)]
    return found


def _furniture(text: str, left: int) -> BlockKind | None:
    """Caption or leftover; `left` counts the units from here to the end."""
    if is_caption(text):
        return "caption"
    return "leftover" if is_leftover(text, near_end=left <= 3) else None


def _named_title(units: list[_Unit], title: str) -> int | None:
    wanted = _squeezed(title)
    return next((i for i, unit in enumerate(units[:6]) if _says(unit.text, wanted)), None)


def _says(text: str, wanted: str) -> bool:
    """Whether the text, squeezed, is what is wanted: mostly its first letter tells that it is not."""
    first = _WORD_CHARACTER.search(text)
    return first is not None and wanted.startswith(first[0].casefold()) and _squeezed(text) == wanted


def _close_comments(units: list[_Unit], kinds: list[BlockKind | None]) -> None:
    """Below the head of a comment form everything belongs to it, provided that prose stands above it."""
    for i, unit in enumerate(units):
        if opens_comments(unit.text) and None in kinds[:i]:
            kinds[i:] = ["leftover"] * (len(units) - i)
            return


def _kind(i: int, units: list[_Unit], bullets: list[str], *, followed: bool) -> BlockKind:
    text = units[i].text
    if _MARKDOWN_HEADING.match(text):
        return "heading"
    if bullets[i] and _is_listed(i, units, bullets):
        return "list_item"
    return "heading" if _looks_like_heading(text, units[i + 1].text if followed else "") else "paragraph"


def _bullet_style(text: str) -> str:
    """What the items of one list share: the sign, "1" for numbers, "a" for letters; nothing without a bullet."""
    match = _BULLET.match(text)
    if match is None:
        return ""
    sign = match.group().strip("( ")[0]
    return "1" if sign.isdigit() else "a" if sign.isalpha() else sign


def _is_listed(i: int, units: list[_Unit], bullets: list[str]) -> bool:
    """A round bullet always, a number when its neighbour has one, dashes unless they open the lines of a dialogue."""
    if bullets[i] not in "-–1a":
        return True
    start, end = i, i
    while start > max(0, i - _LONGEST_LOOK) and bullets[start - 1] == bullets[i]:
        start -= 1
    while end + 1 < min(len(units), i + _LONGEST_LOOK) and bullets[end + 1] == bullets[i]:
        end += 1
    if start == end:
        return False
    if bullets[i] not in "-–" or (start > 0 and units[start - 1].text.endswith(":")):
        return True
    unfinished = sum(_TERMINATED.search(unit.text) is None for unit in units[start : end + 1])
    return unfinished * 2 > end + 1 - start


def _looks_like_heading(text: str, following: str) -> bool:
    """A short line without an end, with something below it that it can head."""
    if "\n" in text or len(text) > HEADING_CHARACTERS or _size(text) > HEADING_WORDS:
        return False
    if text.endswith((":", "：")):
        return _size(text) <= 3 or (_size(text) <= 8 and text.istitle())
    if text[-1] in "?？؟":
        return _size(text) <= 8 and text[0] not in "\"“‘'«„" and len(following) > len(text)
    if _TERMINATED.search(text) or (text[0] in '"“«„-–—' and text[-1] not in "\"”»“’'"):
        return False
    return bool(following) or _size(text) <= 6


def _looks_like_title(i: int, units: list[_Unit]) -> bool:
    text = units[i].text
    if i + 1 >= len(units) or _size(text) > TITLE_WORDS or len(text) > TITLE_CHARACTERS:
        return False
    if _TERMINATED.search(text) and (text[-1] not in "?!？！" or _size(text) > HEADING_WORDS):
        return False
    return units[i].alone or len(units[i + 1].text) > len(text) or i + 2 < len(units)


def _size(text: str) -> int:
    """Words, or pairs of characters where the script has no blanks."""
    return len(text.split()) + (0 if text.isascii() else sum(map(_is_han, text)) // 2)


def _is_han(character: str) -> bool:
    return "\u3040" <= character <= "\u30ff" or "\u3400" <= character <= "\u9fff"


def _prose_if_long(kind: BlockKind, unit: _Unit) -> BlockKind:
    return "paragraph" if kind in {"title", "heading", "caption"} and _size(unit.text) >= 5 else kind


def _squeezed(text: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", text).casefold().split())


# --- the parts of a unit -------------------------------------------------------------------------------------


def _parts(unit: _Unit, kind: BlockKind, opening: bool, text: str) -> Iterator[Block]:
    """The unit as blocks: a bullet or dateline in front and a credit at the end are blocks of their own."""
    start, end = unit.start, unit.end
    if kind == "list_item" and (bullet := _BULLET.match(unit.text)):
        yield Block("leftover", Span(start, start + len(bullet.group().rstrip())))
        start += bullet.end()
    elif kind in {"paragraph", "heading", "title"} and _is_bare_dateline(unit.text):
        kind = "dateline"
    elif kind == "paragraph":
        if line := split_dateline(unit.text, first=opening, article=text):
            yield Block("dateline", Span(start, start + len(unit.text[:line].rstrip())))
            start += line
        tail = split_tail(unit.text)
        if tail is not None and unit.start + tail > start:
            yield Block(kind, Span(start, unit.start + len(unit.text[:tail].rstrip())))
            yield Block("leftover", Span(unit.start + tail, end))
            return
    yield Block(kind, Span(start, end))


def _is_bare_dateline(text: str) -> bool:
    """A dateline on a line of its own: "Mumbai, Nov 11 -"."""
    return (
        len(text) <= 80 and text[-1] in "-–—" and split_dateline(text + " X", first=True, article="") == len(text) + 1
    )
