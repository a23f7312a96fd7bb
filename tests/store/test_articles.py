"""What the archive keeps of an article, and that it keeps it: versions, windows of time, deletion, retention."""

from __future__ import annotations

import sqlite3
import tracemalloc
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.store import open_store
from briefing.store.articles import PAGE, Added, Kept
from briefing.types import Article, Block, Span
from tests.builders import article

MONDAY = datetime(2026, 1, 5, 7, tzinfo=UTC)
DAY = timedelta(days=1)
PAGE_URL = "https://news.example/grain"


@pytest.fixture
def articles(place):
    with open_store(place) as store:
        yield store.articles
        assert list(store.articles.problems()) == []


def texts(found) -> list[str]:
    return [found_one.text for found_one in found]


FULL = Article(
    id="00ff00ff00ff00ff",
    title="Grain “up”",
    text="Grain is dear — 5 % dearer.\nSo is bread, 面包 and \u202bخبز\u202c. 😀",
    blocks=(Block("title", Span(0, 27)), Block("list_item", Span(28, 54))),
    origin_path="news/été #1.html#part",
    title_basis="stated",
    publisher="Lindwick Post",
    url=PAGE_URL,
    published=datetime(2025, 12, 31, 23, 30, tzinfo=UTC),
    published_basis="metadata",
    language="fr",
    owner="Lindwick Media",
    reliability="B",
    kind="opinion",
    rights="internal",
    embargo_until=datetime(2026, 1, 1, tzinfo=UTC),
    complete=False,
    tlp="TLP:AMBER",
    note="a note",
    text_sha256="ab" * 32,
    raw_sha256="cd" * 32,
    extra={"tags": ["a", "b"], "deep": {"n": 1.5, "none": None}},
)


# --- keeping -------------------------------------------------------------------------------------------------


def test_every_field_comes_back(place):
    with open_store(place) as store:
        store.articles.add([FULL], at=MONDAY, via="https://news.example/feed")
        found = store.articles.get(FULL.id)
        assert found is not None
        assert asdict(found) == asdict(FULL)
        (kept,) = store.articles.kept()
        assert (kept.collected_at, kept.via) == (MONDAY, "https://news.example/feed")


@pytest.mark.parametrize("published", [None, date(2026, 1, 31), datetime(2026, 1, 31, 7, 30, tzinfo=UTC)])
def test_a_day_stays_a_day_and_an_instant_an_instant(articles, published):
    articles.add([article("Grain is dear.", published=published)], at=MONDAY)
    assert [found.published for found in articles.since()] == [published]


@settings(max_examples=30)
@given(title=st.text(max_size=20), note=st.text(max_size=20), key=st.text(max_size=5))
def test_whatever_stands_in_a_field_is_kept_as_it_is_read_again(title, note, key):
    given = article("Grain is dear.", title=f"t{title}", note=note, extra={key: [note]})
    with TemporaryDirectory() as folder:
        once, again = (_kept_in(Path(folder) / name, given) for name in ("a", "b"))
        twice = _kept_in(Path(folder) / "c", once)
    assert asdict(once) == asdict(again) == asdict(twice)


def _kept_in(path: Path, given: Article) -> Article:
    with open_store(str(path)) as store:
        store.articles.add([given], at=MONDAY)
        (found,) = store.articles.since()
        assert list(store.articles.problems()) == []
    return found


def test_what_is_there_already_stays_as_it_is(articles):
    first = article("Grain is dear.", note="first")
    assert articles.add([first, first], at=MONDAY) == Added(new=1, known=1)
    assert articles.add([article("Grain is dear.", note="second")], at=MONDAY + DAY) == Added(known=1)
    (kept,) = articles.kept()
    assert (kept.article.note, kept.collected_at) == ("first", MONDAY)


