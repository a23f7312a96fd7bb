"""`briefing feeds …`: which feeds are collected, and how each of them does."""

from __future__ import annotations

import json as json_format
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli.console import Console, out
from briefing.cli.given import STDIN, configured, read_bytes
from briefing.cli.options import ConfigFile, Debug, Json, Quiet, Store, Verbose, help_without_command
from briefing.errors import ConfigError

if TYPE_CHECKING:
    from briefing.config import Config
    from briefing.ingest.network import Network
    from briefing.store.feeds import Feed

HELP = "Choose the feeds that briefing collect fetches, and see how each of them does."
app = typer.Typer(rich_markup_mode=None, help=HELP)

ADD = """Examples:

\b
  briefing feeds add https://news.example/feed.xml --list morning
  briefing feeds add https://news.example/           the feed that the page names"""
IMPORT = """Examples:

\b
  briefing feeds import subscriptions.opml           from another reader; its folders become lists"""

Url = Annotated[str, typer.Argument(metavar="URL", help="A feed, or a page that names one.", show_default=False)]
Known = Annotated[str, typer.Argument(metavar="URL", help="As briefing feeds list shows it.", show_default=False)]
Some = Annotated[list[str] | None, typer.Argument(metavar="[URL]...", help="Feeds, known or not; all without one.")]
Name = Annotated[str, typer.Option("--name", metavar="NAME", help="How it is called; otherwise as it calls itself.")]
Lists = Annotated[list[str] | None, typer.Option("--list", metavar="NAME", help="A list of feeds; may be repeated.")]
File = Annotated[str, typer.Argument(metavar="FILE", help="OPML of another reader; - is standard input.")]


@app.callback(invoke_without_command=True)
def feeds(context: typer.Context) -> None:
    """Choose the feeds that briefing collect fetches, and see how each of them does."""
    help_without_command(context)


@app.command("add", epilog=ADD)
def add(
    url: Url,
    name: Name = "",
    lists: Lists = None,
    store: Store = None,
    config: ConfigFile = None,
    quiet: Quiet = False,
    debug: Debug = False,  # noqa: ARG001 - read from the arguments before they are parsed
) -> int:
    """Add a feed. Of a page that names several, they are shown to choose from."""
    from briefing import job
    from briefing.job import archiving, feeding

    settings, console = configured(config, store), Console(quiet)
    found = feeding.find_feeds(url, settings, _network(settings))
    if len(found) > 1 or not found[0].declared:
        for link in found:
            out(f"{link.url}  {link.title}".rstrip())
        several = f"the page names {len(found)} feeds" if found[0].declared else "what looks like feeds is shown"
        raise ConfigError(several, hint="Add those that you want by their own addresses")
    title = name or found[0].title
    with archiving.opened(settings, create=True) as kept:
        new = kept.feeds.add(found[0].url, title, lists or (), at=job.now())
    out(found[0].url)
    console.done(f"{title or found[0].url} {'is added' if new else 'was there already'}; briefing collect fetches it")
    return 0


@app.command("list")
def show(
    lists: Lists = None,
    store: Store = None,
    config: ConfigFile = None,
    json: Json = False,
    quiet: Quiet = False,
    debug: Debug = False,  # noqa: ARG001
) -> int:
    """Print each feed and how it does. A failing one is shown with the reason and its next try."""
    from briefing import job
    from briefing.job import archiving

    settings = configured(config, store)
    with archiving.opened(settings) as kept:
        found = kept.feeds.all(lists or ())
    if json:
        out(json_format.dumps([_facts(feed) for feed in found], ensure_ascii=False, indent=2))
    else:
        for line in _table(found, job.now(), settings):
            out(line)
    troubled = sum(bool(feed.error) for feed in found)
    feeds = job.count(len(found), "feed") if found else "no feeds; briefing feeds add URL adds one"
    Console(quiet).done(f"{feeds}, {troubled} of them in trouble" if troubled else feeds)
    return 0


@app.command("remove")
def remove(
    url: Known,
    store: Store = None,
    config: ConfigFile = None,
    quiet: Quiet = False,
    debug: Debug = False,  # noqa: ARG001
) -> int:
    """Collect a feed no more. Its articles stay in the archive."""
    from briefing.errors import UnknownNameError
    from briefing.job import archiving

    with archiving.opened(configured(config, store)) as kept:
        if not kept.feeds.remove(url):
            raise UnknownNameError("feed", url, [feed.url for feed in kept.feeds.all()])
    Console(quiet).done(f"{url} is collected no more; its articles stay")
    return 0


