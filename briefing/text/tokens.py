"""Words, numbers and codes of a text, their stems, and the words that carry no content."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import chain
from typing import Any, NamedTuple

from briefing.patterns import rare
from briefing.text.rarity import most_frequent

# Vowel signs and points are marks, which `\w` leaves out; the zero-width joiners belong to Persian and Indic words.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u0980-\u0983\u09bc-\u09d7"
    "\u0a01-\u0a4d\u0a70-\u0a83\u0abc-\u0acd\u0b01-\u0b57\u0bbe-\u0c4d\u0cbc-\u0cd6\u0d00-\u0d57\u0d82-\u0ddf"
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u200c\u200d\xad"
)
_HAN = "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"


def _pattern(
    word: str, apostrophe: str, han: str, compiled: Callable[[str], re.Pattern[str]] = re.compile
) -> re.Pattern[str]:
    """One token a match: U.S. | 2.5, 1,000, 10:30, S-500, F-16 | don't, d'Estaing; a possessive 's is left out."""
    return compiled(
        rf"({han}[{word}](?:(?:\.[^\W\d_](?![{word}]))+\.?|[{word}]*"
        rf"(?:[{apostrophe}](?![sS](?![{word}]))[{word}]+|[.,:](?<=\d.)(?=\d)[{word}]+|[-‑](?=\d)[{word}]+)*))"
        rf"(?:['’][sS](?![{word}]))?"
    )


LETTERS = rf"(?:[^\W\d_]|[{_MARKS}])+"  # a pattern of a word without digits, in any script
_ASCII = _pattern("A-Za-z0-9", "'", "")
_HEBREW_MARKS = "״׳"  # inside acronyms
_UNICODE = _pattern(rf"\w{_MARKS}", f"'’{_HEBREW_MARKS}", rf"[{_HAN}]+|", rare)
_LATIN = _pattern(r"\w", "'’", "")
# What a text in Latin letters with the usual typography is without: then `_LATIN` finds what `_UNICODE` would.
_BEYOND_LATIN = re.compile("[^\x00-\xac\xae-\u02ff\u2010-\u203a]")
_IS_HAN = rare(rf"[{_HAN}]")
_FOLDED = str.maketrans({"’": "'", "ʼ": "'", "‑": "-", "״": '"', "\xad": None, "\u200c": None, "\u200d": None})
_AROUND_WORDS = ".,;:!?\"'()[]“”‘’«»„—–…"
_FIRST_HAN = "\u3005"
_LONGEST_CHUNK = 24  # characters: what is longer is an address, or a script without blanks
_MOST_CHUNKS = 300_000  # then the memory starts anew: about 60 MB


