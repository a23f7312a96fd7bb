"""A user's logo: a PNG or an SVG that draws and does nothing else, with a height that the masthead has room for."""

from __future__ import annotations

import re
import struct
import zlib
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from xml.parsers import expat

from briefing.config import PageSettings
from briefing.errors import ConfigError
from briefing.schema import Document

MOST_BYTES = 500_000
MOST_PIXELS = 2_000  # a side
MOST_ELEMENTS, MOST_DEPTH = 2_000, 30
HEIGHT, WIDTH = 26.0, 120.0  # points, at most

PNG = b"\x89PNG\r\n\x1a\n"
# Of SVG 1.1: shapes, paint and their groups. No text (its font is another machine's), no picture, style, link, script,
# animation, and no <use>, by which a small file can draw without end.
ELEMENTS = frozenset(
    "svg g defs title desc metadata path rect circle ellipse line polyline polygon linearGradient radialGradient stop "
    "clipPath".split()
)
OURS = ("", "http://www.w3.org/2000/svg")
EDITORS = (  # what drawing programs leave in a file, and nobody draws
    "http://www.inkscape.org/",
    "http://sodipodi.sourceforge.net/",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://creativecommons.org/ns#",
    "http://web.resource.org/cc/",
    "http://purl.org/dc/elements/1.1/",
)
_ELSEWHERE = re.compile(r"url\(\s*['\"]?(?!#)|@import|javascript:|expression\(|\\", re.IGNORECASE)
_LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?)(?:px|pt|mm|cm|in|em)?\s*")


@dataclass(frozen=True, slots=True)
class Logo:
    """`width` and `height` in points, as it stands on paper."""

    data: bytes
    kind: str  # of image/…
    width: float
    height: float
    sha256: str

    @property
    def url(self) -> str:
        """The picture itself; where the file is not at hand, the name by which readback/html.py knows it."""
        return f"data:image/{self.kind};base64,{b64encode(self.data).decode()}" if self.data else f"logo:{self.sha256}"


def logo(document: Document, settings: PageSettings) -> Logo | None:
    """The page's logo, of no size where it is made again without the file; ConfigError for one that is refused."""
    known = document.page.logo
    found = _read(settings.logo) if settings.logo else None
    return found if found and found.sha256 == known else Logo(b"", "", 0.0, 0.0, known) if known else None


@lru_cache(maxsize=4)
def _read(path: str) -> Logo:
    try:
        size = Path(path).stat().st_size
        data = Path(path).read_bytes() if size <= MOST_BYTES else b""
    except OSError as error:
        raise refused(path, (error.strerror or "it cannot be read").lower()) from error
    if not data:
        raise refused(path, f"it has {size:,} bytes, and at most {MOST_BYTES:,} are taken" if size else "it is empty")
    kind, wide, high = ("png", *_png_size(path, data)) if data.startswith(PNG) else ("svg+xml", *_svg_size(path, data))
    scale = min(HEIGHT / high, WIDTH / wide)
    return Logo(data, kind, round(wide * scale, 2), round(high * scale, 2), sha256(data).hexdigest())


def refused(path: str, why: str) -> ConfigError:
    return ConfigError(
        f"page.logo {Path(path).name!r} is not used", why=why, hint="Name a PNG, or an SVG of shapes alone"
    )


def _png_size(path: str, data: bytes) -> tuple[float, float]:
    """Pixels; the size is read before anything is unpacked."""
    wide, high = struct.unpack_from(">LL", data, 16) if len(data) > 24 else (0, 0)
    if max(wide, high) > MOST_PIXELS:
        raise refused(path, f"it is {wide:,} by {high:,} pixels, and at most {MOST_PIXELS:,} a side are taken")
    try:
        kinds = list(_chunks(data))
    except (struct.error, zlib.error) as error:
        raise refused(path, "it is no whole PNG") from error
    if not wide or not high or kinds[0] != b"IHDR" or b"IDAT" not in kinds or kinds[-1] != b"IEND":
        raise refused(path, "it is no whole PNG")
    return float(wide), float(high)


def _chunks(data: bytes) -> Iterator[bytes]:
    """The kinds of the chunks to the end of the file (PNG, third edition, 5); struct.error for one that is broken."""
    at = len(PNG)
    while at < len(data):
        length, kind = struct.unpack_from(">L4s", data, at)
        (check,) = struct.unpack_from(">L", data, at + 8 + length)
        if check != zlib.crc32(data[at + 4 : at + 8 + length]):
            raise struct.error("the sum of a chunk is wrong")
        yield kind
        at += 12 + length


def _svg_size(path: str, data: bytes) -> tuple[float, float]:
    """Width and height in any unit: only their ratio counts."""
    drawing = _Drawing(path)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = drawing.opened
    parser.EndElementHandler = drawing.closed
    parser.StartDoctypeDeclHandler = drawing.declared
    parser.ProcessingInstructionHandler = drawing.declared
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise refused(path, "it is neither a PNG nor an SVG") from error
    return drawing.size()


class _Drawing:
    """What an SVG may hold, checked element by element; only the size of the first one is kept."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.first: dict[str, str] = {}
        self.elements = self.depth = 0

    def declared(self, *_about: Any) -> None:
        raise refused(self.path, "it holds a declaration or an instruction")

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        self.elements, self.depth = self.elements + 1, self.depth + 1
        if self.elements == 1:
            if local != "svg":
                raise refused(self.path, "it is neither a PNG nor an SVG")
            self.first = attributes
        if self.elements > MOST_ELEMENTS or self.depth > MOST_DEPTH:
            raise refused(self.path, f"it holds more than {MOST_ELEMENTS:,} elements, or {MOST_DEPTH} in each other")
        if local not in ELEMENTS if space in OURS else not space.startswith(EDITORS):
            raise refused(self.path, f"it holds <{local[:40]}>: only shapes are drawn")
        for key, value in attributes.items():
            self.check(key.rpartition(" ")[2].lower(), value)

    def check(self, key: str, value: str) -> None:
        if key.startswith("on") or (key == "href" and not value.startswith("#")) or _ELSEWHERE.search(value):
            raise refused(self.path, f"its {key[:40]} leads elsewhere or acts")

    def closed(self, _name: str) -> None:
        self.depth -= 1

    def size(self) -> tuple[float, float]:
        lengths = [_LENGTH.fullmatch(self.first.get(key, "")) for key in ("width", "height")]
        if all(lengths):
            wide, high = (float(length[1]) for length in lengths if length)
        else:
            box = re.findall(r"-?\d+(?:\.\d+)?", self.first.get("viewBox", ""))
            wide, high = (float(box[2]), float(box[3])) if len(box) == 4 else (0.0, 0.0)
        if not (0 < wide <= 1e6 and 0 < high <= 1e6 and 1 / 40 < wide / high < 40):
            raise refused(self.path, "it tells no size, or one that cannot be set")
        return wide, high
