"""The outbox and the runs over it: each edition once to each reader, whatever happens."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bench.crash_mail import Crash, crashed, crashes
from briefing.config import MailSettings
from briefing.errors import LockedError, StoreError
from briefing.job.sending import WAITS, SendReport, mail_for, queue, queue_notice, send, trial
from briefing.mail.message import Mail
from briefing.mail.receipts import Receipt, Verdict
from briefing.mail.senders import sender_of
from briefing.store import Store, open_store
from briefing.store.subscribers import Subscriber
from tests.mail.letters import NOW, PLAIN, a_body, readers
from tests.mail.letters import settings as set_up
from tests.mail.post_office import LOSE, Manners, PostOffice, Session

EDITION = "2026-11-22 morning"
MINUTE = timedelta(minutes=1)


class Told:
    """A sender that answers as it is told, by the recipient's name before the @; accepted otherwise."""

    def __init__(self, **verdicts: Verdict | list[Verdict]) -> None:
        self.verdicts = {who: [said] if isinstance(said, str) else said for who, said in verdicts.items()}
        self.taken: list[Mail] = []

    def send(self, mail: Mail) -> Receipt:
        said = self.verdicts.get(mail.recipient.local, [])
        verdict = said.pop(0) if len(said) > 1 else (said or ["accepted"])[0]
        if verdict in ("accepted", "unanswered"):
            self.taken.append(mail)
        codes = {"accepted": 250, "later": 451, "never": 550}
        return Receipt(verdict, codes.get(verdict, 0), f"{verdict} it is")

    @property
    def recipients(self) -> list[str]:
        return [mail.recipient.local for mail in self.taken]


class Clock:
    def __init__(self, at: datetime = NOW) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def later(self, span: timedelta) -> Clock:
        self.at += span
        return self


def subscribe(store: Store, *names: str) -> list[Subscriber]:
    for name in names:
        store.subscribers.add(Subscriber("morning", f"{name}@example.org"), NOW)
    found: list[Subscriber] = store.subscribers.reachable("morning")
    return found


def fill(store: Store, *names: str, settings: MailSettings = PLAIN) -> None:
    body = a_body(b"")
    queue(store, EDITION, subscribe(store, *names), lambda _: body, settings, at=NOW)


def go(store: Store, sender: Told, clock: Callable[[], datetime], **options: object) -> SendReport:
    return send(store, sender, PLAIN, clock=clock, **options)  # type: ignore[arg-type]


def states(store: Store) -> dict[str, str]:
    return {entry.recipient.partition("@")[0]: entry.state for entry in store.outbox.entries(EDITION)}


def test_everybody_gets_it_once(store: Store):
    fill(store, "ann", "bob", "cyd")
    sender, clock = Told(), Clock()
    report = go(store, sender, clock)
    assert (report.sent, report.exit_code) == (3, 0)
    assert report.closing_line == "3 sent · 0 deferred · 0 failed"
    assert sender.recipients == ["ann", "bob", "cyd"]
    again = go(store, sender, clock)
    assert (again.sent, again.closing_line, again.exit_code) == (0, "nothing to send", 0)
    assert len(sender.taken) == 3


def test_what_is_previewed_is_what_is_sent(store: Store):
    fill(store, "ann")
    (ann,) = store.subscribers.reachable("morning")
    preview = mail_for(store, EDITION, ann, a_body(b""), PLAIN)
    sender = Told()
    go(store, sender, Clock())
    assert sender.taken == [preview]


def test_queueing_again_changes_nothing(store: Store):
    fill(store, "ann", "bob")
    go(store, Told(), Clock())
    people, other = subscribe(store, "cyd"), a_body(b"%PDF-another")
    queued = queue(store, EDITION, people, lambda _: other, PLAIN, at=NOW)
    assert (queued.new, queued.known) == (1, 2)
    sender = Told()
    go(store, sender, Clock())
    assert sender.recipients == ["cyd"]


def test_capitals_make_no_other_reader(store: Store):
    fill(store, "ann", "Ann")
    assert len(store.outbox.entries(EDITION)) == 1