class Token(NamedTuple):
    """A word as it stands in the text: text[start:end]. A run of Chinese or Japanese gives its overlapping pairs."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=1 << 11)
def tokenise(text: str) -> tuple[Token, ...]:
    """The tokens with their offsets; hyphened words come apart ("vice", "chairman"), codes ("S-500") do not."""
    return tuple(_tokens(text))


def pattern_of(text: str) -> re.Pattern[str]:
    """The cheapest pattern that finds the tokens of this text."""
    if text.isascii():
        return _ASCII
    return _UNICODE if _BEYOND_LATIN.search(text) else _LATIN


def is_latin(text: str) -> bool:
    """Whether it has no letters but Latin ones, and no signs but the usual ones of print."""
    return text.isascii() or not _BEYOND_LATIN.search(text)


def has_han(text: str) -> bool:
    """Whether words do not stand apart by blanks in the text, Chinese or Japanese as it is."""
    return not is_latin(text) and max(text) >= _FIRST_HAN and _IS_HAN.search(text) is not None


def _tokens(text: str) -> Iterator[Token]:
    pattern = pattern_of(text)
    found = [_token((match[1], *match.span(1))) for match in pattern.finditer(text)]
    if pattern is not _UNICODE or not has_han(text):
        return iter(found)
    return (part for token in found for part in (_pair_tokens(token) if _IS_HAN.match(token.text) else (token,)))


_token = Token._make


def _pair_tokens(run: Token) -> Iterator[Token]:
    return (Token(pair, run.start + i, run.start + i + len(pair)) for i, pair in enumerate(_pairs(run.text)))


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


class _Chunks(dict[str, tuple[str, ...]]):
    """What stands between two blanks -> its tokens, case-folded: texts repeat their words, most are looked up."""

    def __missing__(self, chunk: str) -> tuple[str, ...]:
        core = chunk.strip(_AROUND_WORDS)
        if core.isalpha() and max(core) < _FIRST_HAN and core not in _DOTTED:
            found: tuple[str, ...] = (core.casefold().translate(_FOLDED) if not core.isascii() else core.lower(),)
        else:
            found = tuple(_folded(token.text) for token in _tokens(chunk))
        if len(chunk) <= _LONGEST_CHUNK:
            if len(self) >= _MOST_CHUNKS:
                self.clear()
            self[chunk] = found
        return found


_chunks = _Chunks()
# "US" would fall together with a pronoun, and the others are written in both ways.
_DOTTED = {"US": "u.s.", "USA": "u.s.", "U.S.A.": "u.s.", "UK": "u.k.", "UN": "u.n.", "EU": "e.u."}


def _folded(token: str) -> str:
    """The form in which two spellings of one token meet."""
    if token in _DOTTED:
        return _DOTTED[token]
    folded = token.casefold() if token.isascii() else token.casefold().translate(_FOLDED)
    return (
        folded + "." if len(folded) > 2 and folded[1] == "." and folded[-2] == "." and folded[-1].isalpha() else folded
    )


def words(text: str, language: str = "en") -> tuple[str, ...]:  # noqa: ARG001  all functions of a text take it
    """Case-folded tokens, with one kind of apostrophe and hyphen and no soft hyphens."""
    return tuple(chain.from_iterable(map(_chunks.__getitem__, text.split())))


@lru_cache(maxsize=1 << 12)
def word_count(text: str, language: str = "en") -> int:  # noqa: ARG001
    """Words as a reader counts them; in Chinese and Japanese one for two characters."""
    if not has_han(text):
        return len(text.split())
    blank = _IS_HAN.sub(" ", text)
    return len(words(blank)) + (len(text) - len(_IS_HAN.sub("", text)) + 1) // 2


# --- stems ---------------------------------------------------------------------------------------------------

STEMMERS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "fi": "finnish", "fr": "french", "hi": "hindi", "hu": "hungarian", "id": "indonesian",
    "it": "italian", "lt": "lithuanian", "nb": "norwegian", "no": "norwegian", "nl": "dutch", "pl": "polish",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip
_LIGHT_ENDINGS = {
    "uk": "ями ами ього ого ому ими ній ові еві ах ях ою ею ів їв их им ий ій ої ам ям а я у ю і и о е ї й ь".split(),
    "he": "יהם יהן ים ות יה ית ה".split(),
}  # fmt: skip


class _Stems(dict[str, str]):
    """Word -> stem of one language, filled as words come."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.endings = _LIGHT_ENDINGS.get(language, [])
        self.elides = language in {"fr", "it", "ca"}
        self.stemmer = _stemmer(language)

    def __missing__(self, word: str) -> str:
        if len(self) >= _MOST_CHUNKS:
            self.clear()
        self[word] = stem = self._stem(word.rpartition("'")[2] if self.elides else word)
        return stem

    def _stem(self, word: str) -> str:
        if not word.isalpha() and any(c.isdigit() for c in word):
            return word
        if self.stemmer is not None:
            return str(self.stemmer.stemWord(word))
        ending = next((e for e in self.endings if word.endswith(e) and len(word) - len(e) >= 3), "")
        return word.removesuffix(ending)


