"""Profiles of texts: what carries them, and how near two are."""

from __future__ import annotations

import random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bench import changes
from bench.data import written
from briefing.text.bulk import chunk_forms, content_chunks_of, forms, stems_of
from briefing.text.spaces import space
from briefing.text.tokens import stems, tokenise
from briefing.text.vectors import Crowds, Text, candidates, cosine, coverage, heaviest

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
    known = space([FERRY, AGAIN, PRIZE], core=8)
    profiles, squares = known.profiles, known.squares
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
    assume(not set(forms(text)) & {"US", "USA", "U.S.A.", "UK", "UN", "EU"})  # written in two ways; see bulk.Forms
    chunks = text.split()
    assert [form for chunk in chunks for form in chunk_forms[chunk]] == forms(text)
    assert tuple(stem for chunk in chunks for stem in content_chunks_of("en")[chunk]) == stems(text)


def test_the_large_computation_is_the_small_one(monkeypatch: pytest.MonkeyPatch) -> None:
    bases = [article.text for article in written(20, seed=5)]
    mixed = [
        *(Text(text[:40], text, ("en", "fr", "ru")[i % 3]) for i, text in enumerate(changes.stream(bases, 90, seed=5))),
        *(FERRY, AGAIN, PRIZE, Text("", ""), Text("1,000 S-500", ""), Text("Только заголовок", "好的。 Tuesday 2024")),
    ]
    named = frozenset({"tuesday", "2024", "reef"})
    small, crowds = space(mixed, core=20), Crowds(2, 60, 400)
    monkeypatch.setattr("briefing.text.spaces.FEW", 0)
    monkeypatch.setattr("briefing.text.rows.BLOCK", 500)
    large = space(mixed, core=20)
    assert large.squares == small.squares
    assert large.holding(named) == small.holding(named)
    for few, many in zip(small.profiles, large.profiles, strict=True):
        assert many.terms == pytest.approx(few.terms)
        assert many.core == pytest.approx(few.core)
        assert many.length == pytest.approx(few.length)
    near = {(i, j): (cosine, core) for i, j, cosine, core in small.near(crowds, 0.05)}
    assert len(near) > 20
    assert {(i, j): (cosine, core) for i, j, cosine, core in large.near(crowds, 0.05)} == {
        pair: pytest.approx(values) for pair, values in near.items()
    }


def test_nothing_is_near_in_no_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("briefing.text.spaces.FEW", 0)
    for texts in ([], [Text("", "")], [Text("", ""), Text("the", "of")]):
        assert list(space(texts, core=20).near(Crowds(1, 9, 9), 0.1)) == []
