"""Collecting from a real server into a real archive."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

import pytest
from msgspec.structs import replace

from briefing.config import Config
from briefing.errors import ConfigError, LockedError
from briefing.job.collecting import Collected, Collection, collect
from briefing.job.fetching import fetch_articles, open_network
from briefing.store import Store, open_store
from tests.network.conftest import LIMITS, NOW, SETTINGS
from tests.network.misbehaving import Request, Server, answer, reset
from tests.network.publishing import PARAGRAPHS, feed_answer, item, page, part, publish, publish_page, rss, whole

CONFIG = replace(Config(), network=SETTINGS, limits=LIMITS)


@dataclass
class Desk:
    """An archive with feeds, and a clock that is put forward by hand."""

    store: Store
    config: Config = CONFIG
    now: datetime = NOW
    ran: list[Collected] = field(default_factory=list)

    def adds(self, *urls: str) -> None:
        for url in urls:
            self.store.feeds.add(url, at=self.now)

    def collects(self, **changes: object) -> Collected:
        """One round, a minute after the one before."""
        self.now += timedelta(minutes=1)
        collection = replace_collection(Collection(self.config, now=lambda: self.now), **changes)
        self.ran.append(collect(collection, self.store))
        return self.ran[-1]

    def set(self, **settings: object) -> None:
        self.config = replace(self.config, collect=replace(self.config.collect, **settings))

    @property
    def texts(self) -> list[str]:
        return sorted(article.text for article in self.store.articles.since())

    def holds(self, *names: str) -> bool:
        """Whether the current articles are these, by the beginnings of their texts, in any order."""
        texts = self.texts
        return len(texts) == len(names) and all(any(name in text for text in texts) for name in names)


def replace_collection(collection: Collection, **changes: object) -> Collection:
    from dataclasses import replace as replaced

    return replaced(collection, **changes)  # type: ignore[arg-type]


@pytest.fixture
def desk(tmp_path: object) -> Iterator[Desk]:
    with open_store(f"{tmp_path}/archive.sqlite") as store:
        yield Desk(store)


# --- feeds -------------------------------------------------------------------------------------------------------


def test_what_is_new_is_kept_and_asked_for_no_more(place: str, server: Server) -> None:
    """On both databases."""
    with open_store(place) as store:
        desk = Desk(store)
        url = publish(server, "/feed", whole("One"), whole("Two"), etag='"1"', last_modified="Sat, 31 Jan 2026")
        desk.adds(url)
        first = desk.collects()
        assert (first.feeds, first.fresh, first.new, first.known, first.exit_code) == (1, 1, 2, 0, 0)
        assert desk.holds("One", "Two")
        (kept,) = store.feeds.all()
        assert (kept.title, kept.items, kept.failures, kept.success_at) == ("The Norland Courier", 2, 0, desk.now)
        server.on("/feed", answer(304))
        second = desk.collects()
        assert (second.fresh, second.unchanged, second.new) == (0, 1, 0)
        asked = server.asked_for("/feed")[-1].headers
        assert (asked["if-none-match"], asked["if-modified-since"]) == ('"1"', "Sat, 31 Jan 2026")
        assert len(server.asked_for("/robots.txt")) == 1  # a day's, kept between runs
        publish(server, "/feed", whole("Three"), whole("Two"))
        third = desk.collects()
        assert (third.fresh, third.new, third.known) == (1, 1, 1)
        assert "if-none-match" in server.asked_for("/feed")[-1].headers
        desk.collects()
        assert "if-none-match" not in server.asked_for("/feed")[-1].headers  # the last answer had no state


def test_the_closing_line(desk: Desk, server: Server) -> None:
    desk.adds(publish(server, "/a", whole("One")), server.site + "/none", server.on("/gone", answer(410)))
    first = desk.collects()
    assert first.closing_line == "3 feeds: 1 fresh, 2 failed · 1 new article, 0 known"
    assert first.exit_code == 3
    assert desk.collects().closing_line == (
        "3 feeds: 1 unchanged, 1 waiting after failures, 1 gone · 0 new articles, 0 known"
    )


def test_a_feed_that_fails_is_asked_less_and_less(desk: Desk, server: Server) -> None:
    desk.adds(server.on("/feed", answer(500)))
    waits = []
    for _ in range(9):
        outcome = desk.collects()
        (feed,) = desk.store.feeds.all()
        assert (outcome.failed, feed.error, feed.success_at) == (1, "the host has a fault (500)", None)
        assert feed.next_try is not None
        waits.append(feed.next_try - desk.now)
        asked = len(server.asked_for("/feed"))
        assert desk.collects().waiting == 1
        assert len(server.asked_for("/feed")) == asked
        desk.now = feed.next_try
    assert waits == [timedelta(minutes=min(15 * 2**n, 24 * 60)) for n in range(9)]
    publish(server, "/feed", whole("One"))
    assert desk.collects().fresh == 1
    (feed,) = desk.store.feeds.all()
    assert (feed.error, feed.failures, feed.next_try) == ("", 0, None)


def test_a_host_may_ask_for_longer_than_that(desk: Desk, server: Server) -> None:
    desk.adds(server.on("/feed", answer(429, retry_after="7200")))
    desk.collects()
    (feed,) = desk.store.feeds.all()
    assert feed.next_try == desk.now + timedelta(hours=2)


def test_a_feed_that_is_gone_is_left_alone(desk: Desk, server: Server) -> None:
    desk.adds(server.on("/feed", answer(410)))
    assert desk.collects().failed == 1
    desk.now += timedelta(days=30)
    assert desk.collects().gone == 1
    assert len(server.asked_for("/feed")) == 1


NO_FEEDS = {
    "a page": (answer(200, page("One")), "it is no feed (text/html)"),
    "a picture": (answer(200, b"\x89PNG\r\n\x1a\n" + bytes(500), content_type="image/png"), "no feed (image/png)"),
    "words": (answer(200, b"Service unavailable", content_type="text/plain"), "no feed (text/plain)"),
    "an entity bomb": (
        answer(200, b'<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "' + b"&a;" * 999 + b'">'
               b'<!ENTITY c "' + b"&b;" * 999 + b'">]><rss version="2.0"><channel><title>&c;</title></channel></rss>'),
        "",
    ),
    "a file of the machine": (
        answer(200, b'<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel>'
               b"<item><title>x</title><description>&f;</description></item></channel></rss>"),
        "",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", NO_FEEDS)
def test_what_is_no_feed_fails_and_costs_no_other(desk: Desk, server: Server, kind: str) -> None:
    data, words = NO_FEEDS[kind]
    desk.adds(server.on("/bad", data), publish(server, "/good", whole("One")))
    outcome = desk.collects()
    assert (outcome.fresh, outcome.failed, outcome.exit_code) == (1, 1, 3)
    assert words in outcome.errors[0].reason
    assert desk.holds("One")


def test_an_empty_feed_is_one(desk: Desk, server: Server) -> None:
    desk.adds(publish(server, "/feed"))
    assert (desk.collects().unchanged, desk.ran[0].exit_code) == (1, 0)


@pytest.mark.parametrize(("status", "for_good"), [(301, True), (308, True), (302, False), (307, False)])
def test_a_feed_may_move(desk: Desk, server: Server, status: int, for_good: bool) -> None:
    """RFC 9110, 15.4: what is moved for good is asked at its new address from then on."""
    new, old = (
        publish(server, "/new", part("One", server.site + "/one")),
        server.on("/old", answer(status, location="/new")),
    )
    desk.store.feeds.add(old, "Courier", ["morning"], at=NOW)
    server.on("/one", answer(500))
    ran = desk.collects()
    assert ran.new == 1
    (feed,) = desk.store.feeds.all()
    assert (feed.url, feed.title, feed.lists, feed.items) == (new if for_good else old, "Courier", ("morning",), 1)
    assert (f"{old}: moved for good to {new}, where it is asked from now on" in ran.notes) == for_good
    publish_page(server, "/one", "One")
    desk.now += timedelta(hours=1)
    assert (desk.collects().pages, len(server.asked_for("/old"))) == (1, 1 if for_good else 2)


def test_a_feed_that_moves_to_a_known_one_becomes_one_with_it(desk: Desk, server: Server) -> None:
    new = publish(server, "/new", whole("One"))
    desk.store.feeds.add(server.on("/old", answer(301, location="/new")), lists=["morning"], at=NOW)
    desk.store.feeds.add(new, lists=["sport"], at=NOW)
    desk.collects()
    (feed,) = desk.store.feeds.all()
    assert (feed.url, feed.lists) == (new, ("morning", "sport"))


def test_a_feed_does_not_move_beyond_a_detour_or_to_what_is_no_feed(desk: Desk, server: Server) -> None:
    """301 to 302: only the first step is for good. A login page is no new address."""
    publish(server, "/end", whole("One"))
    server.on("/middle", answer(302, location="/end"))
    portal = server.on("/portal", answer(301, location="/login"))
    server.on("/login", answer(200, page("Log in")))
    desk.adds(server.on("/old", answer(301, location="/middle")), portal)
    desk.collects()
    assert [feed.url for feed in desk.store.feeds.all()] == [server.site + "/middle", portal]


def test_lists(desk: Desk, server: Server) -> None:
    desk.store.feeds.add(publish(server, "/a", whole("One")), lists=["morning"], at=NOW)
    desk.store.feeds.add(publish(server, "/b", whole("Two")), lists=["evening", "sport"], at=NOW)
    assert desk.collects(lists=("evening",)).feeds == 1
    assert desk.holds("Two")
    with pytest.raises(ConfigError, match=r"unknown list of feeds 'noon'\. Known: evening, morning, sport"):
        desk.collects(lists=("noon",))


def test_a_list_where_there_are_none(desk: Desk, server: Server) -> None:
    desk.adds(publish(server, "/a", whole("One")))
    with pytest.raises(ConfigError, match=r"no feed is in a list\. briefing feeds add URL --list NAME"):
        desk.collects(lists=("noon",))


def test_without_feeds_there_is_nothing_to_do(desk: Desk) -> None:
    with pytest.raises(ConfigError, match="no feeds to collect"):
        desk.collects()


def test_one_run_at_a_time(place: str, server: Server) -> None:
    with open_store(place) as store, open_store(place) as other:
        desk = Desk(store)
        desk.adds(publish(server, "/feed", whole("One")))
        with other.db.lock("collect"), pytest.raises(LockedError):
            desk.collects()
        assert not server.asked
        assert desk.collects().new == 1


# --- pages -------------------------------------------------------------------------------------------------------


def test_the_page_of_a_part_is_fetched_once(desk: Desk, server: Server) -> None:
    link = publish_page(server, "/story", "The whole story")
    desk.adds(publish(server, "/feed", part("One", link), whole("Two")))
    first = desk.collects()
    assert (first.new, first.pages) == (2, 1)
    assert desk.holds("The whole story: A spokesman", "Two")
    (story,) = [article for article in desk.store.articles.since() if article.url == link]
    assert story.complete
    assert story.published == datetime.fromisoformat("2026-01-31T06:00:00+00:00")
    assert story.publisher
    second = desk.collects()
    assert (second.new, second.unchanged, second.pages) == (0, 1, 0)
    assert len(server.asked_for("/story")) == 1
    assert desk.holds("The whole story: A spokesman", "Two")


def test_a_part_that_changed_has_its_page_fetched_again(desk: Desk, server: Server) -> None:
    link = publish_page(server, "/story", "The whole story")
    desk.adds(publish(server, "/feed", part("One", link)))
    desk.collects()
    publish_page(server, "/story", "The corrected story")
    publish(server, "/feed", part("One", link, "One, corrected: the strike went on …"))
    assert desk.collects().pages == 1
    assert desk.holds("The corrected story")


def test_a_part_takes_no_place_of_a_whole_that_came_by_another_way(desk: Desk, server: Server) -> None:
    url = publish_page(server, "/one", "One")
    desk.store.articles.add(fetch_articles([url], desk.config), at=NOW)  # type: ignore[arg-type]
    desk.adds(publish(server, "/feed", part("One", url)))
    for _ in range(2):
        desk.collects()
        (article,) = desk.store.articles.since()
        assert article.complete
        assert PARAGRAPHS[-1] in article.text


def test_pages_only_where_they_are_wanted(desk: Desk, server: Server) -> None:
    link = publish_page(server, "/story", "The whole story")
    desk.adds(publish(server, "/feed", part("One", link)))
    desk.set(full_text=False)
    assert (desk.collects().new, desk.collects().unchanged) == (1, 1)
    assert not server.asked_for("/story")
    desk.set(full_text=True)
    assert desk.collects().pages == 1
    desk.set(full_text=False)
    desk.collects()
    assert desk.holds("The whole story")


def test_a_page_that_is_not_there_leaves_the_part(desk: Desk, server: Server) -> None:
    desk.adds(publish(server, "/feed", part("One", server.site + "/none")))
    first = desk.collects()
    assert (first.new, first.pages_failed, first.exit_code) == (1, 1, 0)
    assert "not there (404); the archive has what the feed gave" in first.notes[0]
    desk.now += timedelta(days=1)
    desk.collects()
    assert len(server.asked_for("/none")) == 1
    assert desk.holds("One")


def test_a_page_that_fails_is_tried_in_three_runs(desk: Desk, server: Server) -> None:
    desk.adds(publish(server, "/feed", part("One", server.on("/story", answer(500))), etag='"1"'))
    for _ in range(5):
        desk.collects()
        server.on("/feed", answer(304))
        desk.collects()  # too early for the page
        desk.now += timedelta(days=1)
    assert len(server.asked_for("/story")) == 3


def test_a_page_that_comes_back_is_had(desk: Desk, server: Server) -> None:
    desk.adds(publish(server, "/feed", part("One", server.on("/story", answer(503)))))
    desk.collects()
    publish_page(server, "/story", "The whole story")
    server.on("/feed", answer(500))  # the feed is not needed for it
    desk.now += timedelta(hours=1)
    assert desk.collects().pages == 1
    assert desk.holds("The whole story")


def test_headlines_alone_are_had_from_their_pages(desk: Desk, server: Server) -> None:
    link = publish_page(server, "/story", "The whole story")
    desk.adds(publish(server, "/feed", item("One", link=link), item("Two", link=server.site + "/none"), item("Three")))
    outcome = desk.collects()
    assert (outcome.new, outcome.pages, outcome.pages_failed) == (1, 1, 1)
    assert (outcome.exit_code, [error.origin_path for error in outcome.errors]) == (3, [server.site + "/none"])
    assert any("Three" in note or "no link" in note for note in outcome.notes)
    assert desk.holds("The whole story")
    assert desk.collects().exit_code == 0
    assert len(server.asked_for("/none")) == 1


def test_a_page_that_says_no_more_is_not_taken(desk: Desk, server: Server) -> None:
    link = server.on("/story", answer(200, b"Please accept cookies.", content_type="text/plain"))
    desk.adds(publish(server, "/feed", part("One", link)))
    assert "says no more than the feed" in desk.collects().notes[0]
    assert desk.holds("One")


def test_robots_keep_us_from_pages(desk: Desk, server: Server) -> None:
    server.on("/robots.txt", answer(200, b"User-agent: *\nDisallow: /story\n"))
    desk.adds(publish(server, "/feed", part("One", publish_page(server, "/story", "The whole story"))))
    assert "robots.txt" in desk.collects().notes[0]
    assert not server.asked_for("/story")
    assert desk.holds("One")


def test_a_host_whose_pages_fail_is_left_alone(desk: Desk, server: Server) -> None:
    links = [server.on(f"/story/{n}", answer(500)) for n in range(9)]
    desk.adds(publish(server, "/feed", *(part(f"Number {n}", link) for n, link in enumerate(links))))
    outcome = desk.collects()
    assert (outcome.new, outcome.pages_failed, outcome.pages_left) == (9, 3, 6)
    assert len([request for request in server.asked if "story" in request.path]) == 3


def test_pages_of_a_host_have_a_limit_in_a_run(desk: Desk, server: Server) -> None:
    links = [publish_page(server, f"/story/{n}", f"Story {n}") for n in range(5)]
    desk.adds(publish(server, "/feed", *(part(f"Number {n}", link) for n, link in enumerate(links)), etag='"1"'))
    desk.set(most_pages=2)
    assert (desk.collects().pages, desk.ran[0].pages_left) == (2, 3)
    server.on("/feed", answer(304))
    assert (desk.collects().pages, desk.collects().pages) == (2, 1)
    assert desk.holds(*(f"Story {n}" for n in range(5)))


def test_pages_of_a_feed_have_the_same_limit_on_however_many_hosts(desk: Desk, server: Server) -> None:
    with Server() as other, Server() as third:
        links = [publish_page(host, "/story", f"Story {n}") for n, host in enumerate((server, other, third))]
        desk.adds(publish(server, "/feed", *(part(f"Number {n}", link) for n, link in enumerate(links))))
        desk.set(most_pages=2)
        assert (desk.collects().pages, desk.ran[0].pages_left) == (2, 1)
        assert desk.collects().pages == 1


def test_pages_have_a_time(desk: Desk, server: Server) -> None:
    desk.adds(publish(server, "/feed", part("One", publish_page(server, "/story", "Story"))))
    desk.set(pages_minutes=1e-9)
    assert (desk.collects().new, desk.ran[0].pages, desk.ran[0].pages_left) == (1, 0, 1)


# --- ends --------------------------------------------------------------------------------------------------------


def test_a_stop_leaves_the_rest_for_the_next_run(desk: Desk, server: Server) -> None:
    urls = [publish(server, f"/{n}", whole(f"Number {n}"), whole(f"Second {n}")) for n in range(8)]
    desk.adds(*urls)
    looks = count()
    outcome = desk.collects(is_stopped=lambda: next(looks) > 4)
    assert outcome.left > 0
    assert f"{outcome.left} left for the next run" in outcome.closing_line
    kept = len(desk.texts)
    assert kept == outcome.new == 2 * outcome.fresh < 16
    desk.collects()
    assert len(desk.texts) == 16


def test_a_bug_is_not_taken_for_a_failure_of_the_feed(desk: Desk, server: Server) -> None:
    def broken(host: str, port: int) -> list[str]:
        raise ZeroDivisionError

    desk.adds("http://a.example/feed")
    with pytest.raises(ZeroDivisionError):
        collect(Collection(desk.config), desk.store, open_network(desk.config, resolve=broken))


# --- two hundred feeds, of which forty are bad -------------------------------------------------------------------

HUGE = 4_000_000
BAD: tuple[Callable[[Server], object], ...] = (
    lambda server: server.silence(),
    lambda server: server.drip(b"HTTP/1.1 200 OK\r\nx: ", b"y"),
    lambda server: server.drip(answer(200, length=HUGE), b"y"),
    lambda server: server.drip(answer(200, content_length=""), b"y" * 100_000, every=0.001),
    lambda server: server.silence(answer(200, length=HUGE)),
    lambda server: reset,
    lambda server: b"garbage",
    lambda server: b"",
    lambda server: answer(200),
    lambda server: answer(302, location="/robots.txt"),
    lambda server: answer(302, location="http://169.254.169.254/"),
    lambda server: answer(302, location="file:///etc/passwd"),
    lambda server: answer(403),
    lambda server: answer(404),
    lambda server: answer(410),
    lambda server: answer(429, retry_after="3600"),
    lambda server: answer(500),
    lambda server: answer(503, retry_after="Sat, 31 Jan 2026 09:00:00 GMT"),
    lambda server: answer(200, page("A page")),
    lambda server: answer(200, b"<rss version='2.0'><channel><item>", content_type="application/rss+xml", length=9_999),
)


@pytest.mark.slow
def test_two_hundred_feeds_of_which_forty_are_bad(desk: Desk) -> None:
    """Two hundred hosts by name, on loopback by the resolver; the limits are a tenth and less of the usual ones."""
    good, bad = 160, 40
    with Server() as server:
        behaviours = [BAD[n % len(BAD)](server) for n in range(bad)]

        def serve(request: Request, connection: socket.socket) -> None:
            name = request.headers["host"].partition(".")[0]
            number = int(name[1:])
            if name[0] == "g":
                link = f"http://{request.headers['host']}/story"
                connection.sendall(
                    feed_answer([whole(f"{name} {n}") for n in range(10)] + [part(f"{name} part", link)])
                )
            elif callable(does := behaviours[number]):
                does(request, connection)
            else:
                connection.sendall(does)  # type: ignore[arg-type]

        server.on("/feed", serve)
        server.on("/story", lambda request, c: c.sendall(answer(200, page(f"Story of {request.headers['host']}"))))
        desk.adds(*(f"http://g{n}.example:{server.port}/feed" for n in range(good)))
        desk.adds(*(f"http://b{n}.example:{server.port}/feed" for n in range(bad)))
        desk.config = replace(desk.config, limits=replace(LIMITS, total_seconds=2, connect_seconds=2))
        begun = datetime.now(NOW.tzinfo)
        network = open_network(desk.config, now=lambda: NOW, resolve=lambda host, port: ["127.0.0.1"])
        outcome = collect(Collection(desk.config, now=lambda: NOW), desk.store, network)
        seconds = (datetime.now(NOW.tzinfo) - begun).total_seconds()
    assert (outcome.fresh, outcome.failed, outcome.pages) == (good, bad, good)
    assert outcome.new == good * 11
    assert len(desk.texts) == good * 11
    assert all(feed.error for feed in desk.store.feeds.all() if "//b" in feed.url)
    assert seconds < 60


def test_a_feed_of_a_thousand_entries(desk: Desk, server: Server) -> None:
    desk.adds(publish(server, "/feed", *(whole(f"Number {n}") for n in range(1_000))))
    assert desk.collects().new == 1_000
    assert len(rss([])) < 500
