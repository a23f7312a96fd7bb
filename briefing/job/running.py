"""What every run shares: its clock, its progress, how it counts, and how it ends when only a part went well."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

PARTLY = 3

Progress = Callable[[str, int, int], None]  # a step's name, how much of it is done, and of how much (0: not known)


def silent(_step: str, _done: int, _of: int) -> None:
    """Nobody is told anything."""


def now() -> datetime:
    """The run's clock, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def count(number: int, one: str, many: str = "") -> str:
    """`1 page`, `2 pages`."""
    return f"{number} {one if number == 1 else many or one + 's'}"
