"""Every feed that is due is asked, what is new goes into the archive, and pages follow where feeds give parts.

An answer's articles and the state of its feed are kept in one transaction, with those of the answers behind it that are
read by then: whatever moment a run ends at, the next one goes on.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from time import monotonic
from typing import TYPE_CHECKING

from briefing.config import Config
from briefing.errors import ConfigError, IngestError, UnknownNameError
from briefing.ingest import Remark
from briefing.ingest.network import Crew, Fetched, FetchError, Network, Question, Reply, Rules, host_of
from briefing.ingest.source import Source
from briefing.job.fetching import feed_source, fetch_articles, fetched, open_network, source_of
from briefing.job.running import PARTLY, Progress, count, silent
from briefing.job.running import now as clock
from briefing.store import Store
from briefing.store.feeds import Feed, Page
from briefing.types import Article

if TYPE_CHECKING:
    from briefing.ingest.isolation.children import Job

__all__ = ["Collected", "Collection", "collect", "fetch_articles", "network_of"]

LOCK = "collect"
AHEAD = 12  # answers that are with the reading children before the first of them is waited for …
AHEAD_BYTES = 32_000_000  # … unless they are large
TOGETHER = 200  # articles after which a transaction ends
STRIKES = 3  # pages of one host that fail one after the other before the rest waits for the next run
ROBOTS = timedelta(days=1)
REMEMBERED = timedelta(days=180)  # what became of a page
HEADLINE = "it has a headline and no text; its page is "  # as the reader of feeds says it


@dataclass(frozen=True, slots=True)
class Collection:
    """One `briefing collect`; `is_stopped` is asked between two answers."""

    config: Config
    lists: tuple[str, ...] = ()
    progress: Progress = silent
    is_stopped: Callable[[], bool] = lambda: False
    now: Callable[[], datetime] = clock


@dataclass(frozen=True, slots=True)
class Collected:
    """What came of it. `waiting` feeds failed before and are not due yet; `left` ones a stop left for the next run."""

    feeds: int = 0
    fresh: int = 0
    unchanged: int = 0
    failed: int = 0
    waiting: int = 0
    gone: int = 0
    new: int = 0
    known: int = 0
    pages: int = 0
    pages_failed: int = 0
    pages_left: int = 0
    left: int = 0
    errors: tuple[IngestError, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        return PARTLY if self.errors else 0

    @property
    def closing_line(self) -> str:
        """`40 feeds: 32 fresh, 3 unchanged, 5 failed · 210 new articles, 12 known · 30 pages, 2 failed`."""
        states = (
            (self.fresh, "fresh"),
            (self.unchanged, "unchanged"),
            (self.failed, "failed"),
            (self.waiting, "waiting after failures"),
            (self.gone, "gone"),
            (self.left, "left for the next run"),
        )
        told = ", ".join(f"{number} {word}" for number, word in states if number)
        parts = [f"{count(self.feeds, 'feed')}: {told}" if told else count(self.feeds, "feed")]
        parts.append(f"{count(self.new, 'new article')}, {self.known} known")
        pages = (
            (self.pages, "fetched"),
            (self.pages_failed, "failed"),
            (self.pages_left, "left for the next run"),
        )
        if any(number for number, _ in pages):
            parts.append(f"pages: {', '.join(f'{number} {word}' for number, word in pages if number)}")
        return " · ".join(parts)


def collect(collection: Collection, store: Store, network: Network | None = None) -> Collected:
    """Asks every feed that is due; LockedError while another run does, ConfigError for a list that holds no feed."""
    with store.db.lock(LOCK):
        network = network or network_of(collection.config, store, collection.now)
        feeds = store.feeds.all(collection.lists)
        if not feeds:
            raise _no_feeds(collection.lists, store)
        return _Run(collection, store, network).of(feeds)


def network_of(config: Config, store: Store, now: Callable[[], datetime] = clock) -> Network:
    """An egress that knows what robots.txt said within the last day."""
    known = store.feeds.robots(now() - ROBOTS)
    rules = {site: Rules(text, asked) for site, (text, asked) in known.items()}
    return open_network(config, now=now, robots=rules)


def _no_feeds(lists: tuple[str, ...], store: Store) -> ConfigError:
    known = {name for feed in store.feeds.all() for name in feed.lists}
    if lists and not known:
        return ConfigError("no feed is in a list", hint="briefing feeds add URL --list NAME puts it into one")
    for name in lists:
        if name not in known:
            return UnknownNameError("list of feeds", name, known)
    return ConfigError("there are no feeds to collect", hint="Add one with briefing feeds add URL")


class _Run:
    """The state of one run: the store, what is being fetched, what is being read, and what came of it so far."""

    def __init__(self, collection: Collection, store: Store, network: Network) -> None:
        self._collection, self._store, self._network = collection, store, network
        self._settings, self._limits = collection.config.collect, collection.config.limits
        self._reading: deque[tuple[Feed | Page, Fetched, Job]] = deque()
        self._counts: Counter[str] = Counter()
        self._errors: list[IngestError] = []
        self._moves: list[str] = []
        self._notes: list[str] = []
        self._strikes: Counter[str] = Counter()  # by host, pages that failed one after the other
        self._asked: Counter[str] = Counter()  # by host and by feed, pages of this run
        self._end_of_pages = monotonic() + 60 * self._settings.pages_minutes
        self._pages: dict[str, deque[Page]] = {}  # by host, those that wait for the one that is under way
        self._busy: set[str] = set()  # hosts of which a page is under way
        self._saved: set[str] = set(network.rules)
        self._done = 0

    def of(self, feeds: Iterable[Feed]) -> Collected:
        from briefing.ingest.isolation.children import Children

        feeds = tuple(feeds)
        now = self._collection.now()
        self._store.feeds.forget_pages(now - REMEMBERED)
        with Children(self._limits) as children, Crew(self._network, self._settings.hosts_at_once) as crew:
            self._children, self._crew = children, crew
            for feed in feeds:
                self._ask_feed(feed, now)
            if self._settings.full_text:
                urls = {feed.url for feed in feeds}
                self._ask_pages(page for page in self._store.feeds.pages_due(now) if page.feed in urls)
            self._work()
        return self._collected(len(feeds))

    # --- questions -------------------------------------------------------------------------------------------

    def _ask_feed(self, feed: Feed, now: datetime) -> None:
        if feed.is_due(now):
            self._crew.ask(Question(feed.url, feed.etag, feed.last_modified, tag=feed))
            self._counts["asked"] += 1
        else:
            self._counts["gone" if feed.gone else "waiting"] += 1

    def _ask_pages(self, pages: Iterable[Page]) -> None:
        """Of each host one after the other: what becomes of one decides about the next."""
        for page in pages:
            if self._asked[page.feed] >= self._settings.most_pages:
                self._counts["pages_left"] += 1
                continue
            self._asked[page.feed] += 1
            host = host_of(page.url)
            self._pages.setdefault(host, deque()).append(page)
            self._ask_next_page(host)

    def _ask_next_page(self, host: str) -> None:
        """Unless one is under way, or the host has had its share, or has failed again and again, or time is up."""
        if host in self._busy or not self._pages.get(host) or monotonic() > self._end_of_pages:
            return
        if self._asked[host] < self._settings.most_pages and self._strikes[host] < STRIKES:
            self._asked[host] += 1
            self._busy.add(host)
            page = self._pages[host].popleft()
            self._crew.ask(Question(page.url, tag=page))

    def _work(self) -> None:
        """Answers are read and kept as they come, until none is to come or a stop is asked for."""
        while (self._crew.open or self._reading) and not self._collection.is_stopped():
            reply = self._crew.take(0.0 if self._reading else 0.2)
            if reply:
                self._take(reply)
            if self._reading and (reply is None or self._is_much()):
                self._keep()
            self._collection.progress("collecting", self._done, self._done + self._open)

    def _is_much(self) -> bool:
        """Whether enough is with the children to keep them busy."""
        return len(self._reading) >= AHEAD or sum(len(answer.body) for _, answer, _ in self._reading) > AHEAD_BYTES

    @property
    def _open(self) -> int:
        """Questions that nothing came of yet, asked or not."""
        return self._crew.open + len(self._reading) + sum(map(len, self._pages.values()))

    # --- answers ---------------------------------------------------------------------------------------------

    def _take(self, reply: Reply) -> None:
        thing = reply.question.tag
        try:
            answer = fetched(reply.result)
            if isinstance(thing, Feed):
                self._take_feed(thing, answer)
            elif isinstance(thing, Page):
                self._reading.append((thing, answer, self._children.submit(self._page_source(thing, answer))))
        except FetchError as error:
            self._fail(thing, error)
        if isinstance(thing, Page):
            self._busy.discard(host_of(thing.url))
            self._ask_next_page(host_of(thing.url))

    def _take_feed(self, feed: Feed, answer: Fetched) -> None:
        if not answer.is_new or self._content(answer) == feed.content:
            self._succeed(feed, answer, ())
        else:
            self._reading.append((feed, answer, self._children.submit(feed_source(answer, self._collection.config))))

    def _content(self, answer: Fetched) -> str:
        """A hash of what was answered, and of whether pages are wanted: the same again needs no reading."""
        return sha256(answer.body + (b"+" if self._settings.full_text else b"-")).hexdigest()

    def _page_source(self, page: Page, answer: Fetched) -> Source:
        """The page keeps the address that the feed gave: by it the archive knows the part and the whole as one."""
        return source_of(answer, self._collection.config, url=page.url)

    def _keep(self) -> None:
        """The oldest answer, and those behind it that are read by then: they wait for the disk once."""
        thing, answer, job = self._reading.popleft()
        items = tuple(self._children.items(job))
        with self._store.db.transaction():
            self._keep_one(thing, answer, items)
            kept = len(items)
            while kept < TOGETHER and self._reading and self._children.is_done(self._reading[0][2]):
                thing, answer, job = self._reading.popleft()
                items = tuple(self._children.items(job))
                self._keep_one(thing, answer, items)
                kept += len(items)

    def _keep_one(self, thing: Feed | Page, answer: Fetched, items: tuple[Article | IngestError, ...]) -> None:
        if isinstance(thing, Feed):
            self._succeed(thing, answer, items)
        else:
            self._complete(thing, items)

    def _fail(self, thing: object, error: FetchError) -> None:
        if isinstance(thing, Feed):
            self._done += 1
            self._counts["failed"] += 1
            self._errors.append(error)
            at, again = self._collection.now(), error.retry_at
            self._store.feeds.failed(thing.url, error.reason, at=at, retry_at=again, gone=error.gone)
        elif isinstance(thing, Page):
            self._fail_page(thing, error, final=error.lasting)

    # --- feeds -----------------------------------------------------------------------------------------------

    def _succeed(self, feed: Feed, answer: Fetched, items: tuple[Article | IngestError, ...]) -> None:
        """Its articles, the pages that it wants and its state, in one transaction."""
        articles = [item for item in items if isinstance(item, Article)]
        failed = [item for item in items if isinstance(item, IngestError)]
        if items and not articles and all(item.origin_path == feed.url and item.exit_code for item in failed):
            self._fail(feed, FetchError(feed.url, failed[0].reason))
            return
        at = self._collection.now()
        with self._store.db.transaction():
            wanted, articles, known = self._pages_of(feed, articles, failed)
            added = self._store.articles.add(articles, at=at, via=feed.url)
            new = added.new + added.updated
            self._store.feeds.want_pages(wanted, at=at)
            self._store.feeds.succeeded(
                feed.url,
                at=at,
                etag=answer.etag if answer.is_new else answer.etag or feed.etag,
                last_modified=answer.last_modified if answer.is_new else answer.last_modified or feed.last_modified,
                content=self._content(answer) if answer.is_new else feed.content,
                items=new,
                title=next((article.publisher for article in articles), ""),
            )
            if moved := answer.moved_to:
                self._store.feeds.move(feed.url, moved)
                self._moves.append(f"{feed.url}: moved for good to {moved}, where it is asked from now on")
            self._keep_robots()
        self._done += 1
        self._counts.update(fresh=bool(new), unchanged=not new, new=new, known=known + added.known + added.deleted)
        self._notes.extend(f"{item.origin_path}: {item.reason}" for item in failed if not page_named(item))
        self._ask_pages(wanted)

    def _pages_of(
        self, feed: Feed, articles: list[Article], failed: list[IngestError]
    ) -> tuple[list[Page], list[Article], int]:
        """The pages to be fetched, the articles to be kept, and how many parts are known as wholes already."""
        parts = {article.url: article for article in articles if article.url and not article.complete}
        headlines = {url for item in failed if (url := page_named(item))} - parts.keys()
        known = self._store.feeds.pages_known((*parts, *headlines))
        came = {url for url in parts if url in known and known[url].came} | self._store.articles.whole(parts)
        kept = [article for article in articles if article.complete or article.url not in came]
        if not self._settings.full_text:
            return [], kept, len(articles) - len(kept)
        wanted = [Page(url, feed.url, part.id) for url, part in parts.items() if _is_other(known.get(url), part.id)]
        wanted += [Page(url, feed.url, "") for url in sorted(headlines) if url not in known]
        return wanted, kept, len(articles) - len(kept)

    # --- pages -----------------------------------------------------------------------------------------------

    def _complete(self, page: Page, items: tuple[Article | IngestError, ...]) -> None:
        """The whole article beside the part that the feed gave; what says no more than the part is no whole."""
        found = [item for item in items if isinstance(item, Article)]
        part = self._store.articles.get(page.article) if page.article else None
        if not found:
            reasons = [item.reason for item in items if isinstance(item, IngestError) and not isinstance(item, Remark)]
            self._fail_page(page, FetchError(page.url, next(iter(reasons), "there is no article on it")), final=True)
        elif part and sum(len(article.text) for article in found) <= len(part.text):
            self._fail_page(page, FetchError(page.url, "the page says no more than the feed"), final=True)
        else:
            at = self._collection.now()
            with self._store.db.transaction():
                added = self._store.articles.add((_filled(article, part) for article in found), at=at, via=page.feed)
                self._store.feeds.page_came(page.url, at=at)
                self._keep_robots()
            self._done += 1
            self._counts.update(pages=1, new=0 if part else added.new)
            self._strikes[host_of(page.url)] = 0

    def _fail_page(self, page: Page, error: FetchError, *, final: bool) -> None:
        """With a part in the archive it is a note; where there was a headline alone, an article is missing."""
        given_up = self._store.feeds.page_failed(page, at=self._collection.now(), retry_at=error.retry_at, final=final)
        self._done += 1
        self._counts["pages_failed"] += 1
        if page.article:
            self._notes.append(f"{error}; the archive has what the feed gave")
        elif given_up:
            self._errors.append(error)
        else:
            self._notes.append(f"{error}; it is tried again in a later run")
        host = host_of(page.url)
        self._strikes[host] = 0 if final else self._strikes[host] + 1

    # --- the rest --------------------------------------------------------------------------------------------

    def _keep_robots(self) -> None:
        """What was learned since the last time; what could not be had is asked for again."""
        fresh = {site: rules for site, rules in dict(self._network.rules).items() if site not in self._saved}
        self._saved.update(fresh)
        self._store.feeds.keep_robots({s: (r.text, r.asked) for s, r in fresh.items() if not r.unreachable})

    def _collected(self, feeds: int) -> Collected:
        counts = self._counts
        left = counts["asked"] - counts["fresh"] - counts["unchanged"] - counts["failed"]
        return Collected(
            feeds=feeds,
            fresh=counts["fresh"],
            unchanged=counts["unchanged"],
            failed=counts["failed"],
            waiting=counts["waiting"],
            gone=counts["gone"],
            new=counts["new"],
            known=counts["known"],
            pages=counts["pages"],
            pages_failed=counts["pages_failed"],
            pages_left=counts["pages_left"] + self._open - left,
            errors=tuple(self._errors),
            notes=(*self._moves, *self._notes),
            left=left,
        )


def page_named(error: IngestError) -> str:
    """The page of an entry that a feed gave as a headline alone, or nothing."""
    _, found, url = error.reason.partition(HEADLINE)
    return url if found else ""


def _is_other(known: Page | None, part: str) -> bool:
    """Whether the page is to be fetched: it was not yet, or the feed gives another part than it did then."""
    return known is None or known.article != part


def _filled(article: Article, part: Article | None) -> Article:
    """The page's article with what the feed knows better: when it appeared, and who published it."""
    if part is None:
        return article
    dated = article.published is not None and article.published_basis in {"stated", "metadata"}
    if part.published is not None and not dated:
        article = replace(article, published=part.published, published_basis=part.published_basis)
    return article if article.publisher else replace(article, publisher=part.publisher)
