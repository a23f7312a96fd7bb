"""`briefing verify`: a brief that was written, checked again from nothing but itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli.console import Console, out
from briefing.cli.options import ConfigFile, Debug, Quiet, Verbose
from briefing.errors import ConfigError, EnvironmentProblem

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
    from briefing.settings import load_settings
    from briefing.verify import verify_file

    console = Console(quiet, verbose)
    data = read_bytes(file)
    material = _articles(against)
    if material:
        console.errors(map(str, material.errors))
    articles = material.articles if material else None
    report = verify_file(data, Path(file).name, articles, config=load_settings(config_file=config).config)
    for note in report.notes:
        console.note(note)
    out(f"{file}: {report.line}")
    return 0


def read_bytes(file: str) -> bytes:
    """The file's bytes; ConfigError when there is none."""
    try:
        return Path(file).read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise ConfigError(f"{file}: no such file") from error
    except IsADirectoryError as error:
        raise ConfigError(f"{file} is a folder", hint="Name the brief in it") from error
    except OSError as error:
        raise EnvironmentProblem(f"{file} cannot be read", why=(error.strerror or "").lower()) from error


def _articles(names: list[str] | None) -> Material | None:
    from briefing import ingest

    return ingest.sort_out(ingest.read(names)) if names else None
