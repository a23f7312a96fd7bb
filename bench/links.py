"""Support links that pages print, read by a person: a seeded draw from the briefs of events, the verdicts kept.

A verdict names both passages by article and span, never by their words; a link that has none was not yet read (or has
changed since) and is counted apart. `--show` prints those to standard output, to be read.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from bench import data as collections
from bench.data import Collection, rows
from briefing.pipeline import make_brief

VERDICTS = Path(__file__).parent / "verdicts" / "links.jsonl"
DRAWN = 100
AS_OF = datetime(2026, 1, 1, tzinfo=UTC)


class Link(NamedTuple):
    """Where the claim and its support stand: article paths and code points."""

    lead: str
    lead_start: int
    lead_end: int
    cited: str
    start: int
    end: int
    role: str


def run(data: Path, seed: int = 1, show: bool = False) -> dict[str, Any]:
    found = {link: words for collection in collections.stories(data) for link, words in links(collection)}
    drawn = random.Random(seed).sample(sorted(found), min(DRAWN, len(found)))
    verdicts = {Link(*row["link"]): bool(row["yes"]) for row in rows(VERDICTS)}
    read = [link for link in drawn if link in verdicts]
    right = sum(verdicts[link] for link in read)
    if show:
        print("\n".join(f"{list(link)}\n    {found[link]}" for link in sorted(found) if link not in verdicts))
    figures = {"links": len(found), "drawn": len(drawn), "read": len(read), "p": right / max(1, len(read))}
    figures["p_of_all_read"] = sum(verdicts[x] for x in found if x in verdicts) / max(
        1, sum(x in verdicts for x in found)
    )
    return {"task": "links", "data": {"printed": figures}, "peers": {}, "skipped": [] if found else ["no events"]}


def links(collection: Collection) -> Iterator[tuple[Link, str]]:
    """The support that the page of each event prints."""
    for event in sorted(set(collection.gold)):
        articles = [a for a, label in zip(collection.articles, collection.gold, strict=True) if label == event]
        if len(articles) < 2:
            continue
        for point in make_brief(articles, as_of=AS_OF).points:
            for c in point.support:
                lead, span = point.lead.article.origin_path, point.lead.span
                link = Link(lead, span.start, span.end, c.article.origin_path, c.span.start, c.span.end, c.role)
                yield link, f"{point.text}\n    {c.quote}"
