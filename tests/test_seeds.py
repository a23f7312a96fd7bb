"""The worked example as a user reads it: from the files, with sources.toml beside them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

import briefing
from briefing.types import Brief


@pytest.fixture(scope="module")
def brief() -> Brief:
    articles = briefing.read(Path(__file__).parents[1] / "seeds")
    return briefing.make_brief(articles, as_of=datetime(2026, 11, 22, 7, tzinfo=UTC))


def files(articles: object) -> list[str]:
    return sorted(a.origin_path[6:9] for a in articles)  # type: ignore[attr-defined]


def test_one_origin_and_four_stories(brief: Brief) -> None:
    assert sorted(files(origin) for origin in brief.copies.origins) == [["000", "001"], ["002"], ["003"], ["004"]]
    assert sorted(files(story.articles) for story in brief.stories) == [["000", "001"], ["002"], ["003"], ["004"]]


def test_where_the_articles_differ(brief: Brief) -> None:
    kinds = {(d.kind, d.between) for d in (*brief.disagreements, *brief.other_disagreements)}
    assert {("scope", "versions"), ("certainty", "versions"), ("date", "texts")} <= kinds
    assert not {"name", "number"} & {kind for kind, _ in kinds}


def test_what_is_cut_short_is_said(brief: Brief) -> None:
    assert [a.origin_path[6:9] for a in brief.articles if not a.complete] == ["001"]


def test_no_headline_publisher_or_date_is_invented(brief: Brief) -> None:
    assert all(a.published is None and not a.publisher and not a.url for a in brief.articles)
    assert {a.origin_path[6:9] for a in brief.articles if a.title_basis == "stated"} == {"003", "004"}


def test_at_most_two_differences_are_on_the_page() -> None:
    articles = briefing.read(Path(__file__).parents[1] / "seeds")
    few = briefing.make_brief(articles, themes=["no limits"], as_of=datetime(2026, 11, 22, 7, tzinfo=UTC))
    assert len(few.disagreements) == 2
    assert len(few.other_disagreements) == 2
