"""Quantities in a text: digits, words, scales, currencies, shares."""

from __future__ import annotations

import re
from typing import NamedTuple


class Number(NamedTuple):
    """text[start:end] says `value` of `unit` ("%", "$", "years", "year" for a calendar year, "" when none is said)."""

    text: str
    start: int
    end: int
    value: float
    unit: str
    approx: bool


_SMALL = {w: i for i, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split())}
_TENS = {w: 20 + 10 * i for i, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split())}
_SCALES = {"dozen": 12, "dozens": 24, "hundred": 1e2, "hundreds": 2e2, "thousand": 1e3, "thousands": 2e3, "million": 1e6, "millions": 2e6, "billion": 1e9, "billions": 2e9, "trillion": 1e12, "m": 1e6, "mn": 1e6, "bn": 1e9, "tn": 1e12, "k": 1e3}
_WORD = "|".join([*_SMALL, *_TENS])
_NUMBER = re.compile(
    r"(?P<currency>US\$|[$€£¥₽₴₹])?\s?"
    r"(?:(?<![\w.,-])(?P<digits>\d{1,3}(?:[,\u202f\xa0 ]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"|\b(?P<words>(?:{_WORD})(?:[ -](?:{_WORD}))?|a|an|several|few)(?=[ -]))"
    r"(?:[ \xa0-]?(?P<scale>dozens?|hundreds?|thousands?|millions?|billions?|trillion|bn|mn|tn|k|m)\b)?"
    r"(?:\s?(?P<percent>%|per ?cent\b|percentage points?\b)|[ \xa0-](?P<unit>[a-z]+))?",
    re.IGNORECASE,
)
_APPROX = re.compile(r"(?:about|around|nearly|almost|some|roughly|approximately|over|more than|less than|at least|up to|estimated|close to)\s+(?:[$€£¥]\s?)?$", re.IGNORECASE)


def numbers(text: str) -> tuple[Number, ...]:
    """Numbers in the order of the text; ordinals and codes are none."""
    found = (_number(text, match) for match in _NUMBER.finditer(text))
    return tuple(number for number in found if number is not None)


def _number(text: str, match: re.Match[str]) -> Number | None:
    digits, said, scale = match["digits"], match["words"], (match["scale"] or "").lower()
    if digits is None and said.lower() in {"a", "an", "several", "few"} and not scale:
        return None
    value = float(re.sub(r"[,\s]", "", digits)) if digits else _spelled(said.lower())
    value *= _SCALES.get(scale, 1)
    unit = "%" if match["percent"] else match["currency"] or (match["unit"] or "").lower()
    end = match.end("percent") if match["percent"] else max(match.end("scale"), match.end("digits"), match.end("words"))
    start = match.start("currency") if match["currency"] else match.start("digits" if digits else "words")
    if digits and not match["currency"] and not match["percent"] and not scale and re.fullmatch(r"1[5-9]\d\d|20\d\d", digits):
        unit = "year"
    approx = scale.endswith("s") or _APPROX.search(text, max(0, start - 30), start) is not None
    return Number(text[start:end], start, end, value, unit, approx)


def _spelled(said: str) -> float:
    if said in {"a", "an"}:
        return 1
    if said in {"several", "few"}:
        return 3
    return float(sum(_SMALL.get(part, _TENS.get(part, 0)) for part in re.split("[ -]", said)))
