"""The bytes of a page to text: byte order mark, UTF-8 that is valid, the answer's charset, the page's own, a guess."""

from __future__ import annotations

import re
from typing import NamedTuple

from briefing.ingest.decode import BOMS, decode

LOOKED_AT = 4_096  # bytes in which a page says its encoding
_META = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_DECLARATION = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})""")
# Labels that pages use, and the superset that browsers read them as (WHATWG Encoding Standard, 4.2).
SUPERSETS = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "windows-949": "cp949",
    "macintosh": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
}
# No transformations, no escapes, no UTF-7, which hides tags.
_TEXT = re.compile(
    r"(?:iso-?8859-?\d+|windows-125\d|cp\d{3,4}|koi8-[ru]|mac_\w+|gb18030|big5hkscs|euc-jp|iso-2022-jp)$"
)


class Decoded(NamedTuple):
    """`unreadable` counts the bytes or groups of them that the encoding does not know, now U+FFFD."""

    text: str
    encoding: str
    unreadable: int


def decode_page(data: bytes, charset: str = "") -> Decoded:
    """`charset` is the HTTP answer's. Raises Undecodable."""
    if any(data.startswith(mark) for mark, _ in BOMS):
        return _counted(*decode(data))
    labels = [label for label in (charset, *_own_labels(data)) if label]
    if any(label.lower() == "iso-2022-jp" for label in labels) and b"\x1b$" in data:
        return _counted(data.decode("iso-2022-jp", "replace"), "iso-2022-jp")
    if b"\0" not in data:
        try:
            return Decoded(data.decode("utf-8"), "utf-8", 0)  # by accident no other encoding gives valid UTF-8
        except UnicodeDecodeError:
            pass
        for encoding in map(_encoding, labels):
            if encoding:
                return _counted(data.decode(encoding, "replace"), encoding)
    return _counted(*decode(data))


def _counted(text: str, encoding: str) -> Decoded:
    return Decoded(text, encoding, text.count("\ufffd"))


def _own_labels(data: bytes) -> list[str]:
    head = data[:LOOKED_AT]
    found = (_DECLARATION.search(head), _META.search(head))
    return [match[1].decode("ascii", "replace") for match in found if match]


def _encoding(label: str) -> str:
    """The codec for a label; nothing for UTF-8, which was tried, and for what is no encoding of text."""
    name = label.strip().strip("\"'").lower()
    name = SUPERSETS.get(name, name)
    if not _TEXT.match(name):
        return ""
    try:
        b"".decode(name)
    except LookupError:
        return ""
    return name