def test_what_is_known_is_replaced_when_that_is_asked_for(articles):
    grain, bread = article("Grain is dear.", title="Grain"), article("Bread is dear.")
    articles.add([grain, bread], at=MONDAY, via="feed")
    better = replace(grain, title="Barley", reliability="A", published=date(2026, 1, 1), extra={"by": "x"})
    assert articles.add([better, bread], at=MONDAY + DAY, refresh=True) == Added(known=2, changed=1)
    kept = next(articles.kept())
    assert asdict(kept.article) == asdict(better)
    assert (kept.collected_at, kept.via) == (MONDAY, "feed")
    assert len(articles.search("barley")) == 1
    assert articles.search('"grain" -dear') == []
    assert articles.add([better], at=MONDAY + DAY, refresh=True) == Added(known=1)


def test_adding_is_all_or_nothing(articles):
    bad = article("Grain\0 is dear.")
    with pytest.raises(Exception, match="cannot be kept"):
        articles.add([article("Bread is dear."), bad], at=MONDAY)
    assert articles.count() == 0


def test_more_than_a_page_at_once(articles):
    many = [article(f"Grain is dear, number {number}.", url=f"{PAGE_URL}/{number}") for number in range(PAGE + 50)]
    assert articles.add(many, at=MONDAY).new == PAGE + 50
    assert articles.add(many, at=MONDAY) == Added(known=PAGE + 50)
    assert texts(articles.since()) == texts(many)


def test_one_text_at_two_addresses_is_two_articles(articles):
    pair = [article("Grain is dear.", url=f"https://{name}.example/", id=name * 4) for name in ("aaaa", "bbbb")]
    assert articles.add(pair, at=MONDAY).new == 2


def test_the_memory_of_a_long_reading_is_flat(tmp_path):
    with open_store(str(tmp_path / "a.sqlite")) as store:
        for first in range(0, 1_000, 100):
            batch = [article(f"{number} " + "Grain is dear. " * 300) for number in range(first, first + 100)]
            store.articles.add(batch, at=MONDAY)
        tracemalloc.start()
        try:
            count = sum(len(found.text) > 4_000 for found in store.articles.since())
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert count == 1_000
    assert peak < 3_500_000  # of four and a half megabytes of text, a page of two hundred


# --- versions and windows ------------------------------------------------------------------------------------


def version(text: str) -> Article:
    return article(text, url=PAGE_URL)


def test_the_version_collected_last_is_current(articles):
    assert articles.add([version("Grain costs 5.")], at=MONDAY).new == 1
    assert articles.add([version("Grain costs 6.")], at=MONDAY + DAY) == Added(updated=1)
    assert articles.add([article("Bread costs 1.")], at=MONDAY + 2 * DAY).new == 1
    assert texts(articles.since()) == ["Grain costs 6.", "Bread costs 1."]
    assert [kept.article.text for kept in articles.versions(version("Grain costs 5."))] == [
        "Grain costs 5.",
        "Grain costs 6.",
    ]
    assert [kept.article.text for kept in articles.kept()] == ["Grain costs 5.", "Grain costs 6.", "Bread costs 1."]


def test_of_versions_that_came_at_once_the_later_one_is_current(articles):
    articles.add([version("Grain costs 5."), version("Grain costs 6.")], at=MONDAY)
    assert texts(articles.since()) == ["Grain costs 6."]


def test_what_came_later_does_not_change_what_was_current_then(articles):
    articles.add([version("Grain costs 5.")], at=MONDAY)
    articles.add([version("Grain costs 6.")], at=MONDAY + DAY)
    assert texts(articles.since(until=MONDAY + DAY)) == ["Grain costs 5."]
    assert texts(articles.since(until=MONDAY + 2 * DAY)) == ["Grain costs 6."]


def test_articles_without_a_url_are_no_versions_of_each_other(articles):
    articles.add([article("Grain costs 5."), article("Grain costs 6.")], at=MONDAY)
    assert len(texts(articles.since())) == 2


def test_a_window_holds_its_beginning_and_not_its_end(articles):
    for number in range(4):
        articles.add([article(f"Grain costs {number}.")], at=MONDAY + number * DAY)
    assert texts(articles.since(MONDAY + DAY, MONDAY + 3 * DAY)) == ["Grain costs 1.", "Grain costs 2."]
    assert texts(articles.since(MONDAY + 4 * DAY)) == []


