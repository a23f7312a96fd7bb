"""What a text is about: its terms with their counts, the few that carry it, and how near two texts are.

A term is a content stem. It weighs by how rare it is among the texts at hand (IDF) and in general language, the more by
the latter the fewer texts there are, so that five are told apart as well as fifty thousand.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from operator import mul
from typing import NamedTuple

from briefing.text.bulk import chunk_forms, content_chunks_of, forms_of, stems_of

TIE = 1e-8  # weights nearer than this may be one number, rounded in two ways
LEAD = 60  # words: what a story is about is said in its title and first sentences
NAMED = 7.0  # rarity from which a name or number tells two events apart: a country's does not
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
    """`terms` with 1 + ln(count), `length` of the weighted row, and the `core`: salient terms, weights of sum one."""

    terms: Mapping[str, float]
    length: float
    core: Mapping[str, float]


class Vocabulary:
    """What is known of the terms of a collection: filled text by text or at once, then asked for weights."""

    def __init__(self) -> None:
        self.texts = 0
        self.frequency: Counter[str] = Counter()  # term -> texts that hold it
        self.written: dict[str, Counter[str]] = defaultdict(Counter)  # language -> what stands between two blanks

    def add(self, text: Text) -> Terms:
        """Count the terms of one more text."""
        title, body = text.title.split(), text.body.split()
        stems = content_chunks_of(text.language).__getitem__
        counts = Counter(chain.from_iterable(map(stems, title + body)))
        self.written[text.language].update(title + body)
        self.frequency.update(counts.keys())
        self.texts += 1
        first = islice(chain.from_iterable(map(chunk_forms.__getitem__, body)), LEAD)
        opening = frozenset(map(stems_of(text.language).__getitem__, first)) - {""}
        logarithms = map(log_counts.__getitem__, counts.values())
        return Terms(
            dict(zip(counts, logarithms, strict=True)), frozenset(chain.from_iterable(map(stems, title))), opening
        )

    def weights(self) -> Weights:
        """1 + the logarithm of how rare each term is, here and, the more so the fewer texts there are, in a background
        of articles; and how much it tells of its text: more when it is rare in general, and when written as a name.
        """
        imagined = BACKGROUND / max(1, self.texts)
        total = 1 + self.texts + imagined
        rarities, names = self._rarities_and_names()
        idf = {
            term: 1 + math.log(total / (1 + frequency + imagined * _share_of_articles(rarities[term])))
            for term, frequency in self.frequency.items()
        }
        salience = {
            term: weight * (0.3 + max(0.0, rarities[term] - COMMON) / 2) * (NAME if term in names else 1.0)
            for term, weight in idf.items()
        }
        telling = {term: idf[term] * (rarities[term] - NAMED) for term in names if rarities[term] > NAMED}
        return Weights({term: weight * weight for term, weight in idf.items()}, salience, telling)

    def _rarities_and_names(self) -> tuple[dict[str, float], frozenset[str]]:
        """The rarity of each term's most common form, and the terms that are mostly written with a capital or digit."""
        rarities: dict[str, float] = {}
        balance: Counter[str] = Counter()
        for language, written in sorted(self.written.items()):
            known = forms_of(language)
            forms: Counter[str] = Counter()
            for chunk, count in written.items():
                for form in chunk_forms[chunk]:
                    forms[form] += count
            for form, count in forms.items():
                stem, capital, rarity = known[form]
                if stem:
                    rarities[stem] = min(rarity, rarities.get(stem, math.inf))
                    balance[stem] += count if capital else -count
        return rarities, frozenset(term for term, more in balance.items() if more >= 0)


class Weights(NamedTuple):
    """The squared IDF of each term, its salience, and how much the names and numbers among them tell apart."""

    squares: Mapping[str, float]
    salience: Mapping[str, float]
    names: Mapping[str, float]


class Space(NamedTuple):
    """The profiles of a collection, the squared IDF of its terms, and the weights of those that are names."""

    profiles: Sequence[Profile]
    squares: Mapping[str, float]
    names: Mapping[str, float]

    def near(self, crowds: Crowds, least: float) -> Iterator[Near]:
        """Pairs i < j that `crowds` brings together and of which one speaks of `least` of the other's core."""
        for i, j in candidates(self.profiles, *crowds):
            a, b = self.profiles[i], self.profiles[j]
            core = max(coverage(a.core, b.terms.keys()), coverage(b.core, a.terms.keys()))
            if core >= least:
                yield Near(i, j, cosine(a, b, self.squares), core)

    def holding(self, words: frozenset[str]) -> list[frozenset[str]]:
        """Of each text those of the words that are terms of it."""
        return [words & profile.terms.keys() for profile in self.profiles]


