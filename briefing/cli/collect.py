"""`briefing collect`: what is new in the feeds, into the archive."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli.console import Bar, Console
from briefing.cli.interrupt import Ending
from briefing.cli.options import ConfigFile, Debug, Quiet, Store, Verbose
from briefing.errors import BriefingError, ConfigError

if TYPE_CHECKING:
    from briefing.config import Config
    from briefing.job.collecting import Collected

EXAMPLES = """Examples:

\b
  briefing collect                        every feed that is due
  briefing collect --list morning         those of one list
  briefing collect --watch --every 30m    again and again, until it is ended

Feeds are added with briefing feeds add; briefing make --since 24h makes the brief."""

Lists = Annotated[
    list[str] | None, typer.Option("--list", metavar="NAME", help="Only the feeds of this list; may be repeated.")
]
FullText = Annotated[
    bool | None,
    typer.Option(
        "--full-text/--no-full-text", help="Fetch pages of which a feed gives a part; collect.full_text otherwise."
    ),
]
Watch = Annotated[bool, typer.Option("--watch", help="Go on, one round after the other, until it is ended.")]
Every = Annotated[
    str | None, typer.Option("--every", metavar="TIME", help="Between two rounds: 15m, 1h; collect.every_minutes.")
]


def collect(
    lists: Lists = None,
    full_text: FullText = None,
    watch: Watch = False,
    every: Every = None,
    store: Store = None,
    config: ConfigFile = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
    debug: Debug = False,  # noqa: ARG001 - read from the arguments before they are parsed
) -> int:
    """Fetch what is new in your feeds and keep it in the archive."""
    from briefing.settings import load_settings

    console = Console(quiet, verbose)
    if every is not None and not watch:
        raise ConfigError("--every is for --watch", hint="Write briefing collect --watch --every 15m")
    settings = load_settings({"store.where": store, "collect.full_text": full_text}, config_file=config).config
    pause = _pause(every, settings)
    with Ending(console) as ending:
        if watch:
            _watch(settings, tuple(lists or ()), pause, console, ending)
            return 0
        outcome = _round(settings, tuple(lists or ()), console, ending)
    return ending.code or outcome.exit_code


def _round(settings: Config, lists: tuple[str, ...], console: Console, ending: Ending) -> Collected:
    """One round, and what came of it in words."""
    from briefing import job
    from briefing.job import archiving, collecting

    with archiving.opened(settings, create=True) as store, Bar(console) as bar:
        collection = collecting.Collection(settings, lists, bar, ending)
        outcome = collecting.collect(collection, store)
        pruned = archiving.retain(store, settings, at=job.now())
    console.errors(map(str, outcome.errors))
    console.notes(outcome.notes)
    if pruned:
        console.note(f"{len(pruned)} pruned, collected more than {settings.store.keep_days} days ago (store.keep_days)")
    console.done(outcome.closing_line)
    return outcome


def _watch(settings: Config, lists: tuple[str, ...], pause: timedelta, console: Console, ending: Ending) -> None:
    """Rounds until it is ended; what goes wrong in one is said, and the next one comes."""
    while not ending():
        try:
            _round(settings, lists, console, ending)
        except ConfigError:
            raise
        except (BriefingError, OSError) as error:
            console.error(str(error))
        if not ending():
            console.note(f"next round in {pause.total_seconds() / 60:.0f} min; Ctrl-C ends")
        ending.wait(pause.total_seconds())


def _pause(every: str | None, settings: Config) -> timedelta:
    from briefing.cli.when import age

    if every is None:
        return timedelta(minutes=settings.collect.every_minutes)
    pause = age(every, "--every")
    if pause < timedelta(minutes=1):
        raise ConfigError("--every is at least 1m", hint="Publishers are asked no more often than that")
    return pause
