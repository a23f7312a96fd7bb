"""ROUGE of the bench: the published package gives the same figures, and every script has words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import rouge

TEXTS = st.lists(st.sampled_from("abcdefgh"), max_size=40).map(" ".join)


class Blanks:
    """A tokenizer for rouge-score that cuts at blanks."""

    def tokenize(self, text: str) -> list[str]:
        return text.split()


@given(TEXTS, st.lists(TEXTS, min_size=1, max_size=3))
def test_it_agrees_with_rouge_score(candidate: str, references: list[str]) -> None:
    package = pytest.importorskip("rouge_score.rouge_scorer")
    scores = package.RougeScorer(["rouge1", "rouge2", "rougeL"], tokenizer=Blanks()).score_multi(references, candidate)
    words, wanted = candidate.split(), [one.split() for one in references]
    assert rouge.rouge_n(words, wanted, 1).f == pytest.approx(scores["rouge1"].fmeasure)
    assert rouge.rouge_n(words, wanted, 2).f == pytest.approx(scores["rouge2"].fmeasure)
    assert rouge.rouge_l(words, wanted).f == pytest.approx(scores["rougeL"].fmeasure)


@pytest.mark.parametrize(
    ("language", "text", "tokens"),
    [
        ("en", "The rivers’ floods, 2024: U.S. towns", ("the", "river", "flood", "2024", "u", "s", "town")),
        ("ru", "Две тысячи человек", ("две", "тысячи", "человек")),
        ("hi", "नदी तीन मीटर", ("नदी", "तीन", "मीटर")),
        ("ar", "ارتفع النهر", ("ارتفع", "النهر")),
        ("zh", "河水上涨 3 米", ("河水", "水上", "上涨", "3", "米")),
    ],
)
def test_words_of_every_script(language: str, text: str, tokens: tuple[str, ...]) -> None:
    assert rouge.tokens(text, language) == tokens


def test_nothing_in_common() -> None:
    assert rouge.rouge_l([], [["a"]]).f == 0
    assert rouge.rouge_n(["a"], [["b"]], 2) == (0, 0, 0)
