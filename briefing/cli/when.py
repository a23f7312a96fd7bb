"""Ages and instants as a command line writes them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from briefing.errors import ConfigError

if TYPE_CHECKING:
    from briefing.config import Config
    from briefing.job import Since

AGE = re.compile(r"(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?")


def age(text: str, flag: str) -> timedelta:
    """`36h`, `2d`, `1w`, `90m` and their sums such as `1d12h`."""
    found = AGE.fullmatch(text.strip().lower())
    if not found or not any(found.groups()):
        raise ConfigError(f"{flag}: {text!r} is no age", hint="Write one such as 36h, 2d or 1w")
    weeks, days, hours, minutes = (int(number or 0) for number in found.groups())
    try:
        return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes)
    except OverflowError as error:
        raise ConfigError(f"{flag}: {text!r} is longer than time is counted") from error


def instant(text: str, config: Config, flag: str) -> datetime:
    """A day begins at midnight, and a time without an offset is meant, in the zone of the configuration."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError as error:
        hint = "Write one such as 2026-01-31 or 2026-01-31T07:00Z"
        raise ConfigError(f"{flag}: {text!r} is no instant", hint=hint) from error
    return found if found.tzinfo else found.replace(tzinfo=_zone(config.brief.zone))


def since(text: str, config: Config, flag: str = "--since") -> Since:
    """`24h`, an instant, or `all`."""
    word = text.strip().lower()
    if word == "all":
        return "all"
    if word and AGE.fullmatch(word):
        return age(word, flag)
    try:
        return instant(word.upper(), config, flag)
    except ConfigError as error:
        hint = "Write an age such as 24h, an instant such as 2026-01-31T07:00Z, or all"
        raise ConfigError(f"{flag}: {text!r} is neither an age nor an instant", hint=hint) from error


def _zone(name: str) -> tzinfo:
    from zoneinfo import ZoneInfo

    return UTC if name == "UTC" else ZoneInfo(name)
