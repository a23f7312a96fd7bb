"""The commands by name. Nothing heavy is imported here: `--help` has to be instant."""

from __future__ import annotations

from typing import Annotated

import typer

from briefing.cli import (
    archive,
    collect,
    config,
    diff,
    digest,
    doctor,
    explain,
    feeds,
    init,
    make,
    schedule,
    subscribers,
    templates,
    verify,
)
from briefing.cli.options import help_without_command
from briefing.version import MADE_BY

EXAMPLES = """Examples:

\b
  briefing make articles/                         out/brief.pdf and out/brief.html
  briefing make articles/ --theme "Rail strike" -o brief.pdf -o brief.json
  briefing verify brief.pdf --against articles/   every quotation, re-read
  briefing init                                   a briefing.toml to start from

Exit codes: 0 done, 1 nothing could be made, 2 usage or configuration, 3 partly done,
4 environment, 5 another run is at work, 6 verification failed, 130 interrupted."""

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(MADE_BY)
        raise typer.Exit


@app.callback(epilog=EXAMPLES, invoke_without_command=True)
def briefing(
    context: typer.Context,
    version: Annotated[  # noqa: ARG001 - its callback answers
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Articles in, a one-page brief out; every sentence on it is a quotation that can be checked."""
    help_without_command(context)


app.command("make", epilog=make.EXAMPLES)(make.make)
app.command("verify", epilog=verify.EXAMPLES)(verify.verify)
app.command("explain", epilog=explain.EXAMPLES)(explain.explain)
app.command("diff", epilog=diff.EXAMPLES)(diff.diff)
app.command("collect", epilog=collect.EXAMPLES)(collect.collect)
app.command("init")(init.init)
app.command("doctor")(doctor.doctor)
app.add_typer(archive.app, name="archive")
app.add_typer(feeds.app, name="feeds")
app.add_typer(subscribers.app, name="subscribers")
app.add_typer(config.app, name="config")
app.add_typer(templates.app, name="templates")
app.add_typer(digest.app, name="digest")
app.add_typer(schedule.app, name="schedule")
