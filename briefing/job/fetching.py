"""Pages and feeds that were named by their addresses, fetched and read like files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain

from briefing import ingest
from briefing.config import Config, LimitSettings
from briefing.errors import IngestError
from briefing.ingest.kinds import kind_of
from briefing.ingest.network import Fetched, FetchError, Network, Question, Rules, fetch_all, is_web_address
from briefing.ingest.network.public import Resolver, look_up
from briefing.ingest.reading import read_sources
from briefing.ingest.sniff_text import is_feed
from briefing.ingest.source import Source
from briefing.job.running import now as clock
from briefing.types import Article

Item = Article | IngestError
Progress = Callable[[int, int], None]


def silent(_done: int, _of: int) -> None:
    """Nobody is told anything."""


def open_network(
    config: Config,
    *,
    now: Callable[[], datetime] = clock,
    resolve: Resolver = look_up,
    robots: dict[str, Rules] | None = None,
) -> Network:
    """The egress of one run."""
    return Network(config.network, config.limits, now=now, resolve=resolve, robots=robots)


def read(
    config: Config,
    names: Sequence[str | os.PathLike[str]],
    *,
    limits: LimitSettings | None = None,
    without: frozenset[str] = frozenset(),
    progress: Progress = silent,
) -> Iterator[Item]:
    """As `ingest.read`, and what is at the addresses among the names."""
    urls = [name for name in names if isinstance(name, str) and is_web_address(name)]
    others = [name for name in names if name not in urls]
    files = (
        ingest.read(others, limits=limits or config.limits, without=without, progress=progress) if others else iter(())
    )
    return chain(files, fetch_articles(urls, config, progress=progress) if urls else ())


def fetch_articles(
    urls: Iterable[str], config: Config, *, network: Network | None = None, progress: Progress = silent
) -> Iterator[Item]:
    """The articles of pages and feeds, in whatever order the hosts answer; an error for each that gives none."""
    network = network or open_network(config)
    questions = [Question(url) for url in dict.fromkeys(url.strip() for url in urls)]
    failed: list[IngestError] = []

    def sources() -> Iterator[Source]:
        for done, reply in enumerate(fetch_all(network, questions, config.collect.hosts_at_once)):
            progress(done, len(questions))
            try:
                yield source_of(fetched(reply.result), config)
            except FetchError as error:
                failed.append(error)

    yield from read_sources(sources(), limits=config.limits)
    progress(len(questions), len(questions))
    yield from failed


def fetched(result: Fetched | FetchError | Exception) -> Fetched:
    """What came; raises what came instead."""
    if isinstance(result, Exception):
        raise result
    return result


def feed_source(answer: Fetched, config: Config) -> Source:
    """As `source_of`; FetchError also for what is no feed."""
    if not is_feed(answer.body):
        what = answer.content_type or "of an unknown type"
        raise FetchError(answer.url, f"it is no feed ({what})", hint="briefing feeds add finds the feed of a page")
    return source_of(answer, config)


def source_of(page: Fetched, config: Config, **facts: object) -> Source:
    """What a reader gets of an answer, with the address that it came from; FetchError when no reader takes it."""
    known = facts if facts or is_feed(page.body) else {"url": page.final_url}
    answer = {"charset": page.charset, "url": page.final_url, "media_type": page.content_type}
    source = Source(page.body, page.url, known, config.limits, **answer)
    if kind_of(source.name, source.data) is None:
        what = page.content_type or "of an unknown type"
        raise FetchError(page.url, f"it is no article and no feed ({what})", lasting=True)
    return source
