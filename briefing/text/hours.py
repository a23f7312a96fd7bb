"""Hours of the day that a sentence names: "at 3:30 p.m.", "15:30 GMT", "about 3 o'clock"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_CLOCK = re.compile(
    r"(?<![\d:.,-])(?P<hour>[01]?\d|2[0-4])(?:[:.h]?(?P<minute>[0-5]\d))?(?![\d:])"
    r"\s*(?P<half>[ap]\.?\s?m\b\.?|o[’']clock)?"
    r"(?:\s*\(?(?P<zone>GMT|UTC|[CEMP][SD]T|CEST|CET|BST|IST|JST|MSK|ET|PT|Z)\b)?",
    re.IGNORECASE,
)
_ROUGH = re.compile(
    r"\b(?:about|around|approximately|roughly|nearly|almost|some|circa|before|after|by|past|until|till|since)\s*$",
    re.IGNORECASE,
)
_NEAR = 45  # minutes between two hours of which one is said to be rough


class Hour(NamedTuple):
    """Minutes since midnight, or since noon as well where `half`; the zone as written; `rough` after "about"."""

    minutes: int
    half: bool
    zone: str
    rough: bool


@lru_cache(maxsize=1 << 12)
def hours(text: str) -> tuple[Hour, ...]:
    """Numbers without minutes, a half of the day or a zone are none: they count something."""
    found = []
    for match in _CLOCK.finditer(text):
        hour, half = int(match["hour"]), (match["half"] or "").lower()[:1]
        colon = match["minute"] is not None and text[match.end("hour")] in ":h"
        if not (half or match["zone"] or colon):
            continue
        if half in ("a", "p"):
            hour = hour % 12 + 12 * (half == "p")
        minutes = (hour * 60 + int(match["minute"] or 0)) % 1440
        rough = _ROUGH.search(text, max(0, match.start() - 16), match.start()) is not None
        found.append(Hour(minutes, half not in ("a", "p") and hour <= 12, (match["zone"] or "").upper(), rough))
    return tuple(found)


def other_hour(a: str, b: str) -> bool:
    """Both name an hour, and none of the one's can be the other's; hours of two zones cannot be compared."""
    mine, theirs = hours(a), hours(b)
    return bool(mine and theirs) and not any(_may_be_one(x, y) for x in mine for y in theirs)


def _may_be_one(x: Hour, y: Hour) -> bool:
    if x.zone != y.zone:
        return True
    day = 720 if x.half or y.half else 1440
    apart = (x.minutes - y.minutes) % day
    return min(apart, day - apart) <= (_NEAR if x.rough or y.rough else 0)
