"""./brief as a stranger meets it: on a machine of fakes, where each tool only notes how it was called."""

from __future__ import annotations

import os
import resource
import shlex
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parent.parent
PARTS = ("brief", ".ci/setup.sh", "pyproject.toml", "requirements.lock", "requirements-build.lock")
TOOLS = ("sh", "cat", "flock", "mkdir", "mv", "readlink", "rm", "sha256sum", "tr")

# Answers as a Python of the fake machine and of the environments that it makes; notes every call of pip.
PYTHON = """#!/bin/sh
case "$*" in
    -V) echo "Python 3.11.2" ;;
    "-c import sys; print(sys.prefix)") bin=${0%/*}; echo "${bin%/*}" ;;
    "-c import sys; sys.exit(sys.version_info < (3, 11))") exit "${OLD-0}" ;;
    -c*) ;;
    "-m venv "*) mkdir -p "$3/bin"; cat "$0" >"$3/bin/python"; chmod +x "$3/bin/python"; echo venv >>"$NOTES" ;;
    "-m pip --version") ;;
    "-I -m pip "*) echo "pip $*" >>"$NOTES"; exit "${OFFLINE-0}" ;;
    "-m compileall "*) ;;
    "-P -m briefing"*)
        shift 3
        echo "briefing in $(pwd), bytecode ${PYTHONDONTWRITEBYTECODE-kept}:"
        printf '[%s]' "$@"
        { printf '%s: ' "$(pwd)"; printf '[%s]' "$@"; echo; } >>"$NOTES" ;;
    *) echo "unexpected: $*" >&2; exit 99 ;;
esac
"""
NOTED = '#!/bin/sh\necho "${0##*/} $*" >>"$NOTES"\nexit "${APT_FAILS-0}"\n'


