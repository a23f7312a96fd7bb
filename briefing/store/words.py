"""The words that articles are found by, the same in both databases: folded, without accents, ideographs one by one."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from briefing.errors import ConfigError

# Han, kana, Thai, Lao, Khmer and Burmese are written without blanks: there every sign is a word of its own.
_UNPARTED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
# Marks belong to the letter before them; \w leaves out those of most scripts.
_MARKS = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0981-\u0983\u09bc-\u09cd\u200c\u200d"
_WORD = re.compile(f"(?:[^\\W_{_UNPARTED}]++|[{_MARKS}]++)++|[{_UNPARTED}]")
_SIGN = re.compile(f"[{_UNPARTED}]")
_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u200c\u200d]")
WORDS_KNOWN = 100_000
LONGEST = 60  # characters of a word that count: more is an address or a table


def folded(word: str) -> str:
    """`Élysée` -> `elysee`, `½` -> `1 2`: a sign may stand for several words, with blanks between, or for none."""
    if word.isascii():
        return word.lower()[:LONGEST]
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", word).casefold())
    return " ".join(_WORD.findall(unicodedata.normalize("NFC", plain)))[:LONGEST].rstrip()


class _Folded(dict[str, str]):
    """Words as they are met, so that each is folded once; begun anew when there are too many."""

    def __missing__(self, word: str) -> str:
        if len(self) > WORDS_KNOWN:
            self.clear()
        self[word] = folded(word)
        return self[word]


_FOLDED = _Folded()


class _Parted(dict[str, str]):
    """What stands between blanks, as it is met, to the folded words in it: no word reaches over a blank."""

    def __missing__(self, part: str) -> str:
        words = " ".join(map(_FOLDED.__getitem__, _WORD.findall(part)))
        if len(part) <= LONGEST:  # where words are not parted, a paragraph is
            if len(self) > WORDS_KNOWN:
                self.clear()
            self[part] = words
        return words


_PARTED = _Parted()
_MARKS_OF_PRINT = "’“”‘–—…«»„"  # no part of any word; without them most texts are ASCII, or nearly
_ASCII_FOLDED = bytes(
    byte if byte >= 0x80 else ord(chr(byte).lower()) if chr(byte).isalnum() else ord(" ") for byte in range(256)
)


def words_of(text: str) -> list[str]:
    """The folded words, in their order: ASCII all at once, which is twenty times as fast as word by word."""
    if not text.isascii():
        for mark in _MARKS_OF_PRINT:
            text = text.replace(mark, " ")
    if not text.isascii():
        text = " ".join([part if part.isascii() else _PARTED[part] for part in text.split()])
    words = text.encode().translate(_ASCII_FOLDED).decode().split()
    return [word[:LONGEST] for word in words] if len(max(words, key=len, default="")) > LONGEST else words


def levelled(text: str) -> str:
    """The text folded sign by sign, so that every place stays where it is: ß and ﬁ, which fold to two, stay as well."""
    return text.lower() if text.isascii() else text.translate(_LEVEL)


class _Level(dict[int, str]):
    """Filled as signs are met."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        plain = folded(sign)
        self[code] = plain if len(plain) == 1 else sign
        return self[code]


_LEVEL = _Level()


def is_unparted(word: str) -> bool:
    """Whether it is a sign of a script without blanks."""
    return _SIGN.fullmatch(word) is not None


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
