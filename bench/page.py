"""`python -m bench page [--articles N] [--layout NAME]`: made compositions, each on one page; how full, how level.

Ours alone: there is no peer that sets a page to measure. `--articles` is the number of compositions here; they are
shared out among the three layouts, or all set in one, and a tenth as many of what a desk gets on most days beside them.
A composition is fitted, planned, laid out, written and read back.
"""

from __future__ import annotations

import resource
import statistics
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from bench.compositions import Composition, compositions, ordinary
from briefing.config import Config
from briefing.document import to_document
from briefing.render.boxes import Box, Plan
from briefing.render.executive import ROOM
from briefing.render.paper_sizes import MARGIN_TOP
from briefing.schema import Document
from briefing.types import Brief, Citation

LINES_APART = 3  # that columns may differ by
LAST = 0.9  # of the page: below it a full page ends
MANY = 3  # themes, of a composition that can be set in columns
SIDEWAYS, TOUCH = 8.0, 0.8  # points by which the ink of two texts may meet: overhangs, accents
SIDE, FOOT = 38.0, 15.0  # of the page, in points, that stay white


class Page(NamedTuple):
    """What came of a composition; `planned` and `height` in points, `level` in lines by which the columns differ."""

    name: str
    layout: str
    themes: int
    pages: int
    layouts: int
    planned: float
    height: float
    level: float
    full: bool
    lost: int  # points without room
    faults: tuple[str, ...]
    seconds: float


