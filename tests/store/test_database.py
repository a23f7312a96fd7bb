"""The seam: the same statements on both databases; one writer at a time; only what can be kept reaches them."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.errors import BriefingError, ConfigError, LockedError, StoreError
from briefing.store import Database, default_place, instant_of, instant_text, open_store
from briefing.store.database import kept
from briefing.store.sqlite import SQLite

HOME = Path(__file__).resolve().parents[2]


@pytest.fixture
def database(place):
    with open_store(place) as store:
        store.db.run("CREATE TABLE things (name TEXT PRIMARY KEY, size INTEGER)")
        yield store.db


def names(database: Database) -> list[str]:
    return [name for (name,) in database.rows("SELECT name FROM things ORDER BY name")]


# --- statements ----------------------------------------------------------------------------------------------


def test_rows_and_how_many_were_touched(database):
    assert database.run("INSERT INTO things VALUES (?, ?)", "a", 1) == 1
    assert database.run_many("INSERT INTO things VALUES (?, ?)", [("b", 2), ("c", None)]) == 2
    assert database.rows("SELECT name, size FROM things WHERE size > ? ORDER BY name", 0) == [("a", 1), ("b", 2)]
    assert database.run("DELETE FROM things WHERE size IS NULL") == 1
    assert database.run("DELETE FROM things WHERE size IS NULL") == 0
    assert database.run_many("INSERT INTO things VALUES (?, ?)", []) == 0


def test_question_marks_and_per_cent_signs_in_text_are_text(database):
    database.run("INSERT INTO things VALUES ('why? it''s 5%', ?)", 5)
    assert database.rows("SELECT name FROM things WHERE name LIKE '%?%' AND size % ? = 0", 5) == [("why? it's 5%",)]


@pytest.mark.parametrize(
    ("given", "found"),
    [("a\0b", "ab"), ("a\ud800b", "a\ufffdb"), ("a\x1b[1mb\tc\nd", "a[1mb\tc\nd"), ("naïve 中国 😀", "naïve 中国 😀")],
)
def test_text_is_cleaned_at_the_border(database, given, found):
    database.run("INSERT INTO things VALUES (?, 1)", given)
    assert names(database) == [found]
    assert database.rows("SELECT size FROM things WHERE name = ?", given) == [(1,)]


@given(st.text(st.characters()))
def test_what_is_kept_is_valid_text_and_stays_what_it_is(text):
    once = kept(text)
    assert isinstance(once, str)
    assert "\0" not in once
    assert once.encode().decode() == once == kept(once)


def test_a_wrong_statement_is_an_error_that_tells_the_place(database):
    with pytest.raises(StoreError) as caught:
        database.run("INSERT INTO nothing VALUES (1)")
    assert str(caught.value).startswith(database.where)
    assert isinstance(caught.value.__cause__, Exception)


# --- transactions --------------------------------------------------------------------------------------------


def test_a_transaction_is_all_or_nothing(database):
    with pytest.raises(KeyError), database.transaction():  # noqa: PT012
        database.run("INSERT INTO things VALUES ('a', 1)")
        assert names(database) == ["a"]
        raise KeyError
    assert names(database) == []


def test_a_transaction_inside_another_is_part_of_it(database):
    with pytest.raises(KeyError), database.transaction():  # noqa: PT012
        with database.transaction():
            database.run("INSERT INTO things VALUES ('a', 1)")
        raise KeyError
    assert names(database) == []
    with database.transaction(), database.transaction():
        database.run("INSERT INTO things VALUES ('a', 1)")
    assert names(database) == ["a"]


def test_a_statement_that_fails_leaves_nothing_of_its_transaction(database):
    with pytest.raises(StoreError), database.transaction():  # noqa: PT012
        database.run("INSERT INTO things VALUES ('a', 1)")
        database.run("INSERT INTO things VALUES ('a', 2)")
    assert names(database) == []
    database.run("INSERT INTO things VALUES ('b', 1)")
    assert names(database) == ["b"]


def test_many_rows_are_all_or_nothing(database):
    with pytest.raises(StoreError):
        database.run_many("INSERT INTO things VALUES (?, ?)", [("a", 1), ("b", 1), ("a", 2)])
    assert names(database) == []


# --- several at once -----------------------------------------------------------------------------------------


def test_a_second_writer_waits_a_little_and_is_told(place, database):
    with database.transaction():
        database.run("INSERT INTO things VALUES ('a', 1)")
        with open_store(place, wait=0.1) as other:
            assert names(other.db) == []  # a reader sees what was there before, and does not wait
            with pytest.raises(LockedError) as caught:
                other.db.run("INSERT INTO things VALUES ('b', 1)")
            assert "in use by another run" in str(caught.value)
    with open_store(place) as other:
        other.db.run("INSERT INTO things VALUES ('b', 1)")
    assert names(database) == ["a", "b"]


def test_a_second_writer_goes_on_when_the_first_one_ends(place, database):
    held, done = threading.Event(), threading.Event()

    def write() -> None:
        with open_store(place) as other, other.db.transaction():
            other.db.run("INSERT INTO things VALUES ('b', 1)")
            held.set()
            done.wait(10)

    thread = threading.Thread(target=write)
    thread.start()
    held.wait(10)
    threading.Timer(0.2, done.set).start()
    database.run("INSERT INTO things VALUES ('a', 1)")
    thread.join()
    assert names(database) == ["a", "b"]


def test_a_lock_of_a_run_keeps_another_run_out_and_no_writer(place, database):
    with open_store(place) as other:
        with database.lock("send"):
            with pytest.raises(LockedError), other.db.lock("send"):
                pass
            with other.db.lock("collect"):
                other.db.run("INSERT INTO things VALUES ('a', 1)")
        with other.db.lock("send"):
            pass


HOLDER = """
import sys
from briefing.store import open_store
with open_store(sys.argv[1]) as store, store.db.lock("send"), store.db.transaction():
    store.db.run("INSERT INTO things VALUES ('a', 1)")
    print("held", flush=True)
    sys.stdin.read()
