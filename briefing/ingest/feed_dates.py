"""The dates that feeds write: RFC 822 and ISO 8601 fast, the odd ones of the wild by feedparser."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime

DAY = re.compile(r"\d{4}-\d\d-\d\d")
ISO = re.compile(r"\d{4}-\d\d-\d\dT")
YEARS = range(1900, 2200)  # another one is a slip of the pen
LONGEST = 100  # characters of a date
EPOCH = date(1970, 1, 1)  # a clock at its zero


def instant(text: str) -> date | datetime | None:
    """A day where only a day is given, else an instant (UTC where no zone is given); None where nothing can be read."""
    text = " ".join(text[:LONGEST].split())
    found = _day(text) or _iso(text) or _of_mail(text) or _odd(text) if text else None
    if not found or found.year not in YEARS:
        return None
    return None if (found.date() if isinstance(found, datetime) else found) == EPOCH else found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if DAY.fullmatch(text) else None
    except ValueError:
        return None


def _iso(text: str) -> datetime | None:
    if not ISO.match(text):
        return None
    try:
        return _in_a_zone(datetime.fromisoformat(text))
    except ValueError:
        return None


def _of_mail(text: str) -> datetime | None:
    from email.utils import parsedate_to_datetime

    try:
        return _in_a_zone(parsedate_to_datetime(text))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _odd(text: str) -> datetime | None:
    """Months in Greek and Hungarian, weekdays in Korean, times without minutes: feedparser knows them."""
    from feedparser.datetimes import _parse_date

    try:
        parts = _parse_date(text)
        return utc(parts) if parts else None
    except Exception:  # noqa: BLE001 - its parsers of strange dates raise what they like
        return None


def utc(parts: Sequence[int]) -> datetime:
    """The instant of a struct_time in UTC."""
    year, month, day, hour, minute, second = parts[:6]
    return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)


def _in_a_zone(found: datetime) -> datetime:
    return found if found.tzinfo else found.replace(tzinfo=UTC)
