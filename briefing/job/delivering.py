"""An edition on its way: whether it may go, to whom, and that it goes once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Literal

from briefing.config import Config, Digest
from briefing.errors import BriefingError, ConfigError, EnvironmentProblem
from briefing.job.digesting import Due, Made, Order, draft_name, due, edition_of, instant_on, make_edition, zone_of
from briefing.job.publishing import is_laid_out, publish
from briefing.job.running import Progress, now, silent
from briefing.job.sending import SendReport, queue, queue_notice, send, trial
from briefing.mail.message import Body, body_of
from briefing.mail.receipts import Receipt, Sender
from briefing.mail.senders import sender_of
from briefing.schema import loads
from briefing.settings import TLP_MARKS
from briefing.store import Store
from briefing.store.editions import Edition
from briefing.store.subscribers import Subscriber
from briefing.told import read

SenderFor = Callable[[Config], AbstractContextManager[Sender]]
LOCK = "digest"
STRUCK = "an article of the draft was deleted since, so the edition was made anew without it"
LOOKED_AT = 200  # lines of the history: a day's


@dataclass(frozen=True, slots=True)
class Delivered:
    """`why` is what kept an edition back; `readers` got a mail each in the outbox, `report` is what became of it."""

    edition: Edition | None
    made: Made | None = None
    why: str = ""
    readers: int = 0
    report: SendReport = field(default_factory=SendReport)
    notes: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        errors = self.made.errors if self.made else ()
        return self.report.exit_code or (3 if errors else 0)


class NotClearedError(BriefingError):
    """A list that may not get what the page's handling mark covers."""

    exit_code = 2


def of_settings(config: Config) -> AbstractContextManager[Sender]:
    """The sender that [mail] names."""
    return sender_of(config.mail)


def deliver(
    store: Store,
    order: Order,
    *,
    scheduled: bool = False,
    sender_for: SenderFor = of_settings,
    clock: Callable[[], datetime] = now,
    progress: Progress = silent,
    stop: Callable[[], bool] = lambda: False,
) -> Delivered:
    """Sends the edition of the order's day, or what is left of it; LockedError while another run is at it.

    A draft that was kept is what goes out; without one it is made now. `scheduled`: only at its hour.
    """
    with store.db.lock(LOCK):
        edition = store.editions.of_day(order.digest.list, order.day)
        rest = partial(
            _rest, store, config=order.config, sender_for=sender_for, clock=clock, progress=progress, stop=stop
        )
        if edition is not None and edition.state == "sent":
            return replace(rest(edition), notes=_published(store, order, edition))
        if scheduled and not (found := _not_now(store, order, edition)).due:
            return replace(rest(None), edition=edition, why=found.why)
        made, struck = None, edition is not None and _holds_deleted(store, edition)
        if edition is None or edition.state in {"empty", "missed"} or struck:
            made = make_edition(store, order)
            edition = made.edition
        try:
            why = _kept_back(store, edition, order, scheduled=scheduled)
        except NotClearedError:
            rest(None)  # the owner's notice
            raise
        if why:
            return Delivered(edition, made, why, report=rest(None).report if scheduled else SendReport())
        readers = _queue(store, edition, order, clock())
        edition = replace(edition, state="sent")
        notes = (*((STRUCK,) if struck else ()), *_unread(order, made), *_published(store, order, edition))
        return Delivered(edition, made, readers=readers, report=rest(edition).report, notes=notes)


def _holds_deleted(store: Store, edition: Edition) -> bool:
    """Whether a draft was made of an article that was deleted since: its words may not go out."""
    gone = store.articles.deleted_ids() if edition.document else frozenset()
    return bool(gone) and bool(gone & read(loads(edition.document)))


def _unread(order: Order, made: Made | None) -> tuple[str, ...]:
    """What --from names is read when the edition is made, and a draft is sent as it stands."""
    if made is not None or not order.inputs:
        return ()
    return ("the edition that was previewed is what was sent; the files named now were not read",)


