"""verify, explain, init, doctor, config show, --version and --help."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from briefing.cli import run
from tests.cli.conftest import Ran

Run = Callable[..., Ran]
NEWS = "The mayor of Lindwick resigned on Tuesday. She gave no reason for it."
COMMANDS = ["make", "verify", "explain", "init", "doctor", "config", "config show"]


@pytest.fixture(scope="module")
def brief_of_the_seeds(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the brief, made once."""
    folder = tmp_path_factory.mktemp("made")
    outputs = ("-o", str(folder / "b.json"), "-o", str(folder / "b.html"))
    assert run(["make", str(seeds), "-q", *outputs, "--as-of", "2026-01-31T07:00:00Z"]) == 0
    return folder


@pytest.fixture
def made(brief_of_the_seeds: Path, desk: Path) -> Path:
    """The brief in a folder of the test's own, which is the current one."""
    for path in brief_of_the_seeds.iterdir():
        shutil.copy(path, desk)
    return desk


def points() -> list[dict[str, object]]:
    brief = json.loads(Path("b.json").read_text())
    return [*brief["key_reporting"], *(point for theme in brief["themes"] for point in theme["points"])]


# --- verify --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["b.json", "b.html"])
def test_a_brief_verifies_by_itself_and_against_its_articles(made: Path, briefing: Run, seeds: Path, name: str) -> None:
    for against in ((), ("--against", seeds), ("--against", seeds / "*.txt")):
        ran = briefing("verify", name, *against)
        assert ran.code == 0, ran.err
        assert "quotations" in ran.out
        assert "not authorship" in ran.err + ran.out


def test_a_changed_quotation_is_named(made: Path, briefing: Run, seeds: Path) -> None:
    Path("b.json").write_text(Path("b.json").read_text().replace("S-500", "S-600"))
    ran = briefing("verify", "b.json")
    assert ran.code == 6
    assert ran.err.startswith("error: b.json does not verify")


def test_a_changed_article_is_named(made: Path, briefing: Run, seeds: Path, desk: Path) -> None:
    (desk / "seeds").mkdir()
    for path in seeds.glob("*.txt"):
        (desk / "seeds" / path.name).write_text(path.read_text().replace("S-500", "S-600"))
    assert briefing("verify", "b.json", "--against", "seeds").code == 6


@pytest.mark.parametrize("name", ["nowhere.pdf", "folder", "a.txt", "a.json", "a.pdf"])
def test_what_is_no_brief_is_one_line(briefing: Run, desk: Path, name: str) -> None:
    (desk / "folder").mkdir()
    for other in ("a.txt", "a.json", "a.pdf"):
        (desk / other).write_text(NEWS)
    ran = briefing("verify", name)
    assert ran.code in {2, 6}
    assert ran.out == ""
    assert ran.lines[0].startswith("error: ")


# --- explain -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["b.json", "b.html"])
def test_a_point_is_explained(made: Path, briefing: Run, seeds: Path, name: str) -> None:
    point = points()[0]
    ran = briefing("explain", point["id"], "--in", name, "--against", seeds)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"{point['id']}  key reporting\n“{point['text']}”\n")
    for label in ("where", "said by", "held by", "one text", "covers"):
        assert f"\n  {label}" in ran.out
    assert "seeds/00" in ran.out
    beginning = str(point["id"])[:6]
    assert briefing("explain", beginning, "--in", name, "--against", seeds) == ran


def test_the_neighbours_come_from_the_articles_or_from_the_brief(made: Path, briefing: Run, seeds: Path) -> None:
    from_articles = briefing("explain", points()[0]["id"], "--in", "b.json", "--against", seeds).out
    from_brief = briefing("explain", points()[0]["id"], "--in", "b.html").out
    assert "\n  after" in from_articles
    assert "\n  after" in from_brief
    assert "\n  after" not in briefing("explain", points()[0]["id"], "--in", "b.json").out


def test_without_an_id_all_points_are_listed(made: Path, briefing: Run) -> None:
    listed = briefing("explain", "--in", "b.json").out.splitlines()
    assert [line.split()[0] for line in listed][: len(points())] == [point["id"] for point in points()]
    assert any(": left out" not in line and "  left out: " in line for line in listed)


def test_an_unknown_point(made: Path, briefing: Run) -> None:
    ran = briefing("explain", "p000", "--in", "b.json")
    assert (ran.code, ran.out, len(ran.lines)) == (2, "", 1)
    assert "unknown point 'p000'" in ran.err


def test_explain_without_a_brief(briefing: Run) -> None:
    ran = briefing("explain", "p1")
    assert (ran.code, ran.err) == (2, "error: no brief was named. Name one with --in brief.json, or make one first\n")


# --- init, doctor, config ------------------------------------------------------------------------------------


