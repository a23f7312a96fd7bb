"""Sentences inside blocks. Cases are in tests/cases/sentences.toml."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefing.config import TextSettings
from briefing.errors import UnknownNameError
from briefing.text.blocks import find_blocks
from briefing.text.clean import clean
from briefing.text.segment import SEGMENTERS, places, sentences_at, split
from briefing.types import PROSE, Article, Block, Span

CASES = tomllib.loads((Path(__file__).parent.parent / "cases" / "sentences.toml").read_text(encoding="utf-8"))["case"]
LANGUAGES = "ar cs de el en es fr he hi it ja nl pl pt ru uk zh".split()
# Letters and marks, and every white space that has been seen to upset a segmenter.
ODD = "aB.!? \n\t\x0b\x1c\x85\xa0\u1680\u2003\u2028\u202f\u3000\"'“”‘’«»()1…。我я١|-–"


def article(text: str, language: str = "en") -> Article:
    text = clean(text)
    return Article(id="a", title="", text=text, blocks=find_blocks(text), origin_path="a.txt", language=language)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_sentences(case):
    text = case.get("text", case.get("joint", " ").join(case["sentences"]))
    spans = SEGMENTERS["sentencex"](text, case.get("language", "en"))
    found = [text[span.start : span.end] for span in spans]
    if case.get("skip_blanks"):
        found, case["sentences"] = (
            [" ".join(s.split()) for s in found],
            [" ".join(s.split()) for s in case["sentences"]],
        )
    assert found == case["sentences"]


@pytest.mark.parametrize("name", sorted(SEGMENTERS))
@given(text=st.text(alphabet=ODD, max_size=120), language=st.sampled_from(LANGUAGES))
@example(text="Charles\xa0A.\u2003Richard. “Yes.\u3000No.", language="en")
def test_spans_are_trimmed_disjoint_and_cover_all_but_blanks(name, text, language):
    at = 0
    for span in SEGMENTERS[name](text, language):
        assert not text[at : span.start].strip()
        sentence = text[span.start : span.end]
        assert sentence
        assert sentence == sentence.strip()
        at = span.end
    assert not text[at:].strip()


@given(st.text(alphabet=ODD, max_size=200))
def test_sentences_cover_the_prose_blocks_and_nothing_else(text):
    made = article(text)
    sentences = split(made)
    assert [s.position for s in sentences] == list(range(len(sentences)))
    for index, block in enumerate(made.blocks):
        inside = "".join(s.text for s in sentences if s.block == index)
        wanted = made.quote(block.span) if block.kind in PROSE else ""
        assert "".join(inside.split()) == "".join(wanted.split())


@pytest.mark.parametrize("language", [*LANGUAGES, "xx", "sr-Latn"])
@pytest.mark.parametrize("name", sorted(SEGMENTERS))
def test_every_language_is_split(name, language):
    text = "Aaa bbb ccc! Ddd eee fff? Ggg hhh iii!"
    assert len(SEGMENTERS[name](text, language)) == 3


def test_a_sentence_that_is_too_long_is_refused():
    made = article("A first paragraph that is quite normal.\n\n" + "word " * 500 + "\n\nA last one that is normal too.")
    assert [s.text for s in split(made)] == [
        "A first paragraph that is quite normal.",
        "A last one that is normal too.",
    ]


def test_a_sentence_that_is_too_long_is_cut_at_its_lines():
    table = "\n".join(f"row {i} of a table that never ends" for i in range(9))
    made = replace(article("x"), text=table, blocks=(Block("paragraph", Span(0, len(table))),))
    assert [s.text for s in split(made, TextSettings(sentence_max=60))] == table.split("\n")


def test_an_unknown_segmenter_is_refused_with_a_hint():
    with pytest.raises(UnknownNameError, match="sentencex"):
        split(article("One. Two."), TextSettings(segmenter="sentencx"))


def test_a_panic_of_the_library_falls_back_to_punkt(monkeypatch):
    class Panic(BaseException):
        pass

    def panic(language: str, text: str) -> list[str]:
        raise Panic

    monkeypatch.setattr("sentencex.segment", panic)
    made = article("The road is closed. Nobody knows why.")
    assert [s.text for s in split(made)] == ["The road is closed.", "Nobody knows why."]


def test_the_default_path_imports_neither_nltk_nor_numpy():
    code = (
        "import sys; from briefing.text import segment, tokens, rarity, names, numbers, blocks;"
        "segment.by_sentencex('One. Two.', 'en'); tokens.stems('closed roads'); rarity.rarity('road');"
        "print(sorted({'nltk', 'numpy', 'wordfreq', 'sumy', 'regex'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_admiral_of_the_seeds(seeds):
    made = article((seeds / "003_238afdc7c2d6c68b.txt").read_text(encoding="utf-8"))
    sentences = [s.text for s in split(made)]
    assert [s[:24] for s in sentences[-4:]] == [
        "Admiral Charles A. Richa",
        "China is greatly increas",
        "China is also rapidly de",
        "Russia is also rapidly m",
    ]
    assert sentences[-1].endswith("cyber capabilities.’")
    assert not any("Leave a Reply" in s or s.startswith("Beijing/Moscow") for s in sentences)


@given(st.lists(st.text("Ab c. D! “q”\n\n好。é", max_size=120), max_size=4))
def test_sentences_travel_between_processes_as_numbers(texts: list[str]) -> None:
    articles = [article(text) for text in texts]
    expected = [sentence for article in articles for sentence in split(article)]
    assert list(sentences_at(articles, places(articles))) == expected
