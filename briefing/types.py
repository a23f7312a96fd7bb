"""The nouns of the project: frozen values, standard library only.

Offsets are code points in an article's canonical text, half open. The glossary is in docs/architecture.md.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal

BlockKind = Literal["title", "heading", "dateline", "paragraph", "list_item", "caption", "leftover"]
DateBasis = Literal["stated", "metadata", "inferred", "unknown"]
TitleBasis = Literal["stated", "derived"]
Role = Literal["lead", "support", "partial", "differs"]
Between = Literal["versions", "texts", "parties"]
DisagreementKind = Literal["number", "date", "name", "scope", "negation", "certainty", "attribution", "denial"]
Precision = Literal["day", "month", "year", "none"]

PROSE: frozenset[BlockKind] = frozenset({"paragraph", "list_item"})


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def __contains__(self, other: object) -> bool:
        return isinstance(other, Span) and self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the canonical text with one use; sentences never cross its border."""

    kind: BlockKind
    span: Span


@dataclass(frozen=True, slots=True, eq=False)
class Article:
    """One cleaned text and what is known about it. Two articles are equal when their ids are."""

    id: str
    title: str
    text: str
    blocks: tuple[Block, ...]
    origin_path: str
    title_basis: TitleBasis = "derived"
    publisher: str = ""
    url: str = ""
    published: date | datetime | None = None
    published_basis: DateBasis = "unknown"
    language: str = "en"
    owner: str = ""
    reliability: str = "F"
    kind: str = ""
    rights: str = ""
    embargo_until: datetime | None = None
    complete: bool = True
    tlp: str = ""
    note: str = ""
    country: str = ""
    family: str = ""  # of publishers that belong together
    text_sha256: str = ""
    raw_sha256: str = ""
    extra: Mapping[str, object] = field(default_factory=dict)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Article) and self.id == other.id

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def order(self) -> tuple[str, str]:
        """What articles are sorted by wherever nothing else decides: never the order they came in."""
        return (self.origin_path, self.id)

    @property
    def day(self) -> date | None:
        return self.published.date() if isinstance(self.published, datetime) else self.published

    def quote(self, span: Span) -> str:
        return self.text[span.start : span.end]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A window on an article, never a copy; `position` counts its article's sentences from 0, `block` is an index."""

    article: Article
    span: Span
    position: int
    block: int

    @property
    def text(self) -> str:
        return self.article.text[self.span.start : self.span.end]  # as `quote`: it is asked thousands of times

    @property
    def key(self) -> tuple[str, int, int]:
        return (self.article.id, self.span.start, self.span.end)

    @property
    def order(self) -> tuple[str, str, int]:
        return (*self.article.order, self.span.start)


@dataclass(frozen=True, slots=True)
class Passage:
    """One or more contiguous sentences of one block, or of adjoining paragraphs: what is printed as one quotation."""

    sentences: tuple[Sentence, ...]

    @property
    def article(self) -> Article:
        return self.sentences[0].article

    @property
    def span(self) -> Span:
        return Span(self.sentences[0].span.start, self.sentences[-1].span.end)

    @property
    def text(self) -> str:
        return self.article.quote(self.span)

    @property
    def order(self) -> tuple[str, str, int]:
        return self.sentences[0].order


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quotation (`article.text[span]`) and what it is cited for."""

    article: Article
    span: Span
    role: Role = "lead"

    @property
    def quote(self) -> str:
        return self.article.quote(self.span)


@dataclass(frozen=True, slots=True)
class CopyLink:
    """Why two articles count as one underlying text. `share` is the larger containment of 5-word shingles, 0 to 1."""

    a: Article
    b: Article
    kind: Literal["verbatim", "edited", "part", "rewrite", "joined", "update"]
    share: float


@dataclass(frozen=True, slots=True)
class Copies:
    """`origins` partition the articles; a `joined` text is an origin of its own that merges nothing."""

    origins: tuple[tuple[Article, ...], ...]
    links: tuple[CopyLink, ...] = ()

    def origin_of(self) -> dict[str, int]:
        """Article id -> index into `origins`."""
        return {article.id: i for i, origin in enumerate(self.origins) for article in origin}


@dataclass(frozen=True, slots=True)
class Story:
    """The articles that report one event, grouped by origin."""

    id: str
    label: str
    origins: tuple[tuple[Article, ...], ...]

    @property
    def articles(self) -> tuple[Article, ...]:
        return tuple(article for origin in self.origins for article in origin)


@dataclass(frozen=True, slots=True)
class SaidBy:
    """The first speaker of a claim. `via` is the channel ("Telegram", "Sputnik News")."""

    speaker: str = ""
    via: str = ""
    basis: Literal["named", "unnamed", "own voice"] = "own voice"


@dataclass(frozen=True, slots=True)
class Added:
    """Words of ours shown in brackets at an offset of the point's text; never part of the quotation."""

    at: int
    text: str


