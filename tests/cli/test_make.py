"""`briefing make` as a user meets it: real files in; exit code, stdout for data, one line for each trouble."""

from __future__ import annotations

import getpass
import io
import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Ran

NEWS = "The mayor of Lindwick resigned on Tuesday. She gave no reason for it."
MORE = "The council of Lindwick meets on Friday to elect a mayor. Three members stand for the office."
Run = Callable[..., Ran]
MORNING = ("--as-of", "2026-01-31T07:00:00Z")


def data(path: str | Path = "b.json") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(path).read_text())
    return found


# --- what comes out ------------------------------------------------------------------------------------------


def test_without_o_a_pdf_and_a_page_are_written_and_named(briefing: Run, seeds: Path) -> None:
    ran = briefing("make", seeds)
    assert (ran.code, ran.out) == (0, "out/brief.pdf\nout/brief.html\n")
    assert Path("out/brief.pdf").read_bytes().startswith(b"%PDF")
    assert Path("out/brief.html").read_text().startswith("<!")
    closing = ran.lines[-1]
    assert closing.startswith("5 articles -> ")
    assert closing.endswith(" · 1 page")


def test_several_outputs_share_one_composition(briefing: Run, seeds: Path) -> None:
    outputs = ("new/deep/b.json", "b.md", "b.txt", "./b.md")
    ran = briefing("make", seeds, *MORNING, *(part for path in outputs for part in ("-o", path)))
    assert ran.out.splitlines() == ["new/deep/b.json", "b.md", "b.txt"]
    brief = data("new/deep/b.json")
    for path in ("b.md", "b.txt"):
        assert all(name in Path(path).read_text() for name in (brief["title"], brief["sha256"][:8]))


def test_json_goes_to_stdout_and_nothing_is_written_unasked(briefing: Run, seeds: Path) -> None:
    ran = briefing("make", seeds, "--json", *MORNING)
    assert json.loads(ran.out)["as_of"] == "2026-01-31T07:00:00Z"
    assert not list(Path().iterdir())


def test_a_dry_run_writes_nothing(briefing: Run, seeds: Path) -> None:
    ran = briefing("make", seeds, "--dry-run")
    assert (ran.code, ran.out) == (0, "")
    assert "out/brief.pdf would be written" in ran.err
    assert not list(Path().iterdir())


def test_quiet_says_nothing(briefing: Run, seeds: Path) -> None:
    assert briefing("make", seeds, "-q", "-o", "b.json") == Ran(0, "b.json\n", "")


def test_the_same_bytes_again_and_in_another_order(briefing: Run, seeds: Path) -> None:
    files = sorted(seeds.glob("*.txt"))
    made = []
    for inputs in ([seeds], files, files[::-1], [seeds / "*.txt"]):
        assert briefing("make", *inputs, *MORNING, "-o", "b.json", "-o", "b.md", "-o", "b.html").code == 0
        made.append(tuple(Path(name).read_bytes() for name in ("b.json", "b.md", "b.html")))
    assert len(set(made)) == 1


def test_options_reach_the_brief(briefing: Run, seeds: Path) -> None:
    ran = briefing(
        *("make", seeds, "-o", "b.json", "--title", "Morning", "--as-of", "2026-01-31", "--page", "Letter"),
        *("--theme", "S-500 offer", "--theme", "Dome=Golden Dome", "--summariser", "lead", "--pdf", "a-3a"),
    )
    assert ran.code == 0
    brief = data()
    assert (brief["title"], brief["title_basis"], brief["day"]) == ("Morning", "stated", "2026-01-31")
    assert [theme["label"] for theme in brief["themes"]] == ["S-500 offer", "Dome"]


def test_the_instant_is_in_the_zone_of_the_settings(briefing: Run, seeds: Path) -> None:
    Path("briefing.toml").write_text('[brief]\nzone = "Asia/Tokyo"')
    briefing("make", seeds, "-o", "b.json", "--as-of", "2026-01-31T07:00")
    assert (data()["as_of"], data()["day"]) == ("2026-01-30T22:00:00Z", "2026-01-31")


def test_a_theme_that_matches_nothing_is_said(briefing: Run, seeds: Path) -> None:
    ran = briefing("make", seeds, "-o", "b.json", "--theme", "Coffee harvest", "--theme", "S-500 offer")
    assert ran.code == 0
    assert any("Coffee harvest" in line for line in ran.lines)


def test_no_path_of_the_machine_and_no_user_leaves(briefing: Run, seeds: Path, desk: Path) -> None:
    private = (str(desk), str(seeds.parent), str(Path.home()), os.path.realpath(sys.prefix), f"/{getpass.getuser()}")
    outputs = [f"b.{suffix}" for suffix in ("pdf", "html", "json", "md", "txt")]
    assert briefing("make", seeds.resolve(), *(part for path in outputs for part in ("-o", path))).code == 0
    for content in (*map(unpacked, outputs),):
        assert not [name for name in private if name.encode() in content]


