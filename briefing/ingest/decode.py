"""Bytes to text: marked encodings first, then UTF-8, unmarked UTF-16 by its zeros, and Western single bytes last."""

from __future__ import annotations

import codecs
import re

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
MAGIC = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a RIFF recording or picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"SQLite format 3", "an SQLite database"),
    (b"ID3", "a sound recording"),
    (b"OggS", "a sound recording"),
)
CONTROLS = bytes(set(range(32)) - {0, *b"\t\n\r\f\x1b\x1a"}) + b"\x7f"
CP1252_GAPS = bytes((0x81, 0x8D, 0x8F, 0x90, 0x9D))  # not assigned in Windows-1252
SAMPLE = 65_536
HIGH_WORD = re.compile(rb"[\x80-\xff]{4,}")


class Undecodable(ValueError):
    """The bytes are no text; the message says why in a few words."""


def binary_kind(data: bytes) -> str:
    """What the first bytes say that this is ("a PDF document"), or nothing when it may be text."""
    if data.startswith(b"MZ") and b"\0" not in data[:SAMPLE]:
        return ""  # two letters that a text may begin with
    return next((name for magic, name in MAGIC if data.startswith(magic)), "")


def decode(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding; raises Undecodable."""
    if not data:
        raise Undecodable("the file is empty (0 bytes)")
    if not data.strip(b"\0"):
        raise Undecodable("the file holds nothing but NUL bytes")
    if kind := binary_kind(data):
        raise Undecodable(f"it is {kind}, not text")
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), encoding
    if encoding := _unmarked_utf16(data):
        return data.decode(encoding, "replace"), encoding
    if _is_binary(data):
        raise Undecodable("it is a binary file, not text")
    return _utf8_or_western(data)


def _unmarked_utf16(data: bytes) -> str:
    """UTF-16 without a mark: Western letters leave a zero in every other byte, on one side only."""
    sample = data[:SAMPLE]
    half = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if half and odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if half and even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    return ""


def _is_binary(data: bytes) -> bool:
    sample = data[:SAMPLE]
    zeros = sample.count(0)
    controls = len(sample) - len(sample.translate(None, CONTROLS))
    return zeros > 0.01 * len(sample) or controls > 0.02 * len(sample)


def _utf8_or_western(data: bytes) -> tuple[str, str]:
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    mended = data.decode("utf-8", "replace")
    broken = mended.count("\ufffd")
    if sum(character > "\x7f" for character in mended) > 10 * broken:
        return mended, "utf-8 with unreadable bytes"
    if _is_another_script(data):
        raise Undecodable("its encoding is not known; save it as UTF-8")
    return _western(data)


def _western(data: bytes) -> tuple[str, str]:
    encoding = "latin-1" if len(data.translate(None, CP1252_GAPS)) < len(data) else "cp1252"
    return data.decode(encoding), encoding


def _is_another_script(data: bytes) -> bool:
    """Whole words of high bytes: a script that single bytes do not tell from others. Western accents stand alone."""
    sample = data[:SAMPLE]
    in_words = sum(map(len, HIGH_WORD.findall(sample)))
    letters = sum(byte >= 0x80 or chr(byte).isalpha() for byte in sample)
    return in_words > 0.2 * max(letters, 1)
