"""A text as the value of a mail's header field: one clean line, in encoded words where it is not short ASCII."""

from __future__ import annotations

import re
import unicodedata
from base64 import b64encode

from briefing.errors import ConfigError

LONGEST = 200  # characters of a title or name
ENCODED = 39  # bytes in one encoded word: 64 characters

_DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_NO_LETTER = {"Cc", "Cs"}


def one_clean_line(text: str, longest: int = LONGEST) -> str:
    """One line: NFC, no controls, no direction marks, single blanks, cut at `longest`; ConfigError where it has =?."""
    known = _DIRECTIONS.sub("", text)
    letters = "".join(c for c in known if c.isspace() or unicodedata.category(c) not in _NO_LETTER)
    line = unicodedata.normalize("NFC", " ".join(letters.split()))
    if "=?" in line:
        raise ConfigError(
            f"{line[:80]!r} cannot stand in a mail's header", why="it holds =?", hint="Write it otherwise"
        )
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def encoded_words(line: str) -> str:
    """The line as encoded words of at most 64 characters, folded between them (RFC 2047)."""
    pieces = [""]
    for character in line:
        if len((pieces[-1] + character).encode()) > ENCODED:
            pieces.append("")
        pieces[-1] += character
    return "\r\n ".join(f"=?utf-8?b?{b64encode(piece.encode()).decode()}?=" for piece in pieces)
