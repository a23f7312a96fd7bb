"""The canonical text of an article: cleaned once, before any span exists."""

from __future__ import annotations

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Controls but tab and newline, lone surrogates, the byte order mark and U+FFFE/U+FFFF: none of them is text, each breaks some reader.
_NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_BLANKS_AT_LINE_END = re.compile("[ \t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]+(?=\n|\\Z)")


def clean(raw: str) -> str:
    """NFC, one kind of line end, nothing that is not text; typographic signs, NBSP and bidi marks stay. Idempotent."""
    text = _NOT_TEXT.sub("", _LINE_ENDS.sub("\n", raw))
    text = unicodedata.normalize("NFC", text)
    return _BLANKS_AT_LINE_END.sub("", text).strip("\n")
