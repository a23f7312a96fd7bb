"""The timeline of the worked example, and what it may not know."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from briefing.steps.occasions import occasion
from briefing.steps.timeline import find_timeline
from briefing.text.dates import dates
from tests.seedbed import article, seed_articles, sentences_of


def test_seeds(seeds: Path) -> None:
    events = find_timeline(sentences_of(seed_articles(seeds)))
    assert [(e.date, e.basis, e.ground) for e in events if e.date] == [
        ("2021-06", "inferred", "Interaction-2021"),
        ("2022-02", "stated", ""),
        ("2023-05", "stated", ""),
    ]
    beside = {e.said: e.after for e in events if e.date is None}
    assert beside["January 31st"] == "2022-02"
    assert set(beside) == {"Wednesday", "Thursday", "Friday", "January 31st"}  # on Tuesday somebody spoke, no more


def test_every_entry_is_a_quotation(seeds: Path) -> None:
    articles = {a.id: a for a in seed_articles(seeds)}
    for event in find_timeline(sentences_of(articles.values())):
        assert event.citation.quote.strip() == event.citation.quote
        assert event.citation.quote in articles[event.citation.article.id].text


def test_a_weekday_is_placed_by_the_article_s_own_day() -> None:
    one = article("Minister Berg signed the fishing pact with Iceland on Tuesday.", day=date(2024, 3, 7))
    (event,) = find_timeline(sentences_of([one]))
    assert (event.date, event.basis, event.said) == ("2024-03-05", "inferred", "Tuesday")


def test_a_month_stays_without_a_year_when_the_article_writes_two_years() -> None:
    one = article("In June, a ‘harbour summit’ was held in Oslo. It followed the pacts of 2019 and of 2020.")
    assert all(event.date is None for event in find_timeline(sentences_of([one])) if event.said == "June")


CASES = tomllib.loads((Path(__file__).parent.parent / "cases/occasions.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["sentence"][:30] for case in CASES])
def test_an_entry_says_what_took_place(case: dict[str, str]) -> None:
    mentions = dates(case["sentence"], date(2024, 3, 7))
    mention = next(m for m in mentions if m.text == case["date"])
    found = occasion(case["sentence"], mention)
    said = "" if found is None or found.spoken else case["sentence"][found.start : found.end]
    assert said == case["label"]


def test_one_date_written_twice_is_one() -> None:
    one = article("The gala will be held in Lindwick on Sunday, March 2, 2025.", day=date(2024, 3, 7))
    (event,) = find_timeline(sentences_of([one]))
    assert (event.date, event.basis) == ("2025-03-02", "stated")


def test_the_year_that_an_article_looks_back_to_is_not_its_own() -> None:
    for past in ("the best month since December 1969", "like in 1982", "the start of the 2009-10 season"):
        one = article(f"The yard launched two tugs in September. It was {past}, the yard said.")
        assert all(event.date is None or event.date[:4] in past for event in find_timeline(sentences_of([one])))
        assert not any(event.date and event.date.endswith("-09") for event in find_timeline(sentences_of([one])))


def test_two_reports_of_one_day_and_matter_are_one_entry() -> None:
    texts = (
        "The ferry Norna sank off Bergen on Monday.",
        "The ferry Norna sank near Bergen on Monday, the coast guard said.",
    )
    found = find_timeline(
        sentences_of([article(t, path=f"{i}.txt", day=date(2024, 3, 7)) for i, t in enumerate(texts)])
    )
    assert len(found) == 1


def test_copies_without_a_date_give_one_entry_and_other_matters_of_the_weekday_their_own() -> None:
    texts = (
        "Two trams collided in the Kettle tunnel early Wednesday morning, the fire brigade said.",
        "Two trams collided in the Kettle tunnel on Wednesday, the city's fire brigade said.",
        "The ferry Norna sank off Bergen on Wednesday.",
    )
    found = find_timeline(sentences_of([article(t, path=f"{i}.txt") for i, t in enumerate(texts)]))
    assert [e.citation.article.origin_path for e in found] == ["0.txt", "2.txt"]


def test_what_only_the_sentence_before_explains_gives_way() -> None:
    texts = (
        "The harbour is too small. The issue was discussed at a meeting of mayors on Friday.",
        "The harbour is too small. Divers reached the wreck on Thursday.",
    )
    events = find_timeline(sentences_of([article(t, path=f"{i}.txt") for i, t in enumerate(texts)]))
    worth = {event.said: event.worth for event in events}
    assert worth["Friday"] < worth["Thursday"]


def test_a_plan_of_yesterday_does_not_move_a_past_day_ahead() -> None:
    one = article("The regatta was halted after 20 of 71 scheduled laps on Sunday.", day=date(2024, 3, 7))
    (mention,) = dates(one.text, one.day)
    assert mention.date == "2024-03-03"
