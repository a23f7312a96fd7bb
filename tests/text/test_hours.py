"""Hours are read however they are written, and compared only where they can be."""

from __future__ import annotations

import pytest

from briefing.text.hours import hours, other_hour


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("at 3 p.m. on Friday", [900]),
        ("at 15:00", [900]),
        ("shortly before 3.30pm", [930]),
        ("at 0842 GMT (10.42 am CEST)", [522, 642]),
        ("since 12 a.m., until 12 p.m.", [0, 720]),
        ("at 3 o’clock", [180]),
        ("won 3-2 on 12 May 2008 with 2.30 a share, 21 people and 14:3", []),
    ],
)
def test_hours_in_minutes(text, minutes):
    assert [hour.minutes for hour in hours(text)] == minutes


@pytest.mark.parametrize(
    ("a", "b", "other"),
    [
        ("at 3 p.m.", "at 5 p.m.", True),
        ("at 3 p.m.", "at 3:10 p.m.", True),
        ("at 3 p.m.", "at 15:00", False),
        ("at about 3 p.m.", "at 3:30 p.m.", False),
        ("at about 3 p.m.", "at 4 p.m.", True),
        ("at 3:30", "at 3:30 p.m.", False),
        ("just before midnight, at 11:55 p.m.", "shortly after 12 a.m.", False),
        ("at 10:00 GMT", "at 5 p.m.", False),
        ("at 10:00 GMT", "at 11:00 GMT", True),
        ("at 3 p.m.", "on Friday", False),
    ],
)
def test_other_hours(a, b, other):
    assert other_hour(a, b) is other is other_hour(b, a)
