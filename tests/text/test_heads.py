"""A look at the heads of words spares rules their patterns, and changes no result."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.steps import openings
from briefing.steps.points import prices
from briefing.text import attribution, cues, dates, when
from briefing.text.attribution import relayed, spoken
from briefing.text.heads import heads, signs


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", set()),
        ("He didn’t say.", {"he", "didn", "t", "say"}),
        ("Vice-President ALLEGED", {"vice", "presi", "alleg"}),
        ("5,000 in 2026", {"5", "000", "in", "2026"}),
    ],
)
def test_heads(text: str, found: set[str]) -> None:
    assert heads(text) == found


def test_a_hyphened_sign_is_asked_by_its_first_part() -> None:
    assert not signs("iron-clad").isdisjoint(heads("an iron-clad promise"))


# What asks for heads, by its module, and the patterns whose matches it must not lose.
ASKING: list[tuple[ModuleType, Callable[[str], object], list[re.Pattern[str]]]] = [
    (cues, cues.hedges, [cues._HEDGE]),
    (cues, cues.negations, [cues._NEGATION]),
    (cues, cues.is_denial, [rule.pattern for rule in cues._DENIALS]),
    (cues, cues.is_accusation, [cues._ACCUSATION.pattern]),
    (cues, cues.is_charge, [cues._CHARGE.pattern]),
    (cues, cues.is_contrast, [cues._CONTRAST_OPENER, cues._CONTRAST_INSIDE]),
    (cues, cues.loaded_words, [cues._LOADED_PHRASES.pattern]),
    (when, when.when, [when._MONTH, when._WEEKDAY, when._YEAR, when._CLOCK]),
    (dates, dates.dates, [pattern for _, pattern, _ in dates._RULES]),
    (prices, lambda text: str(prices._relative(text)), [prices._RELATIVE]),
    (prices, prices._is_personal, [prices._FIRST_PERSON]),
    (prices, prices._interpretations, [prices._INTERPRETING]),
    (openings, openings.opening, [openings._POINTING, openings._HIS, openings._HIM, openings._HE_SAID]),
    (attribution, attribution.attribution, [attribution._IMPERSONAL, attribution._BY_ACCUSER]),
    (relayed, lambda text: relayed.issued_statement(text, text), [relayed._ISSUED]),
    (relayed, lambda text: relayed.according_to(text, text), [relayed._ACCORDING]),
]
RULES = [*cues._DENIALS, cues._ACCUSATION, cues._CHARGE, cues._LOADED_PHRASES]
# The heads of a text that may hold every word that any of them asks for.
EVERY = frozenset({"by", "him", "them"}).union(
    *(rule.signs for rule in RULES),
    *(value for module, _, _ in ASKING for value in vars(module).values() if isinstance(value, frozenset)),
    *(needed for signs_of, _, _ in dates._RULES for needed in signs_of),
)
CASES = [
    pytest.param(
        module,
        find,
        pattern.pattern.replace(dates._CAPITAL, ""),
        pattern.flags & re.IGNORECASE,
        id=f"{module.__name__}-{number}",
    )
    for module, find, patterns in ASKING
    for number, pattern in enumerate(patterns)
]


@pytest.mark.parametrize(("module", "find", "pattern", "flags"), CASES)
def test_no_match_is_lost(module: ModuleType, find: Callable[[str], object], pattern: str, flags: int) -> None:
    plain = getattr(find, "__wrapped__", find)
    written = st.from_regex(re.compile(pattern, flags | re.ASCII), alphabet=st.characters(codec="ascii"))

    @settings(max_examples=25, deadline=None)
    @given(text=written, before=st.sampled_from(["", "Berg ", "The minister said "]))
    def same(text: str, before: str) -> None:
        text = f"{before}{text} and more."
        looked = plain(text)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module, "heads", lambda _: EVERY)
            _forget()
            closely = plain(text)
        _forget()
        assert looked == closely

    same()


def _forget() -> None:
    attribution._attribution.cache_clear()
    cues.negations.cache_clear()


@settings(max_examples=50)
@given(verb=st.sampled_from(sorted(cues.SPEECH_VERBS)))
def test_every_verb_of_speech_is_seen(verb: str) -> None:
    assert spoken.may_speak(f"Anna Berg {verb.capitalize()} it")
