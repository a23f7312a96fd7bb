"""Who can speak, and whether a reader could ask them: named, or sources, officials, a spokesman of nobody."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from briefing.text.attribution.words import Phrase
from briefing.text.speaking import (
    BODIES,
    CHANNELS,
    DETERMINERS,
    INDEFINITE,
    PREPOSITIONS,
    PRONOUNS,
    ROLES,
    SOURCES,
    SPOKES,
    TIMES,
)

Basis = Literal["named", "unnamed", "own voice"]


class Attribution(NamedTuple):
    """`speaker` is verbatim, "" when only the wording tells that somebody else speaks; `at` is the verb's offset."""

    speaker: str
    basis: Basis
    via: str = ""
    at: int = 0
    pronoun: bool = False
    after: bool = False  # the words it covers stand before it: "…, X said"


def can_speak(phrase: Phrase) -> bool:
    head = phrase.head
    first = phrase.words[0]
    low = head.low.removesuffix("’s").removesuffix("'s")
    if low in PRONOUNS:
        return len(phrase.words) == 1
    if len(phrase.words) == 1 and low in ROLES - BODIES and not head.capital:
        return False  # "as governor": an office, and nobody who holds it
    if low in SOURCES or low in ROLES or low in SPOKES or low in CHANNELS:
        return True
    if len(phrase.words) == 1 and head.low in DETERMINERS | {
        "there",
        "here",
        "both",
        "none",
        "nothing",
        "everything",
        "all",
    }:
        return head.low in {"some", "both", "all"}
    if any(word.low in SOURCES | SPOKES for word in phrase.words[:4]):
        return True
    if head.capital and not (head is first and head.low in PREPOSITIONS | TIMES):
        return head.low not in TIMES
    return bool(re.search(r"(?:ists|ians|ents|ees|ors|ers|men|women)$", low)) and not first.low.endswith("ly")


def is_channel(phrase: Phrase) -> bool:
    """ "The statement", "this report": somebody's words, whose name stands before."""
    return phrase.head.low in CHANNELS and not any(word.capital for word in phrase.words[1:])


def attributed(phrase: Phrase, via: str, at: int) -> Attribution:
    """`pronoun` too when it is "the statement" that speaks: its issuer must be looked for."""
    if is_channel(phrase):
        return Attribution(phrase.text, "named", phrase.text, at, pronoun=True)
    return Attribution(
        phrase.text, basis_of(phrase), via, at, pronoun=phrase.head.low in PRONOUNS and len(phrase.words) == 1
    )


def basis_of(phrase: Phrase) -> Basis:
    """Unnamed is a speaker that no reader could ask: sources, officials, a spokesman of nobody."""
    low = phrase.head.low
    core = phrase.words[: next((n for n, word in enumerate(phrase.words) if word is phrase.head), 0) + 1]
    names = [
        word
        for n, word in enumerate(core)
        if word.capital and not (n == 0 and word.low in SOURCES | SPOKES | DETERMINERS | ROLES)
    ]
    if low in SOURCES and not phrase.head.capital:
        return "unnamed"
    if low in SOURCES and len(core) == 1:
        return "unnamed"
    if any(word.low in SOURCES and not word.capital for word in core):
        return "unnamed" if low in SOURCES or not names else "named"
    if low in SPOKES:
        return "named" if any(w.capital for w in phrase.words[1:]) or names else "unnamed"
    if phrase.words[0].low in INDEFINITE and not (low in ROLES and names):
        return "unnamed"
    if not phrase.head.capital and low not in ROLES | PRONOUNS and low.endswith("s"):
        return "unnamed"
    return "named"
