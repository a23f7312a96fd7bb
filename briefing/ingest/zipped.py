"""Zip archives and gzip files: their members are sources of their own. Nothing is ever written to disk.

Sizes are counted while unpacking, never taken from headers; one budget holds for an archive and those inside it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import PurePath
from typing import IO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from briefing.errors import IngestError
from briefing.ingest.finding import printable
from briefing.ingest.sniff_zip import GZIP, is_gzip, is_zip, package_kind
from briefing.ingest.source import Remark, Source
from briefing.types import Article

CHUNK = 65_536
FREE_OF_RATIO = 1_000_000  # bytes that a member may have, however well it was packed
DEEPEST = 1  # archives inside an archive
HEADER = b"PK\x01\x02"  # of an entry in the directory at the end
METHODS = frozenset({ZIP_STORED, ZIP_DEFLATED, ZIP_BZIP2})
ENCRYPTED = 0x1
PACKAGES = {
    "xlsx": ("an Excel workbook", "Save its table as CSV"),
    "pptx": ("a PowerPoint presentation", "Save it as PDF"),
    "epub": ("an EPUB book", "Save its text as HTML or plain text"),
    "odt": ("an OpenDocument text", "Save it as DOCX or PDF"),
    "ods": ("an OpenDocument table", "Save it as CSV"),
    "odp": ("an OpenDocument presentation", "Save it as PDF"),
}
TABLES = frozenset({"sources.toml", "publishers.toml"})
OWN_NAMES = ("__MACOSX", "Thumbs.db", "desktop.ini")

Item = Article | IngestError | Source


@dataclass(slots=True)
class Budget:
    """What may still be unpacked; the one thing here that changes."""

    left: int
    entries: int


def read_zip(source: Source) -> Iterator[Item]:
    """A source a member, `news.zip/folder/a.html`; what cannot be unpacked is an error with its reason."""
    if other := PACKAGES.get(package_kind(source.data)):
        yield IngestError(source.origin_path, f"it is {other[0]}, which is not read", hint=other[1])
        return
    yield from _members(source, Budget(source.limits.zip_bytes, source.limits.zip_entries), 0)


def read_gzip(source: Source) -> Iterator[Item]:
    """The one file inside, by its name without `.gz`."""
    yield from _unpacked_gzip(source, Budget(source.limits.zip_bytes, 1))


def _members(source: Source, budget: Budget, depth: int) -> Iterator[Item]:
    try:
        archive = _opened(source, budget)
    except IngestError as problem:
        yield problem
        return
    with archive:
        members = [member for member in archive.infolist() if not member.is_dir() and not _is_hidden(member.filename)]
        for member in members[: budget.entries]:
            yield from _member(archive, member, source, budget, depth)
        over = len(members) - budget.entries
        budget.entries = max(0, budget.entries - len(members))
    if over > 0:
        reason = f"{over:,} of its {len(members):,} files were not read: limits.zip_entries"
        yield IngestError(source.origin_path, reason, hint="Split the archive, or raise the limit")
    elif not members:
        yield IngestError(source.origin_path, "it is an empty archive")


def _opened(source: Source, budget: Budget) -> ZipFile:
    """The archive with its directory read, which is bounded before it is made."""
    if source.data.count(HEADER) > 20 * source.limits.zip_entries:
        raise IngestError(source.origin_path, f"it holds far more files than limits.zip_entries ({budget.entries:,})")
    try:
        return ZipFile(BytesIO(source.data))
    except Exception as error:  # a broken directory makes it raise many things
        raise IngestError(source.origin_path, "it is a damaged ZIP archive") from error


def _member(archive: ZipFile, member: ZipInfo, source: Source, budget: Budget, depth: int) -> Iterator[Item]:
    place = f"{source.origin_path}/{_name(member.filename)}"
    if PurePath(place).name in TABLES:
        yield Remark(place, "it is not obeyed inside an archive; lay it beside the archive, or unpack that")
    elif member.flag_bits & ENCRYPTED:
        yield IngestError(place, "it is encrypted", hint="Unpack the archive and name the folder")
    elif member.compress_type not in METHODS:
        yield IngestError(place, f"it is packed by a method that is not read ({member.compress_type})")
    else:
        packed = min(member.compress_size, len(source.data))
        try:
            with archive.open(member) as file:
                data = _bounded(file, packed, place, source, budget)
        except IngestError as problem:
            yield problem
        except (BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError, NotImplementedError):
            yield IngestError(place, "it is damaged and cannot be unpacked")
        else:
            yield from _inside(replace(source, data=data, origin_path=place), budget, depth)


def _inside(part: Source, budget: Budget, depth: int) -> Iterator[Item]:
    """An archive in an archive is unpacked from the same budget; everything else is left to its kind."""
    archive = is_zip(part.data) and package_kind(part.data) not in PACKAGES
    if not archive and not is_gzip(part.data):
        yield part
    elif depth >= DEEPEST:
        yield IngestError(part.origin_path, "it is an archive in an archive in an archive; it was not unpacked")
    elif archive:
        yield from _members(part, budget, depth + 1)
    else:
        yield from _unpacked_gzip(part, budget)


def _unpacked_gzip(source: Source, budget: Budget) -> Iterator[Item]:
    name = PurePath(source.origin_path).name
    inner = name[: -len(".gz")] if name.casefold().endswith(".gz") else "unpacked"
    try:
        data = _bounded(_Gzip(source.data), len(source.data), source.origin_path, source, budget)
    except IngestError as problem:
        yield problem
    except (zlib.error, EOFError):
        yield IngestError(source.origin_path, "it is a damaged gzip file")
    else:
        yield replace(source, data=data, origin_path=f"{source.origin_path}/{inner}")


class _Gzip(BytesIO):
    """The unpacked bytes of one or more gzip members, piece by piece; EOFError where the last one is cut."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self._packed, self._unpacker = data, zlib.decompressobj(zlib.MAX_WBITS | 16)

    def read(self, size: int | None = -1, /) -> bytes:
        while self._packed or self._unpacker.unconsumed_tail:
            if self._unpacker.eof:
                if not self._packed.startswith(GZIP):
                    return b""  # what follows the last member is padding
                self._unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
            piece = self._unpacker.decompress(self._packed, max(1, size or 0))
            self._packed = self._unpacker.unused_data if self._unpacker.eof else self._unpacker.unconsumed_tail
            if piece:
                return piece
        if not self._unpacker.eof:
            raise EOFError
        return b""


