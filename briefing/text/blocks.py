"""Blocks of a canonical text: what is prose, and what is a title, heading, dateline, caption or leftover of a web page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from briefing.text.furniture import is_caption, is_leftover, split_dateline, split_tail
from briefing.types import PROSE, Block, BlockKind, Span

_TERMINATED = re.compile(r"""[.!?…。！？｡؟۔։።।॥:;,،][\s"'”’»›」』)\]*_¹²³]*$""")
_ASKED = re.compile(r"""[?!？！؟][\s"'”’»」』)]*$""")
_BULLET = re.compile(r"(?:[•·▪◦‣⁃●○■►*–-]|\(?\d{1,2}[.)]|\(?[a-zA-Z][.)])[ \t\xa0]+(?=\S)")
_MARKDOWN_HEADING = re.compile(r"#{1,6}[ \t]+\S|(?:\*\*|__)[^*_]+(?:\*\*|__):?$")
_HAN = re.compile("[\u3040-\u30ff\u3400-\u9fff]")

HEADING_WORDS, HEADING_CHARACTERS = 14, 100
TITLE_WORDS, TITLE_CHARACTERS = 30, 200
WRAP_MIN, WRAP_MAX = 45, 110  # the columns that mail and plain-text writers wrap at


class _Unit(NamedTuple):
    """A paragraph to be: one line, or the lines that were wrapped. `alone` says that blank lines or borders stand around it."""

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
    return tuple(block for i, unit in enumerate(units) for block in _parts(unit, kinds[i], kinds[:i]))


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
    for match in re.finditer(r"[^\n]*\n?", text):
        line = match.group()
        if line.strip():
            start = match.start() + len(line) - len(line.lstrip())
            group.append(Span(start, match.start() + len(line.rstrip())))
        elif group:
            yield group
            group = []
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
    soft = sum(_filled(text[a.start : a.end], text[b.start : b.end], width) for a, b in pairwise(group))
    return soft > (len(group) - 1) / 2


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
    kinds = [_kind(i, units) for i in range(len(units))]
    first = next((i for i, kind in enumerate(kinds) if kind != "leftover"), None)
    wanted = _squeezed(title)
    named = next((i for i, unit in enumerate(units[:6]) if wanted and _squeezed(unit.text) == wanted), None)
    if named is not None:
        kinds[named] = "title"
    elif first is not None and _looks_like_title(first, units):
        kinds[first] = "title"
    if not PROSE & set(kinds):
        kinds = [_prose_if_long(kind, unit) for kind, unit in zip(kinds, units, strict=True)]
    return kinds


def _kind(i: int, units: list[_Unit]) -> BlockKind:
    unit = units[i]
    if is_leftover(unit.text, after=units[i - 1].text if i else "", last=i + 2 >= len(units)):
        return "leftover"
    if is_caption(unit.text):
        return "caption"
    if _MARKDOWN_HEADING.match(unit.text):
        return "heading"
    if _BULLET.match(unit.text) and _is_listed(i, units):
        return "list_item"
    return "heading" if _looks_like_heading(i, units) else "paragraph"


def _is_listed(i: int, units: list[_Unit]) -> bool:
    return any(0 <= j < len(units) and _BULLET.match(units[j].text) for j in (i - 1, i + 1)) or units[i].text[0] in "•▪◦‣⁃●○■►*"


def _looks_like_heading(i: int, units: list[_Unit]) -> bool:
    text = units[i].text
    if _size(text) > HEADING_WORDS or len(text) > HEADING_CHARACTERS or "\n" in text:
        return False
    if _ASKED.search(text) or text.endswith(":"):
        return _size(text) <= 8 and i + 1 < len(units) and len(units[i + 1].text) > len(text)
    return not _TERMINATED.search(text) and (i + 1 < len(units) or _size(text) <= 6)


def _looks_like_title(i: int, units: list[_Unit]) -> bool:
    text = units[i].text
    if i + 1 >= len(units) or _size(text) > TITLE_WORDS or len(text) > TITLE_CHARACTERS:
        return False
    if _TERMINATED.search(text) and not _ASKED.search(text):
        return False
    return units[i].alone or len(units[i + 1].text) > len(text)


def _size(text: str) -> int:
    """Words, or pairs of characters where the script has no blanks."""
    return len(text.split()) + len(_HAN.findall(text)) // 2


def _prose_if_long(kind: BlockKind, unit: _Unit) -> BlockKind:
    return "paragraph" if kind in {"title", "heading"} and _size(unit.text) >= 5 else kind


def _squeezed(text: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", text).casefold().split())


# --- the parts of a unit -------------------------------------------------------------------------------------


def _parts(unit: _Unit, kind: BlockKind, before: list[BlockKind]) -> Iterator[Block]:
    """The unit as blocks: a bullet or dateline in front and a credit at the end are blocks of their own."""
    start, end = unit.start, unit.end
    if kind == "list_item" and (bullet := _BULLET.match(unit.text)):
        yield Block("leftover", Span(start, start + len(bullet.group().rstrip())))
        start += bullet.end()
    if kind == "paragraph":
        line = split_dateline(unit.text, first="paragraph" not in before)
        if line:
            yield Block("dateline", Span(start, start + len(unit.text[:line].rstrip())))
            start += line
        tail = split_tail(unit.text[start - unit.start :])
        if tail is not None:
            body = unit.text[start - unit.start :][:tail].rstrip()
            if body:
                yield Block(kind, Span(start, start + len(body)))
            yield Block("leftover", Span(start + tail, end))
            return
    yield Block(kind, Span(start, end))
