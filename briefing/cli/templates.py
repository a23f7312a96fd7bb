"""`briefing templates list|copy|check`: the templates, where each comes from, and whether a user's own still work."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli.console import Console, out
from briefing.cli.given import configured
from briefing.cli.options import ConfigFile, Debug, Quiet, Verbose, help_without_command
from briefing.errors import BriefingError, ConfigError, UnknownNameError

if TYPE_CHECKING:
    from briefing.config import Config
    from briefing.render.overrides import Template

FOLDER = "templates"  # where a copy goes when the configuration names no folder

app = typer.Typer(
    rich_markup_mode=None, help="Look at the templates, copy one to change it, try those that were changed."
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="A template, or a folder of them.", show_default=False)]
To = Annotated[
    str | None,
    typer.Option("--to", metavar="FOLDER", help="Otherwise page.templates, or templates where it is not set."),
]
Force = Annotated[bool, typer.Option("--force", help="Replace files that are there.")]


@app.callback(invoke_without_command=True)
def templates(context: typer.Context) -> None:
    """Look at the templates, copy one to change it, try those that were changed."""
    help_without_command(context)


@app.command("list")
def show(
    config: ConfigFile = None,
    debug: Debug = False,  # noqa: ARG001 - read from the arguments before they are parsed
) -> int:
    """Print every template with where it comes from."""
    from briefing.render.overrides import templates

    found = templates(configured(config).page.templates)
    width = max(len(template.name) for template in found)
    for template in found:
        place = "" if template.origin == "shipped" else f"  {template.path}"
        out(f"{template.name:{width}}  {template.origin}{place}")
    return 0


@app.command("copy")
def copy(
    name: Name,
    to: To = None,
    force: Force = False,
    config: ConfigFile = None,
    quiet: Quiet = False,
    debug: Debug = False,  # noqa: ARG001
) -> int:
    """Copy a shipped template into a folder, where it replaces the shipped one once page.templates names the folder."""
    from briefing.assets import template_folder
    from briefing.files import write

    named = configured(config).page.templates
    folder = Path(to or named or FOLDER)
    copies = {str(folder / found): (template_folder() / found).read_bytes() for found in _named(name)}
    present = [path for path in copies if Path(path).exists()]
    if present and not force:
        verb = "is" if len(present) == 1 else "are"
        raise ConfigError(f"{' and '.join(present)} {verb} there already", hint="Use --force to replace them")
    write(copies)
    for path in copies:
        out(path)
    if not named or Path(named).resolve() != folder.resolve():
        Console(quiet).note(f'it is used once briefing.toml says: [page] templates = "{folder}"')
    return 0


def _named(name: str) -> list[str]:
    """The shipped template of that name, or all in the folder of that name."""
    from briefing.render.overrides import templates

    names = [template.name for template in templates()]
    wanted = name.strip("/")
    found = [known for known in names if known == wanted or known.startswith(f"{wanted}/")]
    if not found:
        raise UnknownNameError("template", name, names)
    return found


@app.command("check")
def check(
    config: ConfigFile = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
    debug: Debug = False,  # noqa: ARG001
) -> int:
    """Try every template of page.templates with a made-up brief that holds one of everything."""
    from briefing.render.overrides import templates

    settings, console = configured(config), Console(quiet, verbose)
    found = [t for t in templates(settings.page.templates) if t.origin != "shipped"]
    if not found:
        why = "page.templates names no folder" if not settings.page.templates else "its folder is empty"
        console.note(f"no template is overridden: {why}")
    failed = [line for template in found for line in _tried(template, settings)]
    console.errors(failed)
    return ConfigError.exit_code if failed else 0


def _tried(template: Template, config: Config) -> list[str]:
    """What is wrong with it, one line each; says on stdout what came of it."""
    if template.origin == "own":
        out(f"{template.name}: not tried, it replaces none of ours")
        return []
    faults = list(dict.fromkeys(_faults(template, config)))
    out(f"{template.name}: {'it works' if not faults else 'it fails'}")
    return [f"{template.name}: {fault}" for fault in faults]


def _faults(template: Template, config: Config) -> Iterator[str]:
    from briefing.render.overrides import catalogue_faults

    kind, _, rest = template.name.partition("/")
    if kind == "words":
        faults = list(catalogue_faults(template.path.read_bytes()))
        yield from faults
        if faults:
            return
    for output in OUTPUTS.get(kind, ()):
        try:
            _render(output, _set(config, Path(rest).stem, kind), language=Path(rest).stem if kind == "words" else "en")
        except BriefingError as error:
            yield str(error)
            yield from getattr(error, "findings", ())


# A folder of templates -> an output that is made with them.
OUTPUTS = {
    "paper": ("brief.pdf",),
    "screen": ("brief.html",),
    "letter": ("brief.eml",),
    "words": ("brief.html", "brief.pdf"),
}


def _set(config: Config, stem: str, kind: str) -> Config:
    """The layout that a paper template is of; an e-mail alone."""
    from msgspec.structs import replace

    from briefing.assets import template_folder

    is_layout = kind == "paper" and (template_folder() / "paper" / f"{stem}.html").is_file()
    page = replace(config.page, layout=stem) if is_layout else config.page
    return replace(config, page=page, mail=replace(config.mail, attach_pdf=False))


def _render(output: str, config: Config, *, language: str) -> None:
    """As a morning's brief is made: rendered, read back and verified, but not written."""
    from briefing import job
    from briefing.render.specimen import specimen

    brief = specimen(language)
    job.render(output, brief, job.document_of(brief, config), config)
