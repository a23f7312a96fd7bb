"""kill -9 while articles are added, deleted and pruned: twenty of the points of `python -m bench crash`."""

from __future__ import annotations

from bench.crash import crashed


def test_nothing_is_lost_or_damaged_and_the_second_run_finishes():
    crashes = crashed(20, seed=1)
    assert [crash.problems for crash in crashes] == [()] * 20
    assert all(crash.died for crash in crashes)
    assert 10 < sum(crash.kept > 0 for crash in crashes) < 20  # some die early, most later
