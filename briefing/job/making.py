"""One brief: read, brief, fit, check, render, verify, write."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, Literal

from briefing import ingest
from briefing.config import Config
from briefing.document import check, to_document
from briefing.errors import ConfigError, IngestError, NothingUsableError, UnknownNameError
from briefing.files import write
from briefing.ingest import Material
from briefing.job.judging import registry
from briefing.job.running import PARTLY, Progress, count, now, silent
from briefing.pipeline import make_brief
from briefing.schema import Document
from briefing.settings import TLP_MARKS, config_hash
from briefing.types import Article, Brief, Dropped, Earlier

DEFAULT_OUTPUTS = ("out/brief.pdf", "out/brief.html")

Since = timedelta | datetime | Literal["all"]  # an age before the run's instant, an instant, or everything


@dataclass(frozen=True, slots=True)
class Request:
    """One `briefing make`, of inputs, of what the archive got `since` then, or of both.

    Without `as_of` it is now; with `dry_run` nothing is written.
    """

    inputs: tuple[str, ...]
    outputs: tuple[str, ...] = DEFAULT_OUTPUTS
    config: Config = field(default_factory=Config)
    as_of: datetime | None = None
    max_age: timedelta | None = None
    since: Since | None = None
    dry_run: bool = False
    progress: Progress = silent


@dataclass(frozen=True, slots=True)
class Outcome:
    """`errors` are the inputs that failed, `notes` what else is worth a line."""

    brief: Brief
    document: Document
    outputs: tuple[str, ...]
    errors: tuple[IngestError, ...]
    notes: tuple[str, ...]

    @property
    def exit_code(self) -> int:
        return PARTLY if self.errors else 0

    @property
    def closing_line(self) -> str:
        return closing_line(self.brief, self.document)


class NothingRead(NothingUsableError):
    """No usable article; `errors` says of each input why."""

    def __init__(self, material: Material) -> None:
        self.errors = material.errors
        failed = f"{count(len(material.errors), 'input')} could not be used" if material.errors else ""
        why = "; ".join(filter(None, (failed, *material.notes))) or "there is nothing to read in what was named"
        hint = (
            ""
            if material.errors
            else "Name articles, or a folder that holds some; docs/sources.md tells which files are read"
        )
        super().__init__("no usable article", why=why, hint=hint)


class NothingNew(NothingUsableError):
    """The archive got nothing in that time, or nothing that may be used: no failure."""

    exit_code = 0

    def __init__(self, since: datetime | None, material: Material) -> None:
        when = f"was collected since {since.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if since else "is in the archive"
        what = f"nothing of what {when} can be used" if material.notes else f"nothing {when}"
        super().__init__(what, why="; ".join(material.notes), hint="No brief was made")


def make(request: Request) -> Outcome:
    """The brief of a request, written when every output has been verified; raises BriefingError."""
    outputs = checked_outputs(request)
    as_of = request.as_of or now()
    material = gather(request, as_of)
    request.progress("choosing", 0, 0)
    brief = compose(material.articles, as_of=as_of, config=request.config, dropped=material.dropped)
    document = document_of(brief, request.config)
    request.progress("rendering", 0, 0)
    rendered = {path: render(path, brief, document, request.config) for path in outputs}
    if not request.dry_run:
        write(rendered)
    notes = (*material.notes, *brief.notes, *unset(outputs, document))
    return Outcome(brief, document, outputs, material.errors, notes)


# --- the steps -----------------------------------------------------------------------------------------------


def gather(request: Request, as_of: datetime) -> Material:
    """The articles of the inputs and of the archive but those too old or under embargo; NothingRead without any."""
    if not request.inputs and request.since is None:
        raise ConfigError("nothing to read", hint="Name files, folders or patterns, as in: briefing make articles/")
    read = reader_of(request.inputs, request.config)(
        request.inputs,
        limits=request.config.limits,
        without=frozenset(map(os.path.realpath, request.outputs)),
        progress=partial(request.progress, "reading"),
    )
    material = ingest.sift(
        ingest.sort_out(chain(read, collected(request, as_of))),
        as_of,
        request.max_age,
        settings=request.config.sources,
        registry=registry(request.inputs),
    )
    if not material.articles and request.since is not None and not request.inputs:
        raise NothingNew(first_instant(request.since, as_of), material)
    if not material.articles:
        raise NothingRead(material)
    return material


def reader_of(names: Iterable[str], config: Config) -> Callable[..., Iterator[Article | IngestError]]:
    """`ingest.read`, or where an address is among the names what fetches as well: only then is it loaded."""
    if not any("://" in name for name in names):
        return ingest.read
    from briefing.job.fetching import read

    return partial(read, config)


def collected(request: Request, as_of: datetime) -> Iterator[Article]:
    """What the archive got from `since` on, up to `as_of` where that was set: then any later run gives the same."""
    if request.since is None:
        return
    from briefing.store import open_store

    until = as_of + timedelta(microseconds=1) if request.as_of else None
    with open_store(request.config.store.where, create=False) as store:
        yield from store.articles.since(first_instant(request.since, as_of), until)


def first_instant(since: Since, as_of: datetime) -> datetime | None:
    """The first instant that is meant; None for all."""
    if since == "all":
        return None
    try:
        return as_of - since if isinstance(since, timedelta) else since
    except OverflowError:
        return None  # before time is counted


def compose(
    articles: Iterable[Article],
    *,
    as_of: datetime,
    config: Config,
    dropped: Iterable[Dropped] = (),
    earlier: Earlier | None = None,
    about: Mapping[str, Any] | None = None,
) -> Brief:
    """The brief that fills one page, with the strictest handling mark of its sources and the hash of its settings.

    `about` are further fields of it: what an edition says of itself.
    """
    from briefing.render.fit import fit

    brief = replace(make_brief(articles, as_of=as_of, config=config, dropped=dropped, earlier=earlier), **(about or {}))
    return fit(replace(brief, tlp=strictest(brief), config_hash=config_hash(config)), config)


def strictest(brief: Brief) -> str:
    """Of the brief's own handling mark and those of its articles."""
    marks = {brief.tlp, *(article.tlp for article in brief.articles)} & set(TLP_MARKS)
    return max(marks, key=TLP_MARKS.index, default=brief.tlp)


