"""`briefing digest`: the edition of a list and a day: made, looked at, decided on, sent."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefing.cli.console import Bar, Console, out
from briefing.cli.given import read_bytes
from briefing.cli.options import ConfigFile, Debug, Json, Quiet, Store, Verbose, help_without_command
from briefing.errors import ConfigError

if TYPE_CHECKING:
    from briefing import store as archive
    from briefing.job.digesting import Made, Order
    from briefing.settings import Settings

EXAMPLES = """Examples:

\b
  briefing digest preview --list ministers            today's edition, kept and written to out/digest/
  briefing digest preview --from articles/            of these files instead of the archive
  briefing digest pin "has offered China its S-500"   it leads, today and tomorrow
  briefing digest send --list ministers               sent once, however often this runs
  briefing digest status"""

FOLDER = "out/digest"

app = typer.Typer(help="Editions of a list: preview, decide, send.", epilog=EXAMPLES, rich_markup_mode=None)

List = Annotated[
    str, typer.Option("--list", metavar="NAME", help="Of [[digest]] in briefing.toml; the only one otherwise.")
]
From = Annotated[
    list[str] | None,
    typer.Option("--from", metavar="FILE|FOLDER", help="Articles to use instead of the archive's; may be repeated."),
]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="INSTANT", help="The time of the edition; now otherwise.")]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who decides; your login otherwise.")]
Quotation = Annotated[
    str, typer.Argument(metavar="QUOTATION", help="Some words of a sentence, as they stand.", show_default=False)
]
Undo = Annotated[bool, typer.Option("--undo", help="Take the decision on this quotation back.")]
Output = Annotated[str, typer.Option("--output", "-o", metavar="FOLDER", help="Where the edition's files are written.")]
For = Annotated[
    str | None, typer.Option("--for", metavar="ADDRESS", help="Write the very mail that this subscriber gets.")
]
CommentFile = Annotated[
    str | None, typer.Option("--comment", metavar="FILE", help="Words of your own for the page, signed with --by.")
]
NoComment = Annotated[bool, typer.Option("--no-comment", help="Without the comment of the draft before.")]
TestTo = Annotated[
    str | None, typer.Option("--test-to", metavar="ADDRESS", help="One mail to this address, and nothing to the list.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say who would get it, and send nothing.")]
Scheduled = Annotated[bool, typer.Option("--scheduled", help="Only at the list's hour: for a timer.")]


@app.callback(invoke_without_command=True)
def digest(context: typer.Context) -> None:
    """Editions of a list: preview, decide, send."""
    help_without_command(context)


@app.command("preview", epilog=EXAMPLES)
def preview(
    list_: List = "",
    from_: From = None,
    as_of: AsOf = None,
    output: Output = FOLDER,
    for_: For = None,
    comment: CommentFile = None,
    no_comment: NoComment = False,
    store: Store = None,
    config: ConfigFile = None,
    by: By = "",
    json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    debug: Debug = False,  # noqa: ARG001 - read from the arguments before they are parsed
) -> int:
    """Make today's edition, keep it, and write what subscribers will get; the next send sends just that."""
    from briefing import files
    from briefing.job.delivering import uncleared
    from briefing.job.digesting import JSON

    console, settings = Console(quiet, verbose), _settings(config)
    with _archive(store, settings) as opened, Bar(console) as bar:
        order = _with_comment(_order(settings, list_, as_of, by, tuple(from_ or ()), bar), comment, no_comment)
        made = _draft(opened, order, as_it_is=for_ is not None)
        just_one = for_ if not made.is_empty else None
        wanted = {f"{just_one}.eml": _mail_of(opened, order, just_one)} if just_one else dict(made.files)
    console.errors(map(str, made.errors))
    for note in made.notes:
        console.note(note)
    if made.is_empty:
        console.done(f"{order.digest.list} {order.day}: {made.edition.closing}")
        return 3 if made.errors else 0
    if (why := uncleared(made.edition, order.digest)) and made.edition.state != "sent":
        console.note(f"it will not be sent: {why}")
    folder = Path(output) / order.digest.list / order.day.isoformat()
    files.write({str(folder / name): data for name, data in wanted.items()})
    for name in wanted:
        out(str(folder / name))
    if json:
        out(made.files[JSON].decode().rstrip("\n"))
    state = "" if made.edition.state == "kept" else f" ({made.edition.state})"
    console.done(f"edition {made.edition.number}{state} for {order.digest.list}, {order.day}: {made.edition.closing}")
    return 3 if made.errors else 0


