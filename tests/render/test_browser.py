"""The page on a screen, in a browser: for keyboards and screen readers, at every width, on paper, with no script."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
import pypdfium2
import pytest

from bench.compositions import compositions
from briefing.config import Config
from briefing.document import to_document
from briefing.evidence import evidence
from briefing.readback.text import printed as quotations
from briefing.readback.text import squeezed
from briefing.render.fit import fit
from briefing.render.page import html
from briefing.schema import Document
from briefing.types import Brief
from tests.briefs import small_brief
from tests.builders import article, brief, citation, differ, event, person, point, theme
from tests.render.browsing import faint, opened, overflow

ARABIC = "أغلق المهندسون القفل قبل الفجر. ارتفع النهر أربعة أمتار في مايو 2023. لم يصب أحد."
PHONE, DESKTOP = 390, 1280


def arabic() -> Brief:
    one, two = (article(ARABIC + tail, language="ar", url=f"https://made.example/{tail}") for tail in "ab")
    return brief(
        theme("القفل", point(one, "أغلق المهندسون القفل قبل الفجر.", support=(citation(two, "أغلق المهندسون"),))),
        disagreements=(differ("النهر", citation(one, "لم يصب أحد."), citation(two, "ارتفع النهر أربعة أمتار")),),
        timeline=(event("2023-05", one, "ارتفع النهر أربعة أمتار في مايو 2023."),),
        people=(person("أدا بيركنز", "", one),),
        title="الفيضان",
        language="ar",
    )


def screen(made: Brief, folder: Path, **page: Any) -> tuple[Path, Document]:
    config = Config(page=msgspec.structs.replace(Config().page, **page))
    document = to_document(made, "context", page=config.page)
    file = folder / "brief.html"
    found = evidence(document, made.articles, "context")
    file.write_text(html(document, config, medium="screen", evidence=found), encoding="utf-8")
    return file, document


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> tuple[Path, Document]:
    return screen(small_brief(tlp="TLP:AMBER"), tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="module")
def turned(tmp_path_factory) -> tuple[Path, Document]:
    return screen(arabic(), tmp_path_factory.mktemp("turned"))


def violations(page: Any) -> list[str]:
    """What axe-core finds, all of its rules."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


def show_everything(page: Any) -> None:
    """A quotation in its surroundings, and what was left out."""
    page.locator("summary").click()
    page.locator("a.cite").first.click()
    assert page.locator("details[open]").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, PHONE, DESKTOP])
def test_axe_finds_nothing(chromium, small, scheme, width):
    with opened(chromium, small[0], width, color_scheme=scheme) as page:
        assert violations(page) == []
        show_everything(page)
        assert violations(page) == []


@pytest.mark.parametrize(("scheme", "width"), [("light", PHONE), ("dark", DESKTOP)])
def test_axe_finds_nothing_from_right_to_left(chromium, turned, scheme, width):
    with opened(chromium, turned[0], width, color_scheme=scheme) as page:
        assert page.evaluate("document.documentElement.dir") == "rtl"
        assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("accent", ["#8a1c2b", "#1b5e20"])
def test_every_word_can_be_told_from_its_ground(chromium, tmp_path, scheme, accent):
    file, _ = screen(small_brief(tlp="TLP:AMBER"), tmp_path, accent=accent)
    with opened(chromium, file, color_scheme=scheme) as page:
        show_everything(page)
        assert faint(page) == []
        page.goto(f"{file.as_uri()}#s1")
        assert faint(page) == []


@pytest.mark.parametrize("width", [320, PHONE, 768, DESKTOP, 1920])
def test_no_width_scrolls_sideways(chromium, small, turned, width):
    for file, _ in (small, turned):
        with opened(chromium, file, width) as page:
            assert overflow(page) == 0
            page.locator("a.cite").first.click()
            assert overflow(page) == 0


def test_long_words_and_addresses_do_not_widen_it(chromium, tmp_path):
    for made in list(compositions(9, seed=6))[3::2]:
        file, _ = screen(fit(made.brief, Config()), tmp_path)
        with opened(chromium, file, 320) as page:
            assert overflow(page) == 0, made.name


def test_the_keyboard_opens_every_quotation_and_leads_back(chromium, small):
    file, document = small
    with opened(chromium, file) as page:
        page.set_default_timeout(5_000)
        quotes = {f"q{c.source}-{c.start}-{c.end}": c.quote for c in document.citations}
        reached = 0
        for _ in range(200):
            page.keyboard.press("Tab")
            here = page.evaluate("document.activeElement.getAttribute('href') || ''")
            if not here:
                break
            if not here.startswith("#q"):
                continue
            reached += 1
            height = page.evaluate("scrollY")
            page.keyboard.press("Enter")
            page.locator(".evidence article:target:focus").wait_for()
            lit = page.locator(".evidence article:target mark")
            assert lit.text_content() == quotes.get(here[1:], lit.text_content())
            assert page.evaluate("document.activeElement.id") == here[1:]
            assert in_the_window(page, lit)
            assert colour_of(lit) != colour_of(page.locator("body"))
            assert page.evaluate("scrollY") - height < 900
            page.keyboard.press("Escape")
            page.locator("a.cite:focus").wait_for()
            assert page.evaluate("document.activeElement.getAttribute('href')") == here
        assert reached == page.locator("main a.cite[href^='#q']").count() >= 5


