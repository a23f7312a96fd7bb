"""Words, marks and noun phrases of a sentence whose quotations are covered."""

from __future__ import annotations

import re
from typing import NamedTuple

from briefing.text.speaking import (
    ASIDES,
    AUXILIARIES,
    BREAKS,
    DETERMINERS,
    LEADING,
    PREPOSITIONS,
    ROLES,
    SOURCES,
    SPOKES,
    TIME_OPENERS,
    TIMES,
)


class Word(NamedTuple):
    """A word or mark with its place, in small letters too, and whether it has a capital."""

    text: str
    start: int
    end: int
    low: str
    capital: bool


class Phrase(NamedTuple):
    """A noun phrase; `head` is the last word before its first preposition."""

    words: tuple[Word, ...]
    text: str
    head: Word


TITLES = re.compile(
    r"^(?:mr|mrs|ms|dr|sir|lord|lady|president|prime|vice|deputy|minister|general|gen|admiral|adm|colonel|col"
    r"|captain|senator|sen|rep|chancellor|"
    r"king|queen|prince|pope|governor|gov|mayor|judge|justice|professor|prof|secretary|foreign|defence|defense"
    r"|interior|spokes\w+|sgt|sergeant|"
    r"chief|lt|maj|major|detective|coach|ambassador)\.?$",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[^\W_¤](?:[\w’'\-/&]|\.(?=\w))*\.?(?<!’s\.)|[,;:.!?()\[\]“”\"„‟«»‘’—–]")
_ABBREVIATION = re.compile(
    r"^(?:[A-Z]|[A-Z](?:\.[A-Z])+|Mr|Mrs|Ms|Dr|Gen|Adm|Col|Lt|Maj|Sgt|Capt|Gov|Sen|Rep|Prof|St|Jr|Sr)\.$"
)


def words_of(covered: str, start: int = 0) -> list[Word]:
    """Words and marks; a full stop belongs to its word only after an initial or a title."""
    found: list[Word] = []
    for match in _WORDS.finditer(covered, start):
        word, begin, end = match.group(), match.start(), match.end()
        if len(word) > 1 and word.endswith(".") and not _ABBREVIATION.match(word):
            found += [_word(word[:-1], begin, end - 1), _word(".", end - 1, end)]
        else:
            found.append(_word(word, begin, end))
    return found


def _word(text: str, start: int, end: int) -> Word:
    return Word(text, start, end, text.casefold(), text[0].isupper())


def is_mark(word: Word) -> bool:
    return not (word.text[0].isalnum())


def skip_back(words: list[Word], j: int) -> int:
    """Past auxiliaries, adverbs and "on Tuesday" between a subject and its verb."""
    while j > 0 and (_is_adverbial(words[j]) or _is_time(words, j)):
        j -= 1
    return j


def _is_adverbial(word: Word) -> bool:
    return word.low in AUXILIARIES or (word.low.endswith(("ly", "n't", "n’t")) and not word.capital)


def _is_time(words: list[Word], j: int) -> bool:
    """A word of "on Tuesday", "late last night"."""
    low = words[j].low
    if low in TIMES:
        return j > 1 and words[j - 1].low in TIME_OPENERS | TIMES
    return low in TIME_OPENERS and words[j + 1].low in TIMES


def before_apposition(words: list[Word], j: int) -> int | None:
    """Where the subject ends when "…, head of the command," or "(…)" or "who" stands between it and the verb."""
    if words[j].low in {"who", "which"}:
        j -= 1
        return j - 1 if j >= 0 and words[j].text == "," else j
    if words[j].text == ")":
        opening = next((k for k in range(j - 1, -1, -1) if words[k].text == "("), None)
        return None if opening is None else opening - 1
    if words[j].text != ",":
        return j
    commas = [k for k in range(j - 1, -1, -1) if words[k].text == ","]
    if commas and all(word.capital for word in words[commas[0] + 1 : j]) and not words[commas[0] - 1].capital:
        return j - 1  # "The chief executive, Hugo Stein, said"
    for k in commas[:3]:
        first = words[k + 1]
        if k > 0 and first.low in ASIDES:
            return k - 1
        if (
            k > 0
            and (not first.capital or first.low in DETERMINERS or TITLES.match(first.text))
            and ends_name(words[k - 1])
        ):
            return k - 1
    for k in commas[:1]:
        if k > 0 and words[k + 1].capital and ends_name(words[k - 1]) and words[k + 1].low not in PREPOSITIONS:
            return k - 1
    return None


def ends_name(word: Word) -> bool:
    return word.capital or word.low in SPOKES or word.low in ROLES or word.low in SOURCES or word.low in {"jr", "sr"}


def phrase_back(words: list[Word], end: int, text: str) -> Phrase | None:
    """The noun phrase that ends at `end`."""
    k = end
    while (
        k >= 0
        and not is_mark(words[k])
        and words[k].low not in BREAKS
        and not (words[k].low == "and" and not _joins(words, k))
    ):
        k -= 1
    return noun_phrase(words[k + 1 : end + 1], text)


def _joins(words: list[Word], k: int) -> bool:
    """ "and" between two names or two roles."""
    if k == 0 or k + 1 >= len(words):
        return False
    left, right = words[k - 1], words[k + 1]
    return ends_name(left) and (ends_name(right) or right.low in DETERMINERS)


def noun_phrase(words: list[Word], text: str) -> Phrase | None:
    words = list(words)
    while words and (is_mark(words[-1]) or (len(words) > 1 and words[-1].low in TIMES)):
        words.pop()
    if words and words[0].low in PREPOSITIONS and words[0].low != "like":
        words = _trailing_name(words)
    while words and words[0].low in LEADING:
        words = words[1:]
    if not words or len(words) > 18 or any(_is_inner_verb(words, n) for n in range(1, len(words))):
        return None
    cut = next((n for n, word in enumerate(words) if n and word.low in PREPOSITIONS), len(words))
    return Phrase(tuple(words), text[words[0].start : words[-1].end], words[cut - 1])


def _is_inner_verb(words: list[Word], n: int) -> bool:
    """ "Trump on Friday touted news": a past form behind a name, so this is a clause and no noun phrase."""
    return words[n].low.endswith("ed") and not words[n].capital and (words[n - 1].capital or words[n - 1].low in TIMES)


def _trailing_name(words: list[Word]) -> list[Word]:
    """ "In Moscow President Putin" -> "President Putin": the last run that can be a speaker."""
    k = len(words)
    while k > 0 and words[k - 1].low not in PREPOSITIONS:
        k -= 1
    tail = words[k:]
    titled = next(
        (n for n, word in enumerate(tail) if n and (TITLES.match(word.text) or word.low in DETERMINERS)), None
    )
    return tail[titled:] if titled is not None else []
