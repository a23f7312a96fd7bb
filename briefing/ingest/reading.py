"""Names to articles: find the files, tell their kind, hand each to its reader."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path, PurePath

from briefing.config import LimitSettings
from briefing.errors import IngestError
from briefing.ingest.decode import binary_kind
from briefing.ingest.finding import Found, NotEntered, find
from briefing.ingest.kinds import KINDS, kind_of
from briefing.ingest.parts import DEEPEST, guarded, too_deep
from briefing.ingest.sniff import is_brief
from briefing.ingest.source import Remark, Source
from briefing.ingest.source_table import FILE_NAME, SourceTable, load_table
from briefing.types import Article

Item = Article | IngestError
Progress = Callable[[int, int], None]  # how many files are done, and of how many


def read(
    names: Iterable[str | os.PathLike[str]],
    *,
    limits: LimitSettings | None = None,
    without: frozenset[str] = frozenset(),
    progress: Progress = lambda _done, _all: None,
) -> Iterator[Article | IngestError]:
    """The articles of files, folders, patterns and `-` (standard input); what gives none is yielded as an error.

    `without` are real paths to pass over (a run's own outputs). ConfigError when a name is nothing at all.
    """
    limits = limits or LimitSettings()
    finds = list(find(names, without))
    tables = _Tables()
    others: list[str] = []
    yield from _in_order(_looked_at(finds, tables, limits, others, progress), limits)
    progress(len(finds), len(finds))
    yield from _other_files(others)
    yield from tables.idle([found for found in finds if isinstance(found, Found)])


def read_sources(sources: Iterable[Source], *, limits: LimitSettings | None = None) -> Iterator[Article | IngestError]:
    """The articles of bytes that are here already (fetched pages, parts of a mail), in their order."""
    others: list[str] = []
    opened = (item for source in sources for item in _opened(source, others))
    yield from _in_order(opened, limits or LimitSettings())
    yield from _other_files(others)


# --- what is read here and what in a child --------------------------------------------------------------------


def _in_order(items: Iterator[Item | Source], limits: LimitSettings) -> Iterator[Item]:
    """Sources among the items are read by child processes, which start with the first one; all keep their places."""
    for item in items:
        if isinstance(item, Source):
            from briefing.ingest.isolation import read_in_order

            yield from read_in_order(chain((item,), items), limits)
        else:
            yield item


def _looked_at(
    finds: list[Found | NotEntered], tables: _Tables, limits: LimitSettings, others: list[str], progress: Progress
) -> Iterator[Item | Source]:
    """What the files hold; those that a child must read come as sources."""
    for done, found in enumerate(finds):
        progress(done, len(finds))
        if isinstance(found, NotEntered):
            yield Remark(found.origin_path, f"{found.what}; it was passed over")
        else:
            yield from _look_at(found, tables, limits, others)


def _look_at(found: Found, tables: _Tables, limits: LimitSettings, others: list[str]) -> Iterator[Item | Source]:
    facts = tables.facts(found)
    try:
        data = _bytes(found, limits)
    except OSError as error:
        yield IngestError(found.origin_path, f"it cannot be read: {(error.strerror or type(error).__name__).lower()}")
        return
    except IngestError as error:
        yield error
        return
    if not found.named and is_brief(data):
        yield Remark(found.origin_path, "it is a brief that was made here; it was passed over")
    elif found.named and kind_of(PurePath(found.origin_path).name, data) is None:
        yield IngestError(found.origin_path, _unknown_kind(found.origin_path, data))
    else:
        yield from _opened(Source(data, found.origin_path, facts, limits), others)


def _opened(source: Source, others: list[str], depth: int = 0) -> Iterator[Item | Source]:
    """What a source holds, with its parts; what a child must read is left to it."""
    kind = kind_of(source.name, source.data)
    if kind is None:
        others.append(PurePath(source.origin_path).suffix.casefold() or "no suffix")
    elif kind.isolated and not source.data:
        yield IngestError(source.origin_path, "the file is empty (0 bytes)")
    elif kind.isolated:
        yield source
    else:
        for item in guarded(kind.read(source)):
            if not isinstance(item, Source):
                yield item
            elif depth < DEEPEST:
                yield from _opened(item, others, depth + 1)
            else:
                yield too_deep(item)


# --- files ----------------------------------------------------------------------------------------------------


def _bytes(found: Found, limits: LimitSettings) -> bytes:
    """At most limits.file_bytes; one byte more is too many."""
    if found.path is None:
        data = sys.stdin.buffer.read(limits.file_bytes + 1)
    else:
        with found.path.open("rb") as file:
            data = file.read(limits.file_bytes + 1)
    if len(data) > limits.file_bytes:
        reason = f"it is larger than limits.file_bytes ({limits.file_bytes:,})"
        raise IngestError(found.origin_path, reason, hint="Split it, or raise the limit")
    return data


def _unknown_kind(origin_path: str, data: bytes) -> str:
    read = (kind for kind in KINDS.values() if not kind.refused)
    known = ", ".join(sorted(suffix for kind in read for suffix in kind.suffixes if suffix))
    suffix = PurePath(origin_path).suffix
    what = binary_kind(data) or f"a file of an unknown type ({suffix})"
    return f"it is {what}; read are {known}"


def _other_files(suffixes: list[str]) -> Iterator[Remark]:
    if suffixes:
        counts = ", ".join(f"{count} {suffix}" for suffix, count in sorted(Counter(suffixes).items()))
        files = "1 file of another type was" if len(suffixes) == 1 else f"{len(suffixes)} files of other types were"
        yield Remark("", f"{files} passed over: {counts}")


class _Tables:
    """The sources.toml of every folder between a file and its root, each read once; the nearest one wins."""

    def __init__(self) -> None:
        self._read: dict[Path, SourceTable] = {}

    def facts(self, found: Found) -> dict[str, object]:
        if found.path is None or found.root is None:
            return {}
        facts: dict[str, object] = {}
        for folder in _folders(found.root, found.path.parent):
            below = found.path.relative_to(folder)
            facts.update(self._table(folder, found.origin_path, len(below.parts)).facts(below.as_posix()))
        return facts

    def idle(self, found: list[Found]) -> Iterator[Remark]:
        """Entries that name no file, where whole folders were read."""
        if any(file.named for file in found):
            return
        paths = [file.path for file in found if file.path]
        for folder, table in self._read.items():
            if not table.entries:
                continue
            inside = [path.relative_to(folder).as_posix() for path in paths if path.is_relative_to(folder)]
            yield from (Remark(table.origin, f"the entry {match!r} matches no file") for match in table.idle(inside))

    def _table(self, folder: Path, origin_path: str, depth: int) -> SourceTable:
        """`depth` is how many parts of the file's shown path lie below the folder."""
        if folder not in self._read:
            path = folder / FILE_NAME
            origin = PurePath(*PurePath(origin_path).parts[:-depth], FILE_NAME).as_posix()
            self._read[folder] = load_table(path, origin) if path.is_file() else SourceTable(origin)
        return self._read[folder]


def _folders(root: Path, last: Path) -> list[Path]:
    """From the root down to the last folder, both included."""
    below = last.relative_to(root).parts
    return [root.joinpath(*below[:depth]) for depth in range(len(below) + 1)]
