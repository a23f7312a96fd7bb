"""The two families of the page: their files, and the advance widths that lines are measured with.

Widths are read from the font's own tables (OpenType 1.9: head, hhea, hmtx, cmap), so that a page can be planned without a layout engine.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Literal

from briefing.errors import EnvironmentProblem

FaceName = Literal["serif", "serif-bold", "sans", "sans-bold"]

# Face -> (package, file, family as CSS knows it, weight). Static fonts: variable ones make the bytes differ from run to run.
FACES: dict[FaceName, tuple[str, str, str, int]] = {
    "serif": ("fontpkg_ibm_plex_serif", "IBMPlexSerif-Regular.ttf", "Brief Serif", 400),
    "serif-bold": ("fontpkg_ibm_plex_serif", "IBMPlexSerif-SemiBold.ttf", "Brief Serif", 600),
    "sans": ("fontpkg_ibm_plex_sans_condensed", "IBMPlexSansCondensed-Regular.ttf", "Brief Sans", 400),
    "sans-bold": ("fontpkg_ibm_plex_sans_condensed", "IBMPlexSansCondensed-SemiBold.ttf", "Brief Sans", 600),
}


@dataclass(frozen=True, slots=True)
class Face:
    """Advance widths in ems, by character; a character that is missing here is set in a fallback font."""

    advances: dict[str, float]

    def width(self, text: str) -> float:
        """In ems; an upper bound where a fallback font sets a part of it."""
        return sum(self.advances.get(character) or fallback_width(character) for character in text)


@lru_cache(maxsize=None)
def font_bytes(name: FaceName) -> bytes:
    package, file, _, _ = FACES[name]
    try:
        folder = Path(str(import_module(package).__file__)).parent
        return (folder / "files" / file).read_bytes()
    except (ImportError, OSError) as error:
        raise EnvironmentProblem(f"the font {file} is missing", why=str(error), hint="Install briefing again") from error


@lru_cache(maxsize=None)
def face(name: FaceName) -> Face:
    return Face(_advances(font_bytes(name)))


def fallback_width(character: str) -> float:
    """Ems that a character takes at most in the fallback fonts seen (DejaVu, Noto): full width for CJK, wide for the rest."""
    point = ord(character)
    if 0x0300 <= point <= 0x036F or 0x200B <= point <= 0x200F or 0x2060 <= point <= 0x2064:
        return 0.0
    if 0x2000 <= point <= 0x200A or point == 0x202F:
        return 0.6
    if 0x0370 <= point <= 0x03FF or 0x1F00 <= point <= 0x1FFF:
        return 0.74 if character.islower() else 0.95
    return 1.0 if point < 0x10000 else 1.4


def is_wide(character: str) -> bool:
    """Whether a line may break beside it: Han, kana, Hangul and their punctuation."""
    point = ord(character)
    return 0x2E80 <= point <= 0x9FFF or 0xAC00 <= point <= 0xD7A3 or 0xF900 <= point <= 0xFAFF or 0xFF00 <= point <= 0xFFEF


def _advances(data: bytes) -> dict[str, float]:
    tables = _tables(data)
    units: int = struct.unpack_from(">H", data, tables["head"] + 18)[0]
    metrics: int = struct.unpack_from(">H", data, tables["hhea"] + 34)[0]
    raw = struct.unpack_from(f">{metrics * 2}H", data, tables["hmtx"])
    widths = [raw[2 * i] / units for i in range(metrics)]
    last = len(widths) - 1
    return {chr(point): widths[min(glyph, last)] for point, glyph in _glyphs(data, tables["cmap"]).items()}


def _tables(data: bytes) -> dict[str, int]:
    """Tag -> offset."""
    count: int = struct.unpack_from(">H", data, 4)[0]
    rows = (struct.unpack_from(">4sLLL", data, 12 + 16 * i) for i in range(count))
    return {tag.decode("latin-1"): offset for tag, _, offset, _ in rows}


def _glyphs(data: bytes, cmap: int) -> dict[int, int]:
    """Code point -> glyph id, of the format 4 subtable (the Basic Multilingual Plane)."""
    count: int = struct.unpack_from(">H", data, cmap + 2)[0]
    offsets = (cmap + struct.unpack_from(">HHL", data, cmap + 4 + 8 * i)[2] for i in range(count))
    table = next(offset for offset in offsets if struct.unpack_from(">H", data, offset)[0] == 4)
    segments: int = struct.unpack_from(">H", data, table + 6)[0] // 2
    ends = struct.unpack_from(f">{segments}H", data, table + 14)
    starts = struct.unpack_from(f">{segments}H", data, table + 16 + 2 * segments)
    deltas = struct.unpack_from(f">{segments}H", data, table + 16 + 4 * segments)
    ranges_at = table + 16 + 6 * segments
    ranges = struct.unpack_from(f">{segments}H", data, ranges_at)
    found: dict[int, int] = {}
    for i, (start, end, delta, offset) in enumerate(zip(starts, ends, deltas, ranges, strict=True)):
        for point in range(start, min(end, 0xFFFE) + 1):
            glyph = point
            if offset:
                glyph = struct.unpack_from(">H", data, ranges_at + 2 * i + offset + 2 * (point - start))[0]
            if glyph or not offset:
                found[point] = (glyph + delta) & 0xFFFF
    return {point: glyph for point, glyph in found.items() if glyph}
