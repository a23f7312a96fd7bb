"""Names to articles: files, folders, patterns; nothing is lost without a word."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.config import LimitSettings
from briefing.errors import ConfigError, IngestError
from briefing.ingest import Remark, read, sort_out
from briefing.types import Article

NEWS = "The mayor of Lindwick resigned on Tuesday. She gave no reason for it."


def put(folder: Path, **files: str | bytes) -> Path:
    """Files by name; `__` in a name is a dot, `___` a slash."""
    for name, content in files.items():
        path = folder / name.replace("___", "/").replace("__", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def articles(*names: str | Path, **options: object) -> list[Article]:
    return [item for item in read(names, **options) if isinstance(item, Article)]  # type: ignore[arg-type]


def errors(*names: str | Path, **options: object) -> list[IngestError]:
    return [item for item in read(names, **options) if isinstance(item, IngestError)]  # type: ignore[arg-type]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_seeds_are_five_articles(seeds: Path) -> None:
    read_seeds = articles(seeds)
    assert [a.origin_path.partition("/")[0] for a in read_seeds] == ["seeds"] * 5
    assert [a.complete for a in read_seeds] == [True, False, True, True, True]
    assert {a.published for a in read_seeds} == {None}
    assert {a.language for a in read_seeds} == {"en"}
    assert [a.title_basis for a in read_seeds] == ["derived", "derived", "derived", "stated", "stated"]
    assert not errors(seeds)


def test_a_folder_its_files_and_its_pattern_are_the_same_articles(seeds: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(seeds.parent)
    whole = {a.id for a in articles("seeds")}
    assert {a.id for a in articles("./seeds/")} == whole
    assert {a.id for a in articles(*sorted(seeds.glob("*.txt"), reverse=True))} == whole
    assert {a.id for a in articles("seeds/*.txt")} == whole
    assert {a.id for a in articles(f"{seeds}/*")} == whole
    monkeypatch.chdir(seeds)
    assert {a.origin_path for a in articles(".")} == {p.name for p in seeds.glob("*.txt")}


def test_folders_are_read_to_any_depth_and_sorted(desk: Path) -> None:
    put(desk, b__txt=NEWS + "b", a__md=NEWS + "a", deep___er___c__txt=NEWS + "c", __hidden="x", __git___d__txt=NEWS)
    assert [a.origin_path for a in articles(".")] == ["a.md", "b.txt", "deep/er/c.txt"]


def test_a_file_that_is_named_twice_is_read_once(desk: Path) -> None:
    put(desk, news___a__txt=NEWS)
    assert len(articles("news", "news/a.txt", "news/*.txt", desk / "news")) == 1


def test_the_same_text_at_the_same_address_is_one_article_and_at_two_it_is_two(desk: Path) -> None:
    front = "---\nurl: https://a.example/1\n---\n"
    put(desk, a__txt=front + NEWS, b__txt=front + NEWS, c__txt=front.replace("/1", "/2") + NEWS)
    a, b, c = articles(".")
    assert a == b != c
    assert a.text_sha256 == c.text_sha256


def test_an_article_that_was_read_twice_is_told(desk: Path) -> None:
    front = "---\nurl: https://a.example/1\n---\n"
    put(desk, a__txt=front + NEWS, b__txt=front + NEWS)
    either, other = (sort_out(read(names)) for names in (["a.txt", "b.txt"], ["b.txt", "a.txt"]))
    assert either == other
    assert [a.origin_path for a in either.articles] == ["a.txt"]
    assert [str(d.origin_path) for d in either.dropped] == ["b.txt"]
    assert either.notes == ("1 article left aside, the same text at the same address",)


def test_a_name_that_is_nothing_stops_the_run(desk: Path) -> None:
    for name in ("nowhere.txt", "nothing-*.txt", "https://a.example/page", "x" * 5000):
        with pytest.raises(ConfigError):
            articles(name)


def test_an_unknown_type_is_reported_when_named_and_counted_in_a_folder(desk: Path) -> None:
    put(desk, a__txt=NEWS, b__xyz="x,y", c__png=b"\x89PNG\r\n\x1a\n\0\0", d__bin=bytes(range(256)))
    (error,) = errors("b.xyz")
    assert error.reason.startswith("it is a file of an unknown type (.xyz); read are ")
    read_are = set(error.reason.partition("read are ")[2].split(", "))
    assert {".jsonl", ".md", ".pdf", ".txt"} <= read_are
    assert not {".doc", ".rtf", ".msg", ".opml"} & read_are
    assert [str(e).partition(";")[0] for e in errors("c.png")] == ["c.png: it is a PNG picture"]
    (remark,) = errors(".")
    assert isinstance(remark, Remark)
    assert remark.reason == "3 files of other types were passed over: 1 .bin, 1 .png, 1 .xyz"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the file is empty (0 bytes)"),
        (b"\0" * 100, "the file holds nothing but NUL bytes"),
        (b" \n\t\n", "it holds no text"),
        (b"--- *** ---", "it holds no words"),
        (b"SQLite format 3\0 and so on", "it is an SQLite database, not text"),
        (bytes(range(256)), "it is a binary file, not text"),
    ],
)
@pytest.mark.parametrize("suffix", [".txt", ".md", ".jsonl"])
def test_what_holds_no_article_is_one_error(desk: Path, content: bytes, reason: str, suffix: str) -> None:
    (desk / f"x{suffix}").write_bytes(content)
    (error,) = errors(".")
    assert not isinstance(error, Remark)
    assert error.origin_path == f"x{suffix}"
    if suffix == ".txt":
        assert error.reason == reason


def test_limits_are_named(desk: Path) -> None:
    put(desk, a__txt=NEWS * 50)
    for limits in (LimitSettings(file_bytes=100), LimitSettings(article_bytes=100)):
        (error,) = errors("a.txt", limits=limits)
        assert "limits." in error.reason


def test_neither_the_machine_nor_its_user_is_shown(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = put(desk / "homes" / "rosalind", news___a__txt=NEWS, b__txt=NEWS)
    monkeypatch.setenv("HOME", str(home))
    paths = [a.origin_path for a in articles(home)] + [a.origin_path for a in articles(home / "b.txt")]
    assert paths == ["b.txt", "news/a.txt", "b.txt"]
    monkeypatch.setenv("HOME", "/nowhere")
    monkeypatch.setenv("USER", "rosalind")
    assert [a.origin_path for a in articles(home / "b.txt")] == ["b.txt"]
    monkeypatch.chdir(home / "news")
    assert [a.origin_path for a in articles("../b.txt")] == ["b.txt"]


def test_links_make_no_loop(desk: Path) -> None:
    put(desk, news___a__txt=NEWS)
    (desk / "news" / "again").symlink_to(desk / "news")
    (desk / "news" / "gone.txt").symlink_to(desk / "nowhere")
    assert [a.origin_path for a in articles("news")] == ["news/a.txt"]
    assert [str(e) for e in errors("news")] == [
        "news/again: is a link to a folder; it was passed over",
        "news/gone.txt: is a broken link, a pipe or a device; it was passed over",
    ]


def test_strange_file_names_are_shown_as_one_line_of_text(desk: Path) -> None:
    for name in (b"two words.txt", b"new\nline.txt", b"caf\xe9.txt", "\u202egpj.txt".encode()):
        (desk / os.fsdecode(name)).write_text(NEWS)
    shown = {"caf\\xe9.txt", "new\\nline.txt", "two words.txt", "\\u202egpj.txt"}
    assert {a.origin_path for a in articles(".")} == shown
    assert {a.origin_path for a in articles(*sorted(desk.iterdir()))} == {f"{desk.name}/{name}" for name in shown}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_one_text_in_any_encoding_is_one_article(desk: Path, encoding: str) -> None:
    text = "La maire de Liège a démissionné mardi. Elle n’a pas donné de raison à cela."
    (desk / "a.txt").write_bytes(text.encode(encoding))
    (article,) = articles("a.txt")
    assert article.text == text
    assert article.language == "fr"


@given(st.text(max_size=300))
def test_any_text_is_an_article_or_one_error(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.txt"
    path.write_text(text, encoding="utf-8", errors="surrogatepass")
    (item,) = read([path])
    if isinstance(item, Article):
        assert item.text
        assert item.title
        assert all(0 <= block.span.start < block.span.end <= len(item.text) for block in item.blocks)
