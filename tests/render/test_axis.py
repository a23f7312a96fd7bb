"""A time axis to scale, its labels near their dots and never over each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.render.axis import LETTER, apart, middle, scale
from briefing.render.words import words

WORDS = words("en")


@given(st.lists(st.tuples(st.floats(0, 400), st.floats(20, 60)), min_size=1, max_size=6))
def test_labels_stay_apart_and_inside(labels):
    places = sorted(place for place, _ in labels)
    widths = [width for _, width in labels]
    edges = apart(places, widths, 460, 10)
    assert edges[0] >= 0
    assert edges[-1] + widths[-1] <= 460.02
    assert all(b - a >= width + 9.98 for a, b, width in zip(edges, edges[1:], widths))  # noqa: B905


def test_labels_that_have_room_stand_at_their_dots():
    assert apart([50, 200, 350], [60, 60, 60], 460, 10) == (46, 196, 346)


def test_labels_that_compete_share_the_way():
    left, right = apart([200, 200], [60, 60], 460, 10)
    assert 196 - left == right - 196


@pytest.mark.parametrize(
    ("dates", "labels"),
    [
        (["2021-06", "2022-02", "2023-05"], ["2021", "2022", "2023", "2024"]),
        (["2025-03-04", "2025-06-20"], ["Mar 2025", "Apr", "May", "Jun", "Jul"]),
        (["2025-11-20", "2025-11-22"], ["20 Nov", "21 Nov", "22 Nov", "23 Nov"]),
    ],
)
def test_ticks_follow_the_span(dates, labels):
    assert [tick.label for tick in scale(dates, 480, WORDS)[1]] == labels


@given(st.lists(st.dates(), min_size=1, max_size=8), st.integers(200, 500))
def test_dots_are_to_scale_and_tick_labels_stay_apart(days, width):
    dates = sorted(day.isoformat() for day in days if 1900 < day.year < 2100) or ["2025"]
    places, ticks = scale(dates, width, WORDS)
    assert list(places) == sorted(places)
    assert all(0 <= place <= width for place in places)
    shown = [tick for tick in ticks if tick.label]
    ends = [tick.label_x + LETTER * len(tick.label) for tick in shown]
    assert all(end <= tick.label_x for end, tick in zip(ends, shown[1:]))  # noqa: B905
    assert all(end <= width + 0.01 for end in ends)


def test_a_span_of_centuries_is_one_axis():
    places, ticks = scale(["1648", "2025-01-02"], 480, WORDS)
    assert [tick.label for tick in ticks] == [str(year) for year in range(1600, 2051, 50)]
    assert 0 < places[0] < places[-1] < 480


def test_a_month_stands_in_its_middle():
    assert middle("2025-02").isoformat() == "2025-02-15"
    assert middle("2025").isoformat() == "2025-07-01"
