"""What goes back to one text, what only looks like it, and how the small and the large computation agree."""

from __future__ import annotations

import random
import tomllib
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench import changes
from bench.data import written
from briefing.steps import meetings, sharing, shingles
from briefing.steps.copies import find_copies, superseded
from briefing.text.blocks import find_blocks
from briefing.text.clean import clean
from briefing.types import Article

TEXTS: dict[str, str] = tomllib.loads(
    (Path(__file__).parent.parent / "cases" / "copies.toml").read_text(encoding="utf-8")
)


def an_article(text: str, name: str, title: str = "", **known: Any) -> Article:
    text = clean(text)
    return Article(id=name, title=title, text=text, blocks=find_blocks(text, title), origin_path=name, **known)


def origins(*texts: str) -> list[set[int]]:
    """The origins of some texts, by place."""
    found = find_copies([an_article(text, str(i)) for i, text in enumerate(texts)])
    return [{int(article.id) for article in origin} for origin in found.origins]


def kinds(*texts: str) -> list[str]:
    return [link.kind for link in find_copies([an_article(text, str(i)) for i, text in enumerate(texts)]).links]


def quoting(text: str, quotation: str, marks: str = "“”") -> str:
    head, _, tail = text.partition("\n\n")
    return f"{head}\n\n{marks[0]}{quotation}{marks[1]} the statement said.\n\n{tail}"


def test_seeds_000_and_001_go_back_to_one_text(seeds: Path) -> None:
    articles = [an_article(path.read_text(encoding="utf-8"), path.name[:3]) for path in sorted(seeds.glob("*.txt"))]
    found = find_copies(articles)
    assert [[a.id for a in origin] for origin in found.origins] == [["000", "001"], ["002"], ["003"], ["004"]]
    assert [(link.a.id, link.b.id, link.kind) for link in found.links] == [("000", "001", "rewrite")]


def test_six_reprints_and_an_independent_report_are_two_origins() -> None:
    assert origins(*[TEXTS["report"]] * 6, TEXTS["other"]) == [{0, 1, 2, 3, 4, 5}, {6}]


