"""Each kind of file, by cases anyone can add to; and that the kind is told by content before suffix."""

from __future__ import annotations

import json
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from briefing.errors import IngestError
from briefing.ingest import read
from briefing.types import Article

CASES = Path(__file__).resolve().parent.parent / "cases"
NEWS = "The mayor of Lindwick resigned on Tuesday. She gave no reason for it."


def cases(name: str) -> list[Any]:
    listed = tomllib.loads((CASES / name).read_text())["case"]
    return [pytest.param(case, id=case["name"]) for case in listed]


def items(path: Path, content: str | bytes) -> list[Article | IngestError]:
    path.write_bytes(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)
    return list(read([path]))


def article(path: Path, content: str | bytes) -> Article:
    (item,) = items(path, content)
    assert isinstance(item, Article), item
    return item


@pytest.mark.parametrize("case", cases("markdown.toml"))
def test_markdown(case: dict[str, str], tmp_path: Path) -> None:
    found = article(tmp_path / "a.md", case["markdown"].lstrip("\n"))
    assert found.text == case["text"]
    if "title" in case:
        assert (found.title, found.title_basis) == (case["title"], "stated")


@pytest.mark.parametrize("case", cases("front_matter.toml"))
def test_front_matter(case: dict[str, Any], tmp_path: Path) -> None:
    found = article(tmp_path / "a.txt", case["text"].lstrip("\n"))
    assert found.text == case["body"]
    assert {name: getattr(found, name) for name in case["facts"]} == case["facts"]


def line(**fields: object) -> str:
    return json.dumps({"text": NEWS, **fields})


def test_a_json_line_is_an_article(tmp_path: Path) -> None:
    fields = {"id": "n-1", "title": "Mayor resigns", "url": "https://a.example/1", "source": "The Courier"}
    found = article(
        tmp_path / "a.jsonl", line(**fields, published="2026-01-31T07:00:00", section="local", reliability="A")
    )
    assert (found.title, found.publisher, found.url) == ("Mayor resigns", "The Courier", "https://a.example/1")
    assert found.published == datetime(2026, 1, 31, 7, tzinfo=UTC)
    assert found.published_basis == "stated"
    assert found.extra == {"id": "n-1", "section": "local", "reliability": "A"}
    assert found.reliability == "F", "how far a source is trusted is for the user to say"
    assert found.origin_path.endswith("a.jsonl#n-1")


def test_a_broken_line_costs_itself_alone(tmp_path: Path) -> None:
    lines = [line(), "{broken", "", '["a list"]', line(text=7), line(text=" "), line(text=NEWS + " Again.")]
    found = items(tmp_path / "a.jsonl", "\n".join(lines))
    assert [type(item) for item in found] == [Article, *[IngestError] * 4, Article]
    reasons = [item.reason for item in found if isinstance(item, IngestError)]
    assert [reason.partition(":")[0] for reason in reasons] == ["line 2", "line 4", "line 5", "line 6"]
    assert "not JSON" in reasons[0]


@pytest.mark.parametrize(
    "content",
    [
        line(text="A lone \ud800 surrogate and a \x00 zero. " + NEWS),
        line(source={"name": "The Courier", "id": None}, published=None, url=None, title=None),
        line(published=1769846400, url=["x"], title={"a": 1}, id=7),
        line(deep=json.loads("[" * 400 + "]" * 400)),
    ],
)
def test_odd_fields_do_not_cost_the_article(tmp_path: Path, content: str) -> None:
    assert NEWS in article(tmp_path / "a.jsonl", content).text


def test_json_that_nests_without_end_is_one_error(tmp_path: Path) -> None:
    (item,) = items(tmp_path / "a.jsonl", '{"text": ' + "[" * 200_000)
    assert isinstance(item, IngestError)


@pytest.mark.parametrize("name", ["a.txt", "a", "a.json", "a.unknown"])
def test_content_tells_json_lines_whatever_the_name(tmp_path: Path, name: str) -> None:
    assert len(items(tmp_path / name, line(id=1) + "\n" + line(id=2))) == 2


@pytest.mark.parametrize("name", ["a.txt", "a.TXT", "a.text", "README"])
def test_suffixes_of_plain_text(tmp_path: Path, name: str) -> None:
    assert article(tmp_path / name, NEWS).text == NEWS


def test_a_title_is_stated_or_the_first_words(tmp_path: Path) -> None:
    long = "The mayor of Lindwick, who has led the town for twelve years, resigned. She gave no reason."
    assert article(tmp_path / "a.txt", long).title == "The mayor of Lindwick, who has led the town for …"
    titled = article(tmp_path / "b.txt", f"Mayor resigns\n\n{long}")
    assert (titled.title, titled.title_basis) == ("Mayor resigns", "stated")
    assert len(article(tmp_path / "c.jsonl", line(title="x" * 900)).title) == 500


def test_titles_are_one_line_without_hidden_characters(tmp_path: Path) -> None:
    found = article(tmp_path / "a.jsonl", line(title="Mayor\r\nBcc: a@b.example\u2028re\u202esigns\x07"))
    assert found.title == "Mayor Bcc: a@b.example resigns"
