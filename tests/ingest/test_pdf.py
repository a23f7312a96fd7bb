"""PDFs of columns, hyphens, running heads, notes and scans, made here; what is read is what was written."""

from __future__ import annotations

import io
import random
from itertools import pairwise
from pathlib import Path

import pytest

from briefing.errors import IngestError
from briefing.ingest import Remark, Source, read
from briefing.ingest.kinds import KINDS
from briefing.ingest.parts import read_here
from briefing.types import Article

MAYOR = (
    "The mayor of Lindwick resigned on Tuesday after extraordinary disagreements about the modernisation of the"
    " neighbourhood's infrastructure, which a well-informed councillor called a misunderstanding between colleagues."
)
STRIKE = (
    "Railway employees interrupted their negotiations with the administration on Wednesday, and representatives of"
    " either organisation declined to characterise the atmosphere; transportation experts expect further cancellations."
)
FLOOD = (
    "Meteorologists measured extraordinary precipitation throughout the north-eastern municipalities, where the"
    " authorities distributed emergency accommodation among approximately 1,200 inhabitants of low-lying settlements."
)
TEXTS = (MAYOR, STRIKE, FLOOD)
HEADS = """
    @page { size: A4; margin: 2cm;
            @top-left { content: "The Lindwick Gazette" } @top-right { content: "Saturday, 31 January" }
            @bottom-center { content: "Page " counter(page) " of " counter(pages) } }
"""


def made(body: str, css: str = "", head: str = "") -> bytes:
    import weasyprint

    html = f'<html lang="en"><head>{head}<style>{css}</style></head><body>{body}</body></html>'
    data: bytes = weasyprint.HTML(string=html).write_pdf()
    return data


def items(data: bytes) -> list[Article | IngestError]:
    return list(read_here(Source(data, "a.pdf"), KINDS["PDF"]))


def article(data: bytes) -> Article:
    (item,) = items(data)
    assert isinstance(item, Article), item
    return item


def numbered(count: int) -> list[str]:
    """Paragraphs that begin with a number, each of other words."""
    chance = random.Random(7)
    words = sorted({word for text in TEXTS for word in text.rstrip(".").replace(",", "").replace(";", "").split()})
    return [f"{n} {' '.join(chance.choices(words, k=chance.randint(12, 40)))}." for n in range(101, 101 + count)]


@pytest.mark.parametrize("columns", [1, 2, 3])
@pytest.mark.parametrize("hyphens", ["none", "auto"])
@pytest.mark.parametrize("align", ["left", "justify"])
@pytest.mark.parametrize("parted", ["text-indent: 1.5em; margin: 0", "margin: 0 0 .8em"])
def test_columns_pages_and_hyphens(columns: int, hyphens: str, align: str, parted: str) -> None:
    written = numbered(40)
    css = f"{HEADS} div {{ columns: {columns}; hyphens: {hyphens}; text-align: {align} }} p {{ {parted} }}"
    body = "<h1>Three things that happened in Lindwick</h1><div>" + "".join(f"<p>{text}</p>" for text in written)
    found = article(made(body + "</div>", css + "body { font: 10pt serif }"))
    assert found.title == "Three things that happened in Lindwick"
    assert found.text.split("\n\n")[1:] == written


def test_headings_are_told_by_their_type() -> None:
    body = "".join(f"<h2>Part {n} of the report.</h2><p>{text}</p>" for n, text in enumerate(TEXTS, 1))
    found = article(made("<h1>What happened</h1>" + body))
    kinds = [(block.kind, found.quote(block.span)) for block in found.blocks]
    assert [text for kind, text in kinds if kind == "heading"] == [f"Part {n} of the report." for n in (1, 2, 3)]
    assert [text for kind, text in kinds if kind == "paragraph"] == list(TEXTS)


