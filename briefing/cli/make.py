"""`briefing make`: articles in, a one-page brief out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli.console import Bar, Console, out
from briefing.cli.options import ConfigFile, Debug, Json, Quiet, Store, Verbose

if TYPE_CHECKING:
    from briefing import job

EXAMPLES = """Examples:

\b
  briefing make articles/
  briefing make articles/ --theme "Rail strike" --theme "Budget=budget, deficit, tax cut"
  briefing make "news/2026-*.txt" extra.md -o out/brief.pdf -o out/brief.json
  cat article.txt | briefing make - --json
  briefing make https://news.example/story https://news.example/feed.xml
  briefing make --since 24h                       what the archive got in a day"""

Inputs = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[FILE|FOLDER|GLOB|URL|-]...", help="Articles of any kind; an address is fetched; - is standard input."
    ),
]
Outputs = Annotated[
    list[str] | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="pdf, html, eml, docx, md, txt or json by its suffix; may be repeated."
    ),
]
Themes = Annotated[
    list[str] | None,
    typer.Option("--theme", metavar="NAME", help='"NAME" or "NAME=term, term"; may be repeated. None: they are found.'),
]
Title = Annotated[
    str | None, typer.Option("--title", metavar="TITLE", help="The page's title; made from the articles otherwise.")
]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="INSTANT", help="2026-01-31 or 2026-01-31T07:00Z; now otherwise.")
]
Layout = Annotated[str | None, typer.Option("--layout", metavar="NAME", help="executive, wire or note.")]
Pdf = Annotated[str | None, typer.Option("--pdf", metavar="PROFILE", help="ua-1 or a-3a.")]
Page = Annotated[str | None, typer.Option("--page", metavar="PAPER", help="A4 or Letter.")]
MaxAge = Annotated[
    str | None,
    typer.Option("--max-age", metavar="AGE", help="Leave out older articles: 36h, 2d, 1w. Undated ones stay."),
]
Since = Annotated[
    str | None,
    typer.Option(
        "--since", metavar="AGE|INSTANT|all", help="Articles that the archive got since then: 24h, 2026-01-31, all."
    ),
]
Summariser = Annotated[
    str | None,
    typer.Option("--summariser", metavar="NAME", help="coverage, lead, centroid, lexrank, mmr or sumy:NAME."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Do everything but write.")]


def make(
    inputs: Inputs = None,
    output: Outputs = None,
    theme: Themes = None,
    title: Title = None,
    as_of: AsOf = None,
    layout: Layout = None,
    pdf: Pdf = None,
    page: Page = None,
    since: Since = None,
    store: Store = None,
    max_age: MaxAge = None,
    summariser: Summariser = None,
    config: ConfigFile = None,
    json: Json = False,
    dry_run: DryRun = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    debug: Debug = False,  # noqa: ARG001 - read from the arguments before they are parsed
) -> int:
    """Make a one-page brief; without -o it is out/brief.pdf and out/brief.html."""
    from briefing import job, schema
    from briefing.cli import when
    from briefing.settings import load_settings

    console = Console(quiet, verbose)
    flags = {
        "theme": _themes(theme),
        "brief.title": title,
        "page.layout": layout,
        "page.pdf": pdf,
        "page.paper": page,
        "store.where": store,
        "summary.name": summariser,
    }
    settings = load_settings(flags, config_file=config).config
    written = tuple(output or ())
    with Bar(console) as bar:
        request = job.Request(
            inputs=tuple(inputs or ()),
            outputs=written if written or json else job.DEFAULT_OUTPUTS,
            config=settings,
            as_of=when.instant(as_of, settings, "--as-of") if as_of is not None else None,
            max_age=when.age(max_age, "--max-age") if max_age is not None else None,
            since=when.since(since, settings) if since is not None else None,
            dry_run=dry_run,
            progress=bar,
        )
        try:
            outcome = _made(request, console)
        except KeyboardInterrupt:
            step, done, of = bar.reached
            if of:
                console.note(f"{step}: {done:,} of {of:,} were done, {of - done:,} are left; nothing was written")
            raise
    if outcome is None:
        return 0
    _tell(outcome, console, dry_run)
    if json:
        out(schema.dumps(outcome.document).decode().rstrip("\n"))
    return outcome.exit_code


def _made(request: job.Request, console: Console) -> job.Outcome | None:
    """The outcome, None where there is nothing new; where nothing could be read, every input's reason is said."""
    from briefing import job

    try:
        return job.make(request)
    except job.NothingNew as nothing:
        console.done(str(nothing))
        return None
    except job.NothingRead as error:
        console.errors(map(str, error.errors))
        raise


def _tell(outcome: job.Outcome, console: Console, dry_run: bool) -> None:
    """Paths to stdout, everything else to stderr."""
    console.errors(map(str, outcome.errors))
    for note in outcome.notes:
        console.note(note)
    for path in outcome.outputs:
        if dry_run:
            console.note(f"{path} would be written")
        else:
            out(path)
    console.done(outcome.closing_line)


def _themes(themes: list[str] | None) -> list[object] | None:
    from msgspec import to_builtins

    from briefing.settings import named_theme

    return [to_builtins(named_theme(theme)) for theme in themes] if themes else None
