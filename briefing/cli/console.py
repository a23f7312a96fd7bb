"""What is said on stderr: notes, errors, progress. stdout is for data alone."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

SHOWN = 10  # lines of one sort before the rest is only counted
LONG_WORK = 50  # files; a smaller job is over before a bar could be read


@dataclass(frozen=True, slots=True)
class Console:
    quiet: bool = False
    verbose: bool = False

    def note(self, line: str) -> None:
        if not self.quiet:
            self._say("note: ", line, "2")

    def notes(self, lines: Iterable[str]) -> None:
        if not self.quiet:
            self._list(tuple(lines), self.note)

    def note_from_signal(self, line: str) -> None:
        """A note that a signal's handler gives: the stream may just be in the middle of another line, so past it."""
        if self.quiet:
            return
        try:
            os.write(sys.stderr.fileno(), f"note: {visible(line)}\n".encode())
        except (OSError, ValueError):  # it is no file
            self.note(line)

    def error(self, line: str) -> None:
        self._say("error: ", line, "1;31")

    def done(self, line: str) -> None:
        if not self.quiet:
            self._say("", line, "")

    def findings(self, lines: Iterable[str]) -> None:
        self._list(tuple(lines), self._plain)

    def errors(self, lines: Iterable[str]) -> None:
        self._list(tuple(lines), self.error)

    def _list(self, lines: tuple[str, ...], say: Callable[[str], None]) -> None:
        shown = len(lines) if self.verbose else SHOWN
        for line in lines[:shown]:
            say(line)
        if len(lines) > shown:
            self._plain(f"and {len(lines) - shown} more; -v lists them all")

    def _plain(self, line: str) -> None:
        self._say("  ", line, "")

    def _say(self, label: str, line: str, style: str) -> None:
        coloured = style and is_coloured()
        start, end = (f"\x1b[{style}m", "\x1b[0m") if coloured else ("", "")
        sys.stderr.write(f"{start}{label}{end}{visible(line)}\n")


def out(text: str) -> None:
    """Data to stdout; a file name that is no valid text goes out as the bytes it is."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape") + b"\n")
    sys.stdout.buffer.flush()


def visible(line: str) -> str:
    """The line without control characters, which could rewrite what stands on the terminal."""
    return "".join(c if c.isprintable() or c == "\n" else " " if c.isspace() else "\ufffd" for c in line)


def is_coloured() -> bool:
    return sys.stderr.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


class Bar:
    """A progress bar on a terminal when the work is long; nothing otherwise. Called by the job, used as a context.

    `reached` is what was told last: the step, how much of it is done, and of how much.
    """

    def __init__(self, console: Console) -> None:
        self._wanted = sys.stderr.isatty() and not console.quiet
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self.reached = ("", 0, 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()

    def __call__(self, step: str, done: int, of: int) -> None:
        self.reached = (step, done, of)
        if self._wanted and self._bar is None and of >= LONG_WORK:
            self._start(step)
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, description=step, completed=done, total=of or None)

    def _start(self, step: str) -> None:
        from rich.console import Console as Terminal
        from rich.progress import Progress

        self._bar = Progress(console=Terminal(stderr=True, no_color=not is_coloured()), transient=True)
        self._task = self._bar.add_task(step, total=None)
        self._bar.start()
