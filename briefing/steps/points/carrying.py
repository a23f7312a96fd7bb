"""What a point carries beside its quotation: who supports it, who says it, flags, worth, and why it was taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from briefing.steps.context import Standing
from briefing.steps.ledger import credibility
from briefing.steps.points.desk import Desk
from briefing.steps.points.prices import date_unknown
from briefing.steps.speakers import said_by
from briefing.steps.support import find_support
from briefing.text import cues
from briefing.text.names import names
from briefing.text.numbers import numbers
from briefing.types import Added, Article, Citation, KeyPoint, Passage, Sentence, Why


def point_of(desk: Desk, sentence: Sentence, standing: Standing, relevance: float, rank: int) -> KeyPoint:
    """`rank` is its place among the points taken with it: support is looked for while it may be printed."""
    fading = desk.settings.fading**rank
    passage = standing.passage
    value = relevance * _weight(passage) * min(1.0, desk.price(sentence))
    against = _against(desk, passage)
    candidates = desk.candidates(passage) if rank < desk.settings.per_theme else ()
    found = find_support(passage, candidates, desk.copies, desk.config.support)
    every = tuple(c for c in found if c.article not in against)
    support = tuple(_cited(desk, passage, every))
    disputed = any(kind not in {"certainty", "question"} for kind in against.values())
    whole = [c for c in support if c.role == "support"]
    point = KeyPoint(
        passage,
        support,
        said_by=said_by(passage),
        flags=(
            *_flags(passage),
            *(["disputed"] if disputed else []),
            *(["pinned"] if desk.is_pinned(passage) else []),
            *(["family"] if _is_of_one_family(desk, [passage.article, *(c.article for c in whole)]) else []),
        ),
        added=tuple(sorted((*_placed(standing, sentence), *date_unknown(passage)), key=lambda a: a.at)),
        credibility=credibility(passage, support, desk.voices, contradicted=disputed, rated=desk.config.point),
        origins=len({desk.voice[a.id] for a in (passage.article, *(c.article for c in whole))}),
        worth=round(value * fading, 6),
        why=_why(desk, sentence, standing, rank),
    )
    desk.base[point.id] = value * fading**0.5
    return replace(point, new=desk.memory.marked(point))


def _cited(desk: Desk, passage: Passage, support: Sequence[Citation]) -> Iterator[Citation]:
    """At most so many of one underlying text, the lead with them: forty reprints would fill the page with sources."""
    of_origin = Counter([desk.origin[passage.article.id]])
    for citation in support:
        origin = desk.origin[citation.article.id]
        if of_origin[origin] < desk.settings.cited_of_one_text:
            of_origin[origin] += 1
            yield citation


NO_REPORTS = frozenset({"opinion", "analysis", "satire"})  # kinds of articles, said with each point of theirs


def _weight(passage: Passage) -> float:
    """Names and numbers make a point more specific."""
    marks = len(names(passage.text, passage.article.language)) + len(numbers(passage.text))
    return 1 + 0.05 * min(marks, 6)


def _against(desk: Desk, passage: Passage) -> dict[Article, str]:
    """Articles on the other side of a disagreement about the passage, with its kind: they cannot support it."""
    found: dict[Article, str] = {}
    for dispute in desk.disputes:
        ours = [side for side in dispute.sides if any(meets(c, passage) for c in side)]
        if ours:
            theirs = [c.article for side in dispute.sides if side not in ours for c in side]
            # "May be two declarations" is a question to the reader, not a contradiction.
            found.update(dict.fromkeys(theirs, "question" if dispute.note else dispute.kind))
    return found


def meets(citation: Citation, passage: Passage) -> bool:
    return citation.article == passage.article and citation.span.overlaps(passage.span)


def _flags(passage: Passage) -> tuple[str, ...]:
    text = passage.text
    kind = passage.article.kind
    found = {
        kind: kind in NO_REPORTS,
        "hedged": cues.is_hedged(text),
        "accusation": cues.is_accusation(text),
    }
    return tuple(name for name, holds in found.items() if holds)


def _is_of_one_family(desk: Desk, articles: Sequence[Article]) -> bool:
    """Whether several texts count as one because of who published them, where the user wants that."""
    texts = {desk.origin[article.id] for article in articles}
    return len(texts) > 1 and len({desk.voice[article.id] for article in articles}) == 1


def _placed(standing: Standing, sentence: Sentence) -> tuple[Added, ...]:
    """An antecedent belongs to the first sentence of the quotation, so its offset stands."""
    return standing.added if standing.passage.sentences[0].span.start <= sentence.span.start else ()


def _why(desk: Desk, sentence: Sentence, standing: Standing, rank: int) -> Why:
    """What our method covers with the sentence, with the chance of each pair of words, and what came next."""
    if rank >= desk.settings.per_theme or sentence.key not in desk.reasons:
        return Why(notes=standing.notes)
    state, i = desk.reasons[sentence.key]
    beat = tuple((state.sentences[j].text, 0.0) for j, _ in state.beat.get(i, ()))
    return Why(state.terms(i)[:8], beat, standing.notes)
