"""How likely a pair of neighbouring words is to stand in a summary that a person would write of these articles.

The idea is that of concept-based summarisation (Gillick & Favre 2009) with learned weights (Li, Qian & Liu 2013), cut
down to a logistic model of ten features that need no resource beyond the text and a table of word frequencies.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from math import exp, log, sqrt
from typing import NamedTuple, Protocol

from briefing.steps.summarisers.context import Context, origins_of
from briefing.steps.summarisers.lexicon import Lexicon, lexicon
from briefing.types import Sentence

SHIFT = 32  # a pair is the number of its first term, shifted, and that of its second
MASK = (1 << SHIFT) - 1
MARKS = re.compile('["“”„«»「」]')
AGAIN = 0.3  # of its chance a covered pair of two stop words keeps: sharing “of the” is hardly a repetition
A_SENTENCE_EACH = 25  # words of budget for each origin: with no more, an article's lead is all there is room for


class Weights(NamedTuple):
    """Of the logistic model, with natural logarithms; how they were fitted is told in docs/quality.md."""

    base: float = -2.36
    one_stop_word: float = -0.57
    two_stop_words: float = -0.46
    rarity: float = -0.046  # of the commoner word
    uses: float = 0.29  # log of the uses of the rarer word
    held: float = 1.51  # log of the sentences that hold the pair
    place: float = -0.33  # log of 1 + the best place of such a sentence in its article
    quoted: float = 0.39  # share of those sentences that quote
    quoted_with_room: float = 0.76  # times how roomy the budget is: people paraphrase all but quotations
    in_title: float = 0.71
    title_words: float = 0.33  # each word that a title has


WEIGHTS = Weights()


class Table(Protocol):
    """What the choice needs to know of each sentence."""

    pairs: list[list[int]]  # the distinct pairs of a sentence, as indices into `chance`
    chance: list[float]  # times the theme's factor
    kept: list[float]  # the share of its chance that a pair keeps each time when it is covered
    lengths: list[int]  # words, at least 1
    origins: list[int]  # numbered from 0
    nearness: list[float]  # cosine with what the other origins report
    quotes: list[bool]
    room: float

    def cosine(self, i: int, j: int) -> float:
        """How alike two sentences are."""

    def chance_of(self, pair: int) -> float:
        """The chance of a pair by its code."""


class SmallTable:
    """In pure Python: a few sentences are done before numpy is imported."""

    def __init__(self, sentences: Sequence[Sentence], context: Context) -> None:
        known = lexicon(context.language)
        self.origins = origins_of(sentences, context)
        self.room = room(context.words, len(set(self.origins)))
        self.quotes = [quotes(sentence.text) for sentence in sentences]
        read = [known.read(sentence.text) for sentence in sentences]
        self.terms = [[known.terms[n] for n in numbers] for numbers in read]
        self.lengths = [max(1, len(terms)) for terms in self.terms]
        held = [list(dict.fromkeys(neighbours(terms))) for terms in self.terms]
        self._rate(sentences, held, rarities(read, known), theme(context, known), known)
        self._compare(known)

    def _rate(
        self,
        sentences: Sequence[Sentence],
        held: list[list[int]],
        rare: Mapping[int, float],
        theme: Mapping[int, float],
        known: Lexicon,
    ) -> None:
        holders = count(held, sentences, self.origins)
        uses = count(self.terms, sentences, self.origins)
        first: dict[int, int] = {}
        for i in sorted(range(len(held)), key=lambda i: sentences[i].position):
            for pair in held[i]:
                first.setdefault(pair, sentences[i].position)
        all_held = Counter(pair for pairs in held for pair in pairs)
        quoted = Counter(pair for pairs, quote in zip(held, self.quotes, strict=True) if quote for pair in pairs)
        titles, title_terms = title_pairs(sentences, known)
        w = WEIGHTS
        self.number: dict[int, int] = {}
        self.chance: list[float] = []
        self.kept: list[float] = []
        stop_words = (0.0, w.one_stop_word, w.two_stop_words)
        if_quoted = w.quoted + w.quoted_with_room * self.room
        stop = known.stop
        for pair, holding in holders.items():
            a, b = pair >> SHIFT, pair & MASK
            z = w.base + stop_words[stop[a] + stop[b]] + w.rarity * min(rare[a], rare[b])
            z += w.uses * log(min(uses[a], uses[b])) + w.held * log(holding) + w.place * log(1 + first[pair])
            if pair in quoted:
                z += if_quoted * quoted[pair] / all_held[pair]
            if pair in titles:
                z += w.in_title
            if title_terms:
                z += w.title_words * ((a in title_terms) + (b in title_terms))
            self.number[pair] = len(self.chance)
            factor = max(theme.get(a, 1.0), theme.get(b, 1.0)) if theme else 1.0
            self.chance.append(factor / (1 + exp(-z)))
            self.kept.append(AGAIN if stop[a] and stop[b] else 0.0)
        self.pairs: list[list[int]] = [[self.number[pair] for pair in pairs] for pairs in held]

    def _compare(self, known: Lexicon) -> None:
        counts = [Counter(term for term in terms if not known.stop[term]) for terms in self.terms]
        holders = Counter(term for found in counts for term in found)
        idf = {term: log((1 + len(counts)) / (1 + n)) + 1 for term, n in holders.items()}
        self.rows = [unit({term: n * idf[term] for term, n in found.items()}) for found in counts]
        sums: dict[int, dict[int, float]] = {}
        for origin, row in zip(self.origins, self.rows, strict=True):
            add(sums.setdefault(origin, {}), row)
        reports = {origin: unit(report) for origin, report in sums.items()}
        everything: dict[int, float] = {}  # what all origins report, each with the same say
        for report in reports.values():
            add(everything, report)
        size = sum(x * x for x in everything.values())
        sizes = {i: size - 2 * dot(own, everything) + dot(own, own) for i, own in reports.items()}  # without its own
        self.nearness: list[float] = []
        for origin, row in zip(self.origins, self.rows, strict=True):
            others = sizes[origin]
            found = dot(row, everything) - dot(row, reports[origin])
            self.nearness.append(found / sqrt(others) if others > 1e-9 else 0.0)

    def cosine(self, i: int, j: int) -> float:
        return dot(self.rows[i], self.rows[j])

    def chance_of(self, pair: int) -> float:
        return self.chance[self.number[pair]]


def room(words: int, origins: int) -> float:
    """How roomy a budget is: 0 when each origin gets a sentence at most, 1 at e times that, never above 2."""
    return min(2.0, max(0.0, log(words / (A_SENTENCE_EACH * origins)))) if words and origins else 0.0


def theme(context: Context, known: Lexicon) -> dict[int, float]:
    """Term -> the theme's factor on the pairs that hold it."""
    factors: dict[int, float] = {}
    for phrase, factor in sorted(context.theme.items()):
        for key in phrase.split():
            if (term := known.term(key)) is not None:
                factors[term] = max(factor, factors.get(term, factor))
    return factors


