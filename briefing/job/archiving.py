"""Articles into the archive and out of it: add, export, restore, prune, check."""

from __future__ import annotations

import os
import sys
import zlib
from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple, cast

import msgspec

from briefing import ingest
from briefing.codec import from_plain, to_plain
from briefing.config import Config
from briefing.errors import ConfigError, IngestError, StoreError, UnknownNameError
from briefing.files import written_through
from briefing.job.making import reader_of
from briefing.job.running import PARTLY, Progress, count, silent
from briefing.store import Store, instant_of, instant_text, open_store
from briefing.store.articles import Added, Deleted, Kept
from briefing.store.tables import BY_NAME, TABLES, Table, put, rows
from briefing.types import Article

if TYPE_CHECKING:
    from io import BufferedReader

    from briefing.store.database import Value

FORMAT = 1  # of an export
MARK = b'{"briefing_archive":'  # what every line of an export begins with
GZIP = b"\x1f\x8b"
BATCH = 100  # articles of one transaction: what a crash costs at most, to be read again
ROWS = 20  # the same of rows beside articles: a page of an edition may have a megabyte
LINE_BYTES = 100_000_000  # of an export: an article as JSON, with room
INTERRUPTED = 130
STDIN = "-"
BESIDE = "feeds, editions, subscribers and mails"


@dataclass(frozen=True, slots=True)
class Addition:
    """What came of adding. `left` counts the inputs that were not read any more when a stop was asked for."""

    added: Added
    errors: tuple[IngestError, ...] = ()
    notes: tuple[str, ...] = ()
    left: int = 0
    stopped: bool = False
    rows: int = 0  # of feeds, editions, subscribers and mails that an export of all brought

    @property
    def exit_code(self) -> int:
        if self.stopped:
            return INTERRUPTED
        return PARTLY if self.errors else 0

    @property
    def closing_line(self) -> str:
        """`12 articles added, 1 of them a new version · 3 known · 1 input could not be used`."""
        added, errors = self.added, len(self.errors)
        versions = f", {added.updated} of them {'a new version' if added.updated == 1 else 'new versions'}"
        parts = [f"{count(added.new + added.updated, 'article')} added{versions if added.updated else ''}"]
        changed = f", {added.changed} of them changed" if added.changed else ""
        parts += [f"{added.known} known{changed}"] if added.known else []
        parts += [f"{added.deleted} deleted or pruned before"] if added.deleted else []
        parts += [f"{count(self.rows, 'row')} beside them"] if self.rows else []
        parts += [f"{count(errors, 'input')} could not be used"] if errors else []
        return " · ".join(parts)


def opened(config: Config, *, create: bool = False) -> Store:
    """The archive that the configuration names."""
    return open_store(config.store.where, create=create)


# --- in ------------------------------------------------------------------------------------------------------


def add(
    store: Store,
    inputs: Sequence[str],
    *,
    at: datetime,
    config: Config,
    progress: Progress = silent,
    is_stopped: Callable[[], bool] = lambda: False,
    refresh: bool = False,
    whole: bool = False,
) -> Addition:
    """Reads what is named, exports and addresses among it; every BATCH is on the disk before the next is read.

    With `refresh`, what is known about articles that are there already is replaced. With `whole`, an export may bring
    feeds, editions, subscribers and mails as well, which only one's own should do.
    """
    if not inputs:
        raise ConfigError("nothing to read", hint="Name files, folders or patterns, as in: briefing archive add news/")
    intake = _Intake(store, at, is_stopped, refresh, whole)
    exports = [name for name in inputs if is_export(name)]
    addresses = [name for name in inputs if "://" in name]
    files = [name for name in inputs if name not in {*exports, *addresses}]
    for name in exports:
        intake.take(restored(name))
    for names, via in ((files, "file"), (addresses, "address")):
        if names and not intake.stopped:
            reading = _Counted(progress)
            intake.take(reader_of(names, config)(names, limits=config.limits, progress=reading), via)
            intake.left = reading.left
    return intake.outcome()


