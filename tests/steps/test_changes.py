"""What changed since an earlier edition: the seeds in two days, and articles written for each kind of news."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bench.claims import Pair, figures, pairs
from bench.claims import told as told_kind
from briefing import ingest
from briefing.config import Config
from briefing.pipeline import make_brief
from briefing.types import Article, Brief, Claim, Earlier
from tests.builders import article

AS_OF = datetime(2026, 11, 22, 7, tzinfo=UTC)
SEEDS = Path(__file__).resolve().parent.parent.parent / "seeds"


def told(brief: Brief, articles: list[Article], number: int = 1, newer: dict[str, str] | None = None) -> Earlier:
    """The edition that the brief was."""
    printed = [("", p) for p in brief.key_reporting] + [(t.label, p) for t in brief.themes for p in t.points]
    spare = [("", left.point) for left in brief.left_out]
    claims = tuple(
        Claim(p.text, p.lead.article.id, p.lead.span, frozenset(a.id for a in p.articles), theme, shown)
        for shown, points in ((True, printed), (False, spare))
        for theme, p in points
    )
    labels = tuple(t.label for t in brief.themes if t.points or t.leading)
    unchanged = tuple(u.label for u in brief.changes.unchanged) if brief.changes else ()
    read = frozenset(a.id for a in articles)
    return Earlier(number, "2026-11-21", claims, (*labels, *unchanged), read, tuple(articles), newer or {})


def brief_of(articles: list[Article], earlier: Earlier | None = None) -> Brief:
    return make_brief(articles, as_of=AS_OF, config=Config(), earlier=earlier)


def seeds(*numbers: str) -> list[Article]:
    found = ingest.sort_out(ingest.read([str(SEEDS)])).articles
    return [a for a in found if Path(a.origin_path).name[:3] in numbers]


def test_on_the_second_day_exactly_the_two_new_subjects_of_the_seeds_are_new():
    first = seeds("002", "003", "004")
    every = seeds("000", "001", "002", "003", "004")
    second = brief_of(every, told(brief_of(first), first))
    assert second.changes
    assert {label.split()[0] for label in second.changes.new_themes} == {"S-500", "“Golden"}
    assert [u.label for u in second.changes.unchanged] == ["“No limits” partnership"]
    assert all(point.new for point in second.points)
    assert second.left_out[0].reason == "told in an earlier edition"
    third = brief_of(every, told(second, every, 2))
    assert third.changes
    assert not third.changes.is_news
    assert list(third.points) == []
    assert len(third.changes.unchanged) == 3


def test_without_an_earlier_edition_nothing_is_new_or_known():
    brief = brief_of(seeds("002", "003"))
    assert brief.changes is None
    assert {point.new for point in brief.points} == {None}


TOLL = "At least nine people died when the Maribel ferry sank off Port Lanz."
MORE = "At least fourteen people died when the Maribel ferry sank off Port Lanz."
FERRY = f"{TOLL} Rescuers from the coast guard searched the harbour of Port Lanz through the night for survivors."


def ferry(text: str, path: str, **known: Any) -> Article:
    return article(text, origin_path=path, **known)


def compared(before: list[Article], after: list[Article], newer: dict[str, str] | None = None) -> Brief:
    return brief_of(after, told(brief_of(before), before, newer=newer))


def test_a_reprint_of_yesterdays_text_is_no_news():
    old, reprint = ferry(FERRY, "a/1.txt"), ferry(FERRY + " Copyright.", "b/2.txt")
    changes = compared([old], [old, reprint]).changes
    assert changes
    assert (changes.new, changes.changed, changes.confirmed) == ((), (), ())


def test_another_number_is_a_change_with_the_old_wording_beside_it():
    old = ferry(FERRY, "a/1.txt")
    new = ferry(f"{MORE} Divers of the navy reached the wreck of the Maribel on the sea bed at noon.", "b/2.txt")
    brief = compared([old], [new])
    assert brief.changes
    (changed,) = brief.changes.changed
    assert (changed.kind, changed.was.quote) == ("number", TOLL)
    assert next(p for p in brief.points if p.id == changed.point).text.startswith(MORE)
    assert brief.quoted_before == (old,)


def test_another_number_is_told_once_where_both_articles_are_at_hand():
    old = ferry(FERRY, "a/1.txt")
    new = ferry(f"{MORE} Divers of the navy reached the wreck of the Maribel on the sea bed at noon.", "b/2.txt")
    apart = brief_of([old, new])
    assert [d.kind for d in apart.disagreements] == ["number"]
    brief = compared([old], [old, new])
    assert brief.changes
    assert [changed.kind for changed in brief.changes.changed] == ["number"]
    assert brief.disagreements == ()
    assert [d.kind for d in brief.other_disagreements] == ["number"]  # nothing leaves the data


@pytest.mark.parametrize(
    "other",
    [
        "At least fourteen people died when the Corona ferry sank off Sankt Elm.",  # another ferry
        "Nobody died when the Maribel ferry sank off Port Lanz, the owner said.",  # a denial is a disagreement
        "At least nine passengers died when the Maribel ferry sank off Port Lanz.",  # the same
    ],
)
def test_what_is_no_change_of_a_number(other):
    old = ferry(FERRY, "a/1.txt")
    new = ferry(f"{other} Divers of the navy reached the wreck on the sea bed at noon, officials said.", "b/2.txt")
    changes = compared([old], [new]).changes
    assert changes
    assert changes.changed == ()


def test_a_claim_that_an_independent_text_says_now_is_confirmed():
    old = ferry(FERRY, "a/1.txt")
    other = "The Maribel ferry sank off Port Lanz and at least nine people died, the harbour master said on the radio."
    independent = ferry(f"{other} Schools stay shut and flags are at half mast, the mayor announced.", "b/2.txt")
    brief = compared([old], [old, independent])
    assert brief.changes
    points = {p.id: p for p in brief.points}
    assert [points[p].text for p in brief.changes.confirmed] == [TOLL]
    assert not any("nine people died" in points[p].text for p in brief.changes.new)


def test_a_corrected_article_is_told_with_both_wordings():
    url = "https://news.example/ferry"
    old = ferry(FERRY, "a/1.txt", url=url, id="0" * 16)
    new = ferry(FERRY.replace("nine", "seven"), "a/2.txt", url=url, id="1" * 16)
    changes = compared([old], [new], newer={old.id: new.id}).changes
    assert changes
    (correction,) = changes.corrected
    assert correction.now
    assert ("nine" in correction.was.quote, "seven" in correction.now.quote) == (True, True)
    assert changes.changed == ()  # it is told once


def test_a_withdrawn_article_is_told_with_what_it_said():
    old, new = ferry(FERRY, "a/1.txt"), article("The parliament of Norland adopted the budget by 41 votes to 12.")
    changes = compared([old], [new], newer={old.id: ""}).changes
    assert changes
    assert {c.now for c in changes.corrected} == {None}
    assert TOLL in " ".join(c.was.quote for c in changes.corrected)


def test_what_a_correction_leaves_as_it_was_is_no_correction():
    old = ferry(FERRY, "a/1.txt")
    new = ferry(f"{FERRY} The owner of the line offered his condolences.", "a/2.txt")
    changes = compared([old], [new], newer={old.id: new.id}).changes
    assert changes
    assert changes.corrected == ()


def test_a_theme_without_articles_has_gone_quiet():
    old = seeds("002", "003", "004")
    elsewhere = [ferry(FERRY, "b/1.txt")]
    changes = compared(old, elsewhere).changes
    assert changes
    assert changes.gone_quiet == ("Military cooperation", "“No limits” partnership")


def test_a_notice_that_takes_the_place_of_an_article_is_quoted_beside_what_it_said():
    old = ferry(FERRY, "a/1.txt", url="https://news.example/ferry")
    notice = "The report on the ferry was withdrawn because its source could not be confirmed."
    new = ferry(notice, "a/2.txt", url="https://news.example/ferry")
    changes = compared([old], [new], newer={old.id: new.id}).changes
    assert changes
    assert {c.now.quote for c in changes.corrected if c.now} == {notice}


# --- pairs written for it ------------------------------------------------------------------------------------

PAIRS = pairs()
KNOWN_LIMITS = {"another language"}  # claims of one language are compared


def test_half_of_the_pairs_are_set_aside_and_every_kind_is_in_both_halves():
    for half in (True, False):
        assert {p.kind for p in PAIRS if p.held_out is half} == {"new", "known", "number", "date"}
        assert sum(p.held_out is half for p in PAIRS) >= 40


@pytest.mark.parametrize(
    "pair",
    [pytest.param(p, id=f"{p.kind}: {p.trap}") for p in PAIRS if not p.held_out and p.trap not in KNOWN_LIMITS],
)
def test_a_sentence_against_what_was_told(pair: Pair):
    assert told_kind(pair) == pair.kind


def test_pairs_that_nothing_was_tuned_with():
    found = figures(p for p in PAIRS if p.held_out)
    assert found["right"] >= 90
    assert min(found[f"{kind} precision"] for kind in ("new", "known", "number", "date")) >= 85


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (
            "Norland’s exports are to fall by 12 percent in 2024.",
            "Norland’s exports are to fall by 17 percent in 2025.",
        ),
        ("Thousands marched through Velna on 3 March.", "Thousands marched through Velna on 17 March."),
        ("Lovania was accused by Petria of theft.", "Petria accused Lovania of theft."),
        ("Petria beat Lovania in Brunn by 3 goals to 1.", "Lovania was beaten by Petria in Brunn by 3 goals to 1."),
    ],
)
def test_what_is_neither_a_changed_date_nor_a_changed_number(was: str, now: str):
    assert told_kind(Pair("", was, now, "new")) in {"new", "known"}