def in_the_window(page: Any, locator: Any) -> bool:
    box, size = locator.bounding_box(), page.viewport_size
    return bool(box and box["y"] >= 0 and box["y"] + box["height"] <= size["height"])


def colour_of(locator: Any) -> str:
    return str(locator.evaluate("element => getComputedStyle(element).backgroundColor"))


def test_back_leads_to_the_citation_that_was_followed(chromium, small):
    with opened(chromium, small[0]) as page:
        page.locator(".theme a.cite").first.click()
        page.locator(".evidence article:target .back a").click()
        page.locator(".theme a.cite:focus").wait_for()
        assert page.locator(".evidence article:target").count() == 0


def test_it_is_whole_without_script(chromium, small):
    file, document = small
    with opened(chromium, file, PHONE, java_script_enabled=False) as page:
        assert page.locator("th button").count() == 0
        assert page.locator(".sources tbody tr").count() == len(document.sources)
        page.locator("a.cite").first.click()
        quotation = page.locator(".evidence article:target mark")
        assert quotation.is_visible()
        assert in_the_window(page, quotation)
        page.locator(".evidence article:target .back a").click()
        assert page.locator(".evidence article:target").count() == 0
        assert page.locator(".quote:target").count() == 1


def column(page: Any, number: int) -> list[str]:
    return [text.strip() for text in page.locator(f".sources tbody td:nth-child({number})").all_text_contents()]


def test_the_sources_are_sorted_by_keyboard(chromium, small):
    with opened(chromium, small[0]) as page:
        headings = page.locator(".sources th")
        assert headings.nth(0).get_attribute("aria-sort") == "ascending"
        headings.nth(1).locator("button").focus()
        page.keyboard.press("Enter")
        titles = column(page, 2)
        assert titles == sorted(titles, key=lambda title: re.sub(r"\W", "", title).casefold())
        assert titles != titles[::-1]
        assert headings.nth(1).get_attribute("aria-sort") == "ascending"
        assert headings.nth(0).get_attribute("aria-sort") is None
        page.keyboard.press("Space")
        assert column(page, 2) == titles[::-1]
        assert headings.nth(1).get_attribute("aria-sort") == "descending"
        headings.nth(2).locator("button").click()
        assert column(page, 3)[0] == "20 Nov 2026"  # what has no date comes last, whichever way it is sorted
        headings.nth(2).locator("button").click()
        assert column(page, 3)[0] == "20 Nov 2026"


def printed(page: Any, paper: str) -> tuple[int, str]:
    """Pages, and the text of the first, in the order in which it is drawn."""
    pdf = pypdfium2.PdfDocument(page.pdf(format=paper))
    return len(pdf), pdf[0].get_textpage().get_text_range()


def in_order(text: str, document: Document) -> bool:
    seen, places = squeezed(text), [0]
    for _, (_, quotation) in zip(document.points, quotations(document), strict=False):
        places.append(seen.find(squeezed(quotation), places[-1]))
    return -1 not in places


def plain(document: Document) -> bool:
    """Whether a browser's PDF reads back: letters of a fallback font may come out as others that look alike."""
    return all(max(point.text) < "\u2e80" for point in document.points) and document.checks.text == "exact"


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_it_prints_the_same_points_in_the_same_order_on_one_sheet(chromium, small, paper):
    file, document = small
    with opened(chromium, file) as page:
        show_everything(page)
        pages, text = printed(page, paper)
    assert pages == 1
    assert in_order(text, document)
    assert squeezed(document.left_out[1].point.text) not in squeezed(text)


@pytest.mark.slow
@pytest.mark.parametrize("layout", ["executive", "wire", "note"])
def test_any_composition_prints_on_one_sheet(chromium, tmp_path, layout):
    for made in compositions(12, seed=5, layout=layout):
        config = Config(page=msgspec.structs.replace(Config().page, paper=made.paper, layout=layout))
        file, document = screen(fit(made.brief, config), tmp_path, paper=made.paper, layout=layout)
        with opened(chromium, file) as page:
            for paper in ("A4", "Letter"):
                pages, text = printed(page, paper)
                assert pages == 1, made.name
                assert in_order(text, document) or not plain(document), made.name
