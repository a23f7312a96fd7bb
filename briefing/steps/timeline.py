"""The timeline: what the articles date, and what they leave without a date, each as a short quotation.

An undated article's "In June" takes its year only from the article itself; what nothing dates stands beside the axis.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from briefing.config import TimelineSettings
from briefing.steps.occasions import occasion
from briefing.steps.themes import phrases_of
from briefing.text.dates import DateMention, dates, years
from briefing.text.phrases import core, quoted_names
from briefing.text.tokens import stems
from briefing.types import Article, Citation, Event, Sentence, Span

_MANY = 0.5  # for each doubling of the articles that speak of a date
_UNPLACED = 0.5  # less, of a weekday that nothing dates
_OF_A_DATE = 2  # entries of one date
_SAME = 0.35  # of the shorter sentence's content, from which two of one date tell the same
_SAME_UNDATED = 0.6  # the same, where no date says that the two are of one day
_OF_THE_CALENDAR = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
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
    found = _told_by_many([d for s in sentences for d in _dated(s)])
    years_of = {d.sentence.article.id: _own_year(d.sentence.article) for d in found}
    events = [(_event(d, years_of[d.sentence.article.id]), d) for d in found]
    dated = _best([(e, d) for e, d in events if e.date], settings.shown)
    undated = _best([(e, d) for e, d in events if not e.date and d.mention.precision == "none"], settings.beside)
    named = _named_dates(dated)
    return (
        *(e for e, _ in sorted(dated, key=lambda pair: (pair[0].date or "", pair[1].sentence.order))),
        *sorted((_with_bound(e, d, named) for e, d in undated), key=_bounded_first),
    )


def _told_by_many(found: Sequence[_Dated]) -> list[_Dated]:
    """With more weight where several articles speak of the date."""
    articles: dict[str, set[str]] = defaultdict(set)
    for dated in found:
        articles[dated.mention.date or ""].add(dated.sentence.article.id)
    return [
        d._replace(weight=d.weight + _MANY * math.log2(len(articles[d.mention.date])) if d.mention.date else d.weight)
        for d in found
    ]


def _bounded_first(event: Event) -> tuple[bool, tuple[str, str], int]:
    """What is known to be after something tells more than a bare weekday."""
    return (event.after is None, event.citation.article.order, event.citation.span.start)


def _dated(sentence: Sentence) -> list[_Dated]:
    article = sentence.article
    found = []
    for mention in _joined(dates(sentence.text, article.day, article.language)):
        if mention.date is None and not _day_or_month(mention):
            continue
        label = _label(sentence, mention)
        if label is not None:
            found.append(_Dated(sentence, mention, *label))
    return found[:1]


def _joined(mentions: Sequence[DateMention]) -> list[DateMention]:
    """ "Sunday, March 2, 2014" is one date, that of its day and month."""
    found: list[DateMention] = []
    for mention in mentions:
        joins = found and _is_weekday(found[-1]) and mention.start - found[-1].end in {1, 2}
        found.append(mention._replace(start=found.pop().start) if joins else mention)
    return found


def _day_or_month(mention: DateMention) -> bool:
    """A weekday, "31 January" or "In June": an occasion. "Recently" and "Last year" are none."""
    return _OF_THE_CALENDAR.search(mention.text) is not None


def _label(sentence: Sentence, mention: DateMention) -> tuple[Span, float] | None:
    """What happened, in words of the sentence, with its weight: a named thing tells most, a bare year least.

    That somebody spoke on a day is no occasion.
    """
    found = occasion(sentence.text, mention)
    if found is None or found.spoken:
        return None
    weight = 1.0 + found.named + 0.5 * (sentence.position < _OPENING) - 0.5 * (mention.precision == "year")
    weight -= 0.0 if found.who else 0.25
    weight -= 0.5 * (_POINTS_BACK.match(sentence.text, found.start) is not None)
    return _at(sentence, found.start, found.end), weight


_OPENING = 3  # sentences of an article
# What only the sentence before explains: "the issue was discussed".
_POINTS_BACK = re.compile(
    r"(?:the|this|that|these|those)\s+(?:issues?|matters?|questions?|topics?|subjects?|proposals?|moves?|decisions?|plans?)\b"
    r"(?!\s+(?:of|to|for|on|that|whether)\b)",
    re.IGNORECASE,
)


def _at(sentence: Sentence, start: int, end: int) -> Span:
    return Span(sentence.span.start + start, sentence.span.start + end)


_IN_A_NAME = re.compile(r"[A-Z][\w’']*[-–/]$")


def _own_year(article: Article) -> re.Match[str] | None:
    """The only year that an undated article writes, where it is of a name ("Interaction-2021"): any other may be one
    that it looks back to, "the worst month since 1982".
    """
    if article.day is not None or article.language != "en":
        return None
    found = years(article.text)
    if any(not _IN_A_NAME.search(article.text, max(0, m.start() - 30), m.start()) for m in found):
        return None
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
            worth=dated.weight,
        )
    if year is not None:
        again = dates(dated.sentence.text, _end_of(year.group()), article.language)
        match = next((m for m in again if m.start == mention.start and not _is_weekday(m)), None)
        if match is not None and match.date is not None:
            return Event(
                match.date,
                match.precision,
                "inferred",
                citation,
                _ground(article, year),
                mention.text,
                worth=dated.weight,
            )
    worth = dated.weight - (_UNPLACED if _is_weekday(mention) else 0.0)
    return Event(None, "none", "unknown", citation, "", mention.text, worth=worth)


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
    """The weightiest, each told once; one of an article's weekday where nothing dates it."""
    ranked = sorted(events, key=lambda pair: (-pair[1].weight, pair[1].sentence.order))
    kept: list[tuple[Event, _Dated]] = []
    for event, dated in ranked:
        of_the_day = sum(event.date is not None and event.date == other.date for other, _ in kept)
        if len(kept) == most or of_the_day == _OF_A_DATE:
            continue
        if not any(_tells_the_same(event, dated, *other) for other in kept):
            kept.append((event, dated))
    return kept


def _tells_the_same(event: Event, dated: _Dated, other: Event, known: _Dated) -> bool:
    """Two of one day with much in common; of undated ones, two of one article and weekday, or of one weekday anywhere
    in nearly the same words.
    """
    if event.date != other.date or (event.date is None and _calendar(event) != _calendar(other)):
        return False
    if event.date is None and dated.sentence.article == known.sentence.article:
        return event.said == other.said
    mine, theirs = (set(stems(d.sentence.text, d.sentence.article.language)) for d in (dated, known))
    return len(mine & theirs) >= (_SAME if event.date else _SAME_UNDATED) * min(len(mine), len(theirs))


def _calendar(event: Event) -> str:
    """The weekday or month that it names: "Wednesday morning" and "Wednesday" are one."""
    found = _OF_THE_CALENDAR.search(event.said)
    return found.group() if found else event.said


def _named_dates(dated: Sequence[tuple[Event, _Dated]]) -> dict[frozenset[str], str]:
    """Core of a named thing -> the date that an article gives it."""
    found: dict[frozenset[str], str] = {}
    for event, entry in dated:
        for phrase in phrases_of(entry.sentence):
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
    return replace(event, after=bounds[-1])
