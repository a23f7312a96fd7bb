"""Feeds: every file is read, every entry that feedparser sees is an article or a reported refusal, and says the same.

`crashes` must be 0 and `entries` must be `kept` + `refused`; `lost` counts entries that feedparser sees and we do not.
`titles`, `links` and `dates` are shares of the entries in which feedparser states one (a link of http or https).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from time import process_time
from typing import Any

from briefing.errors import IngestError
from briefing.ingest.facts import web_address
from briefing.ingest.feed import article_of, parse_feed
from briefing.ingest.feed_types import Entry, Feed
from briefing.ingest.feed_xml import title_of

FOLDER = "feeds"
AGREED = ("title", "link", "date")


def run(data: Path, shown: bool = False) -> dict[str, Any]:
    """`--shown` prints every entry in which we and feedparser differ."""
    files = sorted((data / FOLDER / "xml").rglob("*.xml"))
    if not files:
        return {"task": "feeds", "data": {}, "peers": {}, "skipped": [f"{FOLDER}/ is not there"]}
    counts: Counter[str] = Counter(files=len(files))
    started = process_time()
    ours = {file: _ours(file, counts) for file in files}
    seconds = process_time() - started
    for file in files:
        for what in _compared(ours[file], _theirs(file), counts):
            if shown:
                print(file.relative_to(data / FOLDER), what)
    return {"task": "feeds", "data": {FOLDER: _figures(counts, seconds)}, "peers": {}}


def _figures(counts: Counter[str], seconds: float) -> dict[str, object]:
    names = ("files", "entries", "kept", "refused", "crashes", "lost")
    shares = {f"{name}s": counts[f"{name} same"] / max(1, counts[f"{name} stated"]) for name in AGREED}
    return {**{name: counts[name] for name in names}, **shares, "seconds": seconds}


def _ours(file: Path, counts: Counter[str]) -> Feed:
    """The feed; what happened to its entries is counted. Anything but an IngestError is a crash."""
    try:
        feed = parse_feed(file.read_bytes(), "https://feed.example/feed.xml")
    except IngestError:
        counts["unread"] += 1
        return Feed()
    except Exception as error:  # noqa: BLE001 - that is what is counted
        print(file, repr(error))
        counts["crashes"] += 1
        return Feed()
    for entry in feed.entries:
        counts["entries"] += 1
        counts[_fate(entry, feed)] += 1
    return feed


def _fate(entry: Entry, feed: Feed) -> str:
    try:
        article_of(entry, feed, "feed.xml")
    except IngestError:
        return "refused"
    except Exception as error:  # noqa: BLE001 - that is what is counted
        print(repr(error))
        return "crashes"
    return "kept"


def _theirs(file: Path) -> list[Mapping[str, Any]]:
    import feedparser

    entries: list[Mapping[str, Any]] = feedparser.parse(
        BytesIO(file.read_bytes()), response_headers={"content-location": "https://feed.example/feed.xml"}
    ).entries
    return entries


def _compared(ours: Feed, theirs: list[Mapping[str, Any]], counts: Counter[str]) -> Iterator[str]:
    """The differences in words; entries are compared in their order."""
    if len(theirs) > len(ours.entries):
        counts["lost"] += len(theirs) - len(ours.entries)
        yield f"{len(theirs)} entries, of which we see {len(ours.entries)}"
    for mine, other in zip(ours.entries, theirs, strict=False):
        for name, (one, two) in _facts(mine, other).items():
            if not two:
                continue
            counts[f"{name} stated"] += 1
            counts[f"{name} same"] += one == two
            if one != two:
                yield f"{name}: ours {one!r}, feedparser's {two!r}"


def _facts(mine: Entry, other: Mapping[str, Any]) -> dict[str, tuple[object, object]]:
    detail = other.get("title_detail") or {}
    title = title_of(other.get("title", ""), "text" if detail.get("type") == "text/plain" else "html")
    return {
        "title": (mine.title, title),
        "link": (mine.link, web_address(other.get("link", ""))),
        "date": (_day(mine.published), _struct(other)),
    }


def _day(published: date | datetime | None) -> date | None:
    return published.astimezone(UTC).date() if isinstance(published, datetime) else published


def _struct(other: Mapping[str, Any]) -> date | None:
    for name in ("published_parsed", "updated_parsed", "created_parsed"):
        if parts := dict(other).get(name):
            return date(*parts[:3])
    return None
