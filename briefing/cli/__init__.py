"""The command. Every error is one line that says what, why and what to do next; docs/commands.md lists all of it."""

from __future__ import annotations

import gc
import os
import signal
import sys
from types import FrameType
from typing import NoReturn

TERMINATED = 143
_RARELY = 200_000  # allocations between two looks for cycles


def main() -> None:
    """The entry point of `briefing`."""
    signal.signal(signal.SIGTERM, _terminated)
    # Nearly nothing here is a cycle, and the process is short: looking for cycles cost a tenth of a cold run.
    gc.set_threshold(_RARELY)
    code = run(sys.argv[1:])
    gc.freeze()  # what is alive goes with the process; freeing it object by object cost .2 s
    sys.exit(code)


def _terminated(_signal: int, _frame: FrameType | None) -> NoReturn:
    """As an exception, so that nothing half written stays behind."""
    sys.exit(TERMINATED)


def run(arguments: list[str]) -> int:
    """The exit code of the command with these arguments."""
    from briefing.cli.app import app
    from briefing.cli.errors import exit_code_of

    try:
        return exit_code_of(lambda: app(arguments, prog_name="briefing", standalone_mode=False), "--debug" in arguments)
    finally:
        _let_go_of_stdout()


def _let_go_of_stdout() -> None:
    """A reader that went away (`briefing ... | head`) is no error of ours."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
