"""The evidence of a brief: how much of the articles travels with it, so that its quotations can be checked anywhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from briefing.config import QuotingSettings, TextSettings
from briefing.errors import ConfigError
from briefing.schema import Attach, CitationData, Document, Natural, Sha256, dumps
from briefing.text.segment import split
from briefing.text.shares import quote_allowance, quoted_words, union
from briefing.types import Article, Sentence, Span


class Passage(Struct, frozen=True, forbid_unknown_fields=True):
    """`text` is the article's text from `start` to `end`, in code points."""

    start: Natural
    end: Natural
    text: str


class ArticleEvidence(Struct, frozen=True, forbid_unknown_fields=True):
    """Disjoint passages of one article in rising order; the hash and the length are of its whole text."""

    article: str
    text_sha256: Sha256
    characters: Natural
    passages: tuple[Passage, ...]


class Evidence(Struct, frozen=True, forbid_unknown_fields=True):
    """Articles in the order of their ids. At level none there is no evidence."""

    schema: Annotated[int, Meta(ge=1, le=1)] = 1
    level: Attach = "context"
    articles: tuple[ArticleEvidence, ...] = ()


def evidence(
    document: Document, articles: Iterable[Article], attach: Attach, *, quoting: QuotingSettings | None = None
) -> Evidence:
    """What travels at this level: nothing, each quotation, each with a sentence on either side, or whole articles."""
    if attach == "none":
        return Evidence(level=attach)
    quoting = quoting or QuotingSettings()
    printed, left_out = _spans(document.citations), _spans(document.left_out_citations)
    known = []
    for article in sorted(set(articles), key=lambda article: article.id):
        quoted = (*printed[article.id], *left_out[article.id])
        if not quoted:
            continue
        if attach == "full":
            quoted = (Span(0, len(article.text)),)
        elif attach == "context":
            quoted = (*with_context(article, printed[article.id], _sentences(article), quoting), *left_out[article.id])
        known.append(_of_article(article, quoted))
    return Evidence(level=attach, articles=tuple(known))


@lru_cache(maxsize=256)
def _sentences(article: Article) -> tuple[Sentence, ...]:
    """Every output of a run asks for the same evidence; an article's id is the hash of its text."""
    return split(article, TextSettings())


def _of_article(article: Article, spans: Iterable[Span]) -> ArticleEvidence:
    passages = tuple(Passage(start=s.start, end=s.end, text=article.quote(s)) for s in union(spans))
    text_sha256 = article.text_sha256 or sha256(article.text.encode()).hexdigest()
    return ArticleEvidence(article=article.id, text_sha256=text_sha256, characters=len(article.text), passages=passages)


def evidence_bytes(found: Evidence) -> bytes:
    """The bytes that are attached and hashed; b"" at level none, where nothing is attached."""
    return b"" if found.level == "none" else dumps(found)


def evidence_sha256(found: Evidence) -> str:
    """The hash that brief.json holds; "" at level none."""
    return "" if found.level == "none" else sha256(evidence_bytes(found)).hexdigest()


def read_evidence(data: bytes) -> Evidence:
    """The evidence of an attachment; ConfigError for anything else."""
    try:
        return msgspec.json.decode(data, type=Evidence)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ConfigError("this is not the evidence of a brief", why=str(error)) from error


def stands(citation: CitationData, passages: Iterable[Passage]) -> bool:
    """Whether the quotation is what one of the passages holds at its place."""
    return any(
        passage.start <= citation.start
        and citation.end <= passage.end
        and passage.text[citation.start - passage.start : citation.end - passage.start] == citation.quote
        for passage in passages
    )


def _spans(citations: Iterable[CitationData]) -> Mapping[str, list[Span]]:
    """Article id -> the spans cited of it, in the order of the citations."""
    spans: defaultdict[str, list[Span]] = defaultdict(list)
    for citation in citations:
        spans[citation.article].append(Span(citation.start, citation.end))
    return spans


def with_context(
    article: Article, spans: Sequence[Span], sentences: Sequence[Sentence], quoting: QuotingSettings
) -> tuple[Span, ...]:
    """The spans widened by a sentence on either side, in their order, until the quote share is used up once more."""
    kept = union(spans)
    room = quote_allowance(article, quoting)
    for span in spans:
        for neighbour in _neighbours(span, sentences):
            cost = quoted_words(article, _beyond(neighbour, kept))
            if cost <= room:
                kept, room = union((*kept, neighbour)), room - cost
    return kept


def _neighbours(span: Span, sentences: Sequence[Sentence]) -> Iterator[Span]:
    """What reaches from the span to the start of the sentence before it, and to the end of the one after it."""
    before = [sentence.span.start for sentence in sentences if sentence.span.end <= span.start]
    after = [sentence.span.end for sentence in sentences if sentence.span.start >= span.end]
    if before:
        yield Span(before[-1], span.start)
    if after:
        yield Span(span.end, after[0])


def _beyond(span: Span, kept: Iterable[Span]) -> Iterator[Span]:
    """The parts of the span that are not kept yet; `kept` is disjoint and rising."""
    start = span.start
    for other in kept:
        if other.overlaps(span):
            if start < other.start:
                yield Span(start, other.start)
            start = max(start, other.end)
    if start < span.end:
        yield Span(start, span.end)
