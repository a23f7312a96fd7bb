"""Hostile and malformed files, made here by the dozen; each with what must come of it.

An outcome is a pattern that the whole line must match: `article: …` with the beginning of the text, `error: …` or
`remark: …` with the reason. Of a file that gives several items the lines are joined by ` | `.
"""

from __future__ import annotations

import base64
import gzip
import io
import json
import struct
import zlib
from collections.abc import Callable
from functools import cache
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

NEWS = "The mayor of Lindwick resigned on Tuesday. She gave no reason for it. The council meets again in May."
OTHER = "Railway employees interrupted their negotiations with the administration on Wednesday, officials said."
GOOD = r"article: [^|]*The mayor of Lindwick resigned on Tuesday\.[^|]*?"
HEADLINE = r" \| error: it has a headline, no text and no link"
NOTHING_IN_IT = r" \| error: it has neither headline nor text"
NO_TEXT = "error: it holds no text"
EXTERNAL = "error: it declares external or parameter entities, which are never followed"
DAMAGED_PDF = "error: it cannot be opened as a PDF: it is damaged or cut short"
SCAN = "error: it is a scan: no text layer"
TOO_MUCH_MEMORY = "error: it needed more than 450 MB of memory"
TOO_LONG_IN_XML = "error: its part word/document.xml is broken: .*too long"
BOMB = r"error: it unpacks to over 200 times its size \(limits\.zip_ratio\)"
OVER_BUDGET = r"error: the archive unpacks to more than limits\.zip_bytes \(60,000,000\)"
DAMAGED_MEMBER = "error: it is damaged and cannot be unpacked"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


class Case(NamedTuple):
    """`file` is the name that the bytes lie under; `parts` of an outcome may come with `#part` of the file."""

    file: str
    made: Callable[[], bytes]
    outcome: str


# --- builders -------------------------------------------------------------------------------------------------


def html(body: str, head: str = "<title>Mayor resigns in Lindwick</title>") -> bytes:
    page = f"<!doctype html><html lang=en><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"
    return page.encode("utf-8", "surrogatepass")


def story(before: str = "", behind: str = "") -> bytes:
    words = f"<p>{NEWS}</p><p>{OTHER}</p>" * 3
    return html(f"{before}<article><h1>Mayor resigns in Lindwick</h1>{words}</article>{behind}")


def zipped(files: dict[str, bytes], method: int = ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def docx(body: str, **parts: bytes) -> bytes:
    document = f'<?xml version="1.0"?><w:document {W}><w:body>{body}</w:body></w:document>'.encode()
    named = {f"word/{name}.xml": data for name, data in parts.items()}
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": document, **named})


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def pdf(*objects: bytes, root: str = "1 0 R", trailer: str = "") -> bytes:
    """A PDF of numbered objects; a wrong or missing one is up to who calls."""
    pieces, places, at = [b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"], [], 15
    for number, content in enumerate(objects, 1):
        places.append(at)
        pieces.append(b"%d 0 obj\n%s\nendobj\n" % (number, content))
        at += len(pieces[-1])
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = f"trailer\n<< /Size {len(objects) + 1} /Root {root} {trailer} >>\nstartxref\n{at}\n%%EOF\n".encode()
    return b"".join(pieces) + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + end


def stream(data: bytes, keys: str = "") -> bytes:
    return f"<< /Length {len(data)} {keys} >>\nstream\n".encode() + data + b"\nendstream"


def shown(text: str) -> bytes:
    return f"BT /F 11 Tf 40 700 Td ({text}) Tj ET".encode("latin-1")


CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def page_of(contents: str = "4 0 R", extra: str = "") -> bytes:
    fonts = "/Resources << /Font << /F 5 0 R >> >>"
    return f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {contents} {fonts} {extra} >>".encode()


def pages(kids: str = "3 0 R", count: int = 1) -> bytes:
    return f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode()


def good_pdf(content: bytes = b"", keys: str = "", extra: str = "") -> bytes:
    return pdf(CATALOG, pages(), page_of(extra=extra), stream(content or shown(NEWS), keys), FONT)


def feed(item: str, dtd: str = "", more: str = "") -> bytes:
    good = f"<item><title>Mayor resigns</title><guid>g1</guid><description>{NEWS}</description></item>"
    rss = f'<?xml version="1.0"?>{dtd}<rss version="2.0"><channel><title>News</title>{good}{item}{more}</channel></rss>'
    return rss.encode("utf-8", "surrogatepass")


def mail(body: str = NEWS, headers: str = "", kind: str = "text/plain; charset=utf-8") -> bytes:
    first = "From: Desk <desk@lindwick.example>\r\nTo: you@lindwick.example\r\nSubject: Mayor resigns\r\n"
    date = "Date: Sat, 31 Jan 2026 07:00:00 +0000\r\nMIME-Version: 1.0\r\n"
    return f"{first}{date}{headers}Content-Type: {kind}\r\n\r\n{body}\r\n".encode("utf-8", "surrogatepass")


def nested_mail(depth: int) -> bytes:
    text = f"Content-Type: text/plain\r\n\r\n{NEWS}\r\n"
    for n in range(depth):
        text = f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n{text}\r\n--b{n}--\r\n"
    return f"From: Desk <desk@lindwick.example>\r\nSubject: Mayor resigns\r\nMIME-Version: 1.0\r\n{text}".encode()


def laughs(root: str = "r", levels: int = 10) -> str:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, levels))
    return f'<!DOCTYPE {root} [<!ENTITY l0 "ha">{entities}]>'


