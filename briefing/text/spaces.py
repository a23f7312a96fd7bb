"""Which space of profiles serves so many texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from briefing.text.vectors import Space, Text, small_space

if TYPE_CHECKING:
    from briefing.text.rows import Rows

FEW = 300  # texts: below it numpy's import costs more than it saves


def space(texts: Sequence[Text], core: int) -> Space | Rows:
    """The profile of each text; `core` is the number of salient terms kept. Many at once go through numpy."""
    if len(texts) < FEW:
        return small_space(texts, core)
    from briefing.text.rows import rows

    return rows(texts, core)
