"""kill -9 while articles are added, deleted and pruned, and while feeds are collected: points of `bench crash`."""

from __future__ import annotations

import pytest

from bench.crash import WORKS, crashed


@pytest.mark.parametrize(("work", "points"), [("adding", 14), ("collecting", 6)])
def test_nothing_is_lost_or_damaged_and_the_second_run_finishes(work, points):
    crashes = crashed(WORKS[work], points, seed=1)
    assert [crash.problems for crash in crashes] == [()] * points
    assert all(crash.died for crash in crashes)
    assert 0 < sum(crash.kept > 0 for crash in crashes) < points  # some die before anything is kept, most later
