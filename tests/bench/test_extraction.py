"""The task `extraction` on a set of its formats."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from bench.__main__ import tasks
from bench.extraction import run, shingle_score

SENTENCES = (
    "The bridge over the Lind was closed on Friday after engineers found a crack in its main arch, the town said.",
    "About 12,000 cars cross it every day, and drivers must now go round by Harnfield, which takes 25 minutes.",
)
PAGE = f"""<html><head><title>Lind bridge closed | The Courier</title>
<meta property="og:site_name" content="The Courier">
<meta property="article:published_time" content="2026-01-31T07:00:00+01:00"></head>
<body><nav><a href="/">Home</a></nav><article><h1>Lind bridge closed</h1><p>{SENTENCES[0]}</p><p>{SENTENCES[1]}</p>
</article></body></html>"""


def test_a_set_of_pages_is_measured(tmp_path: Path) -> None:
    (tmp_path / "set" / "html").mkdir(parents=True)
    (tmp_path / "set" / "html" / "a.html").write_text(PAGE)
    (tmp_path / "set" / "html" / "b.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    gold = {"title": "Lind bridge closed", "date": "2026-01-31 07:00:00+01:00", "text": "\n".join(SENTENCES)}
    rows = [
        {"html": "html/a.html", **gold},
        {"html": "html/b.html.gz", **gold, "date": "2026-02-01"},
        {"html": "html/no.html"},
    ]
    (tmp_path / "set" / "gold.jsonl").write_text("\n".join(map(json.dumps, rows)))
    result = run(tmp_path)
    ours = result["data"]["set"]
    assert {key: ours[key] for key in ("pages", "p", "r", "f1", "titles", "dates")} == {
        "pages": 2, "p": 1.0, "r": 1.0, "f1": 1.0, "titles": 1.0, "dates": 0.5,
    }  # fmt: skip
    assert result["peers"]["htmldate"]["set"]["dates"] == 0.5
    assert "extraction" in tasks()


def test_absent_data_is_said(tmp_path: Path) -> None:
    assert run(tmp_path, peers=False)["skipped"]


@pytest.mark.parametrize(
    ("text", "gold", "score"),
    [
        ("a b c d e", "a b c d e", (1.0, 1.0, 1.0)),
        ("a b c d", "a b c d e", (1.0, 0.5, 2 / 3)),
        ("x y z w", "a b c d", (0.0, 0.0, 0.0)),
        ("Cafe\u0301 a b c", "café a b c", (1.0, 1.0, 1.0)),
        ("", "a b", (0.0, 0.0, 0.0)),
    ],
)
def test_the_score_counts_shingles_of_four_words(text: str, gold: str, score: tuple[float, float, float]) -> None:
    assert shingle_score(text, gold) == pytest.approx(score)
