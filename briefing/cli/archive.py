"""`briefing archive …`: what is kept, and how to find, take out and let go of it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefing.cli.console import Bar, Console, out
from briefing.cli.given import configured
from briefing.cli.interrupt import Ending
from briefing.cli.options import ConfigFile, Debug, Json, Quiet, Store, Verbose, help_without_command
from briefing.errors import ConfigError

if TYPE_CHECKING:
    from datetime import datetime

    from briefing.config import Config
    from briefing.store.articles import Found, Kept

HELP = "Keep articles for good: add them, find them, take them out, let them go."
app = typer.Typer(rich_markup_mode=None, help=HELP)

ADD = """Examples:

\b
  briefing archive add articles/ newsletter.eml    into the archive of the user
  briefing archive add https://news.example/story  a page or a feed, fetched
  briefing archive add export.jsonl                what an export holds, as it was
  briefing archive add news/ --store desk.sqlite   into an archive of one's own"""
SEARCH = """Examples:

\b
  briefing archive search grain export             articles that hold both words
  briefing archive search '"export ban" tariff*'   a phrase, and how a word begins
  briefing archive search 'grain -wheat' --json    without a word, as data"""
EXPORT = """Examples:

\b
  briefing archive export -o archive.jsonl         everything, for briefing archive add
  briefing archive export --all -o backup.jsonl    feeds, editions, subscribers and mails as well
  briefing archive export --since 24h | gzip > day.jsonl.gz"""
PRUNE = """Examples:

\b
  briefing archive prune --older 90d --dry-run     says what would go
  briefing archive prune                           after store.keep_days of the configuration"""
DELETE = """Examples:

\b
  briefing archive delete 3f9c27a1 --reason "asked by the publisher"
  briefing archive delete https://news.example/story --reason "withdrawn"   all versions, for good"""

Inputs = Annotated[
    list[str] | None,
    typer.Argument(metavar="FILE|FOLDER|GLOB|URL|-...", help="Articles of any kind, or an export."),
]
Words = Annotated[list[str], typer.Argument(metavar="QUERY...", help='Words, "a phrase", begin*, -without.')]
Name = Annotated[str, typer.Argument(metavar="ID|URL", help="An id, the beginning of one, or a URL.")]
Limit = Annotated[int, typer.Option("--limit", "-n", min=1, metavar="N", help="At most so many.")]
Since = Annotated[
    str | None, typer.Option("--since", metavar="AGE|INSTANT", help="Collected since then: 24h, 2026-01-31.")
]
Output = Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help="Where to; stdout otherwise.")]
Older = Annotated[
    str | None, typer.Option("--older", metavar="AGE", help="90d, 12w; store.keep_days of the configuration otherwise.")
]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; it is kept.", show_default=False)]
Refresh = Annotated[bool, typer.Option("--refresh", help="Replace what is known about articles that are there.")]
Trial = Annotated[bool, typer.Option("--dry-run", help="Say what would go, and keep it.")]
Everything = Annotated[
    bool, typer.Option("--all", help="Feeds, editions, subscribers and mails too: a whole backup, with its secrets.")
]
Whole = Annotated[
    bool, typer.Option("--all", help="All that an export with --all holds: only of an export of your own.")
]
Repair = Annotated[bool, typer.Option("--repair", help="Make the index of words again.")]


@app.callback(invoke_without_command=True)
def archive(context: typer.Context) -> None:
    """Keep articles for good: add them, find them, take them out, let them go."""
    help_without_command(context)


@app.command("add", epilog=ADD)
def add(
    inputs: Inputs = None,
    refresh: Refresh = False,
    all_: Whole = False,
    store: Store = None,
    config: ConfigFile = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
    debug: Debug = False,  # noqa: ARG001 - read from the arguments before they are parsed
) -> int:
    """Put articles into the archive. What is there already stays as it is."""
    from briefing import job
    from briefing.job import archiving

    console = Console(quiet, verbose)
    settings = configured(config, store)
    with Ending(console, "article") as ending, archiving.opened(settings, create=True) as kept, Bar(console) as bar:
        outcome = archiving.add(
            kept,
            tuple(inputs or ()),
            at=job.now(),
            config=settings,
            progress=bar,
            is_stopped=ending,
            refresh=refresh,
            whole=all_,
        )
        gone = archiving.retain(kept, settings, at=job.now())
    console.errors(map(str, outcome.errors))
    for note in outcome.notes:
        console.note(note)
    if gone:
        console.note(f"{len(gone)} pruned, collected more than {settings.store.keep_days} days ago (store.keep_days)")
    if outcome.stopped:
        console.note(f"interrupted, {outcome.left} inputs left; run it again to go on")
    console.done(outcome.closing_line)
    return ending.code if outcome.stopped else outcome.exit_code