def _bounded(file: IO[bytes], packed: int, place: str, source: Source, budget: Budget) -> bytes:
    """The unpacked bytes; IngestError as soon as they are more than a limit allows."""
    limits = source.limits
    pieces: list[bytes] = []
    size = 0
    while piece := file.read(CHUNK):
        pieces.append(piece)
        size += len(piece)
        budget.left -= len(piece)
        if budget.left < 0:
            raise IngestError(place, f"the archive unpacks to more than limits.zip_bytes ({limits.zip_bytes:,})")
        if size > limits.file_bytes:
            raise IngestError(place, f"it is larger than limits.file_bytes ({limits.file_bytes:,})")
        if size > FREE_OF_RATIO and size > limits.zip_ratio * packed:
            raise IngestError(place, f"it unpacks to over {limits.zip_ratio:,} times its size (limits.zip_ratio)")
    return b"".join(pieces)


def _name(name: str) -> str:
    """Only a name: no root, no drive, no way up."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in {"", ".", ".."}]
    parts = [part for i, part in enumerate(parts) if i or not (len(part) == 2 and part[1] == ":")]
    return printable("/".join(parts)) or "unnamed"


def _is_hidden(name: str) -> bool:
    """What folders are read without, too, and what file managers leave behind."""
    parts = name.replace("\\", "/").split("/")
    return any((part.startswith(".") and part not in {".", ".."}) or part in OWN_NAMES for part in parts)
