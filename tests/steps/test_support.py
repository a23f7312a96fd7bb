"""Support covers the whole claim or says that it does not; every veto holds."""

from __future__ import annotations

import random
import tomllib
from pathlib import Path

import pytest

from briefing.steps.support import find_support, same_claim
from briefing.text.blocks import find_blocks
from briefing.text.clean import clean
from briefing.text.segment import split
from briefing.types import Article, Copies, Passage, Sentence

CASES = tomllib.loads((Path(__file__).parent.parent / "cases" / "support.toml").read_text(encoding="utf-8"))["case"]
SEEDS = sorted((Path(__file__).parent.parent.parent / "seeds").glob("*.txt"))


def an_article(text: str, path: str) -> Article:
    text = clean(text)
    return Article(id=path, title="", text=text, blocks=find_blocks(text), origin_path=path)


def seed_sentences() -> list[Sentence]:
    return [s for path in SEEDS for s in split(an_article(path.read_text(encoding="utf-8"), path.name))]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_written_cases(case):
    role, share = same_claim(case["a"], case["b"])
    assert (role or "none") == case["role"]
    assert 0 <= share <= 1


@pytest.mark.parametrize("case", [c for c in CASES if c["role"] != "partial"], ids=lambda case: case["name"])
def test_support_is_never_onesided_in_its_vetoes(case):
    assert (same_claim(case["b"], case["a"])[0] is not None) == (case["role"] == "support")


OPPOSED = tomllib.loads((Path(__file__).parent.parent / "cases" / "opposites.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("a", "b"), OPPOSED["pair"])
def test_no_sentence_supports_what_excludes_it(a, b):
    assert same_claim(a, b)[0] is same_claim(b, a)[0] is None


@pytest.mark.parametrize(("a", "b"), OPPOSED["not_opposed"])
def test_words_that_stand_for_other_things_exclude_nothing(a, b):
    assert same_claim(a, b)[0] is not None


def one_sentence(text: str, path: str) -> Sentence:
    return split(an_article(text, path))[0]


def test_one_citation_an_article_whole_claims_first_and_never_the_leads_own():
    claim = "Nine miners were killed in the explosion at the Karvin colliery on Friday."
    lead = one_sentence(claim + " An explosion at the Karvin colliery killed nine miners on Friday.", "a")
    part = "Miners were killed in the explosion at the Karvin colliery. Rain fell."
    whole = "The Karvin colliery explosion on Friday killed nine miners. " + claim
    sentences = [s for text, path in ((part, "b"), (whole, "c")) for s in split(an_article(text, path))]
    sentences = [*split(lead.article), *sentences]
    found = find_support(Passage((lead,)), sentences, Copies(()))
    assert [(c.article.id, c.role) for c in found] == [("c", "support"), ("b", "partial")]
    assert found[0].quote == claim


def test_any_order_of_articles_gives_the_same_support():
    sentences = seed_sentences()
    lead = Passage((next(s for s in sentences if "nuclear weapons testing" in s.text),))
    expected = find_support(lead, sentences, Copies(()))
    articles = sorted({s.article.id for s in sentences})
    for seed in range(3):
        random.Random(seed).shuffle(articles)
        turned = [s for article in articles for s in sentences if s.article.id == article]
        assert find_support(lead, turned, Copies(())) == expected


def test_nothing_of_another_occasion_supports_a_seed():
    sentences = seed_sentences()
    same_text = {"000", "001"}
    for sentence in sentences:
        for citation in find_support(Passage((sentence,)), sentences, Copies(())):
            pair = {sentence.article.origin_path[:3], citation.article.origin_path[:3]}
            assert pair == same_text, (sentence.text, citation.quote)
