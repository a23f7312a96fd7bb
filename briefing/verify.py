"""Whether a brief still says what its articles say: read back from the finished file, with nothing else at hand.

It proves integrity, not authorship: that page, brief.json and evidence agree with one another, and with the articles
where they are given. Whoever makes a whole new brief of other articles makes one that verifies, against those articles.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePath

import msgspec

from briefing.check import coherence, place, refuse, shortened, unsealed
from briefing.config import Config
from briefing.document import BRIEF_NAME, EVIDENCE_NAME
from briefing.errors import ConfigError, UnknownNameError, VerificationError
from briefing.evidence import ArticleEvidence, Evidence, evidence_sha256, read_evidence, stands
from briefing.schema import Attach, CitationData, Document, SourceData, UnknownSchemaError, is_older, loads
from briefing.types import Article
from briefing.version import MADE_BY


@dataclass(frozen=True, slots=True)
class Report:
    """What was proved. `level` says how much of the articles the file carries, `verified` how many quotations stand."""

    name: str
    level: Attach
    quotations: int
    verified: int
    notes: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """What was proved, in one line."""
        if not self.verified and self.quotations:
            return f"{self.quotations} quotations, none checked against a source, level {self.level}"
        return f"{self.verified} of {self.quotations} quotations stand, level {self.level}"


@dataclass(frozen=True, slots=True)
class Carried:
    """What a file carries. `page` yields what is wrong with its page, given its data and how it was set."""

    brief: bytes
    evidence: bytes
    damage: tuple[str, ...]
    has_page: bool
    page: Callable[[Document, Evidence, Config], Iterable[str]]


PROVED: Mapping[Attach, str] = {
    "none": "the file carries no evidence: that its quotations stand is proved by --against alone",
    "quotes": "each quotation stands in the evidence, which holds the quotations and the hashes of their articles",
    "context": "each quotation stands in the evidence, which holds what surrounds it in its article",
    "full": "each quotation stands in the whole text of its article, which the file carries",
}
INTEGRITY = "this proves integrity, not authorship and not truth"


def verify_file(
    data: bytes, name: str, against: Iterable[Article] | None = None, *, config: Config | None = None
) -> Report:
    """The report of a .pdf, .html or .json; VerificationError names everything in it that does not agree.

    `against` holds the articles read again; `config` is needed where the page was made with own templates.
    """
    carried = _opened(data, name)
    refuse(carried.damage, f"{name} does not verify")
    document = _document(carried.brief, name)
    found = _evidence(carried.evidence, name)
    older = not document.sha256 and is_older(carried.brief)
    findings = [*([] if older else unsealed(document)), *coherence(document), *unsupported(document, found)]
    if carried.has_page:
        findings += _untied(document, found)
    findings += carried.page(document, found, as_it_was_set(document, config or Config()))
    notes = [PROVED[found.level]] if found.level != "none" or against is None else []
    if older:
        notes.append("it is of an older schema, which carries no hash of its own")
    if document.checks.text == "glyphs" and name.casefold().endswith(".pdf"):
        notes.append("letters that are joined, turned or accented were counted: their order does not read back")
    if against is not None:
        missing, changed = compared(document, against)
        findings += missing
        notes += changed or ["every quotation equals the characters of its article"]
    refuse(findings, f"{name} does not verify")
    checked = document.checks.quotations if against is not None or found.level != "none" else 0
    return Report(name, found.level, document.checks.quotations, checked, (*notes, INTEGRITY))


def as_it_was_set(document: Document, config: Config) -> Config:
    """The configuration by which the page's words can be made again."""
    page, own = document.page, config.page.templates if document.page.own_templates else ""
    settings = msgspec.structs.replace(
        config.page,
        layout=page.layout,
        paper=page.paper,
        accent=page.accent,
        templates=own,
        logo="",
        fonts="",
        footer=page.footer,
    )
    return msgspec.structs.replace(config, page=settings)


# --- what the file carries ------------------------------------------------------------------------------------


def _opened(data: bytes, name: str) -> Carried:
    suffix = PurePath(name).suffix.casefold().removeprefix(".")
    if suffix not in OPENERS:
        raise UnknownNameError("kind of brief to verify", suffix or name, OPENERS)
    return OPENERS[suffix](data)


def _from_json(data: bytes) -> Carried:
    return Carried(data, b"", (), False, _no_page)


def _no_page(_document: Document, _evidence: Evidence, _config: Config) -> Iterable[str]:
    return ()


def _from_html(data: bytes) -> Carried:
    from briefing.readback.html import html_differences

    text = data.decode("utf-8", "replace")
    parts = {name: _element(text, name) for name in (BRIEF_NAME, EVIDENCE_NAME)}
    damage = (f"the page carries no {BRIEF_NAME}",) if not parts[BRIEF_NAME] else ()

    def page(document: Document, found: Evidence, config: Config) -> Iterator[str]:
        from briefing.render.page import html

        expected = html(document, config, medium="screen", evidence=found)
        differences = list(html_differences(text, document, expected))
        yield from differences
        if differences:
            yield from _other_version(document)

    return Carried(parts[BRIEF_NAME], parts[EVIDENCE_NAME], damage, True, page)


