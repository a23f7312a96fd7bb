"""The words that articles are found by, the same in both databases: folded, without accents, ideographs one by one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from briefing.errors import ConfigError
from briefing.types import Span

# Han, kana, Thai, Lao, Khmer and Burmese are written without blanks: there every sign is a word of its own.
_UNPARTED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
# Marks belong to the letter before them; \w leaves out those of most scripts.
_MARKS = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0981-\u0983\u09bc-\u09cd\u200c\u200d"
_WORD = re.compile(f"[{_UNPARTED}]|(?:(?![{_UNPARTED}])(?:[^\\W_]|[{_MARKS}]))+")
_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u200c\u200d]")
LONGEST = 60  # characters of a word that count: more is an address or a table


@lru_cache(maxsize=50_000)
def folded(word: str) -> str:
    """`Élysée` -> `elysee`. It may hold blanks where a compatibility form does, and be empty for marks alone."""
    if word.isascii():
        return word.lower()[:LONGEST]
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", word).casefold())
    return unicodedata.normalize("NFC", plain)[:LONGEST]


def words_of(text: str) -> list[str]:
    """The folded words, in their order."""
    return [word for found in _WORD.findall(text) for word in folded(found).split()]


def spans_of(text: str) -> Iterator[tuple[str, Span]]:
    """The folded words with where they stand."""
    for found in _WORD.finditer(text):
        for word in folded(found[0]).split():
            yield word, Span(*found.span())


@dataclass(frozen=True, slots=True)
class Term:
    """Words that must stand side by side (one, mostly). `start` is the beginning of a word; `without` is unwanted."""

    words: tuple[str, ...]
    start: bool = False
    without: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """Articles that hold all of the wanted terms and none of the others."""

    terms: tuple[Term, ...]

    @property
    def wanted(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if not term.without)

    @property
    def unwanted(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if term.without)


_TERM = re.compile(r'(-?)(?:"([^"]*)"?|(\S+))')


def parsed(text: str) -> Query:
    """`grain "export ban" price* -wheat`; ConfigError when there is nothing to look for."""
    terms = tuple(term for found in _TERM.finditer(text) if (term := _term(*found.groups(default=""))).words)
    query = Query(tuple(dict.fromkeys(terms)))
    if not query.wanted:
        hint = 'Write words, a "phrase", the beginning* of a word, and -word for what must not be there'
        raise ConfigError(f"nothing to look for in {text!r}", hint=hint)
    return query


def _term(minus: str, phrase: str, word: str) -> Term:
    """A word that is several, such as S-500, is a phrase."""
    return Term(tuple(words_of(phrase or word)), start=word.endswith("*"), without=bool(minus))