def test_the_first_and_the_last_instant(articles):
    assert articles.span() is None
    articles.add([article("Grain costs 5.")], at=MONDAY)
    articles.add([article("Grain costs 6.")], at=MONDAY + DAY)
    assert articles.span() == (MONDAY, MONDAY + DAY)


# --- names ---------------------------------------------------------------------------------------------------


def test_an_article_is_found_by_id_by_its_beginning_and_by_url(articles):
    articles.add(
        [article("Grain.", id="abcd000000000001"), article("Bread.", id="abce000000000001", url=PAGE_URL)], at=MONDAY
    )

    def found(name: str) -> list[str]:
        return [kept.article.text for kept in articles.like(name)]

    assert found("abcd000000000001") == found("abcd") == ["Grain."]
    assert found(PAGE_URL) == ["Bread."]
    assert found("abc") == ["Grain.", "Bread."]
    assert found("") == found("%") == found("_bcd") == found("https://news.example/other") == []


# --- letting go ----------------------------------------------------------------------------------------------


def test_a_deleted_article_does_not_come_back(articles):
    grain, bread = version("Grain costs 5."), article("Bread costs 1.")
    articles.add([grain, bread], at=MONDAY)
    articles.delete(articles.like(grain.id), "asked", at=MONDAY + DAY)
    assert texts(articles.since()) == ["Bread costs 1."]
    assert articles.search("grain") == []
    assert articles.add([grain, bread], at=MONDAY + 2 * DAY) == Added(known=1, deleted=1)
    assert articles.restore([Kept(grain, MONDAY)]) == Added(deleted=1)
    assert articles.deleted_ids() == {grain.id}
    (gone,) = articles.deleted()
    assert (gone.kind, gone.reason, gone.deleted_at) == ("deleted", "asked", MONDAY + DAY)
    assert articles.add([version("Grain costs 6.")], at=MONDAY + 2 * DAY).new == 1


def test_a_deleted_url_stays_away_whatever_it_shows(articles):
    articles.add([version("Grain costs 5."), version("Grain costs 6.")], at=MONDAY)
    articles.delete(articles.like(PAGE_URL), "asked", at=MONDAY, whole_url=True)
    assert articles.count() == 0
    assert len(articles.deleted_ids()) == 2
    assert articles.add([version("Grain costs 7.")], at=MONDAY) == Added(deleted=1)
    assert articles.add([article("Grain costs 7.", url=PAGE_URL + "/2")], at=MONDAY) == Added(new=1)


def test_nothing_of_a_deleted_text_is_left_in_the_file(tmp_path):
    path = tmp_path / "a.sqlite"
    with open_store(str(path)) as store:
        store.articles.add([article(f"Grain costs {n}.") for n in range(300)], at=MONDAY)
        secret = article("The zyxwvut of Lindwick met the qponmlk.")
        store.articles.add([secret], at=MONDAY)
        assert b"zyxwvut" in path.read_bytes()
        store.articles.delete(store.articles.like(secret.id), "asked", at=MONDAY)
        assert b"zyxwvut" not in path.read_bytes()
        assert b"qponmlk" not in path.read_bytes()


def test_what_is_old_is_pruned_and_collecting_does_not_bring_it_back(articles):
    old, new = article("Grain costs 5."), article("Bread costs 1.")
    articles.add([old], at=MONDAY)
    articles.add([new], at=MONDAY + DAY)
    gone = list(articles.prune(MONDAY + DAY, at=MONDAY + 2 * DAY, reason="kept 1 day"))
    assert [kept.article for kept in gone] == [old]
    assert texts(articles.since()) == ["Bread costs 1."]
    assert articles.add([old], at=MONDAY + 2 * DAY) == Added(deleted=1)
    assert articles.deleted_ids() == frozenset()  # what went by age was not withdrawn: its quotations stand
    assert articles.restore([Kept(old, MONDAY)]) == Added(new=1)
    assert articles.deleted() == []


