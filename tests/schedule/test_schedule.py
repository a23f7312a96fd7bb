"""`briefing schedule` against a systemctl and a crontab that write down what they are told."""

from __future__ import annotations

import re
import shlex
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran, briefing, desk

__all__ = ["briefing", "desk"]

Run = Callable[..., Ran]
CRONTAB = """#!/bin/sh
if [ "$1" = -l ]; then cat "{home}/crontab" 2>/dev/null; exit $?; fi
cat >"{home}/crontab"
"""
SYSTEMCTL = """#!/bin/sh
echo "$@" >>"{home}/systemctl.log"
[ "$2" = show-environment ] && exit {show}
exit 0
"""
CONFIG = '[brief]\nzone = "Europe/Berlin"\n[[digest]]\nlist = "ministers"\nat = "06:50"\n[[digest]]\nlist = "press"\n'


@pytest.fixture
def machine(
    desk: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Path]:
    """A home folder, and the programs that this machine has."""

    def made(*, systemd: bool, cron: bool = True) -> Path:
        home = tmp_path_factory.mktemp("home")
        programs = home / "bin"
        programs.mkdir()
        wanted = {"systemctl": SYSTEMCTL.format(home=home, show=0 if systemd else 1)}
        wanted |= {"crontab": CRONTAB.format(home=home)} if cron else {}
        for name, text in wanted.items():
            (programs / name).write_text(text)
            (programs / name).chmod(0o755)
        for tool in ("sh", "cat", "echo"):
            (programs / tool).symlink_to(f"/bin/{tool}")
        for variable in ("XDG_CONFIG_HOME", "XDG_STATE_HOME"):
            monkeypatch.delenv(variable, raising=False)
        monkeypatch.setenv("HOME", str(home))
        monkeypatch.setenv("PATH", str(programs))
        (desk / "briefing.toml").write_text(CONFIG)
        return home

    return made


def test_timers_of_systemd(machine: Callable[..., Path], briefing: Run, desk: Path):
    home = machine(systemd=True)
    done = briefing("schedule", "install")
    assert (done.code, done.lines[-1]) == (0, "installed by systemd: ministers, press, collect")
    units = home / ".config/systemd/user"
    names = sorted(path.name for path in units.iterdir())
    assert len(names) == 6
    timer = (units / "briefing-ministers.timer").read_text()
    assert "OnCalendar=*:5/15\n" in timer  # 06:50 is five past a quarter
    assert "Persistent=true\n" in timer
    service = (units / "briefing-ministers.service").read_text()
    assert f'ExecStart="{sys.executable}" "-m" "briefing" "digest" "send" "--scheduled" "--list" "ministers"' in service
    assert f"WorkingDirectory={desk}\n" in service
    said = (home / "systemctl.log").read_text()
    assert "--user enable --now briefing-ministers.timer" in said
    assert "ministers (systemd)" in briefing("schedule", "status").out
    assert briefing("schedule", "remove").code == 0
    assert list(units.iterdir()) == []
    assert "--user disable --now briefing-press.timer" in (home / "systemctl.log").read_text()


def test_a_crontab_keeps_what_is_not_ours(machine: Callable[..., Path], briefing: Run):
    home = machine(systemd=False)
    mine = "# mine\n0 3 * * * backup # briefing-like\nMAILTO=me"
    (home / "crontab").write_text(mine)
    for _ in range(2):
        assert briefing("schedule", "install", "--list", "ministers").code == 0
    lines = (home / "crontab").read_text().splitlines()
    assert lines[:3] == mine.splitlines()
    assert [line.rsplit("# ", 1)[1] for line in lines[3:]] == ["briefing-ministers", "briefing-collect"]
    assert lines[3].startswith("5-59/15 * * * * cd ")
    assert briefing("schedule", "remove", "--list", "ministers").code == 0
    assert briefing("schedule", "remove").code == 0
    assert (home / "crontab").read_text().rstrip("\n") == mine


def test_the_line_of_the_crontab_runs_and_leaves_a_log(
    machine: Callable[..., Path], briefing: Run, desk: Path, tmp_path: Path
):
    home = machine(systemd=False)
    odd = desk / "a folder with 100% odd 'signs'"
    odd.mkdir()
    (odd / "briefing.toml").write_text(CONFIG)
    briefing("schedule", "install", "--list", "press", "--no-collect", "--config", odd / "briefing.toml")
    line = (home / "crontab").read_text().splitlines()[-1]
    # What cron makes of it: five fields, then a command in which \\% is a percent sign.
    command = line.split(" ", 5)[5].replace("\\%", "%")
    done = subprocess.run(["/bin/sh", "-c", command], env={"HOME": str(home), "PATH": "/usr/bin:/bin"}, check=False)
    assert done.returncode == 0
    log = home / ".local/state/briefing/press.log"
    assert log.is_file()
    assert str(log) in briefing("schedule", "status").out
    assert shlex.split(command)[0] == "cd"


