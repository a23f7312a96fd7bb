"""Pages to articles: text by shingles of four words, titles, dates; beside trafilatura and htmldate."""

from __future__ import annotations

import gzip
import logging
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any
from unicodedata import normalize

from bench.data import Row, meta, rows
from briefing.config import LimitSettings
from briefing.errors import IngestError
from briefing.ingest.html.charset import decode_page
from briefing.ingest.html.facts import address
from briefing.ingest.html.head import head_of
from briefing.ingest.html.published import moment, published
from briefing.ingest.html.reader import read
from briefing.ingest.html.title import headline, host_of
from briefing.ingest.html.tree import tree_of
from briefing.ingest.source import Source
from briefing.types import Article

SHINGLE = 4  # words
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Page:
    name: str
    data: bytes
    gold: Row

    @property
    def half(self) -> int:
        """0 or 1, by the hash of the file's name: one half to develop on, one to hold out."""
        return sha256(Path(self.name).name.encode()).digest()[0] % 2


@dataclass(frozen=True, slots=True)
class Found:
    """What a method finds in a page; a title or day of None is one that it does not look for."""

    text: str | None = None
    title: str | None = None
    day: str | None = None


Method = Callable[[Page], Found]


def run(data: Path, *, peers: bool = True, halves: bool = False) -> dict[str, Any]:
    """Every folder with gold.jsonl and html/; with `halves` also each half of its pages."""
    for library in ("trafilatura", "htmldate"):
        logging.getLogger(library).setLevel(logging.CRITICAL)  # they say for each page what they miss in it
    sets = dict(_sets(data, halves))
    methods = {"ours": _ours, **(PEERS if peers else {})}
    for method in methods.values():  # libraries are loaded once a process, not once a page
        method(WARM)
    measured = {
        name: {key: _figures(key, method, pages) for key, pages in sets.items()} for name, method in methods.items()
    }
    return {
        "task": "extraction",
        "data": measured.pop("ours"),
        "peers": measured,
        "skipped": [] if sets else ["no folder with gold.jsonl and html/ in the data folder"],
    }


def _sets(data: Path, halves: bool) -> Iterator[tuple[str, list[Page]]]:
    for folder in sorted(data.iterdir()) if data.is_dir() else ():
        pages = list(_pages(folder)) if (folder / "html").is_dir() else []
        if not pages:
            continue
        name = f"{folder.name} (openings)" if "beginning" in str(meta(folder).get("note", "")) else folder.name
        yield name, pages
        if halves:
            for half in (0, 1):
                yield f"{name} half {half}", [page for page in pages if page.half == half]


def _pages(folder: Path) -> Iterator[Page]:
    for row in rows(folder / "gold.jsonl"):
        path = folder / str(row.get("html", ""))
        if path.is_file():
            data = path.read_bytes()
            yield Page(path.name, gzip.decompress(data) if path.suffix == ".gz" else data, row)


# --- methods -------------------------------------------------------------------------------------------------


def _ours(page: Page) -> Found:
    source = Source(page.data, page.name, url=str(page.gold.get("url") or ""))
    try:
        article = next(item for item in read(source) if isinstance(item, Article))
    except (IngestError, StopIteration):
        return _head_alone(source)
    return Found(article.text, article.title, article.day.isoformat() if article.day else "")


def _head_alone(source: Source) -> Found:
    """Of a page that holds no text."""
    root = tree_of(decode_page(source.data).text, LimitSettings().html_depth)
    head = head_of(root)
    url = address(head, source.url)
    when = published(root, head, url).when
    return Found("", headline(head, host_of(url)), when.isoformat()[:10] if when else "")


def _trafilatura(page: Page, *, comments: bool = True) -> Found:
    from trafilatura import extract, extract_metadata

    text = extract(page.data, include_comments=comments) or ""
    try:
        about = extract_metadata(page.data, default_url=page.gold.get("url"))
    except (AttributeError, TypeError, ValueError):  # of a page that it cannot parse
        return Found(text, "", "")
    return Found(text, about.title or "", about.date or "")


def _without_comments(page: Page) -> Found:
    return _trafilatura(page, comments=False)


def _htmldate(page: Page) -> Found:
    from htmldate import find_date

    try:
        return Found(day=find_date(page.data, url=page.gold.get("url"), original_date=True) or "")
    except (AttributeError, TypeError, ValueError):
        return Found(day="")


PEERS: dict[str, Method] = {
    "trafilatura": _trafilatura,
    "trafilatura without comments": _without_comments,
    "htmldate": _htmldate,
}
WARM = Page(
    "", b"<html><head><title>Bridge closed</title></head><body><p>It is closed since 3 May 2025.</p></body></html>", {}
)


# --- figures -------------------------------------------------------------------------------------------------


def _figures(name: str, method: Method, pages: Sequence[Page]) -> dict[str, Any]:
    """Means over the pages whose gold has the value; `ms` is processor time a page."""
    start = time.process_time()
    found = [method(page) for page in pages]
    spent = time.process_time() - start
    is_opening = "(openings)" in name
    pairs = list(zip(pages, found, strict=True))
    scores = [
        shingle_score(_opening(f.text, page.gold["text"]) if is_opening else f.text, page.gold["text"])
        for page, f in pairs
        if page.gold.get("text") and f.text is not None
    ]
    titles = [
        _key(f.title) == _key(page.gold["title"]) for page, f in pairs if page.gold.get("title") and f.title is not None
    ]
    dates = [f.day == _day(page.gold["date"]) for page, f in pairs if page.gold.get("date") and f.day is not None]
    p, r, f1 = (_mean([score[i] for score in scores]) for i in range(3))
    return {
        "pages": len(pages),
        "p": p,
        "r": r,
        "f1": f1,
        "titles": _mean(titles),
        "dates": _mean(dates),
        "ms": round(1_000 * spent / max(len(pages), 1), 1),
    }


def shingle_score(text: str, gold: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of the sets of four-word shingles."""
    found, wanted = _shingles(text), _shingles(gold)
    both = len(found & wanted)
    if not both:
        return (0.0, 0.0, 0.0) if found or wanted else (1.0, 1.0, 1.0)
    p, r = both / len(found), both / len(wanted)
    return p, r, 2 * p * r / (p + r)


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(normalize("NFC", text).lower())
    return {tuple(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1))} if words else set()


def _opening(text: str, gold: str) -> str:
    """As much of the text as the gold gives of the article."""
    return " ".join(_WORD.findall(text)[: len(_WORD.findall(gold))])


def _day(text: object) -> str:
    when = moment(str(text))
    return (when.isoformat() if isinstance(when, date) else str(text))[:10]


def _key(text: str | None) -> str:
    return " ".join(_WORD.findall((text or "").casefold()))


def _mean(values: Sequence[float]) -> float | None:
    return round(sum(values) / len(values), 4) if values else None