@dataclass(frozen=True)
class Machine:
    """A checkout in `desk` and a path of fakes in `bin`; `notes` is what they were asked to do."""

    folder: Path

    @property
    def desk(self) -> Path:
        return self.folder / "desk"

    @property
    def notes(self) -> str:
        notes = self.folder / "notes"
        return notes.read_text() if notes.exists() else ""

    def put(self, name: str, script: str) -> None:
        path = self.folder / "bin" / name
        path.write_text(script)
        path.chmod(0o755)

    def run(self, *arguments: str, of: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
        """One call of ./brief, with the notes wiped before it."""
        (self.folder / "notes").unlink(missing_ok=True)
        return subprocess.run(
            [of or self.desk / "brief", *arguments],
            cwd=self.folder,
            env={"PATH": str(self.folder / "bin"), "NOTES": str(self.folder / "notes"), **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def bare(tmp_path: Path) -> Machine:
    """A machine with neither Python nor the libraries, and an ordinary user without sudo."""
    for part in PARTS:
        (tmp_path / "desk" / part).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(HOME / part, tmp_path / "desk" / part)
    (tmp_path / "bin").mkdir()
    for tool in TOOLS:
        (tmp_path / "bin" / tool).symlink_to(shutil.which(tool) or pytest.skip(f"no {tool} here"))
    machine = Machine(tmp_path)
    # The script looks into /sbin too, so only a library list of our own keeps this machine's out.
    setup = machine.desk / ".ci/setup.sh"
    setup.write_text(setup.read_text().replace("PATH=$PATH:/sbin:/usr/sbin ldconfig", "ldconfig"))
    machine.put("ldconfig", "#!/bin/sh\n")
    machine.put("id", "#!/bin/sh\necho 1000\n")
    machine.put("apt-get", NOTED)
    return machine


@pytest.fixture
def machine(bare: Machine) -> Machine:
    """A machine that has what the set-up needs."""
    bare.put("python3", PYTHON)
    (bare.folder / "bin" / "chmod").symlink_to(shutil.which("chmod") or "")
    bare.put("ldconfig", "#!/bin/sh\necho 'libpangoft2-1.0.so.0 (x) => y\n libharfbuzz-subset.so.0 (x) => y'\n")
    return bare


def test_without_root_it_prints_the_apt_line_and_stops(bare: Machine) -> None:
    done = bare.run("make", "seeds/")
    assert done.returncode == 4
    assert (
        "    apt-get update && apt-get install -y --no-install-recommends "
        "python3 python3-venv libpangoft2-1.0-0 libharfbuzz-subset0\n" in done.stderr
    )
    assert bare.notes == ""
    assert not (bare.desk / ".venv").exists()


def test_only_what_is_missing_is_named(machine: Machine) -> None:
    machine.put("ldconfig", "#!/bin/sh\necho 'libpangoft2-1.0.so.0 (libc6) => y'\n")
    assert "recommends libharfbuzz-subset0\n" in machine.run().stderr


def test_with_root_it_installs_by_apt_and_says_what_apt_said_when_that_fails(bare: Machine) -> None:
    bare.put("id", "#!/bin/sh\necho 0\n")
    bare.put("env", '#!/bin/sh\nshift\n"$@"\n')
    done = bare.run(APT_FAILS="100")
    assert done.returncode == 4
    assert bare.notes.splitlines() == [
        "apt-get update -qq",
        "apt-get install -y --no-install-recommends python3 python3-venv libpangoft2-1.0-0 libharfbuzz-subset0",
    ]
    assert "apt-get could not install" in done.stderr


def test_a_python_that_is_too_old_is_not_used(machine: Machine) -> None:
    done = machine.run(OLD="1")
    assert done.returncode == 4
    assert "python3-venv" in done.stderr


def test_another_system_is_told_what_is_missing(bare: Machine) -> None:
    (bare.folder / "bin" / "apt-get").unlink()
    done = bare.run()
    assert done.returncode == 4
    assert "libpangoft2-1.0-0" in done.stderr


def test_the_first_run_installs_by_hash_and_the_second_starts_at_once(machine: Machine) -> None:
    first = machine.run("verify", "a file.pdf", "--against", "", PYTHONDONTWRITEBYTECODE="1")
    assert first.returncode == 0, first.stderr
    assert first.stdout == f"briefing in {machine.folder}, bytecode kept:\n[verify][a file.pdf][--against][]"
    assert machine.notes.count("--require-hashes") == 2
    assert "-r requirements-build.lock -r requirements.lock" in machine.notes
    second = machine.run("verify", "a file.pdf", "--against", "")
    assert (second.stdout, second.stderr) == (first.stdout, "")
    assert "pip" not in machine.notes


def test_without_arguments_it_makes_the_brief_of_the_seeds_and_says_where_it_is(machine: Machine) -> None:
    done = machine.run()
    assert f"{machine.desk}: [make][seeds/][-o][out/brief.pdf][-o][out/brief.html]" in machine.notes
    assert done.stdout == f"{machine.desk}/out/brief.pdf\n{machine.desk}/out/brief.html\n"


def test_it_may_be_called_through_a_link(machine: Machine) -> None:
    link = machine.folder / "bin" / "b"
    link.symlink_to(machine.desk / "brief")
    assert machine.run("doctor", of=link).stdout == f"briefing in {machine.folder}, bytecode kept:\n[doctor]"


def test_what_was_broken_off_is_made_anew(machine: Machine) -> None:
    broken_off = machine.run("doctor", OFFLINE="1")
    assert broken_off.returncode == 4
    assert "could not be installed" in broken_off.stderr
    after = machine.run("doctor")
    assert after.returncode == 0
    assert machine.notes.startswith("venv\n")
    assert machine.run("doctor").stderr == ""


def test_a_moved_checkout_is_set_up_anew(machine: Machine) -> None:
    machine.run("doctor")
    machine.desk.rename(machine.folder / "elsewhere")
    done = machine.run("doctor", of=machine.folder / "elsewhere/brief")
    assert done.returncode == 0
    assert machine.notes.startswith("venv\n")


def test_a_changed_lock_is_installed_into_the_environment_that_is_there(machine: Machine) -> None:
    machine.run("doctor")
    with (machine.desk / "requirements.lock").open("a") as lock:
        lock.write("# changed\n")
    machine.run("doctor")
    assert "venv" not in machine.notes
    assert "requirements.lock" in machine.notes


def test_an_environment_without_its_python_is_made_anew(machine: Machine) -> None:
    machine.run("doctor")
    (machine.desk / ".venv/bin/python").unlink()
    assert machine.run("doctor").returncode == 0
    assert machine.notes.startswith("venv\n")


def test_the_locks_hold_hashes_and_no_address() -> None:
    for lock in sorted(HOME.glob("requirements*.lock")):
        lines = lock.read_text().splitlines()
        heads = [line for line in lines if line and not line.startswith((" ", "#"))]
        assert heads, lock.name
        assert all("==" in line and line.endswith("\\") for line in heads), lock.name
        assert not [line for line in lines if "://" in line or line.startswith("-")], lock.name


def test_a_run_after_set_up_starts_in_time() -> None:
    ready = f'root={shlex.quote(str(HOME))}; . "$root/.ci/setup.sh"; ready .ready "$base_locks"'
    if subprocess.run(["sh", "-c", ready], check=False).returncode:
        pytest.skip("this environment was not made by ./brief")
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([HOME / "brief", "--help"], env=environment, capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert (done.returncode, done.stderr) == (0, "")
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 1


# --- what makes more tests run ---------------------------------------------------------------------------------------

WANTING = (
    'root=.; program=./check; . "$0/.ci/setup.sh"; want_packages a-browser=chromium a-server=opensmtpd; echo went on'
)


def wanting(machine: Machine, **environ: str) -> subprocess.CompletedProcess[str]:
    """`want_packages` of the set-up, on the machine of fakes."""
    known = {"PATH": str(machine.folder / "bin"), "NOTES": str(machine.folder / "notes"), **environ}
    command = [shutil.which("sh") or "sh", "-c", WANTING, str(machine.desk)]
    return subprocess.run(command, cwd=machine.desk, env=known, capture_output=True, text=True, check=False)


def test_what_only_tests_need_never_stops_the_set_up(machine: Machine) -> None:
    done = wanting(machine)
    assert (done.returncode, done.stdout) == (0, "went on\n")
    assert "some tests are skipped: chromium opensmtpd" in done.stderr
    assert machine.notes == ""


def test_apt_may_take_nothing_away_for_it(machine: Machine) -> None:
    machine.put("id", "#!/bin/sh\necho 0\n")
    machine.put("env", '#!/bin/sh\nshift\n"$@"\n')
    machine.put("a-browser", "#!/bin/sh\n")
    done = wanting(machine)
    assert (done.returncode, done.stdout) == (0, "went on\n")
    assert machine.notes.splitlines() == [
        "apt-get update -qq",
        "apt-get install -y --no-install-recommends --no-remove opensmtpd",
    ]
    assert "could not be installed" in wanting(machine, APT_FAILS="100").stderr
