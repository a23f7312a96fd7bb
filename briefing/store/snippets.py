"""What is shown of an article that was found, and which of several comes first; the same for both databases."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from briefing.store.words import Query, Term, is_unparted, levelled
from briefing.types import Article, Span

BEFORE, LENGTH = 60, 200  # characters before the first word found, and of a snippet
OFTEN, LONG = 1.2, 4_000  # BM25's k1, and the characters of a usual article
IN_TITLE = 2.0


class Snippet(NamedTuple):
    """A stretch of the article, verbatim but for line ends; `marks` are the words found, as spans of `text`."""

    text: str
    marks: tuple[Span, ...] = ()


def worth(query: Query, title: str, text: str) -> float:
    """How much of the article is about the words: BM25 of each word alike, and more for those in the title."""
    text, title = text.casefold(), title.casefold()
    norm = OFTEN * (0.25 + 0.75 * len(text) / LONG)
    counts = [text.count(word) for term in query.wanted for word in term.words]
    return sum(count / (count + norm) for count in counts) + IN_TITLE * sum(
        word in title for term in query.wanted for word in term.words
    )


def snippet(query: Query, article: Article) -> Snippet:
    """Around the place where most of the terms stand together; the article's beginning when only its title has them."""
    marks = _marks(query, article.text)
    window = _window(marks, len(article.text))
    start, end = _whole_words(article.text, window)
    before, after = "… " if start else "", " …" if end < len(article.text) else ""
    shown = article.text[start:end].replace("\n", " ")
    inside = (mark for mark in marks if start <= mark.start and mark.end <= end)
    shift = len(before) - start
    return Snippet(before + shown + after, tuple(Span(mark.start + shift, mark.end + shift) for mark in inside))


def _marks(query: Query, text: str) -> list[Span]:
    """Where the terms stand, in order; a phrase is one mark."""
    plain = levelled(text)
    return sorted({Span(*found.span()) for term in query.wanted for found in _pattern(term).finditer(plain)})


@lru_cache(maxsize=100)
def _pattern(term: Term) -> re.Pattern[str]:
    """The term in a levelled text; between words that stand side by side is no letter."""
    words = [re.escape(word) for word in term.words]
    first, last = term.words[0], term.words[-1]
    before = "" if is_unparted(first) else r"(?<![^\W_])"
    after = "" if is_unparted(last) else r"[^\W_]*+" if term.start else r"(?![^\W_])"
    return re.compile(before + r"[\W_]*?".join(words) + after)


def _window(marks: list[Span], length: int) -> Span:
    """The first of the stretches that hold the most marks."""
    if not marks:
        return Span(0, min(LENGTH, length))
    best = max(marks, key=lambda mark: (_inside(marks, mark), -mark.start))
    start = max(0, min(best.start - BEFORE, length - LENGTH))
    return Span(start, min(length, max(start + LENGTH, best.end)))


def _inside(marks: list[Span], first: Span) -> int:
    return sum(first.start <= mark.start and mark.end <= first.start + LENGTH - BEFORE for mark in marks)


def _whole_words(text: str, window: Span) -> tuple[int, int]:
    """The window without the words that its borders cut, where blanks are near."""
    start, end = window.start, window.end
    if start:
        cut = text.find(" ", start, start + BEFORE // 2)
        start = cut + 1 if cut >= 0 else start
    if end < len(text):
        cut = text.rfind(" ", end - BEFORE // 2, end)
        end = cut if cut > start else end
    return start, end
