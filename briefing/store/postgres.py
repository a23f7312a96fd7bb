"""PostgreSQL, by URL. The password comes from PGPASSWORD, a service or .pgpass file: libpq reads them itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from hashlib import sha256
from time import monotonic, sleep

import psycopg
from psycopg import errors

from briefing.errors import BriefingError, LockedError, StoreError
from briefing.store.database import WAIT, Database, Row, Value

CONNECT_SECONDS = 10
LOCK_STEP = 0.05  # seconds between two tries
_PARTS = re.compile(r"'(?:[^']|'')*'|[?%]")


class PostgreSQL(Database):
    dialect = "postgresql"

    def __init__(self, url: str, *, wait: float = WAIT) -> None:
        super().__init__(url.partition("?")[0], wait)
        with self._told():
            self._connection = psycopg.connect(
                url,
                autocommit=True,
                connect_timeout=CONNECT_SECONDS,
                application_name="briefing",
                client_encoding="UTF8",
            )
        # The planner takes a table for small whose long values lie beside it, and would read all of them.
        self.rows("SELECT set_config('enable_seqscan', 'off', false)")
        encoding = self.rows("SHOW server_encoding")[0][0]
        if encoding != "UTF8":
            self.close()
            hint = "Make one with: createdb --encoding UTF8 --template template0 NAME"
            raise StoreError(f"{self.where} keeps text as {encoding}, which cannot hold every article", hint=hint)

    @contextmanager
    def lock(self, name: str, *, wait: float = 0.0) -> Iterator[None]:
        """A lock of the session: it goes with the connection, however that ends."""
        key, until = _lock_key(name), monotonic() + wait
        while not self.rows("SELECT pg_try_advisory_lock(?)", key)[0][0]:
            if monotonic() >= until:
                raise _in_use(f"{self.where} ({name})")
            sleep(LOCK_STEP)
        try:
            yield
        finally:
            if not self._connection.closed:
                self.rows("SELECT pg_advisory_unlock(?)", key)

    def script(self, sql: str) -> None:
        with self._told():
            self._connection.execute(sql)

    def version(self) -> int | None:
        if not self.rows("SELECT to_regclass('briefing_archive') IS NOT NULL")[0][0]:
            foreign = self.rows("SELECT to_regclass('articles') IS NOT NULL")[0][0]
            return None if foreign else 0
        found = self.rows("SELECT version FROM briefing_archive")
        return int(found[0][0]) if found else 0

    def set_version(self, version: int) -> None:
        self.script("CREATE TABLE IF NOT EXISTS briefing_archive (version INTEGER NOT NULL)")
        self._run("DELETE FROM briefing_archive", [])
        self._run("INSERT INTO briefing_archive (version) VALUES (?)", [version])

    def problems(self) -> Iterator[str]:
        """None that a client could find: the server holds references itself, and checks its pages where that is on."""
        return iter(())

    def close(self) -> None:
        self._connection.close()

    def _rows(self, sql: str, values: list[Value]) -> list[Row]:
        with self._told():
            return self._connection.execute(_translated(sql), values).fetchall()

    def _run(self, sql: str, values: list[Value]) -> int:
        with self._told():
            return max(0, self._connection.execute(_translated(sql), values).rowcount)

    def _run_many(self, sql: str, rows: list[list[Value]]) -> int:
        with self._told(), self._connection.cursor() as cursor:
            cursor.executemany(_translated(sql), rows)
            return max(0, cursor.rowcount)

    @contextmanager
    def _write_lock(self) -> Iterator[None]:
        """Taken inside the transaction, see _begin: it ends with it."""
        yield

    def _begin(self) -> None:
        with self._told():
            self._connection.execute("BEGIN")
        try:
            self._rows("SELECT set_config('lock_timeout', ?, true)", [f"{round(self.wait * 1000)}ms"])
            self._rows("SELECT pg_advisory_xact_lock(?)", [_lock_key("write")])
        except BaseException:
            self._roll_back()
            raise

    def _commit(self) -> None:
        with self._told():
            self._connection.execute("COMMIT")

    def _roll_back(self) -> None:
        """A connection that is gone has taken its transaction along."""
        if not self._connection.closed:
            self._connection.execute("ROLLBACK")

    @contextmanager
    def _told(self) -> Iterator[None]:
        """The library's errors as ours, with the place."""
        try:
            yield
        except psycopg.Error as error:
            raise _error(self.where, error) from error


_ASIDE = " Is the server running locally and accepting connections on that socket"  # libpq's, which we say ourselves


def _error(where: str, error: psycopg.Error) -> BriefingError:
    if isinstance(error, errors.LockNotAvailable):
        return _in_use(where)
    line = " ".join(str(error).split()).removesuffix("?").removesuffix(_ASIDE)
    if isinstance(error, psycopg.OperationalError) and error.sqlstate is None:
        return StoreError(f"{where} cannot be reached", why=line, hint="See that the server runs and lets you in")
    return StoreError(where, why=line)


def _in_use(what: str) -> LockedError:
    return LockedError(f"{what} is in use by another run", hint="Wait for it to end, then run it again")


@lru_cache(maxsize=500)
def _translated(sql: str) -> str:
    """`?` outside quotation marks becomes `%s`; a per cent sign stands for itself."""
    return _PARTS.sub(_part, sql)


def _part(found: re.Match[str]) -> str:
    return "%s" if found[0] == "?" else found[0].replace("%", "%%")


def _lock_key(name: str) -> int:
    """As the 64-bit number that PostgreSQL locks by."""
    return int.from_bytes(sha256(f"briefing {name}".encode()).digest()[:8], signed=True)