def test_much_is_pruned_page_by_page(articles):
    articles.add([article(f"Grain costs {n}.") for n in range(PAGE + 10)], at=MONDAY)
    assert len(list(articles.prune(MONDAY + DAY, at=MONDAY + DAY, reason="old"))) == PAGE + 10
    assert articles.count() == 0


# --- checking ------------------------------------------------------------------------------------------------

DAMAGE = {
    "UPDATE articles SET text = 'Grain is cheap.' WHERE number = 1": "its text is not the one that was collected",
    "UPDATE articles SET rest = '{}' WHERE number = 1": "cannot be read: KeyError",
    "UPDATE articles SET rest = replace(rest, '0,14]', '0,15]') WHERE number = 1": "a block lies outside its text",
    "DELETE FROM articles WHERE number = 1": "knows an article 1 that is not there",
    "DELETE FROM words_docsize WHERE id = 1": "is not in the index of words",
    "UPDATE words_data SET block = x'00' WHERE id > 10": "the index of words is damaged",
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_every_damage_is_found(tmp_path, damage):
    path = tmp_path / "a.sqlite"
    with open_store(str(path)) as store:
        store.articles.add([article("Grain is dear.")], at=MONDAY)
    with sqlite3.connect(path) as database:
        database.execute(damage)
    database.close()
    with open_store(str(path)) as store:
        assert any(DAMAGE[damage] in problem for problem in store.articles.problems())


def test_the_newest_come_first_however_many(articles):
    """Also where a page of them ends within one instant."""
    many = [article(f"Grain is dear, number {number}.", url=f"{PAGE_URL}/{number}") for number in range(PAGE + 50)]
    articles.add(many[:20], at=MONDAY)
    articles.add(many[20:], at=MONDAY + timedelta(days=1))
    expected = [one.id for one in reversed(many)]
    for limit in (1, PAGE, PAGE + 1, PAGE + 50, 10_000):
        assert [item.article.id for item in articles.newest(limit)] == expected[:limit]
    assert len(list(articles.newest(10_000, MONDAY + timedelta(hours=1)))) == PAGE + 30


def test_the_index_can_be_made_again(articles):
    articles.add([article("Grain is dear."), article("Bread is dear.")], at=MONDAY)
    articles.rebuild_index()
    assert len(articles.search("dear")) == 2


def test_words_of_other_rules_are_made_again_before_the_next_write(place, monkeypatch):
    with open_store(place) as store:
        store.articles.add([article("Grain is dear.")], at=MONDAY)
    monkeypatch.setattr("briefing.store.articles.METHOD", "2/99.0")
    monkeypatch.setattr("briefing.store.index.words_of", lambda text: [word[::-1] for word in text.lower().split()])
    with open_store(place) as store:
        store.articles.add([article("Bread is dear.")], at=MONDAY)
        store.articles.delete(list(store.articles.newest(2)), "asked", at=MONDAY)
        assert list(store.articles.problems()) == []
        assert store.articles.search("niarg") == []


def test_no_look_up_goes_through_the_whole_archive(tmp_path, monkeypatch):
    with open_store(str(tmp_path / "a.sqlite")) as store:
        first = article("Grain is dear today.", url=PAGE_URL)
        store.articles.add([first], at=MONDAY)
        asked = []
        rows = store.db.rows

        def noted(sql, *values):
            asked.append((sql, values))
            return rows(sql, *values)

        monkeypatch.setattr(store.db, "rows", noted)
        later = article("Grain is cheap again.", url=PAGE_URL)
        assert store.articles.add([first, later], at=MONDAY + DAY) == Added(known=1, updated=1)
        assert store.articles.whole([PAGE_URL]) == {PAGE_URL}
        assert len(store.articles.versions(later)) == 2
        assert store.articles.get(later.id) == later
        plans = {sql: rows(f"EXPLAIN QUERY PLAN {sql}", *values) for sql, values in asked}
    assert len(plans) > 5
    gone_through = [sql for sql, plan in plans.items() if any("SCAN" in step[-1] for step in plan)]
    assert gone_through == []
