"""The words that the page says itself: one catalogue a language, so that no template holds a word of its own."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from briefing.assets import template_folder
from briefing.render.plurals import category

FALLBACK = "en"
RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True, slots=True)
class Words:
    """`say("theme.newest", date=…)`; a key that a catalogue lacks is said in the shipped words of the language, or in
    English.
    """

    table: Mapping[str, Any]
    fallback: Mapping[str, Any]
    language: str

    def say(self, key: str, **values: object) -> str:
        return str(self.look_up(key)).format(**values)

    def knows(self, key: str) -> bool:
        return _find(self.table, key) is not None or _find(self.fallback, key) is not None

    @property
    def direction(self) -> str:
        """The value of HTML's `dir`."""
        return "rtl" if primary(self.language) in RIGHT_TO_LEFT else "ltr"

    def count(self, key: str, n: int, **values: object) -> str:
        form = f"{key}.{category(primary(self.language), n)}"
        return self.say(form if self.knows(form) else f"{key}.other", n=n, **values)

    def look_up(self, key: str) -> Any:
        found = _find(self.table, key)
        return found if found is not None else _find(self.fallback, key)

    def date(self, iso: str, *, short: bool = False) -> str:
        """A date in words, from an ISO prefix: a year, a month or a day."""
        year, *rest = (int(part) for part in iso[:10].split("-"))
        if not rest:
            return self.say("year", year=iso[:4])
        months = self.look_up("months_short" if short else "months")
        if len(rest) == 1:
            return self.say("month", month=months[rest[0] - 1], year=year)
        return self._day("day", rest[1], rest[0], short=short, year=year)

    def day_and_month(self, day: int, month: int) -> str:
        """A short date without its year, for the axis."""
        return self._day("day_month", day, month, short=True)

    def _day(self, key: str, day: int, month: int, *, short: bool, **values: object) -> str:
        """In the case that a month takes beside a day ("ноября"), where the language has one."""
        months = "months_short" if short else "months"
        names = _find(self.table, f"{months}_of_days") or self.look_up(months)
        numeral = (_find(self.table, "first_day") or "{day}").format(day=day) if day == 1 else day
        return self.say(key, day=numeral, month=names[month - 1], **values)

    def instant(self, iso: str, zone: str) -> str:
        """An instant in words, in the zone; `iso` is in UTC and ends with Z."""
        moment = datetime.fromisoformat(iso)
        name = "UTC"
        if zone != "UTC":
            from zoneinfo import ZoneInfo  # reads the system's tables; most briefs are in UTC

            moment = moment.astimezone(ZoneInfo(zone))
            name = moment.tzname() or zone
        else:
            moment = moment.astimezone(UTC)
        return self._day(
            "instant",
            moment.day,
            moment.month,
            short=False,
            year=moment.year,
            hour=f"{moment.hour:02}",
            minute=f"{moment.minute:02}",
            zone=name,
        )


@lru_cache(maxsize=8)
def words(language: str, folder: str = "") -> Words:
    """The catalogue of a language, of the user's folder where it has one; English for a language without one.

    A tag ("zh-Hans") is said in the words of its language. Whatever is no tag is no name of a file.
    """
    for name in dict.fromkeys((language, primary(language))) if _TAG.fullmatch(language) else ():
        if table := _read(name, folder):
            return Words(table, _read(primary(name), "") or _read(FALLBACK, ""), language)
    return Words(_read(FALLBACK, folder), _read(FALLBACK, ""), FALLBACK)


def primary(language: str) -> str:
    """The language of a tag: "zh" of "zh-Hans"."""
    return language.split("-", maxsplit=1)[0].lower()


def _read(language: str, folder: str) -> dict[str, Any]:
    name = Path("words") / f"{language}.toml"
    for place in (Path(folder) if folder else None, template_folder()):
        if place is not None and (place / name).is_file():
            return tomllib.loads((place / name).read_text(encoding="utf-8"))
    return {}


def _find(table: Mapping[str, Any], key: str) -> Any:
    found: Any = table
    for part in key.split("."):
        if not isinstance(found, Mapping) or part not in found:
            return None
        found = found[part]
    return found
