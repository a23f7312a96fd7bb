"""The files that a command line names: files, folders, patterns and `-`, each with the path that may be shown."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from glob import glob, has_magic
from pathlib import Path

from briefing.errors import ConfigError

STDIN = "-"
OWN_FILES = frozenset({"sources.toml", "briefing.toml", "publishers.toml"})
ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """`origin_path` is relative to what was named; sources.toml is looked for from `root` down to the file."""

    path: Path | None  # None for standard input
    origin_path: str
    named: bool
    root: Path | None = None


@dataclass(frozen=True, slots=True)
class NotEntered:
    """Something in a folder that is passed over: a link to a folder, a pipe, a device."""

    origin_path: str
    what: str


def find(
    names: Iterable[str | os.PathLike[str]], without: frozenset[str] = frozenset()
) -> Iterator[Found | NotEntered]:
    """Every file once, in the order of the names and sorted within each; `without` are real paths to pass over."""
    every = [found for name in names for found in _found(os.fspath(name))]
    named = {_real(found) for found in every if isinstance(found, Found) and found.named}
    seen: set[str] = set(without)
    for found in every:
        if isinstance(found, NotEntered):
            yield found
        elif (real := _real(found)) not in seen:
            seen.add(real)
            yield replace(found, named=real in named)


def _real(found: Found) -> str:
    return os.path.realpath(found.path) if found.path else STDIN


def files(names: Iterable[str | os.PathLike[str]]) -> list[str]:
    """The real paths of every file that would be read."""
    return [os.path.realpath(found.path) for found in find(names) if isinstance(found, Found) and found.path]


def _found(name: str) -> Iterator[Found | NotEntered]:
    path, mode = Path(name), _mode(name)
    if name == STDIN:
        yield Found(None, "stdin", named=True)
    elif stat.S_ISDIR(mode):
        yield from _in_folder(path, path)
    elif mode:
        yield Found(path, _shown(path, path.parent), named=True, root=path.parent)
    elif has_magic(name):
        yield from _by_pattern(name)
    else:
        raise _missing(name)


def _mode(name: str) -> int:
    """0 for nothing. What may not be looked at counts as a file, so that reading it tells the reason."""
    try:
        return Path(name).stat().st_mode
    except PermissionError:
        return stat.S_IFREG
    except (OSError, ValueError):
        return 0


def _missing(name: str) -> ConfigError:
    if ADDRESS.match(name):
        hint = "briefing make, archive add and collect fetch http:// and https:// addresses; save the page otherwise"
        return ConfigError(f"{printable(name)}: this address is not fetched here", hint=hint)
    return ConfigError(f"{printable(name)}: no such file or folder")


def _by_pattern(pattern: str) -> Iterator[Found | NotEntered]:
    """The files of a pattern count as those of a folder: its fixed part is their root."""
    root = _fixed_part(pattern)
    hits = sorted(glob(pattern, recursive=True))  # noqa: PTH207 - an absolute pattern is no pattern of a Path
    if not hits:
        raise ConfigError(f"{printable(pattern)}: no file matches this pattern")
    for hit in map(Path, hits):
        if hit.is_dir() and "**" not in pattern:
            yield from _in_folder(hit, root)
        elif hit.is_file() and hit.name not in OWN_FILES:
            yield Found(hit, _shown(hit, root), named=False, root=root)


def _fixed_part(pattern: str) -> Path:
    parts = Path(pattern).parts
    fixed = next(i for i, part in enumerate(parts) if has_magic(part))
    return Path(*parts[:fixed])


def _in_folder(folder: Path, root: Path) -> Iterator[Found | NotEntered]:
    """Files at any depth, sorted, but for hidden ones. Links to folders are not entered, so no loop can arise."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield NotEntered(_shown(folder, root), f"cannot be opened: {error.strerror}")
        return
    for entry in entries:
        path = Path(entry.path)
        if entry.name.startswith(".") or entry.name in OWN_FILES:
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _in_folder(path, root)
        elif entry.is_dir():
            yield NotEntered(_shown(path, root), "is a link to a folder")
        elif stat.S_ISREG(_mode(entry.path)):
            yield Found(path, _shown(path, root), named=False, root=root)
        else:
            yield NotEntered(_shown(path, root), "is a broken link, a pipe or a device")


def _shown(path: Path, root: Path) -> str:
    """The root's own name and the way below it: never an absolute path, and never a home folder's name."""
    relative = Path(os.path.relpath(path, root))
    name = "" if root in (Path(), Path("..")) else _name_of(root)
    return printable((Path(name) / relative).as_posix())


@cache
def _name_of(folder: Path) -> str:
    name = os.path.basename(os.path.normpath(folder))  # noqa: PTH119 - Path(".." ).name is ".."
    if name in {"", ".", ".."} or _is_private(folder, name):
        return ""
    return name


def _is_private(folder: Path, name: str) -> bool:
    users = {os.environ.get(key, "") for key in ("USER", "LOGNAME", "USERNAME", "SUDO_USER")}
    homes = {os.path.realpath(os.path.expanduser(home)) for home in ("~", f"~{name}")}  # noqa: PTH111
    return name in users or os.path.realpath(folder) in homes


def printable(name: str) -> str:
    """A file name as one line of valid text; bytes and characters that cannot be shown stand as escapes."""
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
