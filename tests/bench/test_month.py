"""Days in one process: nothing is lost, nothing goes twice, and what one day used is there for the next."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
DAYS = 11
MB = 5  # from day 6 to the last; pages that kept their fonts, and editions in memory all at once, made 14


@pytest.mark.slow
def test_eleven_days(tmp_path: Path):
    command = [sys.executable, "-m", "bench", "month", "--days", str(DAYS), "--readers", "8", "--json"]
    done = subprocess.run([*command, "--data", str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=True)
    (found,) = json.loads(done.stdout)["data"].values()
    assert (found["collects"], found["editions"]) == (3 * DAYS, DAYS)
    assert {name: found[name] for name in ("missed", "lost", "twice", "repeats")} == dict.fromkeys(
        ("missed", "lost", "twice", "repeats"), 0
    )
    assert found["mb_last_day"] - found["mb_day_6"] < MB
