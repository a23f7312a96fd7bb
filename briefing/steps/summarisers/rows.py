"""Sentences as sparse unit rows of stems, and what the methods that compare them share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log, sqrt

from briefing.steps.summarisers.context import Context
from briefing.text.tokens import stems, word_count
from briefing.types import Sentence

Row = Mapping[str, float]
Rows = Sequence[Row]


def rows_of(sentences: Sequence[Sentence], language: str) -> list[Row]:
    """A unit row of stemmed content words for each sentence, each sentence a document of its own."""
    return tfidf([stems(sentence.text, language) for sentence in sentences])


def tfidf(bags: Sequence[Sequence[str]]) -> list[Row]:
    """Unit rows of count times smoothed inverse frequency."""
    counts = [Counter(bag) for bag in bags]
    holders = Counter(term for count in counts for term in count)
    idf = {term: log((1 + len(bags)) / (1 + n)) + 1 for term, n in holders.items()}
    return [unit({term: n * idf[term] for term, n in count.items()}) for count in counts]


def unit(row: Row) -> Row:
    """The row at length 1; an empty row stays empty."""
    length = sqrt(sum(x * x for x in row.values()))
    return {term: x / length for term, x in row.items()} if length else {}


def cosine(a: Row, b: Row) -> float:
    """The dot product of two unit rows."""
    small, large = (a, b) if len(a) <= len(b) else (b, a)
    return sum(x * large[term] for term, x in small.items() if term in large)


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