def _element(text: str, name: str) -> bytes:
    """The data of one of our script elements; b"" where there is none."""
    found = re.search(rf'<script type="application/json" id="{re.escape(name)}">(.*?)</script>', text, re.DOTALL)
    return found[1].strip().encode() if found else b""


def _from_pdf(data: bytes) -> Carried:
    from briefing.readback.pdf import PdfFile, pdf_differences
    from briefing.readback.tricks import pdf_tricks

    file = PdfFile.read(data)
    attached = dict(file.attachments)
    damage = [f"the page carries no {BRIEF_NAME}"] if BRIEF_NAME not in attached else []
    names = [name for name, _ in file.attachments]
    damage += [
        f"{name}: an attachment that is none of ours" for name in names if name not in {BRIEF_NAME, EVIDENCE_NAME}
    ]
    damage += [f"{name}: attached more than once" for name in sorted(set(names)) if names.count(name) > 1]

    def page(document: Document, _found: Evidence, config: Config) -> Iterator[str]:
        from briefing.render.page import html

        expected = html(document, config, medium="print")
        differences = list(pdf_differences(file, document, expected))
        yield from differences
        if differences:
            yield from _other_version(document)
        yield from pdf_tricks(file, expected)

    return Carried(attached.get(BRIEF_NAME, b""), attached.get(EVIDENCE_NAME, b""), tuple(damage), True, page)


OPENERS: Mapping[str, Callable[[bytes], Carried]] = {
    "pdf": _from_pdf,
    "html": _from_html,
    "htm": _from_html,
    "json": _from_json,
}


def _other_version(document: Document) -> Iterator[str]:
    """Why words of ours may differ although nobody touched the page."""
    if document.made_by != MADE_BY:
        yield f"(the page was made by {document.made_by} and is read by {MADE_BY}, whose own words may differ)"
    if document.page.own_templates:
        yield "(the page was made with templates of its maker's own: name them with page.templates)"


def _document(data: bytes, name: str) -> Document:
    try:
        return loads(data)
    except UnknownSchemaError:
        raise
    except ConfigError as error:
        raise VerificationError(f"{name} does not verify", (f"{BRIEF_NAME}: {error}",), why=str(error)) from error


def _evidence(data: bytes, name: str) -> Evidence:
    if not data:
        return Evidence(level="none")
    try:
        return read_evidence(data)
    except ConfigError as error:
        raise VerificationError(f"{name} does not verify", (f"{EVIDENCE_NAME}: {error}",), why=str(error)) from error


# --- the evidence ---------------------------------------------------------------------------------------------


def _untied(document: Document, found: Evidence) -> Iterator[str]:
    """Where the evidence is not the one that brief.json was made with."""
    if document.evidence_sha256 and found.level == "none":
        yield f"{EVIDENCE_NAME} is missing: {BRIEF_NAME} was made with one"
    elif evidence_sha256(found) != document.evidence_sha256:
        yield f"{EVIDENCE_NAME}: it is not the one that {BRIEF_NAME} was made with"
    elif found.level != document.checks.level:
        yield f"{EVIDENCE_NAME}: its level is {found.level}, {BRIEF_NAME} says {document.checks.level}"


def unsupported(document: Document, found: Evidence) -> Iterator[str]:
    """Every quotation that its evidence does not hold, and every passage that is not what it says it is."""
    if found.level == "none":
        return
    rows = {source.article: source for source in (*document.other_sources, *document.sources)}
    by_article = {article.article: article for article in found.articles}
    for article in found.articles:
        yield from _misfit(article, rows.get(article.article), found.level)
    for citation in (*document.citations, *document.left_out_citations):
        passages = by_article[citation.article].passages if citation.article in by_article else ()
        if not stands(citation, passages):
            yield f"{place(document, citation)}: the evidence does not hold {shortened(citation.quote)}"


def _misfit(article: ArticleEvidence, row: SourceData | None, level: Attach) -> Iterator[str]:
    name = f"{EVIDENCE_NAME}: source {row.number} ({row.origin_path})" if row else f"{EVIDENCE_NAME}: {article.article}"
    if row is None:
        yield f"{name} is an article that {BRIEF_NAME} does not name"
    elif row.text_sha256 != article.text_sha256:
        yield f"{name} has the hash of another text"
    for passage in article.passages:
        if passage.end - passage.start != len(passage.text) or passage.end > article.characters:
            yield f"{name}, characters {passage.start}-{passage.end}: the passage has {len(passage.text)} characters"
    if (
        level == "full"
        and sha256("".join(p.text for p in article.passages).encode()).hexdigest() != article.text_sha256
    ):
        yield f"{name}: the text is not the one whose hash it carries"


