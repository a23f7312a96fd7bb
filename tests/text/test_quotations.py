"""Quotation marks of all styles. Cases are in tests/cases/quotations.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.text.quotations import quotations

CASES = tomllib.loads((Path(__file__).parent.parent / "cases" / "quotations.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:30])
def test_quotations(case):
    text = case["text"]
    assert [text[span.start : span.end] for span in quotations(text)] == case["found"]


def test_nested_ones_come_after_the_one_around_them():
    text = "“He called it ‘no limits’ today,” she said."
    found = [text[span.start : span.end] for span in quotations(text, nested=True)]
    assert found == ["“He called it ‘no limits’ today,”", "‘no limits’"]


@given(st.text(alphabet="ab sS.,?\n\"'“”‘’„«»「」‹›8", max_size=60))
def test_outermost_quotations_are_disjoint_ordered_and_inside_the_text(text):
    at = 0
    for span in quotations(text):
        assert at <= span.start < span.end <= len(text)
        assert "\n\n" not in text[span.start : span.end].strip()
        at = span.end
