"""Whose word a text is; the many written sentences are in tests/cases/said_by.jsonl."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.text.attribution import FILLER, attribution, cover


@pytest.mark.parametrize(
    ("text", "speaker", "after"),
    [
        ("The mayor said the bridge is closed.", "The mayor", False),
        ("The bridge is closed, the mayor said.", "the mayor", True),
        ("“The bridge is closed,” said Ana Costa.", "Ana Costa", True),
        ("Ana Costa, mayor of Sor since 2019, said the bridge is closed.", "Ana Costa", False),
        ("On Friday Mayor Ana Costa said the bridge is closed.", "Mayor Ana Costa", False),
    ],
)
def test_the_speaker_before_and_after_what_is_said(text, speaker, after):
    found = attribution(text)
    assert found is not None
    assert (found.speaker, found.after) == (speaker, after)


@pytest.mark.parametrize(
    "text",
    ["The United States sold wheat.", "The reported losses are small.", "The visit highlighted the ties.", "", "Said."],
)
def test_nouns_and_adjectives_of_speech_are_no_speech(text):
    assert attribution(text) is None


def test_the_words_of_a_quotation_speak_for_nobody():
    found = attribution("Ana Costa wrote: “The minister said that he would come, but the king denied it.”")
    assert found is not None
    assert found.speaker == "Ana Costa"


@given(st.text(alphabet="ab “”\"'‘’«».,", max_size=60))
def test_covering_keeps_every_offset(text):
    covered = cover(text)
    assert len(covered) == len(text)
    assert all(c in {FILLER, t} for c, t in zip(covered, text, strict=True))


@given(
    st.lists(
        st.sampled_from("The U.S. said , “ ” that Mr. told and by quoted as saying ( ) . 5 who to".split()), max_size=14
    )
)
def test_any_order_of_words_gives_an_answer(words):
    found = attribution(" ".join(words))
    assert found is None or found.basis in {"named", "unnamed"}
