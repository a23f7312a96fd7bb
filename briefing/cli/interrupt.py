"""Ctrl-C as a wish: the first one asks for an end after what is being done, the second one ends at once."""

from __future__ import annotations

import signal
from types import FrameType, TracebackType
from typing import Self

from briefing.cli.console import Console


class Interrupt:
    """Used as a context and asked as a function; says on the first Ctrl-C that it was heard."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._asked = False

    def __call__(self) -> bool:
        return self._asked

    def __enter__(self) -> Self:
        self._before = signal.signal(signal.SIGINT, self._heard)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        signal.signal(signal.SIGINT, self._before)

    def _heard(self, _signal: int, _frame: FrameType | None) -> None:
        if self._asked:
            raise KeyboardInterrupt
        self._asked = True
        self._console.note_from_signal("stopping after the current article; Ctrl-C again stops at once")
