"""The DOCX, read back: styles, headings, a numbered list that the citations lead to, the numbers of the page."""

from __future__ import annotations

import subprocess
import sys
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import msgspec
import pytest
from docx.oxml.ns import qn

from briefing.config import Config
from briefing.document import to_document
from briefing.errors import ConfigError, UnknownNameError, VerificationError
from briefing.readback.manuscript import manuscript_text
from briefing.readback.text import printed, squeezed
from briefing.render.manuscript import manuscript
from briefing.schema import Document
from briefing.verify import verify_file, verify_output
from tests.briefs import small_document
from tests.builders import article, brief, point, theme

HOSTILE = "</w:t></w:r> & <b>\u0000\u001b\ufffe\ud800 {HYPERLINK} \u202e backwards\nand on"


def changed(**facts: object) -> Document:
    return msgspec.structs.replace(small_document(), **facts)


def opened(document: Document, config: Config | None = None) -> Any:
    return docx.Document(BytesIO(manuscript(document, config or Config())))


@pytest.fixture(scope="module")
def written() -> bytes:
    return manuscript(small_document(), Config())


@pytest.fixture(scope="module")
def file(written: bytes) -> Any:
    return docx.Document(BytesIO(written))


def styled(file: Any, style: str) -> list[str]:
    return [paragraph.text for paragraph in file.paragraphs if paragraph.style.name == style]


def test_every_paragraph_has_a_style_of_ours_and_no_format_of_its_own(file):
    assert {paragraph.style.name for paragraph in file.paragraphs} == {
        *("Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3"),
        *("Our Words", "Key Reporting", "Quotation", "Side", "Source"),
    }
    formats = {child.tag for about in file.element.iter(qn("w:rPr")) for child in about}
    assert formats <= {qn("w:rStyle"), qn("w:rtl"), qn("w:lang")}


def test_headings_stand_in_the_order_of_the_page(file):
    assert styled(file, "Title") == ["The flood at Norwell"]
    assert styled(file, "Heading 2") == ["The lock", "Budget"]
    headings = [text.split(" (")[0] for text in styled(file, "Heading 1")]
    assert headings == ["Key reporting", "Where the articles differ", "Who is who", "Timeline", "Sources"]


def test_it_has_every_quotation_with_its_numbers(written):
    shown, document = squeezed(manuscript_text(written)), small_document()
    for _citation, quotation in printed(document):
        assert squeezed(quotation) in shown
    assert squeezed(document.key_reporting[0].text) + "[1][2]" in shown


def test_citations_lead_to_their_source_in_the_list(file):
    links = [link for link in file.element.iter(qn("w:hyperlink")) if link.get(qn("w:anchor"))]
    places = {mark.get(qn("w:name")): mark.getparent() for mark in file.element.iter(qn("w:bookmarkStart"))}
    assert len(links) >= 6
    for link in links:
        number = int("".join(text.text for text in link.iter(qn("w:t"))).strip("[]"))
        paragraph = places[link.get(qn("w:anchor"))]
        assert places[f"s{number}"] is paragraph
        assert [p._p for p in file.paragraphs if p.style.name == "Source"].index(paragraph) == number - 1


def test_the_list_of_sources_numbers_itself_as_the_citations_do(file):
    list_id = file.styles["Source"].element.pPr.numPr.numId.val
    numbering = file.part.numbering_part.element
    (found,) = [num for num in numbering.findall(qn("w:num")) if num.numId == list_id]
    abstract = {a.get(qn("w:abstractNumId")): a for a in numbering.findall(qn("w:abstractNum"))}
    level = abstract[str(found.abstractNumId.val)].find(qn("w:lvl"))
    assert level.find(qn("w:lvlText")).get(qn("w:val")) == "[%1]"
    assert level.find(qn("w:start")).get(qn("w:val")) == "1"
    assert len(styled(file, "Source")) == len(small_document().sources)


