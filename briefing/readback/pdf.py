"""A finished PDF laid beside what brief.json gives: its words, its links, and what it may hide."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from briefing.check import is_shaped, shortened
from briefing.errors import VerificationError
from briefing.readback.html import Page
from briefing.readback.text import bare, foreign, letters, squeezed, unseen
from briefing.schema import Document


@dataclass(frozen=True, slots=True)
class PdfFile:
    """A PDF that has been opened; `text` is that of its first page, in the order in which it is drawn."""

    pdf: Any
    pages: int
    text: str
    attachments: tuple[tuple[str, bytes], ...]
    data: bytes

    @classmethod
    def read(cls, data: bytes) -> PdfFile:
        import pypdfium2

        try:
            pdf = pypdfium2.PdfDocument(data)
            files = [pdf.get_attachment(i) for i in range(pdf.count_attachments())]
            attached = tuple((file.get_name(), bytes(file.get_data())) for file in files)
            text = pdf[0].get_textpage().get_text_range() if len(pdf) else ""
        except pypdfium2.PdfiumError as error:
            raise VerificationError("this is no PDF that can be read", (str(error),), why=str(error)) from error
        return cls(pdf, len(pdf), text, attached, data)


def pdf_quotations(file: PdfFile, document: Document) -> Iterator[str]:
    """What is missing of the quotations; the short check before a page is written."""
    if file.pages != document.checks.pages:
        yield f"the file has {file.pages} pages, not {document.checks.pages}"
    yield from unseen(file.text, document)


def pdf_differences(file: PdfFile, document: Document, expected: str) -> Iterator[str]:
    """Where the words on the page are not those that brief.json gives; `expected` is the page's HTML made from it."""
    yield from pdf_quotations(file, document)
    yield from foreign(file.text, document)
    blocks = Page.of(expected).blocks
    if document.checks.text == "exact":
        yield from _other_words(squeezed(file.text), map(squeezed, blocks))
    else:
        yield from _other_letters(file.text, blocks)


def _other_words(seen: str, blocks: Iterable[str]) -> Iterator[str]:
    rest, missing = struck(seen, blocks)
    yield from (f"the page does not show {shortened(block)}, which brief.json gives" for block in missing)
    yield from (f"the page shows {shortened(more)}, which brief.json does not give" for more in rest)


def _other_letters(seen: str, blocks: Sequence[str]) -> Iterator[str]:
    """What can be struck is struck; of the rest, whose order does not read back, the letters are counted."""
    rest, turned = struck(bare(seen), [bare(block) for block in blocks if not is_shaped(block)])
    shaped = "".join([*turned, *filter(is_shaped, blocks)])
    found, wanted = letters("".join(rest)), letters(shaped)
    more, fewer = found - wanted, wanted - found
    marks = sum(unicodedata.category(character)[0] == "M" for character in shaped)
    strange = Counter({letter: n for letter, n in more.items() if letter not in wanted})
    if strange.total() <= marks:  # a letter with several marks may read back with one that is none of the page's
        more -= strange
    if more or fewer:
        yield f"the page shows other letters than brief.json gives: {_counted(more)} more, {_counted(fewer)} fewer"


def struck(seen: str, blocks: Iterable[str]) -> tuple[list[str], list[str]]:
    """What is left when each block is struck from the page once, longest first, and the blocks that are not on it."""
    rest, upper, missing = seen, _upper(seen), []
    for block in sorted(filter(None, blocks), key=lambda block: (-len(block), block)):
        at = rest.find(block)
        at = upper.find(_upper(block)) if at < 0 else at  # capitals are a matter of style
        if at < 0:
            missing.append(block)
        else:
            end = at + len(block)
            rest, upper = f"{rest[:at]}\0{rest[end:]}", f"{upper[:at]}\0{upper[end:]}"
    return [more for more in rest.split("\0") if more], missing


def _upper(text: str) -> str:
    """Capitals, one for one, so that places in the text stay where they are."""
    return "".join(upper if len(upper := character.upper()) == 1 else character for character in text)


def _counted(found: Counter[str]) -> str:
    return " ".join(sorted(found.elements())[:20]) or "none"
