"""The parts of an office document: XML in a zip, read piece by piece and never larger than the limits allow."""

from __future__ import annotations

import posixpath
import zlib
from collections.abc import Iterator
from io import BytesIO, RawIOBase
from typing import IO, Any, cast
from zipfile import BadZipFile, ZipFile

from briefing.errors import IngestError
from briefing.ingest.source import Source

RELATIONS = "_rels/.rels"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
STRICT_DOCUMENT = "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"
PROPERTIES = "docProps/core.xml"
ENCRYPTED = 0x1
DAMAGED = (BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError, NotImplementedError)


class Package:
    """An open DOCX; what its parts unpack to is counted over all of them."""

    def __init__(self, source: Source) -> None:
        self.origin_path = source.origin_path
        self._left, self._limit = source.limits.zip_bytes, source.limits.zip_bytes
        try:
            self._zip = ZipFile(BytesIO(source.data))
        except DAMAGED as error:
            raise IngestError(source.origin_path, "it is a damaged DOCX file") from error
        self.main = self._main()

    def part(self, name: str) -> str:
        """The path of a part that lies beside the main one: `styles.xml`."""
        return posixpath.join(posixpath.dirname(self.main), name)

    def events(self, name: str, events: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
        """The events of a part's parser; nothing for a part that is missing. No entity is expanded, nothing fetched."""
        from lxml import etree

        if name not in self._zip.NameToInfo:
            return
        if self._zip.getinfo(name).flag_bits & ENCRYPTED:
            raise IngestError(self.origin_path, "it is encrypted", hint="Save a copy of it without a password")
        try:
            with self._zip.open(name) as file:
                counted = cast("IO[bytes]", _Counted(file, self))
                yield from etree.iterparse(counted, events=events, resolve_entities=False, no_network=True)
        except etree.XMLSyntaxError as error:
            reason = f"its part {name} is broken: {str(error).partition(', ')[0]}"
            raise IngestError(self.origin_path, reason) from error
        except DAMAGED as error:
            raise IngestError(self.origin_path, f"its part {name} is damaged") from error

    def count(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            reason = f"it unpacks to more than limits.zip_bytes ({self._limit:,})"
            raise IngestError(self.origin_path, reason)

    def _main(self) -> str:
        for _, element in self.events(RELATIONS, ("end",)):
            if element.get("Type") in {DOCUMENT, STRICT_DOCUMENT}:
                return str(element.get("Target", "")).lstrip("/")
        return "word/document.xml"


class _Counted(RawIOBase):
    """A part's bytes as they are asked for."""

    def __init__(self, file: IO[bytes], package: Package) -> None:
        self._file, self._package = file, package

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(size if size > 0 else 65_536)
        self._package.count(len(piece))
        return piece
