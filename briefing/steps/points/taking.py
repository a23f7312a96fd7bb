"""What is taken of the sentences in their order: what stands alone, is not said already, and is not quoted too far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from briefing.steps.context import Standing
from briefing.steps.points.carrying import point_of
from briefing.steps.points.desk import Desk, Key
from briefing.steps.speakers import said_by
from briefing.text.quotations import quotations
from briefing.text.rarity import rarity
from briefing.text.shares import within_share
from briefing.text.tokens import stems
from briefing.types import KeyPoint, Passage, Sentence

_SAME_QUOTATION = 5  # words


def take(desk: Desk, order: Sequence[Sentence], relevance: Mapping[Key, float], most: int) -> list[KeyPoint]:
    """Up to `most` points; what they quote is taken, and the others have their reason."""
    found: list[KeyPoint] = []
    for sentence in order:
        if len(found) == most:
            break
        standing = desk.standing(sentence)
        if standing is not None and _absorbs(desk, standing, found, relevance.get(sentence.key, 0.0)):
            continue
        reason = _why_not(desk, standing)
        if reason or standing is None:
            desk.refused.setdefault(sentence.key, reason or "cannot stand by itself")
            continue
        desk.taken.append(standing.passage)
        found.append(point_of(desk, sentence, standing, relevance.get(sentence.key, 1.0), len(found)))
    return found


def _absorbs(desk: Desk, standing: Standing, found: list[KeyPoint], relevance: float) -> bool:
    """A sentence that goes on about a point just taken and cannot stand without it makes that point longer."""
    passage = standing.passage
    for i, point in enumerate(found):
        lead = point.lead
        if (
            lead.article == passage.article
            and len(lead.sentences) == 1
            and passage.sentences[:-1] == lead.sentences
            and relevance >= desk.settings.goes_on
        ):
            others = [t for t in desk.taken if t != lead]
            spans = [t.span for t in others if t.article == passage.article]
            if within_share(passage.article, [*spans, passage.span], desk.config.quoting):
                desk.taken[:] = [*others, passage]
                longer = point_of(desk, lead.sentences[0], standing, 1.0, 0)
                found[i] = replace(longer, worth=point.worth)
                return True
    return False


def _why_not(desk: Desk, standing: Standing | None) -> str:
    if standing is None:
        return "cannot stand by itself"
    passage = standing.passage
    if desk.is_dropped(passage):
        return "dropped by the desk"
    if any(passage.article == t.article and passage.span.overlaps(t.span) for t in desk.taken):
        return "part of a printed point"
    spans = [t.span for t in desk.taken if t.article == passage.article]
    if not within_share(passage.article, [*spans, passage.span], desk.config.quoting):
        return "quote_share"
    if _disputed_words(desk, passage):
        return "its words are given to different speakers"
    said = [t for t in desk.taken if repeats(passage, t) >= desk.settings.same]
    return f"says the same as “{said[0].text[:40]}…”" if said else ""


def _disputed_words(desk: Desk, passage: Passage) -> bool:
    """Its article gives the quotation to somebody else in another place."""
    said = _quoted_words(passage)
    if not said:
        return False
    mine = said_by(passage).speaker
    return any(
        said_by(Passage((s,))).speaker not in {"", mine}
        for s in desk.siblings[passage.article.id]
        if s not in passage.sentences and any(words in s.text.casefold() for words in said)
    )


def _quoted_words(passage: Passage) -> tuple[str, ...]:
    """The quotations of five words or more, without their marks and the stop before the closing one."""
    text = passage.text
    inner = (text[q.start + 1 : q.end - 1].strip().rstrip(",.").casefold() for q in quotations(text))
    return tuple(words for words in inner if len(words.split()) >= _SAME_QUOTATION)


def repeats(a: Passage, b: Passage) -> float:
    """How much of the shorter one's content, weighed by how rare its words are, stands in the other: 0 to 1."""
    mine, theirs = (_weighed(p.text, p.article.language) for p in (a, b))
    smaller = min(sum(mine.values()), sum(theirs.values()))
    return sum(weight for word, weight in mine.items() if word in theirs) / smaller if smaller else 1.0


@lru_cache(maxsize=1 << 12)
def _weighed(text: str, language: str) -> dict[str, float]:
    """Content stems with how rare they are."""
    return {s: max(0.5, rarity(s, language) - 6) for s in stems(text, language)}
