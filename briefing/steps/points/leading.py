"""Key reporting: the few points with the most consequence, at most one of a theme and one of a story."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from briefing.config import PointSettings
from briefing.steps.points.desk import Desk
from briefing.steps.themes import Subject
from briefing.text.dates import years
from briefing.text.tokens import word_count
from briefing.types import Article, KeyPoint

_LONG_AGO = 2  # years
_NEVER_LEAD = frozenset({"opinion", "satire"})


def leading_points(
    desk: Desk, drafts: Sequence[tuple[Subject, list[KeyPoint]]], elsewhere: Sequence[KeyPoint]
) -> list[KeyPoint]:
    """The most consequential first; no theme gives away its only direct point."""
    ages = _ages(desk)
    consequence = {
        p.id: _consequence(desk, p, ages) for points in (*(points for _, points in drafts), elsewhere) for p in points
    }
    firsts = [point for draft in drafts if (point := _spare(*draft, consequence)) is not None]
    candidates = sorted(
        (p for p in (*firsts, *elsewhere) if _may_lead(p)),
        key=lambda p: ("pinned" not in p.flags, -consequence[p.id], p.lead.order),
    )
    least = desk.settings.key_least * max((consequence[p.id] for p in candidates), default=0.0)
    leading: list[KeyPoint] = []
    for point in candidates:
        if consequence[point.id] < least and "pinned" not in point.flags:
            continue
        told = {desk.home(p.lead.article) for p in leading}
        if len(leading) < desk.settings.key_reporting and desk.home(point.lead.article) not in told:
            leading.append(point)
            desk.taken.append(point.lead)
    return leading


def _may_lead(point: KeyPoint) -> bool:
    """What was told before leads only by the desk's decision, and opinion never."""
    return "pinned" in point.flags or (point.lead.article.kind not in _NEVER_LEAD and point.new is not False)


def _spare(subject: Subject, points: Sequence[KeyPoint], consequence: dict[str, float]) -> KeyPoint | None:
    """The best point that names the theme, when another one that names it stays."""
    keys = {s.key for s in subject.direct}
    direct = [p for p in points if any(s.key in keys for s in p.lead.sentences)]
    return max(direct, key=lambda p: consequence[p.id]) if len(direct) > 1 else None


def _consequence(desk: Desk, point: KeyPoint, ages: _Ages) -> float:
    """What the point is worth by itself, more underlying texts, a named speaker; what is long or old leads less."""
    named = {"named": 1.1, "unnamed": 1.0, "own voice": 0.95}[point.said_by.basis]
    words = word_count(point.text, point.lead.article.language)
    brief = min(1.0, desk.settings.lead_words / max(1, words)) ** 0.5
    fresh = _freshness(point.lead.article, ages, desk.settings)
    told = desk.told_by(point.lead.article) ** desk.settings.told_by
    return float(round(desk.base[point.id] * brief * named * point.origins**0.5 * fresh * told, 6))


class _Ages(NamedTuple):
    """The newest day of the dated articles, and the newest year that each undated one writes, by its id."""

    newest: date | None
    written: dict[str, int]


def _ages(desk: Desk) -> _Ages:
    articles = {s.article.id: s.article for s in desk.sentences}
    newest = max((a.day for a in articles.values() if a.day is not None), default=None)
    if len(desk.sentences) > desk.settings.pool:  # of a large day the undated are neither fresh nor stale
        return _Ages(newest, {})
    written = {i: [int(m.group()) for m in years(a.text)] for i, a in articles.items() if a.day is None}
    return _Ages(newest, {i: max(found) for i, found in written.items() if found})


def _freshness(article: Article, ages: _Ages, settings: PointSettings) -> float:
    """1 for the newest; halved with every half-life before it, down to a floor. An undated article is neither fresh nor
    stale, unless the newest year that it writes lies well before the newest that the others write."""
    if article.day is not None and ages.newest is not None:
        age = (ages.newest - article.day).days
        return max(settings.stale, float(0.5 ** (age / settings.half_life_days)))
    own = ages.written.get(article.id)
    if article.day is None and own is not None and max(ages.written.values()) - own >= _LONG_AGO:
        return settings.stale
    return 1.0
