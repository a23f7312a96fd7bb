"""Key points: what may be printed, once, fairly, and what is said of the rest."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from briefing.config import Config, DeskSettings, NamedTheme, SummarySettings
from briefing.job import compose, document_of
from briefing.pipeline import make_brief
from briefing.steps.openings import opening
from briefing.steps.points import repeats
from briefing.steps.summarisers import SUMMARISERS
from briefing.types import Article, Brief, Span
from tests.seedbed import article, seed_articles

AS_OF = datetime(2026, 11, 22, 7, tzinfo=UTC)
THREE = (NamedTheme("S-500 offer"), NamedTheme("Golden Dome concerns"), NamedTheme('"No limits" partnership'))
NEVER = (
    "Your email address",
    "Leave a Reply",
    "A New Blueprint For Cooperation",
    "Concerns Over US Missile Shield Plans",
    "Moscow:",
    "MOSCOW/BEIJING",
    "Beijing/Moscow",
    "China and Russia eyes stronger",
    "amid tensions with US",
)


def brief_of(articles: list[Article], **settings: object) -> Brief:
    return make_brief(articles, as_of=AS_OF, config=Config(**settings))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def named() -> Brief:
    return brief_of(seed_articles(Path(__file__).parents[2] / "seeds"), theme=THREE)


@pytest.fixture(scope="module")
def found() -> Brief:
    return brief_of(seed_articles(Path(__file__).parents[2] / "seeds"))


def test_three_themes_with_their_counts(named: Brief) -> None:
    assert [(t.label, len(t.articles), t.origins) for t in named.themes] == [
        ("S-500 offer", 2, 1),
        ("Golden Dome concerns", 2, 1),
        ('"No limits" partnership', 2, 2),
    ]


def test_each_theme_has_its_points(named: Brief) -> None:
    printed = [p.text for p in named.points]
    assert sum("S-500" in text for text in printed) >= 2
    assert sum("Golden Dome" in text for text in printed) >= 1
    assert sum("no limits" in text for text in printed) >= 1
    assert all(theme.points for theme in named.themes)


def test_two_copies_never_corroborate(named: Brief, found: Brief) -> None:
    for point in (*named.points, *found.points):
        if {a.origin_path[6:9] for a in point.articles} <= {"000", "001"}:
            assert point.origins == 1
            assert point.credibility == 6


@pytest.mark.parametrize("which", ["named", "found"])
def test_every_point_is_its_article_s_characters(which: str, request: pytest.FixtureRequest) -> None:
    for point in request.getfixturevalue(which).points:
        for citation in point.citations:
            assert citation.quote == citation.article.text[citation.span.start : citation.span.end]
        assert not any(words in point.text for words in NEVER)
        assert point.added or opening(point.lead.sentences[0].text) is None


def test_nothing_is_printed_twice(named: Brief) -> None:
    spans: list[tuple[str, Span]] = [(p.lead.article.id, p.lead.span) for p in named.points]
    for i, (one, span) in enumerate(spans):
        assert not any(one == other and span.overlaps(theirs) for other, theirs in spans[i + 1 :])


def test_a_speech_has_its_speaker(named: Brief, found: Brief) -> None:
    for point in (*named.points, *found.points):
        if "hypersonic missiles. Russia" in point.text or "largest navy" in point.text:
            assert "Richard" in point.text


def test_words_given_to_two_speakers_are_printed_as_neither_s(named: Brief, found: Brief) -> None:
    for point in (*named.points, *found.points):
        assert "continuously expand practical cooperation" not in point.text


def test_an_accusation_comes_with_its_denial(named: Brief, found: Brief) -> None:
    for brief in (named, found):
        for point in (*brief.points, *(left.point for left in brief.left_out if left.reason == "no theme holds it")):
            if "accused China of aiding" in point.text:
                assert "denies providing" in point.text


def test_undated_days_are_marked(named: Brief) -> None:
    for point in named.points:
        if "recently visited Moscow" in point.text:
            (added,) = point.added
            assert point.text[: added.at].endswith("recently")
            assert added.text == "date unknown"


def test_what_matters_is_printed_or_first_in_left_out(named: Brief) -> None:
    heads = [p.text for p in named.points] + [left.point.text for left in named.left_out[:10]]
    for words in ("resume nuclear weapons testing", "refuting a formal military bloc", "Telegram channel"):
        assert any(words in text for text in heads), words


def test_every_sentence_is_shown_or_counted(named: Brief) -> None:
    shown = {s.key for p in named.points for s in p.lead.sentences}
    left = {s.key for entry in named.left_out for s in entry.point.lead.sentences}
    assert named.not_shown == len(left - shown)
    assert all(entry.reason for entry in named.left_out)


def test_any_order_gives_the_same_brief(seeds: Path, named: Brief) -> None:
    articles = seed_articles(seeds)
    for seed in range(3):
        random.Random(seed).shuffle(articles)
        assert brief_of(articles, theme=THREE) == named


@pytest.mark.parametrize("name", sorted(SUMMARISERS))
def test_every_summariser_keeps_the_promises(name: str, seeds: Path) -> None:
    brief = brief_of(seed_articles(seeds), theme=THREE, summary=SummarySettings(name))
    assert all(theme.points for theme in brief.themes)
    for point in brief.points:
        assert point.added or opening(point.lead.sentences[0].text) is None
        assert not any(words in point.text for words in NEVER)


def test_no_more_is_quoted_of_an_article_than_its_share(seeds: Path) -> None:
    from briefing.text.shares import within_share

    brief = brief_of(seed_articles(seeds))
    for one in brief.articles:
        spans = [p.lead.span for p in brief.points if p.lead.article == one]
        assert within_share(one, spans, Config().quoting)


def test_one_article_of_one_sentence() -> None:
    brief = brief_of([article("The port of Bergen reopened for ferries on Monday after a storm.")])
    assert [p.text for p in brief.points] == ["The port of Bergen reopened for ferries on Monday after a storm."]


def test_nothing_worth_printing_prints_nothing() -> None:
    brief = brief_of([article("Read more")])
    assert list(brief.points) == []


def test_repeats_measures_the_shorter_one() -> None:
    (a, b, c) = (
        article(text, path=f"{i}.txt")
        for i, text in enumerate(
            [
                "Norway bought twelve drones from Kenya in March.",
                "In March Norway bought twelve drones from Kenya, the ministry in Oslo said in a statement.",
                "The harbour of Valencia was closed by a strike of pilots.",
            ]
        )
    )
    from briefing.types import Passage
    from tests.seedbed import sentences_of

    one, two, three = (Passage((s,)) for s in sentences_of([a, b, c]))
    assert repeats(one, two) > 0.9
    assert repeats(one, three) < 0.2


def test_the_newer_version_of_an_article_is_used() -> None:
    from datetime import date

    text = (
        "The ferry Norna sank off Bergen on Monday. Divers found {} survivors near the harbour, the coast guard said."
    )
    old, new = (
        article(text.format(count), path=f"{count}.txt", url="https://example.org/ferry", day=date(2024, 5, day))
        for count, day in (("twelve", 1), ("nineteen", 2))
    )
    brief = brief_of([old, new])
    assert {p.lead.article.id for p in brief.points} == {new.id}
    assert brief.notes == ("twelve.txt has a newer version, which is used",)


# --- the desk ------------------------------------------------------------------------------------------------


def test_a_pinned_quotation_leads_and_a_dropped_one_is_never_printed():
    texts = [
        "The port of Lanz closed on Monday after the crane collapsed onto the container ship Maribel.",
        "The ministry of finance of Norland raised the tax on fuel by four cents a litre.",
        "The museum of Lanz bought a painting of the harbour for 40,000 crowns.",
    ]
    articles = [article(text) for text in texts]
    pinned = Config(desk=DeskSettings(pin=("bought a painting of the harbour",), drop=("raised the TAX on fuel",)))
    brief = make_brief(articles, as_of=AS_OF, config=pinned)
    assert brief.key_reporting[0].text == texts[2]
    assert "pinned" in brief.key_reporting[0].flags
    assert texts[1] not in {point.text for point in brief.points}
    assert {left.reason for left in brief.left_out if left.point.text == texts[1]} == {"dropped by the desk"}
    assert texts[1] in {point.text for point in make_brief(articles, as_of=AS_OF).points}


@pytest.mark.parametrize("count", [10, 60])
def test_a_text_that_many_print_leaves_room_for_its_sentences(count: int):
    """Forty reprints of one agency text once filled the page with their own names."""
    text = (
        "The port of Lanz closed on Monday after a crane fell onto the ship Maribel. General Marta Kel, chief of the "
        "coast guard, said that nobody was hurt. The owner expects repairs to take until March and to cost millions."
    )
    reprints = [article(f"{text} Paper {i}.", publisher=f"Paper {i}") for i in range(count)]
    brief = compose(reprints, as_of=AS_OF, config=Config())
    assert len(list(brief.points)) >= 1
    for point in brief.points:
        assert len(point.articles) <= 3
        assert point.origins == 1
    document = document_of(brief, Config())
    assert document.articles == count
    assert len(document.sources) <= 12