@app.command("send", epilog=EXAMPLES)
def send(
    list_: List = "",
    from_: From = None,
    as_of: AsOf = None,
    scheduled: Scheduled = False,
    test_to: TestTo = None,
    dry_run: DryRun = False,
    store: Store = None,
    config: ConfigFile = None,
    by: By = "",
    quiet: Quiet = False,
    verbose: Verbose = False,
    debug: Debug = False,  # noqa: ARG001 - read from the arguments before they are parsed
) -> int:
    """Send the day's edition to its list, once; run it again to send what was deferred."""
    from briefing.cli.interrupt import Ending
    from briefing.job.delivering import deliver

    console, settings = Console(quiet, verbose), _settings(config)
    with _archive(store, settings) as opened, Bar(console) as bar:
        order = _order(settings, list_, as_of, by, tuple(from_ or ()), bar)
        if dry_run or test_to:
            return _tried(opened, order, test_to, console)
        with Ending(console, "mail") as ending:
            delivered = deliver(opened, order, scheduled=scheduled, progress=bar, stop=ending)
    if delivered.made:
        console.errors(map(str, delivered.made.errors))
    if delivered.why:
        if scheduled:  # a timer's log holds what happened, not every quarter of an hour in which nothing did
            return delivered.exit_code
        console.done(f"{order.digest.list} {order.day}: {delivered.why}")
        return delivered.exit_code
    for note in delivered.notes:
        console.note(note)
    console.errors(delivered.report.problems)
    number = delivered.edition.number if delivered.edition else 0
    nobody = not delivered.readers and not delivered.report.exit_code
    told = "nobody is on the list yet; briefing subscribers add" if nobody else delivered.report.closing_line
    console.done(f"edition {number} for {order.digest.list}, {order.day}: {told}")
    return ending.code or delivered.exit_code


@app.command("status", epilog=EXAMPLES)
def status(
    list_: List = "",
    store: Store = None,
    config: ConfigFile = None,
    json: Json = False,
    debug: Debug = False,  # noqa: ARG001 - read from the arguments before they are parsed
) -> int:
    """Tell of each list the last editions, what became of their mails, the desk's decisions, and the history."""
    settings = _settings(config)
    with _archive(store, settings) as opened:
        lists = [list_] if list_ else [found.list for found in settings.config.digest]
        told = {name: _status(opened, name) for name in lists}
    if json:
        from msgspec import json as data

        out(data.format(data.encode(told), indent=2).decode())
        return 0
    for name, found in told.items():
        for line in (name, *(f"  {line}" for line in _lines(found))):
            out(line)
    return 0


@app.command("hold", epilog=EXAMPLES)
def hold(
    list_: List = "",
    as_of: AsOf = None,
    store: Store = None,
    config: ConfigFile = None,
    by: By = "",
    debug: Debug = False,  # noqa: ARG001 - read from the arguments before they are parsed
) -> int:
    """Keep the day's edition back until it is approved."""
    return _decided("held", list_, as_of, store, config, by)


@app.command("approve", epilog=EXAMPLES)
def approve(
    list_: List = "",
    as_of: AsOf = None,
    store: Store = None,
    config: ConfigFile = None,
    by: By = "",
    debug: Debug = False,  # noqa: ARG001 - read from the arguments before they are parsed
) -> int:
    """Let the day's edition go."""
    return _decided("approved", list_, as_of, store, config, by)


@app.command("pin", epilog=EXAMPLES)
def pin(
    quotation: Quotation,
    list_: List = "",
    undo: Undo = False,
    store: Store = None,
    config: ConfigFile = None,
    by: By = "",
    debug: Debug = False,  # noqa: ARG001 - read from the arguments before they are parsed
) -> int:
    """Let a sentence lead, in this edition and the next ones, until it is undone."""
    return _quoted("pin", quotation, list_, undo, store, config, by)


@app.command("drop", epilog=EXAMPLES)
def drop(
    quotation: Quotation,
    list_: List = "",
    undo: Undo = False,
    store: Store = None,
    config: ConfigFile = None,
    by: By = "",
    debug: Debug = False,  # noqa: ARG001 - read from the arguments before they are parsed
) -> int:
    """Never print a sentence, in this edition and the next ones, until it is undone."""
    return _quoted("drop", quotation, list_, undo, store, config, by)


# --- what they share -----------------------------------------------------------------------------------------


def _settings(config: str | None) -> Settings:
    from briefing.settings import load_settings

    return load_settings(config_file=config)


def _archive(where: str | None, settings: Settings) -> archive.Store:
    from briefing.store import open_store

    return open_store(where or settings.config.store.where)


def _order(
    settings: Settings, name: str, as_of: str | None, by: str, inputs: tuple[str, ...] = (), bar: Bar | None = None
) -> Order:
    from briefing.cli.when import instant
    from briefing.job.digesting import Order, digest_of
    from briefing.job.running import now, silent

    moment: datetime = instant(as_of, settings.config, "--as-of") if as_of else now()
    found = digest_of(settings.config, name)
    return Order(found, settings.config, moment, inputs, by or _login(), bar or silent, given=now())


def _tried(store: archive.Store, order: Order, test_to: str | None, console: Console) -> int:
    """One mail to the address named, or nobody at all; what would be sent is told."""
    from briefing.job.delivering import rehearse, try_out

    if test_to:
        receipt = try_out(store, order, test_to)
        console.done(f"{test_to}: {receipt.verdict}{f', {receipt.reply}' if receipt.reply else ''}")
        return 0 if receipt.verdict == "accepted" else 4
    found = rehearse(store, order)
    for address in found.readers:
        out(address)
    held = f"it would not go now: {found.why}" if found.why else f"{len(found.readers)} would get it"
    edition = found.edition
    console.done(f"nothing was sent, {held}; edition {edition.number} of {edition.day}: {edition.closing}")
    return 0


