"""The two families of the page: their files, and the advance widths that lines are measured with.

Widths are read from the font's own tables (OpenType 1.9: head, hhea, hmtx, cmap), so that a page can be planned without
a layout engine.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Literal
from unicodedata import category

from briefing.errors import ConfigError, EnvironmentProblem

FaceName = Literal["serif", "serif-bold", "sans", "sans-bold"]

# Face -> (package, file, family for CSS, weight). Static fonts: variable ones make the bytes differ from run to run.
FACES: dict[FaceName, tuple[str, str, str, int]] = {
    "serif": ("fontpkg_ibm_plex_serif", "IBMPlexSerif-Regular.ttf", "Brief Serif", 400),
    "serif-bold": ("fontpkg_ibm_plex_serif", "IBMPlexSerif-SemiBold.ttf", "Brief Serif", 600),
    "sans": ("fontpkg_ibm_plex_sans_condensed", "IBMPlexSansCondensed-Regular.ttf", "Brief Sans", 400),
    "sans-bold": ("fontpkg_ibm_plex_sans_condensed", "IBMPlexSansCondensed-SemiBold.ttf", "Brief Sans", 600),
}


MOST_BYTES = 5_000_000  # of a font of the user's
TRUETYPE = b"\0\1\0\0"
NEEDED = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789[].,:·“”"

# Han, kana, Hangul and their punctuation.
WIDE = ((0x2E80, 0x9FFF), (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFF00, 0xFFEF), (0x20000, 0x3FFFF))


@dataclass(frozen=True, slots=True)
class Face:
    """Advance widths in ems, by character; a character that is missing here is set in a fallback font."""

    advances: dict[str, float]

    def width(self, text: str) -> float:
        """In ems; an upper bound where a fallback font sets a part of it."""
        return sum(self.advances.get(character) or fallback_width(character) for character in text)


def font_path(name: FaceName) -> Path:
    package, file, _, _ = FACES[name]
    try:
        return Path(str(import_module(package).__file__)).parent / "files" / file
    except ImportError as error:
        raise EnvironmentProblem(
            f"the font {file} is missing", why=str(error), hint="Install briefing again"
        ) from error


@cache
def font_bytes(name: FaceName, folder: str = "") -> bytes:
    """Of the user's folder where it has a file of the face's name; ConfigError for one that cannot be used."""
    own = Path(folder) / f"{name}.ttf"
    if folder and own.is_file():
        return _own_font(own)
    path = font_path(name)
    try:
        return path.read_bytes()
    except OSError as error:
        why = str(error)
        raise EnvironmentProblem(f"the font {path.name} is missing", why=why, hint="Install briefing again") from error


def _own_font(path: Path) -> bytes:
    """A static TrueType font whose tables say what a page is measured with."""

    def refused(why: str) -> ConfigError:
        return ConfigError(f"page.fonts: {path.name} is not used", why=why, hint="Put a static TrueType font there")

    if path.stat().st_size > MOST_BYTES:
        raise refused(f"it has more than {MOST_BYTES:,} bytes")
    data = path.read_bytes()
    try:
        found = tables(data)
        letters = _advances(data)
    except (struct.error, KeyError, StopIteration, IndexError, MemoryError) as error:
        raise refused("it is no TrueType font") from error
    if data[:4] != TRUETYPE or "glyf" not in found or "fvar" in found:
        raise refused("its outlines are not TrueType's, or it is variable")
    if not letters.keys() >= set(NEEDED):
        raise refused("it lacks letters of the Latin alphabet")
    return data


@cache
def face(name: FaceName, folder: str = "") -> Face:
    return Face(_advances(font_bytes(name, folder)))


def fallback_width(character: str) -> float:
    """Ems that a character takes at most in the usual fallback fonts (DejaVu, Noto); CJK is set at full width."""
    point = ord(character)
    if 0x0300 <= point <= 0x036F or 0x200B <= point <= 0x200F or 0x2060 <= point <= 0x2064:
        return 0.0
    if 0x2000 <= point <= 0x200A or point == 0x202F:
        return 0.6
    if 0x0590 <= point <= 0x0DFF:
        return 0.4 if category(character) in {"Mn", "Mc"} else 0.66
    if 0x0370 <= point <= 0x03FF or 0x1F00 <= point <= 0x1FFF:
        return 0.74 if character.islower() else 0.95
    return 1.0 if point < 0x10000 else 1.4


def is_wide(character: str) -> bool:
    """Whether a line may break beside it."""
    point = ord(character)
    return any(first <= point <= last for first, last in WIDE)


def tables(data: bytes) -> dict[str, tuple[int, int]]:
    """Tag -> (offset, length) of the tables of a font."""
    count: int = struct.unpack_from(">H", data, 4)[0]
    rows = (struct.unpack_from(">4sLLL", data, 12 + 16 * i) for i in range(count))
    return {tag.decode("latin-1"): (offset, length) for tag, _, offset, length in rows}


def glyphs(cmap: bytes) -> dict[int, int]:
    """Code point -> glyph id, of the format 4 subtable of a cmap table (the Basic Multilingual Plane)."""
    count: int = struct.unpack_from(">H", cmap, 2)[0]
    offsets = (struct.unpack_from(">HHL", cmap, 4 + 8 * i)[2] for i in range(count))
    table = next(offset for offset in offsets if struct.unpack_from(">H", cmap, offset)[0] == 4)
    segments: int = struct.unpack_from(">H", cmap, table + 6)[0] // 2
    ends = struct.unpack_from(f">{segments}H", cmap, table + 14)
    starts = struct.unpack_from(f">{segments}H", cmap, table + 16 + 2 * segments)
    deltas = struct.unpack_from(f">{segments}H", cmap, table + 16 + 4 * segments)
    ranges_at = table + 16 + 6 * segments
    ranges = struct.unpack_from(f">{segments}H", cmap, ranges_at)
    found: dict[int, int] = {}
    for i, (start, end, delta, offset) in enumerate(zip(starts, ends, deltas, ranges, strict=True)):
        points = range(start, min(end, 0xFFFE) + 1)
        if offset:
            ids = struct.unpack_from(f">{len(points)}H", cmap, ranges_at + 2 * i + offset)
            found.update((point, (glyph + delta) & 0xFFFF) for point, glyph in zip(points, ids, strict=True) if glyph)
        else:
            found.update((point, (point + delta) & 0xFFFF) for point in points)
    return {point: glyph for point, glyph in found.items() if glyph}


def _advances(data: bytes) -> dict[str, float]:
    part = {tag: data[start : start + length] for tag, (start, length) in tables(data).items()}
    units: int = struct.unpack_from(">H", part["head"], 18)[0]
    metrics: int = struct.unpack_from(">H", part["hhea"], 34)[0]
    raw = struct.unpack_from(f">{metrics * 2}H", part["hmtx"])
    widths = [advance / units for advance in raw[::2]]
    return {chr(point): widths[min(glyph, metrics - 1)] for point, glyph in glyphs(part["cmap"]).items()}
