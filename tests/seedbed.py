"""Articles in one short line, for tests of the steps (no reader, no file)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from briefing.config import TextSettings
from briefing.text.blocks import find_blocks
from briefing.text.clean import clean
from briefing.text.segment import split
from briefing.types import Article, Copies, Sentence, short_hash


def article(
    text: str, *, path: str = "a.txt", day: date | None = None, language: str = "en", **facts: object
) -> Article:
    """An article of this text; its id follows from text and path."""
    canonical = clean(text)
    return Article(
        id=short_hash(f"{canonical}\0{path}", 16),
        title=str(facts.pop("title", canonical[:40])),
        text=canonical,
        blocks=find_blocks(canonical),
        origin_path=path,
        published=day,
        published_basis="stated" if day else "unknown",
        language=language,
        text_sha256=short_hash(canonical, 64),
        **facts,  # type: ignore[arg-type]
    )


def seed_articles(folder: Path) -> list[Article]:
    """The worked example, without what sources.toml adds."""
    return [article(f.read_text(encoding="utf-8"), path=f"seeds/{f.name}") for f in sorted(folder.glob("*.txt"))]


def sentences_of(articles: Iterable[Article]) -> tuple[Sentence, ...]:
    return tuple(sentence for a in articles for sentence in split(a, TextSettings()))


def apart(articles: Sequence[Article]) -> Copies:
    """Every article an underlying text of its own."""
    return Copies(tuple((a,) for a in sorted(articles, key=lambda a: a.order)))
