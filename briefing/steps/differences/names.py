"""One name differs, and both can stand for one role: no spelling, no part of a name, no office held by two in turn."""

from __future__ import annotations

import difflib
import re

from briefing.steps.differences.alignment import (
    Difference,
    aligned,
    numbers_conflict,
    only,
    other_names_conflict,
    whole,
)
from briefing.steps.statements import Statement, letters_of
from briefing.text.places import state_of
from briefing.text.profiles import profile, term_of
from briefing.text.tokens import is_stop, stem, tokenise
from briefing.text.when import differ, other_weekday
from briefing.types import Span

NAME_WORDS = 4  # of a name that another may stand for
_OFFICE = re.compile(
    r"\b(?:minister|president|chief|secretary|ambassador|governor|mayor|chancellor"
    r"|premier|general|admiral|king|queen|pope|coach|head|director|chairman|leader)\s+$",
    re.IGNORECASE,
)


def name(a: Statement, b: Statement) -> Difference | None:
    pair = one_name(a, b) if other_names_conflict(a, b) else None
    if pair is None or differ(a.when, b.when) or other_weekday(a.when, b.when) or numbers_conflict(a, b):
        return None
    mine, theirs = pair
    skip = {*_terms_of(mine, a), *_terms_of(theirs, b)}
    score = aligned(a, b, 0.7, 0.8, skip=skip)
    if not score or not (a.names & b.names) or a.negated != b.negated:
        return None
    if len(a.names & b.names) + len(a.profile.words.keys() & b.profile.words.keys()) < 4 and score < 0.95:
        return None
    return Difference("name", whole(a), whole(b), score, a.text[mine.start : mine.end])


def one_name(a: Statement, b: Statement) -> tuple[Span, Span] | None:
    """The one run of capitalised words on each side that the other lacks, when it can stand for one role."""
    only_a, only_b = only(a, b), only(b, a)
    if not 0 < len(only_a) <= NAME_WORDS or not 0 < len(only_b) <= NAME_WORDS:
        return None
    mine, theirs = _runs(a, only_a), _runs(b, only_b)
    if len(mine) != 1 or len(theirs) != 1:
        return None
    x, y = a.text[mine[0].start : mine[0].end], b.text[theirs[0].start : theirs[0].end]
    if spelled_alike(x, y) or _beside_shared(a, mine[0], b) or _beside_shared(b, theirs[0], a):
        return None
    if _OFFICE.search(a.text[: mine[0].start]) and _OFFICE.search(b.text[: theirs[0].start]):
        return None  # one office may be held by two at different times
    if _role(a, mine[0]) != _role(b, theirs[0]):
        return None
    if (state_of(x) is None) != (state_of(y) is None) or state_of(x) == state_of(y) is not None:
        return None
    return mine[0], theirs[0]


def _role(a: Statement, span: Span) -> str:
    """What a name is in its sentence: an agent ("X won", "won by X"), or what the word before it makes of it."""
    before = tokenise(a.text[: span.start])
    after = tokenise(a.text[span.end :])
    previous = before[-1].text.casefold() if before else ""
    opens = not before or a.text[before[-1].end : span.start].strip(' “"‘') != ""
    if previous == "by" or (opens and after and not after[0].text[0].isupper()):
        return "agent"
    return "place" if previous in _PLACES else stem(previous)


_PLACES = frozenset("in at near off from of outside to".split())


def _runs(a: Statement, terms: set[str]) -> list[Span]:
    """Where the terms stand, neighbours joined."""
    found: list[Span] = []
    for token in a.tokens:
        if not token.text[0].isupper() or term_of(token.text, a.language) not in terms:
            continue
        if found and a.text[found[-1].end : token.start].strip(" .-") == "":
            found[-1] = Span(found[-1].start, token.end)
        else:
            found.append(Span(token.start, token.end))
    return found


def _terms_of(span: Span, a: Statement) -> set[str]:
    inside = {stem(t.text.casefold()) for t in tokenise(a.text[span.start : span.end])}
    return inside | set(profile(a.text[span.start : span.end], a.language).terms)


def _beside_shared(a: Statement, span: Span, b: Statement) -> bool:
    """The run is a part of a name whose other part both have: a spelling or a first name."""
    before = re.search(r"([A-Z][\w’'-]+)[ \xa0]$", a.text[: span.start])
    after = re.match(r"[ \xa0]([A-Z][\w’'-]+)", a.text[span.end :])
    return any(
        match is not None and match.group(1) in b.text and not is_stop(match.group(1).casefold())
        for match in (before, after)
    )


def spelled_alike(a: str, b: str) -> bool:
    """Two spellings of one name: nearly the same letters, or the same consonants."""
    x, y = letters_of(a), letters_of(b)
    if x in y or y in x:
        return True
    if difflib.SequenceMatcher(None, x, y).ratio() >= 0.75:
        return True
    return len(_consonants(x)) > 2 and _consonants(x) == _consonants(y)


def _consonants(name: str) -> str:
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiouyj]", "", name))
