"""`briefing diff`: the seeds in two days, and what is no brief."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran

Run = Callable[..., Ran]


@pytest.fixture
def two_days(seeds: Path, desk: Path, briefing: Run) -> Path:
    """old.json of three of the seeds, new.json of all five."""
    three = sorted(seeds.glob("00[234]*.txt"))
    assert briefing("make", *three, "-q", "-o", "old.json", "--as-of", "2026-01-30").code == 0
    assert briefing("make", seeds, "-q", "-o", "new.json", "-o", "new.html", "--as-of", "2026-01-31").code == 0
    return desk


def test_only_the_new_subjects_are_new(two_days: Path, briefing: Run):
    done = briefing("diff", "old.json", "new.json")
    assert done.code == 0
    lines = done.out.splitlines()
    assert any(line.startswith("new, S-500") for line in lines)
    assert any(line.startswith("new, “Golden Dome”") for line in lines)
    assert "unchanged: “No limits” partnership" in lines
    assert not any("no limits" in line.casefold() for line in lines if line.startswith("new"))


def test_the_same_as_data_and_from_a_page(two_days: Path, briefing: Run):
    data = json.loads(briefing("diff", "old.json", "new.html", "--json").out)
    assert len(data["new_themes"]) == 2
    assert data["changed"] == []
    assert all(point["text"] for point in data["new"])


def test_a_brief_against_itself_has_nothing_new(two_days: Path, briefing: Run):
    done = briefing("diff", "new.json", "new.json")
    assert (done.code, done.err) == (0, "note: nothing new: every point was told or read before\n")
    assert all(line.startswith("unchanged: ") for line in done.out.splitlines())


@pytest.mark.parametrize(("content", "code"), [("{}", 2), ("", 2), ("no brief at all", 2)])
def test_what_is_no_brief_is_one_line(content: str, code: int, two_days: Path, briefing: Run):
    (two_days / "other.json").write_text(content)
    done = briefing("diff", "other.json", "new.json")
    assert (done.code, len(done.lines)) == (code, 1)
    assert briefing("diff", "none.json", "new.json").code == 2
