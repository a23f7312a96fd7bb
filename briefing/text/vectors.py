"""Sparse unit rows of weighted terms, and which rows are near each other."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

Row = Mapping[str, float]
Rows = Sequence[Row]


def tfidf(docs: Sequence[Sequence[str]], idf: Mapping[str, float] | None = None) -> list[dict[str, float]]:
    """Unit rows of (1 + ln tf) * idf; without `idf` the smoothed one of these documents (Salton & Buckley 1988)."""
    counts = [Counter(doc) for doc in docs]
    weights = idf if idf is not None else inverse_frequency(counts)
    return [unit({t: (1 + math.log(c)) * weights.get(t, 1.0) for t, c in sorted(count.items())}) for count in counts]


def inverse_frequency(docs: Sequence[Iterable[str]]) -> dict[str, float]:
    """ln((1 + n) / (1 + df)) + 1 of every term; each document holds a term once or not."""
    frequency = Counter(term for doc in docs for term in sorted(set(doc)))
    return {term: math.log((1 + len(docs)) / (1 + df)) + 1 for term, df in frequency.items()}


def unit(row: Row) -> dict[str, float]:
    """The row at length one; an empty row stays empty."""
    length = math.sqrt(math.fsum(weight * weight for weight in row.values()))
    return {term: weight / length for term, weight in row.items()} if length else {}


def cosine(a: Row, b: Row) -> float:
    """The dot product of two unit rows."""
    if len(b) < len(a):
        a, b = b, a
    return math.fsum(weight * b[term] for term, weight in a.items() if term in b)


def neighbours(rows: Rows, cut: float) -> list[tuple[int, int, float]]:
    """Pairs i < j whose cosine is at least `cut`, in order."""
    postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
    found = []
    for j, row in enumerate(rows):
        dots: dict[int, float] = defaultdict(float)
        for term, weight in row.items():
            for i, other in postings[term]:
                dots[i] += weight * other
            postings[term].append((j, weight))
        found += [(i, j, dot) for i, dot in dots.items() if dot >= cut]
    return sorted(found)
