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
Json = Annotated[bool, typer.Option("--json", help="Print the data as JSON on stdout.")]
