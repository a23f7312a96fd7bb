"""Stories against the events that people marked (without any: against made ones): `python -m bench stories`.

With `--draws 6` also on mixtures, seeded: of each collection 3 and 5 articles an event, and 2 to 4 of all mixed; the
figures are means of the draws.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

from bench import clusters
from bench import data as collections
from bench import peers as methods
from bench.clusters import Clustering
from bench.data import Collection
from bench.news import reports
from briefing.steps.copies import find_copies
from briefing.steps.stories import find_stories
from briefing.text.segment import split


def run(data: Path, seed: int = 1, peers: bool = True, draws: str | int = 0) -> dict[str, Any]:
    found = list(collections.stories(data)) or [reports(seed)]
    others = methods.CLUSTERINGS if peers else {}
    result = clusters.compare("stories", found, ours, others)
    for name, mixtures in _mixtures(found, seed, int(draws)):
        result["data"][name] = _mean(mixtures, ours)
        for peer, clustering in others.items():
            result["peers"][peer][name] = _mean(mixtures, clustering)
    return result


def _mixtures(found: Sequence[Collection], seed: int, draws: int) -> Iterator[tuple[str, list[Collection]]]:
    if not draws:
        return
    for collection in found:
        for size in (3, 5):
            drawn = [_drawn(collection, size, Random(f"{seed}/{n}")) for n in range(draws)]
            yield f"{collection.name}, {size} an event", drawn
    yield "all mixed", [_mixed(found, Random(f"{seed}/{n}")) for n in range(draws)]


def _drawn(collection: Collection, size: int, random: Random) -> Collection:
    """So many articles of each event, or all that it has."""
    by_event: dict[str, list[int]] = {}
    for place, label in enumerate(collection.gold):
        by_event.setdefault(label, []).append(place)
    places = sorted(at for held in by_event.values() for at in random.sample(held, min(size, len(held))))
    name = collection.name
    gold = tuple(f"{name}/{collection.gold[at]}" for at in places)
    return Collection(name, tuple(collection.articles[at] for at in places), gold)


def _mixed(found: Sequence[Collection], random: Random) -> Collection:
    drawn = [_drawn(collection, random.choice((2, 3, 4)), random) for collection in found]
    return Collection(
        "all mixed",
        tuple(a for one in drawn for a in one.articles),
        tuple(label for one in drawn for label in one.gold),
    )


def _mean(mixtures: Sequence[Collection], clustering: Clustering) -> dict[str, float]:
    rows = [clusters.figures(clustering(mixture), mixture.gold) for mixture in mixtures]
    return {key: round(sum(row[key] for row in rows) / len(rows), 4) for key in rows[0]}


def ours(collection: collections.Collection) -> list[str]:
    """The story of each article."""
    articles = collection.articles
    sentences = tuple(sentence for article in articles for sentence in split(article))
    found = find_stories(articles, find_copies(articles), sentences)
    story_of = {article.id: story.id for story in found for article in story.articles}
    return [story_of[article.id] for article in articles]
