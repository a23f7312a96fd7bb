"""Who is who: offices verbatim, spellings of one name together, two people never one."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.steps.people import find_people, find_spellings, same_name
from tests.seedbed import article, seed_articles, sentences_of


def test_seeds(seeds: Path) -> None:
    people = {p.name: p for p in find_people(sentences_of(seed_articles(seeds)))}
    assert {f.form for f in people["Andrey Belousov"].forms} == {"Andrey Belousov", "Andrei Belousov"}
    assert {f.form for f in people["Zhang Yuxia"].forms} == {"Zhang Yuxia", "Zhang Youxia"}
    offices = {name: [o.form for o in person.offices] for name, person in people.items()}
    assert offices["Sergei Shoigu"] == ["Russian Defence Minister"]
    assert offices["Wei Fenghe"] == ["Chinese Defence Minister"]
    assert offices["Dong Jun"] == ["China’s newly appointed Defense Minister"]
    assert set(offices["Andrey Belousov"]) == {"Russian Defence Minister", "a senior defense official"}


def test_spellings_of_the_seeds(seeds: Path) -> None:
    found = {frozenset(f.form for f in s.forms) for s in find_spellings(sentences_of(seed_articles(seeds)))}
    assert found == {frozenset({"Zhang Yuxia", "Zhang Youxia"}), frozenset({"Andrey Belousov", "Andrei Belousov"})}


def test_an_office_stands_in_each_article_it_is_cited_from(seeds: Path) -> None:
    for person in find_people(sentences_of(seed_articles(seeds))):
        for form in (*person.forms, *person.offices):
            assert all(form.form in a.text.replace("\u00a0", " ") for a in form.articles)


def test_places_and_bodies_are_nobody() -> None:
    text = (
        "The Central Bank of Norway, the chairman said, will move. The Daily Herald, a general newspaper, reported it."
    )
    assert find_people(sentences_of([article(text)])) == ()


def test_an_office_is_no_name() -> None:
    text = "Rune Vik, Chief Public Relations Officer, left. Quay Chief Executive Ada Lind met Professor Emeritus Olsen."
    names = {person.name for person in find_people(sentences_of([article(text)]))}
    assert "Rune Vik" in names
    assert not any("Officer" in name or "Executive" in name or "Emeritus" in name for name in names)


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Zhang Yuxia", "Zhang Youxia", True),
        ("Charles A. Richard", "Charles Richard", True),
        ("Andrey Belousov", "Andrei Belousov", True),
        ("Anna Berg", "Anna Holm", False),
        ("George Bush", "Jeb Bush", False),
        ("Kim Jong Un", "Kim Jong Il", False),
        ("Li Wei", "Li Wen", False),
        ("Anna Berg", "Berg", False),
    ],
)
def test_same_name(a: str, b: str, same: bool) -> None:
    assert same_name(a, b) is same
