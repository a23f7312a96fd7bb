"""`briefing init`: a configuration, a source table and a registry of publishers to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from briefing.cli.console import Console, out
from briefing.cli.options import Debug, Quiet
from briefing.errors import ConfigError

BRIEFING_TOML = """\
# Settings of `briefing make` in this folder. Every key has a default; `briefing config show` prints all of them with
# where each value came from, and docs/configuration.md explains them.

[brief]
# title = "Morning brief"      # made from the articles when it is empty
# audience = "Europe desk"
# zone = "Europe/Berlin"       # the zone of the day in the masthead
# tlp = "TLP:AMBER"            # a handling mark; the strictest of the sources is shown in any case

# A theme of yours. Without any, the themes are found in the articles.
# [[theme]]
# name = "Rail strike"
# terms = ["walkout", "train drivers"]

[page]
# paper = "Letter"             # or A4
# layout = "executive"         # executive, wire or note
# accent = "#8a1c2b"

[quoting]
# attach = "context"           # how much of the articles travels inside the brief: none, quotes, context or full

[store]
# where = "archive.sqlite"     # where briefing collect and archive add keep articles; your data folder otherwise

[network]
# contact = "desk@example.org" # told to publishers that are asked for feeds and pages
"""
SOURCES_TOML = """\
# What is known about the articles in this folder. Put this file beside them; docs/sources.md explains it.
# Write only what you know: an unknown date stays unknown, it is never taken to be today.

# [[source]]
# match = "courier-*.txt"            # a file pattern; of several that match, the later one wins
# title = "Rail strike enters its second week"
# publisher = "The Courier"
# url = "https://courier.example/rail-strike"
# published = 2026-01-31             # or "2026-01-31T07:00:00+01:00"
# owner = "Courier Group"
# reliability = "B"                  # A to F, your own judgement; F when it cannot be judged
# kind = "news"                      # news, analysis, opinion, press release, state media or satire
# rights = "internal use"
# embargo_until = 2026-02-01T06:00:00Z
# complete = true                    # false when the text breaks off
# tlp = "TLP:GREEN"
# note = "translated by the desk"
# language = "en"
"""
PUBLISHERS_TOML = """\
# What is known about publishers, for every article of theirs: put this file beside the articles, or beside your own
# briefing.toml. It names nobody's files, so it can be passed on; docs/sources.md explains it. sources.toml wins.

# [[publisher]]
# name = "The Courier"               # or names = ["The Courier", "Courier Online"]
# domain = "courier.example"         # or domains = […]; subdomains count too
# owner = "Courier Group"
# kind = "news"                      # news, analysis, opinion, press release, state media or satire
# country = "GB"
# reliability = "B"                  # A to F, your own judgement; F when it cannot be judged
# family = "Courier"                 # publishers of one family count as one where sources.families is set
"""
SKELETONS = {"briefing.toml": BRIEFING_TOML, "sources.toml": SOURCES_TOML, "publishers.toml": PUBLISHERS_TOML}

Folder = Annotated[str, typer.Argument(metavar="[FOLDER]", help="Where to write them.", show_default=False)]
Force = Annotated[bool, typer.Option("--force", help="Replace files that are there.")]


def init(
    folder: Folder = ".",
    force: Force = False,
    quiet: Quiet = False,
    debug: Debug = False,  # noqa: ARG001 - read from the arguments before they are parsed
) -> int:
    """Write a commented briefing.toml, sources.toml and publishers.toml. Nothing is replaced without --force."""
    from briefing.files import write

    paths = {str(Path(folder) / name): text for name, text in SKELETONS.items()}
    present = [path for path in paths if Path(path).exists()]
    if present and not force:
        verb = "is" if len(present) == 1 else "are"
        raise ConfigError(f"{', '.join(present)} {verb} there already", hint="Use --force to replace them")
    write({path: text.encode() for path, text in paths.items()})
    for path in paths:
        out(path)
    Console(quiet).done("Uncomment what you need, then run: briefing make FOLDER")
    return 0