@app.command("check")
def check(
    urls: Some = None,
    store: Store = None,
    config: ConfigFile = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
    debug: Debug = False,  # noqa: ARG001
) -> int:
    """Ask feeds now and say what comes. Nothing is kept; one that answers again is collected again."""
    from briefing.ingest.network import FetchError
    from briefing.job import archiving, count, feeding
    from briefing.job.running import PARTLY

    settings, console = configured(config, store), Console(quiet, verbose)
    failed = 0
    with archiving.opened(settings, create=bool(urls)) as kept:
        asked = urls or [feed.url for feed in kept.feeds.all()]
        for tried in feeding.try_feeds(asked, settings, _network(settings)):
            if isinstance(tried, FetchError):
                console.error(str(tried))
                failed += 1
                continue
            out(f"{tried.url}: {tried.line}")
            for refused in tried.refused if verbose else ():
                console.note(str(refused))
            kept.feeds.retry(tried.url)
    answered = f"{count(len(asked), 'feed')}: {len(asked) - failed} answered, {failed} failed"
    console.done(answered if asked else "no feeds; briefing feeds add URL adds one")
    return PARTLY if failed else 0


@app.command("import", epilog=IMPORT)
def take_over(
    file: File,
    lists: Lists = None,
    store: Store = None,
    config: ConfigFile = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
    debug: Debug = False,  # noqa: ARG001
) -> int:
    """Add the feeds of an OPML file. Nothing is fetched yet."""
    from briefing import job
    from briefing.job import archiving, feeding
    from briefing.job.running import PARTLY

    settings, console = configured(config, store), Console(quiet, verbose)
    entries, bad = feeding.take_over(read_bytes(file), "stdin" if file == STDIN else Path(file).name)
    with archiving.opened(settings, create=True) as kept, kept.db.transaction():
        new = sum(
            kept.feeds.add(entry.url, entry.title, {*entry.folders, *(lists or ())}, at=job.now()) for entry in entries
        )
    console.errors(bad)
    there = f", {len(entries) - new} there already" if len(entries) > new else ""
    console.done(f"{job.count(new, 'feed')} added{there}; briefing collect fetches them")
    return PARTLY if bad else 0


@app.command("export")
def give_out(
    lists: Lists = None,
    store: Store = None,
    config: ConfigFile = None,
    debug: Debug = False,  # noqa: ARG001
) -> int:
    """Print the feeds as OPML, for another reader."""
    from briefing.ingest.opml import write_opml
    from briefing.job import archiving, feeding

    with archiving.opened(configured(config, store)) as kept:
        found = kept.feeds.all(lists or ())
    out(write_opml(feeding.given_out(found)).decode().rstrip("\n"))
    return 0


# --- what is said of a feed ------------------------------------------------------------------------------------


def _table(feeds: tuple[Feed, ...], now: datetime, settings: Config) -> Iterator[str]:
    """A line a feed: address, how it does, name and lists."""
    width = max((len(feed.url) for feed in feeds), default=0)
    for feed in feeds:
        about = " · ".join(filter(None, (_state(feed, now, settings), feed.title, ", ".join(feed.lists))))
        yield f"{feed.url:{width}}  {about}"


def _state(feed: Feed, now: datetime, settings: Config) -> str:
    """`ok 07:00, 120 articles`, `failed 3 times since …: reason; next try 09:15`."""
    if feed.gone:
        return f"gone: {feed.error}"
    if feed.error:
        last = f", last success {_when(feed.success_at, now, settings)}" if feed.success_at else ", never a success"
        times = "once" if feed.failures == 1 else f"{feed.failures} times"
        return f"failed {times}{last}: {feed.error}; next try {_when(feed.next_try, now, settings)}"
    if feed.success_at is None:
        return "not collected yet"
    return f"ok {_when(feed.success_at, now, settings)}, {feed.items} article{'' if feed.items == 1 else 's'}"


def _when(instant: datetime | None, now: datetime, settings: Config) -> str:
    """The time today, else the day as well, in the zone of the desk."""
    from zoneinfo import ZoneInfo

    if instant is None:
        return "now"
    zone = ZoneInfo(settings.brief.zone)
    local, today = instant.astimezone(zone), now.astimezone(zone).date()
    return f"{local:%H:%M}" if local.date() == today else f"{local:%Y-%m-%d %H:%M}"


def _facts(feed: Feed) -> dict[str, object]:
    """As JSON: instants are ISO 8601."""
    from dataclasses import asdict

    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in asdict(feed).items()}


# --- the rest --------------------------------------------------------------------------------------------------


def _network(settings: Config) -> Network:
    from briefing.job.fetching import open_network

    return open_network(settings)
