"""Support: which sentences of other articles say what a key sentence says, wholly or in part.

What is printed must cover the claim and pass every veto.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from briefing.config import SupportSettings
from briefing.steps.differences import difference
from briefing.steps.statements import Statement, held, is_doubted, shared, statement
from briefing.text.hours import hours, other_hour
from briefing.text.opposites import opposed, turned_round
from briefing.text.places import state_of
from briefing.text.profiles import profile
from briefing.text.quantities import agree, same_measure
from briefing.text.tokens import stems
from briefing.text.when import differ, other_weekday
from briefing.types import Article, Citation, Copies, Passage, Role, Sentence

_SPECIFIC = 11.0  # rarity of a word that two reports of different occasions seldom share
_COMMON_NAME = 9.5  # rarity below which a capitalised word ("Ministry", "North") names no one thing
_WORD_FOR_WORD = 0.88
EVENTS_TOLD = 0.6  # of the kinds of event in a claim that its support must report


def find_support(
    lead: Passage,
    sentences: Sequence[Sentence],
    copies: Copies,  # noqa: ARG001 - an article of the same origin may be cited; who counts origins knows them
    settings: SupportSettings = SupportSettings(),  # noqa: B008
) -> tuple[Citation, ...]:
    """The best sentence of each other article that says what `lead` says: whole claims first, then by article."""
    found: list[Citation] = []
    for article, candidates in _candidates(lead, sentences):
        judged = [(*_judged(lead, s, settings), s) for s in candidates]
        told = [
            (role == "support", round(share, 6), -abs(len(s.text) - len(lead.text)), -s.span.start, s)
            for role, share, s in judged
            if role
        ]
        if told:
            whole, _, _, _, best = max(told, key=lambda item: item[:4])
            found.append(Citation(article, best.span, "support" if whole else "partial"))
    return tuple(sorted(found, key=lambda c: (c.role == "partial", c.article.order)))


def _judged(lead: Passage, sentence: Sentence, settings: SupportSettings) -> tuple[Role | None, float]:
    """As `same_claim`; a passage of several sentences is wholly supported only when each of them is held."""
    language = lead.article.language
    role, share = same_claim(lead.text, sentence.text, language, settings)
    if role == "support" and len(lead.sentences) > 1:
        other = statement(sentence.text, None, language)
        if min(held(statement(s.text, None, language), other) for s in lead.sentences) < settings.words:
            return "partial", share
    return role, share


def same_claim(
    a: str,
    b: str,
    language: str = "en",
    settings: SupportSettings = SupportSettings(),  # noqa: B008
) -> tuple[Role | None, float]:
    """Whether `b` says what `a` says ("support") or a part of it ("partial"), and the share of `a` that it holds."""
    mine, theirs = statement(a, None, language), statement(b, None, language)
    if len(mine.terms & theirs.terms) < settings.overlap * min(len(mine.terms), len(theirs.terms)):
        return None, 0.0
    told, telling = held(mine, theirs), held(theirs, mine)
    if min(told, telling) < settings.either or max(told, telling) < settings.whole:
        return None, told
    if len(shared(mine, theirs)) < settings.terms or not _anchored(mine, theirs, max(told, telling)):
        return None, told
    if contradicts(mine, theirs):
        return None, told
    words_told, words_telling = _words_held(mine, theirs), _words_held(theirs, mine)
    if told >= settings.whole and words_told >= settings.words and _all_told(mine, theirs):
        return "support", told
    if telling >= settings.part and words_telling >= settings.words and _numbers_told(theirs, mine):
        return "partial", told
    return None, told


def _anchored(a: Statement, b: Statement, share: float) -> bool:
    """They share what only this occasion has: a name that is no state, a rare word, a number; or nearly every word."""
    common = a.terms & b.terms
    if share >= _WORD_FOR_WORD and len(common) >= 5:
        return True
    if any(agree(q, r) for q in a.quantities for r in b.quantities):
        return True
    return any(a.profile.terms[term] >= _SPECIFIC or _is_own_name(term, a) for term in common if term in a.claim)


def _is_own_name(term: str, a: Statement) -> bool:
    return term in a.profile.names and state_of(term) is None and a.profile.names[term] >= _COMMON_NAME


def _words_held(a: Statement, b: Statement) -> float:
    """The share of `a`'s words other than names that `b` holds."""
    return held(a, b, skip=a.names)