"""


def test_the_locks_of_a_process_that_is_killed_go_with_it(place, database):
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, place], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=HOME, text=True
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(LockedError), database.lock("send"):
            pass
        holder.kill()
        holder.wait()
    with database.lock("send", wait=5):
        database.run("INSERT INTO things VALUES ('b', 1)")
    assert names(database) == ["b"]


# --- places --------------------------------------------------------------------------------------------------


def test_a_new_archive_is_the_users_alone_and_its_folder_is_made(tmp_path):
    with open_store(str(tmp_path / "new" / "deep" / "a.sqlite")) as store:
        store.db.run("CREATE TABLE things (name TEXT)")
    files = list((tmp_path / "new" / "deep").iterdir())
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE((tmp_path / "new" / "deep").stat().st_mode) == 0o700


def test_the_file_is_safe_against_power_cuts_and_known_as_ours(tmp_path):
    with open_store(str(tmp_path / "a.sqlite")) as store:
        assert isinstance(store.db, SQLite)
        settings = {name: store.db.rows(f"PRAGMA {name}")[0][0] for name in ("synchronous", "foreign_keys")}
        journal = store.db.rows("PRAGMA journal_mode")[0][0]
    assert settings == {"synchronous": 2, "foreign_keys": 1}
    assert journal == ("wal" if sqlite3.sqlite_version_info >= (3, 51, 3) else "truncate")
    assert (tmp_path / "a.sqlite").read_bytes()[68:72] == b"brie"


def test_the_archive_of_the_user_lies_in_the_data_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert default_place() == tmp_path / "briefing" / "archive.sqlite"
    with open_store("") as store:
        assert store.where == str(default_place())


def test_without_create_nothing_is_made(tmp_path):
    with pytest.raises(ConfigError, match="there is no archive at"):
        open_store(str(tmp_path / "a.sqlite"), create=False)
    assert not list(tmp_path.iterdir())


def test_an_empty_database_is_no_archive_without_create(postgresql_url):
    with pytest.raises(ConfigError, match="there is no archive at"):
        open_store(postgresql_url, create=False)


REFUSED = {
    "postgresql://u:geheim@localhost/news": "holds a password",
    "postgres://u:geheim@[::1]:5432/news": "holds a password",
    "postgresql://u@localhost/news?password=geheim": "holds a password",
    "postgresql://u@localhost/news?sslmode=require&sslpassword=geheim": "holds a password",
    "mysql://u@localhost/news": "mysql://",
    "https://example.org/news.sqlite": "https://",
}


@pytest.mark.parametrize("where", REFUSED)
def test_an_address_that_no_archive_can_have_is_refused_without_its_password(where):
    with pytest.raises(ConfigError) as caught:
        open_store(where)
    assert REFUSED[where] in str(caught.value)
    assert "geheim" not in str(caught.value)


def test_a_server_that_is_not_there_is_one_line_without_the_password(monkeypatch, tmp_path):
    monkeypatch.setenv("PGPASSWORD", "geheim")
    with pytest.raises(StoreError) as caught:
        open_store(f"postgresql://u@/news?host={tmp_path}")
    assert "cannot be reached" in str(caught.value)
    assert "geheim" not in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("content", [b"no database at all, but long enough to be looked at" * 40, b"short"])
def test_a_file_that_is_none_of_ours_is_left_alone(tmp_path, content):
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    with pytest.raises(BriefingError, match=r"notes\.txt is no archive"):
        open_store(str(path))
    assert path.read_bytes() == content


def test_a_database_of_another_program_is_left_alone(tmp_path):
    path = tmp_path / "other.sqlite"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE theirs (name TEXT)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="is no archive of briefing"):
        open_store(str(path))
    assert path.read_bytes() == before


def test_a_database_of_postgresql_with_articles_of_another_program_is_left_alone(postgresql_url):
    import psycopg

    with psycopg.connect(postgresql_url, autocommit=True) as other:
        other.execute("CREATE TABLE articles (name TEXT)")
        with pytest.raises(StoreError, match="is no archive of briefing"):
            open_store(postgresql_url)
        assert other.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (1,)


def test_a_folder_is_no_archive(tmp_path):
    with pytest.raises(ConfigError, match="is a folder"):
        open_store(str(tmp_path))


def test_an_archive_that_may_only_be_read_is_read(tmp_path):
    if os.geteuid() == 0:
        pytest.skip("root may write anywhere")
    path = tmp_path / "in" / "a.sqlite"
    open_store(str(path)).close()
    for lock in path.parent.glob("*.lock"):
        lock.unlink()
    path.chmod(0o400)
    path.parent.chmod(0o500)
    try:
        with open_store(str(path), create=False) as store:
            assert store.articles.count() == 0
            with pytest.raises(StoreError, match="cannot be written"):
                store.db.run("CREATE TABLE things (name TEXT)")
    finally:
        path.parent.chmod(0o700)


# --- instants ------------------------------------------------------------------------------------------------


@given(st.lists(st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=-7, minutes=30))]))))
def test_instants_sort_as_their_text_does_and_come_back(instants):
    instants = [instant for instant in instants if 2 < instant.year < 9998]
    assert sorted(instants) == sorted(instants, key=instant_text)
    assert [instant_of(instant_text(instant)) for instant in instants] == instants


def test_an_instant_without_a_zone_is_none():
    with pytest.raises(ValueError, match="time zone"):
        instant_text(datetime(2026, 1, 1))  # noqa: DTZ001


FULL_DISK = """
import resource, signal, sys
from briefing.store import open_store
with open_store(sys.argv[1]) as store:
    store.db.run("INSERT INTO properties VALUES ('before', '1')")
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
    store.db.run("INSERT INTO properties VALUES ('after', ?)", "x" * 1_000_000)
"""


def test_a_full_disk_costs_the_transaction_alone(tmp_path):
    path = str(tmp_path / "a.sqlite")
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, path], capture_output=True, cwd=HOME, text=True, check=False
    )
    assert done.returncode
    assert done.stderr.splitlines()[-1].endswith("See that the disk has room; what was kept before is safe")
    with open_store(path) as store:
        assert store.db.rows("SELECT name, value FROM properties") == [("before", "1")]
        assert list(store.db.problems()) == []
