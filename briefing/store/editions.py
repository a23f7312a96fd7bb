"""Editions: what a list was told on which day, the files made of it, the desk's decisions and a history of all that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from briefing.errors import ConfigError, StoreError
from briefing.store.database import Database, Row, instant_of, instant_text
from briefing.types import short_hash

State = Literal["kept", "held", "approved", "sent", "empty", "missed"]
DecisionKind = Literal["pin", "drop"]
_COLUMNS = "id, list, day, number, state, as_of, since, document, closing"
ID_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Edition:
    """What was made for a list on a local day, of the articles from `since` to `as_of`; `document` is brief.json.

    kept: made, not sent · held: not to be sent · approved: to be sent · sent · empty: there was nothing new · missed:
    its hour had passed. `number` counts what was or may be sent, 0 for what was not.
    """

    list: str
    day: date
    number: int
    state: State
    as_of: datetime
    since: datetime
    document: str = ""
    closing: str = ""  # what was said of it in one line

    @property
    def id(self) -> str:
        return edition_id(self.list, self.day)


@dataclass(frozen=True, slots=True)
class Decision:
    """A quotation that leads, or that is never printed, in a list's editions until it is undone."""

    id: str
    list: str
    kind: DecisionKind
    quotation: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Happened:
    """A line of the history of a list."""

    day: str
    at: datetime
    what: str
    by: str


def edition_id(list_name: str, day: date) -> str:
    """One for each list and local day."""
    return "e" + short_hash(f"{list_name}\0{day.isoformat()}", ID_LENGTH)


