"""Documents of older programs that are not read: what they are, and what to do."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.errors import IngestError
from briefing.ingest.source import Source

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # [MS-OFFCRYPTO] 2.3.4.4: where a DOCX with a password lies
RTF = b"{\\rtf"


def is_old(data: bytes) -> bool:
    return data.startswith((OLE, RTF))


def read(source: Source) -> Iterator[IngestError]:
    """One error."""
    if source.data.startswith(RTF):
        yield IngestError(source.origin_path, "it is an RTF document, which is not read", hint="Save it as DOCX or PDF")
    elif ENCRYPTED in source.data:
        yield IngestError(source.origin_path, "it is encrypted", hint="Save a copy of it without a password")
    else:
        what = "it is a document of an old office program, which is not read"
        yield IngestError(source.origin_path, what, hint="Save it as DOCX or PDF")
