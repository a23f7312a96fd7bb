"""One quotation with two speakers, and a claim with its denial by another party."""

from __future__ import annotations

from briefing.steps.differences.alignment import Difference, numbers_conflict, whole
from briefing.steps.differences.names import spelled_alike
from briefing.steps.statements import Statement, held, letters_of, shared
from briefing.text.attribution import Attribution
from briefing.text.places import state_of
from briefing.text.tokens import is_stop, stem, tokenise
from briefing.text.when import differ


def attribution(a: Statement, b: Statement) -> Difference | None:
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
    return Difference("attribution", whole(a), whole(b), 1.0)


def _person(speaker: str) -> str:
    """The surname of a person who is named ("team manager A.J. Smith" -> "Smith"), "" for a body or an office."""
    words = [t.text for t in tokenise(speaker.partition(",")[0])]
    return words[-1] if words and words[-1][0].isupper() and len(words) > 1 else ""


def _speaker_names(speaker: str) -> set[str]:
    return {t.text.casefold() for t in tokenise(speaker) if t.text[0].isupper() and not is_stop(t.text.casefold())}


def denial(a: Statement, b: Statement) -> Difference | None:
    """A claim on one side, its denial on the other."""
    if a.denies == b.denies:
        return None
    claim, denial = (b, a) if a.denies else (a, b)
    if claim.negated or differ(a.when, b.when) or numbers_conflict(a, b):
        return None
    if denial.speaker is not None and claim.speaker is not None and _same_party(denial.speaker, claim.speaker):
        return None
    mine, theirs = held(denial, claim, skip=_DENIAL_STEMS), held(claim, denial, skip=_DENIAL_STEMS)
    if mine < 0.6 or theirs < 0.5 or len(shared(denial, claim)) < 3:
        return None
    if not denial.profile.names.keys() & claim.profile.names.keys():
        return None
    return Difference("denial", whole(a), whole(b), (mine + theirs) / 2)


_DENYING = """deny denies denied denying denial reject rejected dismiss dismissed refute refuted false claim claims
    accusation allegation accused accuse accuses baseless untrue call called"""
_DENIAL_STEMS = frozenset(stem(word) for word in _DENYING.split())


def _same_party(a: Attribution, b: Attribution) -> bool:
    return bool(_speaker_names(a.speaker) & _speaker_names(b.speaker))
