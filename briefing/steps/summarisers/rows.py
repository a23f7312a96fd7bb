"""What the methods that compare sentences share: unit rows of stems, sums of rows, and a ranking without repeats."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from briefing.steps.summarisers.context import Context
from briefing.text.tokens import stems, word_count
from briefing.text.vectors import Row, Rows, cosine, tfidf
from briefing.types import Sentence


def rows_of(sentences: Sequence[Sentence], language: str) -> list[dict[str, float]]:
    """A unit row of stemmed content words for each sentence, each sentence a document of its own."""
    return tfidf([stems(sentence.text, language) for sentence in sentences])


def total(rows: Iterable[Row], factors: Iterable[float]) -> dict[str, float]:
    """The sum of the rows, each times its factor."""
    summed: dict[str, float] = {}
    for row, factor in zip(rows, factors, strict=True):
        for term, x in row.items():
            summed[term] = summed.get(term, 0.0) + x * factor
    return summed


def along(row: Row, direction: Row) -> float:
    """The dot product of a row with a direction that holds all of its terms."""
    return sum(x * direction[term] for term, x in row.items())


def apart(ranking: Iterable[int], rows: Rows, sentences: Sequence[Sentence], context: Context, cut: float) -> list[int]:
    """The ranking without what is as near as `cut` (cosine) to a better one, until the budget is spent."""
    chosen: list[int] = []
    room = context.words
    for i in ranking:
        if all(cosine(rows[i], rows[j]) < cut for j in chosen):
            chosen.append(i)
            room -= word_count(sentences[i].text, context.language)
            if context.words and room <= 0:
                break
    return chosen
