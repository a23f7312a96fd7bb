"""Word shingles of articles and how many of them any two share (Broder 1997): plain Python for few, numpy for many."""

from __future__ import annotations

import math
import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, combinations, count, pairwise
from typing import Any, NamedTuple

from briefing.text.bulk import forms, has_han
from briefing.text.quotations import quotations
from briefing.text.tokens import is_stop, stem
from briefing.types import PROSE, Article

SIZE = 5  # words a shingle
FEW = 300  # articles: below it numpy's import costs more than it saves
CROWD = 40  # texts that hold one shingle: of more, each is compared with the next one only
_WORD = re.compile(r"\w+")
_VOWEL_SIGNS = re.compile(r"[\u0900-\u0dff\u0e31-\u0e4e]")  # scripts whose words hold what is no letter
_TYPOGRAPHY = "’“”‘–—…\xa0"  # the only signs that most English texts have beyond ASCII
_LOWER_WORDS = bytes(ord(chr(i).lower() if chr(i).isalnum() or i == ord("_") else " ") for i in range(128)) + bytes(128)

Pair = tuple[int, int]


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
    """Runs of letters and digits: a shingle needs no better words, and these cost a fifth."""
    if not text.isascii():
        for sign in _TYPOGRAPHY:
            text = text.replace(sign, " ")
    if text.isascii():
        return text.encode("ascii").translate(_LOWER_WORDS).decode("ascii").split()
    whole = has_han(text) or _VOWEL_SIGNS.search(text)
    return forms(text.casefold()) if whole else _WORD.findall(text.casefold())


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """The text in order, cut where quotation marks open and close."""
    at = 0
    for span in quotations(text):
        yield text[at : span.start], False
        yield text[span.start : span.end], True
        at = span.end
    yield text[at:], False


def _needed(pair: Pair, sizes: Sequence[int], least: int) -> int:
    return min(least, sizes[pair[0]], sizes[pair[1]])


def _rest(left: Sequence[int], words: Sequence[int], both: int, first: int, second: int) -> Rest:
    share = min(number / max(1, all_words) for number, all_words in zip(left, words, strict=True))
    return Rest(share, both / max(1.0, math.sqrt(first * second)))


# --- few -----------------------------------------------------------------------------------------------------

Shingle = tuple[str, ...]
Shingles = frozenset[Shingle]


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

    return Overlaps(sizes, {pair: _shared(pair, every, own) for pair in near}, rest)


def _shingled(texts: Sequence[list[tuple[str, bool]]]) -> tuple[list[Shingles], list[Shingles]]:
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


def _shared(pair: Pair, every: Sequence[Shingles], own: Sequence[Shingles]) -> Shared:
    i, j = pair
    outside = _common(own[i], own[j])
    first, second = (2 * len(own[k]) < len(every[k]) for k in pair)
    mended = outside if first == second else _common(every[i], own[j]) if first else _common(own[i], every[j])
    return Shared(_common(every[i], every[j]), outside, mended)


def _common(a: Shingles, b: Shingles) -> Common:
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

SHARD = 1 << 20  # words: the hashes are sorted in parts of about so many, to bound the memory
OWN_FIRST, OWN_SECOND = 1, 2  # the marks of a meeting: the shingle stands outside quotation marks in …
WANTED = (0, OWN_FIRST | OWN_SECOND, OWN_FIRST, OWN_SECOND)  # as _Counts has them


def _many(articles: Sequence[Article], least: int) -> Overlaps:
    stream = _Stream.of(articles)
    sizes, own_sizes, shared = _meetings(stream, least)

    @cache
    def stems_of(language: str) -> Any:
        return stream.stems(language)

    def rest(pair: Pair) -> Rest:
        words = [stream.words(i) for i in pair]
        rests = [stream.unshared(i, j) for i, j in (pair, pair[::-1])]
        table = stems_of(articles[pair[0]].language)
        a, b = (set(table[one].tolist()) - {-1} for one in rests)
        return _rest([len(one) for one in rests], [len(one) for one in words], len(a & b), len(a), len(b))

    return Overlaps(sizes, {pair: _weighed(pair, sizes, own_sizes, counts) for pair, counts in shared.items()}, rest)


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
    where the shingle would run into the next one.
    """

    known: Mapping[str, int]
    ids: Any
    starts: Any
    hashes: Any
    quoted: Any
    owners: Any

    @classmethod
    def of(cls, articles: Sequence[Article]) -> _Stream:
        import numpy as np

        known: defaultdict[str, int] = defaultdict(count(1).__next__)
        ids, marks, starts = array("I"), bytearray(), array("q", [0])
        for article in articles:
            for words, quoted in _runs(article):
                ids.extend(map(known.__getitem__, words))
                marks.extend((b"\1" if quoted else b"\0") * len(words))
            short = SIZE - (len(ids) - starts[-1])
            if 0 < short < SIZE:  # a text shorter than a shingle is one, filled up
                ids.extend([0] * short)
                marks.extend(b"\1" * short)
            starts.append(len(ids))
        row, bounds = np.frombuffer(ids, dtype=np.uint32), np.frombuffer(starts, dtype=np.int64)
        owners = np.repeat(np.arange(len(articles), dtype=np.int32), np.diff(bounds))
        for last in range(1, SIZE):
            ends = bounds[1:][np.diff(bounds) >= last] - last
            owners[ends] = -1
        whole = max(0, len(row) - SIZE + 1)
        within: Any = np.frombuffer(marks, dtype=np.bool_)
        whole_quoted: Any = within[:whole].copy()
        for place in range(1, SIZE):
            whole_quoted &= within[place : place + whole]
        return cls(known, row, bounds, _rolled(row), whole_quoted, owners[:whole])

    def words(self, i: int) -> Any:
        return self.ids[self.starts[i] : self.starts[i + 1]]

    def shingles(self, i: int) -> Any:
        """The hashes of an article's shingles, in the order of the text."""
        return self.hashes[self.starts[i] : max(self.starts[i], self.starts[i + 1] - SIZE + 1)]

    def unshared(self, i: int, j: int) -> Any:
        """The words of an article that lie in no shingle of another."""
        import numpy as np

        mine, others = self.shingles(i), np.sort(self.shingles(j))
        hits = others.take(others.searchsorted(mine), mode="clip") == mine
        covered = np.zeros(len(self.words(i)), dtype=bool)
        for place in range(SIZE):
            covered[place : place + len(hits)] |= hits
        return self.words(i)[~covered]

    def stems(self, language: str) -> Any:
        """The number of each word's stem; stop words have none."""
        import numpy as np

        numbers: defaultdict[str, int] = defaultdict(count().__next__)
        found = (-1 if is_stop(word, language) else numbers[stem(word, language)] for word in self.known)
        return np.fromiter(chain([-1], found), dtype=np.int64, count=len(self.known) + 1)


