"""From bodies to mails in the outbox, and from the outbox to the server: each edition once to each reader."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from time import monotonic, sleep

from briefing.config import MailSettings
from briefing.errors import LockedError
from briefing.job.running import PARTLY, Progress, now, silent
from briefing.mail.addresses import address
from briefing.mail.message import Body, Mail, addressed, letterhead, note
from briefing.mail.receipts import Receipt, Sender
from briefing.mail.signing import signer
from briefing.store import Store
from briefing.store.outbox import Entry, Outgoing, State
from briefing.store.subscribers import Subscriber

WAITS = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 60, 240))  # before the tries that follow the first
ENVIRONMENT = 4
PATIENCE = 600  # times, a second apart, that the archive is asked to note what became of a mail

BodyFor = Callable[[Subscriber], Body]


@dataclass(frozen=True, slots=True)
class Queued:
    """`known` had the edition in the outbox before."""

    new: int
    known: int


@dataclass(frozen=True, slots=True)
class SendReport:
    """Counts of one run. `left` were not tried, because it was stopped; `next_due` is when to run again."""

    sent: int = 0
    deferred: int = 0
    failed: int = 0
    unknown: int = 0
    left: int = 0
    unreachable: str = ""
    problems: tuple[str, ...] = ()
    next_due: datetime | None = None

    @property
    def exit_code(self) -> int:
        if not self.deferred + self.failed + self.unknown + self.left:
            return 0
        return ENVIRONMENT if self.unreachable and not self.sent else PARTLY

    @property
    def closing_line(self) -> str:
        """`48 sent · 1 deferred · 1 failed; the next try is due at 07:05 UTC`."""
        if not (self.sent or self.exit_code):
            return "nothing to send" + self._next()
        parts = [f"{self.sent} sent", f"{self.deferred} deferred", f"{self.failed} failed"]
        parts += [f"{self.unknown} unknown (sent, but the answer was lost)"] if self.unknown else []
        parts += [f"{self.left} left"] if self.left else []
        return " · ".join(parts) + self._next()

    def _next(self) -> str:
        return f"; the next try is due at {self.next_due:%Y-%m-%d %H:%M} UTC" if self.next_due else ""


def mail_for(store: Store, edition: str, subscriber: Subscriber, body: Body, settings: MailSettings) -> Mail:
    """The very bytes that `subscriber` gets of the edition: what a preview shows and what is sent."""
    head = letterhead(settings, subscriber.list_name)
    token = store.subscribers.token(subscriber.list_name, subscriber.address) if head.unsubscribe_url else ""
    sign = signer(settings, body.date)
    return addressed(body, head, address(subscriber.address), edition=edition, token=token, sign=sign)


def queue(
    store: Store,
    edition: str,
    subscribers: Iterable[Subscriber],
    body_for: BodyFor,
    settings: MailSettings,
    *,
    at: datetime,
) -> Queued:
    """The edition for each subscriber, all or none; who has it in the outbox already is left as it is."""
    mails = [
        (subscriber, mail_for(store, edition, subscriber, body_for(subscriber), settings)) for subscriber in subscribers
    ]
    new = store.outbox.add(edition, (_outgoing(mail, subscriber.list_name) for subscriber, mail in mails), at)
    return Queued(new, len(mails) - new)


def queue_notice(store: Store, settings: MailSettings, subject: str, text: str, *, to: str, at: datetime) -> bool:
    """Plain words to one person, such as the owner, once a day for one subject; False when that was queued before."""
    body = note(subject, text, at)
    name = f"notice {at:%Y-%m-%d} {subject}"
    mail = addressed(body, letterhead(settings, "notice"), address(to), edition=name, sign=signer(settings, at))
    return bool(store.outbox.add(name, [_outgoing(mail, "")], at))


def trial(sender: Sender, edition: str, list_name: str, body: Body, settings: MailSettings, to: str) -> Receipt:
    """Sends one mail now, to who looks at it first; the outbox knows nothing of it, and it has a name of its own."""
    head = letterhead(settings, list_name)
    return sender.send(
        addressed(body, head, address(to), edition=f"trial of {edition}", sign=signer(settings, body.date))
    )


def _outgoing(mail: Mail, list_name: str) -> Outgoing:
    return Outgoing(str(mail.recipient), str(mail.sender), mail.message_id, mail.head, mail.content, list_name)


def send(
    store: Store,
    sender: Sender,
    settings: MailSettings,
    *,
    edition: str = "",
    clock: Callable[[], datetime] = now,
    progress: Progress = silent,
    pause: Callable[[float], None] = sleep,
    stop: Callable[[], bool] = lambda: False,
) -> SendReport:
    """Tries every mail that is due, of one edition or of all; LockedError when another run is at it.

    `stop` is asked between two mails: what is left then waits for the next run.
    """
    with store.outbox.lock():
        store.outbox.recover(clock())
        entries = store.outbox.due(clock(), edition)
        states: Counter[State] = Counter()
        problems, unreachable = [], ""
        for done, entry in enumerate(_paced(entries, settings.per_minute, pause)):
            if stop():
                break
            progress("sending", done, len(entries))
            state, receipt = _try(store, sender, settings, entry, clock, pause)
            states[state] += 1
            unreachable = receipt.reply if receipt.verdict == "unreachable" else unreachable
            if state != "sent":
                problems.append(_problem(entry, state, receipt))
        tried = states.total()
        progress("sending", tried, len(entries))
        store.outbox.sweep()
        return SendReport(
            sent=states["sent"],
            deferred=states["deferred"],
            failed=states["failed"],
            unknown=states["unknown"],
            left=len(entries) - tried,
            unreachable=unreachable,
            problems=tuple(problems),
            next_due=store.outbox.next_due(edition),
        )


def _paced(entries: list[Entry], per_minute: int, pause: Callable[[float], None]) -> Iterator[Entry]:
    """With so much time between them that there are no more than `per_minute` in a minute."""
    gap, last = (60 / per_minute if per_minute else 0.0), float("-inf")
    for entry in entries:
        wait = last + gap - monotonic()
        if wait > 0:
            pause(wait)
        last = monotonic()
        yield entry


def _try(
    store: Store,
    sender: Sender,
    settings: MailSettings,
    entry: Entry,
    clock: Callable[[], datetime],
    pause: Callable[[float], None],
) -> tuple[State, Receipt]:
    refusal = _refusal(store, settings, entry, clock())
    if refusal is None:
        head, content = store.outbox.message(entry)
        mail = Mail(address(entry.sender), address(entry.recipient), entry.message_id, head, content)
        _insist(lambda: store.outbox.sending(entry, clock()), pause)
    receipt = refusal or sender.send(mail)
    at = clock()
    state, due, attempts = after(entry, receipt, at)
    told = partial(store.outbox.settle, entry, state, at, due=due, attempts=attempts)
    _insist(lambda: told(code=receipt.code, reply=receipt.reply), pause)
    return state, receipt


def _insist(note_down: Callable[[], None], pause: Callable[[float], None]) -> None:
    """Waits for another writer, such as a long import: a mail that went out and is not noted would go out again."""
    for _ in range(PATIENCE):
        try:
            return note_down()
        except LockedError:
            pause(1)
    return note_down()


def _refusal(store: Store, settings: MailSettings, entry: Entry, at: datetime) -> Receipt | None:
    """Why it is not even tried."""
    if not store.subscribers.is_reachable(entry.list_name, entry.recipient):
        return Receipt("never", reply="not on the list any more, or no mail reaches the address")
    if at - entry.queued_at > timedelta(hours=settings.give_up_hours):
        last = f"; the last answer: {entry.reply}" if entry.reply else ""
        return Receipt("never", reply=f"not sent within {settings.give_up_hours:g} hours{last}")
    return None


def after(entry: Entry, receipt: Receipt, at: datetime) -> tuple[State, datetime, int]:
    """State, when it is due again, and how often the server had it before it."""
    if receipt.verdict == "accepted":
        return "sent", at, entry.attempts + 1
    if receipt.verdict == "never":
        return "failed", at, entry.attempts + 1
    waits: State = "unknown" if "unknown" in (entry.state, _WAITS_AS[receipt.verdict]) else "deferred"
    if receipt.verdict == "unreachable":  # no answer about this mail: it costs no try
        return waits, at + WAITS[0], entry.attempts
    if entry.attempts >= len(WAITS):
        return "failed", at, entry.attempts + 1
    return waits, at + WAITS[entry.attempts], entry.attempts + 1


_WAITS_AS = {"later": "deferred", "unreachable": "deferred", "unanswered": "unknown"}


def _problem(entry: Entry, state: State, receipt: Receipt) -> str:
    code = f"{receipt.code} " if receipt.code and not receipt.reply.startswith(str(receipt.code)) else ""
    return f"{entry.recipient}: {state}: {code}{receipt.reply}"
