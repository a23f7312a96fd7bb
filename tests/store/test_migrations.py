"""An archive of an older version is brought up to date, all or nothing; one of a newer version is refused."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

from briefing.errors import StoreError
from briefing.store import migrations, open_store
from briefing.store.migrations import m001_articles

MIGRATIONS = Path(migrations.__file__).parent
ARTICLE = """INSERT INTO articles (id, title, publisher, url, origin_path, published, language, text, text_sha256,
 raw_sha256, rest, collected_at, via) VALUES ('3f9c27a1d0c2b4e1', 'Grain', 'Lindwick Post', 'https://example.org/a',
 'a.html', '2025-12-31', 'en', 'Grain is dear.', '{sha}', '', '{rest}', '2026-01-01T07:00:00.000000Z', 'file')"""
REST = (
    '{"title_basis":"stated","published_basis":"stated","owner":"","reliability":"B","kind":"","rights":"",'
    '"complete":true,"tlp":"","note":"","embargo_until":null,"blocks":[["paragraph",0,14]],"extra":{}}'
)


def version_one(path: Path) -> None:
    """An archive as the first version made it, with one article."""
    from hashlib import sha256

    with sqlite3.connect(path) as old:
        old.executescript(m001_articles.SQLITE)
        old.execute(ARTICLE.format(sha=sha256(b"Grain is dear.").hexdigest(), rest=REST))
        old.execute("INSERT INTO words (rowid, title, text) VALUES (1, 'grain', 'grain is dear')")
        old.execute(f"PRAGMA application_id = {0x62726965}")
        old.execute("PRAGMA user_version = 1")
    old.close()


def tables(path: Path) -> set[str]:
    with sqlite3.connect(path) as found:
        names = {name for (name,) in found.execute("SELECT name FROM sqlite_schema")}
    found.close()
    return names


def test_the_steps_follow_each_other_without_a_gap():
    assert list(migrations.steps()) == list(range(1, len(migrations.steps()) + 1))


def test_an_archive_of_the_first_version_is_brought_up_to_date(tmp_path):
    version_one(tmp_path / "a.sqlite")
    with open_store(str(tmp_path / "a.sqlite"), create=False) as store:
        assert store.db.version() == max(migrations.steps())
        assert [item.kept.article.reliability for item in store.articles.search("grain")] == ["B"]
        assert list(store.articles.problems()) == []
        merging = store.db.rows("SELECT k, v FROM words_config ORDER BY k")
    with open_store(str(tmp_path / "new.sqlite")) as new:
        assert new.db.rows("SELECT k, v FROM words_config ORDER BY k") == merging
        assert ("automerge", 16) in merging
    assert tables(tmp_path / "a.sqlite") == tables(tmp_path / "new.sqlite")


def test_one_of_a_newer_version_is_refused_and_not_touched(place):
    newest = max(migrations.steps())
    with open_store(place) as store, store.db.transaction():
        store.db.set_version(newest + 1)
    with pytest.raises(StoreError) as caught:
        open_store(place)
    line = f"was made by a newer briefing: its version is {newest + 1}, this briefing knows {newest} and older ones"
    assert line in str(caught.value)
    assert caught.value.exit_code == 4


def a_step(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> int:
    """A step after the last one."""
    number = max(migrations.steps()) + 1
    name = f"m{number:03}_later"
    (folder / f"{name}.py").write_text(f"COMMON = {script!r}\n")
    monkeypatch.setattr(migrations, "__path__", [str(MIGRATIONS), str(folder)])
    return number


@pytest.fixture
def forgotten(monkeypatch):
    """The steps that a test makes up are no modules afterwards."""
    import sys

    yield
    for name in [name for name in sys.modules if re.search(r"migrations\.m\d+_later$", name)]:
        del sys.modules[name]


@pytest.mark.usefixtures("forgotten")
def test_a_step_that_fails_half_way_leaves_the_archive_as_it_was(place, tmp_path, monkeypatch):
    open_store(place).close()
    (tmp_path / "steps").mkdir()
    a_step(tmp_path / "steps", monkeypatch, "CREATE TABLE later (name TEXT);\nINSERT INTO nothing VALUES (1);\n")
    with pytest.raises(StoreError):
        open_store(place)
    monkeypatch.undo()
    with open_store(place) as store:
        assert store.db.version() == max(migrations.steps())
        with pytest.raises(StoreError):
            store.db.rows("SELECT * FROM later")


@pytest.mark.usefixtures("forgotten")
def test_a_later_step_is_taken_once(place, tmp_path, monkeypatch):
    open_store(place).close()
    (tmp_path / "steps").mkdir()
    number = a_step(tmp_path / "steps", monkeypatch, "CREATE TABLE later (name TEXT);\n")
    for _ in range(2):
        with open_store(place) as store:
            assert store.db.version() == number
            store.db.run("INSERT INTO later VALUES ('a')")
