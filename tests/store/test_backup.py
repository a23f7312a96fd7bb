"""A whole archive as lines and back, in either database: articles, feeds, editions, subscribers and mails."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from briefing.config import Config
from briefing.job import archiving
from briefing.job.archiving import Addition, Export
from briefing.store import Store, open_store
from briefing.store.editions import Edition
from briefing.store.outbox import Outgoing
from briefing.store.subscribers import Subscriber
from briefing.store.tables import TABLES
from tests.builders import article

AT = datetime(2026, 1, 5, 7, tzinfo=UTC)
DAYS = 25  # of editions: more rows than are in memory at once
NOT_KEPT = {"articles", "deleted", "properties", "robots", "sqlite_sequence"}  # exported otherwise, or made again


@pytest.fixture
def full(place: str) -> Iterator[Store]:
    with open_store(place) as store:
        store.articles.add([article("Grain is dear.", title="Grain"), article("Bread is dear.", title="Bread")], at=AT)
        gone = article("Nobody wants this.", title="Gone")
        store.articles.add([gone], at=AT)
        archiving.delete(store, gone.id, "asked for", at=AT)
        store.feeds.add("https://news.example/feed", "News", at=AT)
        for number, layout in enumerate(("", "note", "wire")):
            store.subscribers.add(Subscriber("morning", f"r{number}@example.org", layout, bool(number) or None), AT)
        store.subscribers.leave("r1@example.org", AT)
        store.subscribers.bounced("a", "r2@example.org", kind="hard", status="5.1.1", message_id="<m@x>", at=AT)
        store.subscribers.token("morning", "r0@example.org")
        for day in range(DAYS):
            edition = Edition("morning", date(2026, 1, 1) + timedelta(days=day), day + 1, "kept", AT, AT, '{"é": 1}')
            store.editions.keep(edition, {"brief.pdf": bytes(range(256)), "brief.html": b""}, at=AT, by="ann")
            mail = Outgoing("r0@example.org", "desk@example.org", f"<{day}@x>", b"Subject: a\r\n", b"\0\xff", "morning")
            store.outbox.add(edition.id, [mail], AT)
        store.editions.decide("morning", "pin", "“dear”", at=AT, by="ann")
        yield store


def exported(store: Store) -> bytes:
    return b"".join(Export(store, whole=True))


def restored(store: Store, path: Path, *, whole: bool = True) -> Addition:
    return archiving.add(store, [str(path)], at=AT + timedelta(days=9), config=Config(), whole=whole)


def test_an_archive_comes_back_whole(full: Store, tmp_path: Path):
    """In SQLite, whatever it was exported from; and back where it came from, nothing changes."""
    (tmp_path / "all.jsonl").write_bytes(exported(full))
    with open_store(str(tmp_path / "other.sqlite")) as other:
        done = restored(other, tmp_path / "all.jsonl")
        assert (done.errors, done.notes) == ((), ())
        assert f"2 articles added · {done.rows} rows beside them" == done.closing_line
        assert exported(other) == exported(full)
        assert [s.address for s in other.subscribers.reachable("morning")] == ["r0@example.org"]
        token = full.subscribers.token("morning", "r0@example.org")
        assert other.subscribers.of_token(token) is not None
        entry = other.outbox.entries("e" + next(iter(other.editions.latest())).id[1:])[0]
        assert other.outbox.message(entry) == (b"Subject: a\r\n", b"\0\xff")
    again = restored(full, tmp_path / "all.jsonl")
    assert (again.rows, again.errors) == (0, ())
    assert exported(full) == (tmp_path / "all.jsonl").read_bytes()


def test_from_sqlite_into_postgresql(postgresql_url: str, full: Store, tmp_path: Path):
    (tmp_path / "all.jsonl").write_bytes(exported(full))
    with open_store(postgresql_url) as other:
        assert restored(other, tmp_path / "all.jsonl").errors == ()
        assert exported(other).splitlines()[:-1] != []
        assert sorted(exported(other).splitlines()) == sorted(exported(full).splitlines())


def test_only_who_asks_for_it_gets_mails_and_readers(full: Store, tmp_path: Path):
    (tmp_path / "all.jsonl").write_bytes(exported(full))
    with open_store(str(tmp_path / "other.sqlite")) as other:
        done = restored(other, tmp_path / "all.jsonl", whole=False)
        assert done.added.new == 2
        (note,) = done.notes
        assert "rows of feeds, editions, subscribers and mails left out: --all takes them" in note
        assert list(other.subscribers.all()) == []
        assert list(other.editions.latest()) == []


BAD = {
    '{"briefing_archive":1,"table":"articles","row":{"id":"x"}}': "there is no table 'articles'",
    '{"briefing_archive":1,"table":"feeds; DROP TABLE feeds","row":{}}': "there is no table",
    '{"briefing_archive":1,"table":["feeds"],"row":{}}': "is no line of an export",
    '{"briefing_archive":1,"table":"feeds","row":[]}': "its row is none",
    '{"briefing_archive":1,"table":"feeds","row":{"url":{"a":1}}}': "url is no value",
    '{"briefing_archive":1,"table":"feeds","row":{"url":"u","x) --":1}}': "feeds has no x) --",
    '{"briefing_archive":1,"table":"feeds","row":{"title":"no key"}}': "'url' is missing",
    '{"briefing_archive":1,"table":"feeds","row":{"url":"u"}}': "cannot be kept",
    '{"briefing_archive":1,"table":"mail_bodies","row":{"sha256":"a","body":"no base64!"}}': "is no line of an export",
    '{"briefing_archive":1,"table":"edition_files","row":{"edition":"none","name":"a","data":""}}': "cannot be kept",
}


def test_a_bad_row_costs_itself_alone(place: str, tmp_path: Path):
    good = '{"briefing_archive":1,"table":"suppressions","row":{"key":"%s","reason":"r","suppressed_at":"t"}}'
    lines = [good % "a@example.org", *BAD, good % "b@example.org"]
    (tmp_path / "all.jsonl").write_text("\n".join(lines) + "\n")
    with open_store(place) as store:
        done = restored(store, tmp_path / "all.jsonl")
        said = [error.reason for error in done.errors]
        assert len(said) == len(BAD)
        for number, why in enumerate(BAD.values(), 2):
            (found,) = [reason for reason in said if f"line {number} " in reason]
            assert why in found
        assert [gone.key for gone in store.subscribers.suppressions()] == ["a@example.org", "b@example.org"]


def test_a_backup_that_is_cut_short_is_noticed(full: Store, tmp_path: Path):
    lines = exported(full).splitlines(keepends=True)
    (tmp_path / "all.jsonl").write_bytes(b"".join(lines[:-2] + lines[-1:]))
    with open_store(str(tmp_path / "other.sqlite")) as other:
        (error,) = restored(other, tmp_path / "all.jsonl").errors
        held = json.loads(lines[-1])["end"]["rows"]
        assert f"it should hold {held} rows and holds {held - 1}" in error.reason


def test_no_table_and_no_column_is_forgotten(tmp_path: Path):
    """A new migration has to be told to the backup."""
    with open_store(str(tmp_path / "a.sqlite")) as store:
        names = {name for (name,) in store.db.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        kept = {name for name in names - NOT_KEPT if not name.startswith("words")}
        assert kept == {table.name for table in TABLES}
        for table in TABLES:
            there = store.db.rows(f"SELECT name FROM pragma_table_info('{table.name}')")
            assert {name for (name,) in there} == set(table.columns)


def test_a_backup_is_its_owners_alone(full: Store, tmp_path: Path):
    Export(full, whole=True).write(str(tmp_path / "all.jsonl"))
    assert stat.S_IMODE((tmp_path / "all.jsonl").stat().st_mode) == 0o600
