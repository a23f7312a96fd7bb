"""An edition on its way: whether it may go, to whom, and that it goes once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from briefing.config import Config, Digest
from briefing.errors import BriefingError, ConfigError, EnvironmentProblem
from briefing.job.digesting import Due, Made, Order, draft_name, due, edition_of, instant_on, make_edition, zone_of
from briefing.job.making import Progress, now, silent
from briefing.job.publishing import publish
from briefing.job.sending import SendReport, queue, queue_notice, send, trial
from briefing.mail.message import Body, body_of
from briefing.mail.senders import Receipt, Sender, sender_of
from briefing.schema import loads
from briefing.settings import TLP_MARKS
from briefing.store import Store
from briefing.store.editions import Edition
from briefing.store.subscribers import Subscriber

SenderFor = Callable[[Config], AbstractContextManager[Sender]]
LOCK = "digest"


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
) -> Delivered:
    """Sends the edition of the order's day, or what is left of it; LockedError while another run is at it.

    A draft that was kept is what goes out; without one it is made now. `scheduled`: only at its hour.
    """
    with store.db.lock(LOCK):
        edition = store.editions.of_day(order.digest.list, order.day)
        if edition is not None and edition.state == "sent":
            return _rest(store, edition, order.config, sender_for, clock, progress)
        if scheduled and not (found := _not_now(store, order, edition)).due:
            return replace(
                _rest(store, None, order.config, sender_for, clock, progress), edition=edition, why=found.why
            )
        made = None
        if edition is None or edition.state in {"empty", "missed"}:
            made = make_edition(store, order)
            edition = made.edition
        if why := _kept_back(edition, order):
            return Delivered(edition, made, why)
        check_clearance(edition, order.digest)
        readers = _queue(store, edition, order)
        edition = replace(edition, state="sent")
        notes = _published(store, order)
        delivered = _rest(store, edition, order.config, sender_for, clock, progress)
        return Delivered(edition, made, readers=readers, report=delivered.report, notes=notes)


def try_out(store: Store, order: Order, to: str, *, sender_for: SenderFor = of_settings) -> Receipt:
    """The mail of the day's edition to one address that need not be on the list; nothing is noted as sent."""
    edition, files = draft(store, order)
    body = body_of(files[draft_of(Subscriber(order.digest.list, to), order, files)])
    with sender_for(order.config) as sender:
        return trial(sender, edition.id, order.digest.list, body, order.config.mail, to)


def draft(store: Store, order: Order) -> tuple[Edition, Mapping[str, bytes]]:
    """The day's edition as it was kept, else as it would be made now; ConfigError when there would be none."""
    edition = store.editions.of_day(order.digest.list, order.day)
    if edition is not None and edition.document:
        return edition, store.editions.files(edition)
    made = edition_of(store, order)
    if made.is_empty:
        raise ConfigError(f"there is no edition of {order.day} for {order.digest.list}", why=made.edition.closing)
    return made.edition, made.files


def _published(store: Store, order: Order) -> tuple[str, ...]:
    """Where the editions are laid out; a folder that cannot be written keeps no mail back."""
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
) -> Delivered:
    """The mails of an edition that are due: all of a new one, what was deferred of an older one; None: of any."""
    name = edition.id if edition else ""
    if not store.outbox.due(clock(), name):
        why = f"edition {edition.number} of {edition.day} was sent" if edition and edition.state == "sent" else ""
        return Delivered(edition, why=why)
    with sender_for(config) as sender:
        report = send(store, sender, config.mail, edition=name, clock=clock, progress=progress)
    return Delivered(edition, report=report)


def _not_now(store: Store, order: Order, edition: Edition | None) -> Due:
    """Whether a scheduled run has anything to do. An edition that did not leave on time is told of, once."""
    found = due(order.digest, order.config, order.as_of)
    if found.is_late and (edition is None or edition.state != "empty"):
        _note_missed(store, order, found.why)
    return found


def _note_missed(store: Store, order: Order, why: str) -> None:
    """In the history and to the owner, once: no edition left on time."""
    what, name = f"missed: {why}", order.digest.list
    if any(h.day == order.day.isoformat() and h.what == what for h in store.editions.history(name)):
        return
    store.editions.note(name, order.day, what, at=order.as_of, by=order.by)
    owner = order.digest.owner or order.config.mail.owner
    if owner:
        text = (
            f"No edition for {name} left on {order.day}: {why}.\n\nbriefing digest send --list {name} sends it now.\n"
        )
        queue_notice(store, order.config.mail, f"{name}: no edition on {order.day}", text, to=owner, at=order.as_of)


def _kept_back(edition: Edition, order: Order) -> str:
    """Why an edition is not sent, "" where it may go."""
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


def check_clearance(edition: Edition, digest: Digest) -> None:
    """NotClearedError when the page's handling mark is stricter than what the list is cleared for."""
    mark = loads(edition.document).tlp
    if mark and TLP_MARKS.index(mark) > TLP_MARKS.index(digest.cleared):
        raise NotClearedError(
            f"the edition of {edition.day} is {mark} and the list {digest.list!r} is cleared for {digest.cleared}",
            hint='Set cleared = "…" in its [[digest]] if the list may have it',
        )


def _queue(store: Store, edition: Edition, order: Order) -> int:
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
        queued = queue(store, edition.id, readers, body_for, order.config.mail, at=order.as_of) if readers else None
        store.editions.set_state(edition, "sent", at=order.as_of, by=order.by)
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
    store.editions.set_state(edition, state, at=order.as_of, by=order.by)
    return edition