@app.command("list")
def show_newest(
    limit: Limit = 20,
    since: Since = None,
    store: Store = None,
    config: ConfigFile = None,
    json: Json = False,
    quiet: Quiet = False,
    debug: Debug = False,  # noqa: ARG001
) -> int:
    """Print the articles that came last, the newest first."""
    from briefing.job import archiving

    settings = configured(config, store)
    with archiving.opened(settings) as kept:
        every = kept.articles.count()
        shown = _print(map(_facts, kept.articles.newest(limit, _instant(since, settings))), json)
    empty = "the archive is empty; briefing archive add FOLDER or briefing collect fills it"
    Console(quiet).done(f"{shown} of {every:,} articles" if every else empty)
    return 0


@app.command("search", epilog=SEARCH)
def search(
    words: Words,
    limit: Limit = 20,
    store: Store = None,
    config: ConfigFile = None,
    json: Json = False,
    quiet: Quiet = False,
    debug: Debug = False,  # noqa: ARG001
) -> int:
    """Find articles by their words. The best of the newest come first, with the words around."""
    from briefing.job import archiving

    query = " ".join(words)
    with archiving.opened(configured(config, store)) as kept:
        found = kept.articles.search(query, limit)
    if json:
        _print(({**_facts(item.kept), "snippet": _snippet(item)} for item in found), json)
    for item in () if json else found:
        out(f"{_row(_facts(item.kept))}\n    {_marked(item)}")
    more = ", there may be more (-n)" if len(found) == limit else ""
    Console(quiet).done(f"{len(found)} found{more}" if found else f"no article holds {query}")
    return 0


@app.command("show")
def show(
    name: Name,
    store: Store = None,
    config: ConfigFile = None,
    json: Json = False,
    debug: Debug = False,  # noqa: ARG001
) -> int:
    """Print an article: its text and what is known of it. Of a URL it is the newest version."""
    from briefing.job import archiving

    with archiving.opened(configured(config, store)) as kept:
        facts = archiving.described(kept, name)
    if json:
        _print([facts], json)
        return 0
    for key in _shown(facts):
        out(f"{key:<16}{_told(facts[key])}")
    for version in facts["versions"]:
        mark = "current" if version["current"] else "version"
        out(f"{mark:<16}{version['id']} {_told(version['collected_at'])}")
    out(f"\n{facts['text']}")
    return 0


@app.command("export", epilog=EXPORT)
def export(
    output: Output = None,
    since: Since = None,
    all_: Everything = False,
    store: Store = None,
    config: ConfigFile = None,
    quiet: Quiet = False,
    debug: Debug = False,  # noqa: ARG001
) -> int:
    """Write all articles as JSON lines. `archive add` reads them back as they were."""
    from briefing.job import archiving

    if all_ and since is not None:
        raise ConfigError("--since is for articles alone", hint="Leave it out, or --all")
    console = Console(quiet)
    settings = configured(config, store)
    with archiving.opened(settings) as kept, Bar(console) as bar:
        lines = archiving.Export(kept, _instant(since, settings), bar, whole=all_)
        if output:
            lines.write(output)
        else:
            for line in lines:
                sys.stdout.buffer.write(line)
            sys.stdout.buffer.flush()
    if output:
        out(output)
    console.done(lines.closing_line)
    return 0


@app.command("prune", epilog=PRUNE)
def prune(
    older: Older = None,
    dry_run: Trial = False,
    store: Store = None,
    config: ConfigFile = None,
    quiet: Quiet = False,
    debug: Debug = False,  # noqa: ARG001
) -> int:
    """Remove old articles, and print each. Age counts from their collection; collecting does not bring them back."""
    from datetime import timedelta

    from briefing import job
    from briefing.cli import when
    from briefing.job import archiving

    settings = configured(config, store)
    if older is None and not settings.store.keep_days:
        raise ConfigError(
            "nothing says how old they must be", hint="Use --older 90d, or set store.keep_days in briefing.toml"
        )
    age = when.age(older, "--older") if older is not None else timedelta(days=settings.store.keep_days)
    with archiving.opened(settings) as kept:
        gone = archiving.prune(kept, age, at=job.now(), dry_run=dry_run)
        count = _print_each(_row(_facts(item)) for item in gone)
        left = kept.articles.count()
    would = "would be " if dry_run else ""
    Console(quiet).done(f"{job.count(count, 'article')} {would}pruned · {left:,} in the archive")
    return 0


