"""The words of a language as numbers, filled as words come: what each counts as, and how rare it is."""

from __future__ import annotations

from array import array
from functools import lru_cache

from briefing.text.bulk import forms
from briefing.text.rarity import rarity
from briefing.text.tokens import is_stop, stem, words


class Lexicon(dict[str, int]):
    """Surface form -> its number. `terms[n]` is the number of its term: a stem, or a stop word as it is.

    Numbers depend on what was read before, so nothing may be ordered by them.
    """

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language
        self.terms = array("q")
        self.rarity = array("d")
        self.stop = array("b")  # of a term: 1 for a stop word
        self._of: dict[str, int] = {}

    def __missing__(self, form: str) -> int:
        word = next(iter(words(form, self.language)), form.casefold())
        key = word if is_stop(word, self.language) else stem(word, self.language)
        term = self._of.setdefault(key, len(self.stop))
        if term == len(self.stop):
            # Of the key, not of the word: "owned" and "own" are one term, whichever is read first.
            self.stop.append(is_stop(key, self.language))
        self[form] = number = len(self.terms)
        self.terms.append(term)
        self.rarity.append(rarity(word, self.language))
        return number

    def term(self, key: str) -> int | None:
        """The number of a stem, if it was read."""
        return self._of.get(key)

    def read(self, text: str) -> list[int]:
        """The numbers of a text's words, in order."""
        return list(map(self.__getitem__, forms(text)))


@lru_cache(maxsize=16)
def lexicon(language: str) -> Lexicon:
    return Lexicon(language)
