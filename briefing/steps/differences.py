"""What two sentences about one thing disagree in: one difference, or nothing.

Two sentences are aligned first; what is left over on both sides must then be one difference and no more: where names,
numbers and dates differ together they tell of two events.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from typing import NamedTuple

from briefing.steps.statements import SPEECH_STEMS, Statement, held, letters_of, shared
from briefing.text import cues
from briefing.text.attribution import Attribution
from briefing.text.events import event_kinds
from briefing.text.places import state_of
from briefing.text.profiles import profile, term_of
from briefing.text.quantities import Quantity, agree, same_measure
from briefing.text.tokens import is_stop, stem, tokenise
from briefing.text.when import differ, other_weekday
from briefing.types import DisagreementKind, Span

_TOLL = re.compile(
    r"\b(?:toll|so far|risen|rises|rising|climbed|climbs|has reached|now|more bodies|have been found"
    r"|by (?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.IGNORECASE,
)
_PLAN = re.compile(
    r"\b(?:plan(?:s|ned|ning)?|will|would|expected|aims?|intends?"
    r"|hopes?|wants?|forecast|target)\b",
    re.IGNORECASE,
)
_QUANTIFIER = re.compile(
    r"\b(all|every|most|some|many|half|several|a few|few|only|none|no|part)\b"
    r"(?:\s+of)?(?:\s+(?:the|its|their|his|her))?\s+(?=\w)",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"\b(?:minister|president|chief|secretary|ambassador|governor|mayor|chancellor"
    r"|premier|general|admiral|king|queen|pope|coach|head|director|chairman|leader)\s+$",
    re.IGNORECASE,
)
_NEGATED_WORD = re.compile(r"^(?:un|non|in|im)(?=[a-z]{4})|less$")
_NEGATORS = frozenset({"no", "not", "non", "without", "never", "zero"})
NAME_WORDS = 4  # of a name that another may stand for
_PART_OF = re.compile(r"\s+of\s+(?:the|their|its|his|her|our|those|these|them)\b")  # "three of their last four"
SAME_FRAME = 0.5  # of the words beside a number that must stand beside the other
_TOTAL = re.compile(r"\b(?:total|altogether|overall|combined|in all)\b", re.IGNORECASE)
_EARLIER = re.compile(
    r"\b(?:previous(?:ly)?|earlier|former(?:ly)?|initial(?:ly)?|original(?:ly)?|up from|down from|compared)\b",
    re.IGNORECASE,
)
SAME_CLAUSE = 0.75  # of a clause's terms that the other sentence must hold before its clauses are compared


class Difference(NamedTuple):
    """`a` and `b` are the spans (in the sentences' own offsets) that are quoted; `about` lies in `a`'s text."""

    kind: DisagreementKind
    a: Span
    b: Span
    score: float
    about: str = ""
    note: str = ""


def difference(a: Statement, b: Statement) -> Difference | None:
    """The one thing in which two aligned sentences disagree, None when there is none or more than one."""
    if a.text.casefold() == b.text.casefold():
        return None
    for find in (_attribution, _denial):
        found = find(a, b)
        if found:
            return found
    pair = _one_name(a, b) if _other_names_conflict(a, b) else None
    if pair is None and _other_names_conflict(a, b):
        return None
    facts = [found for find in (_number, _date, _name) if (found := find(a, b)) is not None]
    if facts or _numbers_conflict(a, b) or differ(a.when, b.when):
        return facts[0] if len(facts) == 1 else None
    for find in (_negation, _scope, _certainty):
        found = find(a, b)
        if found:
            return found
    return None


# --- alignment -----------------------------------------------------------------------------------------------


def _aligned(a: Statement, b: Statement, each: float, one: float, *, skip: Iterable[str] = (), least: int = 3) -> float:
    """The mean of both shares where each reaches `each` and one of them `one`, else 0."""
    skipped = set(skip)
    mine, theirs = held(a, b, skip=skipped), held(b, a, skip=skipped)
    if (
        min(mine, theirs) < each
        or max(mine, theirs) < one
        or len([t for t in shared(a, b) if t not in skipped]) < least
    ):
        return 0.0
    return (mine + theirs) / 2


def _whole(a: Statement) -> Span:
    return Span(0, len(a.text))


def _other_names_conflict(a: Statement, b: Statement) -> bool:
    """Each names what the other does not."""
    return bool(a.profile.names.keys() - b.terms and b.profile.names.keys() - a.terms and _only(a, b) and _only(b, a))


def _only(a: Statement, b: Statement) -> set[str]:
    return {term for term in a.names if term not in b.terms}


def _numbers_conflict(a: Statement, b: Statement) -> bool:
    return any(True for _ in _conflicts(a, b))


def _conflicts(a: Statement, b: Statement) -> Iterable[tuple[Quantity, Quantity]]:
    """Numbers of one measure that cannot both be true, and that nothing else in the other sentence answers."""
    for q in a.quantities:
        for r in b.quantities:
            if not same_measure(q, r) or agree(q, r) or _PART_OF.match(a.text, q.end) or _PART_OF.match(b.text, r.end):
                continue
            if any(agree(q, other) for other in b.quantities) or any(agree(r, other) for other in a.quantities):
                continue
            yield q, r


# --- facts ---------------------------------------------------------------------------------------------------


def _number(a: Statement, b: Statement) -> Difference | None:
    found = list(_conflicts(a, b))
    if not found or _may_both_count(a, b, found) or _other_names_conflict(a, b):
        return None
    score = _aligned(a, b, 0.55, 0.75)
    if not score or not (a.names & b.names or len(shared(a, b)) >= 4):
        return None
    told = [q for q, r in found if _near(q, r) >= (SAME_FRAME if _same_unit(q, r) else SAME_CLAUSE)]
    return Difference("number", _whole(a), _whole(b), score, told[0].text) if told else None


def _may_both_count(a: Statement, b: Statement, found: Iterable[tuple[Quantity, Quantity]]) -> bool:
    """Told of other times, before and after, a part and a total, or a toll that rises: both numbers may be right."""
    if differ(a.when, b.when) or other_weekday(a.when, b.when) or a.when.clock or b.when.clock:
        return True
    if _plans(a) != _plans(b) and (a.when.years or b.when.years):
        return True
    if any(bool(cue.search(a.text)) != bool(cue.search(b.text)) for cue in (_TOTAL, _EARLIER)):
        return True
    return any(q.dimension == "count" for q, _ in found) and (_tolls(a, b) or a.day != b.day)


def _same_unit(q: Quantity, r: Quantity) -> bool:
    return bool(q.noun & r.noun) or q.dimension != "count"


def _near(q: Quantity, r: Quantity) -> float:
    """The share of the words beside the one number that stand beside the other too."""
    mine = {word for word in q.near if word not in q.noun and not word[0].isdigit()}
    theirs = {word for word in r.near if word not in r.noun and not word[0].isdigit()}
    kindred = {word for word in mine if any(event_kinds(word) & event_kinds(other) for other in theirs)}
    least = min(len(mine), len(theirs))
    return len((mine & theirs) | kindred) / least if least else 1.0


def _plans(a: Statement) -> bool:
    return _PLAN.search(a.text) is not None


def _tolls(a: Statement, b: Statement) -> bool:
    return bool(_TOLL.search(a.text) or _TOLL.search(b.text))


def _date(a: Statement, b: Statement) -> Difference | None:
    if not differ(a.when, b.when) or _numbers_conflict(a, b) or _other_names_conflict(a, b):
        return None
    if any(len(kind) > 1 for kind in (*a.when[:3], *b.when[:3])) or a.negated != b.negated:
        return None
    score = _aligned(a, b, 0.6, 0.75)
    return (
        Difference("date", _whole(a), _whole(b), score, note=occasions(a, b)) if score and a.names & b.names else None
    )


_OCCASIONS = {
    "declar": "declarations", "announc": "announcements", "agre": "agreements", "meet": "meetings", "met": "meetings",
    "visit": "visits", "attack": "attacks", "launch": "launches", "sign": "signings", "resign": "resignations",
    "talk": "talks", "elect": "elections", "protest": "protests", "strike": "strikes", "summit": "summits",
}  # fmt: skip


def occasions(a: Statement, b: Statement) -> str:
    """ "may be two declarations": said where the occasions may differ."""
    common = [word for term, word in _OCCASIONS.items() if _has_root(a, term) and _has_root(b, term)]
    return f"may be two {common[0]}" if common else "may be two occasions"


def _has_root(a: Statement, root: str) -> bool:
    return any(stem(t.text.casefold()).startswith(root) for t in tokenise(a.text))


def _name(a: Statement, b: Statement) -> Difference | None:
    pair = _one_name(a, b) if _other_names_conflict(a, b) else None
    if pair is None or differ(a.when, b.when) or other_weekday(a.when, b.when) or _numbers_conflict(a, b):
        return None
    mine, theirs = pair
    skip = {*_terms_of(mine, a), *_terms_of(theirs, b)}
    score = _aligned(a, b, 0.7, 0.8, skip=skip)
    if not score or not (a.names & b.names) or a.negated != b.negated:
        return None
    if len(a.names & b.names) + len(a.profile.words.keys() & b.profile.words.keys()) < 4 and score < 0.95:
        return None
    return Difference("name", _whole(a), _whole(b), score, a.text[mine.start : mine.end])


def _one_name(a: Statement, b: Statement) -> tuple[Span, Span] | None:
    """The one run of capitalised words on each side that the other lacks, when it can stand for one role."""
    only_a, only_b = _only(a, b), _only(b, a)
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


# --- polarity, scope, certainty ------------------------------------------------------------------------------


def _negation(a: Statement, b: Statement) -> Difference | None:
    if a.hedged or b.hedged or a.denies or b.denies:
        return None
    if a.negated == b.negated or len(cues.negations(a.text)) + len(cues.negations(b.text)) != 1:
        return None
    if _other_names_conflict(a, b) or other_weekday(a.when, b.when):
        return None
    negated, flat = (a, b) if a.negated else (b, a)
    cue = cues.negations(negated.text)[0]
    score = _aligned(a, b, 0.7, 0.85)
    if not score or negated.text[cue.start : cue.end].casefold() == "without" or not _turns(negated, flat, cue.end):
        return None
    return Difference("negation", _whole(a), _whole(b), score)


def _turns(negated: Statement, flat: Statement, at: int) -> bool:
    """The first word of content behind the negation is one that the other states."""
    following = [t.text for t in tokenise(negated.text[at:]) if not is_stop(t.text.casefold())]
    return bool(following) and any(
        flat.holds(term, negated) for term in profile("x " + following[0]).terms if term != "x"
    )


def _scope(a: Statement, b: Statement) -> Difference | None:
    return _quantifiers(a, b) or _wider(a, b) or _turned(_wider(b, a))


def _turned(found: Difference | None) -> Difference | None:
    return found._replace(a=found.b, b=found.a, about=found.about) if found else None


def _quantifiers(a: Statement, b: Statement) -> Difference | None:
    """ "All schools" against "some schools"."""
    mine, theirs = _quantified(a), _quantified(b)
    for noun in sorted(mine.keys() & theirs.keys()):
        if _degree(mine[noun]) != _degree(theirs[noun]) and (score := _aligned(a, b, 0.75, 0.85)):
            return Difference("scope", _whole(a), _whole(b), score)
    return None


def _quantified(a: Statement) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _QUANTIFIER.finditer(a.text):
        for token in tokenise(a.text[match.end() : match.end() + 40])[:2]:
            found.setdefault(stem(token.text.casefold()), match.group(1).casefold())
    return found


def _degree(word: str) -> str:
    return {
        "every": "all",
        "few": "some",
        "a few": "some",
        "several": "some",
        "many": "some",
        "none": "no",
        "part": "some",
    }.get(word, word)


_ONE = r"[A-Z][\w.’-]*(?:\s[A-Z][\w.’-]*){0,2}|[a-z][\w’-]+"
_PAIR = re.compile(rf"\b(?:[Bb]oth\s+)?(?P<x>{_ONE})\s+and\s+(?P<y>{_ONE})")


def _wider(a: Statement, b: Statement) -> Difference | None:
    """ "Both X and Y do it" against "X does it": the predicate is the same, the set is smaller."""
    if a.negated != b.negated or a.hedged != b.hedged:
        return None
    for match in _PAIR.finditer(a.text):
        if not (match["x"][0].isupper() and match["y"][0].isupper()) or not _is_subject(a, match.start()):
            continue
        if not any(start <= match.start() < end for start, end, _ in a.parts):
            continue
        for one, other in (("x", "y"), ("y", "x")):
            found = _narrower(a, b, match, one, other)
            if found:
                return found
    return None


def _is_subject(a: Statement, at: int) -> bool:
    """It opens its clause, an adverb aside."""
    start = next((start for start, end, _ in a.parts if start <= at < end), at)
    return len(a.text[start:at].split()) <= 1


def _narrower(a: Statement, b: Statement, match: re.Match[str], one: str, other: str) -> Difference | None:
    kept, lost = _terms_in(match[one], a.language), _terms_in(match[other], a.language)
    if not kept or not lost or kept & lost or not kept <= b.terms:
        return None
    start, end, clause = next(part for part in a.parts if part[0] <= match.start() < part[1])
    wanted = clause.terms - lost
    if len(wanted & b.terms) < SAME_CLAUSE * len(wanted):
        return None
    best: Difference | None = None
    for left, right, candidate in b.parts:
        if not kept <= candidate.terms or lost & candidate.terms or _other_names_conflict(clause, candidate):
            continue
        score = _aligned(clause, candidate, 0.8, 0.9, skip=lost)
        if score and (best is None or score > best.score):
            best = Difference("scope", Span(start, end), Span(left, right), score)
    return best


def _terms_in(text: str, language: str) -> set[str]:
    return set(profile("x " + text, language).terms) - {"x"}


def _certainty(a: Statement, b: Statement) -> Difference | None:
    """A hedge before the shared claim on one side, a flat statement on the other."""
    hedged_a, hedged_b = a.hedged, b.hedged
    if hedged_a == hedged_b or a.negated != b.negated or bool(a.when.months) != bool(b.when.months):
        return None
    return _drift(a, b) if hedged_a else _turned(_drift(b, a))


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
    if _other_names_conflict(core, flat) or not _same_predicate(core, flat):
        return None
    return Difference("certainty", _whole(hedged), _whole(flat), (mine + theirs) / 2)


def _same_predicate(a: Statement, b: Statement) -> bool:
    """They share a word that reports an event, or most of their words that are no names."""
    if a.profile.kinds.keys() & b.profile.kinds.keys():
        return True
    mine = a.profile.words.keys() - SPEECH_STEMS
    return len(mine & b.profile.words.keys()) >= 0.7 * len(mine)


# --- speakers ------------------------------------------------------------------------------------------------


def _attribution(a: Statement, b: Statement) -> Difference | None:
    """One quotation, word for word, with two speakers of different names."""
    if not a.quoted & b.quoted:
        return None
    mine, theirs = a.speaker, b.speaker
    if mine is None or theirs is None or mine.pronoun or theirs.pronoun or {mine.basis, theirs.basis} != {"named"}:
        return None
    x, y = _person(mine.speaker), _person(theirs.speaker)
    if not x or not y or spelled_alike(x, y) or letters_of(x) in letters_of(theirs.speaker):
        return None
    if letters_of(y) in letters_of(mine.speaker) or (state_of(x) and state_of(x) == state_of(y)):
        return None
    return Difference("attribution", _whole(a), _whole(b), 1.0)


def _person(speaker: str) -> str:
    """The surname of a person who is named ("team manager A.J. Smith" -> "Smith"), "" for a body or an office."""
    words = [t.text for t in tokenise(speaker.partition(",")[0])]
    return words[-1] if words and words[-1][0].isupper() and len(words) > 1 else ""


def _speaker_names(speaker: str) -> set[str]:
    return {t.text.casefold() for t in tokenise(speaker) if t.text[0].isupper() and not is_stop(t.text.casefold())}


def _denial(a: Statement, b: Statement) -> Difference | None:
    """A claim on one side, its denial on the other."""
    if a.denies == b.denies:
        return None
    claim, denial = (b, a) if a.denies else (a, b)
    if claim.negated or differ(a.when, b.when) or _numbers_conflict(a, b):
        return None
    if denial.speaker is not None and claim.speaker is not None and _same_party(denial.speaker, claim.speaker):
        return None
    mine, theirs = held(denial, claim, skip=_DENIAL_STEMS), held(claim, denial, skip=_DENIAL_STEMS)
    if mine < 0.6 or theirs < 0.5 or len(shared(denial, claim)) < 3:
        return None
    if not denial.profile.names.keys() & claim.profile.names.keys():
        return None
    return Difference("denial", _whole(a), _whole(b), (mine + theirs) / 2)


_DENYING = """deny denies denied denying denial reject rejected dismiss dismissed refute refuted false claim claims
    accusation allegation accused accuse accuses baseless untrue call called"""
_DENIAL_STEMS = frozenset(stem(word) for word in _DENYING.split())


def _same_party(a: Attribution, b: Attribution) -> bool:
    return bool(_speaker_names(a.speaker) & _speaker_names(b.speaker))


# --- negated names -------------------------------------------------------------------------------------------


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