def _rolled(ids: Any) -> Any:
    """The hash of every run of SIZE words: splitmix64 of each, combined by place."""
    import numpy as np

    each = np.arange(ids.max(initial=0) + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    each = (each ^ (each >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    each = (each ^ (each >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed = each[ids]
    whole = max(0, len(ids) - SIZE + 1)
    hashes = np.zeros(whole, dtype=np.uint64)
    for place in range(SIZE):
        hashes *= np.uint64(0x100000001B3)
        hashes += mixed[place : place + whole]
    return hashes


def _meetings(stream: _Stream, least: int) -> tuple[list[int], list[int], dict[Pair, _Counts]]:
    """Each text's number of shingles and of own ones, and what pairs with enough in common share, in order."""
    import numpy as np

    texts = len(stream.starts) - 1
    sizes, own_sizes = np.zeros(texts, dtype=np.int64), np.zeros(texts, dtype=np.int64)
    tallies, crowds = [(np.zeros(0, np.int64), np.zeros((4, 0), np.int64))], [np.zeros(0, np.int64)]
    number_of_shards = min(256, 1 + len(stream.hashes) // SHARD)
    shards = ((stream.hashes >> np.uint64(48)) * np.uint64(number_of_shards) >> np.uint64(16)).astype(np.uint8)
    for shard in range(number_of_shards):
        hashes, owners, own = _distinct(stream, (shards == shard) & (stream.owners >= 0))
        sizes += np.bincount(owners, minlength=texts)
        own_sizes += np.bincount(owners[own], minlength=texts)
        met = list(_pairs(hashes, owners.astype(np.int64), own, texts))
        if met:
            codes, marks, crowded = (np.concatenate(part) for part in zip(*met, strict=True))
            tallies.append(_tallied(codes, [(marks & wanted) == wanted for wanted in WANTED]))
            crowds.append(np.unique(codes[crowded]))
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


def _tallied(codes: Any, weights: Sequence[Any]) -> tuple[Any, Any]:
    """Each code once, and the sums of each of its weights."""
    import numpy as np

    pairs, place = np.unique(codes, return_inverse=True)
    sums = [np.bincount(place, weights=weight, minlength=len(pairs)) for weight in weights]
    return pairs, np.array(sums).astype(np.int64)


def _distinct(stream: _Stream, chosen: Any) -> tuple[Any, Any, Any]:
    """Of the chosen shingles each one once a text, by hash and then by text, and whether it ever stands unquoted."""
    import numpy as np

    hashes, owners, own = stream.hashes[chosen], stream.owners[chosen], ~stream.quoted[chosen]
    order = _sorted_places(hashes)
    hashes, owners, own = hashes[order], owners[order], own[order]
    if not len(hashes):
        return hashes, owners, own
    new = np.concatenate(([True], (hashes[1:] != hashes[:-1]) | (owners[1:] != owners[:-1])))
    starts = np.flatnonzero(new)
    return hashes[starts], owners[starts], np.logical_or.reduceat(own, starts)


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


def _pairs(hashes: Any, owners: Any, own: Any, texts: int) -> Iterator[tuple[Any, Any, Any]]:
    """The codes i * texts + j of the holders of equal hashes, their marks, and which of them are of a crowd.

    Holders that stand further apart come later; of a crowd only the next ones meet.
    """
    import numpy as np

    starts = np.flatnonzero(np.concatenate(([True], hashes[1:] != hashes[:-1]))) if len(hashes) else np.zeros(0, int)
    lengths = np.diff(np.append(starts, len(hashes)))
    crowded = np.repeat(lengths > CROWD, lengths)
    for distance in range(1, CROWD):
        meets = hashes[distance:] == hashes[:-distance]
        if distance > 1:
            meets &= ~crowded[distance:]
        at = np.flatnonzero(meets)
        if not len(at):
            return
        mark = own[at] * np.uint8(OWN_FIRST) | own[at + distance] * np.uint8(OWN_SECOND)
        yield owners[at] * texts + owners[at + distance], mark, crowded[at]


def _recounted(stream: _Stream, pair: Pair) -> _Counts:
    """What two texts of a crowd share, counted by themselves."""
    every, own = [], []
    for i in pair:
        hashes = stream.shingles(i)
        quoted = stream.quoted[stream.starts[i] : stream.starts[i] + len(hashes)]
        every.append(set(hashes.tolist()))
        own.append(set(hashes[~quoted].tolist()))
    return _Counts(len(every[0] & every[1]), len(own[0] & own[1]), len(own[0] & every[1]), len(every[0] & own[1]))