def unpacked(path: str) -> bytes:
    """The bytes of an output, those of a PDF with every stream inflated."""
    if not path.endswith("pdf"):
        return Path(path).read_bytes()
    import pikepdf

    with pikepdf.open(path) as file:
        streams = [bytes(found.read_bytes()) for found in file.objects if isinstance(found, pikepdf.Stream)]
        return Path(path).read_bytes() + b"".join(streams)


# --- what comes in -------------------------------------------------------------------------------------------


def test_nothing_named(briefing: Run) -> None:
    assert briefing("make") == Ran(
        2, "", "error: nothing to read. Name files, folders or patterns, as in: briefing make articles/\n"
    )


def test_an_empty_folder(briefing: Run, desk: Path) -> None:
    (desk / "empty").mkdir()
    ran = briefing("make", "empty", "-o", "b.json")
    assert (ran.code, len(ran.lines)) == (1, 1)
    assert ran.err.startswith("error: no usable article: ")
    assert not Path("b.json").exists()


@pytest.mark.parametrize("name", ["nowhere.txt", "nowhere/", "no-*.txt", "ftp://a.example/x"])
def test_a_name_that_is_nothing(briefing: Run, desk: Path, name: str) -> None:
    (desk / "a.txt").write_text(NEWS)
    ran = briefing("make", "a.txt", name, "-o", "b.json")
    assert (ran.code, ran.out, len(ran.lines)) == (2, "", 1)
    assert name in ran.err


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("x.txt", b"", "empty (0 bytes)"),
        ("x.txt", b"\0" * 999, "nothing but NUL bytes"),
        ("x.txt", b" \n", "no text"),
        ("x.txt", b"%PDF-1.7", "cannot be opened as a PDF"),
        ("x.bin", bytes(range(256)), "an unknown type (.bin)"),
        ("x.xyz", b"a,b", "an unknown type (.xyz)"),
        ("x.jsonl", b'{"text": "broken', "line 1: it is not JSON"),
    ],
)
def test_one_bad_input_costs_itself_alone(briefing: Run, desk: Path, name: str, content: bytes, reason: str) -> None:
    (desk / name).write_bytes(content)
    (desk / "a.txt").write_text(NEWS)
    alone = briefing("make", name, "-o", "b.json")
    assert (alone.code, len(alone.lines)) == (1, 2)
    assert reason in alone.lines[0]
    beside = briefing("make", name, "a.txt", "-o", "b.json")
    assert (beside.code, beside.out) == (3, "b.json\n")
    assert reason in beside.lines[0]
    (dropped,) = data()["dropped"]
    assert dropped["origin_path"].endswith(name)
    assert reason in dropped["reason"]


def test_other_files_of_a_folder_are_only_counted(briefing: Run, desk: Path) -> None:
    for name in ("news/a.txt", "news/b.xyz", "news/c.png", "news/sources.toml"):
        (desk / name).parent.mkdir(exist_ok=True)
        (desk / name).write_text(NEWS if name.endswith("txt") else "")
    ran = briefing("make", "news", "-o", "b.json")
    assert ran.code == 0
    assert "note: 2 files of other types were passed over: 1 .png, 1 .xyz" in ran.lines


def test_many_errors_are_counted_unless_all_are_wanted(briefing: Run, desk: Path) -> None:
    (desk / "a.jsonl").write_text("\n".join([json.dumps({"text": NEWS}), *["{broken"] * 40]))
    ran = briefing("make", "a.jsonl", "-o", "b.json")
    assert ran.code == 3
    assert "  and 30 more; -v lists them all" in ran.lines
    assert sum("not JSON" in line for line in briefing("make", "a.jsonl", "-o", "b.json", "-v").lines) == 40


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "utf-16-le", "utf-8-sig"])
def test_text_of_other_encodings(briefing: Run, desk: Path, encoding: str) -> None:
    text = "The café of Lindwick closed on Tuesday. Its owner, José Peña, gave no reason for it."
    (desk / "a.txt").write_bytes(text.encode(encoding))
    assert briefing("make", "a.txt", "-o", "b.json").code == 0
    assert "café" in Path("b.json").read_text()


def test_an_article_of_one_sentence(briefing: Run, desk: Path) -> None:
    (desk / "a.txt").write_text("The mayor of Lindwick resigned on Tuesday.")
    ran = briefing("make", "a.txt", "-o", "b.json", "-o", "b.pdf")
    assert ran.code == 0
    assert "The mayor of Lindwick resigned on Tuesday." in Path("b.json").read_text()
    assert ran.lines[-1].startswith("1 article -> 1 story, 1 origin · ")