@app.command("delete", epilog=DELETE)
def delete(
    name: Name,
    reason: Reason,
    dry_run: Trial = False,
    store: Store = None,
    config: ConfigFile = None,
    quiet: Quiet = False,
    debug: Debug = False,  # noqa: ARG001
) -> int:
    """Remove an article, or a URL, for good. Its id and the reason are kept, so that it never comes back."""
    from briefing import job
    from briefing.job import archiving, publishing

    settings, console = configured(config, store), Console(quiet)
    with archiving.opened(settings) as kept:
        ids = [item.article.id for item in archiving.named(kept, name)]
        quoted = list(publishing.quoting(kept, settings, ids))
        gone = archiving.named(kept, name) if dry_run else archiving.delete(kept, name, reason, at=job.now())
    count = _print_each(_row(_facts(item)) for item in gone)
    console.notes(quoted)
    console.done(f"{job.count(count, 'article')} {'would be ' if dry_run else ''}deleted")
    return 0


@app.command("check")
def check(
    repair: Repair = False,
    store: Store = None,
    config: ConfigFile = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
    debug: Debug = False,  # noqa: ARG001
) -> int:
    """Check that the archive is sound. Texts are held against their hashes, and the index against the texts."""
    from briefing.errors import VerificationError
    from briefing.job import archiving, count

    console = Console(quiet, verbose)
    with archiving.opened(configured(config, store)) as kept:
        if repair:
            kept.articles.rebuild_index()
        problems, articles = list(archiving.problems(kept)), kept.articles.count()
    console.errors(problems)
    if problems:
        console.done(f"{count(articles, 'article')}, {count(len(problems), 'problem')}")
        return VerificationError.exit_code
    console.done(f"{count(articles, 'article')}, all is well")
    return 0


# --- what is printed -----------------------------------------------------------------------------------------


def _instant(since: str | None, settings: Config) -> datetime | None:
    from briefing import job
    from briefing.cli import when

    return job.first_instant(when.since(since, settings), job.now()) if since is not None else None


def _print(rows: Iterable[dict[str, Any]], as_json: bool) -> int:
    """How many rows were printed, a line each."""
    import msgspec

    return _print_each(msgspec.json.encode(row).decode() if as_json else _row(row) for row in rows)


def _print_each(lines: Iterator[str]) -> int:
    """How many lines were printed."""
    count = 0
    for count, line in enumerate(lines, 1):  # noqa: B007
        out(line)
    return count


def _facts(item: Kept) -> dict[str, Any]:
    article = item.article
    return {
        "id": article.id,
        "collected_at": _minute(item.collected_at),
        "published": article.day.isoformat() if article.day else None,
        "publisher": article.publisher,
        "title": article.title,
        "url": article.url,
        "origin_path": article.origin_path,
    }


def _row(facts: dict[str, Any]) -> str:
    """`3f9c27a1d0c2b4e1  2026-11-22 07:00  2026-11-21  Lindwick Post  The title`."""
    published = facts["published"] or "undated   "
    return f"{facts['id']}  {facts['collected_at']}  {published}  {facts['publisher'] or '-'}  {facts['title']}"


def _minute(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M}"


def _shown(facts: dict[str, Any]) -> list[str]:
    """The facts that an article has, but for the long ones."""
    return [key for key, value in facts.items() if value not in ("", None, {}) and key not in _LONG]


def _told(value: object) -> str:
    """Yes and no for what is either; instants of the archive without their empty fractions."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value).replace(".000000Z", "Z")


_LONG = {"text", "blocks", "versions"}


def _snippet(item: Found) -> dict[str, Any]:
    return {"text": item.snippet.text, "marks": [[mark.start, mark.end] for mark in item.snippet.marks]}


def _marked(item: Found) -> str:
    """The words found in bold where stdout is a terminal."""
    text = item.snippet.text
    for mark in reversed(item.snippet.marks) if sys.stdout.isatty() else ():
        text = f"{text[: mark.start]}\x1b[1m{text[mark.start : mark.end]}\x1b[0m{text[mark.end :]}"
    return text
