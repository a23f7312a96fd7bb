"""The templates by name: which are shipped, which a user's folder replaces, and what is wrong with its catalogues."""

from __future__ import annotations

import difflib
import string
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

from briefing.assets import template_folder
from briefing.render.words import FALLBACK

Origin = Literal["shipped", "overridden", "own"]

MONTHS = 12
PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})
OF_SOME_LANGUAGES = frozenset({"first_day", "months_of_days", "months_short_of_days"})


class Template(NamedTuple):
    """`own` is a file of the user's that replaces none of ours: it may be included by one that does."""

    name: str
    origin: Origin
    path: Path


def templates(folder: str = "") -> tuple[Template, ...]:
    """All of them, by name; `folder` is the user's."""
    ours, theirs = _files(template_folder()), _files(Path(folder)) if folder else {}
    return tuple(
        Template(name, _origin(name, ours, theirs), theirs.get(name) or ours[name])
        for name in sorted({**ours, **theirs})
    )


def _files(folder: Path) -> dict[str, Path]:
    found = (path for path in folder.rglob("*") if path.is_file())
    named = {path.relative_to(folder).as_posix(): path for path in found}
    return {name: path for name, path in named.items() if not any(part.startswith(".") for part in name.split("/"))}


def _origin(name: str, ours: Mapping[str, Path], theirs: Mapping[str, Path]) -> Origin:
    if name not in theirs:
        return "shipped"
    return "overridden" if name in ours or _is_catalogue(name) else "own"


def _is_catalogue(name: str) -> bool:
    """A language that we do not ship is spoken all the same."""
    return name.startswith("words/") and name.endswith(".toml")


def catalogue_faults(data: bytes) -> Iterator[str]:
    """What a catalogue says that is never asked for, and values that it would not be given."""
    try:
        table = tomllib.loads(data.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        yield str(error)
        return
    known = dict(_leaves(tomllib.loads((template_folder() / "words" / f"{FALLBACK}.toml").read_text("utf-8"))))
    for key, said in _leaves(table):
        model = known.get(key, known.get(_as_other(key)))
        if model is None and key not in OF_SOME_LANGUAGES:
            near = difflib.get_close_matches(key, known, n=1)
            yield f"{key} is no key of ours" + (f"; did you mean {near[0]}?" if near else "")
        elif model is not None:
            yield from (f"{key}: {fault}" for fault in _faults(said, model))


def _leaves(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{before}{key}.")
        else:
            yield before + key, value


def _as_other(key: str) -> str:
    head, _, form = key.rpartition(".")
    return f"{head}.other" if form in PLURALS else key


def _faults(said: object, model: object) -> Iterator[str]:
    if isinstance(said, list) and isinstance(model, list):
        if len(model) == MONTHS and len(said) != MONTHS:
            yield f"{len(said)} names of months"
    elif not isinstance(said, str) or not isinstance(model, str):
        yield "it is " + ("a text" if isinstance(model, str) else "a list") + " in ours"
    else:
        try:
            unknown = sorted(_values(said) - _values(model))
        except ValueError as error:
            yield str(error).lower()
        else:
            yield from (f"there is no value {{{value}}}" for value in unknown)


def _values(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
