"""Dates of an English text, resolved against the article's own day and against nothing else.

A date is an ISO prefix ("2022", "2022-02", "2022-02-24"), or None where the article gives no ground for a year. Never today, never outside knowledge.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Literal, NamedTuple

from briefing.text.heads import heads, signs
from briefing.types import Precision

_MONTHS = "January February March April May June July August September October November December".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTH = (
    rf"(?P<month>{'|'.join(_MONTHS)}|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_PART = r"(?:(?:early|mid|late)[ -])?"
_NUMBER = {
    word: n for n, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
} | {"a": 1, "an": 1}


class DateMention(NamedTuple):
    """text[start:end]; `relative` dates hang on the day the article was written."""

    text: str
    start: int
    end: int
    date: str | None
    precision: Precision
    basis: Literal["stated", "inferred", "unknown"]
    relative: bool


_Rule = Callable[[re.Match[str], date | None], tuple[str | None, Precision, bool]]


def dates(text: str, base: date | None = None, language: str = "en") -> tuple[DateMention, ...]:
    """The dates in order; where two rules overlap, the longer one counts. English only; other languages give ISO dates
    and years.
    """
    begun = heads(text)
    if _ANY_FIGURE.search(text):
        begun |= {_FIGURE, _CENTURY} if _IN_CENTURY.search(text) else {_FIGURE}
    if begun.isdisjoint(_SIGNS):
        return ()
    found: list[DateMention] = []
    for needed, pattern, rule in _RULES if language == "en" else _RULES[:1]:
        for match in () if any(begun.isdisjoint(one) for one in needed) else pattern.finditer(text):
            if not any(m.start < match.end() and match.start() < m.end for m in found):
                found += _mention(match, base, rule)
    return tuple(sorted(found, key=lambda mention: mention.start))


def _mention(match: re.Match[str], base: date | None, rule: _Rule) -> Iterator[DateMention]:
    try:
        when, precision, relative = rule(match, base)
    except ValueError:  # 31 February
        return
    start = match.start("said") if "said" in match.re.groupindex else match.start()
    basis: Literal["stated", "inferred", "unknown"] = (
        "unknown" if when is None else "inferred" if relative else "stated"
    )
    yield DateMention(
        match.string[start : match.end()], start, match.end(), when, precision if when else "none", basis, relative
    )


def _month_number(match: re.Match[str]) -> int:
    return next(n for n, name in enumerate(_MONTHS, 1) if name[:3].casefold() == match["month"][:3].casefold())


def _full(match: re.Match[str], _: date | None) -> tuple[str | None, Precision, bool]:
    return date(int(match["year"]), _month_number(match), int(match["day"])).isoformat(), "day", False


def _iso(match: re.Match[str], _: date | None) -> tuple[str | None, Precision, bool]:
    return date.fromisoformat(match.group()).isoformat(), "day", False


def _month_year(match: re.Match[str], _: date | None) -> tuple[str | None, Precision, bool]:
    return f"{match['year']}-{_month_number(match):02}", "month", False


def _year(match: re.Match[str], _: date | None) -> tuple[str | None, Precision, bool]:
    return match["year"], "year", False


def _day_month(match: re.Match[str], base: date | None) -> tuple[str | None, Precision, bool]:
    month, day = _month_number(match), int(match["day"])
    date(2024, month, day)
    if base is None:
        return None, "day", True
    year = min((base.year - 1, base.year, base.year + 1), key=lambda y: abs((_safe(y, month, day) - base).days))
    return _safe(year, month, day).isoformat(), "day", True


def _safe(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, 28) if month == 2 else day)


def _month_only(match: re.Match[str], base: date | None) -> tuple[str | None, Precision, bool]:
    month = _month_number(match)
    if base is None:
        return None, "month", True
    if month != base.month and _lies_ahead(match):
        return f"{base.year if month > base.month else base.year + 1}-{month:02}", "month", True
    return f"{base.year if month <= base.month else base.year - 1}-{month:02}", "month", True


# What is said of days to come, and where the words about a date begin: "will close on Monday", not "will close, he said
# on Monday".
_AHEAD = re.compile(
    r"(?:\b(?:will|shall|would|won’t|won't|starting|(?:is|are|was|were) (?:to|due|scheduled|expected|set|planned)|plans? to"
    r"|(?:due|scheduled|planned)(?= (?:to|for|on|in|at|this|next)\b)|(?:due|scheduled|planned) $"
    r"|expected to|set to|going to|about to)\b|’ll\b|'ll\b)",
    re.IGNORECASE,
)
_BORDER = re.compile(r"[,;:.!?\n“”\"]|\b(?:that|who|which|because|after|since|when|while|but|and)\b", re.IGNORECASE)


def _lies_ahead(match: re.Match[str]) -> bool:
    """Whether the clause speaks of what is to come, up to the date."""
    before = match.string[max(0, match.start() - 120) : match.start()]
    border = max((found.end() for found in _BORDER.finditer(before)), default=0)
    return _AHEAD.search(before, border) is not None


def _weekday(match: re.Match[str], base: date | None) -> tuple[str | None, Precision, bool]:
    if base is None:
        return None, "day", True
    wanted = _DAYS.index(match["weekday"])
    which = (match["which"] or "").casefold().strip()
    if which in {"next", "this coming", "coming"} or (not which and _lies_ahead(match)):
        return (base + timedelta(days=(wanted - base.weekday() - 1) % 7 + 1)).isoformat(), "day", True
    back = (base.weekday() - wanted) % 7
    if back == 0 and which == "last":
        back = 7
    return (base - timedelta(days=back)).isoformat(), "day", True


_NEAR_DAYS = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}


def _near_day(match: re.Match[str], base: date | None) -> tuple[str | None, Precision, bool]:
    return (
        (None if base is None else (base + timedelta(days=_NEAR_DAYS[match.group().casefold()])).isoformat()),
        "day",
        True,
    )


def _last_unit(match: re.Match[str], base: date | None) -> tuple[str | None, Precision, bool]:
    unit, which = match["unit"], match["which"].casefold()
    step = {"next": 1, "this": 0, "earlier this": 0, "later this": 0}.get(which, -1)
    return _stepped(base, unit, step)


def _ago(match: re.Match[str], base: date | None) -> tuple[str | None, Precision, bool]:
    count = _NUMBER.get(match["count"].casefold())
    return _stepped(base, match["unit"], -(int(match["count"]) if count is None else count))


def _stepped(base: date | None, unit: str, step: int) -> tuple[str | None, Precision, bool]:
    if base is None or unit == "week":
        return None, "none", True
    if unit == "day":
        return (base + timedelta(days=step)).isoformat(), "day", True
    if unit == "year":
        return str(base.year + step), "year", True
    months = base.year * 12 + base.month - 1 + step
    return f"{months // 12}-{months % 12 + 1:02}", "month", True


_AFTER = r"(?<![\w-])"
_CAPITAL = "(?=[JFMASOND])"  # asked first where a month must stand: it spares the look at all of them
_ANY_FIGURE = re.compile(r"\d")
_FIGURE = "0"  # stands for any
_FIGURES = frozenset({_FIGURE})
_IN_CENTURY = re.compile(r"(?:19|20)\d\d")
_CENTURY = "2000"  # stands for any year
_A_YEAR = frozenset({_CENTURY})
_IN_MONTH = signs(" ".join((*_MONTHS, "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec")).lower())
_ON_DAY = signs(" ".join(_DAYS).lower())
_NEAR = signs("yesterday today tonight tomorrow")
# Of every one of the sets a sign stands in each date that the pattern finds: most texts are spared most patterns.
_RULES: tuple[tuple[tuple[frozenset[str], ...], re.Pattern[str], _Rule], ...] = (
    ((_A_YEAR,), re.compile(r"(?<![\d-])(?:19|20)\d\d-[01]\d-[0-3]\d(?![\d-])"), _iso),
    ((_A_YEAR, _IN_MONTH), re.compile(rf"{_AFTER}{_DAY}(?: of)? {_MONTH},? {_YEAR}(?!\d)"), _full),
    ((_A_YEAR, _IN_MONTH), re.compile(rf"{_CAPITAL}{_AFTER}{_MONTH} {_DAY},? {_YEAR}(?!\d)"), _full),
    ((_A_YEAR, _IN_MONTH), re.compile(rf"{_AFTER}{_PART}{_MONTH},?(?: of)? {_YEAR}(?!\d)"), _month_year),
    ((_FIGURES, _IN_MONTH), re.compile(rf"{_AFTER}{_DAY}(?: of)? {_MONTH}(?!\w)"), _day_month),
    ((_FIGURES, _IN_MONTH), re.compile(rf"{_CAPITAL}{_AFTER}{_MONTH} {_DAY}(?![\w,.]*\d)"), _day_month),
    ((_IN_MONTH,), re.compile(rf"{_AFTER}(?:in|since|by|until|from|during|last|this) (?P<said>{_PART}{_MONTH})(?!\w)", re.I), _month_only),
    ((_A_YEAR,), re.compile(rf"{_AFTER}(?:in|since|by|until|from|of|during|before|after|through|between|year) (?P<said>{_PART}{_YEAR})(?![\d-])", re.I), _year),
    ((_ON_DAY,), re.compile(rf"{_AFTER}(?P<which>(?:last|next|this|this coming|coming|late|early) )?(?P<weekday>{'|'.join(_DAYS)})(?: (?:night|morning|afternoon|evening))?(?!\w)"), _weekday),
    ((_NEAR,), re.compile(r"\b(?:yesterday|today|tonight|tomorrow)\b", re.I), _near_day),
    ((signs("week month year"),), re.compile(r"\b(?P<which>last|next|this|earlier this|later this|the previous|the past) (?P<unit>week|month|year)\b", re.I), _last_unit),
    ((signs("ago"),), re.compile(rf"\b(?P<count>\d{{1,3}}|{'|'.join(sorted(_NUMBER))}) (?P<unit>day|week|month|year)s? ago\b", re.I), _ago),
)  # fmt: skip

# Without any of them there is no date.
_SIGNS = frozenset[str]().union(*(one for needed, _, _ in _RULES for one in needed))
_ANY_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def years(text: str) -> tuple[re.Match[str], ...]:
    """Every year that is written out, also inside a name ("Interaction-2021")."""
    return tuple(_ANY_YEAR.finditer(text))