def try_out(store: Store, order: Order, to: str, *, sender_for: SenderFor = of_settings) -> Receipt:
    """The mail of the day's edition to one address that need not be on the list; nothing is noted as sent."""
    edition, files = draft(store, order)
    body = body_of(files[draft_of(Subscriber(order.digest.list, to), order, files)])
    with sender_for(order.config) as sender:
        return trial(sender, edition.id, order.digest.list, body, order.config.mail, to)


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """Who would get a mail now; `why` is what keeps the edition back."""

    edition: Edition
    readers: tuple[str, ...]
    why: str = ""


def rehearse(store: Store, order: Order) -> Rehearsal:
    """What `deliver` would do, without noting or sending anything."""
    edition, _ = draft(store, order)
    if edition.state == "sent":
        waiting = tuple(entry.recipient for entry in store.outbox.due(order.at, edition.id))
        return Rehearsal(edition, waiting, was_sent(store, edition))
    readers = tuple(reader.address for reader in store.subscribers.reachable(order.digest.list))
    return Rehearsal(edition, readers, waits(edition, order) or uncleared(edition, order.digest))


def draft(store: Store, order: Order) -> tuple[Edition, Mapping[str, bytes]]:
    """The day's edition as it was kept, else as it would be made now; ConfigError when there would be none."""
    edition = store.editions.of_day(order.digest.list, order.day)
    if edition is not None and edition.document:
        return edition, store.editions.files(edition)
    made = edition_of(store, order)
    if made.is_empty:
        raise ConfigError(f"there is no edition of {order.day} for {order.digest.list}", why=made.edition.closing)
    return made.edition, made.files


def _published(store: Store, order: Order, edition: Edition) -> tuple[str, ...]:
    """Where the editions are laid out, unless they were; a folder that cannot be written keeps no mail back."""
    if is_laid_out(edition, order.digest):
        return ()
    try:
        root = publish(store, order.digest, order.config)
    except EnvironmentProblem as problem:
        return (str(problem),)
    return (f"published in {root}",) if root else ()


def _rest(
    store: Store,
    edition: Edition | None,
    config: Config,
    sender_for: SenderFor,
    clock: Callable[[], datetime],
    progress: Progress,
    stop: Callable[[], bool],
) -> Delivered:
    """The mails of an edition that are due: all of a new one, what was deferred of an older one; None: of any."""
    name = edition.id if edition else ""
    if not store.outbox.due(clock(), name):
        return Delivered(edition, why=was_sent(store, edition) if edition and edition.state == "sent" else "")
    with sender_for(config) as sender:
        report = send(store, sender, config.mail, edition=name, clock=clock, progress=progress, stop=stop)
    return Delivered(edition, report=report)


def was_sent(store: Store, edition: Edition) -> str:
    """`edition 12 of 2026-11-22 was sent; 2 mails wait for another try, at 07:05 UTC`."""
    said = f"edition {edition.number} of {edition.day} was sent"
    counts, due_at = store.outbox.counts(edition.id), store.outbox.next_due(edition.id)
    waiting = counts["deferred"] + counts["unknown"] + counts["queued"]
    failed = f"; {counts['failed']} failed" if counts["failed"] else ""
    if not waiting or due_at is None:
        return said + failed
    verb = "waits" if waiting == 1 else "wait"
    return f"{said}{failed}; {waiting} {verb} for another try, from {due_at:%Y-%m-%d %H:%M} UTC on"


def _not_now(store: Store, order: Order, edition: Edition | None) -> Due:
    """Whether a scheduled run has anything to do. An edition that did not leave on time is told of, once."""
    found = due(order.digest, order.config, order.as_of)
    if found.is_late and (edition is None or edition.state != "empty"):
        waited = waits(edition, order).partition(";")[0].partition(":")[0] if edition else ""
        why = f"{found.why}; {waited}" if waited else found.why
        what = f"No edition for {order.digest.list} left on {order.day}: {why}."
        _tell_owner(store, order, f"missed: {why}", f"no edition on {order.day}", what)
    return found


def _tell_owner(store: Store, order: Order, noted: str, subject: str, text: str) -> None:
    """Into the history and to the owner, once a day."""
    name = order.digest.list
    if any(h.day == order.day.isoformat() and h.what == noted for h in store.editions.history(name, count=LOOKED_AT)):
        return
    store.editions.note(name, order.day, noted, at=order.at, by=order.by)
    owner = order.digest.owner or order.config.mail.owner
    if owner:
        text = f"{text}\n\nbriefing digest status --list {name} tells more; digest send --list {name} sends it.\n"
        queue_notice(store, order.config.mail, f"{name}: {subject}", text, to=owner, at=order.at)