class Editions:
    """The editions of all lists."""

    def __init__(self, database: Database) -> None:
        self._db = database

    # --- editions

    def keep(self, edition: Edition, files: Mapping[str, bytes], *, at: datetime, by: str) -> Edition:
        """In place of what was made before for that day, as it is kept; StoreError once that was sent.

        A hold outlives the draft that it was put on, and an approval does not: it was of other words.
        """
        with self._db.transaction():
            before = self.of_day(edition.list, edition.day)
            if before is not None and before.state == "sent":
                raise StoreError(
                    f"the edition of {edition.day} for {edition.list} was sent", hint="The next day has its own"
                )
            if before is not None and before.state == "held" and edition.state == "kept":
                edition = replace(edition, state="held")
            self._db.run("DELETE FROM editions WHERE id = ?", edition.id)
            self._db.run(
                f"INSERT INTO editions ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - constants
                edition.id,
                edition.list,
                edition.day.isoformat(),
                edition.number,
                edition.state,
                instant_text(edition.as_of),
                instant_text(edition.since),
                edition.document,
                edition.closing,
            )
            rows = [(edition.id, name, data) for name, data in sorted(files.items())]
            self._db.run_many("INSERT INTO edition_files (edition, name, data) VALUES (?, ?, ?)", rows)
            void = ", so the approval of the draft before is void" if before and before.state == "approved" else ""
            self._note(edition.list, edition.day, at, f"{edition.state}{void}: {edition.closing}", by)
        return edition

    def set_state(self, edition: Edition, state: State, *, at: datetime, by: str) -> None:
        with self._db.transaction():
            self._db.run("UPDATE editions SET state = ? WHERE id = ?", state, edition.id)
            self._note(edition.list, edition.day, at, state, by)

    def of_day(self, list_name: str, day: date) -> Edition | None:
        rows = self._db.rows(f"SELECT {_COLUMNS} FROM editions WHERE id = ?", edition_id(list_name, day))  # noqa: S608
        return _edition(rows[0]) if rows else None

    def sent(self, list_name: str, *, before: date, count: int) -> Iterator[Edition]:
        """The last editions that were sent before a day, the newest first; one at a time, with all its data."""
        sql = "SELECT id FROM editions WHERE list = ? AND state = 'sent' AND day < ? ORDER BY day DESC LIMIT ?"
        return self._each(self._db.rows(sql, list_name, before.isoformat(), count))

    def latest(self, list_name: str = "", *, count: int = 10) -> Iterator[Edition]:
        """Of one list or of all, the newest first; one at a time, with all its data."""
        sql = "SELECT id FROM editions WHERE list = ? OR ? = '' ORDER BY day DESC, list LIMIT ?"
        return self._each(self._db.rows(sql, list_name, list_name, count))

    def _each(self, ids: Iterable[Row]) -> Iterator[Edition]:
        for (identity,) in ids:
            found = self._db.rows(f"SELECT {_COLUMNS} FROM editions WHERE id = ?", identity)  # noqa: S608
            yield from map(_edition, found)

    def files(self, edition: Edition) -> dict[str, bytes]:
        """What was made of it, by name."""
        rows = self._db.rows("SELECT name, data FROM edition_files WHERE edition = ? ORDER BY name", edition.id)
        return {name: bytes(data) for name, data in rows}

    # --- the desk

    def decide(self, list_name: str, kind: DecisionKind, quotation: str, *, at: datetime, by: str) -> Decision:
        """Kept until it is undone. A second decision on the same quotation takes the place of the first."""
        decision = Decision(
            "d" + short_hash(f"{list_name}\0{kind}\0{quotation}\0{instant_text(at)}", ID_LENGTH),
            list_name,
            kind,
            quotation,
            by,
            at,
        )
        with self._db.transaction():
            self._db.run(
                "UPDATE decisions SET undone_at = ? WHERE list = ? AND quotation = ? AND undone_at = ''",
                instant_text(at),
                list_name,
                quotation,
            )
            self._db.run(
                "INSERT INTO decisions (id, list, kind, quotation, by_whom, decided_at) VALUES (?, ?, ?, ?, ?, ?)",
                decision.id,
                list_name,
                kind,
                quotation,
                by,
                instant_text(at),
            )
            self._note(list_name, None, at, f"{kind}: “{quotation}”", by)
        return decision

    def undo(self, list_name: str, quotation: str, *, at: datetime, by: str) -> Decision:
        """The newest decision whose quotation begins so, or whose id it is; ConfigError when there is none."""
        found = [d for d in self.decisions(list_name) if d.id == quotation or d.quotation.startswith(quotation)]
        if not found:
            raise ConfigError(f"no decision on {quotation!r} for {list_name}", hint="briefing digest status lists them")
        decision = found[-1]
        with self._db.transaction():
            self._db.run("UPDATE decisions SET undone_at = ? WHERE id = ?", instant_text(at), decision.id)
            self._note(list_name, None, at, f"undone: {decision.kind} “{decision.quotation}”", by)
        return decision

    def decisions(self, list_name: str) -> tuple[Decision, ...]:
        """Those that hold, in the order in which they were made."""
        rows = self._db.rows(
            "SELECT id, list, kind, quotation, by_whom, decided_at FROM decisions"
            " WHERE list = ? AND undone_at = '' ORDER BY decided_at, id",
            list_name,
        )
        return tuple(Decision(id_, name, kind, said, by, instant_of(at)) for id_, name, kind, said, by, at in rows)

    # --- history

    def history(self, list_name: str, *, count: int = 20) -> tuple[Happened, ...]:
        """The newest first."""
        rows = self._db.rows(
            "SELECT day, happened_at, what, by_whom FROM edition_history WHERE list = ?"
            " ORDER BY happened_at DESC, what LIMIT ?",
            list_name,
            count,
        )
        return tuple(Happened(day, instant_of(at), what, by) for day, at, what, by in rows)

    def note(self, list_name: str, day: date | None, what: str, *, at: datetime, by: str) -> None:
        """A line for the history."""
        with self._db.transaction():
            self._note(list_name, day, at, what, by)

    def _note(self, list_name: str, day: date | None, at: datetime, what: str, by: str) -> None:
        self._db.run(
            "INSERT INTO edition_history (list, day, happened_at, what, by_whom) VALUES (?, ?, ?, ?, ?)",
            list_name,
            day.isoformat() if day else "",
            self._next_moment(list_name, at),
            what,
            by,
        )

    def _next_moment(self, list_name: str, at: datetime) -> str:
        """The instant, or a microsecond after what was noted in that millisecond: history keeps its order."""
        until = at + timedelta(milliseconds=1)
        sql = "SELECT max(happened_at) FROM edition_history WHERE list = ? AND happened_at >= ? AND happened_at < ?"
        (last,) = self._db.rows(sql, list_name, instant_text(at), instant_text(until))[0]
        return instant_text(instant_of(last) + timedelta(microseconds=1) if last else at)


def _edition(row: Row) -> Edition:
    _, list_name, day, number, state, as_of, since, document, closing = row
    return Edition(
        list_name,
        date.fromisoformat(day),
        number,
        state,
        instant_of(as_of),
        instant_of(since),
        document,
        closing,
    )
