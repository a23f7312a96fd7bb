"""Hostile and malformed files among good ones: each costs itself alone, and says what it is; see hostile.py."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefing.config import LimitSettings
from briefing.errors import IngestError
from briefing.ingest import Remark, read
from briefing.types import Article
from tests.ingest import hostile
from tests.ingest.hostile import Case

# Smaller than by default where the machine does not matter; the time is longer, since no outcome here is one of time
# (test_isolation.py has those) and a busy machine is to change none.
LIMITS = LimitSettings(child_bytes=450_000_000, child_seconds=120.0, file_bytes=20_000_000, zip_bytes=60_000_000)
BESIDE = "A good article beside the bombs says that the bridge of Lindwick was opened in May."


def outcome(items: list[Article | IngestError]) -> str:
    return " | ".join(map(_line, items))


def _line(item: Article | IngestError) -> str:
    if isinstance(item, Article):
        return f"article: {' '.join(item.text.split())[:300]}"
    return f"{'remark' if isinstance(item, Remark) else 'error'}: {item.reason}"


def outcomes(folder: Path, cases: list[Case]) -> Iterator[tuple[str, str]]:
    """The name of each file and what came of it, and so for the good files that lie between them."""
    for number, case in enumerate(cases):
        (folder / f"{number:03}-{case.file}").write_bytes(case.made())
        (folder / f"{number:03}-~good.txt").write_text(f"{BESIDE} Number {number}.")
        (folder / f"{number:03}-~good.pdf").write_bytes(hostile.good_pdf(hostile.shown(f"{BESIDE} Number {number}.")))
    found: dict[str, list[Article | IngestError]] = {path.name: [] for path in folder.iterdir()}
    for item in read([folder], limits=LIMITS):
        name = item.origin_path.partition("/")[2]
        found[next((known for known in found if name.startswith(known)), name)] = [
            *found.get(next((known for known in found if name.startswith(known)), name), []),
            item,
        ]
    yield from ((name, outcome(items)) for name, items in sorted(found.items()))


@pytest.mark.slow
@pytest.mark.parametrize("family", ["HTML", "PDF", "DOCX", "FEEDS", "TEXT", "MAIL", "ARCHIVES"])
def test_each_costs_itself_alone(family: str, tmp_path: Path) -> None:
    cases: list[Case] = getattr(hostile, family)
    (tmp_path / "x").mkdir()
    came = dict(outcomes(tmp_path / "x", cases))
    good = {name: text for name, text in came.items() if "~good" in name}
    assert {name for name, text in good.items() if f"Number {int(name[:3])}." not in text} == set()
    wrong = {
        name: (came[name], case.outcome)
        for number, case in enumerate(cases)
        if not re.fullmatch(case.outcome, came[name := f"{number:03}-{case.file}"])
    }
    assert wrong == {}


def test_there_are_many() -> None:
    every = [case for family in (hostile.HTML, hostile.PDF, hostile.DOCX, hostile.FEEDS) for case in family]
    every += [*hostile.TEXT, *hostile.MAIL, *hostile.ARCHIVES]
    assert len({case.file for case in every}) == len(every) >= 80
