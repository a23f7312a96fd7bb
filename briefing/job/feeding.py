"""The list of feeds: finding the feed of a page, adding it, trying it, taking lists over from other readers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from briefing.config import Config
from briefing.errors import ConfigError, IngestError
from briefing.ingest import Remark
from briefing.ingest.feed_links import FeedLink, feed_links
from briefing.ingest.network import Fetched, FetchError, Network, Question, address_of, fetch_all, has_user
from briefing.ingest.opml import FeedEntry, read_opml
from briefing.ingest.reading import read_sources
from briefing.ingest.sniff_text import is_feed
from briefing.job.collecting import page_named
from briefing.job.fetching import feed_source, fetched, source_of
from briefing.job.running import count
from briefing.store.feeds import Feed
from briefing.types import Article


@dataclass(frozen=True, slots=True)
class Tried:
    """A feed as it answers now: `articles`, of which `parts` break off, and `headlines` without any text."""

    url: str
    title: str
    articles: int
    parts: int
    headlines: int
    refused: tuple[IngestError, ...] = ()

    @property
    def line(self) -> str:
        """`20 articles, 18 of them in part, 2 headlines alone`."""
        words = [count(self.articles, "article") + (f", {self.parts} of them in part" if self.parts else "")]
        words += [f"{count(self.headlines, 'headline')} without a text"] if self.headlines else []
        words += [f"{len(self.refused)} refused"] if self.refused else []
        return ", ".join(words)


def checked_url(url: str) -> str:
    """The address as it is kept and asked; ConfigError for one that cannot be, or that holds a password."""
    try:
        address = address_of(url)
    except FetchError as error:
        raise ConfigError(f"{error.url}: {error.reason}", hint="Name the address of a feed or of a page") from error
    if has_user(url):
        raise ConfigError(f"{address.url}: the address holds a user name", hint="Passwords are not kept; leave it out")
    return address.url


def find_feeds(url: str, config: Config, network: Network) -> tuple[FeedLink, ...]:
    """The feed itself, or those that the page there names; FetchError where there is none."""
    answer = network.fetch(checked_url(url))
    if is_feed(answer.body):
        items = read_sources([source_of(answer, config)], limits=config.limits)
        return (FeedLink(answer.moved_to or answer.url, tried(answer, items).title, declared=True),)
    found = feed_links(answer.body, answer.final_url, answer.charset)
    if not found:
        raise FetchError(answer.url, "the page names no feed", hint="Look for RSS on the site and name its address")
    return found


def try_feeds(urls: Iterable[str], config: Config, network: Network) -> Iterator[Tried | FetchError]:
    """What each gives when it is asked now, whatever is known of it, in whatever order they answer."""
    from briefing.ingest.isolation.children import Children

    questions = [Question(checked_url(url)) for url in urls]
    with Children(config.limits) as children:
        for reply in fetch_all(network, questions, config.collect.hosts_at_once):
            try:
                answer = fetched(reply.result)
                yield tried(answer, children.items(children.submit(feed_source(answer, config))))
            except FetchError as error:
                yield error


def tried(answer: Fetched, read: Iterable[Article | IngestError]) -> Tried:
    """What was read of it; FetchError when that is nothing but a reason."""
    items = list(read)
    articles = [item for item in items if isinstance(item, Article)]
    problems = [item for item in items if isinstance(item, IngestError) and not isinstance(item, Remark)]
    broken = [problem for problem in problems if problem.origin_path == answer.url]
    if broken and not articles:
        raise FetchError(answer.url, broken[0].reason)
    headlines = sum(bool(page_named(problem)) for problem in problems)
    refused = tuple(problem for problem in problems if not page_named(problem))
    title = next((article.publisher for article in articles), "")
    return Tried(answer.url, title, len(articles), sum(not a.complete for a in articles), headlines, refused)


def take_over(data: bytes, name: str) -> tuple[list[FeedEntry], list[str]]:
    """The feeds of an OPML file with addresses that can be asked, and a line for each that cannot."""
    good, bad = [], []
    for entry in read_opml(data, name):
        try:
            good.append(FeedEntry(checked_url(entry.url), entry.title, entry.folders, entry.site))
        except ConfigError as error:
            bad.append(f"{name}: {error}")
    return good, bad


def given_out(feeds: Iterable[Feed]) -> list[FeedEntry]:
    """As OPML holds them: the first list of a feed is its folder."""
    return [FeedEntry(feed.url, feed.title, feed.lists[:1]) for feed in feeds]
