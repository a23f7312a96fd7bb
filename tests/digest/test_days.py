"""Days of a desk in both databases: weekends, corrections, deletions; and what the archive keeps of editions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from briefing.errors import ConfigError, StoreError
from briefing.store import Store, open_store
from briefing.store.editions import Edition
from tests.digest.conftest import DAY
from tests.digest.test_editions import BUDGET, FERRY, collect

Doing = Callable[..., Any]
FRIDAY = datetime(2026, 11, 20, 6, 5, tzinfo=UTC)  # 07:05 in Berlin
MONDAY = FRIDAY + timedelta(days=3)
THURSDAY = DAY.date()


@pytest.fixture
def store(place: str) -> Iterator[Store]:
    """In SQLite, then in PostgreSQL."""
    with open_store(place) as opened:
        yield opened


# --- whole days ----------------------------------------------------------------------------------------------


def test_monday_covers_the_weekend(store: Store, send: Doing):
    """Also where the window is shorter, and for what was collected just after Friday's edition."""
    collect(store, FERRY, "https://a.example/ferry", FRIDAY - timedelta(hours=3))
    assert send(when=FRIDAY, window_hours=24.0).edition.number == 1
    texts = {
        "friday": "The mayor of Osmere resigned over the Tarvik tunnel contract. He left the hall without a word.",
        "saturday": "A fire destroyed the paper mill in Kelby and hurt 14 workers. The cause is not known so far.",
        "sunday": "Voters in Sundal rejected the water tax by a wide margin. The council will meet again in May.",
    }
    for hours, (name, text) in zip((1, 30, 50), texts.items(), strict=True):
        collect(store, text, f"https://a.example/{name}", FRIDAY + timedelta(hours=hours))
    done = send(when=MONDAY, window_hours=24.0)
    printed = " ".join(point.text for point in done.made.document.points)
    assert all(text.split(". ")[0] in printed for text in texts.values())
    assert "Maribel" not in " ".join(p.text for p in done.made.document.points if p.new)


def test_a_correction_goes_to_those_who_are_on_the_list_still(store: Store, send: Doing, readers: list[str]):
    """Who unsubscribed is written to no more; the correction of what was sent leads the subject."""
    collect(store, FERRY, "https://a.example/ferry", DAY - timedelta(hours=5))
    assert send().report.sent == len(readers)
    store.subscribers.remove("ministers", "bob@example.org")
    collect(store, FERRY.replace("nine", "seven"), "https://a.example/ferry", FRIDAY - timedelta(hours=5))
    done = send(when=FRIDAY)
    assert sorted(entry.recipient for entry in store.outbox.entries(done.edition.id)) == [
        "ann@example.org",
        "eve@example.org",
    ]
    (correction,) = done.made.document.changes.corrected
    assert ("nine" in correction.was.quote, "seven" in correction.now.quote) == (True, True)
    assert done.made.files["executive.eml"].count(b"At least seven people died") >= 1


def test_a_deleted_article_is_struck_from_the_next_edition_and_from_its_mails(store: Store, send: Doing, make: Doing):
    collect(store, FERRY, "https://a.example/ferry", DAY - timedelta(hours=5))
    collect(store, BUDGET, "https://a.example/budget", DAY - timedelta(hours=5))
    send()
    ferry = [kept for kept in store.articles.kept() if "ferry" in kept.article.url]
    store.articles.delete(ferry, "asked for", at=DAY)
    collect(store, "Lovania closed its border with Petria to lorries.", "https://a.example/x", FRIDAY)
    made = make(when=FRIDAY + timedelta(minutes=5))
    assert not made.is_empty
    assert not any(b"Maribel" in data for data in made.files.values())