def test_every_kind_of_copy_is_found_and_named() -> None:
    edited = TEXTS["report"].replace("Monday", "Tuesday").replace("six more", "eight more")
    half = TEXTS["report"][: len(TEXTS["report"]) * 6 // 10]
    assert kinds(TEXTS["report"], TEXTS["report"]) == ["verbatim"]
    assert kinds(TEXTS["report"], edited) == ["edited"]
    assert kinds(TEXTS["report"], half) in (["part"], ["edited"])
    assert kinds(TEXTS["report"], TEXTS["rewrite"]) == ["rewrite"]


def test_a_joined_text_is_an_origin_of_its_own_and_merges_nothing() -> None:
    joined = f"{TEXTS['report']}\n\n{TEXTS['unrelated']}"
    assert origins(TEXTS["report"], joined, TEXTS["unrelated"]) == [{0}, {1}, {2}]
    assert kinds(TEXTS["report"], joined, TEXTS["unrelated"]) == ["joined", "joined"]
    assert origins(TEXTS["report"], joined, TEXTS["unrelated"], joined) == [{0}, {1, 3}, {2}]


@pytest.mark.parametrize("marks", ["“”", '""', "«»", "„“"])
def test_two_reports_that_quote_one_statement_are_not_copies(marks: str) -> None:
    first, second = (quoting(TEXTS[name], TEXTS["statement"], marks) for name in ("report", "other"))
    assert origins(first, second) == [{0}, {1}]


def test_the_furniture_of_one_publishers_pages_makes_no_copies() -> None:
    pages = [f"{TEXTS[name]}\n\n{TEXTS['furniture']}" for name in ("report", "unrelated", "other")]
    assert origins(*pages) == [{0}, {1}, {2}]


def test_two_articles_about_one_event_are_not_copies() -> None:
    assert origins(TEXTS["report"], TEXTS["other"], TEXTS["unrelated"]) == [{0}, {1}, {2}]


@pytest.mark.parametrize("few", [sharing.FEW, 0])
def test_a_rewrite_that_kept_little_but_a_speech_is_one_another_report_of_the_speech_is_none(
    few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "FEW", few)
    names = ("speech_from_the_board", "speech_rewritten", "speech_in_the_town")
    assert origins(*(TEXTS[name].replace("{speech}", TEXTS["speech"]) for name in names)) == [{0, 1}, {2}]


FORMS = [
    "form_ferry", "form_mill", "form_bus", "form_results_one", "form_results_two", "form_market_tuesday",
    "form_market_thursday",
]  # fmt: skip


@pytest.mark.parametrize("few", [sharing.FEW, 0])
def test_reports_of_different_events_in_the_same_words_are_not_copies(
    few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "FEW", few)
    assert origins(*(TEXTS[name] for name in FORMS)) == [{i} for i in range(len(FORMS))]


def test_a_rewrite_that_keeps_its_names_and_numbers_is_one_also_of_a_form() -> None:
    names = [*FORMS, "form_ferry_rewritten"]
    assert origins(*(TEXTS[name] for name in names)) == [{0, 7}, *({i} for i in range(1, len(FORMS)))]


def test_a_form_filled_in_anew_at_the_same_address_is_a_version() -> None:
    one, two = (an_article(TEXTS[name], name, url="https://news.example/1") for name in ("form_ferry", "form_mill"))
    assert len(find_copies([one, two]).origins) == 1


def test_a_later_text_at_the_same_address_is_an_update() -> None:
    old = an_article(TEXTS["report"], "b", url="https://news.example/1", published=date(2026, 3, 2))
    new = an_article(TEXTS["other"], "a", url="https://news.example/1", published=date(2026, 3, 3))
    found = find_copies([old, new])
    assert [(link.a, link.b, link.kind) for link in found.links] == [(old, new, "update")]
    assert superseded(found) == {"b"}
    assert len(found.origins) == 1


def test_a_later_text_with_title_and_publisher_is_an_update_when_it_overlaps() -> None:
    known = {"title": "Nordbris gives in", "publisher": "The Skarholm Post"}
    old = an_article(TEXTS["report"], "a", **known, published=date(2026, 3, 2))
    new = an_article(TEXTS["report"] + "\n\nThe dockers cheered.", "b", **known, published=date(2026, 3, 3))
    column = an_article(TEXTS["unrelated"], "c", **known, published=date(2026, 3, 4))
    found = find_copies([old, new, column])
    assert [(link.a.id, link.b.id, link.kind) for link in found.links] == [("a", "b", "update")]
    assert len(found.origins) == 2


def test_undated_articles_at_one_address_are_one_origin_and_no_update() -> None:
    one, two = (
        an_article(TEXTS["report"] + more, more or "0", url="https://news.example/1") for more in ("", " More.")
    )
    found = find_copies([one, two])
    assert len(found.origins) == 1
    assert not superseded(found)


@pytest.mark.parametrize("text", ["", "One.", "…", "好的。", "A few words only."])
def test_short_and_empty_texts(text: str) -> None:
    assert origins(text, TEXTS["report"]) == [{0}, {1}]


def test_short_texts_are_copies_only_of_themselves() -> None:
    assert origins("Harbour closed.", "Harbour closed.", "Harbour closed today.") == [{0, 1}, {2}]


@cache
def made(count: int, seed: int) -> tuple[Article, ...]:
    texts = [base.text for base in written(count // 4, seed)]
    return tuple(an_article(text, f"{i:04}") for i, text in enumerate(changes.stream(texts, count, seed)))


@settings(max_examples=10)
@given(st.randoms())
def test_any_order_gives_the_same_origins_and_links(mixed: random.Random) -> None:
    articles = list(made(24, seed=2))
    expected = find_copies(articles)
    mixed.shuffle(articles)
    assert find_copies(articles) == expected


def test_origins_partition_the_articles() -> None:
    articles = made(60, seed=4)
    found = find_copies(articles)
    assert sorted(a.id for origin in found.origins for a in origin) == [a.id for a in articles]


def test_few_and_many_articles_are_compared_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    articles = [*made(60, seed=6), *(an_article(quoting(TEXTS["report"], TEXTS[n]), n) for n in ("statement", "other"))]
    odd = [
        "",
        "Word.",
        "Two words.",
        "Жители порта ждали судно. «Мы не уйдём», — сказал капитан.",
        "好的。" * 9,
    ]
    articles += [an_article(text, f"{i}{text[:1]}") for text in odd for i in range(3)]
    few = find_copies(articles)
    monkeypatch.setattr(sharing, "FEW", 0)
    assert find_copies(articles) == few
    monkeypatch.setattr(meetings, "BLOCK", 3_000)
    monkeypatch.setattr(meetings, "SHARD", 500)
    assert find_copies(articles) == few


def test_a_crowd_of_reprints_is_one_origin(monkeypatch: pytest.MonkeyPatch) -> None:
    crowd = [replace(an_article(TEXTS["report"], f"{i:03}"), publisher=str(i)) for i in range(shingles.CROWD + 20)]
    for few in (sharing.FEW, 0):
        monkeypatch.setattr(sharing, "FEW", few)
        assert len(find_copies(crowd).origins) == 1
