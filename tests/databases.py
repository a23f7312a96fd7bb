"""A PostgreSQL of the tests' own: made by initdb in a temporary folder, on a Unix socket alone, stopped at the end.

`postgres` (a session's server, shared by the workers of xdist) and `postgresql_url` (a fresh database) are fixtures of
conftest.py; `place` is an archive's place in SQLite and in PostgreSQL, one after the other.
"""

from __future__ import annotations

import fcntl
import json
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

import pytest

FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60 -c shared_buffers=32MB"


@contextmanager
def server(shared: Path, *, options: str = FAST) -> Iterator[Path]:
    """The folder of its socket. Who comes first starts it, who leaves last stops it, by a count in `shared`."""
    programs = _programs()
    folder = _join(shared, programs, options)
    try:
        yield folder
    finally:
        _leave(shared, programs)


def _programs() -> Path:
    """Where initdb is; Debian keeps it off the PATH."""
    found = [Path(path).resolve().parent for path in [shutil.which("initdb")] if path]
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in found:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    pytest.skip("PostgreSQL is not installed: no initdb on the PATH nor in /usr/lib/postgresql")


def _join(shared: Path, programs: Path, options: str) -> Path:
    with _counted(shared) as state:
        if not state.get("users"):
            state["folder"] = str(_start(programs, options))
        state["users"] = state.get("users", 0) + 1
        return Path(state["folder"])


def _leave(shared: Path, programs: Path) -> None:
    with _counted(shared) as state:
        state["users"] -= 1
        if not state["users"]:
            _stop(programs, Path(state["folder"]))


@contextmanager
def _counted(shared: Path) -> Iterator[dict]:
    """What the workers agree on: the server's folder and how many use it."""
    with (shared / "postgres.json").open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        state = json.loads(file.read() or "{}")
        yield state
        file.seek(0)
        file.truncate()
        file.write(json.dumps(state))


def _start(programs: Path, options: str) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="pg"))  # not in tmp_path: the name of a socket has at most 107 bytes
    if os.geteuid() == 0:
        owner = _ordinary_user()
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    initdb = "--auth=trust --no-sync --encoding=UTF8 --locale=C.UTF-8 --username=tests".split()
    _run([str(programs / "initdb"), *initdb, "-D", str(folder / "data")])
    settings = f"{options} -c listen_addresses='' -c unix_socket_directories='{folder}'"
    _run(
        [str(programs / "pg_ctl"), "-D", str(folder / "data"), "-l", str(folder / "log"), "-w", "-o", settings, "start"]
    )
    return folder


def _stop(programs: Path, folder: Path) -> None:
    _run([str(programs / "pg_ctl"), "-D", str(folder / "data"), "-w", "-m", "immediate", "stop"])
    shutil.rmtree(folder, ignore_errors=True)


def _run(command: list[str]) -> None:
    """As an ordinary user: PostgreSQL refuses to run as root."""
    if os.geteuid() == 0:
        owner = _ordinary_user()
        command = ["setpriv", f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups", *command]
    done = subprocess.run(
        command,
        cwd="/",
        env={**os.environ, "HOME": "/"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.skip(f"PostgreSQL cannot be started here: {done.stdout[-300:]} {done.stderr[-300:]}")


def _ordinary_user() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            return pwd.getpwnam(name)
    pytest.skip("PostgreSQL refuses to run as root, and there is neither a user postgres nor nobody")


def new_database(folder: Path) -> str:
    """The address of an empty one on the server."""
    import psycopg

    name = f"t{uuid4().hex[:12]}"
    with psycopg.connect(host=str(folder), user="tests", dbname="postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    return f"postgresql://tests@/{name}?host={folder}"


def drop_database(url: str) -> None:
    import psycopg

    name = url.partition("@/")[2].partition("?")[0]
    with psycopg.connect(url.replace(f"/{name}?", "/postgres?"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
