"""What a text is about: its terms with their counts, the few that carry it, and how near two texts are.

A term is a content stem. Its weight is the product of how rare it is among the texts at hand (smoothed IDF) and, for the core, in
general language, so that five texts are told apart as well as fifty thousand.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import nsmallest
from typing import NamedTuple

from briefing.text.bulk import Form, forms, forms_of

LEAD = 60  # words: what a story is about is said in its title and first sentences
COMMON = 6.0  # rarity of a word like "people": such words carry nothing
BACKGROUND = 20_000  # articles imagined beside a single one, 4,000 beside five, none to speak of beside thousands
ARTICLE = 300  # words of an imagined article
NAME, TITLE, OPENING = 1.5, 1.5, 1.5  # how much more a term of that place counts in the core


class Text(NamedTuple):
    """The title and the body whose terms are counted."""

    title: str
    body: str
    language: str = "en"


class Terms(NamedTuple):
    """A text's content stems: 1 + ln(count) of each, and where they stand."""

    counts: Mapping[str, float]
    title: frozenset[str]
    opening: frozenset[str]


class Profile(NamedTuple):
    """`terms` with 1 + ln(count), the `length` of the weighted row, and the `core`: the salient terms, their weights summing to one."""

    terms: Mapping[str, float]
    length: float
    core: Mapping[str, float]


class Vocabulary:
    """What is known of the terms of a collection: filled text by text, then asked for weights."""

    def __init__(self) -> None:
        self.texts = 0
        self._frequency: Counter[str] = Counter()
        self._written: Counter[str] = Counter()
        self._as_name: Counter[str] = Counter()
        self._rarity: dict[str, float] = {}

    def add(self, text: Text) -> Terms:
        """Count the terms of one more text."""
        known = forms_of(text.language)
        body, title = forms(text.body), forms(text.title)
        counts: dict[str, int] = defaultdict(int)
        for form, count in Counter(body + title).items():
            stem, capital, rarity = known[form]
            if stem:
                counts[stem] += count
                if capital:
                    self._as_name[stem] += count
                if rarity < self._rarity.get(stem, math.inf):
                    self._rarity[stem] = rarity
        self._written.update(counts)
        self._frequency.update(counts.keys())
        self.texts += 1
        return Terms(
            {stem: _log_count(count) for stem, count in counts.items()},
            _stems(title, known),
            _stems(body[:LEAD], known),
        )

    def inverse_frequency(self) -> dict[str, float]:
        """1 + the logarithm of how rare a term is, here and, the more so the fewer texts there are, in a background of articles."""
        imagined = BACKGROUND / max(1, self.texts)
        total = 1 + self.texts + imagined
        return {
            term: 1 + math.log(total / (1 + frequency + imagined * _share_of_articles(self._rarity[term])))
            for term, frequency in self._frequency.items()
        }

    def salience(self) -> dict[str, float]:
        """How much a term tells of its text: rarity here times rarity in general, more for what is written as a name."""
        return {
            term: idf * (0.3 + max(0.0, self._rarity[term] - COMMON) / 2) * (NAME if self._is_name(term) else 1.0)
            for term, idf in self.inverse_frequency().items()
        }

    def _is_name(self, term: str) -> bool:
        return 2 * self._as_name[term] >= self._written[term]


class Space(NamedTuple):
    """The profiles of a collection and the squared IDF of its terms."""

    profiles: Sequence[Profile]
    squares: Mapping[str, float]


def space(texts: Iterable[Text], core: int) -> Space:
    """The profile of each text; `core` is the number of salient terms kept."""
    vocabulary = Vocabulary()
    counted = [vocabulary.add(text) for text in texts]
    squares = {term: idf * idf for term, idf in vocabulary.inverse_frequency().items()}
    salience = vocabulary.salience()
    return Space(
        [
            Profile(
                terms.counts,
                math.sqrt(math.fsum(count * count * squares[term] for term, count in terms.counts.items())),
                _core(terms, salience, core),
            )
            for terms in counted
        ],
        squares,
    )


def cosine(a: Profile, b: Profile, squares: Mapping[str, float]) -> float:
    """The cosine of the weighted rows, 0 to 1."""
    x, y = a.terms, b.terms
    dot = math.fsum(x[term] * y[term] * squares[term] for term in x.keys() & y.keys())
    return dot / (a.length * b.length) if dot else 0.0


def coverage(core: Mapping[str, float], terms: Iterable[str]) -> float:
    """The share of a core that stands in a text."""
    return math.fsum(map(core.__getitem__, core.keys() & terms))


def candidates(profiles: Sequence[Profile], shared: int, most: int) -> Iterator[tuple[int, int]]:
    """Pairs i < j with `shared` core terms in common; a term of more than `most` cores brings nobody together."""
    holders: dict[str, list[int]] = defaultdict(list)
    for i, profile in enumerate(profiles):
        for term in profile.core:
            holders[term].append(i)
    for i, profile in enumerate(profiles):
        met: Counter[int] = Counter()
        for term in profile.core:
            if len(holders[term]) <= most:
                met.update(holders[term])
        yield from ((i, j) for j, count in sorted(met.items()) if j > i and count >= shared)


def _core(terms: Terms, salience: Mapping[str, float], size: int) -> dict[str, float]:
    weights = {term: count * salience[term] for term, count in terms.counts.items()}
    for term in terms.title:
        weights[term] *= TITLE
    for term in terms.title | terms.opening:
        weights[term] *= OPENING
    return heaviest(weights, size)


def heaviest(weights: Mapping[str, float], size: int) -> dict[str, float]:
    """The `size` largest weights, ties in the order of the alphabet, as shares of their sum."""
    top = nsmallest(size, ((-round(weight, 9), term) for term, weight in weights.items()))
    total = sum(weight for weight, _ in top) or 1.0
    return {term: weight / total for weight, term in top}


def _share_of_articles(rarity: float) -> float:
    """Of articles of a common length, the share that hold a word of this rarity at least once."""
    return 1 - math.exp(-ARTICLE * math.exp(-rarity))


def _stems(found: Sequence[str], known: Mapping[str, Form]) -> frozenset[str]:
    return frozenset(known[form].stem for form in found if known[form].stem)


_LOG_COUNTS = tuple(1 + math.log(count) for count in range(1, 256))


def _log_count(count: int) -> float:
    return _LOG_COUNTS[count - 1] if count <= len(_LOG_COUNTS) else 1 + math.log(count)
