"""Text as it can be compared: what a reader sees of it, however a format breaks, spaces or joins it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from briefing.check import place, shortened
from briefing.schema import CitationData, Document

LINE_END_HYPHEN = "\ufffe"  # what pdfium gives for a hyphen at the end of a line
LIGATURES = {0xFB00 + i: letters for i, letters in enumerate(("ff", "fi", "fl", "ffi", "ffl", "st", "st"))}


def squeezed(text: str) -> str:
    """The visible characters alone: no white space, nothing that is set without a glyph, ligatures as letters."""
    return unicodedata.normalize("NFC", text.translate(VISIBLE))


def markdown_shown(text: str) -> str:
    """What Markdown of ours shows: without its backslashes, stars and comments."""
    return re.sub(r"\\([!-/:-@\[-`{-~])|\*|<!-- -->", r"\1", text)


class _Visible(dict[int, str]):
    """Code point -> what is left of it; looked up once a character."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character == LINE_END_HYPHEN:
            return "-"
        hidden = character.isspace() or unicodedata.category(character) in {"Cf", "Cc"} or _is_selector(code)
        return "" if hidden else LIGATURES.get(code, character)


VISIBLE = _Visible()


def _is_selector(code: int) -> bool:
    """Default ignorable: variation selectors, the grapheme joiner, the fillers of Hangul."""
    return code in IGNORED or 0xFE00 <= code <= 0xFE0F or 0xE0000 <= code <= 0xE0FFF


IGNORED = frozenset({0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F, 0x3164, 0xFFA0})


def bare(text: str) -> str:
    """The letters without accents and in their plain form: a PDF may give the accent of one to all of its kind."""
    flat = unicodedata.normalize("NFKD", squeezed(text))
    return "".join(character for character in flat if unicodedata.category(character)[0] != "M")


def letters(text: str) -> Counter[str]:
    """Letters and digits with their counts, for scripts whose order does not read back."""
    return Counter(character for character in bare(text).upper() if unicodedata.category(character)[0] in "LN")


def printed(document: Document) -> Iterator[tuple[CitationData, str]]:
    """Every quotation that the page shows, as it shows it: with the words of ours that stand in it."""
    for point in document.points:
        pieces, done = [], 0
        for added in sorted(point.added, key=lambda added: added.at):
            pieces += [point.text[done : added.at], f"[{added.text}]"]
            done = added.at
        yield point.citations[0], "".join([*pieces, point.text[done:]])
    beside = [citation for d in document.disagreements for side in d.sides for citation in side.citations]
    for citation in (*beside, *(event.citation for event in document.timeline)):
        yield citation, citation.quote


def foreign(text: str, document: Document) -> Iterator[str]:
    """Whether the page was made from another brief.json: its foot shows the start of the hash."""
    if not document.page.own_templates and document.sha256[:8] not in squeezed(text):
        yield "brief.json: it is not the one that the page was made from"


MISREAD = 0.1  # share of a quotation's letters that a PDF may give wrongly where they are joined or turned


def unseen(text: str, document: Document) -> Iterator[str]:
    """Every quotation and every citation number that the page's text does not hold."""
    exact = document.checks.text == "exact"
    fold = squeezed if exact else bare
    seen, all_letters = fold(text), letters("" if exact else text)
    for citation, quotation in printed(document):
        lost = 0 if fold(quotation) in seen else 1 if exact else (letters(quotation) - all_letters).total()
        if lost > (0 if exact else MISREAD * letters(quotation).total()):
            yield f"{place(document, citation)}: the page does not show {shortened(quotation)}"
    beside = seen if exact else seen.replace("·", "")  # where a line from right to left ends with it, it reads so
    for number in sorted({citation.source for citation in document.citations}):
        # exact: as set; else a line that runs both ways turns a bracket, or both: "]1[", "[1[]2]"
        shown = f"[{number}]" in beside if exact else re.search(rf"[\[\]]{number}[\[\]]", beside)
        if not shown:
            yield f"source {number}: the page does not show its number"


def misnumbered(text: str, document: Document) -> Iterator[str]:
    """Every point behind whose words the text does not give the numbers of its sources; for text that reads exactly."""
    seen = squeezed(text)
    for point, (citation, quotation) in zip(document.points, printed(document), strict=False):
        numbers = "".join(f"[{n}]" for n in sorted({c.source for c in point.citations if c.role != "partial"}))
        if squeezed(quotation) + numbers not in seen:
            yield f"{place(document, citation)}: {numbers} does not stand behind {shortened(quotation)}"
