"""Patterns that wait for their first use: each is one that compiles, and behaves as any other."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

import briefing
from briefing.patterns import rare

HOME = Path(briefing.__file__).parent
WAITING = [path for path in sorted(HOME.rglob("*.py")) if "import rare" in path.read_text()]


def test_a_rare_pattern_is_asked_as_any_other() -> None:
    pattern = rare(r"(\w)(\d)", re.IGNORECASE)
    assert pattern.findall("a1 B2") == [("a", "1"), ("B", "2")]
    assert [match.span() for match in pattern.finditer("a1 B2")] == [(0, 2), (3, 5)]
    assert pattern.search("..x9", 2) is not None
    assert pattern.match("x") is None
    assert pattern.fullmatch("x9") is not None
    assert pattern.sub(r"\2\1", "a1") == "1a"
    assert pattern.split("-a1-") == ["-", "a", "1", "-"]
    assert pattern.pattern == r"(\w)(\d)"
    with pytest.raises(AttributeError):
        pattern.other  # type: ignore[attr-defined]  # noqa: B018


@pytest.mark.parametrize("path", WAITING, ids=lambda path: str(path.relative_to(HOME)))
def test_every_pattern_that_waits_compiles(path: Path) -> None:
    name = ".".join(path.relative_to(HOME.parent).with_suffix("").parts)
    module = importlib.import_module(name.removesuffix(".__init__"))
    for value in _values(vars(module)):
        if type(value).__name__ == "_Rare":
            re.compile(value.pattern, value.flags)  # type: ignore[attr-defined]


def _values(found: object) -> list[object]:
    """What stands in a module, and in its tables."""
    if isinstance(found, dict):
        return [inner for value in found.values() for inner in _values(value)]
    if isinstance(found, tuple):
        return [inner for value in found for inner in _values(value)]
    return [found]