def test_running_heads_that_alternate_and_bare_numbers_go() -> None:
    css = """@page { size: A5 } @page :left { @top-left { content: counter(page) "  GAZETTE" } }
             @page :right { @top-right { content: "Chapter of floods  " counter(page) } }
             @page { @bottom-right { content: counter(page) } }"""
    found = article(made("".join(f"<p>{text}</p>" for text in numbered(30)), css))
    assert found.text.split("\n\n") == numbered(30)


def test_a_number_alone_inside_the_text_stays() -> None:
    body = f"<p>{MAYOR}</p><p>Votes against:</p><p>17</p><p>{STRIKE}</p>"
    assert "17" in article(made(body)).text.split("\n\n")


def test_notes_at_the_foot_are_leftovers_and_their_marks_go() -> None:
    css = "@page { size: A5 } .n { float: footnote; font-size: 7pt } sup, .n::footnote-call { font-size: 6pt }"
    body = (
        f"<p>{MAYOR}<span class=n>Council minutes, volume 7, as printed.</span> She gave no reason.</p><p>{STRIKE}</p>"
    )
    found = article(made(body, css))
    kinds = {found.quote(block.span): block.kind for block in found.blocks}
    assert f"{MAYOR} She gave no reason." in kinds
    assert [kind for text, kind in kinds.items() if "volume 7" in text] == ["leftover"]


def test_a_paragraph_goes_on_around_a_caption() -> None:
    words = "The council of Lindwick met for the seventh time about the bridge over the river Lind and its costs"
    css = "@page { size: A5; margin: 1cm } p { margin: 0 } .c { font-size: 8pt; margin: 2em 0 }"
    body = f"<p>{words}</p><p class=c>Figure 1: The old bridge.</p><p>and adjourned without a decision at all.</p>"
    found = article(made(body, css))
    kinds = {found.quote(block.span): block.kind for block in found.blocks}
    assert f"{words} and adjourned without a decision at all." in kinds
    assert kinds["Figure 1: The old bridge."] == "caption"


def test_a_page_that_is_drawn_line_by_line_across_its_columns() -> None:
    """As some printing programs do it: every line is placed by itself, left and right in turn."""
    left, right = (TEXTS[0] + " " + TEXTS[1]).split(), (TEXTS[2] + " " + TEXTS[0]).split()
    rows = [(" ".join(left[i : i + 4]), " ".join(right[i : i + 4])) for i in range(0, min(len(left), len(right)), 4)]
    spans = "".join(
        f'<span style="left:0;top:{40 + 16 * n}pt">{a}</span><span style="left:260pt;top:{40 + 16 * n}pt">{b}</span>'
        for n, (a, b) in enumerate(rows)
    )
    css = "@page { size: A4 } span { position: absolute; font: 10pt serif; white-space: nowrap }"
    found = article(made(f'<span style="left:0;top:0">A headline over both columns of the page</span>{spans}', css))
    text = " ".join(found.text.split())
    assert " ".join(a for a, _ in rows) in text
    assert " ".join(b for _, b in rows) in text
    assert text.startswith("A headline over both columns")


def test_rows_of_a_table_stay_rows() -> None:
    rows = "".join(f"<tr><td>{name}<td>{n}<td>{n * 7}" for n, name in enumerate(("Lind", "Wick", "Ostry", "Marn"), 11))
    body = f"<p>{MAYOR}</p><table width=100%><tr><th>Town<th>Votes<th>Seats{rows}</table><p>{STRIKE}</p>"
    assert {"Lind 11 77", "Ostry 13 91"} < set(article(made(body)).text.split("\n\n"))


def test_items_of_a_list_stay_lines() -> None:
    body = f"<p>{MAYOR}</p><ul>" + "".join(f"<li>{text}</li>" for text in TEXTS) + "</ul>"
    found = article(made(body))
    assert [found.quote(b.span) for b in found.blocks if b.kind == "list_item"] == list(TEXTS)


def test_hyphens_that_belong_to_a_word_stay() -> None:
    text = "The self-proclaimed vice-president of the well-known north-eastern league resigned. " * 12
    css = "@page { size: 9cm 20cm } p { text-align: justify }"
    assert article(made(f"<p>{text}</p>", css)).text == text.strip()


