"""The timeline: what the articles date, and what they leave without a date, each as a short quotation.

An undated article's "In June" takes its year only from the article itself; what nothing dates stands beside the axis.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from briefing.config import TimelineSettings
from briefing.text.dates import DateMention, dates, years
from briefing.text.phrases import Phrase, core, phrases, quoted_names
from briefing.text.quotations import quotations
from briefing.text.tokens import is_stop, tokenise
from briefing.types import Article, Citation, Event, Sentence, Span

_MOST_WORDS = 8  # of a label
_FEWEST_WORDS = 3
_QUOTED_WORDS = 4
_HAPPENED = re.compile(
    r"\b(?:met|meets|visit(?:ed)?|visits|held|signed|announced|declared|pledged|launched|agreed|attacked|killed|died|elected|resigned|arrested|opened|closed|struck|hit"
    r"|crashed|fired|won|lost|ruled|voted|approved|rejected|began|ended|met with|talks|meeting|summit|conference|statement|ceremony)\b",
    re.I,
)


class _Dated(NamedTuple):
    sentence: Sentence
    mention: DateMention
    label: Span
    weight: float


def find_timeline(sentences: Sequence[Sentence], settings: TimelineSettings | None = None) -> tuple[Event, ...]:
    """Dated events in order of date, then the undated ones in order of the articles; at most `shown`, one of a date
    and article.
    """
    settings = settings or TimelineSettings()
    found = [d for s in sentences for d in _dated(s)]
    years_of = {d.sentence.article.id: _own_year(d.sentence.article) for d in found}
    events = [(_event(d, years_of[d.sentence.article.id]), d) for d in found]
    dated = _best([(e, d) for e, d in events if e.date], settings.shown)
    undated = _best([(e, d) for e, d in events if not e.date and d.mention.precision == "none"], settings.beside)
    named = _named_dates(dated)
    return (
        *(e for e, _ in sorted(dated, key=lambda pair: (pair[0].date or "", pair[1].sentence.order))),
        *sorted((_with_bound(e, d, named) for e, d in undated), key=_bounded_first),
    )


def _bounded_first(event: Event) -> tuple[bool, tuple[str, str], int]:
    """What is known to be after something tells more than a bare weekday."""
    return (event.after is None, event.citation.article.order, event.citation.span.start)


def _dated(sentence: Sentence) -> list[_Dated]:
    article = sentence.article
    found = []
    for mention in dates(sentence.text, article.day, article.language):
        if mention.date is None and not _day_or_month(mention):
            continue
        label = _label(sentence, mention)
        if label is not None:
            found.append(_Dated(sentence, mention, *label))
    return found[:1]


def _day_or_month(mention: DateMention) -> bool:
    """A weekday, "31 January" or "In June": an occasion. "Recently" and "last year" are none."""
    return any(c.isupper() for c in mention.text)


def _label(sentence: Sentence, mention: DateMention) -> tuple[Span, float] | None:
    """What happened, in words of the sentence: a named thing where the date is known, else the occasion; with its
    weight.
    """
    text, language = sentence.text, sentence.article.language
    if any(c.isdigit() for c in mention.text) or mention.date or _month_alone(mention):
        named = [p for p in phrases(text, language) if p.kind in {"quoted", "code"} and not _overlaps(p, mention)]
        spans = [(p.start, p.end) for p in named] or [
            (q.start, q.end) for q in quotations(text) if _is_short(text[q.start : q.end])
        ]
        near = [s for s in spans if len(text[s[0] : s[1]].split()) <= _MOST_WORDS]
        if near:
            best = min(near, key=lambda s: (max(s[0] - mention.end, mention.start - s[1], 0), s))
            return _at(sentence, *best), 2.0
    occasion = _occasion(text, mention)
    return None if occasion is None else (_at(sentence, *occasion), 1.0)


def _month_alone(mention: DateMention) -> bool:
    return mention.text[:3] in {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}


def _is_short(quoted: str) -> bool:
    return 1 <= len(tokenise(quoted)) <= _QUOTED_WORDS and quoted[-2] not in ",.!?"


def _occasion(text: str, mention: DateMention) -> tuple[int, int] | None:
    """From the word that tells what took place, nearest to the date, to the end of its clause: at most eight words."""
    happened = [m for m in _HAPPENED.finditer(text) if m.end() <= mention.start or m.start() >= mention.end]
    if not happened:
        return None
    first = min(happened, key=lambda m: (max(m.start() - mention.end, mention.start - m.end()), m.start()))
    stop = (
        min(
            (m.start() for m in re.finditer(r"[;:.–—“”]|,(?! [A-Z])", text[first.end() :])),
            default=len(text) - first.end(),
        )
        + first.end()
    )
    limit = mention.start if first.end() <= mention.start else stop
    tokens = [t for t in tokenise(text) if first.start() <= t.start and t.end <= min(stop, limit)][:_MOST_WORDS]
    while tokens and (is_stop(tokens[-1].text.casefold())):
        tokens.pop()
    return (tokens[0].start, tokens[-1].end) if len(tokens) >= _FEWEST_WORDS else None


def _overlaps(phrase: Phrase, mention: DateMention) -> bool:
    return phrase.start < mention.end and mention.start < phrase.end


def _at(sentence: Sentence, start: int, end: int) -> Span:
    return Span(sentence.span.start + start, sentence.span.start + end)


def _own_year(article: Article) -> re.Match[str] | None:
    """The only year that an undated article writes, where it writes exactly one."""
    if article.day is not None or article.language != "en":
        return None
    found = years(article.text)
    return found[0] if len({m.group() for m in found}) == 1 else None


def _event(dated: _Dated, year: re.Match[str] | None) -> Event:
    article, mention = dated.sentence.article, dated.mention
    citation = Citation(article, dated.label)
    if mention.date is not None:
        ground = f"the article’s own date, {article.day}" if mention.relative else ""
        return Event(
            mention.date,
            mention.precision,
            "inferred" if mention.relative else "stated",
            citation,
            ground,
            mention.text,
        )
    if year is not None:
        again = dates(dated.sentence.text, _end_of(year.group()), article.language)
        match = next((m for m in again if m.start == mention.start and not _is_weekday(m)), None)
        if match is not None and match.date is not None:
            return Event(match.date, match.precision, "inferred", citation, _ground(article, year), mention.text)
    return Event(None, "none", "unknown", citation, "", mention.text)


def _end_of(year: str) -> date:
    return date(int(year), 12, 31)


def _is_weekday(mention: DateMention) -> bool:
    return "day" in mention.text


def _ground(article: Article, year: re.Match[str]) -> str:
    """The article's words that hold the year."""
    text = article.text
    start = max(text.rfind(c, 0, year.start()) for c in " \n\u00a0") + 1
    ends = [text.find(c, year.end()) for c in " \n,.;"]
    return text[start : min(e for e in (*ends, len(text)) if e >= 0)].strip("’‘“”'\"")


