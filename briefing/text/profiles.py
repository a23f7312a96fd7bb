"""What a sentence is about: its terms, names apart from other words, and the kinds of event it reports."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from briefing.text.events import event_kinds
from briefing.text.places import state_of
from briefing.text.rarity import rarity
from briefing.text.tokens import is_stop, stem, tokenise

_RARE = 10.5  # rarity above which the first word of a sentence, or a capitalised one of a headline, is a name
_TITLE_CASE = 0.6  # share of capitalised words that makes a headline
_SPELLED = {
    "defence": "defense", "offence": "offense", "licence": "license", "pretence": "pretense", "programme": "program",
    "programmes": "programs", "centre": "center", "centres": "centers", "theatre": "theater", "tonne": "ton",
    "cheque": "check", "grey": "gray", "tyre": "tire", "aluminium": "aluminum", "kiev": "kyiv", "odessa": "odesa",
    "manoeuvre": "maneuver",
}  # fmt: skip
_SPELLING = re.compile(
    r"(?<=\w\w)(?:(is)(?=(?:e|es|ed|ing|ation|ations|er|ers)$)"
    r"|(our)(?=(?:s|ed|ing|able|ite)?$)|(ys)(?=(?:e|ed|ing)$))"
)
_STEM_ENDS = {"is": "iz", "our": "or", "ys": "yz"}


class Profile(NamedTuple):
    """Term -> rarity for names and for other words; `kinds` -> the terms that report that kind of event."""

    names: Mapping[str, float]
    words: Mapping[str, float]
    kinds: Mapping[int, tuple[str, ...]]

    @property
    def terms(self) -> dict[str, float]:
        return {**self.words, **self.names}


@lru_cache(maxsize=1 << 14)
def profile(text: str, language: str = "en") -> Profile:
    """The content of a sentence; a state, its people and its capital are one name, spellings of a word one word."""
    tokens = tokenise(text)
    cased = [token for token in tokens if token.text[0].isalpha()]
    title = sum([token.text[0].isupper() for token in cased]) > _TITLE_CASE * max(1, len(cased))
    names: dict[str, float] = {}
    words: dict[str, float] = {}
    kinds: dict[int, list[str]] = {}
    for at, token in enumerate(tokens):
        word = _word(token.text, language)
        if word is None:
            continue
        named = word.capital and (word.own or not (title or at == 0))
        (names if named else words).setdefault(word.term, word.rare)
        if not named:
            for kind in word.kinds:
                kinds.setdefault(kind, []).append(word.term)
    for term in names:
        words.pop(term, None)
    return Profile(names, words, {kind: tuple(dict.fromkeys(found)) for kind, found in sorted(kinds.items())})


class _Word(NamedTuple):
    """What a word with content counts as; `own`: its capital is its own, also where every word has one."""

    term: str
    rare: float
    capital: bool
    own: bool
    kinds: frozenset[int]


@lru_cache(maxsize=1 << 13)
def _word(text: str, language: str) -> _Word | None:
    low = text.casefold()
    if is_stop(low, language) and not (low == "us" and text.isupper()):
        return None
    rare = rarity(low, language)
    own = rare > _RARE or state_of(text) is not None or any(c.isdigit() for c in text)
    kinds = event_kinds(stem(low)) if language == "en" else frozenset()
    return _Word(_term(text, low, language), rare, text[0].isupper(), own, kinds)


def term_of(text: str, language: str = "en") -> str:
    """What a word counts as in a profile."""
    return _term(text, text.casefold(), language)


def _term(text: str, low: str, language: str) -> str:
    state = state_of(text) if text[0].isupper() else None
    if state is not None:
        return state.casefold()
    if language == "en":
        low = _SPELLED.get(low, low)
        if "is" in low or "our" in low or "ys" in low:
            low = _SPELLING.sub(lambda m: _STEM_ENDS[m.group()], low)
    return stem(low, language)
