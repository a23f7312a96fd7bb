"""Writing so that a crash at any point leaves either the old file or the new one, never half of one."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from briefing.errors import EnvironmentProblem


def write(files: Mapping[str, bytes]) -> None:
    """All files or none: each is complete under another name in its folder before the first takes its place."""
    waiting: dict[Path, Path] = {}
    path = ""
    try:
        for path, data in files.items():
            target = Path(os.path.realpath(path))
            target.parent.mkdir(parents=True, exist_ok=True)
            waiting[target] = target.with_name(f".{target.name}.{os.urandom(4).hex()}")
            _write_through(waiting[target], data)
        for target, aside in waiting.items():
            aside.replace(target)
        for folder in sorted({target.parent for target in waiting}):
            _sync_folder(folder)
    except OSError as error:
        why = (error.strerror or type(error).__name__).lower()
        raise EnvironmentProblem(f"{path} could not be written", why=why, hint="Name another place with -o") from error
    finally:
        for aside in waiting.values():
            with suppress(OSError):
                aside.unlink(missing_ok=True)


@contextmanager
def written_through(path: str) -> Iterator[IO[bytes]]:
    """A file to write to, however much; it takes its place when the block ends well, and is gone when it does not."""
    target = Path(os.path.realpath(path))
    aside = target.with_name(f".{target.name}.{os.urandom(4).hex()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with aside.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        aside.replace(target)
        _sync_folder(target.parent)
    except OSError as error:
        why = (error.strerror or type(error).__name__).lower()
        raise EnvironmentProblem(f"{path} could not be written", why=why, hint="Name another place with -o") from error
    finally:
        with suppress(OSError):
            aside.unlink(missing_ok=True)


def _write_through(path: Path, data: bytes) -> None:
    """A new file, on the disk when this returns."""
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """So that the new name survives a power cut; a file system that cannot do it is no reason to fail."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
