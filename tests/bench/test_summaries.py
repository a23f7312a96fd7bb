"""The task `summaries` on a collection that is written here: budgets, sets, peers and the comparison."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench import summaries, tuning
from briefing.steps.summarisers import pairs

DOCUMENTS = (
    "The river Lune rose three metres on Monday. Two thousand people left the old town. The bakery was closed.",
    "Two thousand people had to leave the old town of Lune. The river rose three metres. A cat was found.",
)
REFERENCE = "The river Lune rose three metres on Monday and two thousand people left the old town."


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """One set of two clusters in the format of the collections."""
    folder = tmp_path / "flood"
    folder.mkdir()
    orders = {"a": DOCUMENTS, "b": DOCUMENTS[::-1]}
    documents = [
        {"id": f"{event}-{i}", "text": text} for event, texts in orders.items() for i, text in enumerate(texts)
    ]
    rows = [{"event": event, "doc_ids": [f"{event}-0", f"{event}-1"], "references": [REFERENCE]} for event in orders]
    for name, found in (("val_docs", documents), ("val_summaries", rows)):
        (folder / f"{name}.jsonl").write_text("\n".join(map(json.dumps, found)), encoding="utf-8")
    return tmp_path


def test_figures_of_ours_and_of_every_peer(data: Path) -> None:
    result = summaries.run(data)
    assert set(result["peers"]) == set(summaries.PEERS)
    assert result["budgets"] == {"flood": 20}
    ours = result["data"]["flood"]
    assert ours["clusters"] == 2
    assert {"rouge1_f", "rouge2_f", "rougeL_f", "rouge1_r", "rouge2_r", "rougeL_r"} <= set(ours)
    assert all(0 < value <= 1 for key, value in ours.items() if key.startswith("rouge"))
    assert set(result["against_best_peer"]) == {"flood"}


def test_sets_are_chosen_by_name_and_the_rest_is_skipped_with_a_word(data: Path) -> None:
    assert summaries.run(data, sets="flood", clusters=1, peers=False)["data"]["flood"]["clusters"] == 1
    assert summaries.run(data, sets="other", peers=False)["data"] == {}


def test_written_events_stand_in_for_absent_data(tmp_path: Path) -> None:
    result = summaries.run(tmp_path, peers=False)
    assert result["data"]["written"]["clusters"] == 24
    assert result["skipped"]


def test_the_bootstrap_sees_a_gain_and_no_gain() -> None:
    better = summaries.bootstrap([[0.3, 0.4, 0.5, 0.4]], [[0.1, 0.2, 0.3, 0.3]], seed=1)
    assert better["low"] > 0
    assert better["p"] == 0
    same = summaries.bootstrap([[0.3, 0.1]], [[0.1, 0.3]], seed=1)
    assert same["low"] < 0 < same["high"]


def test_rules_are_measured_on_the_fold_that_did_not_choose_them() -> None:
    task = summaries.written_task(3, events=6)
    before = tuning.scores(task, "coverage")
    *folds, gain = tuning.held_out([task], folds=3, seed=1)
    assert [line.partition(":")[0] for line in folds] == ["fold 0", "fold 1", "fold 2"]
    assert gain.startswith("written: +")
    assert tuning.scores(task, "coverage") == before
    assert sorted(tuning.shuffled(7, 3, seed=1)) == [0, 0, 0, 1, 1, 2, 2]


def test_tried_numbers_stand_for_a_while_only() -> None:
    coverage, weights = tuning.coverage_module(), pairs.WEIGHTS
    with tuning.numbers({"held": 9.0, "SHARE": 0.1, "AGAIN": 0.9}):
        assert weights._replace(held=9.0) == pairs.WEIGHTS
        assert (coverage.SHARE, pairs.AGAIN) == (0.1, 0.9)
    assert weights == pairs.WEIGHTS
    assert (coverage.SHARE, pairs.AGAIN) == (0.5, 0.3)
