"""What a terminal shows: a bar for long work only, colour where it is wanted."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

NEWS = "The mayor of Lindwick resigned on Tuesday. She gave no reason for it."


def on_terminal(folder: Path, *arguments: str, **environment: str) -> str:
    """What the command writes to a terminal, with the marks that steer it."""
    try:
        ours, theirs = pty.openpty()
    except OSError as error:
        pytest.skip(f"no terminal is to be had here: {error}")
    root = str(Path(__file__).resolve().parents[2])
    done = subprocess.Popen(
        [sys.executable, "-m", "briefing", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": root, "TERM": "xterm", **environment},
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 65_536)
        except OSError:  # the terminal is closed
            break
        if not part:
            break
        shown += part
    os.close(ours)
    done.wait()
    return shown.decode()


@pytest.fixture
def many(tmp_path: Path) -> Path:
    for number in range(60):
        (tmp_path / f"{number}.txt").write_text(f"{NEWS} This is number {number}.")
    return tmp_path


def test_a_bar_for_long_work_only(many: Path) -> None:
    assert "reading" in on_terminal(many, "make", ".", "--dry-run", "-o", "b.json")
    assert "reading" not in on_terminal(many, "make", ".", "--dry-run", "-o", "b.json", "-q")
    assert "reading" not in on_terminal(many, "make", "1.txt", "--dry-run", "-o", "b.json")


def test_colour_unless_it_is_declined(tmp_path: Path) -> None:
    plain = "error: nowhere: no such file or folder\r\n"
    assert on_terminal(tmp_path, "make", "nowhere") == plain.replace("error: ", "\x1b[1;31merror: \x1b[0m")
    assert on_terminal(tmp_path, "make", "nowhere", NO_COLOR="1") == plain
    assert on_terminal(tmp_path, "make", "nowhere", TERM="dumb") == plain


def test_file_names_cannot_steer_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "a\x1b[31m.txt").write_bytes(b"")
    shown = on_terminal(tmp_path, "make", ".", NO_COLOR="1")
    assert "\x1b" not in shown
    assert "empty" in shown
