"""Equal words get equal numbers, others do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.text import numbering
from briefing.text.numbering import Numbering

words = st.lists(st.text("ab\0é好Z", min_size=1, max_size=90) | st.sampled_from(["a" * 64, "a" * 65, "b" * 200]))


@given(st.lists(words, max_size=4))
def test_numbers_stand_for_words(texts: list[list[str]]) -> None:
    known = Numbering()
    for text in texts:
        numbers, _ = known.numbers("  ".join(text).encode())
        assert [known.words[number] for number in numbers] == text
    assert len(set(known.words)) == len(known.words) == len({word for text in texts for word in text})


def test_places_are_where_the_words_begin() -> None:
    numbers, places = Numbering().numbers(b" good morning  good day ")
    assert places.tolist() == [1, 6, 15, 20]
    assert numbers.tolist()[0] == numbers.tolist()[2]


def test_many_words_share_the_slots_of_a_small_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numbering, "_SLOTS", 4)
    text = [f"w{i % 97}" for i in range(1_000)]
    known = Numbering()
    numbers, _ = known.numbers(" ".join(text).encode())
    assert [known.words[number] for number in numbers] == text
    assert len(known.words) == 97


def test_no_text_has_no_words() -> None:
    assert len(Numbering().numbers(b"")[0]) == len(Numbering().numbers(b"   ")[0]) == 0
