"""Quantities in a text: digits, words, scales, currencies, shares. Ordinals, codes ("S-500") and times are none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from briefing.text.tokens import words


class Number(NamedTuple):
    """text[start:end] says `value` of `unit`: "%", "$", the noun behind it, a calendar "year", a month's "day"."""

    text: str
    start: int
    end: int
    value: float
    unit: str
    approx: bool


_ONES = dict(
    zip(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen""".split(),
        range(20),
        strict=True,
    )
)
_TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
_FACTORS = {
    12.0: "dozen",
    1e2: "hundred",
    1e3: "thousand k tys тыс тысяч тысячи тис тисяч χιλιάδες ألف אלף हजार",
    1e4: "万 萬",
    1e5: "lakh लाख",
    1e6: """million m mn mln mio millionen millones millón milioni milione milhões milhão miljoen milionů miliony milion
        milionów млн миллион миллиона миллионов мільйон мільйони мільйонів εκατ εκατομμύρια مليون מיליון""",
    1e7: "crore करोड़",
    1e8: "亿 億",
    1e9: """billion b bn mld mrd milliard milliards milliarde milliarden miliardi miliardo bilhões bilhão
        miljard miliard miliardů miliardy miliardów млрд миллиард миллиарда миллиардов мільярд мільярди мільярдів
        δισ δισεκατομμύρια
        مليار מיליארד""",
    1e12: "trillion tn 兆",
}
_SCALES = {word: factor for factor, forms in _FACTORS.items() for word in forms.split()}
_SHORT_SCALES = frozenset("kmb")  # "5m" may be metres: only behind a currency, but "10k"
_VAGUE: dict[str, float] = {
    "dozens": 24, "hundreds": 2e2, "thousands": 2e3, "millions": 2e6, "billions": 2e9, "tens": 20, "several": 3,
    "couple": 2,
}  # fmt: skip
_BESIDE = frozenset("a an and of half few".split())  # words of a number that are none by themselves
_SPELLING = frozenset(
    [*_ONES, *_TENS, *_VAGUE, *_BESIDE, *(word for word in _SCALES if word.isascii() and len(word) > 3)]
)
_WORDS = frozenset([*_ONES, *_TENS, *_VAGUE, "half", "million", "billion", "dozen", "hundred", "thousand"])
_CURRENCY_WORDS = {
    "$": "dollar dollars usd us$ долларов 美元",
    "€": "euro euros eur евро 欧元",
    "£": "pound pounds gbp",
    "¥": "yen jpy 円",
    "yuan": "yuan renminbi 元",
    "₽": "rouble roubles ruble rubles рублей",
    "₹": "rupee rupees rs",
    "₴": "hryvnia hryvnias гривень",
}
_CURRENCIES = {word: sign for sign, forms in _CURRENCY_WORDS.items() for word in forms.split()}
_WEIGHTS = frozenset({"pound", "pounds"})
_MONTHS = frozenset(
    """january february march april may june july august september october november december jan feb mar apr jun jul
    aug sep sept oct nov dec""".split()
)
_DECIMAL_COMMA = frozenset("de fr es it pt nl ru uk cs pl el sv da nb no fi hu ro tr id".split())

_SIGN = r"(?:(?:US|A|C|HK|NZ|S|R)?\$|[€£¥₽₴₹]|(?:USD|EUR|GBP|JPY|Rs\.?) ?)"
_FIGURE = re.compile(r"\d(?:[\d,.'\u00a0\u202f]|(?<=\d) (?=\d{3}(?!\d)))*")
_SIGN_BEFORE = re.compile(rf"(?P<sign>{_SIGN})[ \u00a0]?\Z")
# A word with its vowel signs, which \w leaves out.
_LETTERS = r"[^\W\d_](?:[^\s\d.,;:!?()\"“”’%/—–，。、；：！？（）-])*"
_SCALE_AFTER = re.compile(rf"[ \u00a0-]?(?P<scale>{_LETTERS})\.?(?![\w])")
_PERCENT_AFTER = re.compile(
    r"[ \u00a0\u202f-]?(?:(?P<points>percentage points?\b)"
    r"|%|٪|per ?cent\b|pct\b|procent\w*|Prozent\b|процент\w*|por ciento\b)",
    re.IGNORECASE,
)
_RANGE_AFTER = re.compile(r"(?:[-–—]| ?(?:to|or) )[$€£]?\d[\d.,]*")
_UNIT_AFTER = re.compile(
    r"[ \u00a0-]?(?:of )?(?:(?:U\.S\.|US|American|Canadian|Australian) )?"
    rf"(?P<unit>{_LETTERS}(?:-old)?)(?:[ \u00a0](?P<next>{_LETTERS}))?"
)
_APPROX_BEFORE = re.compile(
    r"(?:about|around|nearly|almost|some|roughly|approximately|approx\.|circa|ca\.|over|more than|less than|fewer than"
    r"|at least|at most|up to|an estimated|estimated|close to|as many as|as much as|under|above|~|≈)"
    r"[ \u00a0](?:a |an )?\Z",
    re.IGNORECASE,
)
_YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|by|of|until|till|from|during|before|after|early|late|mid|year|through|to|and|for|fiscal|winter"
    rf"|summer|spring|autumn|fall|{'|'.join(sorted(_MONTHS))})\.?[ \u00a0]"
    rf"|[-–—/(]|(?<!\d)\d{{1,2}}(?:st|nd|rd|th)?,? )\Z",
    re.IGNORECASE,
)
_SHORT_SUFFIX = re.compile(
    r"(?:k|m|b|bn|mn|tn|km|kg|cm|mm|g|ml|mph|kph|lb|ft|pc|pct|p|am|pm)(?![\w])|[%°]", re.IGNORECASE
)
_CLOCK_AFTER = re.compile(r" ?[ap]\.?m\b|h\d\d|o[’']clock", re.IGNORECASE)
_LABEL_BEFORE = re.compile(
    r"\b(?:Nos?\.|No|Nr\.|Art\.|Articles?|Section|Chapter|Resolution|Flight|Highway|Route|Phase|Day|Group|Figure|Table"
    r"|Room|Formula) \Z"
)
_NO_UNIT = frozenset(
    """of and or in on at to by from for with as is was are were has have had the a an but who which that than more less
    other others per""".split()
)
_FRACTION_AFTER = re.compile(r"[- ](?:thirds?|quarters?|fifths?|halves|half|tenths?|way|sided?)\b", re.IGNORECASE)
_COUNTED_ONE = frozenset("person man woman child soldier civilian day week month year hour minute death".split())
_WORD = re.compile(r"[A-Za-z]+")


@lru_cache(maxsize=1 << 14)
def numbers(text: str, language: str = "en") -> tuple[Number, ...]:
    """Numbers in the order of the text."""
    found = list(_figures(text, language)) if any(map(str.isdecimal, text)) else []
    if language == "en" and (said := _WORDS.intersection(words(text))):
        found = sorted([*found, *_spelled(text, said, found)], key=lambda number: number.start)
    return tuple(found)


def _figures(text: str, language: str) -> Iterator[Number]:
    for match in _FIGURE.finditer(text):
        start, written = match.start(), match.group().rstrip(",.' \u00a0\u202f")
        end = start + len(written)
        before, after = text[max(0, start - 24) : start], text[end : end + 40]
        if _is_code(before, after):
            continue
        value = _value(written, language)
        if value is None:
            continue
        sign = _SIGN_BEFORE.search(before)
        unit = _currency(sign["sign"]) if sign else ""
        scale = _scale(after, bool(sign))
        if scale is not None:
            value, end = value * scale[0], end + scale[1]
            after = text[end : end + 40]
        elif to := _RANGE_AFTER.match(after):
            upper = after[to.end() :]
            shared = _scale(upper, bool(sign))
            value *= shared[0] if shared else 1
            after = upper[shared[1] :] if shared else upper
        if percent := _PERCENT_AFTER.match(after):
            unit = "pp" if percent["points"] else "%"
            end += percent.end() if text.startswith(percent.group(), end) else 0
        start -= len(sign.group()) if sign else 0
        if not unit:
            unit = _unit_of(written, value, before, after) if scale is None else _noun(after)
        yield Number(text[start:end], start, end, value, unit, _is_approx(text, start, after))


def _is_code(before: str, after: str) -> bool:
    """Part of a word, code, time or label (F-16, 75th, 10:30, 2.0.1, Article 5), which is no quantity."""
    last, next_ = before[-1:], after[:1]
    if last and last < "\u3000" and (last.isalpha() or last in "_#@№"):
        return not _SIGN_BEFORE.search(before)
    if last and last in "-‑./:" and before[-2:-1].isalnum():
        return last in "./:" or before[-2:-1].isalpha()
    if next_ == ":" and after[1:2].isdigit():
        return True
    if next_.isalpha() and next_ < "\u3000" and not _SHORT_SUFFIX.match(after):
        return True
    if next_ and next_ in "-‑" and after[1:2].isupper() and after[1:2].isascii():
        return True
    return _CLOCK_AFTER.match(after) is not None or _LABEL_BEFORE.search(before) is not None


def _value(written: str, language: str) -> float | None:
    """The number that digits with their separators write in the language's way."""
    plain = re.sub(r"[' \u00a0\u202f]", "", written)
    comma = language in _DECIMAL_COMMA
    thousands, decimal = (".", ",") if comma else (",", ".")
    parts = plain.split(thousands)
    if (
        len(parts) > 1
        and all(len(part) == 3 for part in parts[1:-1])
        and len(parts[-1].split(decimal)[0]) == 3
        and len(parts[0]) <= 3
    ):
        plain = "".join(parts)
    elif thousands in plain and not (len(parts) == 2 and decimal not in plain):
        plain = plain.replace(thousands, "") if language in {"en", "hi"} else plain
    plain = plain.replace(",", ".")
    try:
        return float(plain)
    except ValueError:
        return None


def _scale(after: str, priced: bool) -> tuple[float, int] | None:
    """The factor of "million" and its like behind a number, and how many characters it takes."""
    if after[:1] in "万萬亿億兆" and after:
        return _SCALES[after[0]], 1
    match = _SCALE_AFTER.match(after)
    if match is None:
        return None
    word = match["scale"].casefold()
    attached = match.start("scale") == 0
    if word in _SHORT_SCALES and not (attached and (priced or word == "k")):
        return None
    factor = _SCALES.get(word) or _SCALES.get(word.removesuffix("s"))
    return None if factor is None or (word in _VAGUE and word != "dozens") else (factor, match.end("scale"))


def _currency(sign: str) -> str:
    bare = sign.strip(" .\u00a0").casefold()
    return _CURRENCIES.get(bare, "$" if bare == "us$" else sign.strip())


def _unit_of(written: str, value: float, before: str, after: str) -> str:
    if len(written) == 4 and written.isdigit() and 1500 <= value <= 2099 and _is_year(before, after):
        return "year"
    near = [word.casefold() for word in (*before.split()[-1:], *after.replace(",", " ").split()[:1])]
    if value <= 31 and any(word.strip(".,").casefold() in _MONTHS for word in near) and "may" not in near:
        return "day"
    if value <= 31 and ("May" in before.split()[-1:] or "May" in after.split()[:1]):
        return "day"
    return _noun(after)


def _is_year(before: str, after: str) -> bool:
    follows = _UNIT_AFTER.match(after)
    plural = follows is not None and follows["unit"][0].islower() and follows["unit"].endswith("s") and after[:1] == " "
    return bool(_YEAR_BEFORE.search(before)) or not plural


def _noun(after: str) -> str:
    """What is counted: the next word, or the one behind a capitalised adjective; "year-old" stays whole."""
    match = _UNIT_AFTER.match(after)
    if match is None:
        return ""
    unit, behind = match["unit"], match["next"]
    if unit[0] >= "\u3040":
        return _CURRENCIES.get(unit[:2]) or _CURRENCIES.get(unit[0]) or unit[0]
    if unit.casefold() in _CURRENCIES and unit.casefold() not in _WEIGHTS:
        return _CURRENCIES[unit.casefold()]
    if unit[0].isupper() and behind and behind[0].islower():
        unit = behind
    folded = unit.casefold()
    if folded in _WEIGHTS and behind == "sterling":
        return _CURRENCIES[folded]
    if folded == "year":
        return "years"
    return "" if folded in _NO_UNIT else folded


def _is_approx(text: str, start: int, after: str) -> bool:
    return _APPROX_BEFORE.search(text, max(0, start - 20), start) is not None or after.startswith(
        (" or so", " or more", "-plus", "+")
    )


# --- numbers in words ----------------------------------------------------------------------------------------


def _spelled(text: str, said: Iterable[str], figures: list[Number]) -> Iterator[Number]:
    """Numbers written as words, sought only around the words that are `said`."""
    taken = {at for number in figures for at in range(number.start, number.end)}
    for start, end in _windows(text.lower(), said):
        run: list[re.Match[str]] = []
        tokens = [match for match in _WORD.finditer(text, start, end) if match.group().lower() in _SPELLING]
        for match in [*tokens, None]:
            if run and (match is None or text[run[-1].end() : match.start()] not in (" ", "-", "\u00a0")):
                if run[0].start() not in taken and (number := _read(text, run)) is not None:
                    yield number
                run = []
            if match is not None:
                run.append(match)


def _windows(text: str, said: Iterable[str]) -> list[tuple[int, int]]:
    """Stretches of whole words around every occurrence, disjoint and in order."""
    spots = sorted({at for word in said for at in _occurrences(text, word)})
    windows: list[tuple[int, int]] = []
    for at in spots:
        start, end = text.rfind(" ", 0, max(0, at - 24)) + 1, at + 60
        if windows and start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], end)
        else:
            windows.append((start, end))
    return windows


