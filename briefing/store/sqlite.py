"""SQLite: one file, one writer at a time under a file lock, on the disk when a transaction ends."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep

from briefing.errors import BriefingError, LockedError, StoreError
from briefing.store.database import WAIT, Database, Row, Value

APPLICATION = 0x62726965  # "brie", at byte 68 of the file
WAL_IS_SOUND = (3, 51, 3)  # before it, a reset of the log could lose committed pages
CACHE_KIB = 32_000
LOCK_STEP = 0.02  # seconds between two tries


class SQLite(Database):
    dialect = "sqlite"

    def __init__(self, path: Path, *, create: bool = True, wait: float = WAIT) -> None:
        super().__init__(str(path), wait)
        self.path = Path(os.path.realpath(path))
        if create:
            _make(self.path)
        with self._told():
            self._connection = sqlite3.connect(
                f"{self.path.as_uri()}?mode=rw", uri=True, timeout=wait, isolation_level=None
            )
            self._settle()

    def _settle(self) -> None:
        try:
            journal = "WAL" if sqlite3.sqlite_version_info >= WAL_IS_SOUND else "TRUNCATE"
            for setting in (
                f"journal_mode = {journal}",
                "synchronous = FULL",
                "foreign_keys = ON",
                "secure_delete = ON",
                f"cache_size = -{CACHE_KIB}",
                "trusted_schema = OFF",
            ):
                self._connection.execute(f"PRAGMA {setting}")
        except BaseException:
            self._connection.close()
            raise

    @contextmanager
    def lock(self, name: str, *, wait: float = 0.0) -> Iterator[None]:
        with _locked(self.path.with_name(f"{self.path.name}.{name}.lock"), wait, f"{self.where} ({name})"):
            try:
                yield
            finally:
                with suppress(sqlite3.Error):  # closed
                    self._connection.execute("PRAGMA shrink_memory")  # the next run is about other pages

    def script(self, sql: str) -> None:
        with self._told():
            for statement in _statements(sql):
                self._connection.execute(statement)

    def version(self) -> int | None:
        with self._told():
            application, version, tables = (
                self._connection.execute(sql).fetchone()[0]
                for sql in ("PRAGMA application_id", "PRAGMA user_version", "SELECT count(*) FROM sqlite_schema")
            )
        if application == APPLICATION:
            return int(version)
        return None if application or version or tables else 0

    def set_version(self, version: int) -> None:
        with self._told():
            self._connection.execute(f"PRAGMA application_id = {APPLICATION}")
            self._connection.execute(f"PRAGMA user_version = {version}")

    def problems(self) -> Iterator[str]:
        for check in ("integrity_check", "foreign_key_check"):
            yield from (f"{check}: {' '.join(map(str, row))}" for row in self.rows(f"PRAGMA {check}") if row != ("ok",))

    def close(self) -> None:
        self._connection.close()

    def _rows(self, sql: str, values: list[Value]) -> list[Row]:
        with self._told():
            return self._connection.execute(sql, values).fetchall()

    def _run(self, sql: str, values: list[Value]) -> int:
        with self._told():
            return max(0, self._connection.execute(sql, values).rowcount)

    def _run_many(self, sql: str, rows: list[list[Value]]) -> int:
        with self._told():
            return max(0, self._connection.executemany(sql, rows).rowcount)

    def _write_lock(self) -> AbstractContextManager[None]:
        return _locked(self.path.with_name(f"{self.path.name}.lock"), self.wait, self.where)

    def _begin(self) -> None:
        with self._told():
            self._connection.execute("BEGIN IMMEDIATE")

    def _commit(self) -> None:
        try:
            with self._told():
                self._connection.execute("COMMIT")
        except BriefingError:
            self._roll_back()
            raise

    def _roll_back(self) -> None:
        """What SQLite has rolled back itself, as when the disk is full, is no transaction any more."""
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    @contextmanager
    def _told(self) -> Iterator[None]:
        """The library's errors as ours, with the place."""
        try:
            yield
        except sqlite3.Error as error:
            raise _error(self.where, error) from error


def _error(where: str, error: sqlite3.Error) -> BriefingError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return LockedError(f"{where} is in use by another run", hint="Wait for it to end, then run it again")
    if code == sqlite3.SQLITE_NOTADB:
        return StoreError(f"{where} is no archive", hint="Name another place with --store")
    if code == sqlite3.SQLITE_CORRUPT:
        return StoreError(f"{where} is damaged", why=str(error), hint="Restore it from an export; see docs/archive.md")
    if code == sqlite3.SQLITE_CANTOPEN:
        return StoreError(f"{where} cannot be opened", hint="See that it exists and that you may read and write it")
    if code in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}:
        hint = "See that the disk has room; what was kept before is safe"
        return StoreError(f"{where} cannot be written", why=str(error), hint=hint)
    if code == sqlite3.SQLITE_READONLY:
        return StoreError(f"{where} cannot be written", hint="See that you may write it and its folder")
    return StoreError(where, why=str(error))


def _make(path: Path) -> None:
    """The folder and an empty file that is the user's alone."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise StoreError(f"{path} cannot be made", why=(error.strerror or "").lower(), hint="Use --store") from error


@contextmanager
def _locked(path: Path, wait: float, what: str) -> Iterator[None]:
    """The lock goes with the process that holds it, however that ends."""
    try:
        handle = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except OSError as error:
        hint = "See that you may write its folder"
        raise StoreError(f"{what} cannot be written", why=(error.strerror or "").lower(), hint=hint) from error
    try:
        _lock(handle, wait, what)
        yield
    finally:
        os.close(handle)


def _lock(handle: int, wait: float, what: str) -> None:
    until = monotonic() + wait
    while True:
        try:
            return fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if monotonic() >= until:
                hint = "Wait for it to end, then run it again"
                raise LockedError(f"{what} is in use by another run", hint=hint) from error
            sleep(LOCK_STEP)


def _statements(sql: str) -> Iterator[str]:
    """One by one: the library's own executescript would end the transaction first."""
    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        raise ValueError(f"a statement without its end: {statement.strip()[:60]}")
