"""What an archive keeps beside its articles, row by row, so that either database gives it out and takes it back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from briefing.store.database import Database, Value

PAGE = 20  # rows that are in memory at once: a page of an edition may have a megabyte


@dataclass(frozen=True, slots=True)
class Table:
    """Its columns, the first `key` of which tell a row from all others; those in `binary` hold bytes."""

    name: str
    columns: tuple[str, ...]
    key: int = 1
    binary: frozenset[str] = frozenset()


def _table(name: str, columns: str, key: int = 1, binary: str = "") -> Table:
    return Table(name, tuple(columns.split()), key, frozenset(binary.split()))


# In an order in which each finds what it refers to. What publishers' robots.txt said is asked again.
TABLES = (
    _table(
        "feeds",
        "url title lists added_at etag last_modified content checked_at success_at error failures next_try gone items",
    ),
    _table("pages", "url feed article tries next_try came changed_at"),
    _table("subscribers", "list key address layout attach state changed_at", key=2),
    _table("suppressions", "key reason suppressed_at"),
    _table("bounces", "report key kind status message_id read_at"),
    _table("mail_secrets", "name secret"),
    _table("editions", "id list day number state as_of since document closing"),
    _table("edition_files", "edition name data", key=2, binary="data"),
    _table("decisions", "id list kind quotation by_whom decided_at undone_at"),
    _table("edition_history", "list happened_at what day by_whom", key=5),
    _table("mail_bodies", "sha256 body", binary="body"),
    _table(
        "outbox",
        "edition key recipient sender list message_id state attempts code reply queued_at due_at changed_at sha256"
        " head body_sha256",
        key=2,
        binary="head",
    ),
)
BY_NAME = {table.name: table for table in TABLES}


def rows(database: Database, table: Table) -> Iterator[dict[str, Value]]:
    """By their keys; a few are in memory at once."""
    names, key = ", ".join(table.columns), ", ".join(table.columns[: table.key])
    begin = ""
    values: list[Value] = []
    while True:
        sql = f"SELECT {names} FROM {table.name}{begin} ORDER BY {key} LIMIT {PAGE}"  # noqa: S608 - names are ours
        page = database.rows(sql, *values)
        yield from (_row(table, row) for row in page)
        if len(page) < PAGE:
            return
        begin = f" WHERE ({key}) > ({', '.join('?' * table.key)})"
        values = list(page[-1][: table.key])


def _row(table: Table, values: tuple[Value, ...]) -> dict[str, Value]:
    named = zip(table.columns, values, strict=True)
    return {name: bytes(value) if isinstance(value, bytes | memoryview) else value for name, value in named}


def put(database: Database, table: Table, row: Mapping[str, Value]) -> bool:
    """Adds a row; False when one of its key is there, which stays as it is.

    ValueError for a column that is unknown, KeyError without the key, StoreError for what the database refuses.
    """
    unknown = sorted(row.keys() - set(table.columns))
    if unknown:
        raise ValueError(f"{table.name} has no {unknown[0]}")
    names = [name for name in table.columns if name in row]
    key = table.columns[: table.key]
    same = " AND ".join(f"{name} = ?" for name in key)
    with database.transaction():
        if database.rows(f"SELECT 1 FROM {table.name} WHERE {same}", *(row[name] for name in key)):  # noqa: S608 - ours
            return False
        into = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608
        return bool(database.run(f"{into} ON CONFLICT DO NOTHING", *(row[name] for name in names)))
