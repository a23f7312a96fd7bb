"""Which way of finding what articles share serves so many of them."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.steps.shingles import Overlaps, few
from briefing.types import Article

FEW = 300  # articles: below it numpy's import costs more than it saves


def overlaps(articles: Sequence[Article], least: int) -> Overlaps:
    """Pairs with fewer than `least` shingles in common are left out, unless that is all that one of them has."""
    if len(articles) < FEW:
        return few(articles, least)
    from briefing.steps.meetings import many

    return many(articles, least)
