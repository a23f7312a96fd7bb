"""No figure falls below its floor on what the bench makes itself (bench/floors.toml)."""

from __future__ import annotations

import inspect
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

import bench

FLOORS = tomllib.loads(Path(bench.__file__).with_name("floors.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("task", FLOORS)
def test_no_figure_falls_below_its_floor(task: str, tmp_path: Path) -> None:
    run = import_module(f"bench.{task}").run
    options = {"peers": False} if "peers" in inspect.signature(run).parameters else {}
    found = run(tmp_path, **options)["data"]
    low = {
        f"{name}.{figure}": found[name][figure]
        for name, floors in FLOORS[task].items()
        for figure, floor in floors.items()
        if found[name][figure] < floor
    }
    assert not low
