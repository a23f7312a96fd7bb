"""Whether printed points stand by themselves: `python -m bench openings [--clusters N] [--show]`.

Briefs are made of every labelled event and of summary clusters; each printed point is checked by a plain list of words
that point back, written without regard to steps/openings.py: pronouns, demonstratives, connectives and bare definite
events at the head, where nothing in brackets explains them. `share` is the share of points that open so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from bench import data as collections
from briefing.pipeline import make_brief
from briefing.types import Article, KeyPoint

_EXPLETIVE = (
    r"(?! (?:is|was|has been|took|seems|appears|remains|will be|would be)\b.*\b(?:that|to|when|whether|who|for)\b)"
)
_EVENT = "meeting|talks|visit|move|decision|announcement|statement|incident|attack|deal|agreement"
_POINTS_BACK = (
    f"he|she|it{_EXPLETIVE}|they|him|her|his|hers|its|their|theirs",
    "this(?! (?:week|month|year|morning|weekend|summer|winter|spring|fall|season))",
    "that(?! the)|these|those(?! (?:who|with|in|of))|such",
    "but|and|however|moreover|also|additionally|meanwhile|then|thus|therefore|instead|since then|after that",
    "as a result|in addition|at the time|the (?:former|latter|two|pair|duo|both)",
    "both (?:sides|men|women|parties|countries|ministers)",
    f"the (?:{_EVENT}) (?:is|was|were|has|had|came|comes|follows|followed|also)",
)
_HEAD = re.compile(rf"[“”\"'‘’\s(]*(?:{'|'.join(_POINTS_BACK)})\b", re.I)


def run(data: Path, clusters: str | int = 150, seed: int = 0, show: bool = False) -> dict[str, Any]:
    figures: dict[str, dict[str, float]] = {}
    for name, groups in _groups(data, int(clusters), Random(seed)):
        points = [p for articles in groups for p in _printed(articles)]
        bad = [p for p in points if dangles(p)]
        if show:
            print("\n".join(f"{name}: {p.text[:160]!r}" for p in bad))
        figures[name] = {"points": len(points), "dangling": len(bad), "share": len(bad) / max(1, len(points))}
    skipped = [] if figures else ["no collection with events or clusters"]
    return {"task": "openings", "data": figures, "peers": {}, "skipped": skipped}


def dangles(point: KeyPoint) -> bool:
    """Its first words point back, and no bracket near them says to what."""
    match = _HEAD.match(point.text)
    return match is not None and not any(added.at <= match.end() + 20 for added in point.added)


def _printed(articles: Sequence[Article]) -> Iterator[KeyPoint]:
    return make_brief(articles, as_of=datetime(2026, 1, 1, tzinfo=UTC)).points


def _groups(data: Path, clusters: int, random: Random) -> Iterator[tuple[str, list[list[Article]]]]:
    for collection in collections.stories(data):
        by_event: dict[str, list[Article]] = {}
        for one, label in zip(collection.articles, collection.gold, strict=True):
            by_event.setdefault(label, []).append(one)
        yield collection.name, [by_event[label] for label in sorted(by_event)]
    for path in sorted(data.glob("*/val_summaries.jsonl")):
        docs = {row["id"]: row for row in collections.rows(path.with_name("val_docs.jsonl"))}
        rows = collections.rows(path)
        drawn = random.sample(list(rows), min(clusters, len(rows)))
        groups = [
            [collections.article(docs[i], path.parent.name) for i in row["doc_ids"] if i in docs] for row in drawn
        ]
        yield path.parent.name, groups
