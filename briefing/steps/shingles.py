"""Word shingles of articles and how many of them any two share (Broder 1997): plain Python for few, numpy for many."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations, count, pairwise
from typing import Any, NamedTuple, Protocol, TypeVar

from briefing.text.bulk import forms, has_han
from briefing.text.quotations import quotations
from briefing.text.tokens import is_stop, stem
from briefing.types import PROSE, Article

SIZE = 5  # words a shingle
FEW = 300  # articles: below it numpy's import costs more than it saves
CROWD = 40  # texts that hold one shingle: of more, each is compared with the next one only
_WORD = re.compile(r"\w+")

Pair = tuple[int, int]


class _Sized(Protocol):
    def __len__(self) -> int: ...


T = TypeVar("T", bound=_Sized)


class Common(NamedTuple):
    """How many shingles two sets have in common, and the size of the smaller set."""

    number: int
    smaller: int

    @property
    def share(self) -> float:
        return self.number / max(1, self.smaller)


class Shared(NamedTuple):
    """What two texts have in common: in all, and outside quotation marks.

    A text that is mostly quotation may only lack a closing mark; `mended` believes the marks of the other one alone.
    """

    all: Common
    own: Common
    mended: Common


class Rest(NamedTuple):
    """What lies in no common shingle: of the text with less of it the share, and the cosine of both's content stems."""

    left: float
    agreement: float


class Overlaps(NamedTuple):
    """The sizes of the shingle sets, what pairs that share a shingle have in common, and what is left of a pair."""

    sizes: Sequence[int]
    shared: Mapping[Pair, Shared]
    rest: Callable[[Pair], Rest]


def overlaps(articles: Sequence[Article], least: int) -> Overlaps:
    """Pairs with fewer than `least` shingles in common are left out, unless that is all that one of them has."""
    return _few(articles, least) if len(articles) < FEW else _many(articles, least)


def _runs(article: Article) -> Iterator[tuple[list[str], bool]]:
    """The case-folded words of the prose in order (without any: of the whole text), those in quotation marks apart."""
    texts = [article.quote(block.span) for block in article.blocks if block.kind in PROSE] or [article.text]
    return ((_words(part), quoted) for text in texts for part, quoted in _parts(text))


def _words(text: str) -> list[str]:
    """Runs of letters and digits: a shingle needs no better words, and these cost half."""
    return forms(text.casefold()) if has_han(text) else _WORD.findall(text.casefold())


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """The text in order, cut where quotation marks open and close."""
    at = 0
    for span in quotations(text):
        yield text[at : span.start], False
        yield text[span.start : span.end], True
        at = span.end
    yield text[at:], False


def _shared(pair: Pair, every: Sequence[T], own: Sequence[T], common: Callable[[T, T], Common]) -> Shared:
    i, j = pair
    outside = common(own[i], own[j])
    first, second = (2 * len(own[k]) < len(every[k]) for k in pair)
    mended = outside if first == second else common(every[i], own[j]) if first else common(own[i], every[j])
    return Shared(common(every[i], every[j]), outside, mended)


def _needed(pair: Pair, sizes: Sequence[int], least: int) -> int:
    return min(least, sizes[pair[0]], sizes[pair[1]])


def _rest(left: Sequence[int], words: Sequence[int], both: int, first: int, second: int) -> Rest:
    share = min(number / max(1, all_words) for number, all_words in zip(left, words, strict=True))
    return Rest(share, both / max(1.0, math.sqrt(first * second)))


# --- few -----------------------------------------------------------------------------------------------------

Shingle = tuple[str, ...]


def _few(articles: Sequence[Article], least: int) -> Overlaps:
    texts = [[(word, quoted) for run, quoted in _runs(article) for word in run] for article in articles]
    every, own = _shingled(texts)
    holders: dict[Shingle, list[int]] = defaultdict(list)
    for i, held in enumerate(every):
        for shingle in held:
            holders[shingle].append(i)
    met = Counter(pair for held in holders.values() for pair in _met(held))
    sizes = [len(one) for one in every]
    near = (pair for pair, times in sorted(met.items()) if times >= _needed(pair, sizes, least))
    words = [[word for word, _ in text] for text in texts]

    def rest(pair: Pair) -> Rest:
        language = articles[pair[0]].language
        first, second = (words[i] for i in pair)
        rests = unshared(first, second), unshared(second, first)
        a, b = ({stem(word, language) for word in one if not is_stop(word, language)} for one in rests)
        return _rest([len(one) for one in rests], (len(first), len(second)), len(a & b), len(a), len(b))

    return Overlaps(sizes, {pair: _shared(pair, every, own, _common_of_sets) for pair in near}, rest)


def _shingled(texts: Sequence[list[tuple[str, bool]]]) -> tuple[list[frozenset[Shingle]], list[frozenset[Shingle]]]:
    """Of each text the shingles, and those that stand outside quotation marks."""
    every, own = [], []
    for text in texts:
        runs = [text[i : i + SIZE] for i in range(max(1, len(text) - SIZE + 1))] if text else []
        shingles = [(tuple(word for word, _ in run), all(quoted for _, quoted in run)) for run in runs]
        every.append(frozenset(shingle for shingle, _ in shingles))
        own.append(frozenset(shingle for shingle, quoted in shingles if not quoted))
    return every, own


def _met(held: Sequence[int]) -> Iterable[Pair]:
    return combinations(held, 2) if len(held) <= CROWD else pairwise(held)


def _common_of_sets(a: frozenset[Shingle], b: frozenset[Shingle]) -> Common:
    return Common(len(a & b), min(len(a), len(b)))