@cache
def deflated(megabytes: int, times: int = 1) -> bytes:
    """So many blanks, in deflate streams in each other."""
    packer, blanks = zlib.compressobj(1), b" " * 1_000_000
    data = b"".join([packer.compress(blanks) for _ in range(megabytes)]) + packer.flush()
    for _ in range(times - 1):
        data = zlib.compress(data, 9)
    return data


def of_trailer(trailer: str) -> bytes:
    return pdf(CATALOG, pages(), page_of(), stream(shown(NEWS)), FONT, trailer=trailer)


def with_document(document: str) -> bytes:
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": document.encode()})


def lying_zip() -> bytes:
    """The directory says that the member is small."""
    data = bytearray(zipped({"a.txt": b" " * 30_000_000}))
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 1_000)
    return bytes(data)


def overlapping_zip() -> bytes:
    """Many entries of the directory point to one member (D. Fifield, A better zip bomb, 2019)."""
    data = zipped({"a.txt": b" " * 5_000_000})
    at = data.rfind(b"PK\x01\x02")
    end = data.rfind(b"PK\x05\x06")
    entry = data[at:end]
    entries = entry * 2_000
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 2_000, 2_000, len(entries), at, 0)
    return data[:at] + entries + tail


def nested_zip(levels: int) -> bytes:
    data = zipped({"a.txt": NEWS.encode()})
    for _ in range(levels):
        data = zipped({"inner.zip": data})
    return data


def xref_loop() -> bytes:
    data = good_pdf()
    place = data.rfind(b"xref\n0")
    return data.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % place)


def object_stream_loop() -> bytes:
    """An object stream that extends itself, and a catalog inside of it."""
    inside = stream(b"1 0 << /Type /Catalog /Pages 2 0 R >>", "/Type /ObjStm /N 1 /First 4 /Extends 3 0 R")
    table = bytes([0, 0, 255, 2, 3, 0, 2, 3, 1]) + struct.pack(">BH", 1, 15)[:3]
    data = b"%PDF-1.5\n3 0 obj\n" + inside + b"\nendobj\n"
    place = len(data)
    return (
        data
        + b"4 0 obj\n"
        + stream(table, "/Type /XRef /W [1 1 1] /Size 4 /Root 1 0 R")
        + (b"\nendobj\nstartxref\n%d\n%%%%EOF" % place)
    )


def form_loop() -> bytes:
    """A form that draws itself."""
    fonts = "/Font << /F 5 0 R >> /XObject << /X 6 0 R >>"
    page = page_of().replace(b"/Font << /F 5 0 R >>", fonts.encode())
    keys = f"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << {fonts} >>"
    return pdf(CATALOG, pages(), page, stream(b"/X Do " + shown(NEWS)), FONT, stream(b"/X Do", keys))


