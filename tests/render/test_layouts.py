"""Wire and note: one page of the same points, each with the parts that it alone has, and proved like the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
import pypdfium2
import pypdfium2.raw as raw
import pytest

from bench.compositions import compositions
from briefing.config import Config, for_layout
from briefing.document import to_document
from briefing.job import render
from briefing.render import paper
from briefing.render.boxes import Box
from briefing.render.executive import ROOM
from briefing.render.fit import LAYOUT, fit
from briefing.render.layouts import LAYOUTS, plan
from briefing.render.page import html
from briefing.render.wire import parted
from briefing.schema import Document
from briefing.types import Brief, Changes
from briefing.verify import verify_file
from tests.builders import article, brief, citation, differ, event, named, person, point, theme
from tests.render.test_page import Tags

LAYOUT_NAMES = ("wire", "note")
EDGE = 38.0  # points: no letter stands nearer to the sides of the paper

GAZETTE = article(
    "Prices rose by 4 per cent on Monday. The mayor denied it. The harbour opened in May 2023.", title="Prices"
)
COURIER = article(
    "Prices rose by 9 per cent, traders said. The river froze in 2021.", title="Rivers", publisher="Courier"
)
TIMES = article("The bridge is closed until spring. A ship arrived on Tuesday.", title="Bridges")


def config(layout: str, paper_name: str = "A4") -> Config:
    return Config(page=msgspec.structs.replace(Config().page, layout=layout, paper=paper_name))


def full() -> Brief:
    """Every part that a page has."""
    return brief(
        theme("Prices", point(GAZETTE, "The mayor denied it.", said_by=named("named"))),
        theme("Rivers", point(COURIER, "The river froze in 2021.", support=(citation(TIMES),))),
        theme("Bridges", point(TIMES, "The bridge is closed until spring.", said_by=named("unnamed"))),
        theme("Fish"),
        key=[point(TIMES, "A ship arrived on Tuesday.")],
        disagreements=(
            differ(
                "prices",
                citation(GAZETTE, "Prices rose by 4 per cent on Monday.", "differs"),
                citation(COURIER, "Prices rose by 9 per cent, traders said.", "differs"),
            ),
        ),
        timeline=(
            event("2021", COURIER, "The river froze in 2021."),
            event("2023-05", GAZETTE, "The harbour opened in May 2023."),
            event(None, TIMES, "A ship arrived on Tuesday.", basis="unknown", said="Tuesday"),
        ),
        people=(person("Ada Perkins", "head of the water board", GAZETTE, COURIER),),
    )


def set_in(layout: str, made: Brief | None = None) -> tuple[Document, str]:
    """The fitted document and the page's HTML."""
    settings = config(layout)
    document = to_document(fit(made or full(), settings), "none", page=settings.page)
    return document, html(document, settings, medium="print")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_many_sources_stay_on_the_page(layout):
    points = [point(article(f"A ship of line {i} arrived.", title=f"The ships of line {i} " * 9)) for i in range(14)]
    document, _ = set_in(layout, brief(*(theme(f"Line {i}", *points[2 * i : 2 * i + 2]) for i in range(7))))
    pdf = pypdfium2.PdfDocument(paper.pdf(document, config(layout)))
    assert len(document.sources) > 9
    assert all(
        drawn.get_bounds()[2] < pdf[0].get_width() - EDGE for drawn in pdf[0].get_objects([raw.FPDF_PAGEOBJ_TEXT])
    )


@pytest.mark.parametrize("layout", LAYOUT_NAMES)
def test_any_composition_fits_both_papers(layout):
    for composition in compositions(12, seed=8, layout=layout):
        for paper_name in ("A4", "Letter"):
            settings = config(layout, paper_name)
            fitted = fit(composition.brief, settings)
            assert plan(to_document(fitted, "none", page=settings.page), settings).fits, composition.name
            assert fit(fitted, settings) == fitted, composition.name


@pytest.mark.parametrize("layout", LAYOUT_NAMES)
def test_the_page_is_no_higher_than_planned(layout):
    settings = config(layout)
    document, page = set_in(layout)
    laid_out = paper.laid_out(page, paper.VARIANTS[settings.page.pdf])
    assert paper.body_height(laid_out) <= plan(document, settings).height + 0.1


@pytest.mark.parametrize("layout", LAYOUT_NAMES)
def test_it_verifies_and_is_the_same_twice(layout):
    settings = config(layout)
    fitted = fit(full(), settings)
    document = to_document(fitted, "context", page=settings.page)
    data = render("brief.pdf", fitted, document, settings)
    assert data == render("brief.pdf", fitted, document, settings)
    report = verify_file(data, "brief.pdf")
    assert report.verified == report.quotations == document.checks.quotations


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_shows_the_same_points(layout):
    shown = set_in("executive")[0]
    document, page = set_in(layout)
    assert [p.text for p in document.points] == [p.text for p in shown.points]
    text = squeezed(Tags(page).text)
    assert all(squeezed(p.text) in text for p in document.points)


