"""Bytes to text: marked and unmarked encodings, and what is refused with one reason."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.ingest.decode import Undecodable, decode

WESTERN = "Le maire a démissionné à l’aube, dit-on — “sans regret”."
RUSSIAN = "Министр ушёл в отставку во вторник, сообщает агентство."


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (WESTERN.encode(), WESTERN),
        (WESTERN.encode("utf-8-sig"), WESTERN),
        (WESTERN.encode("utf-16"), WESTERN),
        (b"\xfe\xff" + WESTERN.encode("utf-16-be"), WESTERN),
        (WESTERN.encode("utf-16-le"), WESTERN),
        (WESTERN.encode("utf-16-be"), WESTERN),
        (WESTERN.encode("utf-32"), WESTERN),
        (WESTERN.encode("cp1252"), WESTERN),
        ("Déjà vu à Liège.".encode("latin-1"), "Déjà vu à Liège."),
        (RUSSIAN.encode(), RUSSIAN),
        (RUSSIAN.encode("utf-16"), RUSSIAN),
        (b"one \0 stray NUL in a text that is " + b"otherwise long enough " * 9, None),
        (b"MZ is how this sentence begins.", "MZ is how this sentence begins."),
        ((RUSSIAN * 9).encode() + b"\xff", RUSSIAN * 9 + "\ufffd"),
    ],
)
def test_text_is_decoded(data: bytes, text: str | None) -> None:
    assert decode(data)[0] == (data.decode() if text is None else text)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\0" * 4096, "NUL"),
        (b"%PDF-1.7\n...", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a PNG picture"),
        (b"PK\x03\x04\x14\0\0\0", "ZIP"),
        (b"MZ\x90\0\x03\0\0\0", "a program"),
        (bytes(range(256)) * 8, "binary"),
        (RUSSIAN.encode("cp1251"), "encoding is not known"),
        (RUSSIAN.encode("koi8-r"), "encoding is not known"),
    ],
)
def test_what_is_no_text_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(Undecodable, match=reason):
        decode(data)


@given(st.binary(max_size=400))
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    with suppress(Undecodable):
        text, encoding = decode(data)
        assert isinstance(text, str)
        assert encoding


@given(st.text(min_size=1, alphabet=st.characters(exclude_categories=("Cs", "Cc"))))
def test_utf8_comes_back_as_it_was(text: str) -> None:
    data = text.encode()
    if not text.startswith(("\ufeff", "BZh", "GIF8", "RIFF", "ID3", "OggS", "%PDF-", "{\\rtf")):
        assert decode(data)[0] == text
