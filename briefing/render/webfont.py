"""A font cut down to the characters that a page shows, for a file that has to stand alone.

Glyph ids stay; outlines that are not needed are emptied, and the ids after the last needed one are dropped (OpenType
1.9). The bytes depend on the font and the characters alone, so that a page can be made again and compared.
"""

from __future__ import annotations

import struct
from base64 import b64encode
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from briefing.render.fonts import FaceName, font_bytes, glyphs, tables

KEPT = ("OS/2", "cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "post")
_COMPOSITE_WORDS, _COMPOSITE_SCALE, _COMPOSITE_MORE, _COMPOSITE_XY, _COMPOSITE_2X2 = 0x1, 0x8, 0x20, 0x40, 0x80


@lru_cache(maxsize=16)
def data_url(name: FaceName, characters: str, folder: str = "") -> str:
    """`characters` sorted, each once."""
    return "data:font/ttf;base64," + b64encode(subset(font_bytes(name, folder), characters)).decode()


def subset(data: bytes, characters: Iterable[str]) -> bytes:
    """A TrueType font that draws these characters, without kerning and ligatures."""
    parts = {tag: data[start : start + length] for tag, (start, length) in tables(data).items() if tag in KEPT}
    known = glyphs(parts["cmap"])
    wanted = {ord(c): known[ord(c)] for c in characters if ord(c) in known}
    outlines = _outlines(parts)
    used = _closed({0, *wanted.values()}, outlines)
    count = max(used) + 1
    kept = [outlines[i] if i in used else b"" for i in range(count)]
    metrics: int = struct.unpack_from(">H", parts["hhea"], 34)[0]
    parts["glyf"] = b"".join(kept)
    parts["loca"] = struct.pack(f">{count + 1}L", *(sum(map(len, kept[:i])) for i in range(count + 1)))
    parts["hmtx"] = _metrics(parts["hmtx"], metrics, count)
    parts["hhea"] = parts["hhea"][:34] + struct.pack(">H", count)
    parts["maxp"] = parts["maxp"][:4] + struct.pack(">H", count) + parts["maxp"][6:]
    parts["head"] = parts["head"][:8] + bytes(4) + parts["head"][12:50] + struct.pack(">hh", 1, 0)
    parts["post"] = struct.pack(">L", 0x00030000) + parts["post"][4:32]
    parts["cmap"] = _cmap(wanted)
    return _font(parts)


def _outlines(parts: dict[str, bytes]) -> list[bytes]:
    loca = parts["loca"]
    if struct.unpack_from(">h", parts["head"], 50)[0] == 1:
        places = struct.unpack(f">{len(loca) // 4}L", loca)
    else:
        places = tuple(2 * place for place in struct.unpack(f">{len(loca) // 2}H", loca))
    return [parts["glyf"][start:end] for start, end in pairwise(places)]


def _closed(wanted: set[int], outlines: list[bytes]) -> set[int]:
    """The glyphs with the parts that composite ones are made of."""
    found: set[int] = set()
    todo = sorted(wanted)
    while todo:
        glyph = todo.pop()
        if glyph not in found:
            found.add(glyph)
            todo += _components(outlines[glyph])
    return found


def _components(outline: bytes) -> list[int]:
    if not outline or struct.unpack_from(">h", outline)[0] >= 0:
        return []
    at, flags, found = 10, _COMPOSITE_MORE, []
    while flags & _COMPOSITE_MORE:
        flags, glyph = struct.unpack_from(">HH", outline, at)
        found.append(glyph)
        at += 4 + (4 if flags & _COMPOSITE_WORDS else 2)
        at += 2 if flags & _COMPOSITE_SCALE else 4 if flags & _COMPOSITE_XY else 8 if flags & _COMPOSITE_2X2 else 0
    return found


def _metrics(hmtx: bytes, metrics: int, count: int) -> bytes:
    """A full record, advance and bearing, for each glyph."""
    pairs = [hmtx[4 * i : 4 * i + 4] for i in range(min(metrics, count))]
    last, rest = pairs[-1][:2], hmtx[4 * metrics :]
    return b"".join([*pairs, *(last + rest[2 * i : 2 * i + 2] for i in range(count - len(pairs)))])


def _cmap(wanted: dict[int, int]) -> bytes:
    """One subtable of format 12: a group a character."""
    groups = b"".join(struct.pack(">LLL", point, point, glyph) for point, glyph in sorted(wanted.items()))
    table = struct.pack(">HHLLL", 12, 0, 16 + len(groups), 0, len(wanted)) + groups
    return struct.pack(">HHHHL", 0, 1, 3, 10, 12) + table


def _font(parts: dict[str, bytes]) -> bytes:
    """The file: a directory, then each table on a border of four bytes."""
    power = 1 << (len(parts).bit_length() - 1)
    head = struct.pack(">LHHHH", 0x00010000, len(parts), power * 16, power.bit_length() - 1, (len(parts) - power) * 16)
    at = len(head) + 16 * len(parts)
    rows, bodies = [], []
    for tag, body in sorted(parts.items()):
        padded = body + bytes(-len(body) % 4)
        rows.append(struct.pack(">4sLLL", tag.encode(), _checksum(padded), at, len(body)))
        bodies.append(padded)
        at += len(padded)
    whole = b"".join([head, *rows, *bodies])
    adjust = (0xB1B0AFBA - _checksum(whole)) & 0xFFFFFFFF
    place = len(head) + 16 * len(parts) + sum(map(len, bodies[: sorted(parts).index("head")])) + 8
    return whole[:place] + struct.pack(">L", adjust) + whole[place + 4 :]


def _checksum(data: bytes) -> int:
    words: tuple[int, ...] = struct.unpack(f">{len(data) // 4}L", data)
    return sum(words) & 0xFFFFFFFF
