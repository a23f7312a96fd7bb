"""`briefing subscribers …`: who gets which list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli.console import Console, out
from briefing.cli.given import configured, read_bytes
from briefing.cli.options import ConfigFile, Debug, Json, Quiet, Store, Verbose, help_without_command
from briefing.errors import BriefingError, ConfigError

if TYPE_CHECKING:
    from briefing.config import Config
    from briefing.store import Store as Archive

HELP = "Who gets which list: add, remove, import, export, and what to do about mails that came back."
EXAMPLES = """Examples:

\b
  briefing subscribers add ann@example.org --list morning
  briefing subscribers add bob@example.org --list morning --layout note --no-attach
  briefing subscribers import team.csv --list morning     every refused line is told, with the reason
  briefing subscribers export -o subscribers.csv
  briefing subscribers bounce undelivered.eml             a report of a mail server (RFC 3464)
  briefing subscribers unsubscribe ann@example.org"""

app = typer.Typer(rich_markup_mode=None, help=HELP, epilog=EXAMPLES)

Address = Annotated[str, typer.Argument(metavar="ADDRESS", help="As name@example.org.", show_default=False)]
List = Annotated[
    str, typer.Option("--list", metavar="NAME", help="The list; the only [[digest]] of the configuration otherwise.")
]
OneOrAll = Annotated[str, typer.Option("--list", metavar="NAME", help="Of this list alone.")]
Layout = Annotated[str, typer.Option("--layout", metavar="NAME", help="executive, wire or note; the list's otherwise.")]
Attach = Annotated[
    bool | None, typer.Option("--attach/--no-attach", help="With the PDF or without; as the list otherwise.")
]
Again = Annotated[bool, typer.Option("--again", help="Also when the address left the list, or no mail reached it.")]
Files = Annotated[list[str], typer.Argument(metavar="FILE...", help="Files; - is standard input.", show_default=False)]
Output = Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help="Where to; stdout otherwise.")]
Token = Annotated[
    str, typer.Argument(metavar="TOKEN|ADDRESS", help="Of the unsubscribe link, or an address.", show_default=False)
]


@app.callback(invoke_without_command=True)
def subscribers(context: typer.Context) -> None:
    """Who gets which list: add, remove, import, export, and what to do about mails that came back."""
    help_without_command(context)


@app.command("add")
def add(
    address: Address,
    list_: List = "",
    layout: Layout = "",
    attach: Attach = None,
    again: Again = False,
    store: Store = None,
    config: ConfigFile = None,
    quiet: Quiet = False,
    debug: Debug = False,  # noqa: ARG001 - read from the arguments before they are parsed
) -> int:
    """Put an address on a list, or change what it gets."""
    from briefing.job import archiving
    from briefing.job.running import now
    from briefing.job.subscribing import subscribe

    console, settings = Console(quiet), configured(config, store)
    name = _list(settings, list_, console)
    with archiving.opened(settings, create=True) as opened:
        came = subscribe(opened, name, address, at=now(), layout=layout, attach=attach, again=again)
    said = {"new": "is on the list", "changed": "is on the list, changed", "known": "was on the list already"}
    console.done(f"{address} {said[came]} {name}")
    return 0


@app.command("remove")
def remove(
    address: Address,
    list_: List = "",
    store: Store = None,
    config: ConfigFile = None,
    quiet: Quiet = False,
    debug: Debug = False,  # noqa: ARG001
) -> int:
    """Take an address off a list and forget that it was there."""
    from briefing.job import archiving
    from briefing.mail.addresses import address as checked

    console, settings = Console(quiet), configured(config, store)
    name = _list(settings, list_, console)
    with archiving.opened(settings) as opened:
        if not opened.subscribers.remove(name, str(checked(address))):
            raise ConfigError(f"{address} is not on the list {name}", hint="briefing subscribers list tells who is")
    console.done(f"{address} is off the list {name}")
    return 0


@app.command("list")
def show(
    list_: OneOrAll = "",
    json: Json = False,
    store: Store = None,
    config: ConfigFile = None,
    quiet: Quiet = False,
    debug: Debug = False,  # noqa: ARG001
) -> int:
    """Print who is on the lists, who left them, and whom no mail reaches."""
    from briefing.job import archiving
    from briefing.job.running import now
    from briefing.job.subscribing import came_back

    settings = configured(config, store)
    with archiving.opened(settings) as opened:
        rows = _rows(opened, list_, came_back(opened, settings.mail, now()))
    if json:
        import json as json_format

        out(json_format.dumps(rows, ensure_ascii=False, indent=2))
        return 0
    for row in rows:
        pdf = "" if row["attach"] is None else "with the PDF" if row["attach"] else "without the PDF"
        back = f"came back: {row['came_back']}" if row["came_back"] else ""
        told = filter(None, (row["layout"], pdf, row["state"], back))
        out("  ".join((f"{row['list']:12}", f"{row['address']:32}", *map(str, told))))
    active = sum(row["state"] == "active" for row in rows)
    Console(quiet).done(f"{active} active, {len(rows) - active} not")
    return 0


def _rows(store: Archive, list_name: str, came_back: Mapping[str, int]) -> list[dict[str, str | bool | int | None]]:
    reasons = {gone.key: gone.reason for gone in store.subscribers.suppressions()}
    return [
        {
            "list": one.list_name,
            "address": one.address,
            "layout": one.layout,
            "attach": one.attach,
            "state": reasons.get(one.key, one.state),
            "came_back": came_back.get(one.key, 0),
            "changed_at": one.changed_at,
        }
        for one in store.subscribers.all(list_name)
    ]


@app.command("import")
def import_(
    files: Files,
    list_: OneOrAll = "",
    store: Store = None,
    config: ConfigFile = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
    debug: Debug = False,  # noqa: ARG001
) -> int:
    """Add the addresses of CSV tables; every line that is refused is told with the reason (exit code 3)."""
    from briefing.job import archiving
    from briefing.job.running import now
    from briefing.job.subscribing import import_table

    console, settings = Console(quiet, verbose), configured(config, store)
    tables = [(path, read_bytes(path)) for path in files]
    code = 0
    with archiving.opened(settings, create=True) as opened:
        for path, data in tables:
            done = import_table(opened, data, list_, at=now())
            console.errors(f"{path}, {line}" for line in done.refused)
            for note in done.notes:
                console.note(f"{path}: {note}")
            console.done(f"{path}: {done.closing_line}")
            code = max(code, done.exit_code)
    return code


@app.command("export")
def export(
    list_: OneOrAll = "",
    output: Output = None,
    store: Store = None,
    config: ConfigFile = None,
    quiet: Quiet = False,
    debug: Debug = False,  # noqa: ARG001
) -> int:
    """Write the subscribers as CSV, as import reads it; those who left a list too, so that they stay off it."""
    from briefing.files import write
    from briefing.job import archiving
    from briefing.job.subscribing import export_table

    with archiving.opened(configured(config, store)) as opened:
        data = export_table(opened, list_)
    if output is None or output == "-":
        out(data.decode().removesuffix("\n"))
        return 0
    write({output: data})
    out(output)
    Console(quiet).done(f"{data.count(b'@')} subscribers")
    return 0


@app.command("bounce")
def bounce(
    files: Files,
    store: Store = None,
    config: ConfigFile = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
    debug: Debug = False,  # noqa: ARG001
) -> int:
    """Read reports of mail servers: who is gone for good gets no mail any more, nor who fails too often."""
    from briefing.job import archiving
    from briefing.job.running import PARTLY, now
    from briefing.job.subscribing import read_bounce

    console = Console(quiet, verbose)
    errors = []
    settings = configured(config, store)
    with archiving.opened(settings) as opened:
        for path in files:
            try:
                lines = read_bounce(opened, read_bytes(path), at=now(), settings=settings.mail)
            except BriefingError as error:
                errors.append(f"{path}: {error}")
                continue
            for line in lines:
                console.done(line)
    console.errors(errors)
    return 0 if not errors else PARTLY if len(errors) < len(files) else ConfigError.exit_code


@app.command("unsubscribe")
def unsubscribe(
    token: Token,
    list_: OneOrAll = "",
    store: Store = None,
    config: ConfigFile = None,
    quiet: Quiet = False,
    debug: Debug = False,  # noqa: ARG001
) -> int:
    """Let somebody leave, by the token of the link or by address; an import does not bring them back."""
    from briefing.job import archiving
    from briefing.job.running import now
    from briefing.job.subscribing import unsubscribe

    with archiving.opened(configured(config, store)) as opened:
        left = unsubscribe(opened, token, at=now(), list_name=list_)
    Console(quiet).done(f"left: {', '.join(left)}" if left else "was on no list any more")
    return 0


def _list(settings: Config, name: str, console: Console) -> str:
    """The list that was named, or the only one there is."""
    from briefing.mail.message import checked_list

    known = [digest.list for digest in settings.digest]
    if not name and len(known) != 1:
        hint = f"Use --list with one of {', '.join(known)}" if known else "Use --list NAME"
        raise ConfigError("it is not said which list", hint=hint)
    if known and name and name not in known:
        console.note(f"no [[digest]] of the configuration is called {name!r}")
    return checked_list(name or known[0])