def test_readers_of_one_edition_share_its_content(store: Store):
    body, other = a_body(), a_body(b"")
    people = readers(store, 10)
    choose = lambda reader: body if reader.address < "reader05" else other  # noqa: E731
    queue(store, EDITION, people, choose, PLAIN, at=NOW)
    assert store.db.rows("SELECT count(*) FROM mail_bodies") == [(2,)]
    go(store, Told(), Clock())
    assert store.db.rows("SELECT count(*) FROM mail_bodies") == [(0,)]
    assert store.db.rows("SELECT DISTINCT length(head) FROM outbox") == [(0,)]
    assert len({entry.sha256 for entry in store.outbox.entries(EDITION)}) == 10


def test_later_is_tried_after_5_15_60_and_240_minutes_and_then_given_up(store: Store):
    fill(store, "ann", "bob")
    sender, clock = Told(bob="later"), Clock()
    assert [wait / MINUTE for wait in WAITS] == [5, 15, 60, 240]
    first = go(store, sender, clock)
    assert (first.sent, first.deferred, first.exit_code) == (1, 1, 3)
    assert first.closing_line == "1 sent · 1 deferred · 0 failed; the next try is due at 2026-11-22 07:05 UTC"
    assert first.problems == ("bob@example.org: deferred: 451 later it is",)
    for wait in WAITS:
        assert go(store, sender, clock.later(wait - MINUTE)).deferred == 0
        last = go(store, sender, clock.later(MINUTE))
        assert last.deferred + last.failed == 1
    assert states(store) == {"ann": "sent", "bob": "failed"}
    assert last.next_due is None
    assert go(store, sender, clock.later(timedelta(days=9))).closing_line == "nothing to send"


def test_greylisting_is_waited_out_with_the_same_bytes(store: Store):
    fill(store, "ann")
    sender, clock = Told(ann=["unanswered", "later", "accepted"]), Clock()
    for _ in range(3):
        go(store, sender, clock.later(timedelta(hours=1)))
    first, second = sender.taken
    assert first == second
    assert states(store) == {"ann": "sent"}


def test_never_fails_that_one_alone(store: Store):
    fill(store, "ann", "bob", "cyd")
    report = go(store, Told(bob="never"), Clock())
    assert (report.sent, report.failed, report.exit_code) == (2, 1, 3)
    assert report.problems == ("bob@example.org: failed: 550 never it is",)
    assert states(store)["bob"] == "failed"


def test_unreachable_costs_no_try(store: Store):
    fill(store, "ann", "bob")
    clock = Clock()
    for _ in range(20):
        report = go(store, Told(ann="unreachable", bob="unreachable"), clock.later(5 * MINUTE))
        assert (report.deferred, report.exit_code, report.unreachable) == (2, 4, "unreachable it is")
    assert {entry.attempts for entry in store.outbox.entries(EDITION)} == {0}
    assert go(store, Told(), clock.later(5 * MINUTE)).sent == 2


def test_after_a_day_it_is_given_up(store: Store):
    fill(store, "ann")
    clock = Clock()
    go(store, Told(ann="unreachable"), clock.later(timedelta(hours=23, minutes=50)))
    report = go(store, Told(), clock.later(timedelta(minutes=30)))
    assert report.failed == 1
    assert report.problems == ("ann@example.org: failed: not sent within 24 hours; the last answer: unreachable it is",)


def test_what_failed_can_be_queued_again(store: Store):
    fill(store, "ann", "bob")
    clock = Clock()
    go(store, Told(bob="never"), clock)
    assert store.outbox.retry_failed(EDITION, clock.later(timedelta(days=3))()) == 1
    sender = Told()
    go(store, sender, clock)
    assert sender.recipients == ["bob"]


def test_what_was_not_tried_can_be_taken_back(store: Store):
    fill(store, "ann", "bob")
    go(store, Told(bob="later"), Clock())
    subscribe(store, "cyd")
    fill(store, "cyd")
    assert store.outbox.withdraw(EDITION) == 1
    assert states(store) == {"ann": "sent", "bob": "deferred"}


def test_what_was_settled_long_ago_is_forgotten(store: Store):
    fill(store, "ann", "bob", "cyd")
    go(store, Told(bob="never", cyd="later"), Clock())
    assert store.outbox.prune(NOW) == 0
    assert store.outbox.prune(NOW + MINUTE) == 2
    assert states(store) == {"cyd": "deferred"}
    assert go(store, Told(), Clock(NOW + timedelta(hours=1))).sent == 1


