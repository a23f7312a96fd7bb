"""DOCX files made here: what a reader sees once all changes are accepted is what is read."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from briefing.errors import IngestError
from briefing.ingest import Source, read_sources
from briefing.ingest.kinds import KINDS
from briefing.ingest.parts import read_here
from briefing.types import Article

MAYOR = "The mayor of Lindwick resigned on Tuesday. She gave no reason for it."
STRIKE = "Railway employees interrupted their negotiations with the administration on Wednesday."
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def made(build: Callable[[Any], object]) -> bytes:
    """A file of python-docx with what `build` puts into it."""
    import docx

    document = docx.Document()
    build(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def raw(body: str, **parts: str) -> bytes:
    """A file with this body of WordprocessingML; other parts by their names."""
    document = f'<?xml version="1.0"?><w:document {W} {MC}><w:body>{body}<w:sectPr/></w:body></w:document>'
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", document)
        for name, text in parts.items():
            package.writestr(f"word/{name}.xml", text)
    return out.getvalue()


def items(data: bytes) -> list[Article | IngestError]:
    return list(read_here(Source(data, "a.docx"), KINDS["DOCX"]))


def article(data: bytes) -> Article:
    (item,) = items(data)
    assert isinstance(item, Article), item
    return item


def kinds(found: Article) -> list[tuple[str, str]]:
    return [(block.kind, found.quote(block.span)) for block in found.blocks]


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_headings_paragraphs_lists_and_tables() -> None:
    def build(document: Any) -> None:
        document.add_heading("Mayor resigns", 0)
        document.add_paragraph(MAYOR)
        document.add_heading("What comes next in the town.", 2)
        document.add_paragraph("The deputy takes over", "List Bullet")
        document.add_paragraph("The council meets", "List Bullet")
        document.add_paragraph("First the budget", "List Number")
        document.add_paragraph("Then the bridge", "List Number")
        table = document.add_table(2, 3)
        for i, cell in enumerate(cell for row in table.rows for cell in row.cells):
            cell.text = f"cell {i}"
        document.add_paragraph(STRIKE)

    found = article(made(build))
    assert (found.title, found.title_basis) == ("Mayor resigns", "stated")
    assert found.text.split("\n\n") == [
        "Mayor resigns",
        MAYOR,
        "What comes next in the town.",
        "• The deputy takes over",
        "• The council meets",
        "1. First the budget",
        "2. Then the bridge",
        "cell 0\tcell 1\tcell 2",
        "cell 3\tcell 4\tcell 5",
        STRIKE,
    ]
    assert ("heading", "What comes next in the town.") in kinds(found)
    assert ("title", "Mayor resigns") in kinds(found)


def test_changes_are_accepted() -> None:
    runs = (
        r("The mayor "),
        f"<w:ins>{r('of Lindwick ')}</w:ins>",
        "<w:del><w:r><w:delText>once </w:delText></w:r></w:del>",
        f"<w:moveFrom>{r('on Tuesday ')}</w:moveFrom>",
        r("resigned"),
        f"<w:moveTo>{r(' on Tuesday')}</w:moveTo>",
        r("."),
    )
    body = p(*runs) + p(r("She gave "), properties="<w:rPr><w:del/></w:rPr>") + p(r("no reason."))
    assert article(raw(body)).text == "The mayor of Lindwick resigned on Tuesday.\n\nShe gave no reason."


def test_hidden_text_field_codes_and_comments_are_not_read() -> None:
    body = p(
        r("The mayor resigned"),
        r(" in secret", "<w:vanish/>"),
        r(" on Tuesday", '<w:vanish w:val="0"/>'),
        "<w:r><w:fldChar/><w:instrText>PAGE</w:instrText></w:r>",
        '<w:r><w:commentReference w:id="1"/></w:r>',
        "<w:r><w:softHyphen/><w:noBreakHyphen/><w:t>ever.</w:t></w:r>",
    )
    assert article(raw(body, comments=f"<w:comments {W}>{p(r('Why?'))}</w:comments>")).text == (
        "The mayor resigned on Tuesday-ever."
    )


def test_text_boxes_are_read_once() -> None:
    box = f"<w:txbxContent>{p(r(STRIKE))}</w:txbxContent>"
    either = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    shape = f"<mc:AlternateContent>{either}</mc:AlternateContent>"
    assert article(raw(p(r(MAYOR), f"<w:r>{shape}</w:r>"))).text == f"{MAYOR}\n\n{STRIKE}"


def test_notes_come_last_as_leftovers() -> None:
    notes = (
        f'<w:footnotes {W}><w:footnote w:id="2">{p(r("Minutes of the council, page 7."))}</w:footnote></w:footnotes>'
    )
    body = p(r(MAYOR), '<w:r><w:footnoteReference w:id="2"/></w:r>') + p(r(STRIKE))
    found = article(raw(body, footnotes=notes))
    assert found.text.split("\n\n") == [MAYOR, STRIKE, "Minutes of the council, page 7."]
    assert kinds(found)[-1] == ("leftover", "Minutes of the council, page 7.")


def test_a_table_for_the_layout_is_read_cell_by_cell() -> None:
    cell = f"<w:tc>{p(r(MAYOR))}{p(r(STRIKE * 3))}</w:tc>"
    found = article(raw(f"<w:tbl><w:tr>{cell}<w:tc>{p(r('Aside.'))}</w:tc></w:tr></w:tbl>"))
    assert found.text.split("\n\n") == [MAYOR, STRIKE * 3, "Aside."]


def test_content_controls_links_and_smart_tags_are_text() -> None:
    inner = f"<w:hyperlink>{r('resigned')}</w:hyperlink><w:smartTag>{r(' on Tuesday')}</w:smartTag>{r('.')}"
    body = f"<w:sdt><w:sdtContent>{p(r('The mayor '), inner)}</w:sdtContent></w:sdt>"
    assert article(raw(body)).text == "The mayor resigned on Tuesday."


@pytest.mark.parametrize(
    ("first", "created", "published"),
    [
        ("Lindwick, 31 January 2026", datetime(2026, 1, 31, 9, tzinfo=UTC), date(2026, 1, 31)),
        ("Lindwick, 30 January 2026", datetime(2026, 1, 31, 9, tzinfo=UTC), date(2026, 1, 30)),
        ("Lindwick, 31 January 2024", datetime(2026, 1, 31, 9, tzinfo=UTC), None),
        ("Lindwick", datetime(2026, 1, 31, 9, tzinfo=UTC), None),
    ],
)
def test_the_day_of_making_counts_only_where_the_text_names_it(
    first: str, created: datetime, published: date | None
) -> None:
    def build(document: Any) -> None:
        document.core_properties.created = document.core_properties.modified = created
        document.add_paragraph(first)
        document.add_paragraph(MAYOR)

    found = article(made(build))
    assert (found.published, found.published_basis) == (published, "inferred" if published else "unknown")


def test_what_the_file_says_of_itself() -> None:
    def build(document: Any) -> None:
        document.core_properties.title, document.core_properties.author = "Mayor resigns in Lindwick", "A. Writer"
        document.add_paragraph(MAYOR)

    found = article(made(build))
    assert (found.title, found.extra["creator"]) == ("Mayor resigns in Lindwick", "A. Writer")


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.doc", "a.doc: it is a document of an old office program"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64) + "EncryptedPackage".encode("utf-16-le"),
            "a.docx",
            "a.docx: it is encrypted. Save a copy of it without a password",
        ),
        (b"{\\rtf1 Hello}", "a.rtf", "a.rtf: it is an RTF document, which is not read. Save it as DOCX or PDF"),
        (raw("")[:-40], "a.docx", "a.docx: it is a damaged DOCX file"),
        (raw(""), "a.docx", "a.docx: it holds no text"),
        (raw("<w:p>"), "a.docx", "a.docx: its part word/document.xml is broken"),
    ],
)
def test_what_is_not_read_says_why(data: bytes, name: str, said: str) -> None:
    (item,) = read_sources([Source(data, name)])
    assert str(item).startswith(said)