def test_paths_in_units_are_escaped(machine: Callable[..., Path], briefing: Run, desk: Path):
    home = machine(systemd=True)
    odd = desk / '100% "quoted"'
    odd.mkdir()
    (odd / "briefing.toml").write_text(CONFIG)
    briefing("schedule", "install", "--list", "press", "--config", odd / "briefing.toml")
    service = (home / ".config/systemd/user/briefing-press.service").read_text()
    assert '100%% \\"quoted\\"/briefing.toml"' in service


ANALYZE = shutil.which("systemd-analyze")
ODD = ["plain", 'a "quoted" 100% folder', "it's $HOME ${HOME}", "back\\slash", "$x %h"]


@pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is not installed (Debian has it in systemd)")
@pytest.mark.parametrize("name", ODD)
def test_systemd_reads_the_units(
    name: str, machine: Callable[..., Path], briefing: Run, desk: Path, monkeypatch: pytest.MonkeyPatch
):
    home = machine(systemd=True)
    folder = desk / name
    folder.mkdir()
    (folder / "briefing.toml").write_text(CONFIG)
    monkeypatch.chdir(folder)
    assert briefing("schedule", "install", "--config", folder / "briefing.toml").code == 0
    units = [str(path) for path in (home / ".config/systemd/user").iterdir() if path.is_file()]
    assert len(units) == 6
    assert _analyzed(home, "verify", *units) == ""


@pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is not installed (Debian has it in systemd)")
def test_systemd_finds_what_is_wrong(tmp_path: Path):
    """Else the test above could not fail: this is how a folder with quotation marks once stood there."""
    (tmp_path / "briefing-x.service").write_text('[Service]\nExecStart="/bin/true"\nWorkingDirectory=\\"/x\\"\n')
    assert "WorkingDirectory= path is not absolute" in _analyzed(
        tmp_path, "verify", str(tmp_path / "briefing-x.service")
    )


@pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is not installed (Debian has it in systemd)")
def test_systemd_knows_the_hours(machine: Callable[..., Path], briefing: Run):
    home = machine(systemd=True)
    briefing("schedule", "install", "--list", "ministers")
    timer = (home / ".config/systemd/user/briefing-ministers.timer").read_text()
    (told,) = [line.partition("=")[2] for line in timer.splitlines() if line.startswith("OnCalendar=")]
    said = _analyzed(home, "calendar", "--iterations=5", "--base-time=2026-11-22 06:06:00 UTC", told)
    assert re.findall(r"(\d\d:\d\d):00 UTC\n", said) == ["06:20", "06:35", "06:50", "07:05", "07:20"]


def _analyzed(home: Path, verb: str, *arguments: str) -> str:
    """What systemd-analyze says, of a user's units, with no systemd running."""
    assert ANALYZE is not None
    environ = {"HOME": str(home), "XDG_RUNTIME_DIR": str(home), "PATH": "/usr/bin:/bin", "LANG": "C", "TZ": "UTC"}
    done = subprocess.run(
        [ANALYZE, "--user", verb, *arguments], env=environ, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize("name", ["ends in a blank ", "ends in a backslash\\", "holds a\nline end"])
def test_folders_that_no_unit_can_name(
    name: str, machine: Callable[..., Path], briefing: Run, desk: Path, monkeypatch: pytest.MonkeyPatch
):
    machine(systemd=True)
    (desk / name).mkdir()
    (desk / name / "briefing.toml").write_text(CONFIG)
    monkeypatch.chdir(desk / name)
    done = briefing("schedule", "install")
    assert (done.code, len(done.lines)) == (2, 1)
    assert "cannot stand in a timer" in done.err


def test_a_machine_without_a_clock_is_told_what_to_do(machine: Callable[..., Path], briefing: Run):
    machine(systemd=False, cron=False)
    done = briefing("schedule", "install")
    assert (done.code, len(done.lines)) == (4, 1)
    assert "digest send --scheduled" in done.err


def test_a_crontab_that_is_wanted_and_not_there(machine: Callable[..., Path], briefing: Run):
    machine(systemd=True, cron=False)
    done = briefing("schedule", "install", "--cron")
    assert (done.code, done.lines) == (4, ["error: there is no crontab here. Install cron, or leave --cron out"])


def test_without_a_digest_there_is_nothing_to_schedule(machine: Callable[..., Path], briefing: Run, desk: Path):
    machine(systemd=True)
    (desk / "briefing.toml").write_text("")
    done = briefing("schedule", "install")
    assert done.code == 2
    assert "[[digest]]" in done.err


def test_units_may_be_read_by_their_owner_alone_or_all(machine: Callable[..., Path], briefing: Run):
    home = machine(systemd=True)
    briefing("schedule", "install")
    for path in (home / ".config/systemd/user").iterdir():
        assert not path.stat().st_mode & stat.S_IWOTH
