"""One event is one story; events that only look alike, and occasions of one large matter, stay apart."""

from __future__ import annotations

import random
import tomllib
from collections import defaultdict
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace as replace_settings

from bench.data import written
from briefing.config import StorySettings
from briefing.steps.copies import find_copies
from briefing.steps.linkage import average_link, components
from briefing.steps.stories import find_stories
from briefing.text.blocks import find_blocks
from briefing.text.clean import clean
from briefing.types import Article

WRITTEN = tomllib.loads((Path(__file__).parent.parent / "cases" / "stories.toml").read_text(encoding="utf-8"))
CASES = WRITTEN["article"]


def an_article(text: str, path: str, title: str = "", **known: Any) -> Article:
    text = clean(text)
    return Article(id=path, title=title, text=text, blocks=find_blocks(text, title), origin_path=path, **known)


def told(articles: list[Article]) -> set[frozenset[str]]:
    """The stories as sets of ids."""
    return {frozenset(a.id for a in story.articles) for story in find_stories(articles, find_copies(articles))}


def cases(change: object = None) -> tuple[list[Article], set[frozenset[str]]]:
    events = defaultdict(set)
    articles = []
    for number, case in enumerate(CASES):
        text, title = (case[key].lower() if change == "lower" else case[key] for key in ("text", "title"))
        articles.append(an_article(text, f"{number:02}", title))
        events[case["event"]].add(f"{number:02}")
    return articles, {frozenset(ids) for ids in events.values()}


@pytest.mark.parametrize("change", ["as written", "lower"])
def test_events_are_told_apart(change: str) -> None:
    articles, events = cases(change)
    assert told(articles) == events


def test_two_players_of_one_team_are_two_events() -> None:
    articles = [
        an_article(case["text"], f"{i}{case['event']}", case["title"]) for i, case in enumerate(WRITTEN["milieu"])
    ]
    assert told(articles) == {frozenset(a.id for a in articles[:3]), frozenset(a.id for a in articles[3:])}


def test_two_players_of_one_team_are_two_events_though_each_report_recalls_the_other_case() -> None:
    recalled = {
        "striker": "Goalkeeper Anton Kessler had been arrested in Ardsund.",
        "goalkeeper": "Striker Tomas Ivanek had been arrested in Velmora.",
    }
    articles = [
        an_article(f"{case['text']}\n\n{recalled[case['event']]}", f"{i}{case['event']}", case["title"])
        for i, case in enumerate(WRITTEN["milieu"])
    ]
    assert told(articles) == {frozenset(a.id for a in articles[:3]), frozenset(a.id for a in articles[3:])}
    without = replace_settings(StorySettings(), own_opening=1000.0)
    assert len(find_stories(articles, find_copies(articles), settings=without)) == 1


def test_seeds_are_four_stories(seeds: Path) -> None:
    articles = [an_article(path.read_text(encoding="utf-8"), path.name[:3]) for path in sorted(seeds.glob("*.txt"))]
    assert told(articles) == {frozenset(("000", "001")), frozenset(("002",)), frozenset(("003",)), frozenset(("004",))}


def test_reports_that_appeared_weeks_apart_are_less_alike() -> None:
    articles, _ = cases()
    ferry = [replace(a, published=date(2026, 3, 3)) for a in articles[:2]]
    later = replace(articles[2], published=date(2026, 5, 20))
    with_dates = find_stories([*ferry, later], find_copies([*ferry, later]))
    assert set(ferry) <= set(with_dates[0].articles)


def test_a_story_holds_both_copies_and_knows_their_origins() -> None:
    articles, _ = cases()
    copy = replace(articles[0], id="copy", origin_path="copy")
    stories = find_stories([*articles, copy], find_copies([*articles, copy]))
    story = next(story for story in stories if copy in story.articles)
    assert articles[0] in story.articles
    assert any({a.id for a in origin} == {"00", "copy"} for origin in story.origins)
    assert len(story.origins) == 3


@settings(max_examples=20)
@given(st.permutations(range(len(CASES))))
def test_any_order_gives_the_same_stories(order: list[int]) -> None:
    articles, _ = cases()
    shuffled = [articles[i] for i in order]
    assert find_stories(shuffled, find_copies(shuffled)) == find_stories(articles, find_copies(articles))


@pytest.mark.parametrize("count", [0, 1, 2, 40])
def test_stories_hold_every_article_once(count: int) -> None:
    articles = list(written(count, seed=3))
    stories = find_stories(articles, find_copies(articles))
    assert sorted(a.id for story in stories for a in story.articles) == sorted(a.id for a in articles)
    assert len({story.id for story in stories}) == len(stories)


@pytest.mark.parametrize("text", ["", "Word.", "12 34", "好的。", "…"])
def test_articles_without_much_in_them(text: str) -> None:
    articles = [an_article(text, "a"), an_article("A whole sentence about the ferry.", "b")]
    assert sum(len(story.articles) for story in find_stories(articles, find_copies(articles))) == 2


def test_average_link_counts_absent_pairs_as_nothing() -> None:
    alone = [(i,) for i in range(3)]
    chain = [(0, 1, 0.9), (1, 2, 0.5)]
    assert average_link(chain, alone, cut=0.3) == [(0, 1), (2,)]
    assert average_link(chain, alone, cut=0.25) == [(0, 1, 2)]


def test_average_link_keeps_given_groups_and_heeds_a_veto() -> None:
    pairs = [(0, 2, 0.8), (1, 2, 0.8)]
    assert average_link(pairs, [(0, 1), (2,)], cut=0.5) == [(0, 1, 2)]
    assert average_link(pairs, [(0, 1), (2,)], cut=0.5, veto=lambda a, b: True) == [(0, 1), (2,)]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=15), st.randoms())
def test_components_do_not_depend_on_the_order_of_pairs(pairs: list[tuple[int, int]], mixed: random.Random) -> None:
    found = components(10, pairs)
    mixed.shuffle(pairs)
    assert components(10, [(j, i) for i, j in pairs]) == found
    assert sorted(i for group in found for i in group) == list(range(10))


def test_many_articles_give_the_stories_that_few_would(monkeypatch: pytest.MonkeyPatch) -> None:
    articles = [*cases()[0], *written(60, seed=7)]
    copies = find_copies(articles)
    few = find_stories(articles, copies)
    monkeypatch.setattr("briefing.text.spaces.FEW", 0)
    assert find_stories(articles, copies) == few
