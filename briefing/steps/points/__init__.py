"""Key points: which quotations stand under each theme, which lead the page, and why every other sentence does not.

The summariser orders the sentences of a theme (ranking.py); what it puts first is taken (taking.py) if it can be read
by itself, is not said already, and keeps within what may be quoted of its article. The best of it leads (leading.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from briefing.config import Config
from briefing.steps.changes import Memory
from briefing.steps.points.carrying import NO_REPORTS, meets
from briefing.steps.points.desk import Desk
from briefing.steps.points.leading import leading_points
from briefing.steps.points.left_out import left_out, not_shown
from briefing.steps.points.ranking import by_news, in_turn, is_news, pool, ranked
from briefing.steps.points.taking import repeats, take
from briefing.steps.themes import Subject
from briefing.types import Copies, Disagreement, KeyPoint, LeftOut, Sentence, Story, Theme

__all__ = ["Chosen", "choose_points", "news_first", "repeats"]


class Chosen(NamedTuple):
    """What is on the page, what is not, and what the user should be told."""

    key_reporting: tuple[KeyPoint, ...]
    themes: tuple[Theme, ...]
    left_out: tuple[LeftOut, ...]
    not_shown: int
    notes: tuple[str, ...]


def choose_points(
    subjects: Sequence[Subject],
    sentences: Sequence[Sentence],
    stories: tuple[Story, ...],
    copies: Copies,
    disputes: Sequence[Disagreement],
    config: Config,
    memory: Memory | None = None,
) -> Chosen:
    """The points of every theme and of key reporting; each sentence is printed at most once."""
    desk = Desk(sentences, stories, copies, disputes, config, memory or Memory(None))
    drafts = [(subject, _points_of(desk, subject)) for subject in subjects]
    elsewhere = _elsewhere(desk, [point for _, points in drafts for point in points])
    leading = leading_points(desk, drafts, elsewhere)
    led = {point.id for point in leading}
    themes = tuple(
        replace(
            _theme(desk, subject, [p for p in points if p.id not in led]),
            leading=tuple(p.id for p in points if p.id in led),
        )
        for subject, points in drafts
        if points or subject.named_by == "user"
    )
    printed = [*leading, *(point for theme in themes for point in theme.points)]
    notes = _notes(subjects, drafts)
    return Chosen(tuple(leading), themes, left_out(desk, printed, elsewhere), not_shown(desk, printed), notes)


def _points_of(desk: Desk, subject: Subject) -> list[KeyPoint]:
    """Up to `per_theme` points, the best first: what is new, else what was read before, else what was told."""
    relevance = {m.sentence.key: m.relevance for m in subject.members}
    for members in by_news(desk, [m.sentence for m in subject.members]):
        order = ranked(desk, pool(desk, members), relevance, dict(subject.terms))
        if found := take(desk, order, relevance, desk.settings.per_theme):
            return found
    return []


def _elsewhere(desk: Desk, points: Sequence[KeyPoint]) -> list[KeyPoint]:
    """The best of what no theme holds, by its price once more: it may lead, and otherwise heads what is left out.

    Beside the themes only what is new has a place, where there were editions before.
    """
    members = pool(desk, [s for s in desk.sentences if is_news(desk, s)])
    order = in_turn(desk, ranked(desk, members, {s.key: desk.price(s) for s in members}, {}))
    told = {point.lead.article.id for point in points}
    outside = desk.settings.outside
    relevance = {s.key: outside * (desk.settings.told if s.article.id in told else 1.0) for s in order}
    before = len(desk.taken)
    found = take(desk, order, relevance, desk.settings.elsewhere)
    del desk.taken[before:]
    return found


def _theme(desk: Desk, subject: Subject, points: Sequence[KeyPoint]) -> Theme:
    articles = tuple(sorted({m.sentence.article for m in subject.members}, key=lambda a: a.order))
    ids = {a.id for a in articles}
    return Theme(
        subject.label,
        subject.named_by,
        _as_told(points),
        articles,
        len({desk.origin[i] for i in ids}),
        tuple(s.id for s in desk.stories if any(a.id in ids for a in s.articles)),
        subject.note,
    )


def _as_told(points: Sequence[KeyPoint]) -> tuple[KeyPoint, ...]:
    """In their order, but reports before opinion, and points of one article in the order of the article: "he later
    withdrew it" comes later.
    """
    points = sorted(points, key=lambda p: p.lead.article.kind in NO_REPORTS)
    by_article: dict[str, list[KeyPoint]] = {}
    for point in sorted(points, key=lambda p: p.lead.span.start):
        by_article.setdefault(point.lead.article.id, []).append(point)
    return tuple(by_article[point.lead.article.id].pop(0) for point in points)


def _notes(subjects: Sequence[Subject], drafts: Iterable[tuple[Subject, list[KeyPoint]]]) -> tuple[str, ...]:
    empty = [
        f"{s.label!r} has sentences, but none that can stand by itself"
        for s, points in drafts
        if s.members and not points and s.named_by == "user"
    ]
    return (*(subject.note for subject in subjects if subject.note), *empty)


def news_first(disagreements: Sequence[Disagreement], chosen: Chosen) -> tuple[Disagreement, ...]:
    """Disagreements whose sides are not printed yet, then those that repeat a printed quotation, each in its order."""
    printed = [p.lead for p in (*chosen.key_reporting, *(p for theme in chosen.themes for p in theme.points))]
    repeated = [sum(meets(c, p) for side in d.sides for c in side for p in printed) for d in disagreements]
    return tuple(d for _, d in sorted(zip(repeated, disagreements, strict=True), key=lambda pair: pair[0]))
