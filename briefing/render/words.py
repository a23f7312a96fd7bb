"""The words that the page says itself: one catalogue a language, so that no template holds a word of its own."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from briefing.assets import template_folder

FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class Words:
    """`say("theme.newest", date=…)`; a key that a language lacks is said in English."""

    table: Mapping[str, Any]
    fallback: Mapping[str, Any]
    language: str

    def say(self, key: str, **values: object) -> str:
        return str(self.look_up(key)).format(**values)

    def knows(self, key: str) -> bool:
        return _find(self.table, key) is not None or _find(self.fallback, key) is not None

    def count(self, key: str, n: int, **values: object) -> str:
        return self.say(f"{key}.{'one' if n == 1 else 'other'}", n=n, **values)

    def look_up(self, key: str) -> Any:
        found = _find(self.table, key)
        return found if found is not None else _find(self.fallback, key)

    def date(self, iso: str, *, short: bool = False) -> str:
        """A date in words, from an ISO prefix: a year, a month or a day."""
        year, *rest = iso[:10].split("-")
        if not rest:
            return year
        month = self.look_up("months_short" if short else "months")[int(rest[0]) - 1]
        if len(rest) == 1:
            return self.say("month", month=month, year=year)
        return self.say("day", day=int(rest[1]), month=month, year=year)

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
        return self.say(
            "instant",
            day=moment.day,
            month=self.look_up("months")[moment.month - 1],
            year=moment.year,
            hour=f"{moment.hour:02}",
            minute=f"{moment.minute:02}",
            zone=name,
        )


@lru_cache(maxsize=8)
def words(language: str, folder: str = "") -> Words:
    """The catalogue of a language, of the user's folder where it has one; English for a language without one."""
    return Words(_read(language, folder) or _read(FALLBACK, folder), _read(FALLBACK, ""), language)


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
