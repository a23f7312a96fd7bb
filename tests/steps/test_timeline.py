"""The timeline of the worked example, and what it may not know."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from briefing.steps.timeline import find_timeline
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
    assert set(beside) == {"Wednesday", "Thursday", "Tuesday", "Friday", "January 31st"}


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
