"""The table of many sentences (pairs.py) as arrays: the same numbers, some thirty times faster."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from briefing.steps.summarisers.context import Context, origins_of
from briefing.steps.summarisers.lexicon import Lexicon, lexicon
from briefing.steps.summarisers.pairs import AGAIN, MASK, SHIFT, WEIGHTS, dot, quotes, room, theme, title_pairs
from briefing.text.bulk import forms
from briefing.types import Sentence

Ints = NDArray[np.int64]
Floats = NDArray[Any]


class BulkTable:
    """See `pairs.Table`. An entry is a number (a pair, a term) in a sentence; entries are sorted by sentence."""

    def __init__(self, sentences: Sequence[Sentence], context: Context) -> None:
        known = lexicon(context.language)
        texts = [sentence.text for sentence in sentences]
        found = [forms(text) for text in texts]
        self.size = len(texts)
        self.origins = origins_of(sentences, context)
        self.origin = np.array(self.origins)
        self.articles = numbered([sentence.article.id for sentence in sentences])
        self.place = np.array([sentence.position for sentence in sentences])
        self.room = room(context.words, int(self.origin.max()) + 1)
        self.quotes = [quotes(text) for text in texts]
        lengths = np.array([len(words) for words in found])
        self.lengths: list[int] = np.maximum(lengths, 1).tolist()
        form = np.fromiter(map(known.__getitem__, chain.from_iterable(found)), np.int64, lengths.sum())
        self.at = np.repeat(np.arange(self.size), lengths)  # the sentence of each word
        self.term = np.array(known.terms)[form]
        self.stop = np.array(known.stop, bool)
        self._rate(sentences, rarities(form, self.term, known), context, known)
        self._compare()

    def _rate(self, sentences: Sequence[Sentence], rare: Floats, context: Context, known: Lexicon) -> None:
        inside = self.at[1:] == self.at[:-1]
        self.codes, pair = np.unique((self.term[:-1] << SHIFT | self.term[1:])[inside], return_inverse=True)
        n = len(self.codes)
        entries = distinct(self.at[:-1][inside] * n + pair)
        at, pair = entries // n, entries % n
        a, b = self.codes >> SHIFT, self.codes & MASK
        uses = self._count(self.at, self.term, len(self.stop))
        quote = np.array(self.quotes, float)
        first = np.full(n, np.iinfo(np.int64).max)
        np.minimum.at(first, pair, self.place[at])
        titles, title_terms = title_pairs(sentences, known)
        w = WEIGHTS
        z = w.base + np.array([0.0, w.one_stop_word, w.two_stop_words])[self.stop[a].astype(int) + self.stop[b]]
        z += w.rarity * np.minimum(rare[a], rare[b]) + w.uses * np.log(np.minimum(uses[a], uses[b]))
        z += w.held * np.log(self._count(at, pair, n)) + w.place * np.log(1 + first)
        z += (
            (w.quoted + w.quoted_with_room * self.room)
            * np.bincount(pair, quote[at], n)
            / np.bincount(pair, minlength=n)
        )
        z += w.in_title * np.isin(self.codes, np.array(sorted(titles), np.int64))
        titled = np.isin(np.arange(len(self.stop)), np.array(sorted(title_terms), np.int64))
        z += w.title_words * (titled[a].astype(int) + titled[b])
        factors = np.ones(len(self.stop))
        for term, factor in theme(context, known).items():
            factors[term] = factor
        self.chance: list[float] = (np.maximum(factors[a], factors[b]) / (1 + np.exp(-z))).tolist()
        self.kept: list[float] = np.where(self.stop[a] & self.stop[b], AGAIN, 0.0).tolist()
        self.pairs = grouped(at, pair, self.size)

    def _count(self, at: Ints, number: Ints, most: int) -> Floats:
        """How often each number is held; of the copies in an origin only the one counts that holds it most."""
        article = self.articles[at]
        if np.max(self.origin) == np.max(self.articles):
            return np.bincount(number, minlength=most).astype(float)
        cells, held = np.unique(article * most + number, return_counts=True)
        origin_of = np.zeros(int(np.max(self.articles)) + 1, np.int64)
        origin_of[self.articles] = self.origin
        groups, group = np.unique(origin_of[cells // most] * most + cells % most, return_inverse=True)
        largest = np.zeros(len(groups))
        np.maximum.at(largest, group, held)
        counted: Floats = np.bincount(groups % most, largest, most)
        return counted

    def _compare(self) -> None:
        content = ~self.stop[self.term]
        most = len(self.stop)
        entries, times = np.unique(self.at[content] * most + self.term[content], return_counts=True)
        self.row_at, self.row_term = entries // most, entries % most
        holders = np.bincount(self.row_term, minlength=most)
        x = times * (np.log((1 + self.size) / (1 + holders)) + 1)[self.row_term]
        self.row = x / np.sqrt(np.bincount(self.row_at, x * x, self.size))[self.row_at]
        self.starts = np.searchsorted(self.row_at, np.arange(self.size + 1)).tolist()
        self._rows: dict[int, dict[int, float]] = {}
        reports, cell = np.unique(self.origin[self.row_at] * most + self.row_term, return_inverse=True)
        origin, term = reports // most, reports % most
        report: Floats = np.bincount(cell, self.row, len(reports))
        count = int(self.origin.max()) + 1
        sizes = np.bincount(origin, report * report, count)
        report = report / np.sqrt(sizes)[origin]
        everything = np.bincount(term, report, most)
        own = np.bincount(origin, report * everything[term], count)
        others = (everything * everything).sum() - 2 * own + np.bincount(origin, report * report, count)
        found = np.bincount(self.row_at, self.row * (everything[self.row_term] - report[cell]), self.size)
        apart = np.sqrt(np.where(others > 1e-9, others, np.inf))
        self.nearness: list[float] = (found / apart[self.origin]).tolist()

    def cosine(self, i: int, j: int) -> float:
        return dot(self._row(i), self._row(j))

    def _row(self, i: int) -> dict[int, float]:
        if i not in self._rows:
            entries = slice(*self.starts[i : i + 2])
            self._rows[i] = dict(zip(self.row_term[entries].tolist(), self.row[entries].tolist(), strict=True))
        return self._rows[i]

    def chance_of(self, pair: int) -> float:
        return self.chance[int(np.searchsorted(self.codes, pair))]


def numbered(names: Sequence[str]) -> Ints:
    """Each name's number in the order of first appearance."""
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(name, len(numbers)) for name in names])


def rarities(form: Ints, term: Ints, known: Lexicon) -> Floats:
    """How rare the commonest form of each term here is."""
    rare = np.full(len(known.stop), np.inf)
    np.minimum.at(rare, term, np.array(known.rarity)[form])
    return rare


def distinct(values: Ints) -> Ints:
    """The different values, sorted; faster than numpy's own for values that repeat seldom."""
    ordered = np.sort(values)
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))] if len(ordered) else ordered


def grouped(at: Ints, numbers: Ints, size: int) -> list[list[int]]:
    """The numbers of each sentence; `at` is sorted."""
    borders = np.searchsorted(at, np.arange(size + 1)).tolist()
    flat: list[int] = numbers.tolist()
    return [flat[start:end] for start, end in pairwise(borders)]
