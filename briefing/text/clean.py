"""The canonical text of an article: cleaned once, before any span exists."""

from __future__ import annotations

import re
import unicodedata

from briefing.patterns import rare

# Controls but tab and newline, lone surrogates, the byte order mark, U+FFFE and U+FFFF: none is text, each breaks
# some reader.
_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_LINE_ENDS = rare("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


def clean(raw: str) -> str:
    """NFC, one kind of line end, nothing that is not text; typographic signs, NBSP and bidi marks stay. Idempotent."""
    text = raw if _ODD.search(raw) is None else _ODD.sub("", _LINE_ENDS.sub("\n", raw))
    text = unicodedata.normalize("NFC", text)
    return "\n".join(map(str.rstrip, text.split("\n"))).strip("\n")
