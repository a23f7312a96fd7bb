"""Dates are resolved against the article's own day and nothing else."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.text.dates import dates

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "dates.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['text'][:30]} {case.get('base', '')}")
def test_dates(case: dict[str, object]) -> None:
    base = case.get("base")
    found = dates(str(case["text"]), base if isinstance(base, date) else None)
    assert [[m.text, m.date or "", m.precision, m.basis] for m in found] == case["found"]


@given(st.text(max_size=200), st.none() | st.dates(date(1990, 1, 1), date(2040, 1, 1)))
def test_any_text_gives_spans_of_it(text: str, base: date | None) -> None:
    for mention in dates(text, base):
        assert text[mention.start : mention.end] == mention.text


def test_nothing_relative_is_resolved_without_a_base() -> None:
    assert all(m.date is None for m in dates("On Monday, yesterday, last year, two months ago, in March, on 3 May."))
