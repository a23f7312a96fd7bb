"""The machine's own clock runs the digest: systemd's user timers where they work, a crontab elsewhere.

What is written wakes the command every quarter of an hour; whether an edition is due is decided there, by the list's
zone and days. So a change of clocks needs no care here, and a machine that slept catches up when it wakes.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from briefing.errors import ConfigError, EnvironmentProblem
from briefing.files import write

System = Literal["systemd", "cron"]
EVERY = 15  # minutes
NAME = "briefing-{}"
COLLECT = "collect"
LOG_LINES = 5


@dataclass(frozen=True, slots=True)
class Job:
    """A command that runs every quarter of an hour from `minute` on, in `folder`."""

    name: str
    arguments: tuple[str, ...]
    folder: Path
    minute: int = 0

    @property
    def unit(self) -> str:
        return NAME.format(self.name)

    @property
    def command(self) -> tuple[str, ...]:
        """With full paths: a timer has no PATH to rely on."""
        return (sys.executable, "-m", "briefing", *self.arguments)


@dataclass(frozen=True, slots=True)
class Place:
    """Where units, logs and the crontab are, for the user who runs this."""

    units: Path
    logs: Path

    def log(self, job_name: str) -> Path:
        return self.logs / f"{job_name}.log"


def place(environ: Mapping[str, str] | None = None) -> Place:
    """The user's folders (XDG Base Directory Specification)."""
    from platformdirs import user_state_path

    environ = os.environ if environ is None else environ
    config = Path(environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return Place(config / "systemd/user", user_state_path("briefing", appauthor=False))


def system(*, cron: bool = False) -> System:
    """What starts programs at their time here, `cron` where that is wanted; EnvironmentProblem when nothing does."""
    if cron and not _has("crontab"):
        raise EnvironmentProblem("there is no crontab here", hint="Install cron, or leave --cron out")
    if cron:
        return "cron"
    if _runs("systemctl", "--user", "show-environment"):
        return "systemd"
    if _runs("crontab", "-l") or _has("crontab"):
        return "cron"
    hint = "Install cron, or run 'briefing digest send --scheduled' every 15 minutes by other means"
    raise EnvironmentProblem("nothing here starts programs at their time", why="no systemd, no crontab", hint=hint)


# --- systemd -------------------------------------------------------------------------------------------------


def units(job: Job, logs: Place) -> dict[str, str]:
    """File name -> content of the service and its timer (systemd.service(5), systemd.timer(5))."""
    log = _path(logs.log(job.name))
    program, *arguments = job.command
    service = f"""[Unit]
Description=briefing: {job.name}

[Service]
Type=oneshot
WorkingDirectory={_path(job.folder)}
ExecStart={" ".join((_quoted(program), *(_quoted(word).replace("$", "$$") for word in arguments)))}
StandardOutput=append:{log}
StandardError=append:{log}
# 5: another run is at it, which then does the work.
SuccessExitStatus=5
"""
    timer = f"""[Unit]
Description=briefing: {job.name}, every {EVERY} minutes

[Timer]
OnCalendar=*:{job.minute % EVERY}/{EVERY}
Persistent=true

[Install]
WantedBy=timers.target
"""
    return {f"{job.unit}.service": service, f"{job.unit}.timer": timer}


def _quoted(text: str) -> str:
    """A word of a command: percent signs are doubled, what ends a quoted word is escaped (systemd.syntax(7))."""
    if "\n" in text:
        raise ConfigError(f"{text!r} cannot stand in a timer", why="it holds a line end")
    return '"{}"'.format(text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%"))


def _path(path: Path) -> str:
    """The whole of a setting: there systemd knows neither quotation marks nor escapes, and cuts blanks off."""
    text = str(path)
    if "\n" in text or text != text.rstrip().rstrip("\\"):
        why = "it holds a line end, or ends in a blank or a backslash"
        raise ConfigError(f"{text!r} cannot stand in a timer", why=why)
    return text.replace("%", "%%")


# --- cron ----------------------------------------------------------------------------------------------------


def mark(job_name: str) -> str:
    """What ends our lines in a crontab, so that they are found again."""
    return f"# {NAME.format(job_name)}"


def line(job: Job, logs: Place) -> str:
    """The line of a crontab (crontab(5)): in cron's own zone it would be wrong, so it runs every quarter of an hour."""
    command = f"cd {shlex.quote(str(job.folder))} && {shlex.join(job.command)}"
    log = shlex.quote(str(logs.log(job.name)))
    start = job.minute % EVERY
    said = f"{start}-59/{EVERY} * * * * {command} >> {log} 2>&1 {mark(job.name)}"
    if "\n" in said:
        raise ConfigError(f"{str(job.folder)!r} cannot stand in a crontab", why="it holds a line end")
    return said.replace("%", "\\%")


def without(crontab: str, job_names: Iterable[str]) -> str:
    """A crontab without our lines; all others stay as they are."""
    names = tuple(job_names)
    return "".join(text for text in crontab.splitlines(keepends=True) if not _is_ours(text.rstrip("\n"), names))


def _is_ours(text: str, names: Iterable[str]) -> bool:
    return " -m briefing " in text and text.endswith(tuple(map(mark, names)))


def crontab() -> str:
    """The user's crontab, empty where there is none."""
    done = subprocess.run(["crontab", "-l"], capture_output=True, text=True, check=False)
    return done.stdout if done.returncode == 0 else ""


def set_crontab(text: str) -> None:
    done = subprocess.run(["crontab", "-"], input=text, capture_output=True, text=True, check=False)
    if done.returncode:
        raise EnvironmentProblem("the crontab could not be written", why=done.stderr.strip())


# --- doing ---------------------------------------------------------------------------------------------------


def install(jobs: Sequence[Job], where: Place, by: System) -> tuple[str, ...]:
    """Writes and starts the timers of the jobs in place of older ones; what was written, by name."""
    where.logs.mkdir(parents=True, exist_ok=True)
    if by == "cron":
        kept = without(crontab(), (job.name for job in jobs))
        lines = [line(job, where) for job in jobs]
        set_crontab(kept + ("" if not kept or kept.endswith("\n") else "\n") + "\n".join(lines) + "\n")
        return tuple(lines)
    files = {str(where.units / name): text.encode() for job in jobs for name, text in units(job, where).items()}
    write(files)
    _systemctl("daemon-reload")
    for job in jobs:
        _systemctl("enable", "--now", f"{job.unit}.timer")
    return tuple(files)


def remove(names: Sequence[str], where: Place, by: System) -> tuple[str, ...]:
    """Stops and removes what was installed under these names; what was there."""
    if by == "cron":
        before = crontab()
        gone = [text for text in before.splitlines() if _is_ours(text, names)]
        if gone:
            set_crontab(without(before, names))
        return tuple(gone)
    removed = []
    for name in names:
        unit = NAME.format(name)
        if (where.units / f"{unit}.timer").is_file():
            _systemctl("disable", "--now", f"{unit}.timer")
        for path in (where.units / f"{unit}.timer", where.units / f"{unit}.service"):
            if path.is_file():
                path.unlink()
                removed.append(str(path))
    if removed:
        _systemctl("daemon-reload")
    return tuple(removed)


def installed(where: Place, by: System) -> tuple[str, ...]:
    """The names of what is installed."""
    if by == "cron":
        found = re.findall(r" -m briefing .*# briefing-([A-Za-z0-9-]+)$", crontab(), flags=re.MULTILINE)
    else:
        found = [path.stem.removeprefix(NAME.format("")) for path in where.units.glob("briefing-*.timer")]
    return tuple(sorted(set(found)))


def last_lines(where: Place, name: str) -> tuple[str, ...]:
    """The end of a job's log."""
    log = where.log(name)
    if not log.is_file():
        return ()
    return tuple(log.read_text(encoding="utf-8", errors="replace").splitlines()[-LOG_LINES:])


def _systemctl(*arguments: str) -> None:
    done = subprocess.run(["systemctl", "--user", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise EnvironmentProblem(f"systemctl --user {' '.join(arguments)} failed", why=done.stderr.strip())


def _runs(*command: str) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False, timeout=10).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _has(program: str) -> bool:
    from shutil import which

    return which(program) is not None
