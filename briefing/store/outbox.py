"""Mails on their way: one row for each edition and recipient, whatever happens.

queued -> sending -> sent | deferred | failed | unknown; deferred and unknown ones are tried again when they are due.
`sending` stands on the disk before a mail is handed over and `sent` right after the answer, so a row that is found
`sending` is one whose answer nobody knows: it becomes `unknown`.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Literal

from briefing.errors import StoreError
from briefing.store.database import Database, Row, instant_of, instant_text
from briefing.store.subscribers import key_of

State = Literal["queued", "sending", "sent", "deferred", "failed", "unknown"]
STATES: tuple[State, ...] = ("queued", "sending", "sent", "deferred", "failed", "unknown")
_COLUMNS = (
    "edition, recipient, sender, list, message_id, state, attempts, code, reply, queued_at, due_at, changed_at, sha256"
)
_OPEN = "state IN ('queued', 'deferred', 'unknown', 'sending')"  # the last after a crash, until `recover`


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A mail to be queued; `list_name` is empty for one that goes to no list, such as a test."""

    recipient: str
    sender: str
    message_id: str
    head: bytes
    content: bytes
    list_name: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row, without the mail itself; `reply` is the last thing that was said about it."""

    edition: str
    recipient: str
    sender: str
    list_name: str
    message_id: str
    state: State
    attempts: int
    code: int
    reply: str
    queued_at: datetime
    due_at: datetime
    changed_at: datetime
    sha256: str


class Outbox:
    def __init__(self, database: Database) -> None:
        self._db = database

    def lock(self) -> AbstractContextManager[None]:
        """One sender at a time; LockedError for the other."""
        return self._db.lock("send")

    def add(self, edition: str, mails: Iterable[Outgoing], at: datetime) -> int:
        """How many are new: who has the edition, or will get it, gets no other one. All or none."""
        with self._db.transaction():
            return sum(self._add(edition, mail, instant_text(at)) for mail in mails)

    def _add(self, edition: str, mail: Outgoing, at: str) -> int:
        body = sha256(mail.content).hexdigest()
        whole = sha256(mail.head + mail.content).hexdigest()
        added = self._db.run(
            "INSERT INTO outbox (edition, key, recipient, sender, list, message_id, state, queued_at, due_at,"
            " changed_at, sha256, head, body_sha256) VALUES (?, ?, ?, ?, ?, ?, 'queued', ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (edition, key) DO NOTHING",
            *(edition, key_of(mail.recipient), mail.recipient, mail.sender, mail.list_name, mail.message_id),
            *(at, at, at, whole, mail.head, body),
        )
        if added:
            sql = "INSERT INTO mail_bodies (sha256, body) VALUES (?, ?) ON CONFLICT (sha256) DO NOTHING"
            self._db.run(sql, body, mail.content)
        return added

    def withdraw(self, edition: str) -> int:
        """Takes back what was queued and never tried, so that a newer version may take its place; how many."""
        return self._db.run("DELETE FROM outbox WHERE edition = ? AND state = 'queued' AND attempts = 0", edition)

    def recover(self, at: datetime) -> int:
        """After a crash: what was being sent may have arrived or not. For the holder of the lock."""
        sql = "UPDATE outbox SET state = 'unknown', due_at = ?, changed_at = ?, reply = ? WHERE state = 'sending'"
        return self._db.run(sql, instant_text(at), instant_text(at), "the run before ended while it was being sent")

    def due(self, at: datetime, edition: str = "") -> list[Entry]:
        """What is to be sent now, the oldest first, of one edition or of all."""
        of = " AND edition = ?" if edition else ""
        sql = f"SELECT {_COLUMNS} FROM outbox WHERE {_OPEN} AND due_at <= ?{of} ORDER BY queued_at, edition, key"  # noqa: S608
        return [_entry(row) for row in self._db.rows(sql, instant_text(at), *([edition] if edition else []))]

    def next_due(self, edition: str = "") -> datetime | None:
        """When something is to be tried again; None when nothing waits."""
        of = " AND edition = ?" if edition else ""
        sql = f"SELECT min(due_at) FROM outbox WHERE {_OPEN}{of}"  # noqa: S608
        (found,) = self._db.rows(sql, *([edition] if edition else []))[0]
        return instant_of(found) if found else None

    def message(self, entry: Entry) -> tuple[bytes, bytes]:
        """Head and content, as they were queued; StoreError when they are not those any more."""
        found = self._db.rows(
            "SELECT o.head, b.body FROM outbox o JOIN mail_bodies b ON b.sha256 = o.body_sha256"
            " WHERE o.edition = ? AND o.key = ?",
            *(entry.edition, key_of(entry.recipient)),
        )
        head, content = (bytes(part) for part in found[0]) if found else (b"", b"")
        if sha256(head + content).hexdigest() != entry.sha256:
            raise StoreError(f"the mail to {entry.recipient} in the outbox is not the one that was queued")
        return head, content

    def sending(self, entry: Entry, at: datetime) -> None:
        """On the disk before anything is handed over."""
        self._db.run(
            "UPDATE outbox SET state = 'sending', changed_at = ? WHERE edition = ? AND key = ?",
            *(instant_text(at), entry.edition, key_of(entry.recipient)),
        )

    def settle(
        self, entry: Entry, state: State, at: datetime, *, due: datetime, attempts: int, code: int, reply: str
    ) -> None:
        """What became of it."""
        self._db.run(
            "UPDATE outbox SET state = ?, changed_at = ?, due_at = ?, attempts = ?, code = ?, reply = ?"
            " WHERE edition = ? AND key = ?",
            *(state, instant_text(at), instant_text(due), attempts, code, reply),
            *(entry.edition, key_of(entry.recipient)),
        )

    def sweep(self) -> int:
        """Forgets the text of mails that were sent, not that they were; how many bodies went."""
        with self._db.transaction():
            self._db.run("UPDATE outbox SET head = ? WHERE state = 'sent'", b"")
            used = "SELECT body_sha256 FROM outbox WHERE state <> 'sent'"
            return self._db.run(f"DELETE FROM mail_bodies WHERE sha256 NOT IN ({used})")  # noqa: S608

    def retry_failed(self, edition: str, at: datetime) -> int:
        """Queues what failed once more, as when the fault was the account's; how many."""
        sql = "UPDATE outbox SET state = 'queued', attempts = 0, queued_at = ?, due_at = ?, changed_at = ?"
        now = instant_text(at)
        return self._db.run(f"{sql} WHERE edition = ? AND state = 'failed'", now, now, now, edition)

    def prune(self, before: datetime) -> int:
        """Forgets who got what, of mails that were settled before an instant; how many."""
        sql = "DELETE FROM outbox WHERE state IN ('sent', 'failed') AND changed_at < ?"
        with self._db.transaction():
            gone = self._db.run(sql, instant_text(before))
            self.sweep()
        return gone

    def entries(self, edition: str) -> list[Entry]:
        sql = f"SELECT {_COLUMNS} FROM outbox WHERE edition = ? ORDER BY key"  # noqa: S608
        return [_entry(row) for row in self._db.rows(sql, edition)]

    def counts(self, edition: str) -> dict[State, int]:
        """Every state with its number."""
        sql = "SELECT count(*) FROM outbox WHERE edition = ? AND state = ?"
        return {state: int(self._db.rows(sql, edition, state)[0][0]) for state in STATES}

    def of_message(self, message_id: str) -> Entry | None:
        sql = f"SELECT {_COLUMNS} FROM outbox WHERE message_id = ?"  # noqa: S608
        return next((_entry(row) for row in self._db.rows(sql, message_id)), None)


def _entry(row: Row) -> Entry:
    return Entry(
        edition=row[0],
        recipient=row[1],
        sender=row[2],
        list_name=row[3],
        message_id=row[4],
        state=row[5],
        attempts=row[6],
        code=row[7],
        reply=row[8],
        queued_at=instant_of(row[9]),
        due_at=instant_of(row[10]),
        changed_at=instant_of(row[11]),
        sha256=row[12],
    )
