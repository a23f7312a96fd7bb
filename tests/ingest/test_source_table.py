"""sources.toml: what it says of which file, and what it may not say."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from briefing.errors import ConfigError
from briefing.ingest import read
from briefing.types import Article

NEWS = "The mayor of Lindwick resigned on Tuesday. She gave no reason for it."


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("news/a.txt", "news/b.md", "news/deep/c.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"{NEWS} This is {name}.")
    return tmp_path


def table(folder: Path, *entries: str) -> None:
    (folder / "sources.toml").write_text("\n".join(f"[[source]]\n{entry}" for entry in entries))


def by_name(name: str | Path = "news") -> dict[str, Article]:
    return {Path(a.origin_path).name: a for a in read([name]) if isinstance(a, Article)}


def test_every_key(desk: Path) -> None:
    table(
        desk / "news",
        """match = "a.txt"
        title = "Mayor resigns"
        publisher = "The Courier"
        url = "https://courier.example/mayor"
        published = 2026-01-31
        owner = "Courier Group"
        reliability = "B"
        kind = "state media"
        rights = "internal use"
        embargo_until = "2026-02-01T06:00:00+01:00"
        complete = false
        tlp = "TLP:AMBER+STRICT"
        note = "by telephone"
        language = "fr" """,
    )
    a = by_name()["a.txt"]
    assert (a.title, a.title_basis, a.publisher, a.owner) == ("Mayor resigns", "stated", "The Courier", "Courier Group")
    assert (a.url, a.published, a.published_basis) == ("https://courier.example/mayor", date(2026, 1, 31), "stated")
    assert (a.reliability, a.kind, a.rights, a.complete) == ("B", "state media", "internal use", False)
    assert a.embargo_until == datetime(2026, 2, 1, 5, tzinfo=UTC)
    assert (a.tlp, a.note, a.language) == ("TLP:AMBER+STRICT", "by telephone", "fr")


def test_a_later_entry_and_a_nearer_table_win(desk: Path) -> None:
    table(desk / "news", 'match = "*"\npublisher = "all"\nowner = "all"', 'match = "*.md"\npublisher = "md"')
    table(desk / "news/deep", 'match = "*"\npublisher = "deep"')
    found = by_name()
    assert [found[name].publisher for name in ("a.txt", "b.md", "c.txt")] == ["all", "md", "deep"]
    assert found["c.txt"].owner == "all"


def test_a_pattern_with_a_slash_is_a_path(desk: Path) -> None:
    table(desk / "news", 'match = "deep/*"\npublisher = "deep"', 'match = "c.txt"\nowner = "by name"')
    found = by_name()
    assert [found[name].publisher for name in ("a.txt", "c.txt")] == ["", "deep"]
    assert found["c.txt"].owner == "by name"


def test_it_counts_for_a_single_file_and_wins_over_front_matter(desk: Path) -> None:
    table(desk / "news", 'match = "a.txt"\npublisher = "the table"')
    (desk / "news/a.txt").write_text(f"---\npublisher: the file\nowner: the file\n---\n{NEWS}")
    a = by_name("news/a.txt")["a.txt"]
    assert (a.publisher, a.owner) == ("the table", "the file")


def test_an_entry_that_matches_nothing_is_remarked(desk: Path) -> None:
    table(desk / "news", 'match = "z-*.txt"\npublisher = "nobody"')
    (remark,) = [item for item in read(["news"]) if not isinstance(item, Article)]
    assert str(remark) == "news/sources.toml: the entry 'z-*.txt' matches no file"
    assert remark.exit_code == 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[[source]]\nmatch = "*"\npublishr = "x"', "source 1: unknown key 'publishr'. Did you mean 'publisher'?"),
        ('[[source]]\ntitle = "x"', "source 1 has no 'match'"),
        ('[[source]]\nmatch = "*"\nreliability = "G"', "source 1: reliability: 'G' is not one of A, B, C, D, E, F"),
        ('[[source]]\nmatch = "*"\nkind = "gossip"', "'gossip' is not one of news, analysis"),
        ('[[source]]\nmatch = "*"\ntlp = "pink"', "'pink' is not one of TLP:CLEAR"),
        ('[[source]]\nmatch = "*"\npublished = "soon"', "'soon' is not a date"),
        ('[[source]]\nmatch = "*"\ncomplete = "no"', "'no' is neither true nor false"),
        ('[[source]]\nmatch = "*"\nurl = "courier.example"', "is not a web address. Begin it with https://"),
        ('[[source]]\nmatch = "*"\ntitle = 7', "7 is not a text"),
        ('[source]\nmatch = "*"', "Write [[source]] with two brackets"),
        ('[[sources]]\nmatch = "*"', "unknown key 'sources'"),
        ("[[source]\n", "news/sources.toml is not TOML"),
    ],
)
def test_a_wrong_table_says_where_and_what_to_do(desk: Path, text: str, message: str) -> None:
    (desk / "news/sources.toml").write_text(text)
    with pytest.raises(ConfigError) as caught:
        by_name()
    assert message in str(caught.value)
    assert str(caught.value).startswith("news/sources.toml")
    assert "\n" not in str(caught.value)
