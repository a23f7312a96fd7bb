"""`python -m bench page [--articles N] [--layout NAME]`: made compositions, each on one page; how full, how level.

Ours alone: there is no peer that sets a page to measure. `--articles` is the number of compositions here.
"""

from __future__ import annotations

import statistics
import time
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from bench.compositions import Composition, compositions
from briefing.config import Config
from briefing.document import to_document


class Page(NamedTuple):
    """What came of a composition; `planned` and `height` in points, `level` is the difference of the columns."""

    pages: int
    planned: float
    height: float
    room: float
    level: float
    full: bool
    lost: int
    seconds: float


def run(data: Path, seed: int = 1, articles: int = 300, layout: str = "executive") -> dict[str, Any]:
    """The figures over `articles` compositions; `data` is not read."""
    del data
    made = [page(composition) for composition in compositions(articles, seed, layout)]
    crowded = [one for one in made if one.lost]
    figures = {
        "compositions": len(made),
        "one page": sum(one.pages == 1 for one in made) / len(made),
        "higher than planned": sum(one.height > one.planned + 0.1 for one in made),
        "full where more is to print": sum(one.full for one in crowded) / max(1, len(crowded)),
        "columns differ by (median, pt)": round(statistics.median(one.level for one in made), 1),
        "seconds (median)": round(statistics.median(one.seconds for one in made), 3),
        "seconds (most)": round(max(one.seconds for one in made), 3),
    }
    return {"task": "page", "data": {f"made, {layout}": figures}, "peers": {}}


def page(composition: Composition) -> Page:
    """One composition fitted, planned, laid out and written."""
    from briefing.render import paper
    from briefing.render.fit import fit
    from briefing.render.layouts import plan
    from briefing.render.page import html

    settings = msgspec.structs.replace(Config().page, paper=composition.paper, layout=composition.layout)
    config = Config(page=settings)
    start = time.process_time()
    brief = fit(composition.brief, config)
    document = to_document(brief, "none", page=settings)
    planned = plan(document, config)
    laid_out = paper.laid_out(html(document, config, medium="print"), paper.VARIANTS[settings.pdf])
    laid_out.write_pdf(pdf_variant=paper.VARIANTS[settings.pdf])
    seconds = time.process_time() - start
    heights = [column.height for column in planned.body]
    return Page(
        pages=len(laid_out.pages),
        planned=planned.height,
        height=paper.body_height(laid_out),
        room=planned.room,
        level=max(heights) - min(heights) if len(heights) > 1 else 0.0,
        full=planned.height > planned.room - planned.paper.height / 10,
        lost=sum(left.reason == "room" for left in brief.left_out),
        seconds=seconds,
    )
