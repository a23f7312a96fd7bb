"""What a zip is, by the names in it: an archive of articles or one of the documents that are zips themselves."""

from __future__ import annotations

ZIP = (b"PK\x03\x04", b"PK\x05\x06")
GZIP = b"\x1f\x8b"
# A document by a member that only it has; one in an archive would stand in a folder or not at all.
MEMBERS = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "xl/workbook.bin": "xlsx",
    "ppt/presentation.xml": "pptx",
}
MIMETYPES = {
    b"application/epub+zip": "epub",
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}
LONGEST_MIMETYPE = 100


def is_gzip(data: bytes) -> bool:
    return data.startswith(GZIP)


def is_zip(data: bytes) -> bool:
    """A zip that is no word processor's document."""
    return data.startswith(ZIP) and package_kind(data) != "docx"


def package_kind(data: bytes) -> str:
    """`docx`, `xlsx`, `epub` … for a document that is a zip; "" for an archive of files and for a damaged one."""
    if not data.startswith(ZIP) or (b"[Content_Types].xml" not in data and b"mimetype" not in data):
        return ""
    from io import BytesIO
    from zipfile import ZipFile

    try:
        with ZipFile(BytesIO(data)) as archive:
            names = frozenset(archive.namelist())
            kind = next((kind for member, kind in MEMBERS.items() if member in names), "")
            if "mimetype" not in names or kind:
                return kind
            with archive.open("mimetype") as file:
                return MIMETYPES.get(file.read(LONGEST_MIMETYPE).strip(), "")
    except Exception:  # noqa: BLE001 - a broken archive makes it raise many things; its reader tells which
        return "docx" if b"word/document.xml" in data else ""
