"""`briefing explain`: why a sentence is on the page, or why it is not."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from briefing.cli.console import out
from briefing.cli.given import read_bytes
from briefing.cli.options import Debug, Json
from briefing.errors import ConfigError

EXAMPLES = """Examples:

\b
  briefing explain                                the points of out/brief.json, with their ids
  briefing explain p1f2e3d4c5 --in brief.pdf
  briefing explain p1f2 --in brief.json --against articles/"""

USUAL_PLACES = ("out/brief.json", "out/brief.pdf", "out/brief.html")

PointId = Annotated[
    str,
    typer.Argument(metavar="[POINT_ID]", help="Its id, or how it begins; all are listed without.", show_default=False),
]
Where = Annotated[
    str | None, typer.Option("--in", metavar="FILE", help="A brief: json, pdf or html; the one in out/ otherwise.")
]
Against = Annotated[
    list[str] | None,
    typer.Option(
        "--against", metavar="FILE|FOLDER", help="Articles, to show the sentences around it; may be repeated."
    ),
]


def explain(
    point_id: PointId = "",
    file: Where = None,
    against: Against = None,
    json: Json = False,
    debug: Debug = False,  # noqa: ARG001 - read from the arguments before they are parsed
) -> int:
    """Tell why a sentence is on the page: what it covers, who says it, what it beat, where it stands."""
    from briefing import ingest
    from briefing.explain import article_of, opened, place_of, places, shortened, told, words_of

    path = file or _usual_place()
    document, evidence = opened(read_bytes(path), Path(path).name)
    articles = ingest.sort_out(ingest.read(against)).articles if against else ()
    if not point_id:
        for place in places(document):
            article = article_of(place.point.citations[0], document, articles)
            out(f"{place.point.id}  {place.place}: {shortened(words_of(place.point, document, article))}")
        return 0
    found = place_of(point_id, document)
    if json:
        from briefing.schema import dumps

        out(dumps(found.point).decode().rstrip())
        return 0
    article = article_of(found.point.citations[0], document, articles)
    for line in told(found, document, evidence, article):
        out(line)
    return 0


def _usual_place() -> str:
    found = next((place for place in USUAL_PLACES if Path(place).is_file()), None)
    if found is None:
        raise ConfigError("no brief was named", hint="Name one with --in brief.json, or make one first")
    return found
