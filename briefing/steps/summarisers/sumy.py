"""The methods of sumy (github.com/miso-belica/sumy) behind our seam: our sentences and tokens in, indices out.

sumy sorts what it chose back into the order of the text and holds equal sentences for one. Both are undone here:
`count` may be a function and sees the sentences best first, and our sentences are equal only to themselves.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from itertools import groupby
from math import isnan
from typing import Any

from sumy.models.dom import ObjectDocumentModel, Paragraph
from sumy.models.dom import Sentence as SumySentence
from sumy.summarizers.edmundson import EdmundsonSummarizer
from sumy.summarizers.kl import KLSummarizer
from sumy.summarizers.lex_rank import LexRankSummarizer
from sumy.summarizers.lsa import LsaSummarizer
from sumy.summarizers.luhn import LuhnSummarizer
from sumy.summarizers.reduction import ReductionSummarizer
from sumy.summarizers.sum_basic import SumBasicSummarizer
from sumy.summarizers.text_rank import TextRankSummarizer

from briefing.steps.summarisers.context import Context, best_first, in_order
from briefing.text.tokens import is_stop, stem, word_count, words
from briefing.types import Article, Sentence

# What raises and lowers a sentence in Edmundson 1969, whose own lists were for papers in chemistry.
BONUS = (
    "announced", "confirmed", "decided", "first", "important", "key", "largest", "main", "major", "most", "new",
    "significant", "signed", "warned",
)  # fmt: skip
STIGMA = (
    "although", "another", "anyway", "example", "else", "hardly", "however", "instead", "meanwhile", "moreover",
    "perhaps", "such", "these", "this",
)  # fmt: skip


class Row(SumySentence):  # type: ignore[misc]
    """One of our sentences in sumy's clothes: it brings its words and is equal only to itself."""

    def __init__(self, text: str, tokens: tuple[str, ...], *, heading: bool = False) -> None:
        super().__init__(text, None, heading)
        self.tokens = tokens

    @property
    def words(self) -> tuple[str, ...]:
        return self.tokens

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)


def numbered(language: str) -> Callable[[str], int]:
    """A stemmer that answers with the stem's number: sets of numbers, unlike those of strings, keep one order."""
    known: dict[str, int] = {}
    return lambda word: known.setdefault(stem(word, language), len(known))


class Enough(Exception):
    """The budget is spent: what a greedy method would choose after this is never read."""


class Greedy:
    """Mixed into sumy's greedy methods: notes each choice as it falls and stops at the budget, where sumy ranks all."""

    def begin(self, lengths: Sequence[int], budget: int) -> None:
        self.lengths, self.room, self.bounded = lengths, budget, budget > 0
        self.left = list(range(len(lengths)))
        self.chosen: list[int] = []

    def _find_index_of_best_sentence(self, *state: object) -> int:
        if self.bounded and self.room <= 0:
            raise Enough
        place: int = super()._find_index_of_best_sentence(*state)  # type: ignore[misc]
        self.chosen.append(self.left.pop(place))
        self.room -= self.lengths[self.chosen[-1]]
        return place


class Kl(Greedy, KLSummarizer):  # type: ignore[misc]
    pass


class SumBasic(Greedy, SumBasicSummarizer):  # type: ignore[misc]
    pass


def rows_of(sentences: Iterable[Sentence], language: str) -> list[Row]:
    return [Row(sentence.text, words(sentence.text, language)) for sentence in sentences]


def document_of(rows: Iterable[Row]) -> ObjectDocumentModel:
    return ObjectDocumentModel([Paragraph(list(rows))])


def stop_words(rows: Iterable[Row], language: str) -> frozenset[str]:
    return frozenset(word for row in rows for word in row.words if is_stop(word, language))


