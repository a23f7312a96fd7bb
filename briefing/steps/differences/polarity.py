"""What the one states the other negates, or only supposes."""

from __future__ import annotations

import re

from briefing.steps.differences.alignment import Difference, aligned, other_names_conflict, turned, whole
from briefing.steps.statements import SPEECH_STEMS, Statement, held, shared
from briefing.text import cues
from briefing.text.profiles import profile
from briefing.text.tokens import is_stop, stem, tokenise
from briefing.text.when import other_weekday

_NEGATED_WORD = re.compile(r"^(?:un|non|in|im)(?=[a-z]{4})|less$")
_NEGATORS = frozenset({"no", "not", "non", "without", "never", "zero"})


def negation(a: Statement, b: Statement) -> Difference | None:
    if a.hedged or b.hedged or a.denies or b.denies:
        return None
    if a.negated == b.negated or len(cues.negations(a.text)) + len(cues.negations(b.text)) != 1:
        return None
    if other_names_conflict(a, b) or other_weekday(a.when, b.when):
        return None
    negated, flat = (a, b) if a.negated else (b, a)
    cue = cues.negations(negated.text)[0]
    score = aligned(a, b, 0.7, 0.85)
    if not score or negated.text[cue.start : cue.end].casefold() == "without" or not _turns(negated, flat, cue.end):
        return None
    return Difference("negation", whole(a), whole(b), score)


def _turns(negated: Statement, flat: Statement, at: int) -> bool:
    """The first word of content behind the negation is one that the other states."""
    following = [t.text for t in tokenise(negated.text[at:]) if not is_stop(t.text.casefold())]
    return bool(following) and any(
        flat.holds(term, negated) for term in profile("x " + following[0]).terms if term != "x"
    )


def certainty(a: Statement, b: Statement) -> Difference | None:
    """A hedge before the shared claim on one side, a flat statement on the other."""
    hedged_a, hedged_b = a.hedged, b.hedged
    if hedged_a == hedged_b or a.negated != b.negated or bool(a.when.months) != bool(b.when.months):
        return None
    return _drift(a, b) if hedged_a else turned(_drift(b, a))


def _drift(hedged: Statement, flat: Statement) -> Difference | None:
    """The clause that the hedge governs is stated flatly by the other."""
    found = cues.evidence_hedges(hedged.text)
    if not found:
        return None
    hedge = found[0]
    start, end, core = next((p for p in hedged.parts if p[0] <= hedge.start < p[1]), (0, len(hedged.text), hedged))
    governed = hedged.text[hedge.end : end] if hedge.start - start < 12 else hedged.text[start:end]
    if len(governed.split()) < 4 or (flat.speaker is not None and flat.speaker.basis == "unnamed"):
        return None
    skip = {stem(t.text.casefold()) for t in tokenise(hedged.text[hedge.start : hedge.end])}
    mine, theirs = held(core, flat, skip=skip), held(flat, core, skip=skip)
    if mine < 0.75 or theirs < 0.45 or len(shared(core, flat)) < 4 or not core.names & flat.names:
        return None
    if other_names_conflict(core, flat) or not _same_predicate(core, flat):
        return None
    return Difference("certainty", whole(hedged), whole(flat), (mine + theirs) / 2)


def _same_predicate(a: Statement, b: Statement) -> bool:
    """They share a word that reports an event, or most of their words that are no names."""
    if a.profile.kinds.keys() & b.profile.kinds.keys():
        return True
    mine = a.profile.words.keys() - SPEECH_STEMS
    return len(mine & b.profile.words.keys()) >= 0.7 * len(mine)


def negated_key(phrase: str) -> frozenset[str] | None:
    """ "no limits" and "unlimited" are one: the stems of what is negated, None when nothing is."""
    words = [t.text.casefold() for t in tokenise(phrase)]
    if not words:
        return None
    if words[0] in _NEGATORS and len(words) == 2:
        return frozenset({_root(words[1])})
    first = words[0]
    if _NEGATED_WORD.search(first) and len(words) <= 2:
        return frozenset({_root(_NEGATED_WORD.sub("", first))})
    return None


def _root(word: str) -> str:
    return stem(stem(word).removesuffix("ed"))
