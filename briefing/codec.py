"""Articles as plain data and back: what the archive keeps, what an export writes, what a reading child sends home."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, cast

from briefing.types import Article, Block, BlockKind, Span

_PLAIN = (
    "id title title_basis text origin_path publisher url published_basis language owner reliability kind rights "
    "complete tlp note text_sha256 raw_sha256"
).split()
_LATER = ("country", "family")  # that articles of older exports and archives do not have


def to_plain(article: Article) -> dict[str, Any]:
    """The article as JSON values; `blocks` are [kind, start, end], dates are ISO 8601."""
    return {
        **{name: getattr(article, name) for name in (*_PLAIN, *_LATER)},
        "published": article.published.isoformat() if article.published else None,
        "embargo_until": article.embargo_until.isoformat() if article.embargo_until else None,
        "blocks": [[block.kind, block.span.start, block.span.end] for block in article.blocks],
        "extra": _plain(article.extra),
    }


def from_plain(plain: Mapping[str, Any]) -> Article:
    """The article that `to_plain` was given; KeyError, TypeError or ValueError where the data is none."""
    return Article(
        **{name: plain[name] for name in _PLAIN},
        **{name: plain.get(name, "") for name in _LATER},
        published=_published(plain["published"]),
        embargo_until=datetime.fromisoformat(plain["embargo_until"]) if plain["embargo_until"] else None,
        blocks=tuple(Block(cast("BlockKind", kind), Span(start, end)) for kind, start, end in plain["blocks"]),
        extra=plain["extra"],
    )


def _published(text: str | None) -> date | datetime | None:
    if not text:
        return None
    return date.fromisoformat(text) if len(text) == len("2026-01-31") else datetime.fromisoformat(text)


def _plain(value: object) -> Any:
    """What front matter and JSON lines brought beside the known facts, with its dates as text."""
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    return value if value is None or isinstance(value, (str, int, float, bool)) else str(value)
