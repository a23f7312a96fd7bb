"""What a brief told, as nouns again: for comparing it with a later one, from nothing but its data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from briefing.schema import CitationData, Document, Point, SourceData
from briefing.types import (
    Article,
    Citation,
    Claim,
    Copies,
    CopyLink,
    Earlier,
    KeyPoint,
    Passage,
    Sentence,
    Span,
    Theme,
)

BLANK = " "


@dataclass(frozen=True, slots=True)
class Told:
    """The printed points of a document with its articles, of which only what is quoted is known: the rest is blank."""

    key_reporting: tuple[KeyPoint, ...]
    themes: tuple[Theme, ...]
    articles: tuple[Article, ...]
    copies: Copies


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a later edition has to know of one; of many, no more than this is in memory at once.

    `quoted` are the ids of the articles whose words it printed, `corrected` the articles and places it set right.
    """

    number: int
    day: str
    claims: tuple[Claim, ...]
    themes: tuple[str, ...]
    articles: frozenset[str]
    quoted: tuple[str, ...]
    corrected: frozenset[tuple[str, int]]


def remembered(document: Document, *, spare: bool) -> Remembered:
    """`spare`: with the claims that it left out."""
    changes = document.changes
    unchanged = (theme.label for theme in changes.unchanged) if changes else ()
    return Remembered(
        document.edition.number if document.edition else 0,
        document.day,
        claims=tuple(claim for claim in claims(document) if claim.text and (claim.printed or spare)),
        themes=(*(theme.label for theme in document.themes if theme.points), *unchanged),
        articles=read(document),
        quoted=tuple(dict.fromkeys(citation.article for citation in document.quotations)),
        corrected=frozenset((c.was.article, c.was.start) for c in changes.corrected) if changes else frozenset(),
    )


def all_remembered(documents: Iterable[Document]) -> Iterator[Remembered]:
    """The last one first, and of it what it left out as well: what older ones left out is known by its article."""
    return (remembered(document, spare=not number) for number, document in enumerate(documents))


def earlier(
    editions: Sequence[Remembered], *, at_hand: Iterable[Article] = (), newer: Mapping[str, str] | None = None
) -> Earlier | None:
    """What these editions told, the last one first; None without any. Their themes are those of the last one."""
    if not editions:
        return None
    last = editions[0]
    return Earlier(
        last.number,
        last.day,
        claims=tuple(dict.fromkeys(_standing(editions))),
        themes=last.themes,
        articles=frozenset(article for edition in editions for article in edition.articles),
        at_hand=tuple(at_hand),
        newer=newer or {},
    )


def _standing(editions: Sequence[Remembered]) -> Iterator[Claim]:
    """What they told, but for what a later one corrected: that is told once."""
    corrected = {place for edition in editions for place in edition.corrected}
    for edition in editions:
        yield from (claim for claim in edition.claims if (claim.article, claim.span.start) not in corrected)


def claims(document: Document) -> Iterator[Claim]:
    """Every point, printed ones first. A quotation that the quote share withheld is known by its place alone."""
    language = {source.article: source.language for source in (*document.sources, *document.other_sources)}
    printed = [("", point) for point in document.key_reporting]
    printed += [(theme.label, point) for theme in document.themes for point in theme.points]
    spare = [("", left.point) for left in document.left_out]
    for shown, points in ((True, printed), (False, spare)):
        for theme, point in points:
            lead = point.citations[0]
            yield Claim(
                point.text,
                lead.article,
                Span(lead.start, lead.end),
                frozenset(c.article for c in point.citations if c.role in {"lead", "support"}),
                theme,
                shown,
                language.get(lead.article, document.language),
            )


def read(document: Document) -> frozenset[str]:
    """The ids of all articles that the document was made of."""
    return frozenset(article for story in document.stories for article in story.articles)


def told(document: Document) -> Told:
    """The document as nouns; an article's text is blank but for what the document quotes of it."""
    articles = _articles(document)
    return Told(
        tuple(_point(point, articles) for point in document.key_reporting),
        tuple(
            Theme(theme.label, theme.named_by, tuple(_point(p, articles) for p in theme.points), origins=theme.origins)
            for theme in document.themes
        ),
        tuple(articles.values()),
        _copies(document, articles),
    )


def _articles(document: Document) -> dict[str, Article]:
    quoted: defaultdict[str, list[CitationData]] = defaultdict(list)
    for citation in (*document.citations, *document.left_out_citations):
        quoted[citation.article].append(citation)
    sources = {source.article: source for source in (*document.sources, *document.other_sources)}
    return {id_: _article(id_, sources.get(id_), quoted[id_]) for id_ in sorted(read(document) | sources.keys())}


def _article(id_: str, source: SourceData | None, quoted: Iterable[CitationData]) -> Article:
    letters: list[str] = []
    for citation in quoted:
        letters.extend(BLANK * (citation.end - len(letters)))
        letters[citation.start : citation.start + len(citation.quote)] = citation.quote
    text = "".join(letters)
    if source is None:
        return Article(id_, "", text, (), "")
    return Article(id_, source.title, text, (), source.origin_path, url=source.url, language=source.language)


def _point(point: Point, articles: Mapping[str, Article]) -> KeyPoint:
    lead = _citation(point.citations[0], articles)
    return KeyPoint(
        Passage((Sentence(lead.article, lead.span, 0, 0),)),
        tuple(_citation(citation, articles) for citation in point.citations[1:]),
        flags=point.flags,
        origins=point.origins,
        new=True,
    )


def _citation(citation: CitationData, articles: Mapping[str, Article]) -> Citation:
    return Citation(articles[citation.article], Span(citation.start, citation.end), citation.role)


def _copies(document: Document, articles: Mapping[str, Article]) -> Copies:
    origins = tuple(tuple(articles[id_] for id_ in origin) for story in document.stories for origin in story.origins)
    links = (
        CopyLink(articles[link.a], articles[link.b], link.kind, link.share)
        for link in document.copies
        if link.a in articles and link.b in articles
    )
    return Copies(origins, tuple(links))
