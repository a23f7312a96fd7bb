"""Maximal marginal relevance: near to the centroid, far from what is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.steps.summarisers.context import Context, in_order
from briefing.steps.summarisers.rows import along, cosine, rows_of, total, unit
from briefing.text.tokens import word_count
from briefing.types import Sentence

RELEVANCE = 0.7  # lambda of Carbonell & Goldstein 1998; the rest is for novelty


@in_order
def mmr(sentences: Sequence[Sentence], context: Context) -> list[int]:
    """Carbonell & Goldstein 1998, "The use of MMR, diversity-based reranking", with the centroid as the query."""
    rows = rows_of(sentences, context.language)
    factors = context.factors(len(rows))
    centre = unit(total(rows, [1.0] * len(rows)))
    relevance = [along(row, centre) * factor for row, factor in zip(rows, factors, strict=True)]
    nearest = [0.0] * len(rows)
    left = list(range(len(rows)))
    chosen: list[int] = []
    room = context.words
    while left and (room > 0 or not context.words):
        best = max(left, key=lambda i: (round(RELEVANCE * relevance[i] - (1 - RELEVANCE) * nearest[i], 9), -i))
        left.remove(best)
        chosen.append(best)
        room -= word_count(sentences[best].text, context.language)
        for i in left:
            nearest[i] = max(nearest[i], cosine(rows[i], rows[best]))
    return chosen
