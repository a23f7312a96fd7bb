"""`briefing archive …` and `briefing make --since` as a user meets them."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from briefing.store import open_store
from tests.cli.conftest import Ran

Run = Callable[..., Ran]
NEWS = "The mayor of Lindwick resigned on Tuesday. She gave no reason for it."
MORE = "The council of Lindwick meets on Friday to elect a mayor. Three members stand for the office."
HOME = Path(__file__).resolve().parents[2]
OUTPUTS = ("b.pdf", "b.html", "b.json")


@pytest.fixture(autouse=True)
def _own_data_folder(monkeypatch: pytest.MonkeyPatch, desk: Path) -> None:
    """The archive of the user lies on the desk."""
    monkeypatch.setenv("XDG_DATA_HOME", str(desk / "data"))


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Sets the clock of what is added."""

    def set_clock(instant: str) -> None:
        fixed = datetime.fromisoformat(instant).replace(tzinfo=UTC)
        monkeypatch.setattr("briefing.job.making.now", lambda: fixed)
        monkeypatch.setattr("briefing.job.now", lambda: fixed)

    return set_clock


def ids(ran: Ran) -> list[str]:
    return [line.split()[0] for line in ran.out.splitlines() if re.match(r"[0-9a-f]{16} ", line)]


# --- add, list, search, show ---------------------------------------------------------------------------------


def test_a_folder_is_added_once(briefing: Run, seeds: Path) -> None:
    assert briefing("archive", "add", seeds) == Ran(0, "", "5 articles added\n")
    assert briefing("archive", "add", seeds) == Ran(0, "", "0 articles added · 5 known\n")
    assert Path("data/briefing/archive.sqlite").exists()
    ran = briefing("archive", "list", "-n", "2")
    assert (ran.code, len(ids(ran)), ran.err) == (0, 2, "2 of 5 articles\n")


def test_what_cannot_be_read_is_named_and_the_rest_is_kept(briefing: Run) -> None:
    Path("good.txt").write_text(NEWS)
    Path("empty.txt").write_text("")
    ran = briefing("archive", "add", "good.txt", "empty.txt")
    assert ran.code == 3
    assert ran.lines == ["error: empty.txt: the file is empty (0 bytes)", "1 article added · 1 input could not be used"]


def test_another_text_at_a_known_url_is_a_new_version(briefing: Run) -> None:
    for text in (NEWS, MORE):
        Path("a.md").write_text(f"---\nurl: https://news.example/mayor\ntitle: The mayor\n---\n{text}\n")
        ran = briefing("archive", "add", "a.md")
    assert ran.err == "1 article added, 1 of them a new version\n"
    ran = briefing("archive", "show", "https://news.example/mayor")
    assert ran.out.rstrip().endswith(MORE)
    assert re.search(r"^version +[0-9a-f]{16} .*\ncurrent +[0-9a-f]{16} ", ran.out, re.MULTILINE)
    assert "complete        yes\n" in ran.out
    assert ".000000Z" not in ran.out
    shown = json.loads(briefing("archive", "show", "https://news.example/mayor", "--json").out)
    assert [version["current"] for version in shown["versions"]] == [False, True]
    assert shown["text"] == MORE


def test_facts_that_were_corrected_are_taken_when_asked_for(briefing: Run) -> None:
    Path("a.txt").write_text(NEWS)
    briefing("archive", "add", "a.txt")
    Path("sources.toml").write_text('[[source]]\nmatch = "a.txt"\npublisher = "Lindwick Post"\n')
    assert briefing("archive", "add", "a.txt").err == "0 articles added · 1 known\n"
    assert "Lindwick Post" not in briefing("archive", "list").out
    assert briefing("archive", "add", "a.txt", "--refresh").err == "0 articles added · 1 known, 1 of them changed\n"
    assert "Lindwick Post" in briefing("archive", "list").out


