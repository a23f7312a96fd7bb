"""Likeness ranks sentences that tell of the same events before those that only share words or names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.steps.likeness import in_story, similarity

words = st.lists(
    st.sampled_from("Norvik bought the chip maker 2.3 billion dollars not may killed in 1966 (“”) é".split())
)
STORY = (
    "A gunman shot dead two guards at the Hafen bank on Friday.",
    "Two guards were killed by a gunman at the bank in Hafen.",
    "Police searched for the gunman who killed two guards at the bank.",
    "The gunman fled with cash after the shooting, police said.",
    "The Hafen bank was founded by two brothers and has nine branches.",
)


@given(words, words)
def test_similarity_is_symmetric_and_bounded(a, b):
    x, y = " ".join(a), " ".join(b)
    assert similarity(x, y) == similarity(y, x)
    assert 0 <= similarity(x, y) <= 1


@pytest.mark.parametrize("language", ["en", "fr", "ru", "zh", "ar"])
def test_similarity_of_a_text_with_itself_is_the_greatest(language):
    texts = {
        "en": ("The bank sold the bridge in Sor.", "The harbour was full of ships."),
        "fr": ("La banque a vendu le pont de Sor.", "Le port était plein de bateaux."),
        "ru": ("Банк продал мост в городе Сор.", "Гавань была полна кораблей."),
        "zh": ("银行在索尔出售了这座大桥。", "港口里停满了船只。"),
        "ar": ("باع البنك الجسر في المدينة القديمة.", "كان الميناء مليئا بالسفن الكبيرة."),
    }
    same, other = texts[language]
    assert similarity(same, same, language) > similarity(same, other, language)


@given(st.lists(words, min_size=2, max_size=6))
def test_likeness_in_a_story_is_symmetric_bounded_and_no_less(sentences):
    texts = sorted({" ".join(sentence) for sentence in sentences})
    likeness = in_story(texts)
    for a in texts:
        for b in texts:
            assert likeness(a, b) == likeness(b, a)
            assert similarity(a, b) <= likeness(a, b) <= 1


def test_what_both_share_with_the_others_brings_two_sentences_nearer():
    first, second, third, _, aside = STORY
    gain = in_story(STORY)(second, third) - similarity(second, third)
    assert gain > in_story(STORY)(second, aside) - similarity(second, aside) > 0
    assert in_story(STORY)(first, second) > in_story(STORY)(first, aside)


@pytest.mark.parametrize(
    ("claim", "near", "far"),
    [
        pytest.param(
            "A guard was killed in Sor.",
            "A guard was slain in Sor.",
            "A guard was fined in Sor.",
            id="a word for the same kind of event",
        ),
        pytest.param("Brun shot a guard.", "Brun killed a guard.", "Falk killed a guard.", id="nobody that both name"),
        pytest.param("Brun killed 3 guards.", "Brun shot 3 guards.", "Brun shot 4 guards.", id="another number"),
        pytest.param("Brun killed guards.", "Brun did kill guards.", "Brun never killed guards.", id="a negation"),
    ],
)
def test_what_speaks_against_makes_less_alike(claim, near, far):
    assert similarity(claim, near) > similarity(claim, far)
