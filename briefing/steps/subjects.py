"""Subjects: broad groups of articles that tell one large matter over days.

The similarities are those of the stories, of more pairs and with a lower cut; look-alikes and other days are welcome.
"""

from __future__ import annotations

from collections.abc import Iterable

from briefing.config import StorySettings
from briefing.steps.linkage import average_link
from briefing.steps.stories import similarities, text_of
from briefing.text.spaces import space
from briefing.types import Article, Copies

_DEFAULT = StorySettings()


def find_subjects(
    articles: Iterable[Article],  # noqa: ARG001  what the copies were found in
    copies: Copies,
    settings: StorySettings = _DEFAULT,
) -> tuple[tuple[Article, ...], ...]:
    """Groups of articles, each in order, ordered by their first article; two copies are always in one group."""
    longest = [max(origin, key=lambda article: (len(article.text), article.order)) for origin in copies.origins]
    known = space([text_of(article) for article in longest], settings.subject_core)
    shared = settings.subject_shared if len(longest) <= settings.subject_shared_among else settings.shared
    pairs = similarities(known, shared, settings.subject_core_least, settings)
    groups = average_link(pairs, [(i,) for i in range(len(longest))], settings.subject_cut)
    found = (tuple(sorted((a for i in g for a in copies.origins[i]), key=lambda a: a.order)) for g in groups)
    return tuple(sorted(found, key=lambda group: group[0].order))