def document_of(brief: Brief, config: Config) -> Document:
    """The brief as data, checked against its articles; VerificationError when a quotation does not stand."""
    document = to_document(brief, config.quoting.attach, quoting=config.quoting, page=config.page)
    check(document, brief.at_hand)
    return document


def render(path: str, brief: Brief, document: Document, config: Config) -> bytes:
    """The bytes of one output, read back and verified."""
    from briefing.render import RENDERERS, Rendering
    from briefing.verify import verify_output

    data = RENDERERS[suffix(path)](Rendering(brief, document, config))
    verify_output(data, Path(path).name, document)
    return data


def unset(outputs: Iterable[str], document: Document) -> tuple[str, ...]:
    """A note on letters that a PDF among the outputs cannot show on this machine."""
    if "pdf" not in map(suffix, outputs):
        return ()
    from briefing.render.fallback import notes

    return notes(document)


def closing_line(brief: Brief, document: Document) -> str:
    """`5 articles -> 4 stories, 4 origins · 3 themes · 11 sentences, 11 verified · 2 disagreements · 1 page`."""
    stories = count(len(brief.stories), "story", "stories")
    return " · ".join(
        (
            f"{count(len(brief.articles), 'article')} -> {stories}, {count(len(brief.copies.origins), 'origin')}",
            count(len(brief.themes), "theme"),
            f"{count(document.checks.quotations, 'sentence')}, {document.checks.verified} verified",
            count(len(brief.disagreements), "disagreement"),
            count(document.checks.pages, "page"),
        )
    )


# --- outputs -------------------------------------------------------------------------------------------------


def checked_outputs(request: Request) -> tuple[str, ...]:
    """The outputs, each once; ConfigError for a folder, an unknown suffix or an article, before any work is done."""
    from briefing.render import RENDERERS

    unique: dict[str, str] = {}
    for path in request.outputs:
        if Path(path).is_dir() or path.endswith("/"):
            raise ConfigError(f"{path} is a folder", hint="Name a file in it, such as brief.pdf")
        if suffix(path) not in RENDERERS:
            raise UnknownNameError("output format", suffix(path) or path, RENDERERS)
        unique.setdefault(os.path.realpath(path), path)
    _spare_articles(unique, request.inputs)
    return tuple(unique.values())


def suffix(path: str) -> str:
    return Path(path).suffix.casefold().removeprefix(".")


def _spare_articles(outputs: dict[str, str], inputs: tuple[str, ...]) -> None:
    """An output may replace an earlier brief that lies among the articles, but no article."""
    present = {real: path for real, path in outputs.items() if Path(real).is_file()}
    files = [name for name in inputs if "://" not in name]
    for real in ingest.files(files) if present else ():
        if real in present and ingest.may_hold_articles(Path(real)):
            raise ConfigError(f"{present[real]} is one of the articles", hint="Name another output with -o")
