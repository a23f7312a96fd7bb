"""Kinds by their first bytes, and our own pages by their marks: cheap looks that import no parser."""

from __future__ import annotations

import re
import zlib

from briefing.ingest.sniff_zip import package_kind

HEAD = 1024  # bytes before which readers of PDF expect "%PDF-" (ISO 32000-1, implementation note 13)
# As the foot of every page says it, and as the data of one begins.
BRIEFS = (
    re.compile(rb"briefing\s\d+\.\d+\.\d+\s\([0-9a-f]{8}\)"),
    re.compile(rb'"made_by": "briefing \d+\.\d+\.\d+",\s*"config_hash"'),
)
CREATOR = re.compile(rb"<(?:xmp:CreatorTool|dc:creator)>briefing \d+\.\d+\.\d+<")
PDF_METADATA = re.compile(rb"/Subtype\s*/XML\b[^>]{0,200}>>\s*stream\r?\n")
LONGEST_METADATA = 65_536


def is_pdf(data: bytes) -> bool:
    """Some programs put a line or two before a PDF; what begins as another kind is that, whatever it goes on with."""
    return data.startswith(b"%PDF-") or (
        data.find(b"%PDF-", 0, HEAD) > 0
        and not data.lstrip()[:2].startswith((b"<", b"{", b"[", b"PK", b"From "))
        and b" obj" in data[: 2 * HEAD]
    )


def is_docx(data: bytes) -> bool:
    return package_kind(data) == "docx"


def is_brief(data: bytes) -> bool:
    """Whether this is a page that we made: no article, wherever it lies."""
    if b"briefing" in data and any(mark.search(data) for mark in BRIEFS):
        return True
    if is_docx(data):
        return CREATOR.search(_core_properties(data)) is not None
    return is_pdf(data) and any(CREATOR.search(text) for text in _pdf_metadata(data))


def _pdf_metadata(data: bytes) -> list[bytes]:
    """The beginnings of the XMP packets that a PDF carries."""
    return [_inflated(data[found.end() : found.end() + LONGEST_METADATA]) for found in PDF_METADATA.finditer(data)]


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, LONGEST_METADATA)
    except zlib.error:
        return data


def _core_properties(data: bytes) -> bytes:
    from io import BytesIO
    from zipfile import BadZipFile, ZipFile

    try:
        with ZipFile(BytesIO(data)) as parts, parts.open("docProps/core.xml") as part:
            return part.read(LONGEST_METADATA)
    except (BadZipFile, KeyError, OSError, EOFError, ValueError, NotImplementedError, RuntimeError, zlib.error):
        return b""
