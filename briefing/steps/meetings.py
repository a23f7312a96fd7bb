"""Which articles share word shingles, and how many, for many articles: one row of words and sorted hashes, in numpy.

The same counts as shingles.py has them, but for words and shingles whose hashes of 64 bits fall together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain, count, pairwise, repeat
from typing import Any, NamedTuple

from briefing.steps.shingles import (
    CROWD,
    SIZE,
    Common,
    Overlaps,
    Pair,
    Phrases,
    Plain,
    Rest,
    Shared,
    phrases_of,
    plain_texts,
    rest_of,
)
from briefing.text.numbering import Numbering
from briefing.text.tokens import content_words, stems_of
from briefing.types import Article

BLOCK = 1 << 20  # bytes of text that are made words of at once: more would leave the processor's own memory
SHARD = 1 << 20  # words: the hashes are sorted in parts of about so many, to bound the memory
STRETCH = 1 << 15  # words that are hashed at once, for the same reason
OWN_FIRST, OWN_SECOND = 1, 2  # the marks of a meeting: the shingle stands outside quotation marks in …
WANTED = (0, OWN_FIRST | OWN_SECOND, OWN_FIRST, OWN_SECOND)  # as _Counts has them


def many(articles: Sequence[Article], least: int) -> Overlaps:
    """As shingles.overlaps has it."""
    import numpy as np

    stream = _Stream.of(articles)
    sizes, own_sizes, shared = _meetings(stream, least)
    seen = np.zeros(1 + stream.same.max(initial=0), dtype=np.bool_)

    @cache
    def stems_of(language: str) -> Any:
        return stream.stems(language)

    def left(pair: Pair) -> list[Any]:
        return [stream.unshared(i, j, seen) for i, j in (pair, pair[::-1])]

    def rest(pair: Pair) -> Rest:
        language, rests = articles[pair[0]].language, left(pair)

        def stems() -> Iterator[set[int]]:
            table = stems_of(language)
            return (set(table[one].tolist()) - {-1} for one in rests)

        return rest_of(rests, [stream.words(i) for i in pair], stems)

    def phrases(pair: Pair) -> Phrases:
        first, second = (words.tolist() for words in left(pair))
        return phrases_of(first, second)

    weighed = {pair: _weighed(pair, sizes, own_sizes, counts) for pair, counts in shared.items()}
    return Overlaps(sizes, weighed, rest, phrases)


class _Counts(NamedTuple):
    """Shingles in common: all; own in both; own in the first; own in the second."""

    all: int
    own: int
    first: int
    second: int


def _weighed(pair: Pair, sizes: Sequence[int], own: Sequence[int], counts: _Counts) -> Shared:
    i, j = pair
    outside = Common(counts.own, min(own[i], own[j]))
    first, second = (2 * own[k] < sizes[k] for k in pair)
    if first == second:
        mended = outside
    else:
        mended = Common(counts.second, min(sizes[i], own[j])) if first else Common(counts.first, min(own[i], sizes[j]))
    return Shared(Common(counts.all, min(sizes[i], sizes[j])), outside, mended)


class _Stream(NamedTuple):
    """The words of all articles in one row, by number; each article's are ids[starts[i]:starts[i + 1]].

    `hashes[p]` is of the shingle that begins at word p, `quoted[p]` whether all of it is, `owners[p]` its article, -1
    where the shingle would run into the next one. Equal shingles get equal numbers in `same`, when they are sorted.
    """

    known: Sequence[str]
    ids: Any
    starts: Any
    hashes: Any
    quoted: Any
    owners: Any
    same: Any

    @classmethod
    def of(cls, articles: Sequence[Article]) -> _Stream:
        import numpy as np

        numbering = Numbering()
        empty = np.zeros(0, np.uint32), np.zeros(0, np.bool_), np.zeros(0, np.int64)
        blocks = [_read(numbering, texts) for texts in _blocks(articles)]
        ids, within, lengths = (np.concatenate(parts) for parts in zip(empty, *blocks, strict=True))
        starts = np.concatenate(([0], np.cumsum(lengths)))
        owners = np.repeat(np.arange(len(articles), dtype=np.int32), lengths)
        for last in range(1, SIZE):
            owners[starts[1:][lengths >= last] - last] = -1
        whole = max(0, len(ids) - SIZE + 1)
        quoted = within[:whole].copy()
        for place in range(1, SIZE):
            quoted &= within[place : place + whole]
        return cls(numbering.words, ids, starts, _rolled(ids), quoted, owners[:whole], np.zeros(whole, np.uint32))

    def words(self, i: int) -> Any:
        return self.ids[self.starts[i] : self.starts[i + 1]]

    def shingles(self, i: int) -> Any:
        """The numbers of an article's shingles, in the order of the text."""
        return self.same[self.starts[i] : max(self.starts[i], self.starts[i + 1] - SIZE + 1)]

    def unshared(self, i: int, j: int, seen: Any) -> Any:
        """The words of an article that lie in no shingle of another; `seen` is false for all, before and after."""
        import numpy as np

        words, others = self.words(i), self.shingles(j)
        seen[others] = True
        hits = seen[self.shingles(i)]
        seen[others] = False
        covered = np.zeros(len(words), dtype=np.bool_)
        for place in range(SIZE):
            covered[place : place + len(hits)] |= hits
        return words[~covered]

    def stems(self, language: str) -> Any:
        """The number of each word's stem; stop words have none."""
        import numpy as np

        numbers: defaultdict[str, int] = defaultdict(count().__next__)
        content = content_words(self.known, language)
        stem_of = dict(zip(content, map(numbers.__getitem__, stems_of(content, language)), strict=True))
        found = map(stem_of.get, self.known, repeat(-1))
        return np.fromiter(chain([-1], found), dtype=np.int64, count=len(self.known) + 1)