def _occurrences(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _read(text: str, run: list[re.Match[str]]) -> Number | None:
    """The run of words as one number: "two and a half million", "three hundred and five", "hundreds of thousands"."""
    said = [match.group().casefold() for match in run]
    while said and said[-1] in _BESIDE:
        said, run = said[:-1], run[:-1]
    while said and (said[0] in {"and", "of"} or (said[0] in {"a", "an", "few"} and not _opens_number(said))):
        said, run = said[1:], run[1:]
    if _BESIDE.issuperset(said):
        return None
    start, end = run[0].start(), run[-1].end()
    after = text[end : end + 40]
    if _FRACTION_AFTER.match(after):
        return None
    if said == ["one"] and _noun(after).removesuffix("s") not in _COUNTED_ONE:
        return None
    value = _sum(said)
    unit = _noun(after)
    if percent := _PERCENT_AFTER.match(after):
        unit, end = "pp" if percent["points"] else "%", end + percent.end()
    vague = any(word in _VAGUE or word == "few" for word in said)
    return Number(text[start:end], start, end, value, unit, vague or _is_approx(text, start, after))


def _opens_number(said: list[str]) -> bool:
    return len(said) > 1 and (
        said[1] in _SCALES or said[1] in {"couple", "few", "half"} or (said[0] == "few" and said[1] in _SCALES)
    )


def _sum(said: list[str]) -> float:
    total = current = 0.0
    for i, word in enumerate(said):
        if word in _ONES or word in _TENS:
            current += _ONES.get(word, 0) or _TENS.get(word, 0)
        elif word == "half":
            current += 0.5
        elif word == "few":
            current += 3
        elif word in _VAGUE:
            current = (current or 1) * _VAGUE[word] if current else _VAGUE[word] if not total else 1
            if said[i - 1 : i] == ["of"] and total:
                total, current = total * _VAGUE[word] / 2, 0.0
            elif said[i + 1 : i + 2] == ["of"]:
                total, current = total + current, 0.0
        elif word in _SCALES:
            current = (current or 1) * _SCALES[word]
            if _SCALES[word] >= 1e3:
                total, current = total + current, 0.0
    return total + current