def ratings(method: Any, document: ObjectDocumentModel) -> list[float]:
    """What the method rates each sentence of the document."""
    rated = [0.0] * len(document.sentences)

    def everything(infos: Iterable[Any]) -> list[Any]:
        infos = list(infos)
        for info in infos:
            rated[info.order] = float(info.rating)
        return infos

    with warnings.catch_warnings():  # sumy divides by nothing where sentences have no words, and says so
        warnings.simplefilter("ignore")
        method(document, everything)
    return [0.0 if isnan(rating) else rating for rating in rated]


def rated_by(method: Any, sentences: Sequence[Sentence], context: Context) -> list[int]:
    """The ranking of a sumy method that rates each sentence once."""
    rows = rows_of(sentences, context.language)
    method.stop_words = stop_words(rows, context.language)
    return best_first(ratings(method, document_of(rows)))


@in_order
def lexrank(sentences: Sequence[Sentence], context: Context) -> list[int]:
    """Erkan & Radev 2004 with sumy's threshold of 0.1; grows with the square."""
    return rated_by(LexRankSummarizer(numbered(context.language)), sentences, context)


@in_order
def textrank(sentences: Sequence[Sentence], context: Context) -> list[int]:
    """Mihalcea & Tarau 2004; grows with the square."""
    return rated_by(TextRankSummarizer(numbered(context.language)), sentences, context)


@in_order
def lsa(sentences: Sequence[Sentence], context: Context) -> list[int]:
    """Steinberger & Ježek 2004; words times sentences."""
    return rated_by(LsaSummarizer(numbered(context.language)), sentences, context)


@in_order
def luhn(sentences: Sequence[Sentence], context: Context) -> list[int]:
    """Luhn 1958."""
    return rated_by(LuhnSummarizer(partial(stem, language=context.language)), sentences, context)


@in_order
def reduction(sentences: Sequence[Sentence], context: Context) -> list[int]:
    """TextRank's degree without the walk (github.com/adamfabish/Reduction); grows with the square."""
    return rated_by(ReductionSummarizer(numbered(context.language)), sentences, context)


def greedily(method: Any, sentences: Sequence[Sentence], context: Context) -> list[int]:
    """The choices of a greedy sumy method in the order in which they fall."""
    rows = rows_of(sentences, context.language)
    method.stop_words = stop_words(rows, context.language)
    method.begin([word_count(sentence.text, context.language) for sentence in sentences], context.words)
    with suppress(Enough):
        method(document_of(rows), len(rows))
    return list(method.chosen)


@in_order
def kl(sentences: Sequence[Sentence], context: Context) -> list[int]:
    """KLSum of Haghighi & Vanderwende 2009; grows with the square times the budget."""
    return greedily(Kl(partial(stem, language=context.language)), sentences, context)


@in_order
def sumbasic(sentences: Sequence[Sentence], context: Context) -> list[int]:
    """Nenkova & Vanderwende 2005."""
    return greedily(SumBasic(partial(stem, language=context.language)), sentences, context)


@in_order
def edmundson(sentences: Sequence[Sentence], context: Context) -> list[int]:
    """Edmundson 1969 (cue, title, location), each article for itself since place and title are its own; pooled."""
    rated: list[float] = []
    for article, own in groupby(sentences, key=lambda sentence: sentence.article):
        rated += edmundson_ratings(article, list(own), context.language)
    return best_first(rated)


def edmundson_ratings(article: Article, sentences: Sequence[Sentence], language: str) -> list[float]:
    rows = rows_of(sentences, language)
    title = Row(article.title, words(article.title, language), heading=True)
    blocks = groupby(zip(rows, sentences, strict=True), key=lambda pair: pair[1].block)
    paragraphs = [[row for row, _ in block] for _, block in blocks]
    method = EdmundsonSummarizer(partial(stem, language=language))
    method.bonus_words, method.stigma_words = BONUS, STIGMA
    method.null_words = stop_words([*rows, title], language) or ("the",)
    document = ObjectDocumentModel([Paragraph([title, *paragraphs[0]]), *map(Paragraph, paragraphs[1:])])
    return ratings(method, document)
