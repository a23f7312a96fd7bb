"""docs/configuration.md knows every key, its default and its meaning."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGE = (DOCS / "configuration.md").read_text()


def test_the_page_has_todays_keys_and_defaults() -> None:
    made = runpy.run_path(str(DOCS / "make_configuration.py"))["page"](PAGE)
    assert made == PAGE, "run: python docs/make_configuration.py"


@pytest.mark.parametrize("row", re.findall(r"^\| `\w+\.\w+` \|.*$", PAGE, re.MULTILINE))
def test_every_key_has_a_meaning(row: str) -> None:
    assert row.rsplit("|", 2)[1].strip(), f"write what it means into docs/configuration.md: {row}"