def test_who_leaves_before_it_goes_out_does_not_get_it(store: Store):
    fill(store, "ann", "bob", "cyd", "dee")
    store.subscribers.leave("ann@example.org", NOW)
    store.subscribers.suppress("bob@example.org", "bounced", NOW)
    store.subscribers.remove("morning", "cyd@example.org")
    sender = Told()
    report = go(store, sender, Clock())
    assert sender.recipients == ["dee"]
    assert report.failed == 3


def test_a_mail_that_was_changed_in_the_archive_is_not_sent(store: Store):
    fill(store, "ann")
    store.db.run("UPDATE mail_bodies SET body = ?", b"another")
    with pytest.raises(StoreError, match="not the one that was queued"):
        go(store, Told(), Clock())
    assert states(store) == {"ann": "queued"}


def test_one_that_was_being_sent_is_sent_again_with_the_same_name(store: Store):
    fill(store, "ann", "bob")
    ann, _ = store.outbox.entries(EDITION)
    store.outbox.sending(ann, NOW)
    assert [entry.recipient for entry in store.outbox.due(NOW)] == ["ann@example.org", "bob@example.org"]
    sender = Told()
    go(store, sender, Clock())
    assert sender.recipients == ["ann", "bob"]
    assert sender.taken[0].message_id == ann.message_id


def test_it_goes_no_faster_than_the_settings_allow(store: Store):
    from msgspec.structs import replace

    fill(store, "ann", "bob", "cyd")
    waited: list[float] = []
    send(store, Told(), replace(PLAIN, per_minute=20), clock=Clock(), pause=waited.append)
    assert len(waited) == 2
    assert all(2.5 < wait <= 3 for wait in waited)


def test_a_stop_lets_the_mail_at_hand_end(store: Store):
    fill(store, "ann", "bob", "cyd")
    sender = Told()
    report = go(store, sender, Clock(), stop=lambda: len(sender.taken) == 2)
    assert (report.sent, report.left, report.exit_code) == (2, 1, 3)
    assert "2 sent · 0 deferred · 0 failed · 1 left" in report.closing_line
    assert states(store) == {"ann": "sent", "bob": "sent", "cyd": "queued"}


def test_another_writer_is_waited_for(place: str):
    """A mail that went out while the archive was busy is noted all the same."""
    waited: list[float] = []
    with open_store(place, wait=0.05) as store, open_store(place) as other, ExitStack() as busy:
        fill(store, "ann")

        class Slow(Told):
            def send(self, mail: Mail) -> Receipt:
                busy.enter_context(other.db.transaction())
                return super().send(mail)

        def pause(seconds: float) -> None:
            waited.append(seconds)
            if len(waited) == 3:
                busy.close()

        assert go(store, Slow(), Clock(), pause=pause).sent == 1
        assert states(store) == {"ann": "sent"}
    assert waited == [1, 1, 1]


def test_a_trial_leaves_no_trace(store: Store):
    fill(store, "ann")
    sender = Told()
    receipt = trial(sender, EDITION, "morning", a_body(b""), PLAIN, "boss@example.org")
    assert (receipt.verdict, sender.recipients) == ("accepted", ["boss"])
    assert states(store) == {"ann": "queued"}
    assert trial(sender, EDITION, "morning", a_body(b""), PLAIN, "ann@example.org").verdict == "accepted"
    go(store, sender, Clock())
    assert len({mail.message_id for mail in sender.taken}) == 3
    assert sender.taken[1].content == sender.taken[2].content


def test_a_notice_goes_once_a_day(store: Store):
    told = [
        queue_notice(store, PLAIN, "No edition left", "The feeds are silent.", to="owner@example.org", at=at)
        for at in (NOW, NOW + timedelta(hours=1), NOW + timedelta(days=1))
    ]
    assert told == [True, False, True]
    sender = Told()
    assert go(store, sender, Clock(NOW + timedelta(hours=24))).sent == 2
    assert sender.recipients == ["owner", "owner"]