def unshared(words: Sequence[str], other: Sequence[str]) -> list[str]:
    """The words that lie in no shingle of the other text."""
    common = set(zip(*(other[k:] for k in range(SIZE)), strict=False))
    covered = bytearray(len(words))
    for at, shingle in enumerate(zip(*(words[k:] for k in range(SIZE)), strict=False)):
        if shingle in common:
            covered[at : at + SIZE] = b"\1" * SIZE
    return [word for word, hit in zip(words, covered, strict=True) if not hit]


# --- many ----------------------------------------------------------------------------------------------------

SHARDS = 16  # parts of the hashes that are sorted one after the other, to bound the memory


def _many(articles: Sequence[Article], least: int) -> Overlaps:
    import numpy as np

    known: defaultdict[str, int] = defaultdict(count().__next__)
    texts, every, own = [], [], []
    for article in articles:
        ids, quoted = _numbers(article, known)
        hashes, inside = _rolled(ids, quoted)
        texts.append(ids)
        every.append(_sorted(hashes))
        own.append(_sorted(hashes[~inside]) if inside.any() else every[-1])
    sizes = [len(one) for one in every]
    near = ((i, j) for i, j, times in _meetings(every) if times >= _needed((i, j), sizes, least))

    @cache
    def stems_of(language: str) -> Any:
        """The number of each word's stem; stop words have none."""
        numbers: defaultdict[str, int] = defaultdict(count().__next__)
        return np.array([-1 if is_stop(w, language) else numbers[stem(w, language)] for w in known], dtype=np.int64)

    def rest(pair: Pair) -> Rest:
        i, j = pair
        rests = _unshared(texts[i], every[j]), _unshared(texts[j], every[i])
        table = stems_of(articles[i].language)
        a, b = (_sorted(found[found >= 0]) for found in (table[one] for one in rests))
        both = _common(a, b).number
        return _rest([len(one) for one in rests], (len(texts[i]), len(texts[j])), both, len(a), len(b))

    return Overlaps(sizes, {pair: _shared(pair, every, own, _common) for pair in near}, rest)


def _numbers(article: Article, known: defaultdict[str, int]) -> tuple[Any, Any]:
    """The words of an article by number, and whether each stands inside quotation marks."""
    import numpy as np

    ids: list[int] = []
    marks: list[bool] = []
    for words, quoted in _runs(article):
        ids.extend(map(known.__getitem__, words))
        marks.extend([quoted] * len(words))
    return np.array(ids, dtype=np.uint32), np.array(marks, dtype=bool)


def _sorted(values: Any) -> Any:
    """In order, without repetition (numpy's unique, at half its price for short arrays)."""
    import numpy as np

    values = np.sort(values)
    return values if len(values) < 2 else values[np.concatenate(([True], values[1:] != values[:-1]))]


def _unshared(ids: Any, other: Any) -> Any:
    """The words that lie in no shingle of the other text, whose sorted hashes are given."""
    import numpy as np

    hashes, _ = _rolled(ids, np.ones(len(ids), dtype=bool))
    if len(ids) < SIZE or not len(other):
        return ids
    hits = other[np.minimum(np.searchsorted(other, hashes), len(other) - 1)] == hashes
    covered = np.zeros(len(ids), dtype=bool)
    for place in range(SIZE):
        covered[place : place + len(hits)] |= hits
    return ids[~covered]


def _rolled(ids: Any, quoted: Any) -> tuple[Any, Any]:
    """The hash of every run of SIZE words (splitmix64, combined by place), and whether all of it is quoted."""
    import numpy as np

    mixed = (ids.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    runs = max(len(ids) - SIZE + 1, min(1, len(ids)))
    hashes, inside = np.zeros(runs, dtype=np.uint64), np.ones(runs, dtype=bool)
    for place in range(min(SIZE, len(ids))):
        hashes = hashes * np.uint64(0x100000001B3) + mixed[place : place + runs]
        inside &= quoted[place : place + runs]
    return hashes, inside


def _meetings(sets: Sequence[Any]) -> Iterator[tuple[int, int, int]]:
    """Pairs i < j that share a hash, in order, with how many they share (of a crowd's: at least)."""
    import numpy as np

    found = []
    for shard in range(SHARDS):
        parts = [one[(one >> np.uint64(60)) == shard] for one in sets]
        hashes = np.concatenate(parts)
        holders = np.repeat(np.arange(len(sets), dtype=np.int64), [len(part) for part in parts])
        order = np.argsort(hashes, kind="stable")
        found.append(_pairs(hashes[order], holders[order], len(sets)))
    codes, counts = np.unique(np.concatenate(found), return_counts=True)
    yield from (
        (code // len(sets), code % len(sets), count)
        for code, count in zip(codes.tolist(), counts.tolist(), strict=True)
    )


def _pairs(hashes: Any, holders: Any, size: int) -> Any:
    """The codes i * size + j of the holders of equal hashes, by how far apart they stand; a crowd's next ones only."""
    import numpy as np

    starts = np.flatnonzero(np.concatenate(([True], hashes[1:] != hashes[:-1]))) if len(hashes) else np.array([], int)
    lengths = np.diff(np.append(starts, len(hashes)))
    crowded = np.repeat(lengths > CROWD, lengths)
    found = []
    for distance in range(1, CROWD):
        meets = hashes[distance:] == hashes[:-distance]
        if distance > 1:
            meets &= ~crowded[distance:]
        at = np.flatnonzero(meets)
        if not len(at):
            break
        found.append(holders[at] * size + holders[at + distance])
    return np.concatenate(found) if found else np.array([], dtype=np.int64)


def _common(a: Any, b: Any) -> Common:
    """Of two sorted arrays without repetition."""
    import numpy as np

    small, large = sorted((a, b), key=len)
    if not len(small):
        return Common(0, 0)
    at = np.minimum(np.searchsorted(large, small), len(large) - 1)
    return Common(int((large[at] == small).sum()), len(small))
