"""Eleven languages, one method: sentences, stories, key sentences that stand alone, and the same in any order."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path

import pytest

from briefing.document import check, to_document
from briefing.ingest import make_article
from briefing.pipeline import make_brief
from briefing.schema import dumps
from briefing.steps.openings import opening
from briefing.text.segment import split
from briefing.types import Article, Brief

CASES = {
    case["code"]: case
    for case in tomllib.loads((Path(__file__).parent.parent / "cases/languages.toml").read_text(encoding="utf-8"))[
        "language"
    ]
}
KINDS = ("one", "other", "apart")
AS_OF = datetime(2026, 11, 22, 7, tzinfo=UTC)

each = pytest.mark.parametrize("code", CASES)


def articles(code: str) -> tuple[Article, ...]:
    """Their language is found, not told."""
    blank = "" if code in {"zh", "ja"} else " "
    return tuple(make_article(blank.join(CASES[code][kind]), f"{kind}.txt") for kind in KINDS)


def made(code: str) -> Brief:
    return make_brief(articles(code), as_of=AS_OF)


@each
def test_the_language_is_told(code: str) -> None:
    assert [article.language for article in articles(code)] == [code] * 3


@each
def test_sentences(code: str) -> None:
    for kind, article in zip(KINDS, articles(code), strict=True):
        assert [sentence.text for sentence in split(article)] == CASES[code][kind]


@each
def test_two_reports_of_one_event_are_a_story(code: str) -> None:
    stories = {frozenset(article.origin_path for article in story.articles) for story in made(code).stories}
    assert stories == {frozenset({"one.txt", "other.txt"}), frozenset({"apart.txt"})}


@each
def test_nobody_copied(code: str) -> None:
    assert len(made(code).copies.origins) == 3


@each
def test_points_are_whole_and_open_with_nothing_that_points_back(code: str) -> None:
    brief = made(code)
    points = tuple(brief.points)
    assert points
    known = {sentence for kind in KINDS for sentence in CASES[code][kind]}
    dangling = CASES[code]["other"][3]  # "He said that …"
    for point in points:
        assert {sentence.text for sentence in point.lead.sentences} <= known
        assert not point.text.startswith(dangling)
    assert {point.lead.article.origin_path for point in points} >= {"apart.txt"}
    assert len({point.lead.article.origin_path for point in points}) > 1
    check(to_document(brief), brief.articles)


OPENINGS = [
    pytest.param(code, kind, text, id=f"{code}-{kind}-{number}")
    for code, case in CASES.items()
    for kind in ("alone", "not_alone")
    for number, text in enumerate(case.get(kind, ()))
]


@pytest.mark.parametrize(("code", "kind", "text"), OPENINGS)
def test_what_points_back_is_known_by_its_opening(code: str, kind: str, text: str) -> None:
    assert (opening(text, code) is None) is (kind == "alone")


@each
def test_any_order_gives_the_same(code: str) -> None:
    orders = [make_brief(order, as_of=AS_OF) for order in permutations(articles(code))]
    assert len({dumps(to_document(brief)) for brief in orders}) == 1
