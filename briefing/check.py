"""Whether a document holds together and its quotations stand in the articles. A finding is one line that names it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Literal

import msgspec

from briefing.errors import VerificationError
from briefing.schema import ChecksData, CitationData, Document, Point, dumps, fingerprint
from briefing.types import Article

# Scripts whose letters are joined or reordered when set: their text can be counted, but not read back from a PDF.
SHAPED = (
    *("ARABIC", "HEBREW", "SYRIAC", "THAANA", "NKO", "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA"),
    *("TAMIL", "TELUGU", "KANNADA", "MALAYALAM", "SINHALA", "THAI", "LAO", "TIBETAN", "MYANMAR", "KHMER", "MONGOLIAN"),
)

TURNING = frozenset({"R", "AL", "AN", "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
SELECTORS = frozenset(map(chr, range(0xFE00, 0xFE10)))  # of emoji: they choose a picture and leave no trace


def check(document: Document, articles: Iterable[Article]) -> None:
    """VerificationError with every finding unless the document holds together and quotes the articles exactly."""
    refuse((*unsealed(document), *coherence(document)), "the brief does not hold together")
    refuse(misquotations(document, {article.id: article for article in articles}), "a quotation does not stand")


def refuse(findings: Iterable[str], what: str) -> None:
    """VerificationError with the findings, if there are any."""
    found = tuple(findings)
    if found:
        more = f"; and {len(found) - 1} more" if len(found) > 1 else ""
        raise VerificationError(what, found, why=found[0] + more)


# --- the document in itself -----------------------------------------------------------------------------------


def unsealed(document: Document) -> Iterator[str]:
    """Whether anything in the document was changed since it was made."""
    if document.sha256 != fingerprint(document):
        yield "brief.json: its content is not what its own hash was made of"


def coherence(document: Document) -> Iterator[str]:
    """What is wrong inside the document: its numbers, its counts, its offsets."""
    yield from _numbering(document)
    for point in (*document.points, *(left.point for left in document.left_out)):
        yield from _point(point)
    for citation in (*document.citations, *document.left_out_citations):
        if citation.end - citation.start != len(citation.quote):
            yield f"{place(document, citation)}: the quotation has {len(citation.quote)} characters"
    yield from _counts(document)


def _numbering(document: Document) -> Iterator[str]:
    rows = {source.number: source.article for source in document.sources}
    if list(rows) != list(range(1, len(document.sources) + 1)):
        yield "sources: they are not numbered 1, 2, 3 …"
    for citation in document.citations:
        if rows.get(citation.source) != citation.article:
            yield f"citation [{citation.source}] of {shortened(citation.quote)}: no source of that number and article"
    first = list(dict.fromkeys(citation.source for citation in document.citations))
    if first != sorted(first):
        yield "sources: they are not numbered in the order of the page"
    named = {number for _, numbers in verbatim_names(document) for number in numbers}
    yield from (f"who is who: source {number} is not in the table" for number in sorted(named - set(rows)))


def _point(point: Point) -> Iterator[str]:
    if not point.citations or point.text != point.citations[0].quote or point.citations[0].role != "lead":
        yield f"point {point.id}: its text is not its lead citation's quotation"
    if point.articles != len({citation.article for citation in point.citations}):
        yield f"point {point.id}: it counts {point.articles} articles, which are not those that it cites"
    if not 0 < point.origins <= point.articles:
        yield f"point {point.id}: {point.origins} texts behind {point.articles} articles"
    if any(added.at > len(point.text) for added in point.added) and point.text:
        yield f"point {point.id}: added words stand outside its text"


def _quoted_before(document: Document) -> frozenset[str]:
    """The ids of articles that are quoted for what they said in an earlier edition."""
    if document.changes is None:
        return frozenset()
    corrected, changed = document.changes.corrected, document.changes.changed
    return frozenset((*(one.was.article for one in corrected), *(one.was.article for one in changed)))


def _counts(document: Document) -> Iterator[str]:
    quotations = sum(1 for _ in document.quotations)
    if (document.checks.quotations, document.checks.verified) != (quotations, quotations):
        claimed = f"{document.checks.verified} of {document.checks.quotations}"
        yield f"checks: it counts {claimed} quotations, the page prints {quotations}"
    if document.checks.text != read_back(document):
        yield f"checks: its text is not read back by {document.checks.text!r}"
    before = _quoted_before(document)
    today = [source for source in document.sources if source.article not in before]
    if len(today) > document.articles or document.dated > document.articles:
        yield f"articles: it counts {document.articles}, fewer than it lists"
    if document.origins > document.articles:
        yield f"origins: {document.origins} texts behind {document.articles} articles"
    for theme in document.themes:
        if theme.articles > document.articles or theme.origins > theme.articles:
            yield f"theme {theme.label}: {theme.origins} texts behind {theme.articles} articles"


def read_back(document: Document) -> Literal["exact", "glyphs"]:
    """How this text reads back from a PDF: exactly, or by its letters where they are joined, turned or accented."""
    blank = msgspec.structs.replace(document, checks=ChecksData())
    characters = set(unicodedata.normalize("NFC", dumps(blank).decode())) - SELECTORS
    return "glyphs" if any(_is_shaped(c) or unicodedata.category(c)[0] == "M" for c in characters) else "exact"


def is_shaped(text: str) -> bool:
    """Whether any letter of it is joined to others or turned when it is set, or turns others."""
    return any(map(_is_shaped, set(text)))


def _is_shaped(character: str) -> bool:
    return character > "\u0590" and (
        unicodedata.name(character, "").startswith(SHAPED) or unicodedata.bidirectional(character) in TURNING
    )


# --- the document against the articles ------------------------------------------------------------------------


def misquotations(document: Document, articles: Mapping[str, Article]) -> Iterator[str]:
    """Every quotation, hash and verbatim name that is not what its article holds; articles by their id."""
    for citation in (*document.citations, *document.left_out_citations):
        yield from _misquotation(document, citation, articles.get(citation.article))
    for source in document.sources:
        article = articles.get(source.article)
        if article and source.text_sha256 != sha256(article.text.encode()).hexdigest():
            yield f"source {source.number} ({source.origin_path}): the hash of its text is not the article's"
    yield from _misnamed(document, articles)


def _misquotation(document: Document, citation: CitationData, article: Article | None) -> Iterator[str]:
    if article is None:
        yield f"{place(document, citation)}: the article is not there"
    elif article.text[citation.start : citation.end] != citation.quote:
        yield f"{place(document, citation)}: the article does not read {shortened(citation.quote)}"


def _misnamed(document: Document, articles: Mapping[str, Article]) -> Iterator[str]:
    """Names and offices are verbatim but for white space: a non-breaking space may join a name's parts."""
    by_number = {source.number: articles.get(source.article) for source in document.sources}
    texts = {number: folded(article.text) for number, article in by_number.items() if article}
    for words, numbers in verbatim_names(document):
        for number in numbers:
            if number in texts and folded(words) not in texts[number]:
                yield f"who is who: source {number} does not hold {shortened(words)}"


def verbatim_names(document: Document) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Every name, spelling and office that is said to stand in sources, with their numbers."""
    for person in document.people:
        yield from ((form.form, form.sources) for form in person.forms)
        yield from ((office.text, office.sources) for office in person.offices)
    for spelling in document.spellings:
        yield from ((form.form, form.sources) for form in spelling.forms)


def place(document: Document, citation: CitationData) -> str:
    """Where a quotation comes from, for a finding: source, file and characters."""
    rows = {source.article: source for source in (*document.other_sources, *document.sources)}
    row = rows.get(citation.article)
    name = f"source {citation.source} ({row.origin_path})" if row else f"article {citation.article}"
    return f"{name}, characters {citation.start}-{citation.end}"


def shortened(text: str) -> str:
    """The text as one short line in quotation marks."""
    line = folded(text)
    return f"“{line}”" if len(line) <= 60 else f"“{line[:57].rstrip()}…”"


def folded(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())
