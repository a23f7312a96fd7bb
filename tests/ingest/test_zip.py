"""Archives: members are read by their kinds, limits hold while unpacking, and names are only names."""

from __future__ import annotations

import contextlib
import gzip
import struct
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, ZipFile, ZipInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.config import LimitSettings
from briefing.errors import IngestError
from briefing.ingest import Remark, read
from briefing.ingest.sniff_zip import is_zip, package_kind
from briefing.ingest.source import Source
from briefing.ingest.zipped import read_gzip, read_zip
from briefing.types import Article

NEWS = b"The harbour of Lindwick closed on Friday. Two ships were sent to Marn."
MAIL = b"From: a@b.example\nSubject: Storm\nDate: Fri, 30 Jan 2026 18:12:00 +0100\n\n" + NEWS
FEED = (
    b"<rss version='2.0'><channel><title>T</title><item><title>A</title><description>" + NEWS + b"</description></item>"
)


def packed(members: Mapping[str, bytes], method: int = ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(ZipInfo(name), data, method)
    return out.getvalue()


def unpacked(data: bytes, **limits: int) -> list[tuple[str, object]]:
    """Each member by its name, with its bytes or the reason why there are none."""
    items = list(read_zip(Source(data, "a.zip", limits=LimitSettings(**limits))))
    return [(item.origin_path, item.data if isinstance(item, Source) else _reason(item)) for item in items]


def _reason(item: object) -> str:
    assert isinstance(item, IngestError), item
    return item.reason


def test_a_source_table_inside_is_told_and_not_obeyed(tmp_path: Path) -> None:
    table = b"[[source]]\nmatch = '*.txt'\npublisher = 'Zip Post'"
    (tmp_path / "news.zip").write_bytes(packed({"a.txt": NEWS, "sub/sources.toml": table}))
    article, remark = read([tmp_path / "news.zip"])
    assert isinstance(article, Article)
    assert article.publisher == ""
    assert isinstance(remark, Remark)
    assert "news.zip/sub/sources.toml: it is not obeyed inside an archive; lay it beside" in str(remark)


def test_every_kind_in_folders(tmp_path: Path) -> None:
    (tmp_path / "news.zip").write_bytes(
        packed({
            "a.txt": NEWS, "sub/b.md": b"# Storm\n\n" + NEWS, "sub/deep/c.csv": b"title,text\nStorm," + NEWS,
            "d.eml": MAIL, "e.xml": FEED + b"</channel></rss>", "f.mbox": b"From a Sat Jan 31 07:00:00 2026\n" + MAIL,
            "g.jsonl": b'{"text": "' + NEWS + b'"}', "h.txt.gz": gzip.compress(NEWS), "i.zip": packed({"j.txt": NEWS}),
            "sub/": b"", ".hidden": NEWS, "__MACOSX/._a.txt": NEWS, "k.gif": b"GIF89a",
        })
    )  # fmt: skip
    found = list(read([tmp_path / "news.zip"]))
    root = f"{tmp_path.name}/" if found[0].origin_path.startswith(tmp_path.name) else ""
    assert [item.origin_path.removeprefix(root) for item in found if isinstance(item, Article)] == [
        "news.zip/a.txt", "news.zip/sub/b.md", "news.zip/sub/deep/c.csv#2", "news.zip/d.eml", "news.zip/e.xml#1",
        "news.zip/f.mbox#1", "news.zip/g.jsonl#1", "news.zip/h.txt.gz/h.txt", "news.zip/i.zip/j.txt",
    ]  # fmt: skip
    assert not [item for item in found if isinstance(item, IngestError) and not isinstance(item, Remark)]


def test_names_are_only_names(tmp_path: Path) -> None:
    names = ["../up.txt", "/etc/root.txt", "C:\\win\\dos.txt", "a/../../b.txt", "\x1b[31m.txt", "..", "n/./m.txt"]
    found = unpacked(packed(dict.fromkeys(names, NEWS)))
    assert [name for name, _ in found] == [
        "a.zip/up.txt", "a.zip/etc/root.txt", "a.zip/win/dos.txt", "a.zip/a/b.txt", "a.zip/\\x1b[31m.txt",
        "a.zip/unnamed", "a.zip/n/m.txt",
    ]  # fmt: skip
    assert not list(tmp_path.iterdir())


def test_the_limits_hold_while_unpacking() -> None:
    bomb, good = b"\0" * 5_000_000, b"words " * 10
    assert unpacked(packed({"a": bomb, "b.txt": good})) == [
        ("a.zip/a", "it unpacks to over 200 times its size (limits.zip_ratio)"),
        ("a.zip/b.txt", good),
    ]
    (one, two) = unpacked(packed({"a": bomb, "b.txt": good}), file_bytes=100)
    assert "limits.file_bytes (100)" in str(one[1])
    assert two == ("a.zip/b.txt", good)
    many = unpacked(packed(dict.fromkeys("abcde", b"x" * 40)), zip_bytes=100)
    assert [isinstance(data, bytes) for _, data in many] == [True, True, False, False, False]
    few = unpacked(packed(dict.fromkeys("abcde", b"x")), zip_entries=2)
    assert [name for name, _ in few] == ["a.zip/a", "a.zip/b", "a.zip"]
    assert "3 of its 5 files were not read" in str(few[2][1])


def test_the_header_of_a_member_may_lie_about_its_size() -> None:
    data = bytearray(packed({"a.txt": b"\0" * 3_000_000}))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.find(mark) + offset
        data[at : at + 4] = struct.pack("<I", 10)
    assert unpacked(bytes(data)) == [("a.zip/a.txt", "it is damaged and cannot be unpacked")]


def test_one_budget_holds_for_archives_in_archives() -> None:
    inner = packed({"x": b"x" * 60, "y": b"y" * 60})
    found = unpacked(packed({"a.zip": inner, "b.zip": inner}, ZIP_STORED), zip_bytes=2 * len(inner) + 130)
    assert [isinstance(data, bytes) for _, data in found] == [True, True, False, False]
    assert "limits.zip_bytes" in str(found[2][1])
    deep = unpacked(packed({"a.zip": packed({"b.zip": packed({"c.txt": NEWS})})}))
    assert deep == [("a.zip/a.zip/b.zip", "it is an archive in an archive in an archive; it was not unpacked")]


def test_an_archive_that_holds_itself_again_and_again_ends() -> None:
    data = NEWS
    for i in range(20):
        data = packed({f"{i}.zip": data, "n.txt": NEWS})
    assert len(unpacked(data)) <= 4


def test_what_cannot_be_unpacked_costs_itself_alone() -> None:
    whole = packed({"a.txt": NEWS, "b.txt": NEWS[::-1]}, ZIP_STORED)
    broken = whole.replace(NEWS, NEWS.upper())
    assert unpacked(broken) == [("a.zip/a.txt", "it is damaged and cannot be unpacked"), ("a.zip/b.txt", NEWS[::-1])]
    sealed = bytearray(whole)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        sealed[sealed.find(mark) + offset] |= 1
    assert unpacked(bytes(sealed))[0] == ("a.zip/a.txt", "it is encrypted")
    assert unpacked(packed({"a.txt": NEWS}, ZIP_LZMA))[0][1] == "it is packed by a method that is not read (14)"


def test_archives_that_are_none() -> None:
    assert unpacked(b"PK\x03\x04 and no more") == [("a.zip", "it is a damaged ZIP archive")]
    assert unpacked(packed({"a.txt": NEWS})[:-30]) == [("a.zip", "it is a damaged ZIP archive")]
    assert unpacked(packed({})) == [("a.zip", "it is an empty archive")]


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"[Content_Types].xml": b"<a/>", "xl/workbook.xml": b"<a/>"}, "Excel workbook"),
        ({"[Content_Types].xml": b"<a/>", "ppt/presentation.xml": b"<a/>"}, "PowerPoint presentation"),
        ({"mimetype": b"application/epub+zip", "OEBPS/a.html": NEWS}, "EPUB book"),
        ({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": NEWS}, "OpenDocument text"),
    ],
)
def test_documents_that_are_zips_are_told_apart(members: Mapping[str, bytes], words: str, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(packed(members))
    (refused,) = read([tmp_path / "a.zip"])
    assert words in str(refused)


def test_a_word_document_is_no_archive_and_an_archive_of_them_is_one() -> None:
    word = packed({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"}, ZIP_STORED)
    assert (is_zip(word), package_kind(word)) == (False, "docx")
    several = packed({"one.docx": word, "two.docx": word}, ZIP_STORED)
    assert is_zip(several)
    assert [name for name, _ in unpacked(several)] == ["a.zip/one.docx", "a.zip/two.docx"]


def ungzipped(data: bytes, name: str = "a.txt.gz", **limits: int) -> object:
    (item,) = read_gzip(Source(data, name, limits=LimitSettings(**limits)))
    return (item.origin_path, item.data) if isinstance(item, Source) else _reason(item)


def test_gzip() -> None:
    data = gzip.compress(NEWS)
    assert ungzipped(data) == ("a.txt.gz/a.txt", NEWS)
    assert ungzipped(data + data, "stdin") == ("stdin/unpacked", NEWS + NEWS)
    assert ungzipped(data + b"\0" * 9) == ("a.txt.gz/a.txt", NEWS)
    assert ungzipped(data[:-12]) == "it is a damaged gzip file"
    assert ungzipped(data[:12] + b"\xff" * 20) == "it is a damaged gzip file"
    assert "limits.file_bytes" in str(ungzipped(data, file_bytes=20))
    assert "limits.zip_ratio" in str(ungzipped(gzip.compress(b"\0" * 5_000_000)))


@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    quietly(b"PK\x03\x04" + data)
    quietly(data)


WHOLE = packed({"a.txt": NEWS, "b/c.txt": b"words", "d.zip": packed({"e.txt": NEWS})})


@given(st.integers(0, len(WHOLE)), st.integers(0, 40), st.binary(max_size=20))
def test_any_damage(start: int, length: int, put: bytes) -> None:
    quietly(WHOLE[:start] + put + WHOLE[start + length :])


def quietly(data: bytes) -> None:
    for reader in (read_zip, read_gzip):
        with contextlib.suppress(IngestError):
            assert all(item.origin_path.startswith("a.zip") for item in reader(Source(data, "a.zip")))