class Crowds(NamedTuple):
    """Who is compared: texts with `shared` core terms in common.

    A term of more than `rare` cores counts half, one of more than `most` brings nobody together.
    """

    shared: int
    rare: int
    most: int


class Near(NamedTuple):
    """Two texts: the cosine of all words, and the larger share of a core that the other one speaks of."""

    i: int
    j: int
    cosine: float
    core: float


def small_space(texts: Iterable[Text], core: int) -> Space:
    """The profile of each text; `core` is the number of salient terms kept."""
    vocabulary = Vocabulary()
    counted = [vocabulary.add(text) for text in texts]
    squares, salience, names = vocabulary.weights()
    found = [Profile(terms.counts, _length(terms.counts, squares), _core(terms, salience, core)) for terms in counted]
    return Space(found, squares, names)


def _length(counts: Mapping[str, float], squares: Mapping[str, float]) -> float:
    twice = map(mul, counts.values(), counts.values())
    return math.sqrt(math.fsum(map(mul, twice, map(squares.__getitem__, counts))))


def cosine(a: Profile, b: Profile, squares: Mapping[str, float]) -> float:
    """The cosine of the weighted rows, 0 to 1."""
    x, y = a.terms, b.terms
    dot = math.fsum([x[term] * y[term] * squares[term] for term in x.keys() & y.keys()])
    return dot / (a.length * b.length) if dot else 0.0


def coverage(core: Mapping[str, float], terms: Iterable[str]) -> float:
    """The share of a core that stands in a text."""
    return math.fsum(map(core.__getitem__, core.keys() & terms))


def opening(text: Text, words: int) -> frozenset[str]:
    """The content stems of the title and of so many words of the body."""
    first = chain(text.title.split(), text.body.split(maxsplit=words)[:words])
    return frozenset(chain.from_iterable(map(content_chunks_of(text.language).__getitem__, first)))


def candidates(profiles: Sequence[Profile], shared: int, rare: int, most: int) -> Iterator[tuple[int, int]]:
    """Pairs i < j that share core terms as Crowds has it."""
    held_by = Counter(term for profile in profiles for term in profile.core)
    holders: dict[str, list[int]] = defaultdict(list)
    for j, profile in enumerate(profiles):
        terms = [term for term in profile.core if held_by[term] <= most]
        twice = [term for term in terms if held_by[term] <= rare]
        met = Counter(chain.from_iterable(holders[term] for term in [*terms, *twice]))
        yield from ((i, j) for i, count in met.items() if count >= 2 * shared)
        for term in terms:
            holders[term].append(j)


def _core(terms: Terms, salience: Mapping[str, float], size: int) -> dict[str, float]:
    counts = terms.counts
    weights = dict(zip(counts, map(mul, counts.values(), map(salience.__getitem__, counts)), strict=True))
    for term in terms.title:
        weights[term] *= TITLE
    for term in terms.title | terms.opening:
        weights[term] *= OPENING
    return heaviest(weights, size)


def heaviest(weights: Mapping[str, float], size: int) -> dict[str, float]:
    """The `size` largest weights, ties in the order of the alphabet, as shares of their sum."""
    least = sorted(weights.values())[-size] - TIE if len(weights) > size else -math.inf
    top = sorted([(-round(weight, 9), term) for term, weight in weights.items() if weight >= least])[:size]
    total = math.fsum([weight for weight, _ in top]) or 1.0
    return {term: weight / total for weight, term in top}


def _share_of_articles(rarity: float) -> float:
    """Of articles of a common length, the share that hold a word of this rarity at least once."""
    return 1 - math.exp(-ARTICLE * math.exp(-rarity))


class _LogCounts(dict[int, float]):
    """A count -> 1 + its natural logarithm."""

    def __missing__(self, count: int) -> float:
        self[count] = found = 1 + math.log(count)
        return found


log_counts = _LogCounts()
