"""The schema, step by step: mNNN_*.py holds what leads to version NNN, as SQLITE and POSTGRESQL or as COMMON.

A step that was released is never changed: another one follows it.
"""

from __future__ import annotations

import re
from importlib import import_module
from pkgutil import iter_modules

from briefing.errors import ConfigError, StoreError
from briefing.store.database import Database

_NAME = re.compile(r"m(\d{3})_\w+")


def steps() -> dict[int, str]:
    """Version -> name of the module that leads to it, in order."""
    found = (_NAME.fullmatch(module.name) for module in iter_modules(__path__))
    return dict(sorted((int(name[1]), name[0]) for name in found if name))


def migrate(database: Database, *, create: bool = True) -> None:
    """Brings the schema to the newest version, all or nothing; StoreError for what is newer or no archive."""
    known, version = steps(), database.version()
    newest = max(known)
    if version == newest:
        return
    if version is None:
        raise StoreError(f"{database.where} is no archive of briefing", hint="Name another place with --store")
    if version > newest:
        why = f"its version is {version}, this briefing knows {newest} and older ones"
        raise StoreError(f"{database.where} was made by a newer briefing", why=why, hint="Update briefing")
    if not version and not create:
        raise ConfigError(f"there is no archive at {database.where}", hint="archive add and feeds add make one")
    with database.transaction():
        # Asked again under the lock: another run may have done it meanwhile.
        for step in sorted(known.keys() - range((database.version() or 0) + 1)):
            database.script(_script(known[step], database.dialect))
        database.set_version(newest)


def _script(name: str, dialect: str) -> str:
    module = import_module(f"{__name__}.{name}")
    script: str = getattr(module, "COMMON", None) or getattr(module, dialect.upper())
    return script