def run(data: Path, seed: int = 1, articles: int = 300, layout: str = "") -> dict[str, Any]:
    """The figures over `articles` compositions; `data` is not read."""
    del data
    made = [page(composition) for composition in compositions(articles, seed, layout)]
    names = dict.fromkeys(one.layout for one in made)
    figures = {f"made, {name}": summary([one for one in made if one.layout == name]) for name in names}
    usual = [page(composition) for composition in ordinary(articles // 10, seed, layout)]
    if usual:
        figures["of most days"] = summary(usual)
    everything = figures["all"] = summary(made + usual)
    everything["peak of the process (MB)"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    faults = [f"{one.layout} {one.name}: {fault}" for one in made + usual for fault in one.faults]
    return {"task": "page", "data": figures, "peers": {}, "faults": faults}


def summary(made: Sequence[Page]) -> dict[str, Any]:
    many = [one for one in made if one.themes >= MANY]
    crowded = [one for one in many if one.lost]
    return {
        "compositions": len(made),
        "one page": sum(one.pages == 1 for one in made) / len(made),
        "layouts (most)": max(one.layouts for one in made),
        "higher than planned": sum(one.height > one.planned + 0.1 for one in made),
        "faults": sum(len(one.faults) for one in made),
        "3 themes or more, points without room": len(crowded),
        "of these full": sum(one.full for one in crowded) / max(1, len(crowded)),
        "3 themes or more": len(many),
        "of these level": sum(one.level <= LINES_APART for one in many) / max(1, len(many)),
        "lines apart (median)": round(statistics.median(one.level for one in many), 1) if many else 0.0,
        "seconds (median)": round(statistics.median(one.seconds for one in made), 3),
        "seconds (most)": round(max(one.seconds for one in made), 3),
    }


def page(composition: Composition) -> Page:
    """One composition fitted, planned, laid out, written and read back."""
    from briefing.render import paper
    from briefing.render.fit import fit
    from briefing.render.layouts import layout, plan

    settings = msgspec.structs.replace(Config().page, paper=composition.paper, layout=composition.layout)
    config = Config(page=settings)
    laid_out: list[Any] = []
    start = time.process_time()
    brief = fit(composition.brief, config)
    document = to_document(brief, "none", page=settings)
    data = paper.pdf(document, config, seen=laid_out.append)
    seconds = time.process_time() - start
    planned = plan(document, config)
    leading = layout(config).types["point"].leading
    return Page(
        name=composition.name,
        layout=composition.layout,
        themes=len(document.themes),
        pages=len(laid_out[-1].pages),
        layouts=len(laid_out),
        planned=planned.height,
        height=paper.body_height(laid_out[0]),
        level=apart(planned) / leading,
        full=MARGIN_TOP + planned.height > LAST * planned.paper.height,
        lost=sum(left.reason == ROOM for left in brief.left_out),
        faults=(*lost(composition.brief, brief), *strays(planned, document), *misprints(data, document)),
        seconds=seconds,
    )


def apart(planned: Plan) -> float:
    """Points by which the columns differ."""
    heights = [column.height for column in planned.body]
    return max(heights) - min(heights) if len(heights) > 1 else 0.0


# --- faults ---------------------------------------------------------------------------------------------------


def lost(whole: Brief, fitted: Brief) -> Iterator[str]:
    """What of a composition is neither printed nor left out with its reason."""
    kept = {point.id for point in fitted.points} | {left.point.id for left in fitted.left_out}
    yield from (f"lost: {point.text[:40]}" for point in whole.points if point.id not in kept)
    quoted = {_place(c) for c in _beside(fitted)}
    quoted |= {_place(c) for left in fitted.left_out for c in left.point.citations}
    yield from (f"lost: {c.quote[:40]}" for c in _beside(whole) if _place(c) not in quoted)
    yield from ("left out without a reason" for left in fitted.left_out if not left.reason)


def _beside(brief: Brief) -> Iterator[Citation]:
    yield from (citation for one in brief.disagreements for side in one.sides for citation in side)
    yield from (event.citation for event in brief.timeline)


def _place(citation: Citation) -> tuple[str, int, int]:
    return citation.article.id, citation.span.start, citation.span.end


def strays(planned: Plan, document: Document) -> Iterator[str]:
    """Headings at the foot of a column, single lines at its head or foot."""
    whole = {_letters(point.text) for point in document.points}
    for column in planned.body:
        if column.boxes[-1].keep:
            yield "a heading ends a column"
        for box in (column.boxes[0], column.boxes[-1]):
            if box.kind == "point" and box.text and box.text.count == 1 and _said(box) not in whole:
                yield "a single line of a quotation"


def _said(box: Box) -> str:
    return _letters("".join(run.text for run in box.text.flow if run.kind == "quote")) if box.text else ""


def _letters(text: str) -> str:
    return "".join(text.split())


def misprints(data: bytes, document: Document) -> Iterator[str]:
    """Quotations and numbers that the page does not show; text that leaves the page, or stands on other text."""
    import pypdfium2

    from briefing.readback.text import unseen

    pdf = pypdfium2.PdfDocument(data)
    if len(pdf) != 1:
        yield f"{len(pdf)} pages"
    yield from unseen(pdf[0].get_textpage().get_text_range(), document)
    width, height = pdf[0].get_size()
    inks = list(_inks(pdf[0]))
    if any(
        left < SIDE or bottom < FOOT or right > width - SIDE or top > height - FOOT for left, bottom, right, top in inks
    ):
        yield "text leaves the page"
    if any(_overlap(one, two) for one, two in _near(inks)):
        yield "text stands on other text"


Ink = tuple[float, float, float, float]  # left, bottom, right, top, in points from the lower left corner


def _inks(page: Any) -> Iterator[Ink]:
    """Where each stretch of text leaves ink."""
    from pypdfium2 import raw

    for drawn in page.get_objects([raw.FPDF_PAGEOBJ_TEXT]):
        left, bottom, right, top = drawn.get_bounds()
        if right - left > 0.1:
            yield left, bottom, right, top


def _near(inks: Sequence[Ink]) -> Iterator[tuple[Ink, Ink]]:
    """Pairs that share a height, from the top down."""
    ordered = sorted(inks, key=lambda ink: -ink[3])
    for i, one in enumerate(ordered):
        for two in ordered[i + 1 :]:
            if two[3] < one[1]:
                break
            yield one, two


def _overlap(one: Ink, two: Ink) -> bool:
    wide = min(one[2], two[2]) - max(one[0], two[0])
    high = min(one[3], two[3]) - max(one[1], two[1])
    return wide > SIDEWAYS and high > TOUCH
