"""No printed sentence opens with a word whose referent is not shown with it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from briefing.steps.context import Standing, passage_of
from briefing.steps.openings import is_whole, opening
from tests.seedbed import article, sentences_of

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "openings.toml").read_text(encoding="utf-8"))
ELSEWHERE = CASES["elsewhere"].items()


@pytest.mark.parametrize("text", CASES["en"]["alone"])
def test_stands_by_itself(text: str) -> None:
    assert opening(text) is None


@pytest.mark.parametrize("text", CASES["en"]["not_alone"])
def test_does_not_stand_by_itself(text: str) -> None:
    assert opening(text) is not None


@pytest.mark.parametrize(("language", "texts"), ELSEWHERE, ids=[language for language, _ in ELSEWHERE])
def test_other_languages(language: str, texts: dict[str, str]) -> None:
    assert opening(texts["alone"], language) is None
    assert opening(texts["not_alone"], language) is not None


@pytest.mark.parametrize("text", ["No verb", "and so it went on and on.", "A sentence without its end", ""])
def test_a_fragment_is_no_sentence(text: str) -> None:
    assert not is_whole(text)


def standing(text: str, key: str) -> Standing | None:
    sentences = sentences_of([article(text)])
    return passage_of(next(s for s in sentences if key in s.text), sentences)


def test_a_dangling_sentence_is_shown_with_the_one_before() -> None:
    found = standing("Norway and Finland met in Oslo on Monday. These talks ended without a statement.", "ended")
    assert found is not None
    assert found.passage.text == "Norway and Finland met in Oslo on Monday. These talks ended without a statement."


def test_a_dangling_sentence_without_a_sentence_before_is_not_used() -> None:
    assert standing("These talks ended without a statement in Oslo.", "ended") is None


def test_the_only_candidate_is_named_in_brackets() -> None:
    found = standing(
        "Minister Anna Berg flew to Oslo on Monday. She also met fishermen in Bergen harbour.", "fishermen"
    )
    assert found is not None
    assert [(a.at, a.text) for a in found.added] == [(3, "Anna Berg")]
    assert found.passage.text == "She also met fishermen in Bergen harbour."


def test_two_candidates_give_no_bracket() -> None:
    text = "Minister Anna Berg met Minister Carl Holm in Oslo. She also met fishermen in Bergen harbour."
    found = standing(text, "fishermen")
    assert found is not None
    assert not found.added
    assert found.passage.text == text


def test_both_ministers_are_the_two_of_the_sentence_before() -> None:
    text = "Minister Anna Berg met Minister Carl Holm in Oslo. Both ministers promised to protect the cod of the north."
    found = standing(text, "promised")
    assert found is not None
    assert [a.text for a in found.added] == ["Anna Berg, Carl Holm"]


def test_an_accusation_and_its_denial_are_one_quotation() -> None:
    text = (
        "Norway has accused Iceland of fishing in its waters last spring. "
        "Iceland, however, denies that any of its boats crossed the line."
    )
    assert (first := standing(text, "accused")) is not None
    assert (second := standing(text, "denies")) is not None
    assert first.passage.text == second.passage.text == text


def test_a_speech_is_not_left_open() -> None:
    text = (
        "Admiral Jon Vik said on deck: “The fleet is ready for the winter. The crews have trained for a year. "
        "The harbour is closed to all other ships.”"
    )
    found = standing(text, "ready")
    assert found is not None
    assert found.passage.text.endswith("ships.”")


def test_seeds_never_print_a_dangling_opening(seeds: Path) -> None:
    from tests.seedbed import seed_articles

    for one in seed_articles(seeds):
        sentences = sentences_of([one])
        for sentence in sentences:
            found = passage_of(sentence, sentences)
            assert found is None or found.added or opening(found.passage.sentences[0].text) is None
