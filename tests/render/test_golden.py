"""The pages as pictures, compared with a tolerance; and what a grey print of them still tells.

A layout that was changed on purpose is pinned again by `python -m tests.golden`.
"""

from __future__ import annotations

import ctypes
import re
from typing import Any

import msgspec
import pypdfium2
import pypdfium2.raw as raw
import pytest

from briefing.config import Config
from briefing.errors import ConfigError
from briefing.render import paper
from briefing.render.page import html, on_white
from tests.golden.pages import HERE, LAYOUTS, Page, pages, picture
from tests.render.browsing import contrast

PAGES = {page.name: page for page in pages()}
MEAN, OTHER, STRONG = 1.5, 0.006, 60  # of 255: the mean difference, the share of dots that differ strongly
ALL = 1_000_000  # bytes of all pictures


def difference(one: Any, two: Any) -> tuple[float, float]:
    """The mean difference of two grey pictures, and the share of dots that differ strongly."""
    from PIL import ImageChops

    assert one.size == two.size
    counts = ImageChops.difference(one, two).histogram()
    dots = sum(counts)
    return sum(value * count for value, count in enumerate(counts)) / dots, sum(counts[STRONG:]) / dots


def alike(one: Any, two: Any) -> bool:
    mean, other = difference(one, two)
    return mean <= MEAN and other <= OTHER


@pytest.mark.parametrize("name", PAGES)
def test_the_page_looks_as_it_was_pinned(name: str) -> None:
    from PIL import Image

    with Image.open(HERE / f"{name}.png") as pinned:
        seen = picture(PAGES[name])
        assert alike(seen, pinned.convert("L")), difference(seen, pinned.convert("L"))


def test_the_pictures_are_small() -> None:
    assert sum(file.stat().st_size for file in HERE.glob("*.png")) < ALL


@pytest.mark.parametrize("lost", ["a point", "a difference", "the mark"])
def test_a_change_is_noticed(lost: str) -> None:
    page = PAGES["harbour-executive"]
    first, *others = page.document.themes
    changes: dict[str, dict[str, Any]] = {
        "a point": {"themes": (msgspec.structs.replace(first, points=first.points[1:]), *others)},
        "a difference": {"disagreements": ()},
        "the mark": {"tlp": ""},
    }
    document = msgspec.structs.replace(page.document, **changes[lost])
    assert not alike(picture(page), picture(Page(page.name, document, page.config)))


# --- grey -----------------------------------------------------------------------------------------------------


def inks(page: Any) -> set[tuple[int, ...]]:
    """The colours that text is set in."""
    found = set()
    for drawn in page.get_objects([raw.FPDF_PAGEOBJ_TEXT]):
        parts = [ctypes.c_uint() for _ in range(4)]
        raw.FPDFPageObj_GetFillColor(drawn, *parts)
        found.add(tuple(part.value for part in parts[:3]))
    return found


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_ink_stands_out_from_the_paper_in_colour_and_in_grey(layout: str) -> None:
    page = PAGES[f"harbour-{layout}"]
    pdf = pypdfium2.PdfDocument(paper.pdf(page.document, page.config))
    colours = inks(pdf[0])
    assert len(colours) >= 3
    for colour in colours:
        grey = (0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]) / 255
        assert contrast([part / 255 for part in colour], [1, 1, 1]) >= 4.5, colour
        assert contrast([grey] * 3, [1, 1, 1]) >= 4.5, colour


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_is_coloured_is_said_by_a_sign_or_a_word_too(layout: str) -> None:
    page = PAGES[f"harbour-{layout}"]
    text = html(page.document, page.config, medium="print")
    accent = page.config.page.accent
    coloured = re.findall(rf"\.([a-z-]+) \{{[^}}]*color: {accent}", text)
    assert set(coloured) <= {"cite", "number", "section"}  # numbers stand in brackets, headings in capitals
    numbers = re.findall(r'class="(?:cite|number)"[^>]*>([^<]*)<', text)
    assert numbers
    assert all(re.fullmatch(r"(?:\[\d+\]\s*)+", number) for number in numbers), numbers
    fills = set(re.findall(r'<circle[^>]* fill="(#\w+)"', text))
    assert fills <= {"#15181c", "#ffffff"}  # a dot is full or open, and a legend says which is which
    if fills:
        assert all(word in text for word in (("quoted", "also cited") if layout == "wire" else ("stated", "inferred")))
    assert "≠" in text
    assert not re.search(r"background(?!-color: transparent)", text)


def test_an_accent_that_is_too_light_is_refused() -> None:
    page = PAGES["flood-executive"]
    settings = msgspec.structs.replace(Config().page, accent="#ffcc00")
    with pytest.raises(ConfigError, match=r"too light.*1\.5:1"):
        html(page.document, Config(page=settings), medium="print")
    assert on_white(Config().page.accent) > 4.5
