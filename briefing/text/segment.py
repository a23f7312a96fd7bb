"""Sentences: where they begin and end inside the prose blocks of an article."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from briefing.config import TextSettings
from briefing.errors import UnknownNameError
from briefing.text.quotations import quotations
from briefing.types import PROSE, Article, Sentence, Span

Segmenter = Callable[[str, str], list[Span]]

# sentencex has been seen to panic on non-ASCII white space near initials: one blank for each of them keeps every offset.
_BLANKS = str.maketrans(dict.fromkeys("\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\n\t", " "))
_LONG_QUOTATION = 40  # characters: a shorter one is a phrase, not a speech


def split(article: Article, settings: TextSettings = TextSettings()) -> tuple[Sentence, ...]:  # noqa: B008
    """The article's sentences in order, from its prose blocks only; none is longer than `settings.sentence_max`."""
    segmenter = _segmenter(settings.segmenter)
    found = (
        (index, span)
        for index, block in enumerate(article.blocks)
        if block.kind in PROSE
        for span in _sentences(article.quote(block.span), block.span.start, segmenter, article.language, settings.sentence_max)
    )
    return tuple(Sentence(article, span, position, index) for position, (index, span) in enumerate(found))


def _segmenter(name: str) -> Segmenter:
    if name not in SEGMENTERS:
        raise UnknownNameError("segmenter", name, SEGMENTERS)
    return SEGMENTERS[name]


def _sentences(text: str, offset: int, segmenter: Segmenter, language: str, longest: int) -> Iterator[Span]:
    for span in segmenter(text, language):
        if len(span) <= longest:
            yield Span(span.start + offset, span.end + offset)


def by_sentencex(text: str, language: str) -> list[Span]:
    """sentencex, with the speeches inside long quotations split too; Punkt where sentencex fails."""
    try:
        borders = _sentencex_borders(text.translate(_BLANKS), language)
    except BaseException as error:
        if isinstance(error, (KeyboardInterrupt, SystemExit)):
            raise
        return by_punkt(text, language)
    for quotation in quotations(text):
        if len(quotation) >= _LONG_QUOTATION:
            inner = text[quotation.start + 1 : quotation.end]
            borders |= {quotation.start + 1 + border for border in _sentencex_borders(inner.translate(_BLANKS), language) if border < len(inner.rstrip()) - 1}
    return _trimmed(text, borders)


def _sentencex_borders(text: str, language: str) -> set[int]:
    from sentencex import segment

    borders, at = set(), 0
    for piece in segment(language, text):
        at += len(piece)
        borders.add(at)
    return borders


def by_punkt(text: str, language: str) -> list[Span]:
    """nltk's Punkt with the packaged tables of the language, English where there is none."""
    tokenizer = _punkt(language)
    return _trimmed(text, {end for _, end in tokenizer.span_tokenize(text)})


def _trimmed(text: str, borders: set[int]) -> list[Span]:
    spans, start = [], 0
    for border in sorted(borders | {len(text)}):
        piece = text[start:border]
        if piece.strip():
            spans.append(Span(start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())))
        start = border
    return spans


@lru_cache(maxsize=None)
def _punkt(language: str):  # type: ignore[no-untyped-def]
    import nltk.tokenize.punkt as nltk_punkt
    import punkt

    names = {"cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish", "et": "estonian", "fi": "finnish", "fr": "french", "it": "italian", "ml": "malayalam", "nb": "norwegian", "no": "norwegian", "nl": "dutch", "pl": "polish", "pt": "portuguese", "ru": "russian", "sl": "slovene", "sv": "danish"}
    model = punkt.load_model(names.get(language, "english"))
    parameters = nltk_punkt.PunktParameters()
    parameters.abbrev_types = set(model.abbrev_types)
    parameters.collocations = set(model.collocations)
    parameters.sent_starters = set(model.sent_starters)
    parameters.ortho_context.update(model.ortho_context)
    return nltk_punkt.PunktSentenceTokenizer(parameters)


SEGMENTERS: dict[str, Segmenter] = {"sentencex": by_sentencex, "punkt": by_punkt}
