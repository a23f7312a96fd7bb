"""Word shingles of articles and how many of them any two share (Broder 1997): in plain Python for few articles.

For many of them meetings.py counts the same in numpy.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence, Sized
from itertools import combinations, pairwise
from typing import Any, NamedTuple

from briefing.text.bulk import forms
from briefing.text.quotations import quotations
from briefing.text.tokens import has_han, is_latin, is_stop, stem
from briefing.types import PROSE, Article

SIZE = 5  # words a shingle
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
    """What lies in no common shingle: of the text with less of it the share, and the cosine of both's content stems,
    which is counted when it is asked for.
    """

    left: float
    agreement: Callable[[], float]


class Phrases(NamedTuple):
    """Of what lies in no common shingle: the words of the text with fewer, the cosine of both's pairs of neighbours."""

    words: int
    agreement: float


class Overlaps(NamedTuple):
    """The sizes of the shingle sets, what pairs that share a shingle have in common, and what is left of a pair."""

    sizes: Sequence[int]
    shared: Mapping[Pair, Shared]
    rest: Callable[[Pair], Rest]
    phrases: Callable[[Pair], Phrases]


class Plain(NamedTuple):
    """The case-folded words of a text between blanks, in UTF-8, and which of its bytes stand in quotation marks."""

    words: bytes
    quoted: list[tuple[int, int]]


def plain_texts(article: Article) -> Iterator[Plain]:
    """The prose in order; the whole text where there is none."""
    texts = [article.quote(block.span) for block in article.blocks if block.kind in PROSE] or [article.text]
    return map(_plain, texts)


def _plain(text: str) -> Plain:
    """Runs of letters and digits are words: a shingle needs no better ones, and these cost a fifth."""
    simple = text
    if not text.isascii():
        for sign in _TYPOGRAPHY:
            simple = simple.replace(sign, " ")
    if simple.isascii():
        quoted = [(span.start, span.end) for span in quotations(text)]
        return Plain(simple.encode("ascii").translate(_LOWER_WORDS), quoted)
    words, quoted = b"", []
    for part, inside in _parts(text):
        start = len(words)
        words += " ".join(_words(part)).encode() + b" "
        if inside:
            quoted.append((start, len(words)))
    return Plain(words, quoted)


def _words(text: str) -> list[str]:
    whole = not is_latin(text) and (has_han(text) or _VOWEL_SIGNS.search(text))
    return forms(text.casefold()) if whole else _WORD.findall(text.casefold())


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """The text in order, cut where quotation marks open and close."""
    at = 0
    for span in quotations(text):
        yield text[at : span.start], False
        yield text[span.start : span.end], True
        at = span.end
    yield text[at:], False


def rest_of(left: Sequence[Sized], words: Sequence[Sized], stems: Callable[[], Iterable[set[Any]]]) -> Rest:
    """Of the words that are left of two texts, all their words, and the stems of those that are left."""

    def agreement() -> float:
        a, b = stems()
        return len(a & b) / max(1.0, math.sqrt(len(a) * len(b)))

    return Rest(min(len(one) / max(1, len(whole)) for one, whole in zip(left, words, strict=True)), agreement)


def phrases_of(first: Sequence[Hashable], second: Sequence[Hashable]) -> Phrases:
    """Of the words that are left of two texts."""
    a, b = set(pairwise(first)), set(pairwise(second))
    agreement = len(a & b) / max(1.0, math.sqrt(len(a) * len(b)))
    return Phrases(min(len(first), len(second)), agreement)


# --- few -----------------------------------------------------------------------------------------------------

Shingle = tuple[str, ...]
Shingles = frozenset[Shingle]


def few(articles: Sequence[Article], least: int) -> Overlaps:
    """As `sharing.overlaps`, in pure Python."""
    texts = [_Words.of(plain_texts(article)) for article in articles]
    every = [frozenset(_runs(text.words)) for text in texts]
    own = [held if not any(text.quoted) else _unquoted(text) for text, held in zip(texts, every, strict=True)]
    holders: dict[Shingle, list[int]] = defaultdict(list)
    for i, held in enumerate(every):
        for shingle in held:
            holders[shingle].append(i)
    met = Counter(pair for held in holders.values() for pair in _met(held))
    sizes = [len(one) for one in every]
    near = (pair for pair, times in sorted(met.items()) if times >= min(least, sizes[pair[0]], sizes[pair[1]]))
    words = [text.words for text in texts]

    def left(pair: Pair) -> tuple[list[str], list[str]]:
        first, second = (words[i] for i in pair)
        return unshared(first, second), unshared(second, first)

    def rest(pair: Pair) -> Rest:
        language, rests = articles[pair[0]].language, left(pair)

        def stems() -> Iterator[set[str]]:
            return ({stem(word, language) for word in one if not is_stop(word, language)} for one in rests)

        return rest_of(rests, [words[i] for i in pair], stems)

    def phrases(pair: Pair) -> Phrases:
        return phrases_of(*left(pair))

    return Overlaps(sizes, {pair: _shared(pair, every, own) for pair in near}, rest, phrases)


class _Words(NamedTuple):
    """The words of a text, and whether each stands in quotation marks."""

    words: list[str]
    quoted: list[bool]

    @classmethod
    def of(cls, texts: Iterable[Plain]) -> _Words:
        found = cls([], [])
        for text in texts:
            at = 0
            for start, end in text.quoted:
                found.add(text.words[at:start], quoted=False)
                found.add(text.words[start:end], quoted=True)
                at = end
            found.add(text.words[at:], quoted=False)
        return found

    def add(self, words: bytes, *, quoted: bool) -> None:
        more = words.decode().split()
        self.words.extend(more)
        self.quoted.extend([quoted] * len(more))


def _runs(items: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Every run of SIZE items; the whole of what is shorter."""
    if len(items) < SIZE:
        return [tuple(items)] if items else []
    return list(zip(*(items[k:] for k in range(SIZE)), strict=False))


def _unquoted(text: _Words) -> Shingles:
    """The shingles that stand outside quotation marks."""
    return frozenset(
        shingle for shingle, marks in zip(_runs(text.words), _runs(text.quoted), strict=True) if not all(marks)
    )


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