def _all_told(a: Statement, b: Statement) -> bool:
    """Nothing that `a` counts, dates or reports as having happened is missing in `b`."""
    kinds = a.profile.kinds.keys()
    if a.when.clock and hours(a.text) and not hours(b.text):
        return False
    return _numbers_told(a, b) and len(kinds & b.profile.kinds.keys()) >= EVENTS_TOLD * len(kinds)


def _numbers_told(a: Statement, b: Statement) -> bool:
    """Every number and year of `a` stands in `b`, as far as it agrees."""
    if a.when.years - b.when.years:
        return False
    return all(any(agree(q, r) for r in b.quantities) for q in a.quantities)


def contradicts(a: Statement, b: Statement) -> bool:
    """A veto: another polarity, certainty, number, year, day or hour, other persons or places, another "he said he"."""
    if a.negated != b.negated or a.denies != b.denies:
        return True
    if a.hedged != b.hedged and is_doubted(a, b) != is_doubted(b, a):
        return True
    if differ(a.when, b.when) or other_weekday(a.when, b.when):
        return True
    if a.when.clock and b.when.clock and other_hour(a.text, b.text):
        return True
    if other_number(a, b) or other_names(a, b) or _other_self(a, b):
        return True
    if a.language == "en" and (opposed(a.text, b.text) or turned_round(a.text, b.text)):
        return True
    return difference(a, b) is not None


# --- candidates ----------------------------------------------------------------------------------------------


def _candidates(lead: Passage, sentences: Sequence[Sentence]) -> Iterator[tuple[Article, list[Sentence]]]:
    """The sentences of other articles that hold some of the lead's rarest words."""
    anchors = spelled(rarest(lead.text, lead.article.language))
    for article, group in groupby(sentences, key=lambda s: s.article):
        same_language = article != lead.article and article.language == lead.article.language
        if same_language and holds_some(article.text, anchors, 2):
            yield article, [s for s in group if holds_one(s.text, anchors)]


def rarest(text: str, language: str) -> tuple[str, ...]:
    """The roots of the rarest terms: what an article must hold to be looked at."""
    rare = sorted(profile(text, language).terms.items(), key=lambda item: (-item[1], item[0]))
    return tuple(term[: max(3, len(term) - 1)] for term, _ in rare[:8])


Anchor = tuple[str, str, str]  # a root in small letters, with a capital, in capitals


def spelled(roots: Iterable[str]) -> tuple[Anchor, ...]:
    return tuple((root, root.capitalize(), root.upper()) for root in roots)


def holds_some(text: str, anchors: Sequence[Anchor], least: int) -> bool:
    """Whether at least so many of the roots stand in the text, capitalised or not: a quick look before a close one."""
    found = 0
    for small, capital, capitals in anchors:
        if small in text or capital in text or capitals in text:
            found += 1
            if found >= least:
                return True
    return False


def holds_one(text: str, anchors: Sequence[Anchor]) -> bool:
    for small, capital, capitals in anchors:  # noqa: SIM110  half of the time of a generator
        if small in text or capital in text or capitals in text:
            return True
    return False


# --- vetoes --------------------------------------------------------------------------------------------------

_SELF = re.compile(r"\b(?:he|she|it|they|we|I|his|her|its|their|our|my)\b")


def other_number(a: Statement, b: Statement) -> bool:
    """A number of the same measure that agrees with none of the other sentence's."""
    for q in a.quantities:
        alike = [r for r in b.quantities if same_measure(q, r)]
        if alike and not any(agree(q, r) for r in alike):
            return True
    return False


def other_names(a: Statement, b: Statement) -> bool:
    """Each has a name that the other lacks, and they share fewer than they differ in."""
    only_a, only_b = a.names - b.terms, b.names - a.terms
    return bool(only_a and only_b) and len(a.names & b.names) <= max(len(only_a), len(only_b))


def _other_self(a: Statement, b: Statement) -> bool:
    """What two different speakers say of themselves ("it had no plans") is not one claim."""
    if a.speaker is None or b.speaker is None or a.speaker.pronoun or b.speaker.pronoun:
        return False
    if set(stems(a.speaker.speaker)) & set(stems(b.speaker.speaker)):
        return False
    return bool(_SELF.search(a.text) or _SELF.search(b.text))
