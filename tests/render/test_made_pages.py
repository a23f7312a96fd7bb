"""A seeded sample of what `python -m bench page` sets: one page each, nothing lost or over another, full and level."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest

from bench.compositions import LAYOUTS, Composition, compositions, ordinary
from bench.page import LAST, LINES_APART, apart, page, strays
from briefing.config import Config
from briefing.document import to_document
from briefing.ingest import read, sort_out
from briefing.job import compose
from briefing.render.executive import ROOM
from briefing.render.fit import fit
from briefing.render.layouts import layout, plan
from briefing.render.paper_sizes import MARGIN_TOP
from briefing.types import Brief

MADE, USUAL = list(compositions(40, seed=3, layout="")), list(ordinary(15, seed=1))
MOST_LAYOUTS = 4


@pytest.mark.parametrize("one", MADE, ids=lambda one: f"{one.layout}-{one.name}")
def test_any_composition_comes_out_as_one_page(one: Composition) -> None:
    set_page = page(one)
    assert set_page.pages == 1
    assert set_page.layouts <= MOST_LAYOUTS
    assert set_page.height <= set_page.planned + 0.1
    assert set_page.faults == ()


@pytest.mark.slow
def test_pages_of_most_days_are_full_and_level() -> None:
    """Three themes or more, more than the page holds; in three narrow columns a long label is in the way at times."""
    pages = [page(one) for one in USUAL]
    assert all(one.lost and one.themes >= 3 and one.faults == () for one in pages)
    assert sum(one.full for one in pages) >= len(pages) - 1
    assert sum(one.level <= LINES_APART for one in pages) >= len(pages) - 2
    assert max(one.level for one in pages if one.layout != "wire") <= LINES_APART


@pytest.fixture(scope="module")
def material(seeds):
    return sort_out(read((str(seeds),))).articles


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("name", LAYOUTS)
def test_the_seeds_fill_their_page(material, name: str, paper: str) -> None:
    settings = msgspec.structs.replace(Config().page, layout=name, paper=paper)
    config = Config(page=settings)
    made: Brief = fit(compose(material, as_of=datetime(2026, 11, 22, 7, tzinfo=UTC), config=config), config)
    document = to_document(made, "none", page=settings)
    planned = plan(document, config)
    assert any(left.reason == ROOM for left in document.left_out)
    assert MARGIN_TOP + planned.height > LAST * planned.paper.height
    assert apart(planned) <= LINES_APART * layout(config).types["point"].leading
    assert list(strays(planned, document)) == []
