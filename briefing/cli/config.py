"""`briefing config show`: every setting with where it came from."""

from __future__ import annotations

import json as json_format
from collections.abc import Iterable, Iterator

import typer

from briefing.cli.console import out
from briefing.cli.options import ConfigFile, Debug, Json, help_without_command

app = typer.Typer(rich_markup_mode=None, help="Look at the settings.")


@app.callback(invoke_without_command=True)
def config(context: typer.Context) -> None:
    """Look at the settings."""
    help_without_command(context)


@app.command("show")
def show(
    config: ConfigFile = None,
    json: Json = False,
    debug: Debug = False,  # noqa: ARG001 - read from the arguments before they are parsed
) -> int:
    """Print each setting as TOML, with its origin as a comment; secrets are not shown."""
    from briefing.settings import load_settings

    rows = list(load_settings(config_file=config).rows())
    if json:
        data = {key: {"value": value, "from": origin} for key, value, origin in rows}
        out(json_format.dumps(data, ensure_ascii=False, indent=2))
    else:
        out("\n".join(_toml(rows)))
    return 0


def _toml(rows: Iterable[tuple[str, object, str]]) -> Iterator[str]:
    """Lists of tables first, as TOML wants keys without a section; the result can be read back."""
    section = ""
    for key, value, origin in sorted(rows, key=lambda row: "." in row[0]):
        head, _, name = key.rpartition(".")
        if head != section:
            section = head
            yield f"\n[{head}]"
        yield f"{name} = {_value(value)}  # {origin}"


def _value(value: object) -> str:
    """JSON is TOML for text, numbers, truth and lists; tables are written in braces."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_value(item)}" for key, item in value.items()) + " }"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_value, value)) + "]"
    return json_format.dumps(value, ensure_ascii=False)
