"""`briefing schedule`: the digest goes out by itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli.console import Console, out
from briefing.cli.options import ConfigFile, Debug, Quiet, Store, help_without_command

if TYPE_CHECKING:
    from briefing.job.scheduling import Job, System

EXAMPLES = """Examples:

\b
  briefing schedule install               timers for every [[digest]] and for collecting
  briefing schedule status
  briefing schedule remove --list ministers"""

app = typer.Typer(help="Timers that collect and send.", epilog=EXAMPLES, rich_markup_mode=None)

List = Annotated[str, typer.Option("--list", metavar="NAME", help="This list only.")]
Cron = Annotated[bool, typer.Option("--cron", help="A crontab line, also where systemd runs.")]
NoCollect = Annotated[
    bool, typer.Option("--no-collect", help="No timer for collecting: the archive is filled otherwise.")
]


@app.callback(invoke_without_command=True)
def schedule(context: typer.Context) -> None:
    """Timers that collect and send."""
    help_without_command(context)


@app.command("install", epilog=EXAMPLES)
def install(
    list_: List = "",
    cron: Cron = False,
    no_collect: NoCollect = False,
    store: Store = None,
    config: ConfigFile = None,
    quiet: Quiet = False,
    debug: Debug = False,  # noqa: ARG001 - read from the arguments before they are parsed
) -> int:
    """Let the machine send each list's digest at its hour: by systemd's user timers, or by a crontab."""
    from briefing.job import scheduling

    console, where, by = Console(quiet), scheduling.place(), _system(cron)
    jobs = _jobs(list_, store, config, collect=not no_collect)
    for written in scheduling.install(jobs, where, by):
        out(written)
    if by == "systemd":
        console.note("timers of a user run while that user is logged in; 'loginctl enable-linger' lets them run always")
    console.note(f"logs: {where.logs}")
    console.done(f"installed by {by}: {', '.join(job.name for job in jobs)}")
    return 0


@app.command("status", epilog=EXAMPLES)
def status(
    cron: Cron = False,
    debug: Debug = False,  # noqa: ARG001 - read from the arguments before they are parsed
) -> int:
    """Tell what is installed, where its log is, and how it ends."""
    from briefing.job import scheduling

    where, by = scheduling.place(), _system(cron)
    names = scheduling.installed(where, by)
    for name in names:
        out(f"{name} ({by}): {where.log(name)}")
        for line in scheduling.last_lines(where, name):
            out(f"  {line}")
    if not names:
        Console().note("nothing is installed; briefing schedule install does it")
    return 0


@app.command("remove", epilog=EXAMPLES)
def remove(
    list_: List = "",
    cron: Cron = False,
    quiet: Quiet = False,
    debug: Debug = False,  # noqa: ARG001 - read from the arguments before they are parsed
) -> int:
    """Remove what was installed: of one list, or all of it."""
    from briefing.job import scheduling

    where, by = scheduling.place(), _system(cron)
    names = (list_,) if list_ else scheduling.installed(where, by)
    gone = scheduling.remove(names, where, by)
    for removed in gone:
        out(removed)
    Console(quiet).done(f"removed: {', '.join(names)}" if gone else "nothing of that was installed")
    return 0


def _system(cron: bool) -> System:
    from briefing.job.scheduling import system

    return system(cron=cron)


def _jobs(list_: str, store: str | None, config: str | None, *, collect: bool) -> list[Job]:
    """One for each list, and one that collects; each in this folder, with this configuration and archive."""
    from briefing.job.digesting import digest_of
    from briefing.job.scheduling import COLLECT, Job
    from briefing.settings import load_settings

    settings = load_settings(config_file=config).config
    folder = Path.cwd()
    shared = ["--config", str(Path(config).resolve())] if config else []
    shared += ["--store", store if "://" in store else str(Path(store).resolve())] if store else []
    digests = [digest_of(settings, list_)] if list_ or not settings.digest else list(settings.digest)
    jobs = [
        Job(d.list, ("digest", "send", "--scheduled", "--list", d.list, *shared), folder, int(d.at[3:]))
        for d in digests
    ]
    return [*jobs, Job(COLLECT, ("collect", "--quiet", *shared), folder)] if collect else jobs
