"""A finished PDF laid beside what brief.json gives: its words, its links, and what it may hide."""

from __future__ import annotations

import ctypes
import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

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

    @property
    def objects(self) -> bytes:
        """The file's objects as they are written, those that are packed together too, without other streams."""
        packed = [_unpacked(stream) for stream in OBJECTS.findall(self.data)]
        return b"\n".join([STREAM.sub(b"", self.data), *packed])


# PDF 2.0 (ISO 32000-2), 7.5.7 object streams, 12.6 actions; pdfium tells of scripts by name only.
STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
OBJECTS = re.compile(rb"/ObjStm[^<>]*>>\s*stream\r?\n(.*?)endstream", re.DOTALL)
ACTING = re.compile(rb"/(?:JavaScript|OpenAction|AA|Launch|RichMedia|XFA)[\s(<\[/]")


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream.strip(b"\r\n"))
    except zlib.error:
        return stream


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


def pdf_tricks(file: PdfFile, expected: str) -> Iterator[str]:
    """What a reader would not see, or would be led astray by, although the words are right."""
    from pypdfium2 import raw

    page = file.pdf[0]
    if raw.FPDFDoc_GetJavaScriptActionCount(file.pdf) or ACTING.search(file.objects):
        yield "the file holds a script, or acts when it is opened"
    if raw.FPDF_GetFormType(file.pdf):
        yield "the file holds a form"
    yield from _links(file.pdf, page, Page.of(expected).links)
    yield from _drawn(page)


def _links(pdf: Any, page: Any, allowed: frozenset[str]) -> Iterator[str]:
    """Every link that leads elsewhere than to the sources, and every note, stamp or file on the page."""
    from pypdfium2 import raw

    known = {unquote(link) for link in allowed}
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        link = raw.FPDFAnnot_GetLink(annotation)
        if raw.FPDFAnnot_GetSubtype(annotation) != raw.FPDF_ANNOT_LINK or not link:
            yield "the page holds an annotation that is no link"
            continue
        action = raw.FPDFLink_GetAction(link)
        kind = raw.FPDFAction_GetType(action) if action else raw.PDFACTION_GOTO
        if kind == raw.PDFACTION_URI:
            target = _string(raw.FPDFAction_GetURIPath, pdf, action)
            if unquote(target) not in known:
                yield f"a link leads to {shortened(target)}, which is no source's address"
        elif kind != raw.PDFACTION_GOTO:
            yield "a link does something else than lead to a place"
        raw.FPDFPage_CloseAnnot(annotation)


def _string(function: Any, *arguments: Any) -> str:
    """What a function of pdfium writes into a buffer whose length it tells first."""
    length = function(*arguments, None, 0)
    buffer = ctypes.create_string_buffer(length)
    function(*arguments, buffer, length)
    return buffer.value.decode("utf-8", "replace")


Box = tuple[float, float, float, float]  # left, bottom, right, top, in points


def _drawn(page: Any) -> Iterator[str]:
    """Text that is drawn but not to be seen, pictures, hidden layers, and shapes laid over text."""
    from pypdfium2 import raw

    width, height = page.get_size()
    texts: list[Box] = []
    findings = set()
    for drawn in page.get_objects():
        box: Box = drawn.get_bounds()
        if drawn.type == raw.FPDF_PAGEOBJ_TEXT:
            texts.append(box)
            if _is_unseen(drawn):
                findings.add("the page holds text that is not to be seen")
            if min(box[0], box[1]) < -1 or box[2] > width + 1 or box[3] > height + 1:
                findings.add("the page holds text outside its edges")
        elif drawn.type == raw.FPDF_PAGEOBJ_IMAGE:
            findings.add("the page holds a picture")
        elif _is_filled(drawn) and any(_covers(box, text) for text in texts):
            findings.add("the page holds a shape laid over text")
        if "OC" in _marks(drawn):
            findings.add("the page holds a layer that can be hidden")
    yield from sorted(findings)


def _is_unseen(text: Any) -> bool:
    """Drawn without ink, nearly transparent, or nearly white on a page that is white."""
    from pypdfium2 import raw

    inked = raw.FPDFTextObj_GetTextRenderMode(text) in {
        raw.FPDF_TEXTRENDERMODE_FILL,
        raw.FPDF_TEXTRENDERMODE_FILL_STROKE,
    }
    *colours, alpha = _fill(text)
    return not inked or alpha < FAINT or min(colours) > PALE


FAINT, PALE = 64, 225  # of 255


def _fill(drawn: Any) -> tuple[int, int, int, int]:
    from pypdfium2 import raw

    parts = [ctypes.c_uint() for _ in range(4)]
    raw.FPDFPageObj_GetFillColor(drawn, *parts)
    red, green, blue, alpha = (part.value for part in parts)
    return red, green, blue, alpha


def _is_filled(shape: Any) -> bool:
    from pypdfium2 import raw

    if shape.type != raw.FPDF_PAGEOBJ_PATH:
        return False
    mode, stroked = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(shape, mode, stroked)
    return bool(mode.value != raw.FPDF_FILLMODE_NONE)


def _covers(shape: Box, text: Box) -> bool:
    """Whether the shape lies over at least a quarter of the text's box."""
    width = min(shape[2], text[2]) - max(shape[0], text[0])
    height = min(shape[3], text[3]) - max(shape[1], text[1])
    area = (text[2] - text[0]) * (text[3] - text[1])
    return width > 0 and height > 0 and width * height >= area / 4 > 0


def _marks(drawn: Any) -> Iterator[str]:
    from pypdfium2 import raw

    for index in range(raw.FPDFPageObj_CountMarks(drawn)):
        name, length = (raw.FPDF_WCHAR * 32)(), ctypes.c_ulong()
        raw.FPDFPageObjMark_GetName(raw.FPDFPageObj_GetMark(drawn, index), name, ctypes.sizeof(name), length)
        yield bytes(name)[: max(0, length.value - 2)].decode("utf-16-le", "replace")
