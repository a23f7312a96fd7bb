"""Three lines of Python: articles = read(...); brief = make_brief(articles); save(brief, "brief.pdf")."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import overload

from msgspec.structs import replace

from briefing import files, ingest, job, types
from briefing.config import Config, NamedTheme
from briefing.errors import ConfigError
from briefing.job.judging import registry
from briefing.schema import Document
from briefing.settings import named_theme
from briefing.types import Article, Dropped


@dataclass(frozen=True, slots=True)
class Articles(Sequence[Article]):
    """What was read, in order; `dropped` are the inputs that gave no article, with the reasons."""

    articles: tuple[Article, ...]
    dropped: tuple[Dropped, ...] = ()

    def __len__(self) -> int:
        return len(self.articles)

    @overload
    def __getitem__(self, index: int) -> Article: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Article, ...]: ...
    def __getitem__(self, index: int | slice) -> Article | tuple[Article, ...]:
        return self.articles[index]


@dataclass(frozen=True, slots=True)
class Brief(types.Brief):
    """A composed page with the settings it was made by; a notebook shows it as the page."""

    config: Config = field(default_factory=Config)

    @property
    def document(self) -> Document:
        """The brief as data (docs/brief.schema.json), checked against its articles."""
        return job.document_of(self, self.config)

    def _repr_html_(self) -> str:
        return job.render("brief.html", self, self.document, self.config).decode()


def read(*names: str | os.PathLike[str], config: Config | None = None) -> Articles:
    """The articles of files, folders and patterns; ConfigError for a name that is nothing."""
    material = ingest.sort_out(ingest.read(names, limits=(config or Config()).limits))
    return Articles(material.articles, material.dropped)


def make_brief(
    articles: Iterable[Article],
    *,
    themes: Iterable[str | NamedTheme] = (),
    title: str = "",
    as_of: datetime | None = None,
    config: Config | None = None,
) -> Brief:
    """The brief that fills one page. `as_of` is now unless it is given; a theme is "NAME" or "NAME=term, term".

    Articles under embargo and satire stay out, as on the command line.
    """
    config = _with(config or Config(), tuple(themes), title)
    if as_of is not None and as_of.tzinfo is None:
        raise ConfigError("as_of has no time zone", hint="Write datetime(..., tzinfo=UTC)")
    as_of = as_of or job.now()
    dropped = articles.dropped if isinstance(articles, Articles) else ()
    material = ingest.Material(tuple(articles), kept_out=dropped)
    material = ingest.sift(material, as_of, settings=config.sources, registry=registry())
    if not material.articles:
        raise job.NothingRead(material)
    brief = job.compose(material.articles, as_of=as_of, config=config, dropped=material.dropped)
    return Brief(**{f.name: getattr(brief, f.name) for f in fields(brief)}, config=config)


def save(brief: Brief, *paths: str | os.PathLike[str]) -> tuple[str, ...]:
    """Writes the brief in the format of each path's suffix, verified before anything is replaced."""
    outputs = job.checked_outputs(job.Request((), tuple(os.fspath(path) for path in paths), brief.config))
    document = brief.document
    files.write({path: job.render(path, brief, document, brief.config) for path in outputs})
    return outputs


def _with(config: Config, themes: tuple[str | NamedTheme, ...], title: str) -> Config:
    """The configuration with what was said in the call."""
    named = tuple(named_theme(theme) if isinstance(theme, str) else theme for theme in themes)
    brief = replace(config.brief, title=title or config.brief.title)
    return replace(config, theme=named or config.theme, brief=brief)
