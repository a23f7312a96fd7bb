"""The calendar words by which two sentences can be compared; dates are resolved in text/dates.py."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from briefing.text.heads import heads, signs

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_YEAR = re.compile(r"(?<![\d.,$€£-])(?:1[6-9]\d\d|20\d\d)(?!\d|,\d|\s?%|-\d)")
_NAMES = "|".join((*MONTHS, *(rf"{month[:3]}\." for month in MONTHS)))
_MONTH = re.compile(
    rf"\b(?:(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?({_NAMES})(?!\w)(?:\s+(\d{{1,2}})(?:st|nd|rd|th)?(?![\d:]))?"
)
_WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_CLOCK = re.compile(r"\b\d{1,2}(?::\d\d)?\s*(?:a\.?m\b|p\.?m\b|GMT|UTC|CET|EST|EDT)|\b\d{1,2}:\d\d\b", re.IGNORECASE)
_MONTH_BEFORE = re.compile(
    r"\b(?:the\s+)?(?:previous|preceding|prior|last)\s+month\b|\ba\s+month\s+(?:earlier|before)\b", re.IGNORECASE
)


class When(NamedTuple):
    """Years "2022", days "March 12", months "March", weekdays; `clock` when an hour is named."""

    years: frozenset[str]
    days: frozenset[str]
    months: frozenset[str]
    weekdays: frozenset[str]
    clock: bool


_MONTH_SIGNS = signs(" ".join((*MONTHS, *(month[:3] for month in MONTHS))).lower())
_WEEKDAY_SIGNS = signs("monday tuesday wednesday thursday friday saturday sunday")
_FIGURE = re.compile(r"\d")
_NEVER = When(frozenset(), frozenset(), frozenset(), frozenset(), clock=False)


@lru_cache(maxsize=1 << 14)
def when(text: str) -> When:
    begun, figures = heads(text), _FIGURE.search(text) is not None
    weekdays = frozenset(() if _WEEKDAY_SIGNS.isdisjoint(begun) else _WEEKDAY.findall(text))
    if _MONTH_SIGNS.isdisjoint(begun) and not figures:
        return _NEVER._replace(weekdays=weekdays) if weekdays else _NEVER
    months, days = set(), set()
    for match in _MONTH.finditer(text):
        if match[2] == "May" and not (match[1] or match[3]) and not _is_month(text, match.start()):
            continue
        month = next(name for name in MONTHS if name.startswith(match[2].rstrip(".")))
        months.add(month)
        if match[1] or match[3]:
            days.add(f"{month} {int(match[1] or match[3])}")
    return When(
        frozenset(_YEAR.findall(text)),
        frozenset(days),
        frozenset(months),
        weekdays,
        figures and _CLOCK.search(text) is not None,
    )


def _is_month(text: str, start: int) -> bool:
    return (
        re.search(
            r"\b(?:in|of|since|until|by|last|next|early|late|mid)[\s-]+$",
            text[max(0, start - 8) : start],
            re.IGNORECASE,
        )
        is not None
    )


def differ(a: When, b: When) -> bool:
    """Both name a year, a day or a month, and none of that kind in common."""
    return any(mine and theirs and not mine & theirs for mine, theirs in zip(a[:3], b[:3], strict=True))


def other_weekday(a: When, b: When) -> bool:
    return bool(a.weekdays and b.weekdays and not a.weekdays & b.weekdays)


def month_before(text: str) -> re.Match[str] | None:
    """ "the previous month", "a month earlier": a month that another one in the text before tells."""
    return _MONTH_BEFORE.search(text)