class _Text(NamedTuple):
    """An article's words in UTF-8, and which of the bytes stand in quotation marks."""

    words: bytes
    quoted: list[tuple[int, int]]

    @classmethod
    def of(cls, texts: Iterable[Plain]) -> _Text:
        parts, quoted, at = [], [], 0
        for words, marked in texts:
            quoted += [(at + start, at + end) for start, end in marked]
            parts.append(words)
            at += len(words) + 1
        return cls(b" ".join(parts), quoted)


def _blocks(articles: Iterable[Article]) -> Iterator[list[_Text]]:
    """The texts of articles, so many together that they have about BLOCK bytes."""
    texts, size = [], 0
    for article in articles:
        texts.append(_Text.of(plain_texts(article)))
        size += len(texts[-1].words)
        if size >= BLOCK:
            yield texts
            texts, size = [], 0
    if texts:
        yield texts


def _read(numbering: Numbering, texts: Sequence[_Text]) -> tuple[Any, Any, Any]:
    """The number of each word from 1 on, whether it stands in quotation marks, and how many words each text has.

    A text shorter than a shingle is one, filled up with 0.
    """
    import numpy as np

    numbers, places = numbering.numbers(b" ".join(text.words for text in texts))
    ends = np.cumsum([len(text.words) + 1 for text in texts])
    begins = ends - [len(text.words) + 1 for text in texts]
    opened = [begin + start for begin, text in zip(begins.tolist(), texts, strict=True) for start, _ in text.quoted]
    closed = [begin + end for begin, text in zip(begins.tolist(), texts, strict=True) for _, end in text.quoted]
    opens, closes = (np.bincount(np.searchsorted(places, at), minlength=len(places) + 1) for at in (opened, closed))
    quoted = np.cumsum(opens - closes)[: len(places)] > 0
    bounds = np.searchsorted(places, np.concatenate(([0], ends)))
    lengths = np.diff(bounds)
    short = np.where((lengths > 0) & (lengths < SIZE), SIZE - lengths, 0)
    if not short.any():
        return numbers + 1, quoted, lengths
    at = np.repeat(bounds[1:], short)
    return np.insert(numbers + 1, at, 0), np.insert(quoted, at, True), lengths + short


