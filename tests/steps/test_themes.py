"""Themes: what the user names, what is found when nothing is named, and the title."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.config import Config, NamedTheme
from briefing.steps.copies import find_copies
from briefing.steps.themes import Subject, capital, find_themes
from briefing.steps.title import find_title
from briefing.types import Article, Copies, Sentence
from tests.seedbed import article, seed_articles, sentences_of

Read = tuple[tuple[Sentence, ...], Copies]


def read(articles: list[Article]) -> Read:
    sentences, copies = sentences_of(articles), find_copies(articles, Config().copies)
    return sentences, copies


def files(subject: Subject) -> set[str]:
    return {m.sentence.article.origin_path[6:9] for m in subject.members}


@pytest.fixture(scope="module")
def seed_read() -> Read:
    return read(seed_articles(Path(__file__).parents[2] / "seeds"))


@pytest.mark.parametrize(
    ("name", "articles", "holds", "never"),
    [
        ("S-500 offer", {"000", "001"}, "S-500", "sanctions"),
        ("Golden Dome concerns", {"000", "001"}, "Golden Dome", "S-500"),
        ('"No limits" partnership', {"002", "004"}, "no limits", "S-500"),
        ("“No limits” partnership", {"002", "004"}, "unlimited cooperation", "S-500"),
        ("no limits", {"002", "004"}, "no limits", "S-500"),
        ("nuclear weapons testing", {"000", "001"}, "testing", "Telegram"),
    ],
)
def test_named(seed_read: Read, name: str, articles: set[str], holds: str, never: str) -> None:
    (subject,) = find_themes(*seed_read, (NamedTheme(name),))
    texts = [m.sentence.text for m in subject.members]
    assert files(subject) == articles
    assert any(holds in text for text in texts)
    assert not any(never in text for text in texts)


def test_terms_widen_a_name(seed_read: Read) -> None:
    (subject,) = find_themes(*seed_read, (NamedTheme("Shields", ("missile shield",)),))
    assert all("missile shield" in s.text for s in subject.direct)
    assert len(subject.direct) == 2


def test_a_name_that_matches_nothing_is_said_with_near_misses(seed_read: Read) -> None:
    (subject,) = find_themes(*seed_read, (NamedTheme("arsenalist"),))
    assert not subject.members
    assert subject.note.startswith("'arsenalist' matched nothing; near: ")
    assert "nuclear arsenals" in subject.note
    (odd,) = find_themes(*seed_read, (NamedTheme("cheese tariff"),))
    assert odd.note == "'cheese tariff' matched nothing"


def test_found(seed_read: Read) -> None:
    labels = [s.label for s in find_themes(*seed_read)]
    for wanted in ("S-500", "Golden Dome", "o limits"):
        assert any(wanted in label for label in labels), labels
    assert not any("cooperation" in label or label in {"Russia", "China", "Russia and China"} for label in labels), (
        labels
    )


def test_a_found_label_stands_in_the_articles(seed_read: Read) -> None:
    words = " ".join(s.text for s in seed_read[0]).casefold()
    for subject in find_themes(*seed_read):
        assert subject.label.casefold() in words


def test_title_of_the_seeds(seed_read: Read) -> None:
    assert find_title(*seed_read) == "Russia and China: military cooperation"


DAY = {
    "ferry": "The ferry Norna sank off Bergen on Monday, the coast guard said. "
    "Divers searched the ferry Norna for survivors.",
    "ferry2": "Twelve people died when the ferry Norna sank near Bergen harbour. "
    "The coast guard in Bergen raised the ferry Norna.",
    "bank": "The Bank of Chile cut its key rate to four per cent on Thursday. "
    "The rate cut by the Bank of Chile surprised traders.",
    "bank2": "Chile's central bank lowered the key rate to four per cent. "
    "Traders had not expected a rate cut by the Bank of Chile.",
    "chess": "Ivan Petrov won the chess title in Baku after a long endgame. The chess title is the third for Petrov.",
    "chess2": "In Baku, Ivan Petrov took the chess title from the champion. "
    "Petrov drew the last game for the chess title.",
}


def test_a_day_of_many_matters_has_their_subjects() -> None:
    many = [article(text, path=f"{name}{i}.txt") for i in range(3) for name, text in DAY.items()]
    subjects = find_themes(*read(many))
    assert len(subjects) >= 2
    for subject in subjects:
        assert len({m.sentence.article.origin_path[:4] for m in subject.members}) == 1


def labels_of(*texts: str, title: str = "", language: str = "en") -> list[str]:
    basis = "stated" if title else "derived"
    found = [
        article(text, path=f"{i}.txt", title=title, title_basis=basis, language=language)
        for i, text in enumerate(texts)
    ]
    return [subject.label for subject in find_themes(*read(found))]


@pytest.mark.parametrize(
    ("texts", "wanted", "never"),
    [
        pytest.param(
            ("The clerk was asked to handle calculations of the harbour levy.",
             "Nobody had time to handle calculations of the harbour levy."),
            "harbour levy", "andle calculations", id="behind 'to' stands a verb",
        ),
        pytest.param(
            ("The pump is considered essential in Lindwick. The flood wall broke.",
             "The pump was considered essential. Engineers looked at the flood wall."),
            "flood wall", "onsidered essential", id="an adjective is no noun",
        ),
        pytest.param(
            ("Eleven divers suffered minor injuries in the ferry fire.",
             "The ferry fire left eleven divers with minor injuries."),
            "ferry fire", "inor injuries", id="no adjective that names nothing",
        ),
        pytest.param(
            ("On Tuesday the grain pact failed. The grain pact had held since Tuesday.",
             "The grain pact failed on Tuesday, traders said."),
            "grain pact", "Tuesday", id="no day",
        ),
        pytest.param(
            ("The “broken promise” available to readers angered the dock union.",
             "The dock union spoke of a “broken promise” available to readers."),
            "dock union", "available", id="no adjective behind a quoted name",
        ),
        pytest.param(
            ("The yard said it “unintentionally” opened the sluice gate. The sluice gate is old.",
             "The yard “unintentionally” opened the sluice gate, it said."),
            "luice gate", "nintentionally", id="no adverb",
        ),
        pytest.param(
            ("A Hit-and-Run Crash shut the quay road. A clinic providing care is near the quay road.",
             "The Hit-and-Run Crash on the quay road worried a clinic providing care."),
            "uay road", "Run Crash", id="no half of a compound",
        ),
        pytest.param(
            ("The clinic providing care kept the quay road open. It cost R6500 a day.",
             "The clinic providing care near the quay road asked for R6500."),
            "uay road", "linic providing", id="no participle at the end",
        ),
        pytest.param(
            ("The harbour police seized tugs reversed course in a night raid.",
             "The harbour police led a night raid."),
            "arbour police", "reversed", id="no clause",
        ),
    ],
)  # fmt: skip
def test_a_label_is_a_whole_noun_phrase(texts: tuple[str, ...], wanted: str, never: str) -> None:
    found = labels_of(*texts)
    assert any(wanted.casefold() in label.casefold() for label in found), found
    assert not any(never.casefold() in label.casefold() for label in found), found


def test_what_a_headline_speaks_of_goes_first() -> None:
    texts = (
        "The night train to Lindwick stood still. The signal box at Norwell burned.",
        "The signal box at Norwell burned out. The night train to Lindwick waited.",
    )
    assert labels_of(*texts, title="Fire in the signal box")[0] == "Signal box"
    assert labels_of(*texts, title="The night train waited")[0] == "Night train"


def test_a_strand_in_another_language_holds_its_sentences() -> None:
    texts = (
        "Die Feuerwehr rettete Schafe. In der Elbniederung stieg das Hochwasser, sagte der Landrat von Norwell Süd.",
        "Der Landrat von Norwell Süd ließ Deiche erhöhen. Das Hochwasser erreichte die Elbniederung am Abend.",
    )
    subjects = find_themes(*read([article(t, path=f"{i}.txt", language="de") for i, t in enumerate(texts)]))
    assert subjects
    assert all(subject.members for subject in subjects)


def test_a_number_in_a_label_keeps_its_letters() -> None:
    assert capital("97th Avenue") == "97th Avenue"
    assert capital("“golden” gate") == "“Golden” gate"


def test_a_matter_without_strands_is_a_theme() -> None:
    one = article("The grain barge sank. The grain barge had been overloaded, the harbour office said.", path="a.txt")
    (subject,) = find_themes(*read([one]))
    assert len(subject.members) == 2


def test_the_order_of_articles_does_not_matter(seeds: Path) -> None:
    articles = seed_articles(seeds)
    there, back = find_themes(*read(articles)), find_themes(*read(articles[::-1]))
    assert [s.label for s in there] == [s.label for s in back]


def test_nothing_gives_nothing() -> None:
    assert find_themes((), Copies(())) == ()
    assert find_title((), Copies(())) == ""
