"""Profiles of texts: what carries them, and how near two are."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.text.bulk import chunk_forms, content_chunks_of, forms, stems_of
from briefing.text.tokens import stems, tokenise
from briefing.text.vectors import Text, candidates, cosine, coverage, heaviest, space

FERRY = Text("Ferry hits reef", "The ferry Aldis hit a reef off Skarholm. Captain Holt blamed the rudder of the ferry.")
AGAIN = Text("Aldis on the reef", "Holt, captain of the Aldis, said the rudder jammed before the ferry hit the reef.")
PRIZE = Text("Medal for a chemist", "The Halden Society gave its medal to Brandvik, who makes ammonia when it is cold.")
texts = st.text("abc def Straße don't U.S. S-500 1,000 “q” 好的 é", max_size=80)


def test_the_core_is_what_carries_a_text() -> None:
    ferry, _, prize = space([FERRY, AGAIN, PRIZE], core=5).profiles
    assert {"ferri", "reef"} <= ferry.core.keys()
    assert "the" not in ferry.terms
    assert sum(prize.core.values()) == pytest.approx(1)


def test_texts_about_one_thing_are_nearer() -> None:
    profiles, squares = space([FERRY, AGAIN, PRIZE], core=8)
    assert cosine(profiles[0], profiles[1], squares) > 0.4 > 0.1 > cosine(profiles[0], profiles[2], squares)
    assert coverage(profiles[0].core, profiles[1].terms) > 0.5 > 0.1 > coverage(profiles[0].core, profiles[2].terms)
    assert cosine(profiles[0], profiles[0], squares) == pytest.approx(1)


def test_candidates_share_core_terms() -> None:
    profiles = space([FERRY, AGAIN, PRIZE], core=8).profiles
    assert list(candidates(profiles, shared=2, rare=9, most=9)) == [(0, 1)]
    assert list(candidates(profiles, shared=2, rare=1, most=1)) == []


def test_the_heaviest_break_ties_by_the_alphabet() -> None:
    assert list(heaviest({"b": 1.0, "a": 1.0, "c": 2.0, "d": 0.5}, 3)) == ["c", "a", "b"]
    assert heaviest({}, 3) == {}


@given(st.lists(texts, max_size=6), st.randoms())
def test_profiles_do_not_depend_on_the_order(bodies: list[str], mixed: random.Random) -> None:
    known = {body: space([Text("", b) for b in bodies], 5).profiles[i] for i, body in enumerate(bodies)}
    mixed.shuffle(bodies)
    for body, profile in zip(bodies, space([Text("", b) for b in bodies], 5).profiles, strict=True):
        assert profile.core == known[body].core
        assert profile.length == known[body].length


@given(texts)
def test_forms_are_the_tokens(text: str) -> None:
    assert forms(text) == [token.text for token in tokenise(text)]


@given(texts)
def test_stems_of_forms_are_the_stems(text: str) -> None:
    assert tuple(filter(None, map(stems_of("en").__getitem__, forms(text)))) == stems(text)


@given(texts)
def test_what_stands_between_blanks_gives_the_forms_and_stems_of_the_text(text: str) -> None:
    chunks = text.split()
    assert [form for chunk in chunks for form in chunk_forms[chunk]] == forms(text)
    assert tuple(stem for chunk in chunks for stem in content_chunks_of("en")[chunk]) == stems(text)
