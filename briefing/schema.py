"""The brief as plain data, schema 1: what `-o brief.json` writes, what travels inside the outputs, what `verify` reads.

Offsets are code points of an article's canonical text, half open. docs/brief.schema.json is made from these structs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from briefing.errors import ConfigError
from briefing.types import Between, DateBasis, DisagreementKind, Precision, Role, TitleBasis

SCHEMA = 1

Attach = Literal["none", "quotes", "context", "full"]
Natural = Annotated[int, Meta(ge=0)]
Sha256 = Annotated[str, Meta(pattern="^([0-9a-f]{64})?$")]


class CitationData(Struct, frozen=True, forbid_unknown_fields=True):
    """`quote` is the article's text from `start` to `end`; in `left_out` it is "" where the quote share is used up."""

    source: Natural  # the number in `sources`; 0 where the article is not cited on the page
    article: str
    start: Natural
    end: Natural
    quote: str
    role: Role = "lead"


class SaidByData(Struct, frozen=True, forbid_unknown_fields=True):
    speaker: str = ""
    via: str = ""
    basis: Literal["named", "unnamed", "own voice"] = "own voice"


class AddedData(Struct, frozen=True, forbid_unknown_fields=True):
    """Words of ours, shown in brackets before the character `at` of the point's text."""

    at: Natural
    text: str


class Weight(Struct, frozen=True, forbid_unknown_fields=True):
    """A term, or the id of a point, with its weight."""

    name: str
    weight: float


class WhyData(Struct, frozen=True, forbid_unknown_fields=True):
    """Why a point was chosen, for `briefing explain`."""

    terms: tuple[Weight, ...] = ()
    beat: tuple[Weight, ...] = ()
    notes: tuple[str, ...] = ()


class Point(Struct, frozen=True, forbid_unknown_fields=True):
    """One printed quotation: `text` is the quote of its first citation, whose role is lead."""

    id: str
    text: str
    citations: tuple[CitationData, ...]
    articles: Natural
    origins: Natural
    flags: tuple[str, ...] = ()
    new: bool | None = None
    said_by: SaidByData = SaidByData()
    credibility: Annotated[int, Meta(ge=1, le=6)] = 6
    added: tuple[AddedData, ...] = ()
    why: WhyData = WhyData()


class ThemeData(Struct, frozen=True, forbid_unknown_fields=True):
    """`articles` speak of the theme and go back to `origins` texts; `oldest` and `newest` are ISO days."""

    id: str
    label: str
    named_by: Literal["user", "found"]
    articles: Natural
    origins: Natural
    oldest: str | None
    newest: str | None
    points: tuple[Point, ...]
    note: str = ""


class SideData(Struct, frozen=True, forbid_unknown_fields=True):
    citations: tuple[CitationData, ...]


class DisagreementData(Struct, frozen=True, forbid_unknown_fields=True):
    kind: DisagreementKind
    between: Between
    about: str
    sides: tuple[SideData, ...]
    note: str = ""


class EventData(Struct, frozen=True, forbid_unknown_fields=True):
    """`date` and `after` are ISO prefixes: 2022, 2022-02 or 2022-02-24."""

    date: str | None
    precision: Precision
    basis: Literal["stated", "inferred", "unknown"]
    citation: CitationData
    ground: str = ""
    said: str = ""
    after: str | None = None


class FormData(Struct, frozen=True, forbid_unknown_fields=True):
    form: str
    sources: tuple[Natural, ...]


class OfficeData(Struct, frozen=True, forbid_unknown_fields=True):
    text: str
    sources: tuple[Natural, ...]