# --- the articles read again ----------------------------------------------------------------------------------


def compared(document: Document, articles: Iterable[Article]) -> tuple[list[str], list[str]]:
    """Findings and notes: quotations that their articles no longer hold; articles that changed elsewhere."""
    known = Known.of(articles)
    findings: list[str] = []
    notes: list[str] = []
    for source in (*document.sources, *document.other_sources):
        article = known.find(source)
        citations = [c for c in (*document.citations, *document.left_out_citations) if c.article == source.article]
        if article is None:
            findings.append(f"source {source.number} ({source.origin_path}) is not among the articles")
        elif _text_hash(article) == source.text_sha256:
            findings += [_gone(document, c) for c in citations if article.text[c.start : c.end] != c.quote]
        else:
            lost = [citation for citation in citations if citation.quote not in article.text]
            findings += [_gone(document, citation) for citation in lost]
            if not lost:
                notes.append(f"source {source.number} ({source.origin_path}) has changed, but in no quotation")
    return findings, notes


def _gone(document: Document, citation: CitationData) -> str:
    return f"{place(document, citation)}: the article does not read {shortened(citation.quote)}"


@dataclass(frozen=True, slots=True)
class Known:
    """Articles by all that a source may be found by."""

    by_id: Mapping[str, Article]
    by_hash: Mapping[str, Article]
    by_place: Mapping[str, Article]
    by_name: Mapping[str, tuple[Article, ...]]

    @classmethod
    def of(cls, articles: Iterable[Article]) -> Known:
        rising = sorted(articles, key=lambda article: article.order, reverse=True)
        names: dict[str, tuple[Article, ...]] = {}
        for article in rising:
            name = PurePath(article.origin_path).name
            names[name] = (*names.get(name, ()), article)
        return cls(
            {article.id: article for article in rising},
            {_text_hash(article): article for article in rising},
            {place: article for article in rising for place in (article.origin_path, article.url) if place},
            names,
        )

    def find(self, source: SourceData) -> Article | None:
        """By id, by text, by URL, by path, by the file's name where only one has it; the text may then have changed."""
        found = self.by_id.get(source.article) or self.by_hash.get(source.text_sha256)
        found = found or self.by_place.get(source.url) or self.by_place.get(source.origin_path)
        if found:
            return found
        named = self.by_name.get(PurePath(source.origin_path).name, ())
        return named[0] if len(named) == 1 else None


def _text_hash(article: Article) -> str:
    return sha256(article.text.encode()).hexdigest()


# --- before a file is written ---------------------------------------------------------------------------------


def verify_output(data: bytes, name: str, document: Document) -> None:
    """VerificationError unless the bytes about to be written show every quotation and carry their data whole."""
    suffix = PurePath(name).suffix.casefold().removeprefix(".")
    refuse(_lost(data, suffix, document), f"{name} was not written")


def _lost(data: bytes, suffix: str, document: Document) -> Iterator[str]:
    from briefing.readback.html import Page
    from briefing.readback.letter import parts
    from briefing.readback.pdf import PdfFile, pdf_quotations
    from briefing.readback.text import misnumbered, unseen

    if suffix == "json":
        yield from _misread(data, document)
    elif suffix == "pdf":
        file = PdfFile.read(data)
        attached = dict(file.attachments)
        yield from pdf_quotations(file, document)
        yield from _misread(attached.get(BRIEF_NAME, b""), document)
        yield from _untied(document, _evidence(attached.get(EVIDENCE_NAME, b""), suffix))
    elif suffix in {"html", "htm"}:
        text = data.decode()
        yield from unseen(" ".join(Page.of(text).blocks), document)
        yield from _misread(_element(text, BRIEF_NAME), document)
        yield from _untied(document, _evidence(_element(text, EVIDENCE_NAME), suffix))
    else:
        for text in _texts(data, suffix):
            yield from unseen(text, document)
            yield from misnumbered(text, document)
        if suffix == "eml" and (pdf := parts(data).pdf):
            yield from _lost(pdf, "pdf", document)


def _texts(data: bytes, suffix: str) -> Iterator[str]:
    """What a reader may see of a file without data of its own: one text, or the two of an e-mail."""
    from briefing.readback.html import Page
    from briefing.readback.letter import parts
    from briefing.readback.manuscript import manuscript_text
    from briefing.readback.text import markdown_shown

    if suffix == "eml":
        letter = parts(data)
        yield " ".join(Page.of(letter.html).blocks)
        yield letter.text
    elif suffix == "docx":
        yield manuscript_text(data)
    else:
        yield markdown_shown(data.decode()) if suffix == "md" else data.decode()


def _misread(data: bytes, document: Document) -> Iterator[str]:
    if not data or loads(data) != document:
        yield f"{BRIEF_NAME}: it does not read back as it was written"
