"""Subjects are broader than stories: what one large matter is told in, over days."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from bench.data import written
from briefing.steps.copies import find_copies
from briefing.steps.stories import find_stories
from briefing.steps.subjects import find_subjects
from briefing.text.blocks import find_blocks
from briefing.text.clean import clean
from briefing.types import Article


def seed_articles(folder: Path) -> list[Article]:
    texts = [(path.name, clean(path.read_text(encoding="utf-8"))) for path in sorted(folder.glob("*.txt"))]
    return [Article(id=name, title="", text=text, blocks=find_blocks(text), origin_path=name) for name, text in texts]


def test_the_seeds_are_four_stories_of_one_subject(seeds: Path) -> None:
    articles = seed_articles(seeds)
    copies = find_copies(articles)
    assert len(find_stories(articles, copies)) == 4
    assert find_subjects(articles, copies) == (tuple(articles),)


@pytest.mark.parametrize("count", [0, 1, 30])
def test_subjects_partition_the_articles_in_any_order(count: int) -> None:
    articles = list(written(count, seed=5))
    found = find_subjects(articles, find_copies(articles))
    assert sorted(a.id for subject in found for a in subject) == sorted(a.id for a in articles)
    random.Random(1).shuffle(articles)
    assert find_subjects(articles, find_copies(articles)) == found
