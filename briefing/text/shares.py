"""How much of one text is quoted, in words."""

from __future__ import annotations

from collections.abc import Iterable

from briefing.config import QuotingSettings
from briefing.text.tokens import word_count
from briefing.types import Article, Span


def union(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same characters as disjoint spans in rising order; spans that touch become one."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def quoted_words(article: Article, spans: Iterable[Span]) -> int:
    """The words of the article inside the spans; what is quoted twice counts once."""
    return sum(word_count(article.quote(span), article.language) for span in union(spans))


def quote_share(article: Article, spans: Iterable[Span]) -> float:
    """The share of the article's words inside the spans, 0 to 1."""
    return quoted_words(article, spans) / max(1, word_count(article.text, article.language))


def quote_allowance(article: Article, settings: QuotingSettings) -> int:
    """The words that may be quoted of the article: its share, or the least number where that is more."""
    share = settings.max_quote_share * word_count(article.text, article.language)
    return max(int(share), settings.min_quote_words)


def within_share(article: Article, spans: Iterable[Span], settings: QuotingSettings) -> bool:
    """Whether all the spans together may be quoted of the article."""
    return quoted_words(article, spans) <= quote_allowance(article, settings)
