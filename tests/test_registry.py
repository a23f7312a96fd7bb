"""Names and dotted paths to functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from briefing.errors import UnknownNameError
from briefing.registry import lookup

TABLE: dict[str, Callable[..., Any]] = {"length": len, "largest": max}


def test_names_and_dotted_paths_are_found() -> None:
    assert lookup("measure", "length", TABLE) is len
    assert lookup("measure", "posixpath:basename", TABLE)("a/b") == "b"


@pytest.mark.parametrize(
    "name", ["lenght", "no.such.module:f", "posixpath:nothing", "posixpath:sep", "posixpath:", ":f"]
)
def test_unknown_names_are_refused(name: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        lookup("measure", name, TABLE)
    assert caught.value.known == ("largest", "length")


def test_a_near_name_is_offered() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'length'"):
        lookup("measure", "lenght", TABLE)