def test_init_writes_what_the_program_reads(briefing: Run, desk: Path) -> None:
    assert briefing("init").out.split() == ["briefing.toml", "sources.toml", "publishers.toml"]
    (desk / "a.txt").write_text(NEWS)
    assert briefing("make", ".", "-o", "b.json").code == 0
    for name in ("briefing.toml", "sources.toml", "publishers.toml"):
        lines = [line.removeprefix("# ") for line in Path(name).read_text().splitlines()]
        tomllib.loads("\n".join(line for line in lines if line.startswith("[") or " = " in line))
        Path(name).write_text("mine = true")
    assert briefing("init").code == 2
    assert Path("briefing.toml").read_text() == "mine = true"
    assert briefing("init", "--force", "-q").code == 0
    names = ["new/desk/briefing.toml", "new/desk/sources.toml", "new/desk/publishers.toml"]
    assert briefing("init", "new/desk").out.split() == names


def test_what_init_offers_is_valid(briefing: Run, desk: Path) -> None:
    """With every comment sign before a key taken away, all files are read."""
    briefing("init")
    for name in ("briefing.toml", "sources.toml", "publishers.toml"):
        lines = Path(name).read_text().splitlines()
        bare = [line.removeprefix("# ") if " = " in line or line.startswith("# [") else line for line in lines]
        Path(name).write_text("\n".join(bare))
    (desk / "courier-1.txt").write_text(NEWS)
    ran = briefing("make", "courier-1.txt", "-o", "b.json", "--as-of", "2026-03-01")
    assert ran.code == 0, ran.err
    brief = json.loads(Path("b.json").read_text())
    assert brief["sources"][0]["publisher"] == "The Courier"
    assert brief["sources"][0]["country"] == "GB"
    assert brief["tlp"] == "TLP:AMBER"


def test_doctor_gives_a_verdict(briefing: Run, desk: Path) -> None:
    ran = briefing("doctor")
    assert ran.code == 0, ran.out
    assert {line.split()[0] for line in ran.out.splitlines()} == {"ok"}
    assert ran.err.endswith(": ready\n")
    assert "archive: none yet" in ran.out
    assert "network: network.contact is not set, public addresses only" in ran.out
    (desk / "briefing.toml").write_text(
        "[network]\ncontact = 'desk@lindwick.example'\nallow_private = true\nrobots = false"
    )
    assert (
        "network: publishers are told desk@lindwick.example, private addresses too (network.allow_private), "
        "whatever robots.txt says (network.robots = false)"
    ) in briefing("doctor").out
    (desk / "briefing.toml").write_text("[pge]")
    (desk / "out").write_text("a file where the folder should be")
    ill = briefing("doctor")
    assert (ill.code, ill.out.count("MISSING")) == (4, 2)
    assert "unknown section 'pge'" in ill.out


def test_config_show_is_toml_with_origins(briefing: Run, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (desk / "briefing.toml").write_text(
        '[page]\npaper = "Letter"\n[[theme]]\nname = "Rail \\"strike\\""\nterms = ["walkout"]'
    )
    monkeypatch.setenv("BRIEFING_PAGE_LAYOUT", "wire")
    ran = briefing("config", "show")
    shown = tomllib.loads(ran.out)
    assert shown["page"]["paper"] == "Letter"
    assert shown["theme"] == [{"name": 'Rail "strike"', "terms": ["walkout"]}]
    assert 'paper = "Letter"  # briefing.toml' in ran.out.splitlines()
    assert 'layout = "wire"  # BRIEFING_PAGE_LAYOUT' in ran.out.splitlines()
    as_json = json.loads(briefing("config", "show", "--json").out)
    assert as_json["page.paper"] == {"value": "Letter", "from": "briefing.toml"}
    (desk / "again.toml").write_text(ran.out)
    assert tomllib.loads(briefing("config", "show", "--config", "again.toml").out) == shown


# --- help ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], *([*name.split(), "--help"] for name in COMMANDS)])
def test_help_is_instant(arguments: list[str]) -> None:
    """In processor seconds, with a margin for a busy machine; the floor of issue is .3."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, "-m", "briefing", *arguments], capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 0.6


def test_help_shows_examples(briefing: Run) -> None:
    for name in ("make", "verify", "explain"):
        assert f"\n    briefing {name} " in briefing(name, "--help").out


@pytest.mark.parametrize("arguments", [[], ["config"]])
def test_without_a_command_the_commands_are_told(briefing: Run, arguments: list[str]) -> None:
    ran = briefing(*arguments)
    assert (ran.code, ran.out, ran.lines[0].startswith("Usage: briefing")) == (2, "", True)
    assert "Commands:" in ran.err


def test_an_unknown_command(briefing: Run) -> None:
    ran = briefing("mke")
    assert (ran.code, len(ran.lines)) == (2, 1)
    assert "See briefing --help" in ran.err


def test_colour_is_for_terminals_that_want_it(seeds: Path, desk: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "briefing", "make", "nowhere"],
        env={**os.environ, "PYTHONPATH": str(seeds.parent)},
        cwd=desk,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (2, "error: nowhere: no such file or folder\n")
