"""Editions of a list over days: what is new, what is sent, and that it is sent once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from briefing.errors import ConfigError, StoreError
from briefing.ingest import make_article
from briefing.ingest.facts import Facts
from briefing.job.delivering import NotClearedError, decide, deliver
from briefing.job.digesting import comment_of, digest_of, edition_of
from briefing.schema import loads
from briefing.store import Store
from briefing.verify import verify_file
from tests.digest.conftest import DAY, seeds

NEXT = DAY + timedelta(days=1)
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Doing = Callable[..., Any]


# --- what changed --------------------------------------------------------------------------------------------


def test_the_seeds_in_two_days(send: Doing, make: Doing, store: Store):
    assert send(*seeds("002", "003", "004")).edition.number == 1
    second = make(*seeds(), when=NEXT)
    changes = second.document.changes
    assert {label.split()[0] for label in changes.new_themes} == {"S-500", "“Golden"}
    assert [theme.label for theme in changes.unchanged] == ["“No limits” partnership"]
    assert second.document.edition.number == 2
    assert send(*seeds(), when=NEXT).edition.number == 2
    third = send(*seeds(), when=NEXT + timedelta(days=3))
    assert (third.edition.state, third.exit_code) == ("empty", 0)
    assert third.why == "nothing new since edition 2 of 2026-11-20"


def test_an_empty_edition_is_sent_where_the_list_wants_it(send: Doing):
    send(*seeds("002", "003"))
    assert send(*seeds("002", "003"), when=NEXT, send_when_empty=True).edition.state == "sent"


def test_a_preview_that_was_not_sent_was_not_told(make: Doing, send: Doing):
    make(*seeds("002", "003"))
    assert send(*seeds("002", "003"), when=NEXT).edition.number == 1


def test_every_file_of_an_edition_can_be_verified(make: Doing, send: Doing):
    send(*seeds("002", "003", "004"))
    files = make(*seeds(), when=NEXT).files
    assert {"brief.pdf", "brief.html", "brief.json"} <= files.keys()
    for name in ("brief.pdf", "brief.html"):
        report = verify_file(files[name], name, None)
        assert report.verified == report.quotations > 5


def collect(store: Store, text: str, url: str, at: datetime) -> None:
    store.articles.add([make_article(text, url, Facts(url=url))], at=at)


FERRY = "At least nine people died when the Maribel ferry sank off Port Lanz. Rescuers searched the harbour all night."
BUDGET = "The parliament of Norland adopted the budget by 41 votes to 12. The finance minister called it prudent."


def test_the_archive_gives_what_was_collected_since_the_last_edition(store: Store, send: Doing, make: Doing):
    collect(store, FERRY, "https://a.example/ferry", DAY - timedelta(hours=5))
    assert send().edition.number == 1
    collect(store, BUDGET, "https://a.example/budget", NEXT - timedelta(hours=2))
    changes = make(when=NEXT, window_hours=1.0).document.changes  # shorter than the span since the last one
    assert len(changes.new) >= 1
    assert "Maribel" not in " ".join(p.text for p in make(when=NEXT).document.points if p.new)


def test_a_correction_is_told_first_and_once(store: Store, send: Doing, make: Doing):
    collect(store, FERRY, "https://a.example/ferry", DAY - timedelta(hours=5))
    send()
    collect(store, FERRY.replace("nine", "seven"), "https://a.example/ferry", NEXT - timedelta(hours=5))
    (correction,) = make(when=NEXT).document.changes.corrected
    assert ("nine" in correction.was.quote, "seven" in correction.now.quote) == (True, True)
    assert send(when=NEXT).edition.state == "sent"
    later = send(when=NEXT + timedelta(days=3))
    assert (later.edition.state, later.why) == ("empty", "nothing was collected")


def test_nothing_collected_is_an_empty_edition(send: Doing):
    done = send()
    assert (done.edition.state, done.why, done.exit_code) == ("empty", "nothing was collected", 0)


# --- sending -------------------------------------------------------------------------------------------------


def test_each_reader_gets_the_edition_once_as_chosen(send: Doing, readers: list[str], tmp_path: Path):
    done = send(*seeds())
    assert (done.report.sent, done.readers, done.exit_code) == (3, 3, 0)
    again = send(*seeds())
    assert (again.report.sent, again.why) == (0, "edition 1 of 2026-11-19 was sent")
    mails = {}
    for path in (tmp_path / "mail").rglob("*.eml"):
        message = message_from_bytes(path.read_bytes())
        mails[message["To"]] = [part.get_content_type() for part in message.walk()]
    assert sorted(mails) == readers
    assert {to: "application/pdf" in kinds for to, kinds in mails.items()} == {
        "ann@example.org": True,
        "bob@example.org": False,
        "eve@example.org": True,
    }


def test_what_was_previewed_is_what_is_sent(make: Doing, send: Doing, readers: list[str], tmp_path: Path):
    previewed = make(*seeds("000", "001"))
    send(*seeds())  # other articles by now
    body = previewed.files["executive.eml"].partition(b"\r\n\r\n")[2]
    sent = [path.read_bytes().partition(b"\r\n\r\n")[2] for path in (tmp_path / "mail").rglob("*.eml")]
    assert body in sent


def test_a_sent_edition_is_not_made_again(send: Doing, make: Doing):
    send(*seeds())
    with pytest.raises(StoreError, match="was sent"):
        make(*seeds())


# --- the desk ------------------------------------------------------------------------------------------------


def test_a_held_edition_waits_and_an_approved_one_goes(store: Store, make: Doing, send: Doing, order: Doing):
    make(*seeds())
    decide(store, order(), "held")
    assert send(*seeds()).why.startswith("it is held")
    decide(store, order(), "approved")
    assert send(*seeds()).edition.state == "sent"


@pytest.mark.parametrize(
    ("approve", "at", "goes"),
    [
        ("none", DAY, True),
        ("required", DAY, False),
        ("by 06:45", DAY, True),  # 07:05 in Berlin
        ("by 07:30", DAY, False),
    ],
)
def test_approval_as_the_list_has_it(approve: str, at: datetime, goes: bool, send: Doing, store: Store, order: Doing):
    send(*seeds(), when=at, approve=approve)
    edition = store.editions.of_day("ministers", order().day)
    assert edition
    assert (edition.state == "sent") is goes


def test_a_decision_holds_tomorrow_and_until_it_is_undone(store: Store, send: Doing, make: Doing):
    text = next(make(*seeds("000", "001")).document.points).text
    store.editions.decide("ministers", "drop", text[:60], at=DAY, by="ann")
    assert text not in {p.text for p in make(*seeds("000", "001")).document.points}
    assert text not in {p.text for p in make(*seeds("000", "001"), when=NEXT).document.points}
    store.editions.undo("ministers", text[:20], at=NEXT, by="bob")
    assert text in {p.text for p in make(*seeds("000", "001"), when=NEXT).document.points}
    kinds = [happened.what.partition(":")[0] for happened in store.editions.history("ministers")]
    assert {"drop", "undone", "kept"} <= set(kinds)


def test_a_list_that_is_not_cleared_is_refused(store: Store, send: Doing, tmp_path: Path):
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles/a.txt").write_text(FERRY)
    (tmp_path / "articles/sources.toml").write_text('[[source]]\nmatch = "*"\ntlp = "TLP:AMBER"\n')
    with pytest.raises(NotClearedError, match="cleared for TLP:CLEAR"):
        send(tmp_path / "articles")
    done = send(tmp_path / "articles", cleared="TLP:AMBER")
    assert loads(done.edition.document).tlp == "TLP:AMBER"


def test_a_comment_stands_on_the_page_signed_and_is_no_quotation(store: Store, order: Doing):
    plain = edition_of(store, order(*seeds()))
    said = replace(order(*seeds()), comment=comment_of("Watch the\nministry's briefing at noon.", "Ann Lee"))
    made = edition_of(store, said)
    assert made.document
    assert plain.document
    assert made.document.checks.quotations == plain.document.checks.quotations
    for name in ("brief.html", "executive.eml"):
        assert "Watch the ministry" in text_of(made.files[name])
        assert "Ann Lee, not a quotation" in text_of(made.files[name])
    assert verify_file(made.files["brief.pdf"], "brief.pdf", None).verified


def text_of(data: bytes) -> str:
    if data.startswith(b"<!"):
        return data.decode()
    message = message_from_bytes(data, policy=default)
    return "".join(p.get_content() for p in message.walk() if p.get_content_type() == "text/plain")


@pytest.mark.parametrize("words", ["", " \n ", "long " * 400])
def test_a_comment_that_no_page_can_hold_is_refused(words: str):
    with pytest.raises(ConfigError):
        comment_of(words, "Ann")


def test_the_subject_names_the_first_new_point(make: Doing):
    message = message_from_bytes(make(*seeds("000")).files["executive.eml"], policy=default)
    first = next(make(*seeds("000")).document.points).text
    assert f"“{first[:40]}" in message["Subject"]


def test_the_foot_says_what_the_edition_covers_and_which_feeds_failed(store: Store, make: Doing):
    collect(store, FERRY, "https://a.example/ferry", DAY - timedelta(hours=5))
    store.feeds.add("https://a.example/feed", "The Harbour Times", at=DAY)
    store.feeds.failed("https://a.example/feed", "timed out", at=DAY)
    page = make().files["brief.html"].decode()
    assert "collected since 16 November 2026, 07:05 CET, undated articles by that time" in page
    assert "1 feed failed or fell silent: The Harbour Times" in page


# --- when ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "why"),
    [
        ("2026-11-19T05:59:00Z", "it is due at 07:00"),
        ("2026-11-19T06:00:00Z", ""),
        ("2026-11-19T08:59:00Z", ""),
        ("2026-11-19T11:00:00Z", "its hour has passed: 07:00, and 3 hours after it"),
        ("2026-11-21T06:30:00Z", "Saturday is no day of this list"),
    ],
)
def test_a_scheduled_run_keeps_to_its_hour(at: str, why: str, send: Doing):
    done = send(*seeds(), when=datetime.fromisoformat(at), scheduled=True)
    assert done.why == why


@pytest.mark.parametrize(
    ("at", "days"),
    [
        # Berlin: 2026-03-29 skips 02:00-03:00, 2026-10-25 has 02:00-03:00 twice.
        ("02:30", ["2026-03-28", "2026-03-29", "2026-03-30"]),
        ("02:30", ["2026-10-24", "2026-10-25", "2026-10-26"]),
        pytest.param("00:00", ["2026-10-24", "2026-10-25", "2026-10-26"], marks=pytest.mark.slow),
    ],
)
def test_a_day_on_which_the_clock_changes_has_one_digest(at: str, days: list[str], send: Doing):
    """A timer that fires every half hour through the days."""
    start = datetime.fromisoformat(days[0] + "T00:00+01:00").astimezone(UTC) - timedelta(hours=2)
    sent = []
    for half_hours in range(2 * 76):
        now = start + timedelta(minutes=30 * half_hours)
        done = send(*seeds("002"), when=now, scheduled=True, at=at, days=WEEK, send_when_empty=True)
        if done.edition and not done.why:
            sent.append(done.edition.day.isoformat())
    assert [day for day in sent if day in days] == days
    assert len(sent) == len(set(sent))


def test_the_owner_is_told_once_that_no_edition_left_on_time(send: Doing, tmp_path: Path, readers: list[str]):
    late = datetime.fromisoformat("2026-11-19T11:00:00Z")
    for minutes in (0, 15, 30):
        send(*seeds(), when=late + timedelta(minutes=minutes), scheduled=True, owner="chief@example.org")
    mails = [message_from_bytes(path.read_bytes()) for path in (tmp_path / "mail").rglob("*.eml")]
    assert [mail["To"] for mail in mails] == ["chief@example.org"]
    assert "no edition on 2026-11-19" in mails[0]["Subject"]


def test_an_edition_that_waits_for_approval_all_morning_is_told_of(send: Doing, make: Doing, store: Store):
    make(*seeds(), approve="required")
    send(*seeds(), when=DAY + timedelta(hours=5), scheduled=True, approve="required")
    assert any(h.what.startswith("missed") for h in store.editions.history("ministers"))


# --- which list ----------------------------------------------------------------------------------------------


def test_a_list_is_named_unless_there_is_only_one(config: Doing):
    assert digest_of(config()).list == "ministers"
    with pytest.raises(ConfigError, match=r"unknown list 'minister'.*ministers"):
        digest_of(config(), "minister")
    with pytest.raises(ConfigError, match="no digest is configured"):
        digest_of(type(config())())


def test_a_stop_is_heard_between_two_mails_and_the_next_run_sends_the_rest(
    store: Store, order: Doing, readers: list[str], tmp_path: Path
) -> None:
    wanted = order(*seeds("002"))
    asked = iter([False, True, True])
    done = deliver(store, wanted, clock=lambda: wanted.as_of, stop=lambda: next(asked))
    assert (done.report.sent, done.report.left) == (1, 2)
    rest = deliver(store, wanted, clock=lambda: wanted.as_of)
    assert (rest.report.sent, rest.report.left) == (2, 0)
    assert len(list((tmp_path / "mail").rglob("*.eml"))) == len(readers)