def test_the_wire_has_a_matrix_and_no_timeline():
    document, page = set_in("wire")
    assert not document.timeline
    assert [left.reason for left in document.left_out].count(LAYOUT) == 3
    assert 'class="matrix"' in page
    assert page.count("<title>quoted</title>") == 1 + 3  # the legend, and a dot for each theme
    assert page.count("<title>also cited</title>") == 1 + 1


def test_the_note_names_the_sources_beside_each_sentence():
    document, page = set_in("note")
    by_number = {source.title: source.number for source in document.sources}
    assert f'<a class="number" href="#s{by_number["Bridges"]}">[{by_number["Bridges"]}]' in page
    assert "Courier" in Tags(page).text


def test_the_note_says_what_is_missing_and_leaves_room_for_a_comment():
    _, page = set_in("note")
    text = Tags(page).text.replace("\u00a0", " ").replace("\n", " ")
    assert "Themes without a sentence: Fish" in text
    assert "Points that rest on one underlying text: 4 of 4" in text
    assert "Points whose speaker is not named: 1 of 4" in text
    assert "Events without a date: 1 of 3" in text
    assert page.count('class="line"') >= 3


def test_the_note_gives_its_blank_lines_up_for_points():
    long = [
        point(article(f"The ministry of harbours said on day {i} that the price had risen again. " * 2))
        for i in range(40)
    ]
    settings = config("note")
    fitted = fit(brief(*(theme(f"Theme {i}", *long[i * 8 : i * 8 + 8]) for i in range(5))), settings)
    made = plan(to_document(fitted, "none", page=settings.page), settings)
    assert any(left.reason == ROOM for left in fitted.left_out)
    assert made.filler < 2 * 18.0 + 30.0
    assert made.room - made.height < made.paper.height / 10


def test_the_timeline_of_the_note_runs_from_the_top_down():
    _, page = set_in("note")
    assert page.index("The river froze in 2021.") < page.index("The harbour opened in May 2023.")
    assert "Timeline from 2021 to May 2023" in page.replace("\u00a0", " ")


def test_the_columns_of_the_wire_are_level():
    """Within three lines, where the themes are many and of one length."""
    points = [
        point(article(f"The ministry of harbours said on day {i} that the price had risen. " * 3)) for i in range(16)
    ]
    made = brief(*(theme(f"Theme {i}", *points[2 * i : 2 * i + 2]) for i in range(8)))
    settings = config("wire")
    columns = plan(to_document(fit(made, settings), "none", page=settings.page), settings).body
    heights = [column.height for column in columns]
    assert len(heights) == 3
    assert max(heights) - min(heights) <= 3 * 11.7


def test_no_label_ends_a_column_of_the_wire():
    for composition in compositions(20, seed=11, layout="wire"):
        settings = config("wire", composition.paper)
        made = plan(to_document(fit(composition.brief, settings), "none", page=settings.page), settings)
        assert not any(column.boxes[-1].keep for column in made.body), composition.name


def test_parting_a_single_box_gives_one_column():
    boxes = plan(set_in("wire")[0], config("wire")).body[0].boxes[:1]
    assert parted(boxes, 3) == [boxes]


def test_the_wire_asks_for_more_themes_of_fewer_points():
    wire = for_layout(config("wire"))
    assert (wire.themes.found_max, wire.points.per_theme) == (8, 2)
    assert for_layout(config("note")) == config("note")


def squeezed(text: Any) -> str:
    return "".join(str(text).split())


@pytest.mark.parametrize("layout", LAYOUT_NAMES)
@pytest.mark.parametrize("medium", ["print", "screen"])
def test_what_changed_has_its_place_and_takes_no_room_without(layout: str, medium: Any) -> None:
    news = point(article("The bridge opened on Monday. Nobody came."), "The bridge opened on Monday.")
    settings = config(layout)
    changes = Changes(3, "2026-11-21", new=(news.id,), gone_quiet=("The lock",))
    made = [brief(theme("Bridge", news), changes=found) for found in (changes, None)]
    with_them, without = (to_document(one, "none", page=settings.page) for one in made)
    text = " ".join(Tags(html(with_them, settings, medium=medium)).text.replace("\u00a0", " ").split())
    assert "21 Nov 2026" in text
    assert "The lock" in text
    assert "The lock" not in Tags(html(without, settings, medium=medium)).text
    assert plan(with_them, settings).fits
    assert plan(with_them, settings).height > plan(without, settings).height or layout == "note"


@pytest.mark.parametrize("count", [1, 3, 8])
def test_no_word_of_the_timeline_is_parted(count: int) -> None:
    """Eight narrow labels under an axis stand below it in rows instead."""
    said = "Telecommunications law"
    events = tuple(event(f"20{10 + i}", f"{said} {i}.", f"{said} {i}") for i in range(count))
    made = plan(to_document(brief(theme("Radio", point("The mast was raised.")), timeline=events)), Config())

    def boxes(some: Iterable[Box]) -> Iterator[Box]:
        for box in some:
            yield box
            yield from boxes(box.children)

    lines = [box.text.lines for box in boxes(made.foot) if box.look == "event" and box.text]
    assert len(lines) == count
    for i, found in enumerate(lines):
        words = " ".join("".join(run.text for run in line if run.kind == "quote") for line in found).split()
        assert words == [*said.split(), str(i)]
