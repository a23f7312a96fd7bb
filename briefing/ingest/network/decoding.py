"""Content codings undone piece by piece, so that no piece and no whole grows beyond what was allowed."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator

Coding = Callable[[Iterable[bytes]], Iterator[bytes]]

ACCEPTED = "gzip, deflate, br"
PIECE = 65_536  # bytes that a decoder may hand out at once
_GZIP, _ZLIB, _RAW = 31, 15, -15  # as zlib counts window bits
_GZIP_MARK = b"\x1f\x8b"
LAYERS = 2


class BadCoding(ValueError):
    """The message says in a few words what is wrong with the coding."""


def undone(pieces: Iterable[bytes], codings: str) -> Iterator[bytes]:
    """The body under the codings of a Content-Encoding header, the last one first; raises BadCoding."""
    names = [name for part in codings.lower().split(",") if (name := part.strip()) not in {"", "identity"}]
    if len(names) > LAYERS:
        raise BadCoding(f"it is packed {len(names)} times over")
    for name in reversed(names):
        if name not in CODINGS:
            raise BadCoding(f"it is packed as {name[:40]!r}, which was not asked for")
        pieces = CODINGS[name](pieces)
    return iter(pieces)


def _gzip(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Members one after the other are one body (RFC 1952); what follows them and is none is left."""
    decoder, begun = zlib.decompressobj(_GZIP), False
    for piece in pieces:
        data = piece
        while data:
            if decoder.eof:
                if not data.startswith(_GZIP_MARK):
                    break
                decoder = zlib.decompressobj(_GZIP)
            begun = True
            yield from _inflated(decoder, data)
            data = decoder.unused_data
    _complete(decoder, begun)


def _deflate(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """With the wrapper that RFC 9110 wants, or without it, as some servers send."""
    decoder = None
    for piece in pieces:
        if decoder is None and piece:
            decoder = zlib.decompressobj(_ZLIB if _is_wrapped(piece) else _RAW)
        if decoder is not None and not decoder.eof:
            yield from _inflated(decoder, piece)
    if decoder is not None:
        _complete(decoder, True)


def _is_wrapped(data: bytes) -> bool:
    """RFC 1950: method 8 in the first half byte; with the second byte a multiple of 31."""
    return data[0] & 0x0F == 8 and (len(data) == 1 or int.from_bytes(data[:2], "big") % 31 == 0)


def _inflated(decoder: zlib._Decompress, data: bytes) -> Iterator[bytes]:
    try:
        while True:
            out = decoder.decompress(data, PIECE)
            if out:
                yield out
            data = decoder.unconsumed_tail
            if decoder.eof or (not data and len(out) < PIECE):
                return
    except zlib.error as error:
        raise BadCoding("its compression is damaged") from error


def _complete(decoder: zlib._Decompress, begun: bool) -> None:
    if begun and not decoder.eof:
        raise BadCoding("its compressed body breaks off")


def _brotli(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """RFC 7932; what follows the end is left."""
    import brotli

    decoder, begun = brotli.Decompressor(), False
    try:
        for piece in pieces:
            begun, data = begun or bool(piece), piece
            while not decoder.is_finished() and (out := decoder.process(data, output_buffer_limit=PIECE)):
                yield out
                data = b""
    except brotli.error as error:
        raise BadCoding("its compression is damaged") from error
    if begun and not decoder.is_finished():
        raise BadCoding("its compressed body breaks off")


CODINGS: dict[str, Coding] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
}
