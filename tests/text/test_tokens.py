"""Tokens, stems, stop words and rarity."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.text.rarity import most_frequent, rarity
from briefing.text.tokens import is_stop, stem, stems, tokenise, word_count, words

WORDS = {
    "codes stay whole": ("The S-500, F-16s and COVID-19", "en", "the s-500 f-16s and covid-19"),
    "numbers stay whole": ("1,000.5 at 10:30, 2.5m", "en", "1,000.5 at 10:30 2.5m"),
    "hyphens part words": ("no-limits vice-chairman", "en", "no limits vice chairman"),
    "possessives go": ("China’s ministers’ and Xi's", "en", "china ministers and xi"),
    "contractions stay": ("don’t we'll d’Estaing", "en", "don't we'll d'estaing"),
    "initialisms meet": ("U.S. US U.S UK U.K. EU us", "en", "u.s. u.s. u.s. u.k. u.k. e.u. us"),
    "soft hyphens are folded": ("mis\xadsile", "en", "missile"),
    "Cyrillic": ("Мы — дома, п’ять", "uk", "мы дома п'ять"),
    "Hindi keeps its vowel signs": ("नई दिल्ली में।", "hi", "नई दिल्ली में"),
    "Hebrew acronyms": ("צה״ל הודיע", "he", 'צה"ל הודיע'),
    "Arabic": ("وزير الدفاع", "ar", "وزير الدفاع"),
    "Chinese comes in pairs": ("中国和俄。罗", "zh", "中国 国和 和俄 罗"),
    "Japanese comes in pairs": ("首相は東京", "ja", "首相 相は は東 東京"),
    "no words": (" – … “” ", "en", ""),
}
TEXT = st.text(alphabet="aBsS. -'’5,:0_中国яё\u0301\xad\n\xa0/U", max_size=60)


@pytest.mark.parametrize(("text", "language", "wanted"), WORDS.values(), ids=WORDS)
def test_words(text, language, wanted):
    assert list(words(text, language)) == wanted.split()


@given(TEXT)
def test_tokens_stand_in_the_text_in_order(text):
    at = -1
    for token in tokenise(text):
        assert text[token.start : token.end] == token.text
        assert token.start > at
        at = token.start


@given(TEXT)
def test_words_are_the_tokens_folded(text):
    assert len(words(text)) == len(tokenise(text))


@given(TEXT, TEXT)
def test_what_was_read_before_changes_nothing(a, b):
    first = words(a)
    words(b)
    assert words(a) == first


@pytest.mark.parametrize(
    ("language", "a", "b"),
    [
        ("en", "missiles", "missile"),
        ("fr", "l'état", "état"),
        ("it", "dell'accordo", "accordo"),
        ("de", "gespräche", "gespräch"),
        ("ru", "ракеты", "ракета"),
        ("uk", "ракети", "ракета"),
        ("cs", "rakety", "raketa"),
        ("he", "טילים", "טיל"),
        ("xx", "same", "same"),
        ("en", "s-500", "s-500"),
    ],
)
def test_stems_meet(language, a, b):
    assert stem(a, language) == stem(b, language)


def test_stems_are_of_content_words_only():
    assert stems("The ministers of both countries have met.") == ("minist", "countri", "met")
    assert stems("我们在中国的会谈", "zh") == ("中国", "会谈")


@pytest.mark.parametrize(("word", "language"), [("the", "en"), ("и", "ru"), ("der", "de"), ("في", "ar"), ("और", "hi")])
def test_stop_words(word, language):
    assert is_stop(word, language)
    assert not is_stop("россии", "ru")


def test_word_count_is_what_a_reader_counts():
    assert word_count("The U.S. and S-500s, no-limits.") == 5
    assert word_count("中国和俄罗斯", "zh") == 3
    assert word_count("") == 0


def test_rarity_grows_with_rareness_and_knows_what_it_does_not_know():
    assert rarity("the") < rarity("china") < rarity("missile") < rarity("qwxzv")
    assert rarity("qwxzv") == rarity("word", "no such language")
    assert rarity("u.s.") < rarity("missile")
    assert rarity("2022") < rarity("missile")
    assert most_frequent("en", 1) == ["the"]
