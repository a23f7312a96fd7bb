"""Word shingles of articles and how many of them any two share (Broder 1997): in plain Python for few, with numpy for many."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from typing import Any, NamedTuple

from briefing.text.bulk import forms
from briefing.text.quotations import quotations
from briefing.types import PROSE, Article

SIZE = 5  # words a shingle
FEW = 300  # articles: below it numpy's import costs more than it saves
CROWD = 40  # texts that hold one shingle: of more, each is compared with the next one only

Pair = tuple[int, int]


class Shared(NamedTuple):
    """How many shingles two texts have in common: `own` ones lie outside quotation marks in both."""

    own: int
    all: int


class Overlaps(NamedTuple):
    """The sizes of the texts' shingle sets, and what the pairs that share an own shingle have in common."""

    own: Sequence[int]
    all: Sequence[int]
    shared: Mapping[Pair, Shared]


def overlaps(articles: Sequence[Article], least: int) -> Overlaps:
    """Pairs with fewer than `least` own shingles in common are left out, unless that is all that one of them has."""
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


# --- few -----------------------------------------------------------------------------------------------------


def _few(articles: Sequence[Article], least: int) -> Overlaps:
    own: list[frozenset[tuple[str, ...]]] = []
    every: list[frozenset[tuple[str, ...]]] = []
    for article in articles:
        words = [(word, quoted) for run, quoted in _runs(article) for word in run]
        runs = [words[i : i + SIZE] for i in range(max(1, len(words) - SIZE + 1))] if words else []
        shingles = [(tuple(word for word, _ in run), all(quoted for _, quoted in run)) for run in runs]
        every.append(frozenset(shingle for shingle, _ in shingles))
        own.append(frozenset(shingle for shingle, quoted in shingles if not quoted))
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i, shingles_of_one in enumerate(own):
        for shingle in shingles_of_one:
            holders[shingle].append(i)
    met = Counter(pair for held in holders.values() for pair in _met(held))
    shared = {
        (i, j): Shared(len(own[i] & own[j]), len(every[i] & every[j]))
        for (i, j), count in sorted(met.items())
        if count >= min(least, len(own[i]), len(own[j]))
    }
    return Overlaps([len(one) for one in own], [len(one) for one in every], shared)


def _met(held: Sequence[int]) -> Iterable[Pair]:
    return combinations(held, 2) if len(held) <= CROWD else pairwise(held)


# --- many ----------------------------------------------------------------------------------------------------

SHARDS = 16  # parts of the hashes that are sorted one after the other, to bound the memory


def _many(articles: Sequence[Article], least: int) -> Overlaps:
    own, every = _hashed(articles)
    shared = {
        (i, j): Shared(_common(own[i], own[j]), _common(every[i], every[j]))
        for i, j, count in _meetings(own)
        if count >= min(least, len(own[i]), len(own[j]))
    }
    return Overlaps([len(one) for one in own], [len(one) for one in every], shared)


def _hashed(articles: Sequence[Article]) -> tuple[list[Any], list[Any]]:
    """Of each article the sorted 64-bit hashes of its own shingles, and of all."""
    import numpy as np

    known: dict[str, int] = {}
    own, every = [], []
    for article in articles:
        ids: list[int] = []
        marks: list[bool] = []
        for words, quoted in _runs(article):
            ids += [known.setdefault(word, len(known)) for word in words]
            marks += [quoted] * len(words)
        hashes, inside = _rolled(np.array(ids, dtype=np.uint64), np.array(marks, dtype=bool))
        every.append(np.unique(hashes))
        own.append(np.unique(hashes[~inside]) if inside.any() else every[-1])
    return own, every


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
    """Pairs i < j that share a hash, with how many they share, in order."""
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


def _common(a: Any, b: Any) -> int:
    """The size of the intersection of two sorted arrays without repetition."""
    import numpy as np

    return int((np.searchsorted(b, a, side="right") > np.searchsorted(b, a, side="left")).sum())
