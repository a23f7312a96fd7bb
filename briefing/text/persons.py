"""Persons of an article: names that stand beside a title, an office or a verb of speech (no gazetteer, no model)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from briefing.text.places import state_of

# Words that stand directly before a person's name.
TITLES = frozenset(
    """mr mrs ms miss dr sir lord lady dame prof professor president vice-president premier chancellor king queen
    prince princess pope
    minister secretary ambassador envoy spokesman spokeswoman spokesperson senator congressman congresswoman representative governor mayor
    judge justice attorney prosecutor sheriff chief director chairman chairwoman chair chairperson ceo cfo founder general admiral colonel
    major captain lieutenant sergeant commander marshal brigadier officer inspector detective coach manager actor actress singer director
    author counterpart leader lawmaker deputy commissioner gen adm col maj capt lt sgt sen rep gov rev bishop archbishop cardinal rabbi imam
    sheikh ayatollah detective analyst professor emeritus executive economist""".split()
)
# Words of an office that may follow a name after a comma, but never stand before one.
OFFICES = TITLES - {"counterpart"} | frozenset(
    "official officials head lawyer member aide adviser advisor scientist researcher expert vice-chairman".split()
)
# A capitalised phrase with one of these is a body, not a person.
BODIES = frozenset(
    """the commission ministry department committee council agency bureau court army navy force forces defence defense
    times post news journal
    university institute company corporation corp inc ltd bank union party group association federation congress parliament senate house office
    strategic command state states international national general assembly street city county school hospital street police league hurricane storm typhoon cyclone mount mt lake river island valley park road route""".split()
)
_BIG = "A-ZÀ-ÖØ-ÞА-ЯΑ-Ω"
_NAME = rf"(?:(?:[{_BIG}]\.|[{_BIG}][\w’'-]*)[ \u00a0]+(?:(?:de|van|von|bin|al|el|da|di|der|den)[ \u00a0]+)?){{0,3}}[{_BIG}][\w’'-]+"
_BEHIND_TITLE = re.compile(rf"\.?,?[ \u00a0]+({_NAME})")
_HYPHENED = tuple(title for title in TITLES if "-" in title)
_TITLE_BEGINS = frozenset(title.partition("-")[0] for title in TITLES)
_RUN = re.compile(r"\w+")
_BEFORE_COMMA = re.compile(rf"\b({_NAME}),[ \u00a0]+")
_ARTICLE = re.compile(r"(?:the|a|an)[ \u00a0]+")
_OFFICE_WORDS = 5  # that may stand between a name and its office
_PLAIN_WORD = re.compile(r"[\w’'.-]+[ \u00a0]+")
_LETTERS = re.compile(r"[A-Za-z-]+")
_BEHIND_OFFICE = re.compile(r"[,.;:)]|\s+(?:of|for|in|at|on|and|to|who|from)\b")
_WORD = re.compile(r"[\w’'-]+\.?")


class PersonMention(NamedTuple):
    """A person's name as it stands in the text: full form and offsets of the name without its title."""

    name: str
    start: int
    end: int

    @property
    def surname(self) -> str:
        return self.name.split()[-1]


@lru_cache(maxsize=1 << 12)
def person_mentions(text: str) -> tuple[PersonMention, ...]:
    """Full names found by a title or an office beside them, in order of appearance."""
    found = {mention.start: mention for mention in (*_by_title(text), *_by_office(text))}
    return tuple(found[start] for start in sorted(found))


def _by_title(text: str) -> Iterator[PersonMention]:
    end = 0
    for run in _RUN.finditer(text):  # a look at each word costs a tenth of a search for any of the titles
        if run.start() >= end and run.group().lower() in _TITLE_BEGINS:
            match = _BEHIND_TITLE.match(text, _title_end(text, run))
            if match:
                end = match.end()
                yield from _trimmed(text, match.start(1), end)


def _title_end(text: str, run: re.Match[str]) -> int:
    """Where the title that begins with this word ends: "Vice-President" is one."""
    start = run.start()
    for title in _HYPHENED:
        end = start + len(title)
        if text[start:end].lower() == title and not (text[end : end + 1].isalnum() or text[end : end + 1] == "_"):
            return end
    return run.end() if run.group().lower() in TITLES else len(text)


def _by_office(text: str) -> Iterator[PersonMention]:
    at = 0
    while "," in text[at:] and (match := _BEFORE_COMMA.search(text, at)):
        office_end = _office_end(text, match.end())
        at = office_end or match.end()
        if office_end:
            yield from _trimmed(text, match.start(1), match.end(1))


def _office_end(text: str, at: int) -> int | None:
    """Where the office ends that stands among the next words, behind "the" or not; None without one."""
    if article := _ARTICLE.match(text, at):
        at = article.end()
    for _ in range(_OFFICE_WORDS + 1):
        word = _LETTERS.match(text, at)
        if word and word.group().lower() in OFFICES and _BEHIND_OFFICE.match(text, word.end()):
            return word.end()
        following = _PLAIN_WORD.match(text, at)
        if following is None:
            return None
        at = following.end()
    return None


def _trimmed(text: str, start: int, end: int) -> Iterator[PersonMention]:
    """The name without titles and states at its head; nothing when no capitalised word is left."""
    words = list(_WORD.finditer(text, start, end))
    while words and (_bare(words[0]) in TITLES or state_of(words[0].group()) or not words[0].group()[0].isupper()):
        words.pop(0)
    while words and (state_of(words[-1].group()) or not words[-1].group()[0].isupper()):
        words.pop()
    if words and _bare(words[-1]) not in OFFICES and not any(_bare(word) in BODIES for word in words):
        name = text[words[0].start() : words[-1].end()].removesuffix("’s").removesuffix("'s")
        yield PersonMention(name.replace("\u00a0", " "), words[0].start(), words[0].start() + len(name))


def _bare(match: re.Match[str]) -> str:
    return match.group().casefold().rstrip(".").removesuffix("’s").removesuffix("'s")