def test_what_is_searched_is_found_with_the_words_around_it(briefing: Run, seeds: Path) -> None:
    briefing("archive", "add", seeds)
    ran = briefing("archive", "search", '"no limits" partnership')
    assert (ran.code, ran.err) == (0, "1 found\n")
    assert "declared a “no limits” partnership in February 2022" in ran.out
    (found,) = map(json.loads, briefing("archive", "search", "limits", "February", "--json").out.splitlines())
    start, end = found["snippet"]["marks"][0]
    assert found["snippet"]["text"][start:end] == "limits"
    assert briefing("archive", "search", "zebra") == Ran(0, "", "no article holds zebra\n")


def test_an_unknown_name_and_one_of_several_articles(briefing: Run, seeds: Path) -> None:
    briefing("archive", "add", seeds)
    assert briefing("archive", "show", "zzzz").code == 2
    ran = briefing("archive", "delete", "", "--reason", "x")
    assert ran.code == 2
    with open_store() as store:
        first = next(store.articles.newest(1)).article.id
    assert briefing("archive", "show", first[:6]).out.startswith(f"id              {first}\n")


def test_nothing_is_made_by_looking(briefing: Run) -> None:
    for command in (("list",), ("search", "x"), ("show", "x"), ("export",), ("check",), ("prune", "--older", "1d")):
        ran = briefing("archive", *command)
        assert ran.code == 2
        assert "there is no archive at" in ran.err
    assert not Path("data").exists()


