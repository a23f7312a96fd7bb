"""Brings the tables of docs/configuration.md up to date with briefing/config.py: python docs/make_configuration.py

The meaning of a key is the comment behind it in config.py; where there is none, what the page says already is kept.
"""

from __future__ import annotations

import json
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import msgspec

from briefing import config
from briefing.config import Config

PAGE = Path(__file__).with_name("configuration.md")
START, END = "<!-- keys: made by docs/make_configuration.py -->\n", "<!-- end of keys -->\n"
ROW = re.compile(r"^\| `([a-z_.]+)` \|.*\| (.*?) \|$", re.MULTILINE)


def page(text: str) -> str:
    """The page with tables of today's keys."""
    before, _, rest = text.partition(START)
    tables, _, after = rest.partition(END)
    return before + START + "\n".join(sections(dict(ROW.findall(tables)))) + "\n" + END + after


def sections(known: dict[str, str]) -> Iterator[str]:
    said = comments()
    for section, kind in get_type_hints(Config, include_extras=True).items():
        is_list = get_origin(kind) is tuple
        struct = get_args(kind)[0] if is_list else kind
        yield f"\n### `{'[[' + section + ']]' if is_list else '[' + section + ']'}`\n"
        yield "| key | default | values | meaning |"
        yield "|---|---|---|---|"
        for field in msgspec.structs.fields(struct):
            key = f"{section}.{field.name}"
            meaning = said.get((struct.__name__, field.name)) or known.get(key, "")
            default = "required" if field.required else f"`{json.dumps(field.default, ensure_ascii=False)}`"
            yield f"| `{key}` | {default} | {values(field.type)} | {meaning} |"


def values(kind: Any) -> str:
    """The values that a key may have, in words."""
    if get_origin(kind) is Annotated:
        base, meta = get_args(kind)
        bounds = {("ge", 0): "0 or more", ("gt", 0): "above 0"}
        low = next((f"{sign}", value) for sign in ("ge", "gt") if (value := getattr(meta, sign)) is not None)
        if meta.le is not None:
            return f"{low[1]} to {meta.le}"
        return f"{'whole, ' if base is int else ''}{bounds.get(low, f'{low[1]} or more')}"
    if get_origin(kind) is Literal:
        return ", ".join(get_args(kind))
    if get_origin(kind) is tuple:
        return "list of texts"
    return {str: "text", int: "whole number", float: "number", bool: "true, false"}[kind]


def comments() -> dict[tuple[str, str], str]:
    """(struct, key) -> the comment that stands behind the key in config.py."""
    found: dict[tuple[str, str], str] = {}
    struct = ""
    with Path(config.__file__).open("rb") as file:
        for token in tokenize.tokenize(file.readline):
            line = token.line
            if token.type == tokenize.NAME and line.startswith("class "):
                struct = line.split()[1].partition("(")[0]
            if token.type == tokenize.COMMENT and re.match(r"    \w+:", line):
                found[struct, line.partition(":")[0].strip()] = token.string.lstrip("# ").replace("|", "\\|")
    return found


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text()))