def sentences(seed: int, count: int) -> str:
    """Text that is none, of a made vocabulary, twelve words a sentence."""
    draw = random.Random(seed)
    parts = ["ka", "lo", "mi", "ren", "tor", "vas", "del", "sun", "pra", "qui", "ben", "dor"]
    words = ["".join(draw.choices(parts, k=3)) for _ in range(900)]
    return " ".join(
        f"The {' '.join(draw.choices(words, k=6))} of {' '.join(draw.choices(words, k=4))}." for _ in range(count)
    )


@pytest.mark.slow
def test_an_article_of_200_000_words(briefing: Run, desk: Path) -> None:
    paragraphs = [sentences(seed, 10) for seed in range(1_670)]
    (desk / "a.txt").write_text("\n\n".join([NEWS, *paragraphs]))
    ran = briefing("make", "a.txt", "-o", "b.json")
    assert ran.code == 0, ran.err
    assert ran.lines[-1].startswith("1 article -> 1 story")


def test_200_articles(briefing: Run, desk: Path) -> None:
    (desk / "news").mkdir()
    for number in range(200):
        (desk / "news" / f"{number}.txt").write_text(sentences(number, 12))
    ran = briefing("make", "news", "-o", "b.json", "-o", "b.pdf")
    assert ran.code == 0, ran.err
    assert ran.lines[-1].startswith("200 articles -> ")


def test_standard_input(briefing: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(NEWS.encode())))
    assert briefing("make", "-", "-o", "b.json").code == 0
    assert data()["sources"][0]["origin_path"] == "stdin"


def test_strange_file_names(briefing: Run, desk: Path) -> None:
    (desk / "news").mkdir()
    for name in (b"two words.txt", b"new\nline.txt", b"caf\xe9.txt"):
        (desk / "news" / os.fsdecode(name)).write_text(NEWS)
    (desk / "news" / os.fsdecode(b"bad\xff.bin")).write_text("")
    ran = briefing("make", "news", desk / "news" / os.fsdecode(b"bad\xff.bin"), "-o", "b.json")
    assert ran.code == 3
    assert len(ran.lines) == len([line for line in ran.lines if line.strip()])


def test_a_loop_of_links(briefing: Run, desk: Path) -> None:
    (desk / "news").mkdir()
    (desk / "news" / "a.txt").write_text(NEWS)
    (desk / "news" / "loop").symlink_to(desk / "news")
    ran = briefing("make", "news", "-o", "b.json")
    assert ran.code == 0
    assert data()["articles"] == 1


def test_age_and_embargo(briefing: Run, desk: Path) -> None:
    (desk / "news").mkdir()
    dated = {"old": "2026-01-28", "new": "2026-01-30T20:00:00Z", "day": "2026-01-30"}
    for name, day in dated.items():
        (desk / "news" / f"{name}.txt").write_text(f"---\npublished: {day}\n---\n{NEWS} This is {name}.")
    (desk / "news" / "none.txt").write_text(MORE)
    (desk / "news" / "secret.txt").write_text(f"---\nembargo_until: 2026-02-01\n---\n{MORE} A secret.")
    ran = briefing("make", "news", "-o", "b.json", "--max-age", "1d", *MORNING)
    assert ran.code == 0
    assert data()["articles"] == 3
    assert "note: 1 undated article was kept: --max-age cannot judge them" in ran.lines
    assert {d["reason"] for d in data()["dropped"]} == {
        "older than --max-age",
        "under embargo until 2026-02-01 00:00 UTC",
    }
    assert "secret" not in json.dumps(data()["themes"])
    only_old = briefing("make", "news/old.txt", "-o", "c.json", "--max-age", "1d", *MORNING)
    assert (only_old.code, "older than --max-age" in only_old.err) == (1, True)


# --- where it goes -------------------------------------------------------------------------------------------


def test_an_output_that_is_a_folder_or_of_an_unknown_kind(briefing: Run, seeds: Path, desk: Path) -> None:
    (desk / "there.pdf").mkdir()
    assert briefing("make", seeds, "-o", "there.pdf") == Ran(
        2, "", "error: there.pdf is a folder. Name a file in it, such as brief.pdf\n"
    )
    for name in ("b.odt", "b", "b.pd"):
        ran = briefing("make", seeds, "-o", name)
        assert (ran.code, len(ran.lines)) == (2, 1)
        assert "unknown output format" in ran.err
    assert "Did you mean 'pdf'?" in ran.err


def test_a_place_that_cannot_be_written(briefing: Run, seeds: Path, desk: Path) -> None:
    (desk / "file").write_text("")
    ran = briefing("make", seeds, "-o", "file/b.json")
    assert (ran.code, ran.out, len(ran.lines)) == (4, "", 2 if "note" in ran.err else 1)
    assert "file/b.json could not be written" in ran.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_is_read_only(briefing: Run, seeds: Path, desk: Path) -> None:
    (desk / "locked").mkdir(mode=0o555)
    ran = briefing("make", seeds, "-o", "locked/b.json")
    assert (ran.code, "permission denied" in ran.err) == (4, True)