def _best(events: list[tuple[Event, _Dated]], most: int) -> list[tuple[Event, _Dated]]:
    """The weightiest, one of each date and label, one of an article where nothing dates it."""
    ranked = sorted(events, key=lambda pair: (-pair[1].weight, pair[1].sentence.order))
    kept: list[tuple[Event, _Dated]] = []
    seen: set[tuple[str, str]] = set()
    for event, dated in ranked:
        key = (event.date or dated.sentence.article.id, event.citation.quote.casefold() if event.date else event.said)
        if key not in seen and len(kept) < most:
            seen.add(key)
            kept.append((event, dated))
    return kept


def _named_dates(dated: Sequence[tuple[Event, _Dated]]) -> dict[frozenset[str], str]:
    """Core of a named thing -> the date that an article gives it."""
    found: dict[frozenset[str], str] = {}
    for event, entry in dated:
        for phrase in phrases(entry.sentence.text, entry.sentence.article.language):
            if phrase.kind == "quoted" and event.date and (phrase.negated or phrase.text[1:2].isupper()):
                found.setdefault(core(phrase.anchor), event.date)
    found.pop(frozenset(), None)
    return found


@lru_cache(maxsize=256)
def _stated(article: Article) -> tuple[str, ...]:
    """The dates that the article writes out."""
    return tuple(m.date for m in dates(article.text, None, article.language) if m.date)


def _with_bound(event: Event, dated: _Dated, named: dict[frozenset[str], str]) -> Event:
    """An undated occasion is after what its article looks back on: its own newest year, or a named thing that another
    article dates.
    """
    article = dated.sentence.article
    own = _stated(article)
    looked_back = [
        when
        for phrase in quoted_names(article.text, article.language)
        if phrase.negated or phrase.text[1:2].isupper()
        for kernel, when in named.items()
        if kernel <= core(phrase.anchor)
    ]
    bounds = sorted([*own, *looked_back])
    if not bounds:
        return event
    return Event(event.date, event.precision, event.basis, event.citation, event.ground, event.said, after=bounds[-1])
