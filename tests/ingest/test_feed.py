"""Feeds: every kind by cases anyone can add to; no bytes make the reader raise; the newest of many entries are kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.config import LimitSettings
from briefing.errors import IngestError
from briefing.ingest.feed import article_of, parse_feed
from briefing.ingest.feed import read as read_feed
from briefing.ingest.source import Remark, Source
from tests.ingest.kind_cases import Gave, cases, check, gave

CASES = cases("feeds.toml")
ITEM = (
    "<item><title>{0}</title><guid>{0}</guid><pubDate>{1}</pubDate>"
    "<description>Text {0} stands here.</description></item>"
)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Gave]:
    return gave(tmp_path_factory.mktemp("feeds") / "cases", CASES, ".xml")


@pytest.mark.parametrize("case", CASES)
def test_a_feed(case: Mapping[str, Any], results: dict[str, Gave]) -> None:
    check(case, results[case["name"]])


def rss(*items: str) -> bytes:
    return f'<rss version="2.0"><channel><title>T</title>{"".join(items)}</channel></rss>'.encode()


def test_the_newest_entries_are_kept_and_the_rest_is_told() -> None:
    days = ["2026-01-03", "2026-01-01", "", "2026-01-04", "2026-01-02"]
    data = rss(*(ITEM.format(f"n{i}", day) for i, day in enumerate(days)))
    feed = parse_feed(data, limits=LimitSettings(feed_items=3))
    assert [entry.place for entry in feed.entries] == ["n0", "n3", "n4"]
    assert feed.errors == ("2 older entries were left out: limits.feed_items (3)",)
    items = list(read_feed(Source(data, "a.xml", limits=LimitSettings(feed_items=3))))
    assert [type(item) for item in items].count(Remark) == 1


def test_what_collecting_needs_is_told() -> None:
    data = (
        b'<rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><title>T</title>'
        b"<link>/home</link><sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>"
        b"<item><title>A</title><link>a.html</link></item></channel></rss>"
    )
    feed = parse_feed(data, "https://post.example/news/feed.xml")
    assert (feed.title, feed.link, feed.ttl, feed.version) == ("T", "https://post.example/home", 30, "RSS 2.0")
    assert [(entry.link, entry.content) for entry in feed.entries] == [("https://post.example/news/a.html", "")]


def test_the_server_is_believed_where_the_feed_says_nothing() -> None:
    data = rss(ITEM.format("Порт закрыт", "")).decode().encode("cp1251")
    assert parse_feed(data, charset="windows-1251").entries[0].title == "Порт закрыт"


def test_a_letter_of_another_encoding_costs_itself_alone() -> None:
    data = rss(ITEM.format("Größere Züge für Köln und Zürich", "")).replace(b" und ", b" \x96 ", 1)
    data = b'<?xml version="1.0" encoding="utf-8"?>' + data
    assert parse_feed(data).entries[0].title == "Größere Züge für Köln � Zürich"


def test_sources_toml_wins_over_the_feed() -> None:
    feed = parse_feed(rss(ITEM.format("A", "2026-01-31")))
    facts = {"publisher": "Mine", "published": None, "reliability": "B"}
    article = article_of(feed.entries[0], feed, "a.xml", facts)
    assert (article.publisher, article.reliability, article.published) == ("Mine", "B", None)


def test_entries_of_one_guid_have_places_of_their_own() -> None:
    feed = parse_feed(rss(ITEM.format("A", ""), ITEM.format("A", ""), "<item><description>Text.</description></item>"))
    assert [entry.place for entry in feed.entries] == ["A", "A-2", "3"]


def only_errors_or_articles(data: bytes) -> None:
    try:
        for item in read_feed(Source(data, "a.xml")):
            assert item.origin_path.startswith("a.xml")
    except IngestError:
        pass


@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    only_errors_or_articles(data)
    only_errors_or_articles(b"<rss version='2.0'><channel><item><title>" + data)
    only_errors_or_articles(b'{"version": "https://jsonfeed.org/version/1", ' + data)


WHOLE = (
    b'<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><id>1</id>'
    b'<title type="html">A &lt;b&gt;</title><link href="https://a.example/"/><updated>2026-01-31T07:00:00Z</updated>'
    b'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Text.</p></div></content></entry></feed>'
)


@given(st.integers(0, len(WHOLE)), st.integers(0, 30), st.binary(max_size=12))
def test_any_damage(start: int, length: int, put: bytes) -> None:
    only_errors_or_articles(WHOLE[:start] + put + WHOLE[start + length :])
