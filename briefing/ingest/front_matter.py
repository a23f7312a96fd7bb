"""Front matter: `key: value` lines between two lines of `---`, or TOML between two lines of `+++`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from briefing.ingest.facts import NAMES, BadFact, fact

OTHER_NAMES = {"source": "publisher", "date": "published", "link": "url", "lang": "language"}
MAX_LINES = 60
LINE = re.compile(r"(?P<key>[A-Za-z][\w -]*):(?:[ \t]+(?P<value>.*))?$")
CONTINUED = re.compile(r"[ \t]+\S|-(?:\s|$)|#|$")  # an indented line, a list item, a comment, a blank line


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """`facts` are checked values; everything else that stood there is in `extra`."""

    body: str
    facts: Mapping[str, object] = field(default_factory=dict)
    extra: Mapping[str, object] = field(default_factory=dict)


def split_front_matter(text: str) -> FrontMatter:
    """The text without its front matter. A text that only happens to begin with a rule keeps it."""
    lines = text.lstrip("\ufeff").split("\n", MAX_LINES + 1)
    mark = lines[0].strip()
    if mark not in {"---", "+++"}:
        return FrontMatter(text)
    end = next((i for i, line in enumerate(lines[1 : MAX_LINES + 1], 1) if line.strip() == mark), None)
    values = None if end is None else _values(mark, [line.rstrip("\r") for line in lines[1:end]])
    if end is None or not values:
        return FrontMatter(text)
    facts, extra = sort_facts(values)
    return FrontMatter("\n".join(lines[end + 1 :]), facts, extra)


def sort_facts(
    values: Mapping[str, object], names: Iterable[str] = NAMES, other_names: Mapping[str, str] = OTHER_NAMES
) -> tuple[dict[str, object], dict[str, object]]:
    """Facts that can be used, and the rest as it stood: a date that cannot be read stays unknown."""
    facts: dict[str, object] = {}
    extra: dict[str, object] = {}
    known = frozenset(names)
    for key, value in values.items():
        name = other_names.get(key, key)
        try:
            checked = fact(name, value) if name in known and name not in facts else None
        except BadFact:
            checked = None
        if checked in (None, ""):
            extra[key] = value
        else:
            facts[name] = checked
    return facts, {key: value for key, value in extra.items() if value not in (None, "")}


def _values(mark: str, lines: list[str]) -> dict[str, object] | None:
    if mark == "+++":
        try:
            return tomllib.loads("\n".join(lines))
        except tomllib.TOMLDecodeError:
            return None
    return _plain_values(lines)


def _plain_values(lines: list[str]) -> dict[str, object] | None:
    """Lines of `key: value`; lists and nested values are kept as the lines they are."""
    values: dict[str, object] = {}
    key = ""
    for line in lines:
        found = LINE.match(line)
        if found:
            key = found["key"].strip().lower().replace("-", "_").replace(" ", "_")
            values[key] = _scalar((found["value"] or "").strip())
        elif key and CONTINUED.match(line):
            values[key] = "\n".join(part for part in (str(values[key]), line.strip()) if part)
        elif line.strip() and not line.startswith("#"):
            return None
    return values


def _scalar(text: str) -> object:
    if len(text) >= 2 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1]
    return {"true": True, "yes": True, "false": False, "no": False}.get(text.lower(), text)
