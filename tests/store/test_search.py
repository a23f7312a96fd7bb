"""Searching: the same articles, in the same order, with the same snippets from both databases."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.errors import ConfigError
from briefing.store import open_store
from briefing.store.articles import CANDIDATES
from briefing.store.words import levelled, words_of
from tests.builders import article

AT = datetime(2026, 1, 5, 7, tzinfo=UTC)
TEXTS = {
    "ban": ("Grain", "The export ban on grain ends on Friday. Bakers are glad."),
    "price": ("Prices", "Bread prices rose by 3.5 per cent at Élysée Palace, Marie-Claire’s café said."),
    "missile": ("Missiles", "An S-500 battery and an S-400 battery were shown. The ban on export stays."),
    "china": ("粮食", "中国的粮食出口禁令星期五结束。"),
    "russia": ("Зерно", "Запрет на вывоз зерна снят; ёлки остались."),
    "arabic": ("حظر", "انتهى حَظْر تصدير الحبوب"),
    "german": ("Straße", "Die Straße ist gesperrt, der Fußball fällt aus."),
    "title": ("Quarrel about bread", "Nobody says why."),
}

QUERIES = {
    "grain": {"ban"},
    "GRAIN friday": {"ban"},
    "export ban": {"ban", "missile"},
    '"export ban"': {"ban"},
    '"ban on export"': {"missile"},
    "ban -grain": {"missile"},
    'ban -"export ban"': {"missile"},
    "bak*": {"ban"},
    "pric* -grain": {"price"},
    '"bread pric*': set(),
    "S-5*": {"missile"},
    "S-6*": set(),
    '"export ban" -"bread prices"': {"ban"},
    '"ban on" -"export ban" -battery': set(),
    '"ban on" "export ban"': {"ban"},
    '"the ban on export" -"S-300"': {"missile"},
    "elysee cafe": {"price"},
    "Élysée": {"price"},
    "marie-claire": {"price"},
    "3.5": {"price"},
    "S-500": {"missile"},
    "s500": set(),
    "粮食": {"china"},
    "食粮": set(),
    "出口禁令": {"china"},
    "ЗЕРНА": {"russia"},
    "елки": {"russia"},
    "حظر": {"arabic"},
    "strasse": {"german"},
    "fussball": {"german"},
    "bread": {"price", "title"},
    "quarrel nobody": {"title"},
    '"bread nobody"': set(),
    "bread bread": {"price", "title"},
    "AND": {"missile"},
    "½": set(),
    "grain OR bread": set(),
    "NEAR(grain bread)": set(),
    "grain:bread": set(),
    "title:grain": set(),
    "'grain'": {"ban"},
    "grain\\": {"ban"},
    "grain & !bread | x": set(),
    "(grain)": {"ban"},
    "grain^2": set(),
}


@pytest.fixture(scope="module")
def sqlite_archive(tmp_path_factory):
    with open_store(str(tmp_path_factory.mktemp("search") / "a.sqlite")) as store:
        _fill(store)
        yield store


@pytest.fixture
def archive(request, place):
    with open_store(place) as store:
        _fill(store)
        yield store


def _fill(store) -> None:
    for name, (title, text) in TEXTS.items():
        store.articles.add([article(text, title=title, publisher=name)], at=AT)


def test_each_query_finds_what_it_should(archive):
    for query, expected in QUERIES.items():
        assert {found.kept.article.publisher for found in archive.articles.search(query)} == expected, query


def test_both_databases_answer_alike(sqlite_archive, postgresql_url):
    with open_store(postgresql_url) as other:
        _fill(other)
        for query in QUERIES:
            answers = [
                [(found.kept.article.publisher, found.snippet) for found in store.articles.search(query)]
                for store in (sqlite_archive, other)
            ]
            assert answers[0] == answers[1], query


@pytest.mark.parametrize("query", ["", "  ", '""', "-grain", "*", "…", "- -", '-"export ban"'])
def test_a_query_without_a_word_is_refused(sqlite_archive, query):
    with pytest.raises(ConfigError, match="nothing to look for"):
        sqlite_archive.articles.search(query)


@given(st.text(max_size=30))
def test_no_query_is_an_error_of_the_database(sqlite_archive, query):
    try:
        sqlite_archive.articles.search(query)
    except ConfigError as error:
        assert "nothing to look for" in str(error)  # noqa: PT017


def test_of_two_the_one_that_speaks_of_it_more_comes_first(place):
    with open_store(place) as store:
        often = article("Grain, grain and grain again. " + "It is dear. " * 10, title="Often")
        store.articles.add([often, article("Grain once. " + "It is dear. " * 10, title="Once")], at=AT)
        store.articles.add([article("Nothing but once grain. " + "It is. " * 10, title="Grain")], at=AT)
        assert [found.kept.article.title for found in store.articles.search("grain")] == ["Grain", "Often", "Once"]


def test_of_many_the_newest_are_put_in_order(tmp_path):
    with open_store(str(tmp_path / "a.sqlite")) as store:
        best = article("Grain grain grain grain.", title="Grain")
        store.articles.add([best, *(article(f"Grain {n}.", title=f"T{n}") for n in range(CANDIDATES))], at=AT)
        found = store.articles.search("grain", 5)
        assert best not in [one.kept.article for one in found]
        assert len(store.articles.search("grain", CANDIDATES + 1)) == CANDIDATES + 1


# --- snippets ------------------------------------------------------------------------------------------------


def shown(store, query: str) -> list[str]:
    """Snippets with the words found in brackets."""
    lines = []
    for found in store.articles.search(query):
        text = found.snippet.text
        for mark in reversed(found.snippet.marks):
            text = f"{text[: mark.start]}[{text[mark.start : mark.end]}]{text[mark.end :]}"
        lines.append(text)
    return lines


def test_the_words_found_are_marked(sqlite_archive):
    assert shown(sqlite_archive, '"export ban" friday') == [
        "The [export ban] on grain ends on [Friday]. Bakers are glad."
    ]
    assert shown(sqlite_archive, "elysee pric*") == [
        "Bread [prices] rose by 3.5 per cent at [Élysée] Palace, Marie-Claire’s café said."
    ]
    assert shown(sqlite_archive, "粮食") == ["中国的[粮食]出口禁令星期五结束。"]
    assert shown(sqlite_archive, "S-500") == [
        "An [S-500] battery and an S-400 battery were shown. The ban on export stays."
    ]


def test_a_snippet_of_a_long_text_is_cut_between_words_around_what_was_found(tmp_path):
    with open_store(str(tmp_path / "a.sqlite")) as store:
        text = "Nothing of note. " * 40 + "At last the ban on grain ended.\n" + "Nothing of note. " * 40
        store.articles.add([article(text)], at=AT)
        (found,) = store.articles.search("grain ban")
    assert found.snippet.text.startswith("… ")
    assert found.snippet.text.endswith(" …")
    assert "\n" not in found.snippet.text
    assert [found.snippet.text[mark.start : mark.end] for mark in found.snippet.marks] == ["ban", "grain"]
    assert len(found.snippet.text) <= 204
    assert found.snippet.text.strip("… ") in text.replace("\n", " ")


@given(st.text(max_size=50))
def test_levelling_moves_no_sign(text):
    assert len(levelled(text)) == len(text)


@given(st.text(max_size=50))
def test_a_text_is_found_by_its_own_words(text):
    assert words_of(" ".join(words_of(text))) == words_of(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It's an S-500, he_said: 3.5%!", "it s an s 500 he said 3 5"),
        ("“It’s over”—he said…", "it s over he said"),
        ("Élysée’s «Café-Bar»\xa0½ no.7", "elysee s cafe bar 1 2 no 7"),
        ("a\x1cb\x85c\ud800d İzmir", "a b c d izmir"),
        ("粮食ban ends", "粮 食 ban ends"),
        (f"{'x' * 70} y é{'z' * 70}", f"{'x' * 60} y e{'z' * 59}"),
    ],
)
def test_words_are_folded_one_by_one_however_many_are_taken_at_once(text, words):
    assert words_of(text) == words.split()


@given(st.lists(st.text("aB1’é—ßｶ粮\u0301\u200d ", min_size=1, max_size=6), max_size=4))
def test_the_words_of_a_text_are_those_of_its_parts(parts):
    assert words_of(" \n".join(parts)) == [word for part in parts for word in words_of(part)]