def quotes(text: str) -> bool:
    """The sentence has a quotation mark."""
    return MARKS.search(text) is not None


def neighbours(terms: Sequence[int]) -> Iterator[int]:
    return (a << SHIFT | b for a, b in pairwise(terms))


def rarities(read: Iterable[Iterable[int]], known: Lexicon) -> dict[int, float]:
    """Term -> how rare the commonest of its forms here is."""
    rare: dict[int, float] = {}
    for number in {number for numbers in read for number in numbers}:
        term, found = known.terms[number], known.rarity[number]
        if found < rare.get(term, found + 1):
            rare[term] = found
    return rare


def count(held: Sequence[Iterable[int]], sentences: Sequence[Sentence], origins: Sequence[int]) -> Counter[int]:
    """How often each number is held; of the copies in an origin only the one counts that holds it most."""
    order = sorted(range(len(held)), key=lambda i: (origins[i], sentences[i].article.id))
    total: Counter[int] = Counter()
    for _, same_origin in groupby(order, key=lambda i: origins[i]):
        copies = [
            Counter(number for i in same_article for number in held[i])
            for _, same_article in groupby(same_origin, key=lambda i: sentences[i].article.id)
        ]
        most = copies[0]
        for other in copies[1:]:
            most |= other
        total.update(most)
    return total


def title_pairs(sentences: Iterable[Sentence], known: Lexicon) -> tuple[set[int], set[int]]:
    """The pairs and the content terms of the titles that the articles state."""
    articles = dict.fromkeys(sentence.article for sentence in sentences)
    titles = [[known.terms[n] for n in known.read(a.title)] for a in articles if a.title_basis == "stated"]
    return (
        {pair for title in titles for pair in neighbours(title)},
        {term for title in titles for term in title if not known.stop[term]},
    )


def unit(row: Mapping[int, float]) -> dict[int, float]:
    length = sqrt(sum(x * x for x in row.values()))
    return {term: x / length for term, x in row.items()} if length else {}


def dot(a: Mapping[int, float], b: Mapping[int, float]) -> float:
    small, large = (a, b) if len(a) <= len(b) else (b, a)
    return sum([x * large[term] for term, x in small.items() if term in large])


def add(to: dict[int, float], row: Mapping[int, float]) -> None:
    for term, x in row.items():
        to[term] = to.get(term, 0.0) + x
