"""The language of a text, told by its script and, for Latin letters, by its commonest little words."""

from __future__ import annotations

import re
from collections import Counter
from math import lcm

from briefing.patterns import rare

SAMPLE = 3_000  # characters
MIN_VOTES = 2  # below which nothing is claimed
DEFAULT = "en"  # the first of LITTLE_WORDS too, so that it wins a tie
MIN_FOREIGN = 5  # letters of another script, below which none is looked for

# The first script that holds a fifth of the letters decides; kana before Han, because Japanese uses both.
SCRIPTS = (
    ("ja", rare(r"[\u3040-\u30ff]"), 0.1),
    ("ko", rare(r"[\uac00-\ud7af\u1100-\u11ff]"), 0.2),
    ("zh", rare(r"[\u4e00-\u9fff\u3400-\u4dbf]"), 0.2),
    ("ar", rare(r"[\u0600-\u06ff\u0750-\u077f]"), 0.2),
    ("he", rare(r"[\u0590-\u05ff]"), 0.2),
    ("el", rare(r"[\u0370-\u03ff\u1f00-\u1fff]"), 0.2),
    ("hi", rare(r"[\u0900-\u097f]"), 0.2),
    ("th", rare(r"[\u0e00-\u0e7f]"), 0.2),
    ("ru", rare(r"[\u0400-\u04ff]"), 0.2),
)
UKRAINIAN = rare(r"[іїєґІЇЄҐ]")
RUSSIAN = rare(r"[ыэъёЫЭЪЁ]")
PERSIAN = rare(r"[پچژگ]")
WORD = re.compile(r"[^\W\d_]+")
MARKS_OF_PRINT = "’“”‘–—…«»"  # parts of no word; without them most English texts are ASCII
ASCII_WORDS = bytes(ord(chr(byte).lower()) if chr(byte).isalpha() else ord(" ") for byte in range(128)) + bytes(128)
LITTLE_WORDS = {
    "en": "the of and to in that is was for with his her by on as at from are which said have has had their it not be",
    "fr": "le la les des et est une un dans que qui pour sur pas par avec au aux du ce cette sont été à de elle il "
    "n d l ne se son sa ses leur mais ou où plus a en",
    "de": "der die das und ist nicht ein eine den dem des mit von auf für im sich auch wird bei nach zu hat er sie "
    "es in an als am aus",
    "es": "el la los las y en que es por con para una un del se su al como más fue sus lo pero ha de a no",
    "it": "il la gli di che è un una per con del della dei nel alla sono non anche più ha si le e in i lo dal al da",
    "pt": "o a os as e do da dos das em que não um uma para com por no na mais foi ao são de se à",
    "nl": "de het een en van is dat niet op te zijn voor met aan ook door werd naar bij om in hij ze er maar",
    "cs": "a v ve na se je že s z do o i to k za byl který pro jako po ale jsou podle od při",
    "pl": "w i na z się że do nie jest o to jak od po przez był za dla są oraz a ze",
    "sv": "och att det som en på är av för med den till inte var ett har från de om i",
    "da": "og i at det som en på er af for med den til ikke var et har fra de om blev",
    "tr": "ve bir bu da için ile olarak çok daha olan gibi ne kadar sonra ise de",
    "id": "yang dan di untuk dengan pada dari ini itu dalam tidak akan oleh juga ke",
    "ro": "și de la în a cu pe nu din care este un o pentru că mai sau fost al să s au",
}
SHARED_BY = Counter(word for words in LITTLE_WORDS.values() for word in words.split())
# Little word -> the languages that use it. One that several use is a part of a vote for each.
_BY_LANGUAGE = {language: frozenset(words.split()) for language, words in LITTLE_WORDS.items()}
SPEAKS_FOR = {word: tuple(lang for lang, words in _BY_LANGUAGE.items() if word in words) for word in SHARED_BY}
# In whole numbers, so that no order of adding them matters.
VOTE = lcm(*SHARED_BY.values())
WEIGHT = {word: VOTE // count for word, count in SHARED_BY.items()}


def language_of(text: str) -> str:
    """A two-letter code; English when nothing speaks for another."""
    sample = text[:SAMPLE]
    if not sample.isascii() and _foreign_letters(sample) > MIN_FOREIGN:
        letters = sum(map(str.isalpha, sample))
        for language, script, share in SCRIPTS:
            if len(script.findall(sample)) > share * letters:
                return _sibling(language, sample)
    return _by_little_words(sample)


def _foreign_letters(sample: str) -> int:
    return sum(sample.count(character) for character in filter(_is_not_latin, set(sample)))


def _is_not_latin(character: str) -> bool:
    return "\u0370" <= character <= "\u1dff" or "\u1f00" <= character <= "\u1fff" or "\u3040" <= character <= "\ufaff"


def _sibling(language: str, sample: str) -> str:
    """Languages of one script are told apart by letters that only one of them has."""
    if language == "ru" and len(UKRAINIAN.findall(sample)) > len(RUSSIAN.findall(sample)):
        return "uk"
    if language == "ar" and len(PERSIAN.findall(sample)) > 0.02 * len(sample):
        return "fa"
    return language


def _by_little_words(sample: str) -> str:
    votes = dict.fromkeys(LITTLE_WORDS, 0)
    for word, count in Counter(filter(SPEAKS_FOR.__contains__, _words(sample))).items():
        for language in SPEAKS_FOR[word]:
            votes[language] += count * WEIGHT[word]
    best = max(votes, key=votes.__getitem__)
    return best if votes[best] >= MIN_VOTES * VOTE else DEFAULT


def _words(sample: str) -> list[str]:
    """Folded; ASCII all at once, which is several times as fast as an expression."""
    if not sample.isascii():
        for mark in MARKS_OF_PRINT:
            sample = sample.replace(mark, " ")
    if not sample.isascii():
        return WORD.findall(sample.casefold())
    return sample.encode().translate(ASCII_WORDS).decode().split()
