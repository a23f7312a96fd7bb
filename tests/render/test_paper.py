"""The PDF: one page whatever comes, tagged, its fonts inside, the same bytes on every run, and nothing fetched."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import pikepdf
import pypdfium2
import pypdfium2.raw as raw
import pytest

from bench.compositions import compositions
from briefing.config import Config
from briefing.document import to_document
from briefing.errors import RenderError
from briefing.render import paper
from briefing.render.fit import fit
from briefing.types import Brief
from tests.builders import article, brief, event, point, theme

ROOT = Path(__file__).resolve().parent.parent.parent
SIZES = {6.0, 6.1, 6.5, 8.2, 8.5, 9.0, 9.5, 10.5, 12.0, 12.5, 14.0, 20.0}


def settings(paper_name: str = "A4", **page: Any) -> Config:
    return Config(page=msgspec.structs.replace(Config().page, paper=paper_name, **page))


def small() -> Brief:
    one = article(
        "The harbour opened on Monday. The mayor spoke at noon.", title="Harbour", url="https://made.example/a"
    )
    return brief(
        theme("Harbour", point(one, "The harbour opened on Monday.")),
        timeline=(event("2023-05", one), event("2024", one)),
    )


def made(brief_: Brief, config: Config, attachments: Sequence[paper.Attached] = ()) -> bytes:
    return paper.pdf(to_document(brief_, "none", page=config.page), config, attachments)


def test_no_text_is_smaller_than_it_may_be():
    for composition in compositions(4, seed=9):
        config = settings(composition.paper)
        pdf = pypdfium2.PdfDocument(made(fit(composition.brief, config), config))
        sizes = {round(_size(drawn), 1) for drawn in pdf[0].get_objects([raw.FPDF_PAGEOBJ_TEXT])}
        assert sizes <= SIZES, sizes - SIZES


def _size(text: Any) -> float:
    import ctypes

    size = ctypes.c_float()
    raw.FPDFTextObj_GetFontSize(text, size)
    return float(size.value * abs(text.get_matrix().d))


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the library leaves a profile open
@pytest.mark.parametrize("variant", ["ua-1", "a-3a"])
def test_the_file_is_tagged_titled_and_in_a_language(variant):
    config = settings(pdf=variant)
    data = made(small(), config, [paper.Attached("brief.json", b"{}", "The brief as data")])
    with pikepdf.open(BytesIO(data)) as pdf:
        root = pdf.Root
        assert str(root.Lang) == "en"
        assert root.MarkInfo.Marked
        assert str(pdf.docinfo.Title) == "A brief"
        assert str(pdf.docinfo.CreationDate) == "D:20261122070000Z"
        assert root.ViewerPreferences.DisplayDocTitle
        kinds = _kinds(root.StructTreeRoot)
        assert {"/H1", "/H2", "/P", "/Table", "/TH", "/TD", "/Link", "/Figure"} <= set(kinds)
        assert all(str(figure.get("/Alt", "")) for figure in kinds["/Figure"])
        assert list(pdf.attachments) == ["brief.json"]
        file = pdf.attachments["brief.json"].get_file()
        assert file.creation_date
        assert file.creation_date.year == 2026
        xml = bytes(root.Metadata.read_bytes())
        assert (b"pdfuaid" in xml) == (variant == "ua-1")
        assert (b"pdfaid" in xml) == (variant == "a-3a")
        if variant == "a-3a":
            assert str(root.AF[0].AFRelationship) == "/Source"


def _kinds(root: Any) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    todo = [root]
    while todo:
        node = todo.pop()
        if isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found.setdefault(str(node.S), []).append(node)
            if "/K" in node:
                todo += list(node.K) if isinstance(node.K, pikepdf.Array) else [node.K]
    return found


def test_every_font_is_inside():
    with pikepdf.open(BytesIO(made(small(), settings()))) as pdf:
        fonts = [font for page in pdf.pages for font in page.Resources.Font.values()]
        assert fonts
        for font in fonts:
            assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor


@pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf is not installed")
def test_qpdf_finds_nothing(tmp_path):
    file = tmp_path / "brief.pdf"
    file.write_bytes(made(small(), settings(), [paper.Attached("brief.json", b"{}", "")]))
    done = subprocess.run(["qpdf", "--check", str(file)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


PROGRAM = """
import hashlib, sys
from bench.compositions import compositions
from briefing.config import Config
from briefing.document import to_document
from briefing.render import paper, page
from briefing.render.fit import fit
made = list(compositions(5, seed=6))[4]
document = to_document(fit(made.brief, Config()), "context")
attached = [paper.Attached("brief.json", b"{}", "data")]
print(hashlib.sha256(paper.pdf(document, Config(), attached)).hexdigest())
print(hashlib.sha256(page.html(document, Config(), medium="screen").encode()).hexdigest())
"""


def test_the_same_bytes_in_every_process(tmp_path):
    def run(seed: str, zone: str, home: str) -> bytes:
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "TZ": zone,
            "HOME": str(tmp_path / home),
            "PYTHONPATH": str(ROOT),
        }
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM], env=environment, cwd=tmp_path, capture_output=True, check=True
        )
        return done.stdout

    assert run("1", "UTC", "a") == run("2", "Asia/Tokyo", "b")


@pytest.mark.parametrize(
    "url", ["file:///etc/hostname", "https://made.example/x.png", "asset:../x", "data:text/plain,x"]
)
def test_nothing_but_our_own_fonts_is_served(url):
    from weasyprint.urls import FatalURLFetchingError

    with pytest.raises(FatalURLFetchingError):
        paper._fetcher()(url)


def test_a_template_that_asks_for_a_file_is_refused(tmp_path):
    (tmp_path / "paper").mkdir()
    (tmp_path / "paper" / "executive.html").write_text(
        '<html lang="en"><img src="file:///etc/hostname" alt="">', encoding="utf-8"
    )
    with pytest.raises(RenderError, match="refused"):
        made(small(), settings(templates=str(tmp_path)))


def test_a_template_that_needs_two_pages_is_refused(tmp_path):
    (tmp_path / "paper").mkdir()
    (tmp_path / "paper" / "executive.html").write_text("<html lang='en'>" + "<p>line</p>" * 200, encoding="utf-8")
    with pytest.raises(RenderError, match="pages"):
        made(small(), settings(templates=str(tmp_path)))


def test_a_page_that_came_out_a_little_too_high_gets_less_margin(tmp_path):
    (tmp_path / "paper").mkdir()
    lines = '<p style="margin:0;line-height:20pt">line</p>' * 39
    page = f'<html lang="en"><style>@page {{ size: A4; margin: 12mm }}</style>{lines}'
    (tmp_path / "paper" / "executive.html").write_text(page, encoding="utf-8")
    assert len(pypdfium2.PdfDocument(made(small(), settings(templates=str(tmp_path))))) == 1


def test_page_after_page_leaves_nothing_in_memory():
    """What Pango keeps of a map of fonts would be 0.2 MB a page."""
    document = to_document(small(), "none", page=Config().page)
    for _ in range(3):
        paper.pdf(document, Config())
    before = _allocated()
    for _ in range(5):
        paper.pdf(document, Config())
    assert _allocated() - before < 500_000


def _allocated() -> int:
    """Bytes that C libraries of this process hold."""
    import ctypes
    import gc

    class Info(ctypes.Structure):
        """struct mallinfo2 of malloc.h."""

        _fields_ = tuple((str(number), ctypes.c_size_t) for number in range(10))

    told = getattr(ctypes.CDLL(None), "mallinfo2", None)
    if told is None:
        pytest.skip("the C library does not tell what is allocated (glibc 2.33 and newer do)")
    told.restype = Info
    gc.collect()
    return int(getattr(told(), "7"))
