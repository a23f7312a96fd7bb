"""sources.toml: what is known about the articles of a folder, written beside them by whoever keeps it.

[[source]]
match = "2026-01-*.txt"      # a file pattern, relative to this file; the other keys are those of Facts
publisher = "The Courier"
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from briefing.errors import ConfigError, did_you_mean
from briefing.ingest.facts import NAMES, BadFact, fact

FILE_NAME = "sources.toml"


@dataclass(frozen=True, slots=True)
class Entry:
    match: str
    facts: Mapping[str, object]

    def covers(self, relative: str) -> bool:
        """A pattern without a slash is matched against the file's name, in whatever folder it lies."""
        path = relative if "/" in self.match else relative.rpartition("/")[2]
        return fnmatchcase(path, self.match)


@dataclass(frozen=True, slots=True)
class SourceTable:
    """`origin` is what the file is called in messages."""

    origin: str
    entries: tuple[Entry, ...] = ()

    def facts(self, relative: str) -> dict[str, object]:
        """What every entry that matches the file says; the later entry wins."""
        return {key: value for entry in self.entries if entry.covers(relative) for key, value in entry.facts.items()}

    def idle(self, relatives: list[str]) -> list[str]:
        """The patterns that match none of the files."""
        return [entry.match for entry in self.entries if not any(map(entry.covers, relatives))]


def load_table(path: Path, origin: str) -> SourceTable:
    """The table of a sources.toml; ConfigError names the entry and the key that cannot stand."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{origin} is not TOML", why=str(error)) from error
    except OSError as error:
        raise ConfigError(f"{origin} cannot be read", why=error.strerror or "") from error
    for key in data:
        if key != "source":
            raise ConfigError(f"{origin}: unknown key {key!r}", hint="Each article has a [[source]] table")
    entries = data.get("source", [])
    if not isinstance(entries, list):
        raise ConfigError(f"{origin}: 'source' is one table", hint="Write [[source]] with two brackets")
    return SourceTable(origin, tuple(_entry(f"{origin}: source {i}", e) for i, e in enumerate(entries, 1)))


def _entry(place: str, given: object) -> Entry:
    if not isinstance(given, dict):
        raise ConfigError(f"{place} is not a table", hint="Write [[source]] with two brackets")
    values = dict(given)
    match = values.pop("match", None)
    if not isinstance(match, str) or not match:
        raise ConfigError(f"{place} has no 'match'", hint='Name the files, for example match = "2026-*.txt"')
    return Entry(match, {key: _fact(place, key, value) for key, value in values.items()})


def _fact(place: str, key: str, value: object) -> object:
    if key not in NAMES:
        raise ConfigError(f"{place}: unknown key {key!r}", hint=did_you_mean(key, ("match", *NAMES)))
    try:
        checked = fact(key, value)
    except BadFact as problem:
        raise ConfigError(f"{place}: {key}", why=str(problem)) from problem
    if key == "url" and value and not checked:
        raise ConfigError(f"{place}: url", why=f"{value!r} is not a web address", hint="Begin it with https://")
    return checked