def test_a_draft_with_an_article_that_was_deleted_since_is_made_anew(store: Store, send: Doing, make: Doing):
    collect(store, FERRY, "https://a.example/ferry", DAY - timedelta(hours=5))
    collect(store, BUDGET, "https://a.example/budget", DAY - timedelta(hours=5))
    assert b"Maribel" in make().files["brief.html"]
    ferry = [kept for kept in store.articles.kept() if "ferry" in kept.article.url]
    store.articles.delete(ferry, "asked for", at=DAY)
    done = send()
    assert done.notes == ("an article of the draft was deleted since, so the edition was made anew without it",)
    assert not any(b"Maribel" in data for data in store.editions.files(done.edition).values())


# --- what is kept --------------------------------------------------------------------------------------------


def edition(state: Any = "kept", day: date = THURSDAY, number: int = 1, document: str = "{}") -> Edition:
    return Edition("ministers", day, number, state, DAY, DAY - timedelta(days=3), document, "1 article")


def kinds(store: Store) -> list[str]:
    return [happened.what.partition(":")[0] for happened in store.editions.history("ministers")]


def test_an_edition_takes_the_place_of_a_draft_until_it_was_sent(store: Store):
    store.editions.keep(edition(), {"brief.pdf": b"\0one"}, at=DAY, by="ann")
    store.editions.keep(edition(number=2), {"brief.html": b"two"}, at=DAY, by="bob")
    kept = store.editions.of_day("ministers", THURSDAY)
    assert kept
    assert (kept, store.editions.files(kept)) == (edition(number=2), {"brief.html": b"two"})
    store.editions.set_state(kept, "sent", at=DAY, by="")
    with pytest.raises(StoreError, match="was sent"):
        store.editions.keep(edition(), {}, at=DAY, by="ann")
    assert kinds(store) == ["sent", "kept", "kept"]  # newest first, though all of one instant


@pytest.mark.parametrize(
    ("before", "made", "kept"),
    [
        ("held", "kept", "held"),
        ("held", "empty", "empty"),
        ("approved", "kept", "kept"),
        ("kept", "kept", "kept"),
        ("empty", "kept", "kept"),
    ],
)
def test_what_becomes_of_the_desks_word_on_a_draft(before: str, made: str, kept: str, store: Store):
    first = store.editions.keep(edition(), {}, at=DAY, by="")
    store.editions.set_state(first, before, at=DAY, by="ann")  # type: ignore[arg-type]
    assert store.editions.keep(edition(made), {}, at=DAY, by="").state == kept
    found = store.editions.of_day("ministers", THURSDAY)
    assert found
    assert found.state == kept


def test_the_editions_that_were_sent_before_a_day(store: Store):
    for days, state in ((0, "sent"), (1, "empty"), (2, "sent"), (3, "sent")):
        store.editions.keep(edition(state, THURSDAY + timedelta(days=days), days), {}, at=DAY, by="")
    told = store.editions.sent("ministers", before=THURSDAY + timedelta(days=3), count=5)
    assert [one.number for one in told] == [2, 0]
    assert [one.number for one in store.editions.latest("ministers", count=2)] == [3, 2]
    assert [one.number for one in store.editions.latest()] == [3, 2, 1, 0]
    assert list(store.editions.sent("others", before=THURSDAY, count=5)) == []


def test_decisions_hold_until_they_are_undone(store: Store):
    store.editions.decide("ministers", "pin", "a line of the page", at=DAY, by="ann")
    store.editions.decide("ministers", "drop", "a line of the page", at=DAY + timedelta(hours=1), by="bob")
    assert [(d.kind, d.by) for d in store.editions.decisions("ministers")] == [("drop", "bob")]
    assert store.editions.decisions("others") == ()
    store.editions.undo("ministers", "a line", at=DAY + timedelta(hours=2), by="ann")
    assert store.editions.decisions("ministers") == ()
    with pytest.raises(ConfigError, match="no decision"):
        store.editions.undo("ministers", "a line", at=DAY, by="ann")
    assert kinds(store) == ["undone", "drop", "pin"]
