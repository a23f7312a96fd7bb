"""Lists of feeds: read from what other readers write, written and read again, and refused as articles."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.errors import IngestError
from briefing.ingest import read
from briefing.ingest.opml import FeedEntry, read_opml, write_opml

LIST = b"""<?xml version="1.0" encoding="UTF-8"?>
<!-- made by a reader -->
<opml version="1.0"><head><title>My feeds</title></head><body>
<outline text="News"><outline text="Regional" title="By region">
<outline type="rss" text="Post &amp; Mail" xmlUrl=" https://post.example/rss " htmlUrl="https://post.example/"/></outline>
<outline type="rss" title="Courier" xmlurl="feed://courier.example/rss"/></outline>
<outline type="rss" xmlUrl="feed:https://third.example/atom"/>
<outline text="Again" xmlUrl="https://post.example/rss"/><outline text="An empty folder"/>
</body></opml>"""


def test_a_list_with_folders() -> None:
    assert read_opml(LIST) == (
        FeedEntry("https://post.example/rss", "Post & Mail", ("News", "By region"), "https://post.example/"),
        FeedEntry("http://courier.example/rss", "Courier", ("News",)),
        FeedEntry("https://third.example/atom"),
    )


def test_bare_ampersands_are_mended() -> None:
    data = b'<opml><body><outline xmlUrl="https://a.example/?a=1&b=2&amp;c=3"/></body></opml>'
    assert [feed.url for feed in read_opml(data)] == ["https://a.example/?a=1&b=2&c=3"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "it is no OPML, or a damaged one"),
        (b"<opml><body>", "it is no OPML, or a damaged one"),
        (b"<rss><channel/></rss>", "no OPML"),
        (b"<opml><head/></opml>", "no OPML"),
        (b'<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml><body/></opml>', "external"),
    ],
)
def test_what_is_no_list_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(IngestError, match=reason):
        read_opml(data, "list.opml")


@pytest.mark.parametrize("name", ["list.opml", "list.xml"])
def test_a_list_is_no_article(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(LIST)
    (refused,) = read([path])
    assert isinstance(refused, IngestError)
    assert "a list of feeds" in str(refused)
    assert "briefing feeds import" in str(refused)


entries = st.builds(
    FeedEntry,
    url=st.integers(0, 9).map(lambda n: f"https://a.example/{n}?a=1&b=<\"'>"),
    title=st.sampled_from(["Post & Mail", "<b>", "Größe", "新聞"]),
    folders=st.lists(st.sampled_from(["News", "A & B", "东"]), max_size=3).map(tuple),
    site=st.sampled_from(["", "https://a.example/"]),
)


@given(st.lists(entries, max_size=6, unique_by=lambda feed: feed.url))
def test_what_is_written_is_read_again(feeds: list[FeedEntry]) -> None:
    assert sorted(read_opml(write_opml(feeds)), key=repr) == sorted(feeds, key=repr)


@given(st.text(), st.text())
def test_any_title_can_be_written(title: str, folder: str) -> None:
    (feed,) = read_opml(write_opml([FeedEntry("https://a.example/", title, (folder,))], title))
    assert feed.url == "https://a.example/"


@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    for given_bytes in (data, LIST[:300] + data):
        with contextlib.suppress(IngestError):
            read_opml(given_bytes)
