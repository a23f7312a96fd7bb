"""kill -9 in the middle of a send: `points` runs that die at one of the server's answers, each run again until done.

Every command of SMTP is a point; a run dies before its answer or right after it, as a seed has it. A double is a reader
who got two mails. It is excused when the server's answer to the first was on its way as the run died: the outbox then
held `sending`, and the second mail must have the same Message-ID.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from briefing.config import MailSettings
from briefing.job.sending import queue, send
from briefing.mail.senders import sender_of
from briefing.store import Store, open_store
from tests.mail.letters import NOW, a_body, readers, settings
from tests.mail.post_office import Delivery, Hook, PostOffice, Session

READERS = 50
EDITION = "2026-11-22 morning"
VERBS = ("MAIL", "RCPT", "DATA", "DOT")  # of one mail: 200 points
LONGEST = 0.004  # seconds between a point and the kill
MEMORY = "/dev/shm"
LATER = 60  # seconds that a run may take


@dataclass(frozen=True)
class Crash:
    """A point among the commands of a run, on which side of its answer, and how long after that."""

    point: int
    after: bool
    delay: float = 0.0


@dataclass(frozen=True)
class Found:
    """What a crash did; all but `unknown`, `doubles` and `runs` have to be empty."""

    crash: Crash
    left_out: tuple[str, ...]
    unexcused: tuple[str, ...]
    other_bytes: tuple[str, ...]
    not_sent: tuple[str, ...]
    unknown: int
    doubles: int
    died: bool

    @property
    def is_sound(self) -> bool:
        return self.died and not (self.left_out or self.unexcused or self.other_bytes or self.not_sent)


def run(data: Path, *, seed: int = 0, points: int | str = 0) -> dict[str, Any]:  # noqa: ARG001 - as every task
    """All 200 points, or `--points N` drawn from them."""
    start = time.process_time()
    chosen = crashes(int(points) or READERS * len(VERBS), seed)
    found = [crashed(crash) for crash in chosen]
    figures = {
        "points": len(found),
        "died": sum(f.died for f in found),
        "left out": sum(len(f.left_out) for f in found),
        "doubles": sum(f.doubles for f in found),
        "of these not excused": sum(len(f.unexcused) for f in found),
        "other bytes": sum(len(f.other_bytes) for f in found),
        "not settled": sum(len(f.not_sent) for f in found),
        "CPU s": time.process_time() - start,
    }
    return {"task": "crash_mail", "data": {f"{READERS} readers": figures}, "peers": {}}


def crashes(number: int, seed: int = 0) -> list[Crash]:
    """So many of the points, in order, each before or after the answer."""
    source = random.Random(seed)
    chosen = sorted(source.sample(range(READERS * len(VERBS)), number))
    return [Crash(point, source.random() < 0.5, source.random() * LONGEST) for point in chosen]


def crashed(crash: Crash) -> Found:
    """One crash and the runs after it, in memory where the system has a folder there: no disk loses power here."""
    with (
        TemporaryDirectory(dir=MEMORY if os.access(MEMORY, os.W_OK) else None) as folder,
        open_store(place := f"{folder}/archive.sqlite") as store,
        PostOffice() as office,
    ):
        set_up = settings(office, timeout_seconds=10.0)
        expected = queued(store, set_up)
        died = _die(crash, place, office, set_up)
        unsure = {e.recipient for e in store.outbox.entries(EDITION) if e.state == "sending"}
        office.manners.on, office.manners.after = {}, None
        _until_done(store, set_up)
        states = {entry.recipient: entry.state for entry in store.outbox.entries(EDITION)}
        return found(crash, office.deliveries, expected, states, unsure, died)


def queued(store: Store, set_up: MailSettings) -> dict[str, bytes]:
    """The edition for all readers, in the outbox; the bytes by recipient."""
    body = a_body()
    queue(store, EDITION, readers(store, READERS), lambda _: body, set_up, at=NOW)
    return {entry.recipient: b"".join(store.outbox.message(entry)) for entry in store.outbox.entries(EDITION)}


def found(
    crash: Crash,
    deliveries: list[Delivery],
    expected: Mapping[str, bytes],
    states: Mapping[str, str],
    unsure: set[str],
    died: bool,
) -> Found:
    counts = Counter(delivery.recipient for delivery in deliveries)
    doubles = {who for who, number in counts.items() if number > 1}
    excused = {who for who in doubles & unsure if counts[who] == 2}
    return Found(
        crash,
        left_out=tuple(sorted(expected.keys() - counts.keys())),
        unexcused=tuple(sorted(doubles - excused)),
        other_bytes=tuple(sorted(d.recipient for d in deliveries if d.data != expected.get(d.recipient))),
        not_sent=tuple(sorted(who for who, state in states.items() if state != "sent")),
        unknown=len(unsure),
        doubles=len(doubles),
        died=died,
    )


def _die(crash: Crash, place: str, office: PostOffice, set_up: MailSettings) -> bool:
    """Sends in a process of its own, which is killed at the point."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["bench.crash_mail"])
    child = context.Process(target=_send, args=(place, set_up))
    heard = 0

    def count(verb: str, after: bool) -> None:
        nonlocal heard
        if verb in VERBS and after == crash.after:
            heard += 1
            if heard == crash.point + 1:
                time.sleep(crash.delay)  # into a transaction, or to the next mail
                _kill(child.pid)

    def before(verb: str) -> Hook:
        def hook(_session: Session, _argument: str) -> None:
            count(verb, after=False)

        return hook

    office.manners.on = {verb: before(verb) for verb in VERBS}
    office.manners.after = lambda verb: count(verb, after=True)
    child.start()
    child.join(LATER)
    died = child.exitcode == -signal.SIGKILL
    if child.is_alive():
        child.kill()
        child.join()
    child.close()
    return died


def _kill(process: int | None) -> None:
    """SIGKILL, and it is gone when this returns; its parent reaps it."""
    assert process
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)
        for _ in range(LATER * 100):
            os.kill(process, 0)
            time.sleep(0.01)


def _send(place: str, set_up: MailSettings) -> None:
    with open_store(place) as store, sender_of(set_up) as sender:
        send(store, sender, set_up, clock=lambda: NOW)


def _until_done(store: Store, set_up: MailSettings) -> None:
    """Runs, an hour apart, until nothing waits."""
    for hour in range(1, 10):
        with sender_of(set_up) as sender:
            report = send(store, sender, set_up, clock=lambda at=NOW + timedelta(hours=hour): at)  # type: ignore[misc]
        if report.next_due is None:
            return
