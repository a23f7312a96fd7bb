"""`briefing diff`: what a later brief tells that an earlier one did not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefing.cli.console import Console, out
from briefing.cli.given import configured, read_bytes
from briefing.cli.options import ConfigFile, Debug, Json, Quiet

if TYPE_CHECKING:
    from briefing.job.comparing import Comparison
    from briefing.schema import Document

EXAMPLES = """Examples:

\b
  briefing diff yesterday.json today.json
  briefing diff archive/2026-11-21.pdf out/brief.pdf --json"""

Old = Annotated[str, typer.Argument(metavar="OLD", help="The earlier brief: json, pdf or html.", show_default=False)]
New = Annotated[str, typer.Argument(metavar="NEW", help="The later one.", show_default=False)]


def diff(
    old: Old,
    new: New,
    config: ConfigFile = None,
    json: Json = False,
    quiet: Quiet = False,
    debug: Debug = False,  # noqa: ARG001 - read from the arguments before they are parsed
) -> int:
    """Compare two briefs claim by claim: new, confirmed by another text, another number or date, gone quiet."""
    from briefing.job.comparing import diff as compared

    found = compared(_document(old), _document(new), configured(config))
    if json:
        import msgspec

        out(msgspec.json.format(msgspec.json.encode(_data(found)), indent=2).decode())
        return 0
    for line in lines(found):
        out(line)
    if not found.changes.is_news:
        Console(quiet).note("nothing new: every point was told or read before")
    return 0


def _document(file: str) -> Document:
    from briefing.explain import opened

    document, _ = opened(read_bytes(file), Path(file).name)
    return document


def lines(found: Comparison) -> list[str]:
    """One line for each thing that changed, the weightiest kinds first."""
    changes, text = found.changes, {point.id: point.text for point in found.new.points}
    home = {point.id: theme.label for theme in found.new.themes for point in theme.points}
    return [
        *(f"changed {c.kind}: “{text[c.point]}” was “{c.was.quote}”" for c in changes.changed),
        *(f"new, {home.get(id_, 'key reporting')}: “{text[id_]}”" for id_ in changes.new if id_ not in _ids(found)),
        *(f"confirmed by another text: “{text[id_]}”" for id_ in changes.confirmed),
        *(f"unchanged: {theme.label}" for theme in changes.unchanged),
        *(f"gone quiet: {label}" for label in changes.gone_quiet),
    ]


def _ids(found: Comparison) -> set[str]:
    return {changed.point for changed in found.changes.changed}


def _data(found: Comparison) -> dict[str, Any]:
    """Points with their words; labels of themes."""
    changes, point = found.changes, {point.id: point for point in found.new.points}
    return {
        "old": {"title": found.old.title, "day": found.old.day},
        "new_brief": {"title": found.new.title, "day": found.new.day},
        "new": [point[id_] for id_ in changes.new],
        "new_themes": changes.new_themes,
        "confirmed": [point[id_] for id_ in changes.confirmed],
        "changed": [
            {"kind": c.kind, "point": point[c.point], "was": {"article": c.was.article.id, "quote": c.was.quote}}
            for c in changes.changed
        ],
        "unchanged": [theme.label for theme in changes.unchanged],
        "gone_quiet": changes.gone_quiet,
    }
