"""Stories: the articles that report one event, by average link over weighted terms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from briefing.config import StorySettings
from briefing.text.names import names
from briefing.text.tokens import stems
from briefing.text.vectors import neighbours, tfidf
from briefing.types import Article, Copies, Sentence, Story, short_hash


def find_stories(
    articles: Iterable[Article],
    copies: Copies,
    sentences: Sequence[Sentence],
    settings: StorySettings | None = None,
) -> tuple[Story, ...]:
    """Stories in the order of their first article; two copies are always in one story."""
    settings = settings or StorySettings()
    origins = [tuple(sorted(origin, key=lambda a: a.order)) for origin in copies.origins]
    rows = tfidf([origin_terms(origin) for origin in origins])
    groups = average_link(len(origins), neighbours(rows, settings.neighbour), settings.cut)
    stories = (tuple(sorted((origins[i] for i in group), key=lambda origin: origin[0].order)) for group in groups)
    return tuple(sorted((_story(found) for found in stories), key=lambda story: story.origins[0][0].order))


def average_link(size: int, pairs: Iterable[tuple[int, int, float]], cut: float) -> list[tuple[int, ...]]:
    """Groups of 0…size-1: the two with the highest mean similarity join while it is at least `cut`; absent pairs are 0."""
    members = {i: (i,) for i in range(size)}
    sums: dict[int, dict[int, float]] = defaultdict(dict)
    for i, j, similarity in pairs:
        sums[i][j] = sums[j][i] = similarity
    while best := _closest(members, sums, cut):
        keep, gone = best
        members[keep] = tuple(sorted(members[keep] + members.pop(gone)))
        for other, total in sums.pop(gone, {}).items():
            sums[other].pop(gone)
            if other != keep:
                sums[keep][other] = sums[other][keep] = sums[keep].get(other, 0.0) + total
    return sorted(members.values())


def _closest(
    members: Mapping[int, tuple[int, ...]], sums: Mapping[int, Mapping[int, float]], cut: float
) -> tuple[int, int] | None:
    means = (
        (-round(total / (len(members[i]) * len(members[j])), 9), i, j)
        for i, row in sums.items()
        for j, total in row.items()
        if i < j
    )
    best = min(means, default=None)
    return None if best is None or -best[0] < cut else (best[1], best[2])


def origin_terms(origin: Iterable[Article]) -> list[str]:
    """The terms of all copies of one text."""
    return [term for article in origin for term in _terms(article)]


def _terms(article: Article) -> list[str]:
    """Content stems, the title's twice, and names once more."""
    named = [f"name:{name.text.casefold()}" for name in names(article.text, article.language)]
    return [*stems(article.text, article.language), *2 * stems(article.title, article.language), *named]


def _story(origins: Sequence[tuple[Article, ...]]) -> Story:
    ids = sorted(article.id for origin in origins for article in origin)
    first = origins[0][0]
    return Story("s" + short_hash(" ".join(ids), 8), first.title or first.text.partition("\n")[0][:80], tuple(origins))