class _ContentStems(dict[str, tuple[str, ...]]):
    """What stands between two blanks -> the stems of its content words."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language, self.stems, self.stop = language, _stems_of(language), stop_words(language)

    def __missing__(self, chunk: str) -> tuple[str, ...]:
        found = tuple(self.stems[word] for word in _chunks[chunk] if not is_stop(word, self.language))
        if len(chunk) <= _LONGEST_CHUNK:
            if len(self) >= _MOST_CHUNKS:
                self.clear()
            self[chunk] = found
        return found


def _stemmer(language: str) -> Any:
    if language not in STEMMERS:
        return None
    import Stemmer

    stemmer = Stemmer.Stemmer(STEMMERS[language])
    stemmer.maxCacheSize = 0
    return stemmer


@cache
def _stems_of(language: str) -> _Stems:
    return _Stems(language)


@cache
def _content_stems_of(language: str) -> _ContentStems:
    return _ContentStems(language)


@lru_cache(maxsize=1 << 13)
def stem(word: str, language: str = "en") -> str:
    """The stem of a case-folded word; numbers and codes stay whole."""
    return _stems_of(language)[word]


def stems_of(words: Sequence[str], language: str = "en") -> list[str]:
    """The stem of each case-folded word, all at once: a tenth of the time of one by one."""
    known = _stems_of(language)
    if known.stemmer is None or known.elides:
        return [known[word] for word in words]
    found = known.stemmer.stemWords(words)
    return [stem if word.isalpha() else known[word] for word, stem in zip(words, found, strict=True)]


def stems(text: str, language: str = "en") -> tuple[str, ...]:
    """Stems of the content words, in order."""
    return tuple(chain.from_iterable(map(_content_stems_of(language).__getitem__, text.split())))


# --- stop words ----------------------------------------------------------------------------------------------

_ENGLISH_STOP = frozenset(
    """a about above across after again against all almost along already also although always am among amid an and
    another any anybody anyone anything are aren't around as at away back be became because become becomes been
    before behind being below between both but by came can can't cannot come could couldn't did didn't do does
    doesn't doing don't done despite down during each either else even ever every everyone everything for from
    further get gets getting go goes going got had hadn't has hasn't have haven't having he he'd he'll her here hers
    herself him himself his how however i i'd i'll i'm i've if in indeed instead into is isn't it it'd it'll its
    itself just let like likely made make makes making many may maybe me meanwhile might mine more most much must my
    myself near neither never no nobody none nor not nothing now of off often on once one ones only onto or other
    others our ours ourselves out over own per perhaps quite rather really said same say saying says she she'd
    she'll should shouldn't since so some somebody someone something still such than that the their theirs them
    themselves then there thereby therefore these they they'd they'll they're they've this those though through
    throughout thus till to together too toward towards under until unto up upon us very via was wasn't we we'd
    we'll we're we've well went were weren't what whatever when whenever where whereas wherever whether which while
    who whoever whole whom whose why will with within without won't would wouldn't yes yet you you'd you'll you're
    you've your yours yourself yourselves s t told added according mr mrs ms""".split()
)
_STOP_RANK = 100  # of the background table: below it the words of other languages carry content, and some above it do
_CONTENT = frozenset(
    """france vie temps monde zeit gente mundo vida tiempo brasil pessoas россии сша человек времени україни україні
    людей сша
    भारत सरकार देश मोदी लोगों काम
    中国 国家 美国 社会 政府 公司 日本 世界 发展 工作 问题 الله محمد اليوم العالم المتحدة العربية
    السعودية العمل عبد عام ישראל ελλάδα παιδιά ludzi lidí""".split()
)
_OWN_STOPS = frozenset({"ja", "zh"})  # whose pairs of characters are looked at
_CHINESE_PARTICLES = frozenset("的了在是也吗呢吧与")


@cache
def stop_words(language: str) -> frozenset[str]:
    """Words without content: our own list for English, the most frequent words of the background table elsewhere."""
    return _ENGLISH_STOP if language == "en" else frozenset(most_frequent(language, _STOP_RANK)) - _CONTENT


@lru_cache(maxsize=1 << 13)
def is_stop(word: str, language: str = "en") -> bool:
    """Whether the (case-folded) word carries no content; a Japanese or Chinese pair does when it is only particles."""
    if word in stop_words(language) or (len(word) == 1 and word.isascii() and not word.isdigit()):
        return True
    if language == "ja":
        return all("\u3040" <= character <= "\u309f" for character in word)
    return language == "zh" and not _CHINESE_PARTICLES.isdisjoint(word)


def content_words(words: Iterable[str], language: str = "en") -> list[str]:
    """Those of the (case-folded) words that are no stop words, many at once."""
    if language in _OWN_STOPS:
        return [word for word in words if not is_stop(word, language)]
    stop = stop_words(language)
    return [word for word in words if word not in stop and (len(word) != 1 or not word.isascii() or word.isdigit())]
