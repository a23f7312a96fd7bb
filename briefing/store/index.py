"""The index of words: which articles hold what is looked for, newest first. One for each database, with one meaning."""

from __future__ import annotations

import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from briefing.store.database import Database
from briefing.store.words import Query, Term, words_of

METHOD = f"1/{unicodedata.unidata_version}"  # what words_of depends on: its own rules and the tables of letters
WORDS_AT_MOST = 100_000  # of one text that are indexed
LEXEMES_AT_MOST = 900_000  # bytes of one tsvector, which may hold a megabyte
POSITIONS = 16_383  # of a tsvector; words after it are found, phrases are not
PLACES_AT_MOST = 250  # of one word in one text that are kept; a tsvector holds 256
GAP = 10  # positions between title and text, so that no phrase spans both


class Entry(NamedTuple):
    """What is indexed of one article, by its number in the archive."""

    number: int
    title: str
    text: str


class Index(ABC):
    def __init__(self, database: Database) -> None:
        self.db = database

    @abstractmethod
    def add(self, entries: Iterable[Entry]) -> None: ...

    @abstractmethod
    def remove(self, entries: Iterable[Entry]) -> None:
        """The entries as they were added."""

    @abstractmethod
    def clear(self) -> None: ...

    @abstractmethod
    def find(self, query: Query, limit: int) -> list[int]:
        """Numbers of the articles added last that hold it, the last one first."""

    @abstractmethod
    def numbers(self) -> list[int]:
        """Of all articles in the index."""

    @abstractmethod
    def damage(self) -> str:
        """What is wrong with the index itself, or nothing."""

    def purge(self) -> None:  # noqa: B027 - most databases need none
        """Leaves nothing of what was removed in the files."""


def index_of(database: Database) -> Index:
    return FullText(database) if database.dialect == "sqlite" else Vectors(database)


class FullText(Index):
    """FTS5 without content: to remove an entry, its words are made again. Its tokenizer splits at blanks alone."""

    def add(self, entries: Iterable[Entry]) -> None:
        self.db.run_many("INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)", map(_joined, entries))

    def remove(self, entries: Iterable[Entry]) -> None:
        sql = "INSERT INTO words (words, rowid, title, text) VALUES ('delete', ?, ?, ?)"
        self.db.run_many(sql, map(_joined, entries))

    def clear(self) -> None:
        self.db.run("INSERT INTO words (words) VALUES ('delete-all')")

    def find(self, query: Query, limit: int) -> list[int]:
        sql = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT ?"
        return [number for (number,) in self.db.rows(sql, _match(query), limit)]

    def numbers(self) -> list[int]:
        return [number for (number,) in self.db.rows("SELECT id FROM words_docsize ORDER BY id")]

    def damage(self) -> str:
        from briefing.errors import StoreError

        try:
            self.db.run("INSERT INTO words (words) VALUES ('integrity-check')")
        except StoreError as error:
            return error.why or str(error)
        return ""

    def purge(self) -> None:
        self.db.run("INSERT INTO words (words) VALUES ('optimize')")


def _joined(entry: Entry) -> tuple[int, str, str]:
    return entry.number, " ".join(words_of(entry.title)), " ".join(words_of(entry.text)[:WORDS_AT_MOST])


def _match(query: Query) -> str:
    """FTS5's query language: `("grain" AND "export ban" AND "price" *) NOT "wheat"`."""
    wanted = " AND ".join(map(_phrase, query.wanted))
    return " NOT ".join([f"({wanted})", *map(_phrase, query.unwanted)])


def _phrase(term: Term) -> str:
    return f'"{" ".join(term.words)}"{" *" if term.start else ""}'


class Vectors(Index):
    """A tsvector that we make ourselves: the words are ours, not those of PostgreSQL's parser."""

    def add(self, entries: Iterable[Entry]) -> None:
        rows = ((entry.number, _vector(entry)) for entry in entries)
        self.db.run_many("INSERT INTO words (number, found) VALUES (?, CAST(? AS TSVECTOR))", rows)

    def remove(self, entries: Iterable[Entry]) -> None:
        self.db.run_many("DELETE FROM words WHERE number = ?", ((entry.number,) for entry in entries))

    def clear(self) -> None:
        self.db.run("DELETE FROM words")

    def find(self, query: Query, limit: int) -> list[int]:
        # OFFSET 0 is a fence: the planner would go through the numbers from the last one on, and read every vector.
        hits = "SELECT number FROM words WHERE found @@ CAST(? AS TSQUERY) OFFSET 0"
        newest = f"SELECT number FROM ({hits}) AS hits ORDER BY number DESC"  # noqa: S608
        if all(len(term.words) == 1 for term in query.terms):
            return [number for (number,) in self.db.rows(f"{newest} LIMIT ?", _tsquery(query), limit)]
        # Where a word stands is in the vectors alone: they are read from the newest on, until there are enough.
        sql = (
            f"SELECT number FROM ({newest} OFFSET 0) AS near WHERE (SELECT found @@ CAST(? AS TSQUERY) FROM words"  # noqa: S608
            " WHERE words.number = near.number) ORDER BY number DESC LIMIT ?"
        )
        return [number for (number,) in self.db.rows(sql, _tsquery(_anywhere(query)), _tsquery(query), limit)]

    def numbers(self) -> list[int]:
        return [number for (number,) in self.db.rows("SELECT number FROM words ORDER BY number")]

    def damage(self) -> str:
        return ""


def _vector(entry: Entry) -> str:
    """`'grain':1 'export':2,14`; a word has no quotation marks."""
    places: dict[str, list[int]] = {}
    left = LEXEMES_AT_MOST
    for place, word in _places(entry):
        at = places.get(word)
        if at is None:
            left -= len(word.encode()) + 8  # its entry and its alignment
            if left < 0:
                break
            at = places[word] = []
        if place <= POSITIONS and len(at) < PLACES_AT_MOST:
            at.append(place)
            left -= 2
    return " ".join(f"'{word}':{','.join(map(str, at))}" if at else f"'{word}'" for word, at in places.items())


def _places(entry: Entry) -> Iterator[tuple[int, str]]:
    title = words_of(entry.title)
    return chain(enumerate(title, 1), enumerate(words_of(entry.text)[:WORDS_AT_MOST], len(title) + GAP))


def _tsquery(query: Query) -> str:
    """`'grain' & ('export' <-> 'ban') & 'price':* & !'wheat'`."""
    return " & ".join([*map(_lexemes, query.wanted), *(f"!{_lexemes(term)}" for term in query.unwanted)])


def _anywhere(query: Query) -> Query:
    """What holds it holds this: the words of its phrases wherever they stand, and no phrase that is unwanted."""
    wanted = (Term((word,), term.start and word == term.words[-1]) for term in query.wanted for word in term.words)
    return Query((*wanted, *(term for term in query.unwanted if len(term.words) == 1)))


def _lexemes(term: Term) -> str:
    """A word of ours holds no quotation mark."""
    words = [f"'{word}'" for word in term.words]
    return f"({' <-> '.join(words)}{':*' if term.start else ''})"
