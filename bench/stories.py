"""Stories against the events that people marked (without any: against made ones): `python -m bench stories`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bench import clusters
from bench import data as collections
from bench import peers as methods
from bench.news import reports
from briefing.steps.copies import find_copies
from briefing.steps.stories import find_stories
from briefing.text.segment import split


def run(data: Path, seed: int = 1, peers: bool = True) -> dict[str, Any]:
    found = list(collections.stories(data)) or [reports(seed)]
    return clusters.compare("stories", found, ours, methods.CLUSTERINGS if peers else {})


def ours(collection: collections.Collection) -> list[str]:
    """The story of each article."""
    articles = collection.articles
    sentences = tuple(sentence for article in articles for sentence in split(article))
    found = find_stories(articles, find_copies(articles), sentences)
    story_of = {article.id: story.id for story in found for article in story.articles}
    return [story_of[article.id] for article in articles]
