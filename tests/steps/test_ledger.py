"""Credibility belongs to a point, reliability to a publisher; neither moves the other."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from briefing.config import RatedPoint
from briefing.steps.ledger import credibility, standing
from briefing.steps.support import find_support
from briefing.text.blocks import find_blocks
from briefing.text.segment import split
from briefing.types import Article, Citation, Copies, Passage, Sentence


def an_article(name: str, text: str, **facts: Any) -> Article:
    return Article(
        id=name, title="", text=text, blocks=find_blocks(text), origin_path=f"{name}.txt", publisher=name, **facts
    )


def point(*texts: str, one_origin: bool = False, **facts: Any) -> tuple[Passage, tuple[Citation, ...], Copies]:
    articles = [an_article(f"n{i}", text, **facts) for i, text in enumerate(texts)]
    sentences: list[Sentence] = [split(article)[0] for article in articles]
    support = tuple(Citation(s.article, s.span, "support") for s in sentences[1:])
    origins = (tuple(articles),) if one_origin else tuple((article,) for article in articles)
    return Passage((sentences[0],)), support, Copies(origins)


MINISTRY = "The Health Ministry said 14 patients were moved from the flooded clinic in Sor."
AGENCY = "Fourteen patients were moved from the flooded clinic in Sor, the Red Cross said."
WITNESSED = "Helicopters moved 14 patients from the flooded clinic in Sor."


def test_two_origins_with_different_first_speakers_confirm():
    assert credibility(*point(MINISTRY, AGENCY)) == 1


def test_six_outlets_quoting_one_ministry_are_one_first_speaker():
    assert standing(*point(*[MINISTRY] * 6)) == (6, "six texts, same speaker")


@pytest.mark.parametrize(
    "wording",
    [
        "“Patients were moved,” said the Health Ministry.",
        "Patients were moved, according to a statement from the Ministry of Health.",
        "The Health Ministry’s statement says patients were moved, the Health Ministry said.",
    ],
)
def test_a_ministry_stays_one_speaker_in_other_words(wording):
    assert credibility(*point(MINISTRY, wording)) == 6


def test_copies_of_one_text_confirm_nothing():
    assert standing(*point(MINISTRY, AGENCY, one_origin=True)) == (6, "one text")


def test_a_single_text_is_one_text():
    assert standing(*point(MINISTRY)) == (6, "one text")


def test_unnamed_sources_confirm_nobody():
    sources = "Sources said 14 patients were moved from the flooded clinic in Sor."
    assert credibility(*point(MINISTRY, sources)) == 6
    assert credibility(*point(sources, sources)) == 6


def test_what_an_article_says_itself_is_its_own_word():
    assert credibility(*point(WITNESSED, MINISTRY)) == 1
    assert credibility(*point(WITNESSED, WITNESSED)) == 1


def test_what_is_contradicted_is_disputed():
    lead, support, copies = point(MINISTRY, AGENCY)
    assert standing(lead, support, copies, contradicted=True) == (6, "disputed")


def test_a_part_supports_no_whole():
    lead, support, copies = point(MINISTRY, AGENCY)
    partial = tuple(dataclasses.replace(citation, role="partial") for citation in support)
    assert credibility(lead, partial, copies) == 6


@pytest.mark.parametrize("reliability", "ABCDEF")
@pytest.mark.parametrize("texts", [(MINISTRY, AGENCY), (MINISTRY, MINISTRY), (MINISTRY,)])
def test_reliability_never_moves_credibility(reliability, texts):
    assert credibility(*point(*texts, reliability=reliability)) == credibility(*point(*texts))


def test_credibility_never_moves_reliability():
    lead, support, copies = point(MINISTRY, AGENCY, reliability="B")
    credibility(lead, support, copies, rated=(RatedPoint("14 patients", 5),))
    assert {article.reliability for origin in copies.origins for article in origin} == {"B"}


@pytest.mark.parametrize("rating", [2, 3, 4, 5])
def test_two_to_five_are_an_analysts_only(rating):
    lead, support, copies = point(MINISTRY, AGENCY)
    assert credibility(lead, support, copies, rated=(RatedPoint("moved from the\nflooded clinic", rating),)) == rating
    assert credibility(lead, support, copies, rated=(RatedPoint("another quotation", rating),)) == 1
    assert credibility(lead, support, copies, rated=(RatedPoint("", rating),)) == 1


def test_support_and_ledger_together():
    lead, _, copies = point(MINISTRY, AGENCY)
    sentences = [s for origin in copies.origins for article in origin for s in split(article)]
    assert credibility(lead, find_support(lead, sentences, copies), copies) == 1
