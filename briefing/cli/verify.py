"""`briefing verify`: a brief that was written, checked again from nothing but itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli.console import Console, out
from briefing.cli.given import configured, read_bytes
from briefing.cli.options import ConfigFile, Debug, Quiet, Verbose

if TYPE_CHECKING:
    from briefing.ingest import Material

EXAMPLES = """Examples:

\b
  briefing verify out/brief.pdf                       page, data and evidence agree
  briefing verify out/brief.json --against articles/  and the articles still say so"""

File = Annotated[str, typer.Argument(metavar="FILE", help="A brief: pdf, html or json.", show_default=False)]
Against = Annotated[
    list[str] | None,
    typer.Option("--against", metavar="FILE|FOLDER", help="Re-read these articles as well; may be repeated."),
]


def verify(
    file: File,
    against: Against = None,
    config: ConfigFile = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
    debug: Debug = False,  # noqa: ARG001 - read from the arguments before they are parsed
) -> int:
    """Check every quotation of a brief again. It proves integrity, not authorship, and not truth."""
    from briefing.verify import verify_file

    console = Console(quiet, verbose)
    data = read_bytes(file)
    material = _articles(against)
    if material:
        console.errors(map(str, material.errors))
    articles = material.articles if material else None
    report = verify_file(data, Path(file).name, articles, config=configured(config))
    for note in report.notes:
        console.note(note)
    out(f"{file}: {report.line}")
    return 0


def _articles(names: list[str] | None) -> Material | None:
    from briefing import ingest

    return ingest.sort_out(ingest.read(names)) if names else None
