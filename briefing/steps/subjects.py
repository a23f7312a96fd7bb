"""Subjects: broad groups of articles that tell one large matter over days."""

from __future__ import annotations

from collections.abc import Iterable

from briefing.config import StorySettings
from briefing.steps.stories import average_link, origin_terms
from briefing.text.vectors import neighbours, tfidf
from briefing.types import Article, Copies


def find_subjects(
    articles: Iterable[Article], copies: Copies, settings: StorySettings | None = None
) -> tuple[tuple[Article, ...], ...]:
    """Groups of articles, each in order, ordered by their first article; two copies are always in one group."""
    settings = settings or StorySettings()
    rows = tfidf([origin_terms(origin) for origin in copies.origins])
    groups = average_link(len(rows), neighbours(rows, settings.neighbour), settings.subject_cut)
    return tuple(
        sorted(
            (tuple(sorted((a for i in g for a in copies.origins[i]), key=lambda a: a.order)) for g in groups),
            key=lambda group: group[0].order,
        )
    )
