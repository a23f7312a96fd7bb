"""What two numbers have to do with each other: units made equal, rounding and "at least" kept in mind."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from briefing.text.events import event_kinds
from briefing.text.numbers import numbers
from briefing.text.tokens import is_stop, stem, tokenise

# Unit -> dimension, factor, offset: value * factor + offset in the dimension's base.
_UNITS: dict[str, tuple[str, float, float]] = {
    **dict.fromkeys(("km", "kilometre", "kilometer", "kms"), ("length", 1000.0, 0.0)),
    **dict.fromkeys(("mile", "mi"), ("length", 1609.34, 0.0)),
    **dict.fromkeys(("metre", "meter"), ("length", 1.0, 0.0)),
    **dict.fromkeys(("foot", "feet", "ft"), ("length", 0.3048, 0.0)),
    **dict.fromkeys(("inch", "inches"), ("length", 0.0254, 0.0)),
    **dict.fromkeys(("cm", "centimetre", "centimeter"), ("length", 0.01, 0.0)),
    **dict.fromkeys(("yard",), ("length", 0.9144, 0.0)),
    **dict.fromkeys(("kg", "kilo", "kilogram", "kilogramme"), ("mass", 1.0, 0.0)),
    **dict.fromkeys(("tonne",), ("mass", 1000.0, 0.0)),
    **dict.fromkeys(("ton",), ("mass", 1000.0, 0.0)),
    **dict.fromkeys(("pound", "lb"), ("mass", 0.4536, 0.0)),
    **dict.fromkeys(("gram", "gramme"), ("mass", 0.001, 0.0)),
    **dict.fromkeys(("hectare",), ("area", 1.0, 0.0)),
    **dict.fromkeys(("acre",), ("area", 0.4047, 0.0)),
    **dict.fromkeys(("litre", "liter"), ("volume", 1.0, 0.0)),
    **dict.fromkeys(("gallon",), ("volume", 3.785, 0.0)),
    **dict.fromkeys(("barrel",), ("volume", 159.0, 0.0)),
    **dict.fromkeys(("second",), ("time", 1.0, 0.0)),
    **dict.fromkeys(("minute",), ("time", 60.0, 0.0)),
    **dict.fromkeys(("hour",), ("time", 3600.0, 0.0)),
    **dict.fromkeys(("day",), ("time", 86400.0, 0.0)),
    **dict.fromkeys(("week",), ("time", 604800.0, 0.0)),
    **dict.fromkeys(("month",), ("time", 2629800.0, 0.0)),
    **dict.fromkeys(("year",), ("time", 31557600.0, 0.0)),
    **dict.fromkeys(("mph",), ("speed", 1.609, 0.0)),
    **dict.fromkeys(("kph", "kmh", "km/h"), ("speed", 1.0, 0.0)),
}
_CURRENCIES = {
    "dollar": "$", "dollars": "$", "euro": "€", "euros": "€", "pounds": "£", "yen": "¥", "ruble": "₽", "rubles": "₽",
    "roubles": "₽", "yuan": "yuan", "rupees": "₹", "francs": "francs", "crowns": "crowns",
}  # fmt: skip
_DEGREES = re.compile(r"\s*(?:°|degrees?\s*)\s*(celsius|fahrenheit|[cf]\b)", re.IGNORECASE)
_AT_LEAST = re.compile(
    r"(?:at least|more than|over|no fewer than|no less than|upwards of|above|exceeding)\s+(?:[$€£¥]\s?)?$",
    re.IGNORECASE,
)
_AT_MOST = re.compile(
    r"(?:up to|at most|as (?:many|much) as|fewer than|less than|under|below|no more than|nearly|almost|close to)"
    r"\s+(?:[$€£¥]\s?)?$",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"\s*(?:-|–)?\s*(?:a\.?m\.?|p\.?m\.?)\b|\s*(?:GMT|UTC|EST|EDT|CET|CEST|PT|ET)\b|:\d\d", re.IGNORECASE
)
_MONTHS = "Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec"
_DATE_AFTER = re.compile(rf"(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTHS})[a-z]*\b")
_DATE_BEFORE = re.compile(rf"\b(?:{_MONTHS})[a-z]*\.?\s+$")
_PEOPLE_WORDS = """people person persons passengers civilians men women residents workers soldiers troops others victims
    children miners students"""
_PEOPLE = frozenset(stem(word) for word in _PEOPLE_WORDS.split())
_CLAUSE = re.compile(r"[,;:.]\s|\s(?:and|but|while|as|after|when)\s|[“”\"]")
_UNIT_WORDS = frozenset(
    (*_UNITS, *(f"{unit}s" for unit in _UNITS), *_CURRENCIES, *"percent per cent million billion thousand".split())
)
APPROXIMATE = 0.12  # of the value: what "about" leaves open
SMALL = 100
WHOLE = 0.499  # what a measured number without a fraction leaves open


class Quantity(NamedTuple):
    """text[start:end] lies in [low, high]; `noun` and `near` are stems of what is counted and of its clause."""

    text: str
    start: int
    end: int
    value: float
    dimension: str
    low: float
    high: float
    noun: frozenset[str]
    near: frozenset[str]


@lru_cache(maxsize=1 << 14)
def quantities(text: str) -> tuple[Quantity, ...]:
    """The measured and counted numbers of the text; calendar years, clock times, codes and scores are none."""
    return tuple(
        q for n in numbers(text) if (q := _quantity(text, n.start, n.end, n.value, n.unit, n.approx)) is not None
    )


def agree(a: Quantity, b: Quantity) -> bool:
    """Both may be true of one thing: equal, rounded, or one within the bound of the other."""
    return a.dimension == b.dimension and a.low <= b.high and b.low <= a.high


def same_measure(a: Quantity, b: Quantity) -> bool:
    """They count or measure the same kind of thing, as far as the words beside them tell."""
    if a.dimension != b.dimension:
        return False
    if a.noun & b.noun or (a.noun & _PEOPLE and b.noun & _PEOPLE):
        return True
    if a.dimension == "count":
        return bool((not a.noun or not b.noun) and _same_event(a, b))
    return not a.near or not b.near or bool(a.near & b.near) or _same_event(a, b)


def _same_event(a: Quantity, b: Quantity) -> bool:
    kinds_a = {kind for word in a.near for kind in event_kinds(word)}
    kinds_b = {kind for word in b.near for kind in event_kinds(word)}
    return bool(kinds_a & kinds_b)


def _quantity(text: str, start: int, end: int, value: float, unit: str, approx: bool) -> Quantity | None:
    if (
        (unit == "year" and 1500 <= value <= 2100)
        or _ORDER.match(text, end)
        or text[end : end + 2] in {"th", "st", "nd", "rd"}
    ):
        return None
    if re.match(r"\s?[-–]\s?\d", text[end : end + 4]) or re.search(r"\d\s?[-–:]\s?$", text[max(0, start - 3) : start]):
        return None  # a score or a range
    if _DATE_AFTER.match(text, end) or _DATE_BEFORE.search(text[max(0, start - 12) : start]):
        return None
    if value == 1 and not text[start:end].strip()[0].isdigit():
        return None
    noun, near = _beside(text, start, end)
    dimension, factor, offset = _dimension(text, end, unit)
    if dimension != "count":
        noun = frozenset()  # the unit says what is measured
    low, high = _bounds(text, start, end, value, approx)
    if dimension != "count" and low == high:
        low, high = low - WHOLE, high + WHOLE
    return Quantity(
        text[start:end],
        start,
        end,
        value * factor + offset,
        dimension,
        low * factor + offset,
        high * factor + offset,
        noun,
        near,
    )


def _dimension(text: str, end: int, unit: str) -> tuple[str, float, float]:
    degrees = _DEGREES.match(text, end)
    if degrees:
        fahrenheit = degrees.group(1).lower().startswith("f")
        return ("temperature", 5 / 9, -160 / 9) if fahrenheit else ("temperature", 1.0, 0.0)
    if unit == "%" or unit in {"$", "US$", "€", "£", "¥", "₽", "₴", "₹"}:
        return ("$" if unit == "US$" else unit), 1.0, 0.0
    word = re.match(r"[\s-]*([A-Za-z/]+)", text[end : end + 24])
    name = word.group(1).casefold() if word else unit
    if name in _CURRENCIES:
        return _CURRENCIES[name], 1.0, 0.0
    for form in (name, name.removesuffix("s")):
        if form in _UNITS:
            return _UNITS[form]
    return "count", 1.0, 0.0


def _bounds(text: str, start: int, end: int, value: float, approx: bool) -> tuple[float, float]:
    before = text[max(0, start - 24) : start]
    slack = _rounding(text[start:end], value)
    if _AT_LEAST.search(before):
        return value - slack, value * 1.5 + slack
    if _AT_MOST.search(before):
        return value * (1 - APPROXIMATE) - slack, value + slack
    if approx:
        slack = max(slack, value * APPROXIMATE)
    return value - slack, value + slack


def _rounding(written: str, value: float) -> float:
    """Half a unit of the last digit that is not a closing zero; counts below a hundred are exact."""
    digits = re.sub(r"[^\d.]", "", written).strip(".")
    if not digits or not float(digits) or (value < SMALL and "." not in digits and float(digits) == value):
        return 0.0
    whole, _, fraction = digits.partition(".")
    place = -len(fraction) if fraction else min(len(whole) - len(whole.rstrip("0")), len(whole) - 1)
    exact = not fraction and not place and float(digits) == value
    return 0.0 if exact else min(0.501 * float(10**place) * value / float(digits), APPROXIMATE * value)


def _beside(text: str, start: int, end: int) -> tuple[frozenset[str], frozenset[str]]:
    """The stems right behind the number (what is counted) and those of its clause, units left out."""
    tail = text[end : end + 60]
    cut = _CLAUSE.search(tail)
    behind = _content(tail[: cut.start()] if cut else tail)
    before = text[max(0, start - 70) : start]
    cuts = list(_CLAUSE.finditer(before))
    return frozenset(behind[:2]), frozenset((*_content(before[cuts[-1].end() :] if cuts else before), *behind))


def _content(text: str) -> list[str]:
    words = (token.text.casefold() for token in tokenise(text))
    return [stem(word) for word in words if not is_stop(word) and word not in _UNIT_WORDS]
