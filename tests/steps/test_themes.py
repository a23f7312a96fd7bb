"""Themes: what the user names, what is found when nothing is named, and the title."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.config import Config, NamedTheme
from briefing.steps.copies import find_copies
from briefing.steps.themes import Subject, find_themes
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


def test_the_order_of_articles_does_not_matter(seeds: Path) -> None:
    articles = seed_articles(seeds)
    there, back = find_themes(*read(articles)), find_themes(*read(articles[::-1]))
    assert [s.label for s in there] == [s.label for s in back]


def test_nothing_gives_nothing() -> None:
    assert find_themes((), Copies(())) == ()
    assert find_title((), Copies(())) == ""
