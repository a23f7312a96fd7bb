"""Names and quantities. Cases are in tests/cases/names.toml and numbers.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.text.names import names
from briefing.text.numbers import numbers

FOLDER = Path(__file__).parent.parent / "cases"
NAMES = tomllib.loads((FOLDER / "names.toml").read_text(encoding="utf-8"))["case"]
NUMBERS = tomllib.loads((FOLDER / "numbers.toml").read_text(encoding="utf-8"))["case"]
ODD = "aB. -–'’\"“”‘5,0%$€:\n\xa0万SU百x/"


@pytest.mark.parametrize("case", NAMES, ids=lambda case: case["text"][:30])
def test_names(case):
    found = names(case["text"], case.get("language", "en"))
    assert [f"{n.kind}: {n.text}{f' [{n.title}]' if n.title else ''}" for n in found] == case["found"]


@pytest.mark.parametrize("case", NUMBERS, ids=lambda case: case["text"][:30])
def test_numbers(case):
    found = numbers(case["text"], case.get("language", "en"))
    said = [f"{n.text} = {n.value:.15g} {n.unit}".rstrip() + (" ~" if n.approx else "") for n in found]
    assert said == case["found"]


@given(st.text(alphabet=ODD, max_size=60), st.sampled_from(["en", "de", "ru", "zh", "ja"]))
def test_names_and_numbers_are_what_stands_in_the_text(text, language):
    found = [(name.start, name.end, name.text) for name in names(text, language)]
    found += [(number.start, number.end, number.text) for number in numbers(text, language)]
    for start, end, words in found:
        assert text[start:end] == words
        assert words.strip()


@given(
    st.lists(
        st.sampled_from("one two twenty five hundred thousand million dozen half a and of few dozens 5 1,000".split())
    )
)
def test_any_heap_of_number_words_is_read_without_a_fault(heap):
    at = 0
    for number in numbers(" ".join(heap)):
        assert number.start >= at
        assert number.value >= 0
        at = number.end
