"""What reading gave, sorted: the articles to brief, the inputs that failed, and what the user's own rules keep out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from briefing.config import SourceSettings
from briefing.errors import IngestError
from briefing.ingest.publishers import Registry
from briefing.ingest.source import Remark
from briefing.types import Article, Dropped


@dataclass(frozen=True, slots=True)
class Material:
    """`errors` are inputs that failed, `kept_out` articles that were read and are not used."""

    articles: tuple[Article, ...]
    errors: tuple[IngestError, ...] = ()
    kept_out: tuple[Dropped, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def dropped(self) -> tuple[Dropped, ...]:
        return (*(Dropped(error.origin_path, error.reason) for error in self.errors), *self.kept_out)


def sort_out(read: Iterable[Article | IngestError]) -> Material:
    """Articles, failures and remarks, each in its place; in whatever order they were read, the same comes out."""
    articles: list[Article] = []
    errors: list[IngestError] = []
    notes: list[str] = []
    for item in read:
        if isinstance(item, Article):
            articles.append(item)
        elif isinstance(item, Remark):
            notes.append(f"{item.origin_path}: {item.reason}" if item.origin_path else item.reason)
        else:
            errors.append(item)
    once, again = _once(articles)
    return Material(once, tuple(errors), again, (*notes, *_said(again)))


def _once(articles: list[Article]) -> tuple[tuple[Article, ...], tuple[Dropped, ...]]:
    """Each article under the first of its paths, and the paths at which it stood again."""
    first: dict[str, Article] = {}
    again: list[Dropped] = []
    for article in sorted(articles, key=lambda article: article.order):
        if article.id in first:
            again.append(Dropped(article.origin_path, "the same text at the same address"))
        first.setdefault(article.id, article)
    return tuple(first.values()), tuple(again)


def sift(
    material: Material,
    as_of: datetime,
    max_age: timedelta | None = None,
    *,
    settings: SourceSettings = SourceSettings(),  # noqa: B008
    registry: Registry = Registry(),  # noqa: B008
) -> Material:
    """Without articles under embargo, satire and, where an age is set, older ones; an undated one stays and is said.

    What the registry knows of their publishers is written into the articles first.
    """
    if registry:
        material = replace(material, articles=tuple(map(registry.known, material.articles)))
    reasons = dict.fromkeys(_parts(material.articles), "a part of what is there as a whole")
    reasons |= {a.id: reason for a in material.articles if (reason := _reason(a, as_of, max_age, settings))}
    articles = tuple(article for article in material.articles if article.id not in reasons)
    kept_out = tuple(Dropped(a.origin_path, reasons[a.id]) for a in material.articles if a.id in reasons)
    notes = (*material.notes, *_said(kept_out), *_undated(articles, max_age))
    return replace(material, articles=articles, kept_out=(*material.kept_out, *kept_out), notes=notes)


def _parts(articles: tuple[Article, ...]) -> list[str]:
    """The ids of incomplete articles at whose address a complete one was read too, as of a feed beside its page."""
    whole = {article.url for article in articles if article.url and article.complete}
    return [article.id for article in articles if not article.complete and article.url in whole]


def _reason(article: Article, as_of: datetime, max_age: timedelta | None, settings: SourceSettings) -> str:
    """Why an article is not used, or nothing."""
    if article.kind == "satire" and not settings.satire:
        return "satire (sources.satire lets it in)"
    if article.embargo_until and article.embargo_until > as_of:
        return f"under embargo until {article.embargo_until.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    if max_age is not None and _is_older(article, as_of - max_age):
        return "older than --max-age"
    return ""


def _is_older(article: Article, oldest: datetime) -> bool:
    """By the instant where one is known, else by the day: an article of the oldest day is not too old."""
    if isinstance(article.published, datetime):
        return article.published < oldest
    return article.published is not None and article.published < oldest.date()


def _said(kept_out: tuple[Dropped, ...]) -> tuple[str, ...]:
    reasons = sorted({dropped.reason for dropped in kept_out})
    counts = {reason: sum(dropped.reason == reason for dropped in kept_out) for reason in reasons}
    return tuple(
        f"{count} {'article' if count == 1 else 'articles'} left aside, {why}" for why, count in counts.items()
    )


def _undated(articles: tuple[Article, ...], max_age: timedelta | None) -> tuple[str, ...]:
    undated = sum(article.published is None for article in articles)
    if max_age is None or not undated:
        return ()
    return (
        f"{undated} undated {'article was' if undated == 1 else 'articles were'} kept: --max-age cannot judge them",
    )
