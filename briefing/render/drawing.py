"""A logo as a picture of pixels: a drawing is set on a page of its own size, and that page is turned into them."""

from __future__ import annotations

import struct
import zlib
from functools import lru_cache

from briefing.render.logo import PNG, Logo
from briefing.render.paper import picture_page

SHARP = 3  # pixels a point


def as_png(found: Logo) -> bytes:
    """The logo as a picture, for mail and for word processors, which draw no SVG."""
    if found.kind == "png":
        return found.data
    return _drawn(found)


@lru_cache(maxsize=4)
def _drawn(found: Logo) -> bytes:
    """An SVG set on a page of its own size, and that page turned into pixels."""
    import pypdfium2

    with pypdfium2.PdfDocument(picture_page(found)) as pdf:
        bitmap = pdf[0].render(scale=SHARP, rev_byteorder=True, prefer_bgrx=False)
        rows = bytes(bitmap.buffer)
        wide, high, stride = bitmap.width, bitmap.height, bitmap.stride
    lines = b"".join(b"\0" + rows[stride * i : stride * i + 3 * wide] for i in range(high))
    header = struct.pack(">LLBBBBB", wide, high, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    return PNG + b"".join(
        struct.pack(">L", len(body)) + kind + body + struct.pack(">L", zlib.crc32(kind + body)) for kind, body in chunks
    )