def _kept_back(store: Store, edition: Edition, order: Order, *, scheduled: bool) -> str:
    """Why an edition is not sent, "" where it may go; the owner is told. NotClearedError for a list that may not."""
    if why := waits(edition, order):
        if scheduled and edition.state == "kept":
            text = f"The edition of {order.day} for {edition.list} is due and was not sent: {why}."
            _tell_owner(store, order, "due, and not approved", f"the edition of {order.day} waits for approval", text)
        return why
    if why := uncleared(edition, order.digest):
        _tell_owner(store, order, f"refused: {why}", f"the edition of {order.day} was refused", f"Not sent: {why}.")
        raise NotClearedError(why, hint='Set cleared = "…" in its [[digest]] if the list may have it')
    return ""


def waits(edition: Edition, order: Order) -> str:
    """What an edition waits for, "" where it may go as far as the desk is asked."""
    if edition.state == "empty":
        return edition.closing
    if edition.state == "held":
        return "it is held; briefing digest approve lets it go"
    if edition.state != "approved" and not may_go_unapproved(order.digest, order.config, order.as_of):
        until = f" until {order.digest.approve.removeprefix('by ')}" if order.digest.approve != "required" else ""
        return f"it waits for approval{until}: briefing digest approve"
    return ""


def may_go_unapproved(digest: Digest, config: Config, at: datetime) -> bool:
    """Whether nobody need approve it, or the hour of `approve = "by 06:45"` has passed."""
    if not digest.approve.startswith("by "):
        return digest.approve == "none"
    zone = zone_of(digest, config)
    return at >= instant_on(at.astimezone(zone).date(), digest.approve.removeprefix("by "), zone)


def uncleared(edition: Edition, digest: Digest) -> str:
    """Why a list may not get an edition: its handling mark is stricter than the list's; "" where it may."""
    mark = loads(edition.document).tlp
    if not mark or TLP_MARKS.index(mark) <= TLP_MARKS.index(digest.cleared):
        return ""
    return f"the edition of {edition.day} is {mark} and the list {digest.list!r} is cleared for {digest.cleared}"


def _queue(store: Store, edition: Edition, order: Order, at: datetime) -> int:
    """All mails of the edition into the outbox, and the edition to `sent`, in one step."""
    files = store.editions.files(edition)
    bodies: dict[str, Body] = {}

    def body_for(subscriber: Subscriber) -> Body:
        name = draft_of(subscriber, order, files)
        if name not in bodies:
            bodies[name] = body_of(files[name])
        return bodies[name]

    readers = store.subscribers.reachable(order.digest.list)
    with store.db.transaction():
        queued = queue(store, edition.id, readers, body_for, order.config.mail, at=at) if readers else None
        store.editions.set_state(edition, "sent", at=order.at, by=order.by)
    return queued.new if queued else 0


def draft_of(subscriber: Subscriber, order: Order, files: Mapping[str, bytes]) -> str:
    """The draft that a subscriber gets: in the layout chosen where it was made, else the list's; with the PDF or no."""
    attach = order.config.mail.attach_pdf if subscriber.attach is None else subscriber.attach
    own = order.digest.layout or order.config.page.layout
    name = draft_name(subscriber.layout or own, attach=attach)
    return name if name in files else draft_name(own, attach=attach)


Waits = Literal["held", "approved"]


def decide(store: Store, order: Order, state: Waits) -> Edition:
    """Holds or approves the edition of the day; ConfigError when there is none, or it was sent."""
    edition = store.editions.of_day(order.digest.list, order.day)
    if edition is None or edition.state in {"empty", "missed"}:
        raise ConfigError(
            f"there is no edition of {order.day} for {order.digest.list}", hint="briefing digest preview makes one"
        )
    if edition.state == "sent":
        raise ConfigError(f"the edition of {order.day} for {order.digest.list} was sent")
    store.editions.set_state(edition, state, at=order.at, by=order.by)
    return edition
