"""Forms filled in anew: reports of different events in nearly the same words, told by their names and numbers."""

from __future__ import annotations

import re

from briefing.config import CopySettings
from briefing.types import Article

# Inside a sentence, so that no opening word is taken for a name. The first letter is asked before what precedes it:
# that is three times as fast.
_BEHIND = r"(?:(?<=\d)\d*(?:[.,:]\d+)*|(?<=[\w,;] .)\w+)"
_MARK = re.compile(rf"[A-ZÀ-ÖØ-ÞΆ-ΏΑ-ΩЀ-Я\d]{_BEHIND}")
_ASCII_MARK = re.compile(rf"[A-Z0-9]{_BEHIND}")  # the same of an ASCII text
_BY_CHANCE = frozenset(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"))


class Forms:
    """Asks about pairs of articles, and reads each of them once."""

    def __init__(self, settings: CopySettings) -> None:
        self._settings = settings
        self._read: dict[str, frozenset[str]] = {}

    def filled_anew(self, a: Article, b: Article) -> bool:
        """Whether each has names and numbers enough, and hardly any of the text with fewer stand in the other.

        Numbers alone tell the days of one column, which names the same exchanges or teams each time.
        """
        return self._other_marks(a, b) or self._other_numbers(a, b)

    def _other_marks(self, a: Article, b: Article) -> bool:
        fewer, more = sorted((a, b), key=lambda article: len(self._marks(article)))
        wanted, known = self._marks(fewer), self._marks(more)
        if len(wanted) < self._settings.marks_least:
            return False
        least, held = self._settings.marks * len(wanted), len(wanted & known)
        # What is no mark there may still open a sentence, or be a part of a longer word.
        return held < least and held + sum(m[0].isalpha() and m in more.text for m in wanted - known) < least

    def _other_numbers(self, a: Article, b: Article) -> bool:
        fewer, more = sorted((self._numbers(a), self._numbers(b)), key=len)
        return len(fewer) >= self._settings.marks_least and len(fewer & more) < self._settings.numbers * len(fewer)

    def _marks(self, article: Article) -> frozenset[str]:
        if article.id not in self._read:
            marks = _ASCII_MARK if article.text.isascii() else _MARK
            self._read[article.id] = frozenset(marks.findall(article.text)) - _BY_CHANCE
        return self._read[article.id]

    def _numbers(self, article: Article) -> frozenset[str]:
        return frozenset(mark for mark in self._marks(article) if mark[0].isdigit())
