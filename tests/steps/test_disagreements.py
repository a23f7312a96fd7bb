"""Disagreements: the written pairs, the seeds, and what must never be one."""

from __future__ import annotations

import json
import random
from datetime import date
from pathlib import Path

import pytest

from briefing.steps.disagreements import common_words, find_disagreements
from briefing.steps.statements import clauses
from briefing.steps.support import find_support
from briefing.text.blocks import find_blocks
from briefing.text.clean import clean
from briefing.text.segment import split
from briefing.types import Article, Copies, Disagreement, Passage, Sentence

ROOT = Path(__file__).parent.parent.parent
LINES = (ROOT / "tests" / "cases" / "disagreements.jsonl").read_text(encoding="utf-8").splitlines()
PAIRS = [json.loads(line) for line in LINES]


def an_article(text: str, path: str, day: str | None = None) -> Article:
    text = clean(text)
    published = date.fromisoformat(day) if day else None
    return Article(path, "", text, find_blocks(text), path, published=published)


def found_in(pair: dict[str, str]) -> tuple[Disagreement, ...]:
    articles = [an_article(pair[side], f"{side}.txt", pair.get(f"{side}_date")) for side in ("a", "b")]
    return find_disagreements([s for a in articles for s in split(a)], (), Copies(tuple((a,) for a in articles)))


def seeds() -> tuple[list[Sentence], Copies]:
    articles = [an_article(p.read_text(encoding="utf-8"), p.name) for p in sorted((ROOT / "seeds").glob("*.txt"))]
    first, second, *others = articles
    copies = Copies(((first, second), *((article,) for article in others)))
    return [s for a in articles for s in split(a)], copies


def of_seeds() -> tuple[Disagreement, ...]:
    sentences, copies = seeds()
    return find_disagreements(sentences, (), copies)


def test_the_pairs_are_many_and_half_of_them_held_out_and_half_of_them_traps():
    assert len(PAIRS) >= 120
    assert 0.45 <= sum(pair["held_out"] for pair in PAIRS) / len(PAIRS) <= 0.55
    assert 0.45 <= sum(not pair["kinds"] for pair in PAIRS) / len(PAIRS) <= 0.55
    assert {p["trap"] for p in PAIRS if not p["kinds"]} >= {
        "other event", "unit", "rounding", "rising toll", "time zone", "spelling",
    }  # fmt: skip


@pytest.mark.parametrize("held_out", [True, False])
def test_precision_and_recall_on_the_pairs(held_out):
    right = false = missed = 0
    for pair in (p for p in PAIRS if p["held_out"] == held_out):
        kinds = [d.kind for d in found_in(pair)]
        hit = any(kind in pair["kinds"] for kind in kinds)
        right, false, missed = right + hit, false + len(kinds) - hit, missed + (bool(pair["kinds"]) and not hit)
    assert right / (right + false) >= 0.9
    assert right / (right + missed) >= 0.75


@pytest.mark.parametrize("pair", [p for p in PAIRS if not p["held_out"]], ids=lambda pair: pair["id"])
def test_sides_are_quotations_and_about_is_words_of_them(pair):
    for disagreement in found_in(pair):
        quotes = [citation.quote for side in disagreement.sides for citation in side]
        assert len(disagreement.sides) == 2
        assert all(quote and (quote in pair["a"] or quote in pair["b"]) for quote in quotes)
        assert any(disagreement.about in quote for quote in quotes)


def test_the_seeds_disagree_in_three_things_and_one_denial():
    told = [(d.kind, d.between, d.about, d.note) for d in of_seeds()]
    assert told == [
        ("scope", "versions", "nuclear arsenals", ""),
        ("certainty", "versions", "S-500 missile defence system", ""),
        ("date", "texts", "“no limits” partnership", "may be two declarations"),
        ("denial", "parties", "aiding Russia", ""),
    ]


def test_both_arsenals_are_quoted_side_by_side():
    scope = of_seeds()[0]
    assert [side[0].quote for side in scope.sides] == [
        "Both Russia and China continue to maintain significantly larger nuclear arsenals",
        "Russia continues to maintain a significantly larger nuclear arsenal",
    ]


def test_an_accusation_and_its_denial_are_shown_together():
    denial = of_seeds()[-1]
    (claim,), (reply,) = denial.sides
    assert claim.article == reply.article
    assert claim.quote.startswith("The U.S. has accused China")
    assert reply.quote.startswith("China, however, denies")


def test_none_of_the_five_occasions_and_no_office_holder_is_a_disagreement():
    for disagreement in of_seeds():
        text = " ".join(c.quote for side in disagreement.sides for c in side)
        assert not any(name in text for name in ("Shoigu", "Wei Fenghe", "Dong", "Malyugin", "Zhang", "Belousov"))


def test_no_seed_supports_what_it_disagrees_with():
    sentences, copies = seeds()
    for disagreement in find_disagreements(sentences, (), copies):
        (a, *_), (b, *_) = disagreement.sides
        lead = next(s for s in sentences if s.article == a.article and a.span in s.span)
        cited = find_support(Passage((lead,)), sentences, copies)
        assert not any(c.article == b.article and c.span.overlaps(b.span) for c in cited)


def test_any_order_gives_the_same_disagreements():
    sentences, copies = seeds()
    expected = find_disagreements(sentences, (), copies)
    for seed in range(3):
        turned = sentences[:]
        random.Random(seed).shuffle(turned)
        assert find_disagreements(turned, (), copies) == expected


def test_versions_of_one_text_and_independent_texts_are_told_apart():
    pair = next(p for p in PAIRS if p["kinds"] == ["number"] and not p["held_out"])
    articles = [an_article(pair[side], f"{side}.txt") for side in ("a", "b")]
    sentences = [s for a in articles for s in split(a)]
    one, two = Copies((tuple(articles),)), Copies(tuple((a,) for a in articles))
    assert [d.between for d in find_disagreements(sentences, (), one)] == ["versions"]
    assert [d.between for d in find_disagreements(sentences, (), two)] == ["texts"]


@pytest.mark.parametrize("text", ["", "One.", "A, b; c: d - e, and f while g", " , , "])
def test_clauses_stand_in_the_text(text):
    assert all(text[start:end].strip() == text[start:end] != "" for start, end in clauses(text))


def test_other_languages_are_silent():
    articles = an_article("Le pont mesure 84 mètres.", "a.txt"), an_article("Le pont mesure 48 mètres.", "b.txt")
    french = [Article(a.id, "", a.text, a.blocks, a.origin_path, language="fr") for a in articles]
    assert find_disagreements([s for a in french for s in split(a)], (), Copies(tuple((a,) for a in french))) == ()


def test_common_words_are_words_of_the_first_quotation():
    assert common_words("The old Orsa bridge fell.", "They mourn the Orsa bridge.") == "Orsa bridge"
    assert common_words("One thing.", "Another matter.") == ""