class _Counted:
    """Progress that remembers how much was left."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self.left = 0

    def __call__(self, done: int, of: int) -> None:
        self.left = of - done
        self._progress("reading", done, of)


class _Intake:
    """Takes articles in batches, and sorts what else a reader yields."""

    def __init__(self, store: Store, at: datetime, is_stopped: Callable[[], bool], refresh: bool, whole: bool) -> None:
        self._store, self._at, self._is_stopped, self._refresh = store, at, is_stopped, refresh
        self._whole = whole
        self._via = ""
        self._read: list[Article] = []
        self._restored: list[Kept] = []
        self._gone: list[Deleted] = []
        self._rows: list[_Row] = []
        self._new_rows = self._left_rows = 0
        self._added = Added()
        self._errors: list[IngestError] = []
        self._notes: list[str] = []
        self.left = 0
        self.stopped = False

    def take(self, items: Iterable[Article | Kept | Deleted | _Row | IngestError], via: str = "") -> None:
        self._via = via
        for item in items:
            self._sort(item)
            if self._is_stopped():
                self.stopped = True
                break
        self._flush()

    def outcome(self) -> Addition:
        left = self.left if self.stopped else 0
        if self._left_rows:
            self._notes.append(f"{count(self._left_rows, 'row')} of {BESIDE} left out: --all takes them")
        return Addition(self._added, tuple(self._errors), tuple(self._notes), left, self.stopped, self._new_rows)

    def _sort(self, item: Article | Kept | Deleted | _Row | IngestError) -> None:
        if isinstance(item, Article):
            self._read.append(item)
        elif isinstance(item, Kept):
            self._restored.append(item)
        elif isinstance(item, Deleted):
            self._gone.append(item)
        elif isinstance(item, _Row):
            self._rows += [item] if self._whole else []
            self._left_rows += not self._whole
        elif item.exit_code:
            self._errors.append(item)
        else:
            self._notes.append(f"{item.origin_path}: {item.reason}" if item.origin_path else item.reason)
        if max(len(self._read), len(self._restored), len(self._gone)) >= BATCH or len(self._rows) >= ROWS:
            self._flush()

    def _flush(self) -> None:
        articles = self._store.articles
        if self._read:
            self._added += articles.add(self._read, at=self._at, via=self._via, refresh=self._refresh)
        if self._restored:
            self._added += articles.restore(self._restored)
        articles.mark_deleted(self._gone)
        self._put(self._rows)
        self._read, self._restored, self._gone, self._rows = [], [], [], []

    def _put(self, some: Sequence[_Row]) -> None:
        """All in one step; where one is refused, each by itself, so that it costs itself alone."""
        try:
            with self._store.db.transaction():
                new = sum(put(self._store.db, row.table, row.values) for row in some)
        except (KeyError, ValueError, StoreError) as error:
            if len(some) > 1:
                for row in some:
                    self._put([row])
                return
            (row,), new = some, 0
            why = error.why if isinstance(error, StoreError) else _reason(error)
            self._errors.append(IngestError(row.shown, f"line {row.number} cannot be kept ({why})"))
        self._new_rows += new


# --- exports -------------------------------------------------------------------------------------------------


class Export:
    """Lines: an article each with every field and when it came, then what was deleted, then one that counts them.

    With `whole`, before the last line, a line for each row of feeds, editions, subscribers and mails. Read in pages, so
    that it may be of any size. `articles`, `deleted` and `rows` count what was given out.
    """

    def __init__(
        self, store: Store, since: datetime | None = None, progress: Progress = silent, *, whole: bool = False
    ) -> None:
        self._store, self._since, self._progress, self._whole = store, since, progress, whole
        self.articles = self.deleted = self.rows = 0

    def __iter__(self) -> Iterator[bytes]:
        total = self._store.articles.count()
        for item in self._store.articles.kept(self._since):
            self.articles += 1
            self._progress("exporting", self.articles, total)
            yield _line(collected_at=instant_text(item.collected_at), via=item.via, article=to_plain(item.article))
        for gone in self._store.articles.deleted():
            self.deleted += 1
            yield _line(deleted={**gone._asdict(), "deleted_at": instant_text(gone.deleted_at)})
        for table in TABLES if self._whole else ():
            for row in rows(self._store.db, table):
                self.rows += 1
                yield _line(table=table.name, row=row)
        counted = {"articles": self.articles, "deleted": self.deleted}
        yield _line(end={**counted, "rows": self.rows} if self._whole else counted)

    def write(self, path: str) -> None:
        """The file appears when it is complete, and replaces the one before in one step; a whole one is private."""
        with written_through(path) as file:
            if self._whole:
                os.fchmod(file.fileno(), 0o600)
            file.writelines(self)

    @property
    def closing_line(self) -> str:
        beside = f" and {count(self.rows, 'row')} of {BESIDE}" if self._whole else ""
        return f"{count(self.articles, 'article')}{beside} exported"


def _line(**fields: object) -> bytes:
    return msgspec.json.encode({"briefing_archive": FORMAT, **fields}) + b"\n"


def is_export(name: str) -> bool:
    """Whether a file, packed or not, or standard input begins as an export does; what cannot be opened is none."""
    try:
        if name == STDIN:
            return cast("BufferedReader", sys.stdin.buffer).peek(len(MARK)).startswith(MARK)
        if not Path(name).is_file():
            return False
        with _bytes_of(name) as file:
            return file.read(len(MARK)) == MARK
    except (OSError, EOFError, ValueError, AttributeError):
        return False


@contextmanager
def _bytes_of(name: str) -> Iterator[IO[bytes]]:
    if name == STDIN:
        yield sys.stdin.buffer
        return
    with Path(name).open("rb") as file:
        packed = file.read(len(GZIP)) == GZIP
        file.seek(0)
        if not packed:
            yield file
            return
        import gzip

        with gzip.open(file) as unpacked:
            yield cast("IO[bytes]", unpacked)


class _Row(NamedTuple):
    """Of a table; `shown` and `number` are the file's and the line's, for what is refused."""

    table: Table
    values: Mapping[str, Value]
    shown: str
    number: int


def restored(name: str) -> Iterator[Kept | Deleted | _Row | IngestError]:
    """What an export holds; a broken line costs itself alone and is named by its number, from 1."""
    shown = "stdin" if name == STDIN else Path(name).name
    found, told = {"articles": 0, "deleted": 0, "rows": 0}, None
    for number, line in enumerate(_lines(name), 1):
        try:
            item = _item(line, shown, number)
        except (KeyError, TypeError, ValueError, msgspec.DecodeError) as error:
            yield IngestError(shown, f"line {number} is no line of an export ({_reason(error)})")
            continue
        if isinstance(item, dict):
            told = item
        else:
            found["articles" if isinstance(item, Kept) else "rows" if isinstance(item, _Row) else "deleted"] += 1
            yield item
    if told is None:
        yield ingest.Remark(shown, "it has no last line that counts its articles: it may be cut short")
    elif {"rows": 0, **told} != found:
        kind = "rows" if told["articles"] == found["articles"] and "rows" in told else "articles"
        yield IngestError(shown, f"it should hold {told[kind]} {kind} and holds {found[kind]}")


def _lines(name: str) -> Iterator[bytes]:
    """The lines that can be read: a packed file that is cut short ends early, which the lines tell themselves."""
    with _bytes_of(name) as file, suppress(EOFError, OSError, zlib.error):
        yield from iter(lambda: file.readline(LINE_BYTES), b"")


def _item(line: bytes, shown: str, number: int) -> Kept | Deleted | _Row | dict[str, int]:
    fields: dict[str, Any] = msgspec.json.decode(line)
    if fields["briefing_archive"] != FORMAT:
        raise ValueError(f"of format {fields['briefing_archive']}, made by a newer briefing")
    if "end" in fields:
        return dict(fields["end"])
    if "table" in fields:
        if fields["table"] not in BY_NAME:
            raise ValueError(f"there is no table {fields['table']!r}")
        table = BY_NAME[fields["table"]]
        return _Row(table, dict(_values(table, fields["row"])), shown, number)
    if "deleted" in fields:
        gone = fields["deleted"]
        return Deleted(**{**gone, "deleted_at": instant_of(gone["deleted_at"])})
    article = from_plain(fields["article"])
    if sha256(article.text.encode()).hexdigest() != article.text_sha256:
        raise ValueError("the text is not the one that was exported")
    return Kept(article, instant_of(fields["collected_at"]), fields["via"])


def _values(table: Table, row: Mapping[str, Any]) -> Iterator[tuple[str, Value]]:
    """As the database takes them; ValueError or TypeError for what is no value."""
    if not isinstance(row, dict):
        raise TypeError("its row is none")
    for name, value in row.items():
        if not (value is None or isinstance(value, str | int | float)):
            raise ValueError(f"{name} is no value")
        yield name, b64decode(str(value), validate=True) if name in table.binary else value


def _reason(error: Exception) -> str:
    return f"{error} is missing" if isinstance(error, KeyError) else str(error)


# --- what goes -----------------------------------------------------------------------------------------------


def named(store: Store, name: str) -> list[Kept]:
    """The articles of an id, the beginning of one, or a URL, oldest first; ConfigError when that is none or several."""
    found = store.articles.like(name)
    if not found:
        raise ConfigError(f"no article {name!r} in the archive", hint="briefing archive search finds articles")
    ids = [item.article.id for item in found]
    if len(ids) > 1 and any(identity.startswith(name) for identity in ids):
        raise UnknownNameError("article", name, ids[:5])
    return found


def described(store: Store, name: str) -> dict[str, Any]:
    """Every field of an article (of a URL: of its newest version), how it came, and its versions if several."""
    item = named(store, name)[-1]
    versions = store.articles.versions(item.article)
    return {
        **to_plain(item.article),
        "collected_at": instant_text(item.collected_at),
        "via": item.via,
        "versions": [_version(version, versions[-1]) for version in versions] if len(versions) > 1 else [],
    }


def _version(item: Kept, current: Kept) -> dict[str, Any]:
    at = instant_text(item.collected_at)
    return {"id": item.article.id, "collected_at": at, "current": item.number == current.number}


def delete(store: Store, name: str, reason: str, *, at: datetime) -> list[Kept]:
    """The article of an id, or all versions of a URL, which then stays away as a whole."""
    found = named(store, name)
    store.articles.delete(found, reason, at=at, whole_url=found[0].article.url == name)
    return found


def prune(store: Store, older: timedelta, *, at: datetime, dry_run: bool = False) -> Iterator[Kept]:
    """The articles collected longer ago, each as it goes; or as it would go."""
    try:
        before = at - older
    except OverflowError:
        return iter(())  # nothing is as old as that
    if dry_run:
        return store.articles.kept(until=before)
    return store.articles.prune(before, at=at, reason=f"kept {older / timedelta(days=1):g} days")


def retain(store: Store, config: Config, *, at: datetime) -> list[Kept]:
    """What goes by `store.keep_days`; nothing where none is set. Whoever calls it says what went.

    Who got which mail is forgotten with the articles.
    """
    if not config.store.keep_days:
        return []
    with suppress(OverflowError):  # nothing is as old as that
        store.outbox.prune(at - timedelta(days=config.store.keep_days))
    return list(prune(store, timedelta(days=config.store.keep_days), at=at))


def problems(store: Store) -> Iterator[str]:
    """What is wrong with the database, then with what it keeps."""
    yield from store.db.problems()
    yield from store.articles.problems()