@dataclass(frozen=True, slots=True)
class Why:
    """What `briefing explain` tells of a point: terms it covers with their weight, and the sentences it beat."""

    terms: tuple[tuple[str, float], ...] = ()
    beat: tuple[tuple[str, float], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeyPoint:
    """A quotation with the sentences of other articles that say the same. `worth` orders points when room is short."""

    lead: Passage
    support: tuple[Citation, ...] = ()
    said_by: SaidBy = SaidBy()
    flags: tuple[str, ...] = ()
    added: tuple[Added, ...] = ()
    credibility: int = 6
    origins: int = 1
    worth: float = 0.0
    new: bool | None = None
    why: Why = Why()

    @property
    def id(self) -> str:
        span = self.lead.span
        return "p" + short_hash(f"{self.lead.article.id}:{span.start}:{span.end}", 10)

    @property
    def text(self) -> str:
        return self.lead.text

    @property
    def citations(self) -> tuple[Citation, ...]:
        return (Citation(self.lead.article, self.lead.span), *self.support)

    @property
    def articles(self) -> tuple[Article, ...]:
        return tuple(dict.fromkeys(c.article for c in self.citations))


@dataclass(frozen=True, slots=True)
class Theme:
    """A subject with its key points, best first. `articles` speak of it and go back to `origins` underlying texts."""

    label: str
    named_by: Literal["user", "found"]
    points: tuple[KeyPoint, ...]
    articles: tuple[Article, ...] = ()
    origins: int = 0
    stories: tuple[str, ...] = ()
    note: str = ""
    leading: tuple[str, ...] = ()  # ids of its points that stand in key reporting instead

    @property
    def id(self) -> str:
        return "t" + short_hash(self.label, 8)

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(sorted({a.day for a in self.articles if a.day is not None}))


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Sentences about one thing that cannot both stand; each side holds one or more citations."""

    kind: DisagreementKind
    between: Between
    about: str
    sides: tuple[tuple[Citation, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """An entry of the timeline. `date` is an ISO prefix ("2022", "2022-02", "2022-02-24"), None when it is unknown."""

    date: str | None
    precision: Precision
    basis: Literal["stated", "inferred", "unknown"]
    citation: Citation
    ground: str = ""
    said: str = ""
    after: str | None = None
    worth: float = 0.0  # among the events of a brief: the least worthy is given up first


@dataclass(frozen=True, slots=True)
class NamedForm:
    form: str
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """A name with its spellings and the offices that the articles give, verbatim."""

    name: str
    forms: tuple[NamedForm, ...]
    offices: tuple[NamedForm, ...]


@dataclass(frozen=True, slots=True)
class Spelling:
    """Forms of one name that are only spelled differently."""

    forms: tuple[NamedForm, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A sentence or point that is not on the page, with the reason."""

    point: KeyPoint
    reason: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """An input that gave no article, with the reason."""

    origin_path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A quotation of an earlier edition, not `printed` in `left_out`; `articles` are the ids of those that say it."""

    text: str
    article: str
    span: Span
    articles: frozenset[str] = frozenset()
    theme: str = ""
    printed: bool = True
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Earlier:
    """What earlier editions told: `number` and `day` are the last one's, `articles` the ids of all that they read.

    `claims` of the last edition come first; `themes` are its themes. `at_hand` are articles whose old wording may be
    quoted, `newer` leads from an article to its corrected version, "" where it was withdrawn.
    """

    number: int
    day: str
    claims: tuple[Claim, ...] = ()
    themes: tuple[str, ...] = ()
    articles: frozenset[str] = frozenset()
    at_hand: tuple[Article, ...] = ()
    newer: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Changed:
    """A printed point that tells another number or date than an earlier edition did."""

    point: str
    kind: Literal["number", "date"]
    was: Citation


@dataclass(frozen=True, slots=True)
class Correction:
    """A printed quotation whose article was corrected or withdrawn: `now` is None where nothing takes its place."""

    was: Citation
    now: Citation | None


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A theme of an earlier edition of which nothing new is told."""

    label: str
    points: int


@dataclass(frozen=True, slots=True)
class Changes:
    """The brief against the edition `number` of `day`: point ids, themes by label."""

    number: int
    day: str
    new: tuple[str, ...] = ()
    new_themes: tuple[str, ...] = ()
    confirmed: tuple[str, ...] = ()
    changed: tuple[Changed, ...] = ()
    corrected: tuple[Correction, ...] = ()
    unchanged: tuple[Unchanged, ...] = ()
    gone_quiet: tuple[str, ...] = ()

    @property
    def citations(self) -> Iterator[Citation]:
        """The old wordings and what takes their place."""
        for correction in self.corrected:
            if correction.now is not None:
                yield correction.now
            yield correction.was
        yield from (changed.was for changed in self.changed)

    def of_printed(self, points: Container[str]) -> Changes:
        """Without what is told of points that the page has no room for."""
        return replace(
            self,
            new=tuple(id_ for id_ in self.new if id_ in points),
            confirmed=tuple(id_ for id_ in self.confirmed if id_ in points),
            changed=tuple(changed for changed in self.changed if changed.point in points),
        )

    @property
    def is_news(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.new or self.confirmed or self.changed or self.corrected)


@dataclass(frozen=True, slots=True)
class Comment:
    """An analyst's own words, signed; never a quotation and never counted as one."""

    text: str
    by: str


@dataclass(frozen=True, slots=True)
class Brief:
    """One page as nouns. `left_out` is ordered by worth, `not_shown` counts every sentence that is not printed."""

    title: str
    as_of: datetime
    articles: tuple[Article, ...]
    title_basis: Literal["stated", "made"] = "made"
    zone: str = "UTC"
    audience: str = ""
    tlp: str = ""
    language: str = "en"
    config_hash: str = ""
    key_reporting: tuple[KeyPoint, ...] = ()
    themes: tuple[Theme, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    other_disagreements: tuple[Disagreement, ...] = ()
    timeline: tuple[Event, ...] = ()
    people: tuple[Person, ...] = ()
    spellings: tuple[Spelling, ...] = ()
    stories: tuple[Story, ...] = ()
    copies: Copies = Copies(())
    left_out: tuple[LeftOut, ...] = ()
    not_shown: int = 0
    dropped: tuple[Dropped, ...] = ()
    notes: tuple[str, ...] = ()
    edition: int = 0  # 0: not kept
    since: datetime | None = None  # the articles of an edition were collected from here on
    silent_feeds: tuple[str, ...] = ()  # that failed, or gave nothing for long
    comment: Comment | None = None
    changes: Changes | None = None
    quoted_before: tuple[Article, ...] = ()  # cited by `changes` for what they said, and not among `articles`

    @property
    def at_hand(self) -> tuple[Article, ...]:
        """Every article that the page may quote."""
        return (*self.articles, *self.quoted_before)

    @property
    def points(self) -> Iterator[KeyPoint]:
        """Every printed point, in the order of the page."""
        yield from self.key_reporting
        for theme in self.themes:
            yield from theme.points


def short_hash(text: str, length: int) -> str:
    """The first `length` hex digits of the SHA-256 of the text (stable across processes, unlike hash())."""
    return hashlib.sha256(text.encode()).hexdigest()[:length]
