"""The DOCX as a word processor shows it: turned into a PDF by LibreOffice and read back."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pypdfium2
import pypdfium2.raw as raw
import pytest

from briefing.config import Config
from briefing.document import to_document
from briefing.readback.text import printed, squeezed
from briefing.render.manuscript import manuscript
from briefing.schema import Document
from tests.briefs import small_brief
from tests.render.test_style import FOOTER, SVG

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice (soffice) is not on the PATH"),
]


@pytest.fixture(scope="module")
def converted(tmp_path_factory) -> tuple[Any, Document]:
    """The PDF that LibreOffice makes, with a profile of its own."""
    folder = tmp_path_factory.mktemp("converted")
    (folder / "logo.svg").write_text(SVG, encoding="utf-8")
    page = msgspec.structs.replace(Config().page, logo=str(folder / "logo.svg"), footer=FOOTER)
    config = Config(page=page)
    document = to_document(small_brief(tlp="TLP:AMBER"), "context", page=page)
    (folder / "brief.docx").write_bytes(manuscript(document, config))
    profile = (folder / "profile").as_uri()
    subprocess.run(
        ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "brief.docx"],
        cwd=folder,
        env={"HOME": str(folder), "PATH": str(Path(shutil.which("soffice") or "").parent) + ":/usr/bin:/bin"},
        check=True,
        capture_output=True,
        timeout=120,
    )
    return pypdfium2.PdfDocument(folder / "brief.pdf"), document


def text_of(pdf: Any) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pdf)


def test_every_point_and_source_is_there(converted):
    pdf, document = converted
    shown = squeezed(text_of(pdf))
    for _, quotation in printed(document):
        assert squeezed(quotation) in shown
    for source in document.sources:
        assert squeezed(source.title.rstrip(" ….")) in shown
    for part in ("Key reporting", "Where the articles differ", "Timeline", "Sources", FOOTER, "TLP:AMBER"):
        assert squeezed(part) in shown


def test_the_sources_are_one_numbered_list(converted):
    pdf, document = converted
    _, _, listed = text_of(pdf).rpartition("Sources")
    numbers = [f"[{source.number}]" for source in document.sources]
    assert numbers == ["[1]", "[2]", "[3]"]
    places = [listed.find(number) for number in numbers]
    assert -1 not in places
    assert places == sorted(places)


def links(pdf: Any, page: Any) -> Iterator[tuple[int, int]]:
    """Where the links of a page lead inside the file: page and height."""
    at, link = ctypes.c_int(0), raw.FPDF_LINK()
    while raw.FPDFLink_Enumerate(page, at, link):
        if target := raw.FPDFLink_GetDest(pdf, link):
            flags, place = ctypes.c_ulong(), (raw.FS_FLOAT * 4)()
            raw.FPDFDest_GetView(target, flags, place)
            yield raw.FPDFDest_GetDestPageIndex(pdf, target), round(place[1])


def test_a_citation_leads_to_its_row_of_the_list(converted):
    pdf, document = converted
    inner = [link for page in pdf for link in links(pdf, page)]
    assert len(inner) >= sum(len({c.source for c in point.citations}) for point in document.points)
    assert len(set(inner)) == len(document.sources)  # each row of the list is led to


def test_the_styles_are_used_and_nothing_is_set_by_hand(tmp_path):
    from docx import Document as Docx

    file = tmp_path / "brief.docx"
    file.write_bytes(manuscript(to_document(small_brief(), "context"), Config()))
    used = {paragraph.style.name for paragraph in Docx(str(file)).paragraphs if paragraph.style}
    assert {"Title", "Heading 1", "Heading 2", "Key Reporting", "Quotation", "Side", "Source", "Our Words"} <= used
    assert "Normal" not in used
