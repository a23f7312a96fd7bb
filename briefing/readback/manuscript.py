"""The words of a DOCX of ours, read back from it."""

from __future__ import annotations

from io import BytesIO


def manuscript_text(data: bytes) -> str:
    """Its paragraphs, a line each, with the text of the links in them."""
    from docx import Document

    return "\n".join(paragraph.text for paragraph in Document(BytesIO(data)).paragraphs)
