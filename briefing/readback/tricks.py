"""What a PDF may hide from a reader, or lead one astray by, although its words are right."""

from __future__ import annotations

import ctypes
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

from briefing.check import shortened
from briefing.readback.html import Page
from briefing.readback.pdf import PdfFile


def pdf_tricks(file: PdfFile, expected: str) -> Iterator[str]:
    """What a reader would not see, or would be led astray by, although the words are right."""
    from pypdfium2 import raw

    page = file.pdf[0]
    if raw.FPDFDoc_GetJavaScriptActionCount(file.pdf) or ACTING.search(_objects(file.data)):
        yield "the file holds a script, or acts when it is opened"
    if raw.FPDF_GetFormType(file.pdf):
        yield "the file holds a form"
    links = [link for link in Page.of(expected).links if not link.startswith("asset:")]  # what the page itself holds
    yield from _links(file.pdf, page, links)
    yield from _drawn(page, logos=expected.count('<img class="logo"'))


# PDF 2.0 (ISO 32000-2), 7.5.7 object streams, 12.6 actions; pdfium tells of scripts by name only.
STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
OBJECTS = re.compile(rb"/ObjStm[^<>]*>>\s*stream\r?\n(.*?)endstream", re.DOTALL)
ACTING = re.compile(rb"/(?:JavaScript|OpenAction|AA|Launch|RichMedia|XFA)[\s(<\[/]")


def _objects(data: bytes) -> bytes:
    """The file's objects as they are written, those that are packed together too, without other streams."""
    return b"\n".join([STREAM.sub(b"", data), *map(_unpacked, OBJECTS.findall(data))])


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream.strip(b"\r\n"))
    except zlib.error:
        return stream


Target = str | tuple[int, int]  # where a link leads: an address, or a place on the page in whole points


def _links(pdf: Any, page: Any, expected: Sequence[str]) -> Iterator[str]:
    """Every link that leads elsewhere than the page's own do, and every note, stamp or file on the page."""
    from pypdfium2 import raw

    targets: list[Target] = []
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        link = raw.FPDFAnnot_GetLink(annotation)
        if raw.FPDFAnnot_GetSubtype(annotation) != raw.FPDF_ANNOT_LINK or not link:
            yield "the page holds an annotation that is no link"
        elif (target := _target(pdf, link)) is None:
            yield "a link does something else than lead to a place"
        else:
            targets.append(target)
        raw.FPDFPage_CloseAnnot(annotation)
    yield from astray(targets, expected)


def _once(targets: Iterable[Target]) -> list[Target]:
    """An address that follows itself is one link: over two lines, or around a line and its box, it is told twice."""
    several = list(targets)
    return [
        target
        for i, target in enumerate(several)
        if not i or target != several[i - 1] or not str(target).startswith("http")
    ]


def _target(pdf: Any, link: Any) -> Target | None:
    from pypdfium2 import raw

    action = raw.FPDFLink_GetAction(link)
    kind = raw.FPDFAction_GetType(action) if action else raw.PDFACTION_GOTO
    if kind == raw.PDFACTION_URI:
        return unquote(_string(raw.FPDFAction_GetURIPath, pdf, action))
    place = raw.FPDFLink_GetDest(pdf, link)
    if kind != raw.PDFACTION_GOTO or not place:
        return None
    known = [ctypes.c_int() for _ in range(3)]
    x, y, zoom = (ctypes.c_float() for _ in range(3))
    raw.FPDFDest_GetLocationInPage(place, *known, x, y, zoom)
    return round(x.value), round(y.value)


def astray(targets: Sequence[Target], expected: Sequence[str]) -> Iterator[str]:
    """By their order on the page: an address as it is, a number always to one place, rows one below the other."""
    addresses = {unquote(link) for link in expected}
    strays = [target for target in targets if isinstance(target, str) and target not in addresses]
    yield from (f"a link leads to {shortened(target)}, which is no source's address" for target in strays)
    if strays:
        return
    links, targets = _once(map(unquote, expected)), _once(targets)
    if len(links) != len(targets):
        yield f"the page holds {len(targets)} links, brief.json gives {len(links)}"
    places: dict[str, Target] = {}
    for link, target in zip(map(str, links), targets, strict=False):
        if target != (places.setdefault(link, target) if link.startswith("#") else link):
            yield f"the link to {shortened(link)} leads elsewhere"
    rows = {
        int(link[2:]): at for link, at in places.items() if re.fullmatch(r"#s[0-9]+", link) and isinstance(at, tuple)
    }
    for above, number in pairwise(sorted(rows)):
        if rows[above][0] == rows[number][0] and rows[above][1] <= rows[number][1]:
            yield f"the link to source {number} leads to another row"


def _string(function: Any, *arguments: Any) -> str:
    """What a function of pdfium writes into a buffer whose length it tells first."""
    length = function(*arguments, None, 0)
    buffer = ctypes.create_string_buffer(length)
    function(*arguments, buffer, length)
    return buffer.value.decode("utf-8", "replace")


Box = tuple[float, float, float, float]  # left, bottom, right, top, in points


def _drawn(page: Any, *, logos: int) -> Iterator[str]:
    """Text that is drawn but not to be seen, pictures but a logo, hidden layers, and shapes laid over text."""
    from pypdfium2 import raw

    width, height = page.get_size()
    texts: list[Box] = []
    pictures: list[Box] = []
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
            pictures.append(box)
        elif _is_filled(drawn) and any(_covers(box, text) for text in texts):
            findings.add("the page holds a shape laid over text")
        if "OC" in _marks(drawn):
            findings.add("the page holds a layer that can be hidden")
    if len(pictures) > logos or not all(_is_logo(box, height, texts) for box in pictures):
        findings.add("the page holds a picture")
    yield from sorted(findings)


LOGO_SIZE, HEAD = (122.0, 28.0), 150.0  # points: a logo at most, and how far down the page one may stand


def _is_logo(box: Box, height: float, texts: Sequence[Box]) -> bool:
    """Whether a picture is as small as a logo, stands at the head of the page, and covers no text."""
    small = box[2] - box[0] <= LOGO_SIZE[0] and box[3] - box[1] <= LOGO_SIZE[1]
    return small and box[1] > height - HEAD and not any(_covers(box, text) for text in texts)


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
