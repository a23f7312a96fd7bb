"""The table of kinds. A new kind is one file with a reader and one entry here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath

from briefing.errors import IngestError
from briefing.ingest import jsonl, markdown, plain
from briefing.ingest.source import Source
from briefing.types import Article

Reader = Callable[[Source], Iterator[Article | IngestError]]


@dataclass(frozen=True, slots=True)
class Kind:
    """`is_content` tells the kind by its bytes, whatever the file's name; `suffixes` decide where no content does."""

    suffixes: frozenset[str]
    read: Reader
    is_content: Callable[[bytes], bool] = lambda _: False


KINDS: Mapping[str, Kind] = {
    "JSON lines": Kind(frozenset({".jsonl", ".ndjson", ".jl"}), jsonl.read, jsonl.is_content),
    "Markdown": Kind(frozenset({".md", ".markdown", ".mdown"}), markdown.read),
    "plain text": Kind(frozenset({".txt", ".text", ""}), plain.read),
}


BRIEF = re.compile(rb"\bbriefing \d+\.\d+\.\d+ \([0-9a-f]{8}\)")  # as the foot of every page says it


def is_brief(data: bytes) -> bool:
    """Whether this is a page that we made: no article, wherever it lies."""
    return bool(BRIEF.search(data))


def may_hold_articles(path: Path) -> bool:
    """Whether a file that lies among the articles would be read as some."""
    data = path.read_bytes()
    return kind_of(path.name, data) is not None and not is_brief(data)


def kind_of(name: str, data: bytes) -> Kind | None:
    """By content first, by suffix second; None for a kind that nobody reads here."""
    by_content = next((kind for kind in KINDS.values() if kind.is_content(data)), None)
    suffix = PurePath(name).suffix.casefold()
    return by_content or next((kind for kind in KINDS.values() if suffix in kind.suffixes), None)
