"""Word shingles of articles and how many of them any two share (Broder 1997): in plain Python for few, with numpy for many."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from typing import Any, NamedTuple, Protocol, TypeVar

from briefing.text.bulk import forms
from briefing.text.quotations import quotations
from briefing.types import PROSE, Article

SIZE = 5  # words a shingle
FEW = 300  # articles: below it numpy's import costs more than it saves
CROWD = 40  # texts that hold one shingle: of more, each is compared with the next one only

Pair = tuple[int, int]


class _Sized(Protocol):
    def __len__(self) -> int: ...


T = TypeVar("T", bound=_Sized)


class Common(NamedTuple):
    """How many shingles two sets have in common, and the size of the smaller set."""

    count: int
    smaller: int

    @property
    def share(self) -> float:
        return self.count / max(1, self.smaller)


class Shared(NamedTuple):
    """What two texts have in common: in all, and outside quotation marks.

    A text that is mostly quotation may only lack a closing mark; `mended` believes the marks of the other one alone.
    """

    all: Common
    own: Common
    mended: Common


class Overlaps(NamedTuple):
    """The sizes of the texts' shingle sets, and what the pairs that share a shingle have in common."""

    sizes: Sequence[int]
    shared: Mapping[Pair, Shared]


def overlaps(articles: Sequence[Article], least: int) -> Overlaps:
    """Pairs with fewer than `least` shingles in common are left out, unless that is all that one of them has."""
    return _few(articles, least) if len(articles) < FEW else _many(articles, least)


def words_of(article: Article) -> list[str]:
    """The case-folded words of the prose; when there is none, of the whole text."""
    return [word for words, _ in _runs(article) for word in words]


def unshared(words: Sequence[str], other: Sequence[str]) -> list[str]:
    """The words that lie in no shingle of the other text."""
    common = set(zip(*(other[k:] for k in range(SIZE)), strict=False))
    covered = bytearray(len(words))
    for at, shingle in enumerate(zip(*(words[k:] for k in range(SIZE)), strict=False)):
        if shingle in common:
            covered[at : at + SIZE] = b"\1" * SIZE
    return [word for word, hit in zip(words, covered, strict=True) if not hit]


def _runs(article: Article) -> Iterator[tuple[list[str], bool]]:
    """The words in order, those inside quotation marks apart."""
    texts = [article.quote(block.span) for block in article.blocks if block.kind in PROSE] or [article.text]
    return ((forms(part.casefold()), quoted) for text in texts for part, quoted in _parts(text))


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


# --- few -----------------------------------------------------------------------------------------------------


def _few(articles: Sequence[Article], least: int) -> Overlaps:
    every: list[frozenset[tuple[str, ...]]] = []
    own: list[frozenset[tuple[str, ...]]] = []
    for article in articles:
        words = [(word, inside) for run, inside in _runs(article) for word in run]
        runs = [words[i : i + SIZE] for i in range(max(1, len(words) - SIZE + 1))] if words else []
        shingles = [(tuple(word for word, _ in run), all(inside for _, inside in run)) for run in runs]
        every.append(frozenset(shingle for shingle, _ in shingles))
        own.append(frozenset(shingle for shingle, inside in shingles if not inside))
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i, held in enumerate(every):
        for shingle in held:
            holders[shingle].append(i)
    met = Counter(pair for held in holders.values() for pair in _met(held))
    sizes = [len(one) for one in every]

    def common(a: frozenset[tuple[str, ...]], b: frozenset[tuple[str, ...]]) -> Common:
        return Common(len(a & b), min(len(a), len(b)))

    near = (pair for pair, count in sorted(met.items()) if count >= _needed(pair, sizes, least))
    return Overlaps(sizes, {pair: _shared(pair, every, own, common) for pair in near})


def _met(held: Sequence[int]) -> Iterable[Pair]:
    return combinations(held, 2) if len(held) <= CROWD else pairwise(held)


# --- many ----------------------------------------------------------------------------------------------------

SHARDS = 16  # parts of the hashes that are sorted one after the other, to bound the memory


def _many(articles: Sequence[Article], least: int) -> Overlaps:
    every, own = _hashed(articles)
    sizes = [len(one) for one in every]

    near = ((i, j) for i, j, count in _meetings(every) if count >= _needed((i, j), sizes, least))
    return Overlaps(sizes, {pair: _shared(pair, every, own, _common) for pair in near})


def _hashed(articles: Sequence[Article]) -> tuple[list[Any], list[Any]]:
    """Of each article the sorted 64-bit hashes of its shingles, and of those that stand outside quotation marks."""
    import numpy as np

    known: dict[str, int] = {}
    every, own = [], []
    for article in articles:
        ids: list[int] = []
        marks: list[bool] = []
        for words, inside in _runs(article):
            ids += [known.setdefault(word, len(known)) for word in words]
            marks += [inside] * len(words)
        hashes, within = _rolled(np.array(ids, dtype=np.uint64), np.array(marks, dtype=bool))
        every.append(np.unique(hashes))
        own.append(np.unique(hashes[~within]) if within.any() else every[-1])
    return every, own


def _rolled(ids: Any, quoted: Any) -> tuple[Any, Any]:
    """The hash of every run of SIZE words (splitmix64 of each word, combined by place), and whether all of it is quoted."""
    import numpy as np

    mixed = (ids + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
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
    at = np.searchsorted(large, small)
    return Common(int((large[np.minimum(at, len(large) - 1)] == small).sum()), len(small))
