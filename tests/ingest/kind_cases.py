"""Small files of one kind as cases anyone can add to: all are read as one folder, as a user would name it.

A case of tests/cases/*.toml has a `name`, the `content` (with its `encoding`, where that is not UTF-8), the `articles`
that come of it in order, each by the fields that matter, and parts of its `errors` and `notes` in order.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from briefing.errors import IngestError
from briefing.ingest import Remark, read
from briefing.types import Article

CASES = Path(__file__).resolve().parent.parent / "cases"


@dataclass
class Gave:
    """What one file gave; `errors` and `notes` are their lines."""

    articles: list[Article] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def take(self, item: Article | IngestError) -> None:
        if isinstance(item, Article):
            self.articles.append(item)
        else:
            (self.notes if isinstance(item, Remark) else self.errors).append(str(item))


def cases(name: str) -> list[Any]:
    listed = tomllib.loads((CASES / name).read_text(encoding="utf-8"))["case"]
    return [pytest.param(case, id=case["name"]) for case in listed]


def gave(folder: Path, params: Sequence[Any], suffix: str) -> dict[str, Gave]:
    """What each case gave, by its name."""
    folder.mkdir()
    names = {}
    for number, case in enumerate(param.values[0] for param in params):
        file = f"{number:03}{case.get('suffix', suffix)}"
        content = case["content"].removeprefix("\n")
        if case.get("crlf"):
            content = content.replace("\n", "\r\n")
        (folder / file).write_bytes(content.encode(case.get("encoding", "utf-8"), "surrogateescape"))
        names[f"{folder.name}/{file}"] = case["name"]
    found = {name: Gave() for name in names.values()}
    for item in read([folder]):
        own = next((path for path in names if item.origin_path.startswith(path)), "")
        assert own, item
        found[names[own]].take(item)
    return found


def check(case: Mapping[str, Any], got: Gave) -> None:
    """Every stated field is as stated; there are as many articles, errors and notes as stated."""
    expected = case.get("articles", [])
    found = [_stated(article, fields) for article, fields in zip(got.articles, expected, strict=False)]
    assert found == expected, f"{found} is not {expected}"
    assert len(got.articles) == len(expected), [article.title for article in got.articles]
    _check_lines(got.errors, case.get("errors", []))
    _check_lines(got.notes, case.get("notes", []))


def _check_lines(lines: list[str], parts: Sequence[str]) -> None:
    assert len(lines) == len(parts), lines
    assert all(part in line for part, line in zip(parts, lines, strict=True)), (lines, parts)


def _stated(article: Article, fields: Mapping[str, object]) -> dict[str, object]:
    return {name: _value(article, name) for name in fields}


def _value(article: Article, name: str) -> object:
    """Dates as ISO text; `place` stands behind the file's name, `author` and `part` beside the facts."""
    if name == "place":
        return article.origin_path.split(".", 1)[1].partition("#")[2]
    if name in {"author", "part"}:
        return article.extra.get(name, "")
    value = getattr(article, name)
    return value.isoformat() if isinstance(value, (date, datetime)) else "" if value is None else value
