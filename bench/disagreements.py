"""Disagreements: precision and recall on the written pairs, and what is found in collections of events.

The pairs of tests/cases/disagreements.jsonl are the project's own; half of them (`held_out`) were written and committed
before there was a detector and are only reported. With `--show` every disagreement found in the data is printed (to
standard output only), to be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from bench import data as collections
from bench.data import rows
from briefing.config import CopySettings, DisagreementSettings, StorySettings
from briefing.steps.copies import find_copies
from briefing.steps.disagreements import find_disagreements
from briefing.steps.stories import find_stories
from briefing.text.blocks import find_blocks
from briefing.text.clean import clean
from briefing.text.segment import split
from briefing.types import Article, Copies, Disagreement

PAIRS = Path(__file__).parent.parent / "tests" / "cases" / "disagreements.jsonl"
EVERYTHING = DisagreementSettings(sentences=1_000_000)


def run(data: Path, show: bool = False) -> dict[str, Any]:
    pairs = rows(PAIRS)
    result: dict[str, Any] = {"task": "disagreements", "data": {}, "peers": {}, "skipped": []}
    result["data"]["pairs/held_out"] = figures(pair for pair in pairs if pair["held_out"])
    result["data"]["pairs/others"] = figures(pair for pair in pairs if not pair["held_out"])
    for collection in collections.stories(data):
        found = found_in(collection.articles)
        kinds: dict[str, int] = {str(k): sum(d.kind == k for d in found) for k in sorted({d.kind for d in found})}
        result["data"][collection.name] = {"articles": len(collection.articles), "found": len(found), **kinds}
        if show:
            print(f"## {collection.name}")
            print("\n".join(told(disagreement) for disagreement in found))
    if len(result["data"]) == 2:
        result["skipped"].append("no collection of events in the data")
    return result


def figures(pairs: Iterable[Mapping[str, Any]]) -> dict[str, float | int]:
    """A pair is right when one of its kinds is found; whatever else is found in it is false."""
    count = right = false = wanted = 0
    for pair in pairs:
        kinds = [disagreement.kind for disagreement in in_pair(pair)]
        hit = any(kind in pair["kinds"] for kind in kinds)
        count, wanted, right, false = (
            count + 1,
            wanted + bool(pair["kinds"]),
            right + hit,
            false + len(kinds) - hit,
        )
    return {"pairs": count, "p": right / max(1, right + false), "r": right / max(1, wanted)}


def in_pair(pair: Mapping[str, Any]) -> tuple[Disagreement, ...]:
    """The two texts of a pair as two articles of their own."""
    articles = [_article(side, pair[side], pair.get(f"{side}_date")) for side in ("a", "b")]
    sentences = [sentence for article in articles for sentence in split(article)]
    return find_disagreements(sentences, (), Copies(tuple((a,) for a in articles)))


def found_in(articles: tuple[Article, ...]) -> tuple[Disagreement, ...]:
    sentences = [s for article in sorted(articles, key=lambda a: a.order) for s in split(article)]
    copies = find_copies(articles, CopySettings())
    return find_disagreements(sentences, find_stories(articles, copies, sentences, StorySettings()), copies, EVERYTHING)


def told(disagreement: Disagreement) -> str:
    sides = [f"    {c.article.origin_path}: {c.quote}" for side in disagreement.sides for c in side]
    return "\n".join(
        [f"{disagreement.kind} ({disagreement.between}): {disagreement.about} {disagreement.note}", *sides]
    )


def _article(name: str, text: str, day: str | None) -> Article:
    text = clean(text)
    published = date.fromisoformat(day) if day else None
    return Article(name, "", text, find_blocks(text), f"{name}.txt", published=published)
