"""The ledger: how credible a point is (1 to 6, of the Admiralty code), told by who says it first and in how many texts.

Credibility belongs to the point. What is thought of a publisher (reliability A to F) is never looked at here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from briefing.config import RatedPoint
from briefing.steps.speakers import said_by
from briefing.text.profiles import profile
from briefing.types import Article, Citation, Copies, Passage, SaidBy, Sentence, Span

CONFIRMED, UNKNOWN = 1, 6

Speaker = frozenset[str]  # the names of a first speaker; empty when it is not known who that is


class Standing(NamedTuple):
    """A point's credibility and the words for it ("" when it is confirmed or an analyst's)."""

    credibility: int
    words: str


def credibility(
    lead: Passage,
    support: Sequence[Citation],
    copies: Copies,
    *,
    contradicted: bool = False,
    rated: Iterable[RatedPoint] = (),
) -> int:
    """1 when two independent texts with different first speakers state it and nothing contradicts it, else 6."""
    return standing(lead, support, copies, contradicted=contradicted, rated=rated).credibility


def standing(
    lead: Passage,
    support: Sequence[Citation],
    copies: Copies,
    *,
    contradicted: bool = False,
    rated: Iterable[RatedPoint] = (),
) -> Standing:
    """The credibility with its words; an analyst's rating goes before all else, and only it gives 2, 3, 4 or 5."""
    for rating in rated:
        if _plain(rating.quotation) and _plain(rating.quotation) in _plain(lead.text):
            return Standing(rating.credibility, "")
    if contradicted:
        return Standing(UNKNOWN, "disputed")
    voices = _voices(lead, support, copies)
    if len({origin for origin, _ in voices}) < 2:
        return Standing(UNKNOWN, "one text")
    if not _differ(voices):
        return Standing(UNKNOWN, f"{_count(voices)} texts, same speaker")
    return Standing(CONFIRMED, "")


def _voices(lead: Passage, support: Sequence[Citation], copies: Copies) -> list[tuple[int, Speaker]]:
    """Origin and first speaker of the lead and of each citation that supports the whole claim."""
    origin = copies.origin_of()
    passages = [lead, *(passage_of(c.article, c.span) for c in support if c.role == "support")]
    return [
        (home, _speaker(said_by(passage), home))
        for passage in passages
        if (home := origin.get(passage.article.id, -1)) >= 0
    ]


def _speaker(said: SaidBy, origin: int) -> Speaker:
    """An article that speaks in its own voice is its origin's own first speaker."""
    if said.basis == "own voice":
        return frozenset({f"\0{origin}"})
    if said.basis == "unnamed":
        return frozenset()
    found = profile(said.speaker)
    return frozenset(found.names) or frozenset(found.words)


def _differ(voices: Sequence[tuple[int, Speaker]]) -> bool:
    """Two origins whose first speakers are known and have no name in common."""
    return any(a[0] != b[0] and a[1] and b[1] and not a[1] & b[1] for a in voices for b in voices)


def _count(voices: Sequence[tuple[int, Speaker]]) -> str:
    number = len({origin for origin, _ in voices})
    return {2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}.get(number, str(number))


def passage_of(article: Article, span: Span) -> Passage:
    """The span of a citation as a passage, in its block."""
    block = next((i for i, b in enumerate(article.blocks) if span in b.span), 0)
    return Passage((Sentence(article, span, 0, block),))


def _plain(text: str) -> str:
    return " ".join(text.split())
