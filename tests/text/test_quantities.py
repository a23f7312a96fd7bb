"""Numbers compared: units, rounding, bounds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.text.quantities import agree, quantities, same_measure


def only(text: str):
    (found,) = quantities(text)
    return found


@pytest.mark.parametrize(
    ("a", "b", "alike"),
    [
        ("62 miles long", "100 kilometres long", True),
        ("104 degrees Fahrenheit", "40 degrees Celsius", True),
        ("300 feet deep", "91 metres deep", True),
        ("two days long", "48 hours long", True),
        ("2 tonnes", "2,000 kilograms", True),
        ("3.18 billion dollars", "about $3.2 billion", True),
        ("29.6 percent of voters", "30 percent of voters", True),
        ("48,700 homes", "nearly 50,000 homes", True),
        ("at least 20 people", "23 people", True),
        ("14 people", "19 people", False),
        ("1,200 jobs", "2,100 jobs", False),
        ("58 percent", "38 percent", False),
        ("84 metres", "48 metres", False),
        ("at least 20 people", "12 people", False),
        ("48 million euros", "84 million euros", False),
    ],
)
def test_two_numbers_agree_or_not(a, b, alike):
    x, y = only(a), only(b)
    assert same_measure(x, y)
    assert agree(x, y) == agree(y, x) == alike


@pytest.mark.parametrize(
    ("a", "b"),
    [("14 passengers", "14 trucks"), ("30 percent", "30 dollars"), ("5 metres", "5 hours"), ("3 euros", "3 dollars")],
)
def test_other_things_are_no_measure_of_one_another(a, b):
    assert not same_measure(only(a), only(b))


@pytest.mark.parametrize(
    "text", ["in 1932", "at 23:40 GMT", "at 9 a.m.", "won 2-1", "on 5 October", "the 75th", "the S-500", "one of them"]
)
def test_years_times_days_scores_and_codes_are_no_quantities(text):
    assert quantities(text) == ()


@given(st.text(alphabet="0123456789.,%$€ -–abkmo:millionpercent", max_size=40))
def test_quantities_stand_in_their_text(text):
    for q in quantities(text):
        assert text[q.start : q.end] == q.text
        assert q.low <= q.value <= q.high
        assert agree(q, q)
