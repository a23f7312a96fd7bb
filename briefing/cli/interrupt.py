"""Ctrl-C and SIGTERM as a wish: the first one asks for an end after what is being done, the second one ends at once."""

from __future__ import annotations

import signal
import threading
from types import FrameType, TracebackType
from typing import Self

from briefing.cli.console import Console

INTERRUPTED = 130
TERMINATED = 143


class Ending:
    """Used as a context and asked as a function; says on the first signal that it was heard. `code`: of the exit."""

    def __init__(self, console: Console, piece: str = "feed") -> None:
        self._console, self._piece = console, piece
        self._wanted = threading.Event()
        self.code = 0

    def __call__(self) -> bool:
        return self._wanted.is_set()

    def wait(self, seconds: float) -> None:
        """Until it is to end, but no longer than that."""
        self._wanted.wait(seconds)

    def __enter__(self) -> Self:
        self._before = {number: signal.signal(number, self._heard) for number in (signal.SIGINT, signal.SIGTERM)}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _heard(self, number: int, _frame: FrameType | None) -> None:
        if self.code:
            raise KeyboardInterrupt
        self.code = INTERRUPTED if number == signal.SIGINT else TERMINATED
        self._wanted.set()
        self._console.note_from_signal(f"ending after the current {self._piece}; a second Ctrl-C ends at once")
