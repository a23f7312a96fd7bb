"""The archive: articles, feeds, subscribers, outbox and editions, in a SQLite file or in PostgreSQL."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from briefing.config import holds_password
from briefing.errors import ConfigError
from briefing.store.database import WAIT, Database, instant_of, instant_text

if TYPE_CHECKING:
    from briefing.store.articles import Articles
    from briefing.store.editions import Editions
    from briefing.store.feeds import Feeds
    from briefing.store.outbox import Outbox
    from briefing.store.subscribers import Subscribers

__all__ = ["Database", "Store", "check_place", "default_place", "instant_of", "instant_text", "is_url", "open_store"]

SCHEMES = ("postgresql://", "postgres://")
FILE_NAME = "archive.sqlite"


class Store:
    """Table groups over one database; each is made when it is first asked for. Used as a context."""

    def __init__(self, database: Database) -> None:
        self.db = database

    @cached_property
    def articles(self) -> Articles:
        from briefing.store.articles import Articles

        return Articles(self.db)

    @cached_property
    def feeds(self) -> Feeds:
        from briefing.store.feeds import Feeds

        return Feeds(self.db)

    @cached_property
    def subscribers(self) -> Subscribers:
        from briefing.store.subscribers import Subscribers

        return Subscribers(self.db)

    @cached_property
    def outbox(self) -> Outbox:
        from briefing.store.outbox import Outbox

        return Outbox(self.db)

    @cached_property
    def editions(self) -> Editions:
        from briefing.store.editions import Editions

        return Editions(self.db)

    @property
    def where(self) -> str:
        """As it may be shown."""
        return self.db.where

    def close(self) -> None:
        self.db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_store(where: str = "", *, create: bool = True, wait: float = WAIT) -> Store:
    """The archive at a path or postgresql:// address ("": the user's own), its schema brought up to date.

    Without `create` one that is not there is a ConfigError. `wait` is in seconds, for another writer to end.
    """
    from briefing.store.migrations import migrate

    check_place(where)
    database = _database(where or str(default_place()), create, wait)
    try:
        migrate(database, create=create)
    except BaseException:
        database.close()
        raise
    return Store(database)


def default_place() -> Path:
    """The archive in the user's data folder."""
    from platformdirs import user_data_path

    return user_data_path("briefing", appauthor=False) / FILE_NAME


def is_url(where: str) -> bool:
    return where.startswith(SCHEMES)


def check_place(where: str) -> None:
    """ConfigError for an address that no archive can have, or that holds a password: it would end up in logs."""
    if not is_url(where):
        scheme, slashes, _ = where.partition("://")
        if slashes and scheme.isalnum():
            hint = "Name a file, or postgresql://USER@HOST/DATABASE"
            raise ConfigError(f"{scheme}:// is no archive that is known here", hint=hint)
        return
    try:
        secret = holds_password(where)
    except ValueError as error:
        raise ConfigError("the address of the archive is none", hint="Write postgresql://USER@HOST/DATABASE") from error
    if secret:
        hint = "Leave it out and set PGPASSWORD, or write it into ~/.pgpass"
        raise ConfigError("the address of the archive holds a password", hint=hint)


def _database(where: str, create: bool, wait: float) -> Database:
    if is_url(where):
        from briefing.store.postgres import PostgreSQL

        return PostgreSQL(where, wait=wait)
    path = Path(where).expanduser()
    if path.is_dir():
        raise ConfigError(f"{where} is a folder", hint=f"Name a file in it, such as {FILE_NAME}")
    if not create and not path.exists():
        raise ConfigError(f"there is no archive at {where}", hint="archive add and feeds add make one")
    from briefing.store.sqlite import SQLite

    return SQLite(path, create=create, wait=wait)