@pytest.mark.parametrize("turns", [90, 180, 270])
def test_pages_that_lie_on_their_side(turns: int) -> None:
    import pikepdf

    css = "@page { size: A4 } p { margin: 0 0 1em }"
    with pikepdf.open(io.BytesIO(made("".join(f"<p>{text}</p>" for text in TEXTS), css))) as document:
        page = document.pages[0]
        page.contents_coalesce()
        content = page.Contents.read_bytes()
        matrix = {90: b"0 1 -1 0 842 0", 180: b"-1 0 0 -1 595 842", 270: b"0 -1 1 0 0 595"}[turns]
        page.Contents = document.make_stream(b"q " + matrix + b" cm\n" + content + b"\nQ")
        page.Rotate = turns
        out = io.BytesIO()
        document.save(out)
    assert article(out.getvalue()).text.split("\n\n") == list(TEXTS)


SCAN = '<svg width="300" height="300"><rect width="300" height="300" fill="gray"/></svg>'


def test_a_scan_says_so() -> None:
    (error,) = items(made(SCAN))
    assert isinstance(error, IngestError)
    assert str(error) == "a.pdf: it is a scan: no text layer. Run OCR on it first"


def test_scanned_pages_among_others_are_told() -> None:
    body = f'<p>{MAYOR}</p><div style="break-before: page">{SCAN}</div><p style="break-before: page">{STRIKE}</p>'
    remark, found = items(made(body))
    assert isinstance(found, Article)
    assert isinstance(remark, Remark)
    assert remark.reason == "page 2 of 3 hold no text; they may be scans"


@pytest.mark.parametrize("user", ["secret", ""])
def test_encryption(user: str) -> None:
    """With a password for opening there is nothing to read; one for changing alone is no hindrance."""
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(made(f"<p>{MAYOR}</p>"))) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="owner", user=user, R=6))
    (item,) = items(out.getvalue())
    if user:
        assert str(item) == "a.pdf: it is encrypted. Save a copy of it without a password"
    else:
        assert isinstance(item, Article)


@pytest.mark.parametrize(
    ("metadata", "headline", "title"),
    [
        ("Mayor resigns in Lindwick", "", "Mayor resigns in Lindwick"),
        ("Microsoft Word - draft7.doc", "Mayor resigns in Lindwick", "Mayor resigns in Lindwick"),
        ("Gazette, weekly edition", "Mayor resigns in Lindwick", "Mayor resigns in Lindwick"),
        ("untitled", "", ""),
    ],
)
def test_titles(metadata: str, headline: str, title: str) -> None:
    body = (f"<h1>{headline}</h1>" if headline else "") + f"<p>{MAYOR}</p><p>{STRIKE}</p>"
    found = article(made(body, head=f"<title>{metadata}</title>"))
    assert found.title == title or (not title and found.title_basis == "derived")


def test_the_day_on_which_a_file_was_made_is_no_day_of_publication() -> None:
    head = '<meta name="dcterms.created" content="2026-01-31T07:00:00Z">'
    found = article(made(f"<p>{MAYOR}</p>", head=head))
    assert (found.published, found.published_basis) == (None, "unknown")
    assert "2026" in str(found.extra["creationdate"])


def test_our_own_briefs_are_passed_over(tmp_path: Path, seeds: Path) -> None:
    from briefing import api

    api.save(
        api.make_brief(api.read(seeds)), *(tmp_path / f"brief.{suffix}" for suffix in ("pdf", "docx", "json", "txt"))
    )
    found = list(read([tmp_path]))
    assert len(found) == 4
    assert all(isinstance(item, Remark) and "made here" in item.reason for item in found)


def test_the_order_of_pages_is_kept() -> None:
    found = article(made("".join(f"<p>{text}</p>" for text in numbered(60)), HEADS))
    numbers = [int(text.split()[0]) for text in found.text.split("\n\n")]
    assert all(b == a + 1 for a, b in pairwise(numbers))
