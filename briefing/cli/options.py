"""Options that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="List everything that is otherwise counted.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")]
ConfigFile = Annotated[
    str | None,
    typer.Option("--config", metavar="FILE", help="Read this file instead of ./briefing.toml and the user's own."),
]
Store = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="PATH|URL",
        help="The archive: a file, or postgresql://…; store.where, or the user's, otherwise.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print the data as JSON on stdout.")]


def help_without_command(context: typer.Context) -> None:
    """A group that is called without a command tells which there are, as a usage error."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help(), err=True)
        raise typer.Exit(2)