def test_all_outputs_or_none(briefing: Run, seeds: Path, desk: Path) -> None:
    (desk / "file").write_text("")
    (desk / "b.json").write_text("old")
    assert briefing("make", seeds, "-o", "b.json", "-o", "file/b.md").code == 4
    assert Path("b.json").read_text() == "old"
    assert sorted(path.name for path in desk.iterdir()) == ["b.json", "file"]


def test_an_earlier_brief_is_replaced_but_never_an_article(briefing: Run, desk: Path) -> None:
    (desk / "a.txt").write_text(NEWS)
    for _ in range(2):
        assert briefing("make", ".", *MORNING, "-o", "brief.md").code == 0
        assert "1 article" in Path("brief.md").read_text()
    for suffix in ("txt", "html", "json", "md"):  # an earlier brief in the folder is no article either
        assert briefing("make", ".", *MORNING, "-o", f"other.{suffix}").code == 0
        assert "note: brief.md: it is a brief that was made here; it was passed over" in briefing("make", ".").lines
    assert data("other.json")["articles"] == 1
    (desk / "lines.json").write_text(json.dumps({"text": NEWS}))
    for name in ("a.txt", "./a.txt", desk / "a.txt", "lines.json"):
        ran = briefing("make", ".", "-o", name)
        assert (ran.code, "is one of the articles" in ran.err) == (2, True)
    assert Path("a.txt").read_text() == NEWS


# --- usage ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--theem", "x"], "no such option: --theem"),
        (["--max-age", "soon"], "--max-age: 'soon' is no age. Write one such as 36h"),
        (["--as-of", "soon"], "--as-of: 'soon' is no instant"),
        (["--page", "A5"], "--page: page.paper: 'A5' is not one of A4, Letter"),
        (["--layout", "poster"], "--layout: page.layout: 'poster' is not one of executive, wire, note"),
        (["--summariser", "coverge"], "'coverge'. Did you mean 'coverage'?"),
        (["--theme", "=x"], "a theme without a name"),
        (["--config", "nowhere.toml"], "nowhere.toml: no such configuration file"),
    ],
)
def test_wrong_usage_is_one_line_and_two(briefing: Run, seeds: Path, arguments: list[str], message: str) -> None:
    ran = briefing("make", seeds, "-o", "b.json", *arguments)
    assert (ran.code, ran.out, len(ran.lines)) == (2, "", 1)
    assert message in ran.err


def test_an_unknown_setting(briefing: Run, seeds: Path) -> None:
    Path("briefing.toml").write_text('[page]\npapr = "A4"')
    ran = briefing("make", seeds, "-o", "b.json")
    assert (ran.code, ran.err) == (2, "error: briefing.toml: unknown key 'page.papr'. Did you mean 'paper'?\n")


def test_a_traceback_only_with_debug(briefing: Run, monkeypatch: pytest.MonkeyPatch, seeds: Path) -> None:
    monkeypatch.setattr("briefing.job.making.compose", lambda *_, **__: 1 / 0)
    ran = briefing("make", seeds, "-o", "b.json")
    assert (ran.code, len(ran.lines)) == (70, 1)
    assert "a bug in briefing, ZeroDivisionError" in ran.err
    with pytest.raises(ZeroDivisionError):
        briefing("make", seeds, "-o", "b.json", "--debug")


def test_an_interruption_leaves_nothing_behind(briefing: Run, monkeypatch: pytest.MonkeyPatch, seeds: Path) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("briefing.job.making.write", interrupt)
    ran = briefing("make", seeds, "-o", "b.json")
    assert (ran.code, ran.err) == (130, "error: interrupted\n")
    assert not list(Path().iterdir())


def test_an_interruption_while_reading_tells_what_is_left(
    briefing: Run, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C comes while the third of five files is opened."""
    for name in "abcde":
        (desk / f"{name}.txt").write_text(f"{NEWS} {name}")
    opened = Path.open

    def interrupted(path: Path, mode: str = "r") -> object:
        if path.name == "c.txt":
            raise KeyboardInterrupt
        return opened(path, mode)

    monkeypatch.setattr(Path, "open", interrupted)
    ran = briefing("make", ".", "-o", "b.json")
    assert ran.code == 130
    assert ran.lines == ["note: reading: 2 of 5 were done, 3 are left; nothing was written", "error: interrupted"]


def test_python_m_briefing_and_a_reader_that_goes_away(seeds: Path, desk: Path) -> None:
    command = f'"{sys.executable}" -m briefing make "{seeds}" --json -q | head -c 1'
    done = subprocess.run(["sh", "-c", command], cwd=desk, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("{", "")