def _draft(store: archive.Store, order: Order, *, as_it_is: bool) -> Made:
    """The edition made anew; one that was sent, and one of which a mail is asked for `as_it_is`, is the kept one."""
    from briefing.job.delivering import was_sent
    from briefing.job.digesting import Made, make_edition

    kept = store.editions.of_day(order.digest.list, order.day)
    if kept is None or not kept.document or order.comment or order.inputs:
        return make_edition(store, order)
    if kept.state == "sent":
        return Made(kept, store.editions.files(kept), notes=(f"{was_sent(store, kept)}; this is what it was",))
    return Made(kept, store.editions.files(kept)) if as_it_is else make_edition(store, order)


def _with_comment(order: Order, file: str | None, none: bool) -> Order:
    """The order with the analyst's words; ConfigError when the file is none or they are too many for a page."""
    from dataclasses import replace

    from briefing.job.digesting import NO_COMMENT, comment_of

    if none:
        return replace(order, comment=NO_COMMENT)
    if not file:
        return order
    return replace(order, comment=comment_of(read_bytes(file).decode("utf-8", "replace"), order.by))


def _login() -> str:
    from getpass import getuser

    try:
        return getuser()
    except (OSError, KeyError):  # a user without a name
        return ""


def _mail_of(store: archive.Store, order: Order, address: str) -> bytes:
    """The mail of one subscriber, byte for byte as it will be sent."""
    from briefing.job.delivering import draft_of
    from briefing.job.sending import mail_for
    from briefing.mail.message import body_of

    subscriber = store.subscribers.get(order.digest.list, address)
    edition = store.editions.of_day(order.digest.list, order.day)
    if subscriber is None or edition is None:
        raise ConfigError(f"{address} is no subscriber of {order.digest.list}", hint="briefing subscribers list")
    files = store.editions.files(edition)
    body = body_of(files[draft_of(subscriber, order, files)])
    return mail_for(store, edition.id, subscriber, body, order.config.mail).data


def _status(store: archive.Store, name: str) -> dict[str, list[dict[str, Any]]]:
    """Editions, decisions that hold, and the history, each the newest first."""
    return {
        "editions": [
            {
                "day": e.day,
                "number": e.number,
                "state": e.state,
                "mails": {state: n for state, n in store.outbox.counts(e.id).items() if n},
                "as_of": e.as_of,
                "since": e.since,
                "closing": e.closing,
            }
            for e in store.editions.latest(name)
        ],
        "decisions": [
            {"kind": d.kind, "quotation": d.quotation, "by": d.by, "at": d.at}
            for d in reversed(store.editions.decisions(name))
        ],
        "history": [{"at": h.at, "by": h.by, "day": h.day, "what": h.what} for h in store.editions.history(name)],
    }


def _lines(found: dict[str, list[dict[str, Any]]]) -> list[str]:
    lines = []
    for e in found["editions"]:
        counts = ", ".join(f"{n} {state}" for state, n in e["mails"].items())
        number = f" edition {e['number']}" if e["number"] else ""
        lines.append(f"{e['day']}{number} {e['state']}{f' ({counts})' if counts else ''}: {e['closing']}")
    lines += [
        f"{d['kind']}: “{d['quotation']}” ({d['by'] or 'somebody'}, {d['at']:%Y-%m-%d})" for d in found["decisions"]
    ]
    for h in found["history"]:
        who, day = (f", {h['by']}" if h["by"] else ""), (f"{h['day']} " if h["day"] else "")
        lines.append(f"{h['at']:%Y-%m-%d %H:%M} UTC{who}: {day}{h['what']}")
    return lines or ["no edition yet"]


def _decided(state: str, name: str, as_of: str | None, store: str | None, config: str | None, by: str) -> int:
    from briefing.job.delivering import decide

    settings = _settings(config)
    with _archive(store, settings) as opened:
        order = _order(settings, name, as_of, by)
        edition = decide(opened, order, "held" if state == "held" else "approved")
    Console().done(f"edition {edition.number} for {edition.list}, {edition.day}: {state}")
    return 0


def _quoted(kind: str, quotation: str, name: str, undo: bool, store: str | None, config: str | None, by: str) -> int:
    from briefing.job.digesting import digest_of
    from briefing.job.running import now

    settings = _settings(config)
    found = digest_of(settings.config, name)
    if len("".join(filter(str.isalnum, quotation))) < 8:
        raise ConfigError(f"{quotation!r} is too short to name one sentence", hint="Quote some words of it")
    with _archive(store, settings) as opened:
        if undo:
            undone = opened.editions.undo(found.list, quotation, at=now(), by=by or _login())
            Console().done(f"{found.list}: undone: {undone.kind} “{undone.quotation}”")
            return 0
        opened.editions.decide(found.list, "pin" if kind == "pin" else "drop", quotation, at=now(), by=by or _login())
    Console().done(f"{found.list}: {kind} “{quotation}”; briefing digest preview shows the edition with it")
    return 0
