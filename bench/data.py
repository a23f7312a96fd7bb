"""Loaders for the collections that the bench reads: JSON lines, told apart by their META.json and fields."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from briefing.text.blocks import find_blocks
from briefing.text.clean import clean
from briefing.types import Article, short_hash

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Collection:
    """A labelled set of articles: `gold` is the label of each article, in the same order."""

    name: str
    articles: tuple[Article, ...]
    gold: tuple[str, ...]


def rows(path: Path) -> tuple[Row, ...]:
    """The objects of a JSON-lines file; none when it is absent."""
    if not path.is_file():
        return ()
    with path.open(encoding="utf-8") as lines:
        return tuple(json.loads(line) for line in lines if line.strip())


def meta(folder: Path) -> Row:
    """The folder's META.json, or nothing."""
    path = folder / "META.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def article(row: Row, folder: str, language: str = "en") -> Article:
    """An article of the bench: a title that the row lacks stays unknown."""
    title, text = clean(row.get("title") or ""), clean(row.get("text") or "")
    path = f"{folder}/{row['id']}"
    return Article(
        id=short_hash(f"{text}\0{row.get('url') or path}", 16),
        title=title,
        text=text,
        blocks=find_blocks(text, title),
        origin_path=path,
        title_basis="stated" if title else "derived",
        publisher=row.get("source") or "",
        url=row.get("url") or "",
        published=_day(row.get("date")),
        published_basis="metadata" if _day(row.get("date")) else "unknown",
        language=row.get("lang") or language,
        text_sha256=short_hash(text, 64),
    )


def stories(data: Path) -> Iterator[Collection]:
    """Narrow events: every folder of documents with an `event` whose META or name says events, summaries apart."""
    for folder in _folders(data):
        task = str(meta(folder).get("task", "")).lower()
        if "event" in f"{folder.name} {task}".lower() and "summari" not in task:
            yield from _labelled(folder, "event")


def subjects(data: Path) -> Iterator[Collection]:
    """Broad subjects: the `topic` of collections with several events a topic; the events of English summary sets."""
    for collection in (c for folder in _folders(data) for c in _labelled(folder, "topic")):
        folder = data / collection.name.split("/")[0]
        if _is_coarser(collection, dict(_events(folder))):
            yield collection
    for folder in _folders(data):
        yield from _labelled(folder, "event", pattern="docs_en.jsonl")


def _is_coarser(collection: Collection, events: Mapping[str, str]) -> bool:
    """Every event lies within one topic, and there are more events than topics: else `topic` is a remark."""
    topic_of: dict[str, set[str]] = {}
    for one, topic in zip(collection.articles, collection.gold, strict=True):
        topic_of.setdefault(events.get(one.origin_path, ""), set()).add(topic)
    topics = set(collection.gold)
    return 2 < len(topics) < len(topic_of) and all(len(found) == 1 for found in topic_of.values())


def _events(folder: Path) -> Iterator[tuple[str, str]]:
    for collection in _labelled(folder, "event"):
        yield from ((one.origin_path, label) for one, label in zip(collection.articles, collection.gold, strict=True))


def _labelled(folder: Path, field: str, pattern: str = "docs*.jsonl") -> Iterator[Collection]:
    for path in sorted(folder.glob(pattern)):
        language = path.stem.partition("_")[2] or "en"
        found = [row for row in rows(path) if row.get(field) and (row.get("text") or "").strip()]
        if found:
            name = folder.name if path.stem == "docs" else f"{folder.name}/{language}"
            yield Collection(
                name,
                tuple(
                    article(row, folder.name, language if re.fullmatch("[a-z]{2}", language) else "en") for row in found
                ),
                tuple(str(row[field]) for row in found),
            )


def _folders(data: Path) -> list[Path]:
    return sorted(path for path in data.iterdir() if path.is_dir()) if data.is_dir() else []


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError:
        return None


# --- articles for made sets ----------------------------------------------------------------------------------


def distinct(data: Path, words: int) -> tuple[tuple[Article, ...], tuple[Article, ...]]:
    """One long enough English article an event, and another of those events that shares no sentence."""
    bases, reports = [], []
    for folder in _folders(data):
        for path in sorted(folder.glob("*docs.jsonl")) + sorted(folder.glob("docs_en.jsonl")):
            by_event: dict[str, list[Row]] = {}
            for row in rows(path):
                if row.get("event") and row.get("relevant_llm", True) and len((row.get("text") or "").split()) >= words:
                    by_event.setdefault(str(row["event"]), []).append(row)
            for _, found in sorted(by_event.items()):
                bases.append(article(found[0], folder.name))
                reports += [article(row, folder.name) for row in found[1:] if _shares_no_sentence(found[0], row)][:1]
    return tuple(sorted(bases, key=lambda a: a.id)), tuple(sorted(reports, key=lambda a: a.id))


def _shares_no_sentence(a: Row, b: Row, size: int = 8) -> bool:
    """No run of eight words stands in both: a report written by somebody else."""
    first, second = (row["text"].casefold().split() for row in (a, b))
    runs = {tuple(first[i : i + size]) for i in range(len(first))}
    return not any(tuple(second[i : i + size]) in runs for i in range(len(second) - size + 1))


def written(count: int, seed: int) -> tuple[Article, ...]:
    """Articles of made-up words, seeded: for where no collection is at hand."""
    random = Random(seed)
    syllables = [first + vowel + last for first in "bdfglmnprstv" for vowel in "aeiou" for last in ("", "n", "r", "s")]
    common = ["".join(random.choices(syllables, k=random.choice((1, 2)))) for _ in range(300)]
    return tuple(_written(random, syllables, common, number) for number in range(count))


def _written(random: Random, syllables: Sequence[str], common: Sequence[str], number: int) -> Article:
    own = ["".join(random.choices(syllables, k=random.choice((2, 3)))) for _ in range(60)]
    names = [word.capitalize() for word in own[:8]]
    sentences = [
        " ".join(
            random.choice(random.choices((common, own, names), (5, 4, 1))[0]) for _ in range(random.randint(9, 26))
        )
        for _ in range(random.randint(9, 22))
    ]
    text = "\n".join(sentence[0].upper() + sentence[1:] + "." for sentence in sentences)
    return article({"id": str(number), "title": " ".join(random.sample(names, 4)), "text": text}, "written")
