"""Which form a whole number takes in a language: the cardinal categories of Unicode CLDR 46, for whole numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

Category = Literal["zero", "one", "two", "few", "many", "other"]


def category(language: str, n: int) -> Category:
    """`language` is a code without a region; where none is known, one and more than one."""
    return RULES.get(language, _one)(n)


def _one(n: int) -> Category:
    return "one" if n == 1 else "other"


def _none_or_one(n: int) -> Category:
    return "one" if n in {0, 1} else "other"


def _alike(_n: int) -> Category:
    return "other"


def _east_slavic(n: int) -> Category:
    if n % 10 == 1 and n % 100 != 11:
        return "one"
    return "few" if _two_to_four(n) else "many"


def _polish(n: int) -> Category:
    if n == 1:
        return "one"
    return "few" if _two_to_four(n) else "many"


def _two_to_four(n: int) -> bool:
    return n % 10 in {2, 3, 4} and n % 100 not in {12, 13, 14}


def _czech(n: int) -> Category:
    return "one" if n == 1 else "few" if n in {2, 3, 4} else "other"


def _arabic(n: int) -> Category:
    if n < 3:
        return ("zero", "one", "two")[n]
    rest = n % 100
    return "other" if rest < 3 else "few" if rest <= 10 else "many"


def _hebrew(n: int) -> Category:
    return "one" if n == 1 else "two" if n == 2 else "other"


RULES: dict[str, Callable[[int], Category]] = {
    "ar": _arabic,
    "cs": _czech,
    "fa": _none_or_one,
    "fr": _none_or_one,
    "he": _hebrew,
    "hi": _none_or_one,
    "id": _alike,
    "ja": _alike,
    "ko": _alike,
    "pl": _polish,
    "pt": _none_or_one,
    "ru": _east_slavic,
    "sk": _czech,
    "th": _alike,
    "uk": _east_slavic,
    "vi": _alike,
    "zh": _alike,
}