class PersonData(Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    forms: tuple[FormData, ...]
    offices: tuple[OfficeData, ...]


class SpellingData(Struct, frozen=True, forbid_unknown_fields=True):
    forms: tuple[FormData, ...]


class EditionData(Struct, frozen=True, forbid_unknown_fields=True):
    number: Natural
    day: str


class ChangedData(Struct, frozen=True, forbid_unknown_fields=True):
    """A printed point that tells another number or date than the edition before did."""

    point: str
    kind: Literal["number", "date"]
    was: CitationData


class CorrectionData(Struct, frozen=True, forbid_unknown_fields=True):
    """A quotation of an earlier edition whose article was corrected, or withdrawn where `now` is null."""

    was: CitationData
    now: CitationData | None


class UnchangedData(Struct, frozen=True, forbid_unknown_fields=True):
    """A theme that is as it was told before, and how many points of it stand in `left_out`."""

    label: str
    points: Natural


class ChangesData(Struct, frozen=True, forbid_unknown_fields=True):
    """Against the edition `since`: ids of printed points, themes by label."""

    since: EditionData
    new: tuple[str, ...] = ()
    new_themes: tuple[str, ...] = ()
    confirmed: tuple[str, ...] = ()
    changed: tuple[ChangedData, ...] = ()
    corrected: tuple[CorrectionData, ...] = ()
    unchanged: tuple[UnchangedData, ...] = ()
    gone_quiet: tuple[str, ...] = ()


class CommentData(Struct, frozen=True, forbid_unknown_fields=True):
    """An analyst's own words: no quotation, and not counted as one."""

    text: str
    by: str


class CopyData(Struct, frozen=True, forbid_unknown_fields=True):
    """Why two articles count as one text: how they are related, and what share of one stands in the other."""

    a: str
    b: str
    kind: Literal["verbatim", "edited", "part", "rewrite", "joined", "update"]
    share: float


class StoryData(Struct, frozen=True, forbid_unknown_fields=True):
    """Article ids, grouped by origin; ids of articles that the page does not cite stand here too."""

    id: str
    label: str
    articles: tuple[str, ...]
    origins: tuple[tuple[str, ...], ...]


class SourceData(Struct, frozen=True, forbid_unknown_fields=True):
    """A row of the sources table. `shares_wording_with` names the other rows of the same underlying text; `summary` is
    there, and true, where the text is incomplete since its feed or newsletter gives a summary only."""

    number: Natural
    article: str
    title: str
    title_basis: TitleBasis
    publisher: str
    url: str
    origin_path: str
    published: str | None
    published_basis: DateBasis
    owner: str
    reliability: str
    kind: str
    note: str
    text_sha256: Sha256
    language: str = "en"
    complete: bool = True
    summary: bool | UnsetType = UNSET
    shares_wording_with: tuple[Natural, ...] = ()
    rights: str = ""
    country: str = ""
    family: str = ""


class LeftOutData(Struct, frozen=True, forbid_unknown_fields=True):
    point: Point
    reason: str


class DroppedData(Struct, frozen=True, forbid_unknown_fields=True):
    origin_path: str
    reason: str


class ChecksData(Struct, frozen=True, forbid_unknown_fields=True):
    """`quotations` counts printed quotes; `text` says how the page's text reads back: as it was set, or by glyphs."""

    quotations: Natural = 0
    verified: Natural = 0
    pages: Natural = 1
    text: Literal["exact", "glyphs"] = "exact"
    level: Attach = "context"


class PageData(Struct, frozen=True, forbid_unknown_fields=True):
    """How the page was set: what its text can be made from again, to compare it. `own_templates`: with the user's."""

    layout: Literal["executive", "wire", "note"] = "executive"
    paper: Literal["A4", "Letter"] = "A4"
    accent: str = "#8a1c2b"
    own_templates: bool = False
    logo: Sha256 = ""  # of the file of the logo, where the page has one
    footer: str = ""  # the user's own words at the foot


class Document(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One page as data. `articles`, `origins` and `dated` count what was read, `sources` lists what the page cites."""

    schema: Literal[1] = 1
    title: str
    title_basis: Literal["stated", "made"]
    as_of: str
    day: str
    zone: str
    edition: EditionData | None = None
    audience: str = ""
    tlp: str = ""
    language: str = "en"
    made_by: str
    config_hash: str = ""
    evidence_sha256: Sha256 = ""
    sha256: Sha256 = ""  # of this document with this field empty; see seal()
    articles: Natural
    origins: Natural
    dated: Natural
    key_reporting: tuple[Point, ...]
    themes: tuple[ThemeData, ...]
    disagreements: tuple[DisagreementData, ...]
    other_disagreements: tuple[DisagreementData, ...] = ()  # found, but without room on the page
    timeline: tuple[EventData, ...]
    people: tuple[PersonData, ...]
    spellings: tuple[SpellingData, ...]
    since: str | None = None  # an edition's articles were collected from this instant on
    silent_feeds: tuple[str, ...] = ()
    comment: CommentData | None = None
    changes: ChangesData | None = None
    stories: tuple[StoryData, ...]
    copies: tuple[CopyData, ...] = ()
    sources: tuple[SourceData, ...]
    other_sources: tuple[SourceData, ...] = ()  # cited by `left_out` only; their number is 0
    left_out: tuple[LeftOutData, ...]
    not_shown: Natural = 0
    dropped: tuple[DroppedData, ...]
    notes: tuple[str, ...] = ()
    page: PageData = PageData()
    checks: ChecksData

    @property
    def points(self) -> Iterator[Point]:
        """Every printed point, in the order of the page."""
        yield from self.key_reporting
        for theme in self.themes:
            yield from theme.points

    @property
    def quotations(self) -> Iterator[CitationData]:
        """Every quotation that is printed: corrections, the leads of points, sides of disagreements, the timeline."""
        yield from self._corrected
        yield from (point.citations[0] for point in self.points)
        yield from self._beside_points

    @property
    def citations(self) -> Iterator[CitationData]:
        """Every citation of the page, those that are only numbers on it too, in the order of the page."""
        yield from self._corrected
        yield from (citation for point in self.points for citation in point.citations)
        yield from self._beside_points

    @property
    def _corrected(self) -> Iterator[CitationData]:
        """Both wordings of what was corrected: before everything else on the page."""
        yield from (c for one in (self.changes.corrected if self.changes else ()) for c in (one.now, one.was) if c)

    @property
    def _beside_points(self) -> Iterator[CitationData]:
        yield from (citation for d in self.disagreements for side in d.sides for citation in side.citations)
        yield from (changed.was for changed in (self.changes.changed if self.changes else ()))
        yield from (event.citation for event in self.timeline)

    @property
    def left_out_citations(self) -> Iterator[CitationData]:
        """The citations of what was left out and is quoted all the same."""
        yield from (citation for left in self.left_out for citation in left.point.citations if citation.quote)
        for disagreement in self.other_disagreements:
            yield from (citation for side in disagreement.sides for citation in side.citations if citation.quote)


def dumps(data: Struct) -> bytes:
    """Stable JSON: keys in declared order, UTF-8, two spaces, a newline at the end."""
    return msgspec.json.format(msgspec.json.encode(data), indent=2) + b"\n"


def json_schema() -> bytes:
    """docs/brief.schema.json: the same schema for readers without Python."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **msgspec.json.schema(Document)}
    return msgspec.json.format(msgspec.json.encode(schema), indent=2) + b"\n"


def seal(document: Document) -> Document:
    """The document with its own hash, by which a change anywhere in it shows."""
    return msgspec.structs.replace(document, sha256=fingerprint(document))


def fingerprint(document: Document) -> str:
    """The SHA-256 of the document without its hash: of what it says, however its JSON is laid out."""
    return sha256(dumps(msgspec.structs.replace(document, sha256=""))).hexdigest()


class UnknownSchemaError(ConfigError):
    """A brief.json of a schema that this version does not know, usually a newer one."""


def loads(data: bytes | str) -> Document:
    """The document of a brief.json of this schema or an older one; ConfigError for a newer one or something else."""
    try:
        raw = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ConfigError("this is not a brief.json", why=str(error)) from error
    try:
        return msgspec.convert(upgrade(raw), Document)
    except msgspec.ValidationError as error:
        raise ConfigError("this is not a brief.json of schema 1", why=str(error)) from error


def is_older(data: bytes | str) -> bool:
    """Whether it is a brief.json of an older schema than today's; those of schema 0 carry no hash of their own."""
    raw = msgspec.json.decode(data)
    return isinstance(raw, dict) and raw.get("schema") in UPGRADES


def upgrade(raw: object) -> dict[str, Any]:
    """The same brief in today's schema, one step of UPGRADES after the other."""
    if not isinstance(raw, dict) or not isinstance(raw.get("schema"), int):
        raise ConfigError("this is not a brief.json", why="it names no schema")
    data: dict[str, Any] = raw
    while data["schema"] != SCHEMA:
        number = data["schema"]
        if number not in UPGRADES:
            why = f"this version of briefing reads schema {SCHEMA} and older"
            raise UnknownSchemaError(
                f"this brief.json is of schema {number}", why=why, hint="Update briefing to read it"
            )
        data = UPGRADES[number](data)
    return data


def _from_0(old: dict[str, Any]) -> dict[str, Any]:
    """Schema 0, of the drafts: no counts of what was read, no evidence hash, no reasons, no spellings."""
    sources = old.get("sources", [])
    added = {
        "articles": len(sources),
        "origins": len(sources),
        "dated": sum(source.get("published") is not None for source in sources),
        "stories": [],
        "people": [],
        "spellings": [],
        "left_out": [],
        "dropped": [],
    }
    return {**added, **old, "schema": 1}


# Schema number -> the step to the next one. A new schema adds its step here and keeps the old ones.
UPGRADES: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {0: _from_0}
