"""Centrality in the graph of similar sentences, computed without ever building the graph."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.steps.summarisers.context import Context, best_first, in_order
from briefing.steps.summarisers.rows import Rows, along, apart, rows_of, total
from briefing.types import Sentence

DAMPING = 0.15  # Erkan & Radev 2004
ROUNDS = 20  # 0.85 ** 20 < 0.04 of the first error is left
REPEATS = 0.5  # cosine from which on a sentence repeats a better one


@in_order
def lexrank(sentences: Sequence[Sentence], context: Context) -> list[int]:
    """Erkan & Radev 2004, "LexRank", the continuous form (section 3.3)."""
    rows = rows_of(sentences, context.language)
    factors = context.factors(len(rows))
    ranking = best_first([score * factor for score, factor in zip(centrality(rows), factors, strict=True)])
    return apart(ranking, rows, sentences, context, REPEATS)


def centrality(rows: Rows) -> list[float]:
    """The stationary distribution, 1 on average; linear in the entries, since the graph X X' is never formed."""
    everything = total(rows, [1.0] * len(rows))
    degrees = [along(row, everything) or 1.0 for row in rows]
    scores = [1.0] * len(rows)
    for _ in range(ROUNDS):
        flow = total(rows, [score / degree for score, degree in zip(scores, degrees, strict=True)])
        scores = [DAMPING + (1 - DAMPING) * along(row, flow) for row in rows]
    return scores
