"""Sentences nearest to the centroid of all, without those that repeat a better one."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.steps.summarisers.context import Context, best_first, in_order
from briefing.steps.summarisers.rows import along, apart, rows_of, total
from briefing.types import Sentence

REPEATS = 0.5  # cosine from which on a sentence repeats a better one


@in_order
def centroid(sentences: Sequence[Sentence], context: Context) -> list[int]:
    """Radev et al. 2004, "Centroid-based summarization of multiple documents"."""
    rows = rows_of(sentences, context.language)
    factors = context.factors(len(rows))
    centre = total(rows, [1.0] * len(rows))
    ranking = best_first([along(row, centre) * factor for row, factor in zip(rows, factors, strict=True)])
    return apart(ranking, rows, sentences, context, REPEATS)