def deep_pages(depth: int) -> bytes:
    tree = [f"<< /Type /Pages /Kids [{n + 1} 0 R] /Count 1 /Parent {n - 1} 0 R >>".encode() for n in range(2, depth)]
    last = f"<< /Type /Page /Parent {depth - 1} 0 R /MediaBox [0 0 595 842] >>".encode()
    return pdf(CATALOG, *tree, last)


HTML = [
    Case("plain.html", story, GOOD),
    Case("div-1000.html", lambda: html("<div>" * 1_000 + f"<p>{NEWS}</p>" * 3 + "</div>" * 1_000), GOOD),
    Case("div-100000.html", lambda: html("<div>" * 100_000 + f"<p>{NEWS}</p>" * 3), GOOD),
    Case("spans.html", lambda: html("<p>" + "<span>" * 50_000 + NEWS + "</span>" * 50_000), GOOD),
    Case("unclosed.html", lambda: html("<b><i><u>" * 20_000 + f"<p>{NEWS}"), GOOD),
    Case(
        "text-10mb.html",
        lambda: html("<p>" + "Lind wick " * 1_100_000 + f"</p><p>{NEWS}</p>"),
        "error: it needed more than 450 MB of memory",
    ),
    Case("attribute-1mb.html", lambda: story(f'<p class="{"x" * 1_000_000}">{OTHER}</p>'), GOOD),
    Case(
        "attributes-30000.html",
        lambda: story("<p " + " ".join(f"a{n}=1" for n in range(30_000)) + ">"),
        GOOD,
    ),
    Case("colspan.html", lambda: story("<table><tr><td colspan=99999999 rowspan=99999999>x</table>"), GOOD),
    Case("tables-5000.html", lambda: story("<table>" * 5_000 + "<tr><td>x" * 5_000), GOOD),
    Case("comments.html", lambda: story("<!--" * 100_000 + "-->"), GOOD),
    Case("script.html", lambda: story("<script>" + "if (1) { '</p>' } " * 100_000 + "</script>"), GOOD),
    Case(
        "entities.html",
        lambda: story("&" * 100_000 + "&#xFFFFFFFF;&#0;&#xD800;&bogus;" * 1_000),
        r"article: &{300}",
    ),
    Case("doctype-laughs.html", lambda: laughs().encode() + story("<p>&l9;</p>"), GOOD),
    Case("base64.html", lambda: story(f'<img src="data:image/png;base64,{"A" * 1_000_000}">'), GOOD),
    Case("nul.html", lambda: story("\0" * 5 + "<p>\0</p>"), GOOD),
    Case("cut.html", lambda: story()[:-60], GOOD),
    Case("no-text.html", lambda: html("<img src=a.png>"), NO_TEXT),
    Case("utf16.html", lambda: story().decode().encode("utf-16"), GOOD),
    Case("wrong-charset.html", lambda: story().replace(b"utf-8", b"x-klingon"), GOOD),
    Case("bad-utf8.html", lambda: story("<p>caf\xe9 \xff\xfe</p>").decode().encode("latin-1"), GOOD),
    Case("links-50000.html", lambda: story("<a href=/x>x</a>" * 50_000), GOOD),
    Case("json-ld.html", lambda: story("<script type='application/ld+json'>" + "[" * 100_000 + "</script>"), GOOD),
    Case("base-javascript.html", lambda: story("<base href='javascript:alert(1)'><a href='x'>y</a>"), GOOD),
    Case(
        "html-and-zip.html", lambda: story() + zipped({"a.txt": OTHER.encode()}), "error: it is a binary file, not text"
    ),
    Case("page.txt", story, GOOD),
    Case("page.pdf", story, GOOD),
]