def test_progress_is_told(store: Store):
    fill(store, "ann", "bob")
    told: list[tuple[str, int, int]] = []
    go(store, Told(), Clock(), progress=lambda *step: told.append(step))
    assert told == [("sending", 0, 2), ("sending", 1, 2), ("sending", 2, 2)]


def test_one_edition_or_all(store: Store):
    fill(store, "ann")
    body = a_body(b"")
    queue(store, "2026-11-23 morning", subscribe(store), lambda _: body, PLAIN, at=NOW)
    sender = Told()
    assert go(store, sender, Clock(), edition="2026-11-23 morning").sent == 1
    assert states(store) == {"ann": "queued"}
    assert go(store, sender, Clock()).sent == 1


# --- a real server and real crashes ----------------------------------------------------------------------------


def test_a_lost_answer_is_the_only_second_copy(store: Store):
    lost: list[str] = []

    def lose(session: Session, recipient: str) -> bytes | None:
        if recipient == "reader03@example.org" and not lost:
            lost.append(recipient)
            return LOSE
        return None

    with PostOffice(Manners(on={"DOT": lose})) as office:
        settings, clock, body = set_up(office), Clock(), a_body()
        queue(store, EDITION, readers(store, 6), lambda _: body, settings, at=NOW)
        with sender_of(settings) as sender:
            report = send(store, sender, settings, clock=clock)
        assert (report.sent, report.unknown, report.exit_code) == (5, 1, 3)
        assert "1 unknown (sent, but the answer was lost)" in report.closing_line
        with sender_of(settings) as sender:
            assert send(store, sender, settings, clock=clock.later(5 * MINUTE)).sent == 1
    assert sorted(office.recipients) == sorted([*(f"reader{i:02}@example.org" for i in range(6)), *lost])
    first, second = (d for d in office.deliveries if d.recipient == lost[0])
    assert first.data == second.data


SENDING = """
import sys
from briefing.job.sending import send
from briefing.mail.senders import sender_of
from briefing.store import open_store
from tests.mail.letters import NOW, PLAIN
from msgspec.structs import replace
settings = replace(PLAIN, host="127.0.0.1", port=int(sys.argv[2]))
with open_store(sys.argv[1]) as store, sender_of(settings) as sender:
    print(send(store, sender, settings, clock=lambda: NOW).closing_line)
"""


def test_of_two_senders_one_works(place: str):
    """The second one starts while the first is in the middle of a mail."""
    caught: list[str] = []

    def meanwhile(session: Session, recipient: str) -> None:
        if session.mails == 2 and not caught:
            with open_store(place) as other, sender_of(settings) as sender:
                with pytest.raises(LockedError) as error:
                    send(other, sender, settings, clock=Clock())
                caught.append(str(error.value))
                assert error.value.exit_code == 5

    with open_store(place) as store, PostOffice(Manners(on={"DATA": meanwhile})) as office:
        settings, body = set_up(office), a_body(b"")
        queue(store, EDITION, readers(store, 5), lambda _: body, settings, at=NOW)
        home = Path(__file__).resolve().parents[2]
        command = [sys.executable, "-c", SENDING, place, str(office.port)]
        done = subprocess.run(command, cwd=home, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "5 sent · 0 deferred · 0 failed"
    assert len(caught) == 1
    assert len(set(office.recipients)) == len(office.recipients) == 5


@pytest.mark.parametrize("crash", crashes(20, seed=6), ids=str)
def test_killed_and_run_again_until_done(crash: Crash):
    found = crashed(crash)
    assert found.is_sound, found


def test_a_double_that_nothing_excuses_is_found():
    """The check of the crashes can fail."""
    from bench.crash_mail import found
    from tests.mail.post_office import Delivery

    twice = [Delivery("ann@example.org", "", b"a", True, 1), Delivery("ann@example.org", "", b"b", True, 2)]
    bad = found(
        Crash(0, True), twice, {"ann@example.org": b"a", "bob@example.org": b"a"}, {"bob": "queued"}, set(), True
    )
    assert (bad.left_out, bad.unexcused) == (("bob@example.org",), ("ann@example.org",))
    assert (bad.other_bytes, bad.not_sent) == (("ann@example.org",), ("bob",))
    assert not bad.is_sound