def test_a_source_leads_to_its_address_and_to_no_other_kind(file):
    links = {r.target_ref for r in file.part.rels.values() if r.reltype.endswith("/hyperlink")}
    assert links == {"https://example.org/flood?a=1&b=2"}
    sources = tuple(msgspec.structs.replace(s, url="javascript:alert(1)") for s in small_document().sources)
    hostile = opened(changed(sources=sources))
    assert not [r for r in hostile.part.rels.values() if r.reltype.endswith("/hyperlink")]


def test_it_says_what_it_is(file):
    known = file.core_properties
    assert (known.title, known.language, known.revision) == ("The flood at Norwell", "en", 1)
    assert known.author.startswith("briefing ")
    assert {moment.strftime("%Y-%m-%dT%H:%M") for moment in (known.created, known.modified)} == {"2026-11-22T07:00"}


def test_the_handling_mark_stands_at_the_head_and_the_foot_of_every_page():
    section = opened(changed(tlp="TLP:AMBER")).sections[0]
    assert [p.text for p in (*section.header.paragraphs, *section.footer.paragraphs)] == ["TLP:AMBER", "TLP:AMBER"]


@pytest.mark.parametrize(("paper", "width"), [("A4", 210), ("Letter", 215.9)])
def test_the_paper_is_the_one_that_is_set(paper, width):
    page = msgspec.structs.replace(Config().page, paper=paper)
    assert opened(small_document(), Config(page=page)).sections[0].page_width.mm == pytest.approx(width, abs=0.2)


def test_hostile_text_stays_text():
    file = opened(changed(title=HOSTILE, audience=HOSTILE))
    (title,) = styled(file, "Title")
    assert title.strip("\u2068\u2069") == "</w:t></w:r> & <b> {HYPERLINK} \u202e backwards and on"
    assert title.startswith("\u2068")
    assert title.endswith("\u2069")


def test_a_quotation_from_right_to_left_is_set_so():
    arabic = "أغلق المهندسون القفل قبل الفجر."
    made = brief(theme("Norwell", point(article(arabic, language="ar"), arabic)))
    file = opened(to_document(made, "context"))
    (quoted,) = [p for p in file.paragraphs if p.style.name == "Quotation"]
    assert quoted._p.pPr.find(qn("w:bidi")) is not None
    (run,) = [run for run in quoted.runs if run.text == arabic]
    assert run._r.rPr.find(qn("w:rtl")) is not None
    assert run._r.rPr.find(qn("w:lang")).get(qn("w:bidi")) == "ar"


def test_the_same_brief_is_the_same_bytes_in_another_process(written):
    code = (
        "from hashlib import sha256; from tests.briefs import small_document; from briefing.config import Config;"
        "from briefing.render.manuscript import manuscript;"
        "print(sha256(manuscript(small_document(), Config())).hexdigest())"
    )
    home = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=home, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == sha256(written).hexdigest()


def test_nothing_in_it_has_a_date_of_today_or_a_picture(written):
    with ZipFile(BytesIO(written)) as found:
        assert {entry.date_time for entry in found.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert found.namelist()[0] == "[Content_Types].xml"
        assert not [entry for entry in found.namelist() if entry.endswith((".jpeg", ".jpg", ".png"))]


def test_a_colour_that_is_none_is_refused():
    page = msgspec.structs.replace(Config().page, accent="red")
    with pytest.raises(ConfigError, match="accent"):
        manuscript(small_document(), Config(page=page))


def test_a_lost_quotation_is_not_written(written):
    verify_output(written, "brief.docx", small_document())
    other = manuscript(changed(key_reporting=(), themes=()), Config())
    with pytest.raises(VerificationError, match="was not written"):
        verify_output(other, "brief.docx", small_document())


def test_it_is_no_brief_to_verify_later(written):
    with pytest.raises(UnknownNameError, match="docx"):
        verify_file(written, "brief.docx")
