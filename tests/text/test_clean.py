"""The canonical text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.text.clean import clean

CASES = {
    "line ends": ("a\r\nb\rc\x0bd\x0ce\x85f\u2028g\u2029h", "a\nb\nc\nd\ne\nf\ng\nh"),
    "controls": ("a\x00b\x07c\x1bd\x7fe\x9ff", "abcdef"),
    "lone surrogates": ("a\ud800b\udfffc", "abc"),
    "byte order mark": ("\ufeffa\ufeffb", "ab"),
    "blanks at line ends": ("a  \nb\t\nc\xa0\n d", "a\nb\nc\n d"),
    "empty lines around": ("\n \n  a\n\n", "  a"),
    "composed": ("cafe\u0301", "café"),
    "non-breaking spaces stay": ("Wei\xa0Fenghe 5\u202f000", "Wei\xa0Fenghe 5\u202f000"),
    "typography stays": ("“no limits” – it’s … «so»", "“no limits” – it’s … «so»"),
    "bidi marks and joiners stay": ("a\u200fb\u2067c\u2069 می\u200cروم", "a\u200fb\u2067c\u2069 می\u200cروم"),
    "soft hyphens stay": ("mis\xadsile", "mis\xadsile"),
}


@pytest.mark.parametrize(("raw", "wanted"), CASES.values(), ids=CASES)
def test_clean(raw, wanted):
    assert clean(raw) == wanted


@given(st.text(st.characters(exclude_categories=()), max_size=80))
def test_clean_once_is_enough(raw):
    text = clean(raw)
    assert clean(text) == text
    assert unicodedata.is_normalized("NFC", text)
    text.encode()
    assert all(c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"} for c in text)


@given(st.text(st.characters(categories=("L", "N", "P")), max_size=80))
def test_letters_digits_and_marks_are_never_lost(raw):
    assert clean(raw) == unicodedata.normalize("NFC", raw)
