"""Words, numbers and codes of a text, their stems, and the words that carry no content."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from briefing.text.rarity import most_frequent

# Vowel signs and points are marks, which `\w` leaves out; the zero-width joiners belong to Persian and Indic words.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u0980-\u0983\u09bc-\u09d7"
    "\u0a01-\u0a4d\u0a70-\u0a83\u0abc-\u0acd\u0b01-\u0b57\u0bbe-\u0c4d\u0cbc-\u0cd6\u0d00-\u0d57\u0d82-\u0ddf"
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u200c\u200d\xad"
)
_HAN = "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"


def _pattern(word: str, han: str) -> re.Pattern[str]:
    """One token a match, without a possessive 's: U.S. | 2.5, 1,000, 10:30, S-500, F-16, 20-year | don't, d'Estaing."""
    return re.compile(
        rf"((?:(?<![{word}])[^\W\d_]\.){{2,}}(?![{word}])|{han}"
        rf"[{word}]+(?:['’](?!s(?![{word}]))[{word}]+|(?<=\d)[.,:](?=\d)[{word}]+|-(?=\d)[{word}]+)*)"
        rf"(?:['’]s(?![{word}]))?",
        re.IGNORECASE,
    )


_ASCII = _pattern(r"A-Za-z0-9_", "")
_UNICODE = _pattern(rf"\w{_MARKS}", rf"[{_HAN}]+|")
_IS_HAN = re.compile(rf"[{_HAN}]")
_FOLDED = str.maketrans({"’": "'", "\xad": None, "\u200c": None, "\u200d": None, "_": None})


class Token(NamedTuple):
    """A word as it stands in the text: text[start:end]. A run of Chinese or Japanese gives its overlapping pairs."""

    text: str
    start: int
    end: int


def tokenise(text: str) -> list[Token]:
    """The tokens with their offsets; hyphened words come apart ("vice", "chairman") unless a digit follows ("S-500")."""
    found: list[Token] = []
    for match in (_ASCII if text.isascii() else _UNICODE).finditer(text):
        word, start = match.group(1), match.start(1)
        if _IS_HAN.match(word):
            found += [Token(pair, start + i, start + i + len(pair)) for i, pair in enumerate(_pairs(word))]
        else:
            found.append(Token(word, start, start + len(word)))
    return found


@lru_cache(maxsize=1 << 15)
def words(text: str, language: str = "en") -> tuple[str, ...]:
    """Case-folded tokens, with one apostrophe and no soft hyphens."""
    if text.isascii():
        return tuple(_ASCII.findall(text.lower()))
    folded = text.casefold().translate(_FOLDED)
    found: list[str] = _UNICODE.findall(folded)
    if not _IS_HAN.search(folded):
        return tuple(found)
    return tuple(pair for word in found for pair in (_pairs(word) if _IS_HAN.match(word) else (word,)))


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


def word_count(text: str, language: str = "en") -> int:
    """Words as a reader counts them; in Chinese and Japanese one for two characters."""
    found = words(text, language)
    han = len(_IS_HAN.findall(text))
    return len(found) if not han else len(found) - han // 2


# --- stems ---------------------------------------------------------------------------------------------------

STEMMERS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "fi": "finnish", "fr": "french", "hi": "hindi", "hu": "hungarian", "id": "indonesian",
    "it": "italian", "lt": "lithuanian", "nb": "norwegian", "no": "norwegian", "nl": "dutch", "pl": "polish",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip
_LIGHT_ENDINGS = {
    "uk": ("ями", "ами", "ього", "ого", "ому", "ими", "ній", "ові", "еві", "ах", "ях", "ою", "ею", "ів", "їв", "их", "им", "ий", "ій", "ої", "ам", "ям", "а", "я", "у", "ю", "і", "и", "о", "е", "ї", "й", "ь"),
    "he": ("יהם", "יהן", "ים", "ות", "יה", "ית", "ה"),
}  # fmt: skip


class _Stems(dict[str, str]):
    """Word -> stem of one language, filled as words come."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.endings = _LIGHT_ENDINGS.get(language, ())
        self.stemmer = _stemmer(language)

    def __missing__(self, word: str) -> str:
        self[word] = stem = self._stem(word)
        return stem

    def _stem(self, word: str) -> str:
        if not word.isalpha() and any(c.isdigit() for c in word):
            return word
        if self.stemmer is not None:
            return str(self.stemmer.stemWord(word))
        ending = next((e for e in self.endings if word.endswith(e) and len(word) - len(e) >= 3), "")
        return word.removesuffix(ending)


class _ContentStems(dict[str, str]):
    """Word -> stem, or nothing for a stop word."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language

    def __missing__(self, word: str) -> str:
        self[word] = found = "" if is_stop(word, self.language) else stem(word, self.language)
        return found


def _stemmer(language: str):  # type: ignore[no-untyped-def]
    if language not in STEMMERS:
        return None
    import Stemmer

    stemmer = Stemmer.Stemmer(STEMMERS[language])
    stemmer.maxCacheSize = 0
    return stemmer


@lru_cache(maxsize=None)
def _stems_of(language: str) -> _Stems:
    return _Stems(language)


@lru_cache(maxsize=None)
def _content_stems_of(language: str) -> _ContentStems:
    return _ContentStems(language)


def stem(word: str, language: str = "en") -> str:
    """The stem of a case-folded word; numbers and codes stay whole."""
    return _stems_of(language)[word]


@lru_cache(maxsize=1 << 15)
def stems(text: str, language: str = "en") -> tuple[str, ...]:
    """Stems of the content words, in order."""
    table = _content_stems_of(language)
    return tuple(filter(None, map(table.__getitem__, words(text, language))))


# --- stop words ----------------------------------------------------------------------------------------------

_ENGLISH_STOP = frozenset(
    """a about above across after again against all almost along already also although always am among amid an and another any
    anybody anyone anything are aren't around as at away back be became because become becomes been before behind being below between
    both but by came can can't cannot come could couldn't did didn't do does doesn't doing don't done down during each either else
    even ever every everyone everything for from further get gets getting go goes going got had hadn't has hasn't have haven't
    having he he'd he'll her here hers herself him himself his how however i i'd i'll i'm i've if in indeed instead into is isn't it it'd it'll
    its itself just let like likely made make makes making many may maybe me meanwhile might mine more most much must my myself near
    neither never no nobody none nor not nothing now of off often on once one ones only onto or other others our ours ourselves out
    over own per perhaps quite rather really said same say saying says she she'd she'll should shouldn't since so some somebody someone
    something still such than that the their theirs them themselves then there thereby therefore these they they'd they'll they're they've this
    those though through throughout thus till to together too toward towards under until unto up upon us very via was wasn't we we'd
    we'll we're we've well went were weren't what whatever when whenever where whereas wherever whether which while who whoever whole whom
    whose why will with within without won't would wouldn't yes yet you you'd you'll you're you've your yours yourself yourselves s t
    told added according mr mrs ms""".split()
)
_STOP_RANK = 100  # of the background table: above it the words of other languages begin to carry content


@lru_cache(maxsize=None)
def stop_words(language: str) -> frozenset[str]:
    """Words without content: our own list for English, the most frequent words of the background table elsewhere."""
    return _ENGLISH_STOP if language == "en" else frozenset(most_frequent(language, _STOP_RANK))


def is_stop(word: str, language: str = "en") -> bool:
    return word in stop_words(language) or (len(word) == 1 and word.isascii() and not word.isdigit())
