"""Feeds with what is known of each, the pages that wait to be fetched, and the robots.txt of their sites."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from briefing.store.database import Database, Row, instant_of, instant_text

FIRST_WAIT = timedelta(minutes=15)  # after a failure; doubled with each further one …
LONGEST_WAIT = timedelta(days=1)  # … up to this
PAGE_TRIES = 3  # of a page, in as many runs
_COLUMNS = (
    "url title lists added_at etag last_modified content checked_at success_at error failures next_try gone items"
).split()
_FEED = ", ".join(_COLUMNS)


@dataclass(frozen=True, slots=True)
class Feed:
    """`items` counts the articles that came by it; `next_try` is there while it fails; a `gone` one is left alone.

    `content` is a hash of its last answer, for servers that cannot say that nothing has changed.
    """

    url: str
    title: str
    lists: tuple[str, ...]
    added_at: datetime
    etag: str = ""
    last_modified: str = ""
    content: str = ""
    checked_at: datetime | None = None
    success_at: datetime | None = None
    error: str = ""
    failures: int = 0
    next_try: datetime | None = None
    gone: bool = False
    items: int = 0

    def is_due(self, now: datetime) -> bool:
        return not self.gone and (self.next_try is None or self.next_try <= now)


@dataclass(frozen=True, slots=True)
class Page:
    """The page of an article of which the feed gave a part, `article`; "" where it gave the headline alone."""

    url: str
    feed: str
    article: str
    tries: int = 0
    came: bool = False


class Feeds:
    def __init__(self, database: Database) -> None:
        self.db = database

    # --- the list --------------------------------------------------------------------------------------------

    def add(self, url: str, title: str = "", lists: Iterable[str] = (), *, at: datetime) -> bool:
        """Whether it is new; of a known one the title changes where one is given, and lists are added."""
        known = self.get(url)
        names = _lists({*(known.lists if known else ()), *lists})
        if known:
            self.db.run("UPDATE feeds SET title = ?, lists = ? WHERE url = ?", title or known.title, names, url)
            return False
        sql = "INSERT INTO feeds (url, title, lists, added_at) VALUES (?, ?, ?, ?)"
        self.db.run(sql, url, title, names, instant_text(at))
        return True

    def remove(self, url: str) -> bool:
        """Whether it was there; its articles stay, the pages that wait go."""
        with self.db.transaction():
            self.db.run("DELETE FROM pages WHERE feed = ?", url)
            return self.db.run("DELETE FROM feeds WHERE url = ?", url) > 0

    def move(self, url: str, to: str) -> None:
        """It has another address from now on; where that one is known already, the two become one."""
        with self.db.transaction():
            here, there = self.get(url), self.get(to)
            self.db.run("UPDATE pages SET feed = ? WHERE feed = ?", to, url)
            if here and there:
                self.db.run("UPDATE feeds SET lists = ? WHERE url = ?", _lists({*here.lists, *there.lists}), to)
                self.db.run("DELETE FROM feeds WHERE url = ?", url)
            else:
                self.db.run("UPDATE feeds SET url = ? WHERE url = ?", to, url)

    def get(self, url: str) -> Feed | None:
        rows = self.db.rows(f"SELECT {_FEED} FROM feeds WHERE url = ?", url)  # noqa: S608 - constants
        return _feed(rows[0]) if rows else None

    def all(self, lists: Iterable[str] = ()) -> tuple[Feed, ...]:
        """By URL; those that are in one of the lists, where some are named."""
        wanted = set(lists)
        feeds = map(_feed, self.db.rows(f"SELECT {_FEED} FROM feeds ORDER BY url"))  # noqa: S608 - constants
        return tuple(feed for feed in feeds if not wanted or wanted & set(feed.lists))

    # --- what became of it -----------------------------------------------------------------------------------

    def succeeded(
        self, url: str, *, at: datetime, etag: str, last_modified: str, content: str, items: int = 0, title: str = ""
    ) -> None:
        """It answered; `items` articles were new. Where it had no title, this is one."""
        self.db.run(
            "UPDATE feeds SET etag = ?, last_modified = ?, content = ?, checked_at = ?, success_at = ?, error = '',"
            " failures = 0, next_try = NULL, gone = 0, items = items + ?,"
            " title = CASE title WHEN '' THEN ? ELSE title END WHERE url = ?",
            etag,
            last_modified,
            content,
            instant_text(at),
            instant_text(at),
            items,
            title,
            url,
        )

    def retry(self, url: str) -> None:
        """It is due again, whatever happened before."""
        self.db.run("UPDATE feeds SET next_try = NULL, gone = 0 WHERE url = ?", url)

    def failed(
        self, url: str, error: str, *, at: datetime, retry_at: datetime | None = None, gone: bool = False
    ) -> None:
        """It waits twice as long as the last time, and at least until the host wants to be asked again."""
        feed = self.get(url)
        if feed is None:
            return
        failures = feed.failures + 1
        due = at + min(FIRST_WAIT * 2 ** min(failures - 1, 10), LONGEST_WAIT)
        sql = "UPDATE feeds SET checked_at = ?, error = ?, failures = ?, next_try = ?, gone = ? WHERE url = ?"
        next_try = instant_text(max(due, retry_at or due))
        self.db.run(sql, instant_text(at), error, failures, next_try, int(gone), url)

    # --- pages -----------------------------------------------------------------------------------------------

    def want_pages(self, pages: Iterable[Page], *, at: datetime) -> None:
        """They wait from now on; one that is known is fetched again only when another part of its article came."""
        self.db.run_many(
            "INSERT INTO pages (url, feed, article, next_try, changed_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (url)"
            " DO UPDATE SET article = excluded.article, tries = 0, next_try = excluded.next_try"
            " WHERE pages.article <> excluded.article",
            ((page.url, page.feed, page.article, instant_text(at), instant_text(at)) for page in pages),
        )

    def pages_due(self, now: datetime) -> tuple[Page, ...]:
        sql = "SELECT url, feed, article, tries, came FROM pages WHERE next_try <= ? ORDER BY url"
        return tuple(_page(row) for row in self.db.rows(sql, instant_text(now)))

    def pages_known(self, urls: Iterable[str]) -> dict[str, Page]:
        """Those of the URLs that wait, came or were given up."""
        found: dict[str, Page] = {}
        for some in _batches(sorted(set(urls)), 200):
            places = ", ".join("?" * len(some))
            sql = f"SELECT url, feed, article, tries, came FROM pages WHERE url IN ({places})"  # noqa: S608 - question marks
            found.update((row[0], _page(row)) for row in self.db.rows(sql, *some))
        return found

    def pages_waiting(self) -> int:
        (row,) = self.db.rows("SELECT count(*) FROM pages WHERE next_try IS NOT NULL")
        return int(row[0])

    def page_came(self, url: str, *, at: datetime) -> None:
        """Its whole article is in the archive."""
        sql = "UPDATE pages SET next_try = NULL, tries = 0, came = 1, changed_at = ? WHERE url = ?"
        self.db.run(sql, instant_text(at), url)

    def page_failed(self, page: Page, *, at: datetime, retry_at: datetime | None = None, final: bool = False) -> bool:
        """It is tried again in a later run, or given up: whether it is."""
        given_up = final or page.tries + 1 >= PAGE_TRIES
        due = at + FIRST_WAIT * 4**page.tries
        next_try = None if given_up else instant_text(max(due, retry_at or due))
        sql = "UPDATE pages SET tries = tries + 1, next_try = ?, changed_at = ? WHERE url = ?"
        self.db.run(sql, next_try, instant_text(at), page.url)
        return given_up

    def forget_pages(self, before: datetime) -> int:
        """Those that have not waited since then; a feed that still names one has it fetched again."""
        sql = "DELETE FROM pages WHERE next_try IS NULL AND changed_at < ?"
        return self.db.run(sql, instant_text(before))

    # --- robots.txt ------------------------------------------------------------------------------------------

    def robots(self, since: datetime) -> dict[str, tuple[str, datetime]]:
        """By site: the text, and when it was asked for; those asked since then. Older ones are forgotten."""
        self.db.run("DELETE FROM robots WHERE asked_at < ?", instant_text(since))
        rows = self.db.rows("SELECT site, rules, asked_at FROM robots")
        return {site: (rules, instant_of(asked_at)) for site, rules, asked_at in rows}

    def keep_robots(self, rules: Mapping[str, tuple[str, datetime]]) -> None:
        self.db.run_many(
            "INSERT INTO robots (site, rules, asked_at) VALUES (?, ?, ?)"
            " ON CONFLICT (site) DO UPDATE SET rules = excluded.rules, asked_at = excluded.asked_at",
            ((site, text, instant_text(asked)) for site, (text, asked) in sorted(rules.items())),
        )


def _lists(names: Iterable[str]) -> str:
    return json.dumps(sorted(names), ensure_ascii=False)


def _page(row: Row) -> Page:
    url, feed, article, tries, came = row
    return Page(url, feed, article, tries, bool(came))


def _batches(items: list[str], size: int) -> Iterable[list[str]]:
    return (items[start : start + size] for start in range(0, len(items), size))


def _feed(row: Row) -> Feed:
    values = dict(zip(_COLUMNS, row, strict=True))
    for name in ("added_at", "checked_at", "success_at", "next_try"):
        values[name] = instant_of(values[name]) if values[name] else None
    return Feed(**{**values, "lists": tuple(json.loads(values["lists"])), "gone": bool(values["gone"])})
