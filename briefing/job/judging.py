"""The publishers.toml files of a run: the user's own, then those beside what is read, the nearest last."""

from __future__ import annotations

from collections.abc import Iterable
from glob import has_magic
from pathlib import Path

from briefing.ingest.publishers import FILE_NAME, Registry, load_registry
from briefing.settings import user_folder


def registry(names: Iterable[str] = ()) -> Registry:
    """`names` as on the command line: a file's is its folder; addresses and standard input have none."""
    folders = dict.fromkeys(folder for name in names for folder in _folders(name))
    beside = [(folder / FILE_NAME, f"{folder.name or '.'}/{FILE_NAME}") for folder in folders]
    return load_registry([(user_folder() / FILE_NAME, f"the user's {FILE_NAME}"), *beside])


def _folders(name: str) -> list[Path]:
    path = Path(name)
    if name == "-" or "://" in name:
        return []
    if has_magic(name):
        fixed = [parent for parent in path.parents if not has_magic(str(parent))]
        return fixed[:1]
    return [path] if path.is_dir() else [path.parent]