def test_a_password_in_an_address_is_refused_wherever_it_stands(briefing: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = "postgresql://u:geheim@localhost/news"
    Path("briefing.toml").write_text(f'[store]\nwhere = "{secret}"\n')
    for arguments in (("archive", "list"), ("config", "show"), ("make", "--since", "1d")):
        ran = briefing(*arguments)
        assert ran.code == 2
        assert "briefing.toml: store.where: the address of the archive holds a password" in ran.err
        assert "geheim" not in ran.err + ran.out
    Path("briefing.toml").unlink()
    assert "geheim" not in briefing("archive", "list", "--store", secret).err
    monkeypatch.setenv("BRIEFING_STORE_WHERE", secret)
    ran = briefing("archive", "list")
    assert ran.err.startswith("error: BRIEFING_STORE_WHERE: store.where: ")
    assert "geheim" not in ran.err


def test_the_place_of_a_configuration_is_relative_to_it(briefing: Run, desk: Path) -> None:
    (desk / "deep").mkdir()
    Path("deep/briefing.toml").write_text('[store]\nwhere = "mine.sqlite"\n')
    Path("a.txt").write_text(NEWS)
    assert briefing("archive", "add", "a.txt", "--config", "deep/briefing.toml").code == 0
    assert Path("deep/mine.sqlite").exists()


# --- export --------------------------------------------------------------------------------------------------


def test_an_export_restores_the_same_archive_and_the_same_briefs(briefing: Run, seeds: Path, place: str) -> None:
    briefing("archive", "add", seeds)
    with open_store() as store:
        unwanted = next(store.articles.newest(1)).article.id
    briefing("archive", "delete", unwanted, "--reason", "asked")
    assert briefing("archive", "export", "-o", "all.jsonl") == Ran(0, "all.jsonl\n", "4 articles exported\n")
    assert briefing("archive", "add", "all.jsonl", "--store", place) == Ran(0, "", "4 articles added\n")
    assert briefing("archive", "export", "--store", place).out == Path("all.jsonl").read_text()
    assert briefing("archive", "add", seeds, "--store", place).err == (
        "0 articles added · 4 known · 1 deleted or pruned before\n"
    )
    outputs = [part for name in OUTPUTS for part in ("-o", name)]
    made = []
    for store_options in ((), ("--store", place)):
        ran = briefing("make", "--since", "all", "--as-of", "2030-01-31T07:00:00Z", *outputs, *store_options)
        assert ran.code == 0
        made.append([Path(name).read_bytes() for name in OUTPUTS])
    assert made[0] == made[1]


def test_an_export_is_read_from_standard_input_and_one_after_the_other(briefing: Run, seeds: Path) -> None:
    briefing("archive", "add", seeds)
    briefing("archive", "export", "-o", "a.jsonl")
    command = [sys.executable, "-m", "briefing", "archive", "add", "-", "--store", "b.sqlite"]
    environment = {**os.environ, "PYTHONPATH": str(HOME)}
    done = subprocess.run(
        command, input=Path("a.jsonl").read_bytes(), env=environment, capture_output=True, check=False
    )
    assert done.stderr.decode() == "5 articles added\n"


def broken(lines: list[bytes]) -> dict[str, tuple[list[bytes], str]]:
    """Ways in which an export of five articles may be damaged, and what is said of each."""
    changed = lines[1].replace(b'"text":"', b'"text":"X', 1)
    return {
        "cut short": (lines[:3], "it has no last line that counts its articles: it may be cut short"),
        "a line less": (lines[1:], "it should hold 5 articles and holds 4"),
        "half a line": ([lines[0][:100] + b"\n", *lines[1:]], "line 1 is no line of an export"),
        "another text": ([lines[0], changed, *lines[2:]], "line 2 is no line of an export (the text is not the one"),
        "a newer format": (
            [b'{"briefing_archive":9,"article":{}}\n', *lines],
            "line 1 is no line of an export (of format 9, made by a newer briefing",
        ),
        "a foreign line": ([*lines[:5], b'{"text":"x"}\n', lines[5]], "line 6 is no line of an export"),
    }


@pytest.mark.parametrize("damage", broken([b""] * 6))
def test_a_damaged_export_costs_what_is_damaged_and_says_so(briefing: Run, seeds: Path, damage: str) -> None:
    briefing("archive", "add", seeds)
    briefing("archive", "export", "-o", "a.jsonl")
    lines, said = broken(Path("a.jsonl").read_bytes().splitlines(keepends=True))[damage]
    Path("a.jsonl").write_bytes(b"".join(lines))
    ran = briefing("archive", "add", "a.jsonl", "--store", "b.sqlite")
    assert said in ran.err
    assert ran.code == (0 if damage == "cut short" else 3)
    assert f"{ {'cut short': 3, 'a newer format': 5, 'a foreign line': 5}.get(damage, 4) } articles added" in ran.err


def test_an_export_appears_when_it_is_complete(briefing: Run, seeds: Path) -> None:
    briefing("archive", "add", seeds)
    Path("a.jsonl").write_text("before")
    Path("folder").write_text("")
    assert briefing("archive", "export", "-o", "folder/a.jsonl").code == 4
    assert briefing("archive", "export", "-o", "a.jsonl").code == 0
    assert Path("a.jsonl").read_text().count("\n") == 6
    assert {path.name for path in Path().iterdir()} == {"a.jsonl", "data", "folder"}


# --- what goes -----------------------------------------------------------------------------------------------


def test_deleting_wants_a_reason_and_prints_what_goes(briefing: Run, seeds: Path) -> None:
    briefing("archive", "add", seeds)
    (first, *_) = ids(briefing("archive", "list"))
    assert briefing("archive", "delete", first).code == 2
    assert briefing("archive", "delete", first, "--reason", "asked", "--dry-run").err == "1 article would be deleted\n"
    ran = briefing("archive", "delete", first, "--reason", "asked")
    assert (ids(ran), ran.err) == ([first], "1 article deleted\n")
    assert briefing("archive", "list").err == "4 of 4 articles\n"


def test_what_is_old_is_pruned_and_printed(briefing: Run, at: Callable[[str], None]) -> None:
    for day, text in (("2026-01-01", NEWS), ("2026-03-01", MORE)):
        at(day)
        Path("a.txt").write_text(text)
        briefing("archive", "add", "a.txt")
    assert briefing("archive", "prune").code == 2
    ran = briefing("archive", "prune", "--older", "30d", "--dry-run")
    assert (len(ids(ran)), ran.err) == (1, "1 article would be pruned · 2 in the archive\n")
    ran = briefing("archive", "prune", "--older", "30d")
    assert (len(ids(ran)), ran.err) == (1, "1 article pruned · 1 in the archive\n")


def test_a_retention_in_the_configuration_is_kept_when_something_is_added(
    briefing: Run, at: Callable[[str], None]
) -> None:
    Path("briefing.toml").write_text("[store]\nkeep_days = 30\n")
    Path("a.txt").write_text(NEWS)
    Path("b.txt").write_text(MORE)
    at("2026-01-01")
    briefing("archive", "add", "a.txt")
    at("2026-03-01")
    ran = briefing("archive", "add", "b.txt")
    assert ran.lines == [
        "note: 1 pruned, collected more than 30 days ago (store.keep_days)",
        "1 article added",
    ]
    assert len(ids(briefing("archive", "list"))) == 1
    assert briefing("archive", "prune").err == "0 articles pruned · 1 in the archive\n"


# --- check ---------------------------------------------------------------------------------------------------


def test_a_damage_is_found_and_what_can_be_mended_is(briefing: Run, seeds: Path) -> None:
    briefing("archive", "add", seeds)
    assert briefing("archive", "check") == Ran(0, "", "5 articles, all is well\n")
    with open_store() as store:
        store.db.run("INSERT INTO words (words) VALUES ('delete-all')")
    ran = briefing("archive", "check")
    assert ran.code == 6
    assert ran.lines[-1] == "5 articles, 5 problems"
    assert briefing("archive", "check", "--repair") == Ran(0, "", "5 articles, all is well\n")


# --- make --since --------------------------------------------------------------------------------------------


def brief_of(ran: Ran) -> dict:
    found: dict = json.loads(ran.out)
    return found


def test_a_brief_of_what_was_collected_since(briefing: Run, at: Callable[[str], None]) -> None:
    for day, text in (("2026-01-01T07:00", NEWS), ("2026-01-02T07:00", MORE)):
        at(day)
        Path("a.txt").write_text(text)
        briefing("archive", "add", "a.txt")
    counts = {}
    for since in ("24h", "23h59m", "2d", "1w", "all", "2026-01-02T07:00Z", "2026-01-01T07:00Z", "2026-01-02"):
        ran = briefing("make", "--since", since, "--json", "--as-of", "2026-01-03T07:00Z")
        counts[since] = brief_of(ran)["articles"] if ran.out else 0
    assert counts == {"24h": 1, "23h59m": 0, "2d": 2, "1w": 2, "all": 2} | {
        "2026-01-02T07:00Z": 1,
        "2026-01-01T07:00Z": 2,
        "2026-01-02": 1,
    }


def test_nothing_collected_after_as_of_is_used(briefing: Run, at: Callable[[str], None]) -> None:
    for day, text in (("2026-01-01T07:00", NEWS), ("2026-01-02T07:00", MORE)):
        at(day)
        Path("a.txt").write_text(text)
        briefing("archive", "add", "a.txt")
    for as_of, count in (("2026-01-01T07:00Z", 1), ("2026-01-02T07:00Z", 2)):
        assert brief_of(briefing("make", "--since", "all", "--json", "--as-of", as_of))["articles"] == count


def test_what_was_added_this_second_is_in_the_brief(briefing: Run, seeds: Path) -> None:
    briefing("archive", "add", seeds)
    assert brief_of(briefing("make", "--since", "1h", "--json"))["articles"] == 5


def test_nothing_new_is_no_failure_and_writes_nothing(briefing: Run, seeds: Path, at: Callable[[str], None]) -> None:
    at("2026-01-01T07:00")
    briefing("archive", "add", seeds)
    ran = briefing("make", "--since", "24h", "--as-of", "2026-02-01T07:00Z")
    assert ran == Ran(0, "", "nothing was collected since 2026-01-31 07:00 UTC. No brief was made\n")
    assert not Path("out").exists()
    assert briefing("make", "--since", "24h", "--json", "--as-of", "2026-02-01T07:00Z").out == ""


def test_what_may_not_be_used_is_said_where_nothing_is_left(briefing: Run) -> None:
    Path("a.md").write_text(f"---\npublished: 2020-01-01\n---\n{NEWS}\n")
    briefing("archive", "add", "a.md")
    ran = briefing("make", "--since", "1d", "--max-age", "1d")
    assert ran.code == 0
    assert "1 article left aside, older than --max-age" in ran.err


def test_files_and_the_archive_together_count_an_article_once(briefing: Run, seeds: Path) -> None:
    briefing("archive", "add", seeds)
    Path("a.txt").write_text(NEWS)
    ran = briefing("make", seeds, "a.txt", "--since", "1d", "--json")
    assert brief_of(ran)["articles"] == 6
    assert "5 articles left aside, the same text at the same address" in ran.err


def test_only_the_newest_version_is_quoted(briefing: Run) -> None:
    for text in (NEWS, MORE):
        Path("a.md").write_text(f"---\nurl: https://news.example/mayor\n---\n{text}\n")
        briefing("archive", "add", "a.md")
    brief = brief_of(briefing("make", "--since", "all", "--json"))
    assert brief["articles"] == 1
    assert "resigned" not in json.dumps(brief)


@pytest.mark.parametrize("since", ["yesterday", "", "24", "-1d", "2026-13-01"])
def test_a_wrong_since_is_said(briefing: Run, since: str) -> None:
    ran = briefing("make", f"--since={since}")
    assert ran.code == 2
    assert "--since" in ran.err


def test_without_an_archive_since_says_where_it_was_sought(briefing: Run) -> None:
    ran = briefing("make", "--since", "1d")
    assert ran.code == 2
    assert "there is no archive at" in ran.err


# --- stopping ------------------------------------------------------------------------------------------------


def test_ctrl_c_keeps_what_was_read_and_says_what_is_left(desk: Path) -> None:
    (desk / "many").mkdir()
    for number in range(600):
        (desk / f"many/{number:04}.txt").write_text(f"{NEWS} It was her {number}th day. " * 5)
    command = [sys.executable, "-m", "briefing", "archive", "add", "many", "--store", "a.sqlite"]
    environment = {**os.environ, "PYTHONPATH": str(HOME)}
    running = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    until = time.monotonic() + 60
    while not Path("a.sqlite").exists() and time.monotonic() < until:
        time.sleep(0.01)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert running.returncode == 130, said
    left = int(re.search(r"interrupted, (\d+) inputs left; run it again to go on", said)[1])  # type: ignore[index]
    with open_store("a.sqlite") as store:
        kept = store.articles.count()
        assert list(store.articles.problems()) == []
    assert 0 < left <= 600
    assert 600 - left <= kept + 1
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stderr.endswith(f"{600 - kept} articles added" + (f" · {kept} known\n" if kept else "\n"))


def test_an_export_can_be_packed(briefing: Run, seeds: Path) -> None:
    briefing("archive", "add", seeds)
    briefing("archive", "export", "-o", "a.jsonl")
    with Path("a.jsonl").open("rb") as plain, gzip.open("a.jsonl.gz", "wb") as packed:
        shutil.copyfileobj(plain, packed)
    ran = briefing("archive", "add", "a.jsonl.gz", "--store", "b.sqlite")
    assert ran.err == "5 articles added\n"
    Path("cut.jsonl.gz").write_bytes(Path("a.jsonl.gz").read_bytes()[:-2_000])
    ran = briefing("archive", "add", "cut.jsonl.gz", "--store", "c.sqlite")
    assert "it may be cut short" in ran.err


# --- doctor --------------------------------------------------------------------------------------------------


def test_doctor_tells_of_the_archive(briefing: Run, seeds: Path, desk: Path) -> None:
    assert f"ok       archive: none yet, {desk / 'data/briefing/archive.sqlite'}\n" in briefing("doctor").out
    assert not (desk / "data").exists()
    briefing("archive", "add", seeds)
    assert "ok       archive: 5 articles, " in briefing("doctor").out
    (desk / "data/briefing/archive.sqlite").write_bytes(b"no database" * 100)
    ran = briefing("doctor")
    assert ran.code == 4
    assert re.search(r"^MISSING  archive  -> .* is no archive", ran.out, re.MULTILINE)
