"""The bench runs without outside data, says what it skips, and prints the agreed format."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.__main__ import main, table, tasks
from bench.clusters import figures
from bench.copies import make, measure
from bench.data import Collection, distinct, stories, subjects, written
from bench.peers import CLUSTERINGS, ORIGINS
from bench.subjects import ours as our_subjects
from briefing.steps.copies import find_copies


def a_collection(folder: Path, rows: list[dict[str, str]], task: str) -> None:
    folder.mkdir()
    (folder / "META.json").write_text(json.dumps({"task": task}), encoding="utf-8")
    (folder / "docs.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")


SEEN = (("a1", "Aldis", "Skarholm"), ("a2", "Kestrel", "Bergano"), ("b1", "Quadri", "Varna"), ("c1", "Lien", "Lomza"))
ROWS = [
    {
        "id": f"{event}{i}",
        "title": f"{name} report {i}",
        "text": f"{name} was seen in {place}. {name} left.",
        "event": event,
        "topic": event[0],
    }
    for event, name, place in SEEN
    for i in range(2)
]


def test_clusterings_are_scored_as_by_hand() -> None:
    found = figures([1, 1, 1, 2], ["a", "a", "b", "b"])
    assert found["b3_p"] == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)
    assert found["b3_r"] == pytest.approx((1 + 1 + 1 / 2 + 1 / 2) / 4)
    assert found["pair_p"] == pytest.approx(1 / 3)
    assert found["pair_r"] == pytest.approx(1 / 2)
    assert figures([], [])["pair_p"] == 1.0


def test_collections_are_told_by_their_meta(tmp_path: Path) -> None:
    a_collection(tmp_path / "x", ROWS, "event clustering")
    a_collection(tmp_path / "events_of_june", ROWS, "")
    a_collection(tmp_path / "y", ROWS, "multi-document summarisation, events")
    assert [c.name for c in stories(tmp_path)] == ["events_of_june", "x"]
    assert {c.name for c in subjects(tmp_path)} == {"events_of_june", "x", "y"}


@pytest.mark.parametrize("task", ["stories", "subjects", "copies"])
def test_absent_data_is_skipped_with_a_word(task: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = [task, "--data", str(tmp_path / "nothing"), "--json", "--no-peers", "--articles", "40"]
    assert main(arguments) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["task"] == task
    assert result["data"] or result["skipped"]


def test_a_task_prints_json_and_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a_collection(tmp_path / "events", ROWS, "event clustering")
    assert main(["stories", "--data", str(tmp_path), "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert list(result["data"]["events"]) == ["articles", "events", "b3_p", "b3_r", "b3_f1", "pair_p", "pair_r"]
    assert result["data"]["events"]["b3_p"] == 1.0
    assert set(result["peers"]) == set(CLUSTERINGS)
    assert "events" in table(result)


def test_an_unknown_task_is_refused_with_a_near_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["storys"]) == 2
    assert "stories" in capsys.readouterr().err
    assert {"stories", "subjects", "copies", "speed"} <= set(tasks())


def test_the_made_set_is_seeded_and_its_gold_is_what_was_made() -> None:
    bases = written(16, seed=1)
    made = make(bases, (), seed=7)
    assert [a.text for a in make(bases, (), seed=7).articles] == [a.text for a in made.articles]
    perfect = measure(made, [made.origin[a.id] for a in made.articles], None)
    assert (perfect["p"], perfect["r"], perfect["r_rewrite"], perfect["r_joined"]) == (1.0, 1.0, 1.0, 0.0)
    found = find_copies(made.articles)
    ours = measure(made, [found.origin_of()[a.id] for a in made.articles], found.links)
    assert ours["r_joined"] == 1.0


@pytest.mark.parametrize("peer", ["rensa 0.5", "datasketch 0.5"])
def test_peers_find_verbatim_copies(peer: str) -> None:
    made = make(written(8, seed=1), (), seed=7)
    assert measure(made, ORIGINS[peer](made.articles), None)["r_verbatim"] == 1.0


def test_no_data_gives_no_bases(tmp_path: Path) -> None:
    assert distinct(tmp_path, 100) == ((), ())
    assert our_subjects(Collection("none", (), ())) == []