PDF = [
    Case("plain.pdf", good_pdf, GOOD),
    Case("pdf.txt", good_pdf, GOOD),
    Case("pdf.html", good_pdf, GOOD),
    Case("behind-junk.pdf", lambda: b"HTTP/1.1 200 OK\r\n\r\n" + good_pdf(), GOOD),
    Case("and-zip.pdf", lambda: good_pdf() + zipped({"a.txt": OTHER.encode()}), GOOD),
    Case("empty-but-named.pdf", lambda: b"%PDF-1.7\n", DAMAGED_PDF),
    Case("zero.pdf", lambda: b"", r"error: the file is empty \(0 bytes\)"),
    Case("text.pdf", NEWS.encode, DAMAGED_PDF),
    Case("cut-in-half.pdf", lambda: good_pdf()[: len(good_pdf()) // 2], DAMAGED_PDF),
    Case("cut-tail.pdf", lambda: good_pdf()[:-10], GOOD),
    Case("no-xref.pdf", lambda: good_pdf().replace(b"xref", b"xxxx"), GOOD),
    Case("xref-loop.pdf", xref_loop, GOOD),
    Case("object-stream-loop.pdf", object_stream_loop, DAMAGED_PDF),
    Case("pages-loop.pdf", lambda: pdf(CATALOG, pages("2 0 R 2 0 R", 2)), "error: none of its pages can be read"),
    Case("pages-deep.pdf", lambda: deep_pages(20_000), "error: none of its pages can be read"),
    Case(
        "pages-claimed.pdf",
        lambda: pdf(CATALOG, pages("3 0 R", 2_000_000_000), page_of(), stream(shown(NEWS)), FONT),
        GOOD,
    ),
    Case("no-pages.pdf", lambda: pdf(CATALOG, pages("", 0)), DAMAGED_PDF),
    Case("contents-loop.pdf", lambda: pdf(CATALOG, pages(), page_of("3 0 R"), b"null", FONT), SCAN),
    Case("form-loop.pdf", form_loop, GOOD),
    Case(
        "flate-bomb.pdf",
        lambda: good_pdf(deflated(500), "/Filter /FlateDecode"),
        TOO_MUCH_MEMORY,
    ),
    Case(
        "flate-bombs.pdf",
        lambda: good_pdf(deflated(500, 2), "/Filter [/FlateDecode /FlateDecode]"),
        TOO_MUCH_MEMORY,
    ),
    Case("nested-arrays.pdf", lambda: good_pdf(b"[" * 500_000 + shown(NEWS)), SCAN),
    Case("nested-dictionaries.pdf", lambda: pdf(CATALOG, pages(), b"<< /A " * 100_000, b"null", FONT), SCAN),
    Case(
        "million-glyphs.pdf",
        lambda: good_pdf(b"BT /F 9 Tf 40 700 Td " + b"(Lindwick) Tj " * 100_000 + b"ET"),
        "article: (Lindwick){37}Lind",
    ),
    Case("scan.pdf", lambda: good_pdf(b"0 0 100 100 re f"), SCAN),
    Case("huge-page.pdf", lambda: good_pdf().replace(b"[0 0 595 842]", b"[0 0 9e9 9e9]"), GOOD),
    Case("no-such-info.pdf", lambda: of_trailer("/Info 9 0 R"), GOOD),
    Case(
        "javascript.pdf",
        lambda: pdf(
            b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> >>",
            pages(),
            page_of(),
            stream(shown(NEWS)),
            FONT,
        ),
        GOOD,
    ),
]

DOCX = [
    Case("plain.docx", lambda: docx(paragraph(NEWS)), GOOD),
    Case("docx.txt", lambda: docx(paragraph(NEWS)), GOOD),
    Case("zero.docx", lambda: b"", r"error: the file is empty \(0 bytes\)"),
    Case("text.docx", NEWS.encode, "error: it is a damaged DOCX file"),
    Case("cut.docx", lambda: docx(paragraph(NEWS))[:-30], "error: it is a damaged DOCX file"),
    Case("bomb.docx", lambda: docx(paragraph(NEWS) + " " * 70_000_000), TOO_LONG_IN_XML),
    Case(
        "bomb-styles.docx",
        lambda: docx(paragraph(NEWS), styles=b"<w:styles/>" + b" " * 70_000_000),
        r"error: it unpacks to more than limits\.zip_bytes \(60,000,000\)",
    ),
    Case("paragraphs-200000.docx", lambda: docx("<w:p/>" * 200_000 + paragraph(NEWS)), GOOD),
    Case(
        "runs-200000.docx",
        lambda: docx(f"<w:p>{'<w:r><w:t>a</w:t></w:r>' * 200_000}</w:p>{paragraph(NEWS)}"),
        "article: a{300}",
    ),
    Case(
        "laughs-inside.docx",
        lambda: with_document(f"{laughs()}<w:document {W}><w:body>{paragraph('&l9;' + NEWS)}</w:body></w:document>"),
        "error: its part word/document.xml is broken: .*entity amplification.*",
    ),
    Case(
        "external-entity.docx",
        lambda: zipped(
            {
                "[Content_Types].xml": b"<Types/>",
                "word/document.xml": f'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document {W}><w:body>'
                f"{paragraph(NEWS + '&x;')}</w:body></w:document>".encode(),
            }
        ),
        GOOD,
    ),
    Case(
        "tables-deep.docx",
        lambda: docx("<w:tbl><w:tr><w:tc>" * 2_000 + paragraph(NEWS)),
        "error: its part word/document.xml is broken: .*depth.*",
    ),
    Case("text-11mb.docx", lambda: docx(paragraph("Lind wick " * 1_100_000) + paragraph(NEWS)), TOO_LONG_IN_XML),
    Case("empty-body.docx", lambda: docx(""), "error: it holds no text"),
    Case(
        "no-document.docx",
        lambda: zipped({"[Content_Types].xml": b"<Types/>", "word/styles.xml": b"<a/>"}),
        r"error: it is no feed that is known \(RSS, Atom, JSON Feed\)( \| error: it is no feed .*)?",
    ),
    Case(
        "old.doc",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5_000),
        "error: it is a document of an old office program, which is not read",
    ),
    Case(
        "old.docx",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "error: it is encrypted",
    ),
    Case("a.rtf", lambda: b"{\\rtf1 " + b"{" * 100_000, "error: it is an RTF document, which is not read"),
    Case(
        "a.odt",
        lambda: zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"}, ZIP_STORED),
        "error: it is an OpenDocument text, which is not read",
    ),
]

FEEDS = [
    Case("plain.xml", lambda: feed(""), GOOD),
    Case(
        "laughs.xml",
        lambda: feed("<item><title>&l9;</title></item>", laughs("rss")),
        r"error: it declares entities that are made of others \(they can swell without end\)",
    ),
    Case(
        "external.xml",
        lambda: feed("<item><title>&x;</title></item>", '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        EXTERNAL,
    ),
    Case(
        "parameter.xml",
        lambda: feed("", '<!DOCTYPE rss [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;]>'),
        EXTERNAL,
    ),
    Case("cut.xml", lambda: feed(f"<item><title>Cut</title><description>{OTHER}")[:-40], GOOD + HEADLINE),
    Case(
        "wrong-encoding.xml",
        lambda: feed("<item><title>caf\xe9</title></item>").replace(b'1.0"?', b'1.0" encoding="utf-16"?'),
        GOOD + HEADLINE,
    ),
    Case("unknown-encoding.xml", lambda: feed("").replace(b'1.0"?', b'1.0" encoding="x-none"?'), GOOD),
    Case("nul.xml", lambda: feed("<item><title>a\0b</title></item>"), GOOD + HEADLINE),
    Case("deep.xml", lambda: feed("<item>" + "<a>" * 10_000), GOOD + NOTHING_IN_IT),
    Case(
        "items-10000.xml",
        lambda: feed("<item><title>x</title></item>" * 10_000),
        r"remark: 8,001 older entries were left out: limits\.feed_items \(2,000\) \| "
        + GOOD
        + rf"({HEADLINE}){{1999}}",
    ),
    Case("title-5mb.xml", lambda: feed(f"<item><title>{'x' * 5_000_000}</title></item>"), GOOD + HEADLINE),
    Case(
        "namespaces.xml",
        lambda: feed("<item " + " ".join(f'xmlns:n{n}="u:{n}"' for n in range(20_000)) + "/>"),
        GOOD + NOTHING_IN_IT,
    ),
]

TEXT = [
    Case("zero.txt", lambda: b"", r"error: the file is empty \(0 bytes\)"),
    Case("nul.txt", lambda: bytes(10_000), "error: the file holds nothing but NUL bytes"),
    Case("nul-inside.txt", lambda: NEWS.replace("mayor", "ma\0yor").encode(), GOOD),
    Case("utf16-bare.txt", lambda: NEWS.encode("utf-16-le"), GOOD),
    Case("utf16-be.txt", lambda: NEWS.encode("utf-16-be"), GOOD),
    Case("utf16-odd.txt", lambda: NEWS.encode("utf-16")[:-1], GOOD.removesuffix(".*") + ".*"),
    Case("bad-utf8.txt", lambda: NEWS.encode() + b" caf\xe9 \xff\xfe \xc0\x80", GOOD),
    Case("surrogates.jsonl", lambda: json.dumps({"text": f"\ud800{NEWS}\udfff"}).encode(), GOOD),
    Case("depth.json", lambda: b"[" * 1_000_000, ""),
    Case(
        "depth.jsonl",
        lambda: b'{"text": ' + b"[" * 1_000_000,
        "error: line 1: it is JSON that nests too deep or holds too large a number",
    ),
    Case(
        "number.jsonl",
        lambda: b'{"text": "x", "n": ' + b"9" * 100_000 + b"}",
        "error: line 1: it is JSON that nests too deep or holds too large a number",
    ),
    Case(
        "lines.jsonl",
        lambda: b"{}\n" * 1_000 + json.dumps({"text": NEWS}).encode(),
        r"(error: line \d+: it has no field 'text' with a text in it \| ){1000}" + GOOD,
    ),
    Case(
        "one-line.txt",
        lambda: (NEWS.replace(".", "") + " ").encode() * 20_000,
        "article: The mayor of Lindwick resigned on Tuesday She gave [^|]*",
    ),
    Case("newlines.txt", lambda: b"\n" * 1_000_000 + NEWS.encode(), GOOD),
    Case("quotes.md", lambda: b"> " * 5_000 + NEWS.encode(), NO_TEXT),
    Case("brackets.md", lambda: b"[" * 20_000 + NEWS.encode(), r"article: \[{300}"),
    Case("bidi.txt", ("\u202e" * 50 + NEWS).encode, "article: \u202e{50}" + NEWS),
    Case("combining.txt", (NEWS + " a" + "\u0301" * 100_000).encode, GOOD),
    Case(
        "columns.csv",
        lambda: b",".join([b"a"] * 1_000_000) + b"\n" + b",".join([b"b"] * 1_000_000),
        r"error: no column is called text, content, body, full_text or article \(found: a(, a){9}\)",
    ),
    Case(
        "quote-open.csv",
        lambda: b'title,text\na,"' + NEWS.encode() * 10_000,
        r"error: row 2: its quotation marks do not match \(.*\)",
    ),
    Case(
        "field-6mb.csv",
        lambda: b'title,text\na,"' + b"x " * 3_000_000 + b'"\nb,"' + NEWS.encode() + b'"\n',
        r"error: row 2: the text has 5,999,999 bytes, over limits\.article_bytes \(5,000,000\) \| " + GOOD,
    ),
    Case("png.txt", lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), "error: it is a PNG picture, not text"),
    Case("program", lambda: b"\x7fELF" + bytes(range(256)) * 10, "error: it is a program, not text"),
    Case("front.txt", lambda: b"---\n" + b"a: b\n" * 50_000 + b"---\n" + NEWS.encode(), r"article: ---( a: b)+( a:?)?"),
]

MAIL = [
    Case("plain.eml", mail, GOOD),
    Case("nested-1000.eml", lambda: nested_mail(1_000), "error: its parts nest too deep"),
    Case("boundary-missing.eml", lambda: mail(kind="multipart/mixed"), GOOD),
    Case("boundary-loop.eml", lambda: mail("--b\r\n" * 100_000, kind="multipart/mixed; boundary=b"), NO_TEXT),
    Case("headers-100000.eml", lambda: mail(headers="X-A: b\r\n" * 100_000), GOOD),
    Case("header-5mb.eml", lambda: mail(headers=f"X-A: {'b' * 5_000_000}\r\n"), GOOD),
    Case("folded.eml", lambda: mail(headers="X-A: b\r\n" + " c\r\n" * 200_000), GOOD),
    Case("charset.eml", lambda: mail(kind="text/plain; charset=x-none"), GOOD),
    Case("base64-bad.eml", lambda: mail("=" * 1_000 + "!", headers="Content-Transfer-Encoding: base64\r\n"), NO_TEXT),
    Case(
        "zip-bomb.eml",
        lambda: mail(
            base64.encodebytes(zipped({"a.txt": b" " * 30_000_000})).decode(),
            "Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=a.zip\r\n",
            "application/zip",
        ),
        BOMB,
    ),
    Case(
        "subject.eml",
        lambda: mail().replace(b"Mayor resigns", b"=?utf-8?b?" + b"QUFB" * 50_000 + b"?="),
        GOOD,
    ),
    Case(
        "html-deep.eml",
        lambda: mail("<div>" * 100_000 + f"<p>{NEWS}</p>" * 3, kind="text/html; charset=utf-8"),
        GOOD,
    ),
    Case(
        "box.mbox",
        lambda: (b"From a@b.example Sat Jan 31 07:00:00 2026\n" + mail().replace(b"\r", b"") + b"\n") * 3,
        rf"{GOOD} \| {GOOD} \| {GOOD}",
    ),
    Case(
        "headers-only.mbox",
        lambda: b"From a@b.example Sat Jan 31 07:00:00 2026\nFrom: a@b.example\n" + b"X: y\n" * 500_000,
        "error: it is no mail: it has no headers",
    ),
]

ARCHIVES = [
    Case("plain.zip", lambda: zipped({"a.txt": NEWS.encode()}), GOOD),
    Case("bomb.zip", lambda: zipped({"a.txt": b" " * 30_000_000, "b.txt": NEWS.encode()}), rf"{BOMB} \| {GOOD}"),
    Case("lying.zip", lying_zip, DAMAGED_MEMBER),
    Case("overlapping.zip", overlapping_zip, rf"(({BOMB}|{OVER_BUDGET}|{DAMAGED_MEMBER})( \| )?){{2000}}"),
    Case("nested-2.zip", lambda: nested_zip(1), GOOD),
    Case(
        "nested-50.zip",
        lambda: nested_zip(50),
        "error: it is an archive in an archive in an archive; it was not unpacked",
    ),
    Case(
        "entries-20000.zip",
        lambda: zipped({f"{n}.png": b"" for n in range(20_000)}),
        r"error: 15,000 of its 20,000 files were not read: limits\.zip_entries",
    ),
    Case(
        "slip.zip",
        lambda: zipped({"../../../etc/a.txt": NEWS.encode(), "/b.txt": OTHER.encode()}),
        rf"{GOOD} \| article: {OTHER}",
    ),
    Case("cut.zip", lambda: zipped({"a.txt": NEWS.encode()})[:-10], "error: it is a damaged ZIP archive"),
    Case("crc.zip", lambda: zipped({"a.txt": NEWS.encode()}, ZIP_STORED).replace(b"mayor", b"MAYOR"), DAMAGED_MEMBER),
    Case("bomb.txt.gz", lambda: gzip.compress(b" " * 30_000_000), BOMB),
    Case("plain.txt.gz", lambda: gzip.compress(NEWS.encode()), GOOD),
    Case(
        "bombs-inside.zip",
        lambda: zipped(
            {
                "a.pdf": good_pdf(deflated(500), "/Filter /FlateDecode"),
                "b.docx": docx(paragraph(NEWS)),
                "c.pdf": b"%PDF-1.7",
                "d.pdf": good_pdf(),
            }
        ),
        rf"{BOMB} \| {GOOD} \| {DAMAGED_PDF} \| {GOOD}",
    ),
]
