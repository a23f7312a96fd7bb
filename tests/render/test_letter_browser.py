"""The HTML part of the e-mail in a browser: on a phone and on a desktop, in the dark, without its picture."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bench.compositions import compositions
from briefing.config import Config
from briefing.document import to_document
from briefing.render.fit import fit
from briefing.render.letter import letter
from briefing.types import Brief
from tests.briefs import small_brief
from tests.render.browsing import faint, opened, overflow, smallest
from tests.render.test_browser import arabic
from tests.render.test_style import SVG

SMALLEST = 13  # pixels
LARGEST = 100_000  # bytes: some mail programs cut what is longer


def part(made: Brief, folder: Path, **page: Any) -> Path:
    """The HTML part as a mail program shows it: no picture is loaded."""
    config = Config(page=msgspec.structs.replace(Config().page, **page))
    message = message_from_bytes(letter(to_document(made, "context", page=config.page), config), policy=SMTP)
    found = message.get_body(("html",))
    assert found is not None
    file = folder / "letter.html"
    file.write_text(found.get_content().replace('src="cid:', 'src="data:cid,'), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def letters(tmp_path_factory) -> list[Path]:
    folder = tmp_path_factory.mktemp("letters")
    (folder / "logo.svg").write_text(SVG, encoding="utf-8")
    marked = part(small_brief(tlp="TLP:AMBER"), folder, logo=str(folder / "logo.svg")).rename(folder / "marked.html")
    return [marked, part(arabic(), folder).rename(folder / "turned.html")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 800])
def test_it_reads_at_any_width_and_on_any_ground(chromium, letters, width, scheme):
    for file in letters:
        with opened(chromium, file, width, color_scheme=scheme) as page:
            assert overflow(page) == 0
            assert faint(page) == []
            assert smallest(page) >= SMALLEST
            box = page.locator("table.column").bounding_box()
            assert box["width"] <= min(width, 600)


def test_the_picture_that_is_not_loaded_is_told(chromium, letters):
    with opened(chromium, letters[0], 390) as page:
        picture = page.locator("img")
        assert picture.get_attribute("alt") == "Logo"
        assert picture.evaluate("picture => picture.naturalWidth") == 0
        assert page.get_by_role("heading", level=1).is_visible()


def test_the_dark_ground_is_dark(chromium, letters):
    with opened(chromium, letters[0], color_scheme="dark") as page:
        assert page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor") == "rgb(22, 24, 28)"


def test_no_page_makes_a_letter_that_is_cut(tmp_path):
    for made in list(compositions(60, seed=2))[11::24]:
        assert part(fit(made.brief, Config()), tmp_path).stat().st_size < LARGEST, made.name
