"""Who gets which list, who left it, and whom no mail may reach any more."""

from __future__ import annotations

import hmac
import os
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Literal

from briefing.store.database import Database, Row, instant_text

Added = Literal["new", "changed", "known", "unsubscribed", "suppressed"]
_COLUMNS = "list, address, layout, attach, state, changed_at"
_REACHABLE = "state = 'active' AND key NOT IN (SELECT key FROM suppressions)"


@dataclass(frozen=True, slots=True)
class Subscriber:
    """`attach` is None and `layout` empty where the list's own choice holds."""

    list_name: str
    address: str
    layout: str = ""
    attach: bool | None = None
    state: Literal["active", "unsubscribed"] = "active"
    changed_at: str = ""

    @property
    def key(self) -> str:
        return key_of(self.address)


@dataclass(frozen=True, slots=True)
class Suppression:
    key: str
    reason: str
    suppressed_at: str


def key_of(address: str) -> str:
    """What is the same for addresses of one reader."""
    return address.lower()


class Subscribers:
    """Addresses come checked (mail/addresses.py), with their domain in ASCII."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, subscriber: Subscriber, at: datetime, *, again: bool = False) -> Added:
        """What came of it. Who left the list or cannot be reached stays so, unless `again`."""
        with self._db.transaction():
            key, found = subscriber.key, self.get(subscriber.list_name, subscriber.address)
            if not again and found and found.state == "unsubscribed":
                return "unsubscribed"
            if not again and self.is_suppressed(key):
                return "suppressed"
            lifted = self._db.run("DELETE FROM suppressions WHERE key = ?", key)
            if found and not lifted and _choices(found) == _choices(subscriber):
                return "known"
            self._put(subscriber, at)
            return "changed" if found else "new"

    def _put(self, subscriber: Subscriber, at: datetime) -> None:
        attach = None if subscriber.attach is None else int(subscriber.attach)
        self._db.run(
            "INSERT INTO subscribers (list, key, address, layout, attach, state, changed_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (list, key) DO UPDATE SET address = excluded.address, layout = excluded.layout,"
            " attach = excluded.attach, state = excluded.state, changed_at = excluded.changed_at",
            *(subscriber.list_name, subscriber.key, subscriber.address, subscriber.layout, attach),
            *(subscriber.state, instant_text(at)),
        )

    def remove(self, list_name: str, address: str) -> bool:
        """Forgets the subscriber; False when there was none."""
        sql = "DELETE FROM subscribers WHERE list = ? AND key = ?"
        return bool(self._db.run(sql, list_name, key_of(address)))

    def leave(self, address: str, at: datetime, list_name: str = "") -> list[str]:
        """Unsubscribes from one list or all; the names of those that were left. Importing does not bring them back."""
        key = key_of(address)
        with self._db.transaction():
            names = [s.list_name for s in self.all(list_name) if s.key == key and s.state == "active"]
            for name in names:
                sql = "UPDATE subscribers SET state = 'unsubscribed', changed_at = ? WHERE list = ? AND key = ?"
                self._db.run(sql, instant_text(at), name, key)
        return names

    def get(self, list_name: str, address: str) -> Subscriber | None:
        sql = f"SELECT {_COLUMNS} FROM subscribers WHERE list = ? AND key = ?"  # noqa: S608
        return next(map(_subscriber, self._db.rows(sql, list_name, key_of(address))), None)

    def all(self, list_name: str = "") -> Iterator[Subscriber]:
        """Of one list or of all, those who left it too."""
        where = "WHERE list = ?" if list_name else ""
        sql = f"SELECT {_COLUMNS} FROM subscribers {where} ORDER BY list, key"  # noqa: S608
        return map(_subscriber, self._db.rows(sql, *([list_name] if list_name else [])))

    def reachable(self, list_name: str) -> list[Subscriber]:
        """Whom an edition of the list goes to."""
        sql = f"SELECT {_COLUMNS} FROM subscribers WHERE list = ? AND {_REACHABLE} ORDER BY key"  # noqa: S608
        return list(map(_subscriber, self._db.rows(sql, list_name)))

    def is_reachable(self, list_name: str, address: str) -> bool:
        """Still on the list; for a mail of no list, only not suppressed."""
        key = key_of(address)
        if not list_name:
            return not self.is_suppressed(key)
        sql = f"SELECT 1 FROM subscribers WHERE list = ? AND key = ? AND {_REACHABLE}"  # noqa: S608
        return bool(self._db.rows(sql, list_name, key))

    def knows(self, address: str) -> bool:
        return bool(self._db.rows("SELECT 1 FROM subscribers WHERE key = ? LIMIT 1", key_of(address)))

    # --- who cannot be reached -----------------------------------------------------------------------------------

    def suppress(self, address: str, reason: str, at: datetime) -> bool:
        """No list reaches the address any more; False when that was so already."""
        sql = "INSERT INTO suppressions (key, reason, suppressed_at) VALUES (?, ?, ?) ON CONFLICT (key) DO NOTHING"
        return bool(self._db.run(sql, key_of(address), reason, instant_text(at)))

    def is_suppressed(self, address: str) -> bool:
        return bool(self._db.rows("SELECT 1 FROM suppressions WHERE key = ?", key_of(address)))

    def suppressions(self) -> list[Suppression]:
        sql = "SELECT key, reason, suppressed_at FROM suppressions ORDER BY key"
        return [Suppression(*row) for row in self._db.rows(sql)]

    def bounced(
        self, report: str, address: str, *, kind: Literal["hard", "soft"], status: str, message_id: str, at: datetime
    ) -> bool:
        """Counts a report by its hash; False when it was counted before. A hard one suppresses the address."""
        with self._db.transaction():
            is_new = self._db.run(
                "INSERT INTO bounces (report, key, kind, status, message_id, read_at) VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (report) DO NOTHING",
                *(report, key_of(address), kind, status, message_id, instant_text(at)),
            )
            if is_new and kind == "hard":
                self.suppress(address, f"bounced ({status})", at)
        return bool(is_new)

    def came_back(self, since: datetime) -> dict[str, int]:
        """How many mails of each address came back for now, of those that left since then, by `key_of`.

        What came back before the address was put on a list again, or changed, is forgiven.
        """
        rows = self._db.rows(
            "SELECT b.key, count(DISTINCT CASE WHEN b.message_id <> '' THEN b.message_id ELSE b.report END)"
            " FROM bounces b LEFT JOIN outbox o ON o.message_id = b.message_id"
            " WHERE b.kind = 'soft' AND coalesce(o.queued_at, b.read_at) >= ? AND b.read_at >="
            " coalesce((SELECT max(s.changed_at) FROM subscribers s WHERE s.key = b.key), '') GROUP BY b.key",
            instant_text(since),
        )
        return {key: int(count) for key, count in rows}

    # --- leaving with one click ----------------------------------------------------------------------------------

    def token(self, list_name: str, address: str) -> str:
        """For the unsubscribe link: an HMAC, so that nobody can make another reader's; the same every time."""
        told = f"unsubscribe\0{list_name}\0{key_of(address)}".encode()
        return urlsafe_b64encode(hmac.digest(self._secret(), told, sha256)[:24]).decode()

    def of_token(self, token: str) -> Subscriber | None:
        """Whose token it is, on which list."""
        given = token.encode("utf-8", "replace")
        return next(
            (s for s in self.all() if hmac.compare_digest(self.token(s.list_name, s.address).encode(), given)), None
        )

    def _secret(self) -> bytes:
        """Made with the first token that is asked for."""
        found = self._db.rows("SELECT secret FROM mail_secrets WHERE name = 'unsubscribe'")
        if not found:
            sql = "INSERT INTO mail_secrets (name, secret) VALUES ('unsubscribe', ?) ON CONFLICT (name) DO NOTHING"
            self._db.run(sql, os.urandom(32).hex())
            return self._secret()
        return bytes.fromhex(found[0][0])


def _subscriber(row: Row) -> Subscriber:
    name, address, layout, attach, state, changed_at = row
    return Subscriber(name, address, layout, None if attach is None else bool(attach), state, changed_at)


def _choices(subscriber: Subscriber) -> tuple[object, ...]:
    return subscriber.address, subscriber.layout, subscriber.attach, subscriber.state