def _rolled(ids: Any) -> Any:
    """The hash of every run of SIZE words: splitmix64 of each, combined by place."""
    import numpy as np

    each = np.arange(ids.max(initial=0) + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    each = (each ^ (each >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    each = (each ^ (each >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    hashes = np.zeros(max(0, len(ids) - SIZE + 1), dtype=np.uint64)
    for start in range(0, len(hashes), STRETCH):
        part = hashes[start : start + STRETCH]
        mixed = each[ids[start : start + len(part) + SIZE - 1]]
        for place in range(SIZE):
            part *= np.uint64(0x100000001B3)
            part += mixed[place : place + len(part)]
    return hashes


def _meetings(stream: _Stream, least: int) -> tuple[list[int], list[int], dict[Pair, _Counts]]:
    """Each text's number of shingles and of own ones, and what pairs with enough in common share, in order."""
    import numpy as np

    texts = len(stream.starts) - 1
    sizes, own_sizes = np.zeros(texts, dtype=np.int64), np.zeros(texts, dtype=np.int64)
    tallies, crowds = [(np.zeros(0, np.int64), np.zeros((4, 0), np.int64))], [np.zeros(0, np.int64)]
    numbered = 0
    for chosen in _shards(stream):
        hashes, owners, own, numbered = _distinct(stream, chosen, numbered)
        sizes += np.bincount(owners, minlength=texts)
        own_sizes += np.bincount(owners[own], minlength=texts)
        met = list(_pairs(hashes, owners.astype(np.int64), own, texts))
        if met:
            codes, crowded = (np.concatenate(part) for part in zip(*met, strict=True))
            crowds.append(_once(codes[crowded] >> 2))
            tallies.append(_counted(codes))
    pairs, counts = _tallied(
        np.concatenate([codes for codes, _ in tallies]), list(np.concatenate([part for _, part in tallies], axis=1))
    )
    first, second = pairs // max(1, texts), pairs % max(1, texts)
    near = np.flatnonzero(counts[0] >= np.minimum(least, np.minimum(sizes[first], sizes[second])))
    recount = set(np.concatenate(crowds).tolist())
    shared = {}
    for at in near.tolist():
        pair = (int(first[at]), int(second[at]))
        inexact = int(pairs[at]) in recount
        shared[pair] = _recounted(stream, pair) if inexact else _Counts(*(int(number[at]) for number in counts))
    return sizes.tolist(), own_sizes.tolist(), shared


def _shards(stream: _Stream) -> Iterator[Any]:
    """The places of shingles, in parts that no two equal ones fall into two of."""
    import numpy as np

    number = min(255, 1 + len(stream.hashes) // SHARD)
    if number == 1:
        yield np.flatnonzero(stream.owners >= 0)
        return
    shards = ((stream.hashes >> np.uint64(48)) * np.uint64(number) >> np.uint64(16)).astype(np.uint8)
    shards[stream.owners < 0] = number
    places = np.argsort(shards, kind="stable").astype(np.uint32)
    bounds = np.concatenate(([0], np.cumsum(np.bincount(shards, minlength=number))))
    yield from (places[start:end] for start, end in pairwise(bounds[: number + 1].tolist()))


def _once(codes: Any) -> Any:
    """Each code once, in order; np.unique would import a module of 7 ms."""
    import numpy as np

    codes.sort()
    return codes[np.append(True, codes[1:] != codes[:-1])[: len(codes)]]


def _counted(codes: Any) -> tuple[Any, Any]:
    """Each pair of `_pairs` (which it sorts) once, and how often it meets with each of the WANTED marks."""
    import numpy as np

    codes.sort()
    starts = np.flatnonzero(np.append(True, codes[1:] != codes[:-1]))
    times, marks = np.diff(np.append(starts, len(codes))), codes[starts] & 3
    return _tallied(codes[starts] >> 2, [times * ((marks & wanted) == wanted) for wanted in WANTED])


def _tallied(codes: Any, weights: Sequence[Any]) -> tuple[Any, Any]:
    """Each code once, and the sums of each of its weights."""
    import numpy as np

    if not len(codes):
        return codes, np.zeros((len(weights), 0), np.int64)
    order = np.argsort(codes, kind="stable")
    codes = codes[order]
    starts = np.flatnonzero(np.append(True, codes[1:] != codes[:-1]))
    return codes[starts], np.array([np.add.reduceat(weight[order], starts) for weight in weights]).astype(np.int64)


def _distinct(stream: _Stream, chosen: Any, numbered: int) -> tuple[Any, Any, Any, int]:
    """Of the chosen shingles each one once a text, by hash and then by text, and whether it ever stands unquoted.

    They get numbers from `numbered` on; the last value is the first number that is left.
    """
    import numpy as np

    hashes = stream.hashes[chosen]
    order = _sorted_places(hashes)
    hashes, places = hashes[order], chosen[order]
    owners, own = stream.owners[places], ~stream.quoted[places]
    if not len(hashes):
        return hashes, owners, own, numbered
    other = np.append(True, hashes[1:] != hashes[:-1])
    numbers = numbered + np.cumsum(other)
    stream.same[places] = numbers
    other[1:] |= owners[1:] != owners[:-1]
    starts = np.flatnonzero(other)
    return hashes[starts], owners[starts], np.logical_or.reduceat(own, starts), int(numbers[-1])


def _sorted_places(hashes: Any) -> Any:
    """The stable order: numbers sort faster than places, so each is sorted with its place in its last bits."""
    import numpy as np

    bits = np.uint64(max(1, len(hashes)).bit_length())
    packed = (hashes >> bits << bits) + np.arange(len(hashes), dtype=np.uint64)
    packed.sort()
    order = (packed & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int64)
    found = hashes[order]
    mixed_up = ((found[1:] ^ found[:-1]) >> bits == 0) & (found[1:] != found[:-1])
    return np.argsort(hashes, kind="stable") if mixed_up.any() else order


def _pairs(hashes: Any, owners: Any, own: Any, texts: int) -> Iterator[tuple[Any, Any]]:
    """The holders i < j of equal hashes as (i * texts + j) * 4 + marks, and which of them are of a crowd.

    Holders that stand further apart come later; of a crowd only the next ones meet.
    """
    import numpy as np

    starts = np.flatnonzero(np.append(True, hashes[1:] != hashes[:-1])) if len(hashes) else np.zeros(0, int)
    lengths = np.diff(np.append(starts, len(hashes)))
    crowded = np.repeat(lengths > CROWD, lengths)
    at = np.flatnonzero(np.append(hashes[1:] == hashes[:-1], False)[: len(hashes)])
    for distance in range(1, CROWD):
        mark = own[at] * np.uint8(OWN_FIRST) | own[at + distance] * np.uint8(OWN_SECOND)
        yield (owners[at] * texts + owners[at + distance]) * 4 + mark, crowded[at]
        at = at[~crowded[at] & (at + distance + 1 < len(hashes))]
        at = at[hashes[at] == hashes[at + distance + 1]]
        if not len(at):
            return


def _recounted(stream: _Stream, pair: Pair) -> _Counts:
    """What two texts of a crowd share, counted by themselves."""
    every, own = [], []
    for i in pair:
        hashes = stream.shingles(i)
        quoted = stream.quoted[stream.starts[i] : stream.starts[i] + len(hashes)]
        every.append(set(hashes.tolist()))
        own.append(set(hashes[~quoted].tolist()))
    return _Counts(len(every[0] & every[1]), len(own[0] & own[1]), len(own[0] & every[1]), len(every[0] & own[1]))
