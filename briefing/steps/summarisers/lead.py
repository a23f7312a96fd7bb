"""The first sentence of every article in turn, then the second of every article, and so on."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.steps.summarisers.context import Context, in_order
from briefing.types import Sentence


@in_order
def lead(sentences: Sequence[Sentence], _: Context) -> list[int]:
    """The baseline that is hardest to beat in news."""
    return sorted(range(len(sentences)), key=lambda i: (sentences[i].position, i))
