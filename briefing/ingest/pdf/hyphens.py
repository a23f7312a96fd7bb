"""Words that a line's end broke: whether the hyphen was put there for it or belongs to the word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from briefing.ingest.language import language_of
from briefing.ingest.pdf.lines import JOINT, Line
from briefing.text.rarity import rarity

SOFT = "\u2010\u00ad"  # what typesetters put at a line's end; the key for a hyphen gives another character
WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
LAST, FIRST = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*$"), re.compile(r"[^\W\d_]+")
UNKNOWN = 14.9  # rarity of a word that the table does not hold
FRAGMENTS = 0.15  # of the broken words whose parts are no words: fewer, and nothing was hyphenated
SAMPLE = 20_000  # characters that tell the language
REAL = frozenset("all anti ex half mid multi non post pre pro quasi self semi so vice well".split())


@dataclass(frozen=True, slots=True)
class Hyphenation:
    """Of one document: its words, and whether its typesetter broke words, and marked it when doing so."""

    words: frozenset[str]
    language: str
    breaks: bool
    marks: bool

    def joined(self, text: str, following: str) -> str:
        """A line that ends with a hyphen and the one after it."""
        bare, sign = text[:-1], text[-1]
        head, tail = LAST.search(bare), FIRST.match(following)
        if head is None or tail is None or not tail[0].islower():
            return f"{bare}-{following}"
        return bare + following if self._is_one_word(head[0].casefold(), tail[0], sign) else f"{bare}-{following}"

    def _is_one_word(self, head: str, tail: str, sign: str) -> bool:
        one, two = head + tail, f"{head}-{tail}"
        if one in self.words or two in self.words:
            return one in self.words
        if sign in SOFT:
            return True
        if self.marks or not self.breaks:
            return False
        both = self._is_word(head) and self._is_word(tail)
        return head.rpartition("-")[2] not in REAL and (not both or self._is_word(one))

    def _is_word(self, word: str) -> bool:
        return word in self.words or rarity(word, self.language) < UNKNOWN


def hyphenation(lines: Sequence[Line]) -> Hyphenation:
    words = frozenset(word for line in lines for word in WORDS.findall(_whole(line).casefold()))
    language = language_of(" ".join(line.text for line in lines)[:SAMPLE])
    soft = any(line.text[-1] in SOFT for line in lines if line.hyphenated)
    bare = Hyphenation(words, language, breaks=True, marks=soft)
    return Hyphenation(words, language, breaks=soft or _has_fragments(lines, bare), marks=soft)


def _whole(line: Line) -> str:
    """Without the word that goes on in the next line."""
    return line.text.rpartition(" ")[0] if line.hyphenated else line.text


def _has_fragments(lines: Iterable[Line], known: Hyphenation) -> bool:
    """Whether the parts of broken words are often no words of their own."""
    broken = [
        (head[0].casefold(), tail[0])
        for a, b in pairwise(lines)
        if a.hyphenated and (head := LAST.search(a.text[:-1])) and (tail := FIRST.match(b.text)) and tail[0].islower()
    ]
    fragments = sum(rarity(part, known.language) >= UNKNOWN for pair in broken for part in pair)
    return fragments > FRAGMENTS * len(broken)


def without_signs(text: str) -> str:
    """Soft hyphens inside words go; what is left of the others is the plain hyphen."""
    return text.replace("\u00ad", "").replace(JOINT, "-").replace("\u2010", "-")
