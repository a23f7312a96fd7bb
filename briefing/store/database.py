"""The seam between what is kept and where: SQLite and PostgreSQL run the same statements.

SQL is written with `?` placeholders in the dialect that both share: TEXT, INTEGER, `ON CONFLICT … DO …`, instants as
text (`instant_text`), which sorts as they do.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from typing import Any, ClassVar, Literal

Dialect = Literal["sqlite", "postgresql"]
Value = str | int | float | bytes | None
Row = tuple[Any, ...]

WAIT = 5.0  # seconds that a writer waits for another one
_CONTROLS = bytes((*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F))  # in UTF-8 no part of another sign
_UNKEPT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SURROGATES = re.compile("[\ud800-\udfff]")


class Database(ABC):
    """One connection, of one thread. `where` is what may be shown of its place: never a password."""

    dialect: ClassVar[Dialect]

    def __init__(self, where: str, wait: float) -> None:
        self.where, self.wait = where, wait
        self._writing = False

    def rows(self, sql: str, *values: Value) -> list[Row]:
        """What a query finds."""
        return self._rows(sql, [kept(value) for value in values])

    def run(self, sql: str, *values: Value) -> int:
        """How many rows a statement touched; it is a transaction of its own where it is in none."""
        with self.transaction():
            return self._run(sql, [kept(value) for value in values])

    def run_many(self, sql: str, rows: Iterable[Iterable[Value]]) -> int:
        """How many rows one statement touched with each of these values."""
        with self.transaction():
            return self._run_many(sql, [[kept(value) for value in row] for row in rows])

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, by one writer at a time; one inside another is part of it. LockedError after `wait`."""
        if self._writing:
            yield
            return
        with self._write_lock():
            self._begin()
            self._writing = True
            try:
                yield
            except BaseException:
                self._roll_back()
                raise
            else:
                self._commit()
            finally:
                self._writing = False

    @abstractmethod
    def lock(self, name: str, *, wait: float = 0.0) -> AbstractContextManager[None]:
        """For a whole run ("collect", "send"): LockedError when another process holds it. It hinders no other work."""

    @abstractmethod
    def script(self, sql: str) -> None:
        """Several statements, in the transaction that is open."""

    @abstractmethod
    def version(self) -> int | None:
        """Of the schema; 0 when nothing is there yet, None when what is there is no archive of ours."""

    @abstractmethod
    def set_version(self, version: int) -> None: ...

    @abstractmethod
    def problems(self) -> Iterator[str]:
        """What the database finds wrong with its own files and references."""

    @abstractmethod
    def close(self) -> None: ...

    @abstractmethod
    def _rows(self, sql: str, values: list[Value]) -> list[Row]: ...

    @abstractmethod
    def _run(self, sql: str, values: list[Value]) -> int: ...

    @abstractmethod
    def _run_many(self, sql: str, rows: list[list[Value]]) -> int: ...

    @abstractmethod
    def _write_lock(self) -> AbstractContextManager[None]: ...

    @abstractmethod
    def _begin(self) -> None: ...

    @abstractmethod
    def _commit(self) -> None: ...

    @abstractmethod
    def _roll_back(self) -> None: ...


def kept(value: Value) -> Value:
    """The value as both databases can keep it: text without control characters, a lone surrogate as U+FFFD."""
    if not isinstance(value, str) or value.isprintable() or _is_text(value):
        return value
    return _SURROGATES.sub("\ufffd", _UNKEPT.sub("", value))


def _is_text(value: str) -> bool:
    """Looked at in bytes: ten times as fast as an expression, and every text is looked at several times."""
    try:
        data = value.encode()
    except UnicodeEncodeError:
        return False
    return len(data.translate(None, _CONTROLS)) == len(data)


def instant_text(instant: datetime) -> str:
    """`2026-11-22T07:00:00.000000Z`: always of one length, so that text sorts as instants do."""
    if instant.tzinfo is None:
        raise ValueError(f"{instant} has no time zone")
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def instant_of(text: str) -> datetime:
    """The instant that `instant_text` was given, in UTC."""
    return datetime.fromisoformat(text)
