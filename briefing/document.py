"""The brief as plain data (schema.py), and the check that every quotation in it stands in its article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import msgspec

from briefing.check import check, read_back
from briefing.config import PageSettings, QuotingSettings
from briefing.evidence import Evidence, evidence, evidence_bytes, evidence_sha256
from briefing.schema import (
    AddedData,
    Attach,
    ChangedData,
    ChangesData,
    ChecksData,
    CitationData,
    CommentData,
    CopyData,
    CorrectionData,
    DisagreementData,
    Document,
    DroppedData,
    EditionData,
    EventData,
    FormData,
    LeftOutData,
    OfficeData,
    PageData,
    PersonData,
    Point,
    SaidByData,
    SideData,
    SourceData,
    SpellingData,
    StoryData,
    ThemeData,
    UnchangedData,
    Weight,
    WhyData,
    dumps,
    loads,
    seal,
)
from briefing.text.shares import union, within_share
from briefing.types import (
    Article,
    Brief,
    Changes,
    Citation,
    CopyLink,
    Disagreement,
    Event,
    KeyPoint,
    LeftOut,
    NamedForm,
    Person,
    Span,
    Spelling,
    Story,
    Theme,
)
from briefing.version import MADE_BY

BRIEF_NAME, EVIDENCE_NAME = "brief.json", "evidence.json"
OPENING = 50  # characters of a sentence that has no id to be named by

__all__ = ["Document", "attachments", "check", "cited", "dumps", "embedded", "loads", "to_document"]


def to_document(
    brief: Brief,
    attach: Attach = "context",
    *,
    quoting: QuotingSettings | None = None,
    page: PageSettings | None = None,
) -> Document:
    """The brief as schema 1, tied to its evidence and sealed. Sources are numbered by their first appearance."""
    quoting, page = quoting or QuotingSettings(), page or PageSettings()
    left_out = brief.left_out[: quoting.left_out_max]
    write = _Writer(_numbers(brief), _ids(brief), _withheld(brief, left_out, attach, quoting))
    printed = sum(1 for _ in _printed(brief))
    day = _day(brief.as_of, brief.zone).isoformat()
    document = Document(
        title=brief.title,
        title_basis=brief.title_basis,
        as_of=_instant(brief.as_of),
        day=day,
        zone=brief.zone,
        edition=EditionData(number=brief.edition, day=day) if brief.edition else None,
        audience=brief.audience,
        tlp=brief.tlp,
        language=brief.language,
        made_by=MADE_BY,
        config_hash=brief.config_hash,
        articles=len(brief.articles),
        origins=len(brief.copies.origins),
        dated=sum(article.day is not None for article in brief.articles),
        key_reporting=tuple(map(write.point, brief.key_reporting)),
        themes=tuple(map(write.theme, brief.themes)),
        disagreements=tuple(map(write.disagreement, brief.disagreements)),
        other_disagreements=tuple(map(write.other_disagreement, brief.other_disagreements)),
        timeline=tuple(map(write.event, brief.timeline)),
        people=tuple(map(write.person, brief.people)),
        spellings=tuple(map(write.spelling, brief.spellings)),
        since=_instant(brief.since) if brief.since else None,
        silent_feeds=brief.silent_feeds,
        comment=CommentData(text=brief.comment.text, by=brief.comment.by) if brief.comment else None,
        changes=write.changes(brief.changes) if brief.changes else None,
        stories=tuple(map(_story, brief.stories)),
        copies=tuple(map(_copy, brief.copies.links[: quoting.left_out_max])),
        sources=write.sources(brief),
        other_sources=write.other_sources(brief),
        left_out=tuple(map(write.left_out, left_out)),
        not_shown=brief.not_shown,
        dropped=tuple(DroppedData(origin_path=d.origin_path, reason=d.reason) for d in brief.dropped),
        notes=brief.notes,
        page=_page(page),
        checks=ChecksData(quotations=printed, verified=printed, level=attach),
    )
    tied = evidence_sha256(evidence(document, brief.at_hand, attach, quoting=quoting))
    checks = msgspec.structs.replace(document.checks, text=read_back(document))
    return seal(msgspec.structs.replace(document, evidence_sha256=tied, checks=checks))


def attachments(
    document: Document, articles: Iterable[Article], *, quoting: QuotingSettings | None = None
) -> dict[str, bytes]:
    """File name -> bytes of what travels inside an output: brief.json, and the evidence unless its level is none."""
    found = evidence(document, articles, document.checks.level, quoting=quoting)
    attached = {BRIEF_NAME: dumps(document)}
    return attached if found.level == "none" else {**attached, EVIDENCE_NAME: evidence_bytes(found)}


def embedded(document: Document, found: Evidence) -> str:
    """The same inside an HTML page: two script elements of data, whose JSON can neither end them nor open another."""
    data = {BRIEF_NAME: dumps(document), EVIDENCE_NAME: evidence_bytes(found)}
    return "\n".join(_element(name, content.decode()) for name, content in data.items() if content)


def _element(name: str, content: str) -> str:
    """https://html.spec.whatwg.org/#restrictions-for-contents-of-script-elements: no "<" may be left in it."""
    for character in "<>&\u2028\u2029":
        content = content.replace(character, f"\\u{ord(character):04x}")
    return f'<script type="application/json" id="{name}">\n{content}</script>'


def cited(brief: Brief) -> Iterator[Article]:
    """The article of every citation, in the order in which the page shows them."""
    yield from (citation.article for citation in _citations(brief))
    for person in brief.people:
        yield from (article for form in (*person.forms, *person.offices) for article in form.articles)
    for spelling in brief.spellings:
        yield from (article for form in spelling.forms for article in form.articles)


@dataclass(frozen=True, slots=True)
class _Writer:
    """Nouns to data, each article by its number on the page."""

    number: dict[str, int]
    ids: dict[str, str]
    withheld: frozenset[tuple[str, int, int]] = frozenset()

    def citation(self, citation: Citation) -> CitationData:
        return CitationData(
            source=self.number.get(citation.article.id, 0),
            article=citation.article.id,
            start=citation.span.start,
            end=citation.span.end,
            quote=citation.quote,
            role=citation.role,
        )

    def point(self, point: KeyPoint) -> Point:
        return Point(
            id=point.id,
            text=point.text,
            citations=tuple(map(self.citation, point.citations)),
            articles=len(point.articles),
            origins=point.origins,
            flags=point.flags,
            new=point.new,
            said_by=SaidByData(speaker=point.said_by.speaker, via=point.said_by.via, basis=point.said_by.basis),
            credibility=point.credibility,
            added=tuple(AddedData(at=added.at, text=added.text) for added in point.added),
            why=WhyData(
                terms=tuple(Weight(name=name, weight=round(weight, 4)) for name, weight in point.why.terms),
                beat=tuple(Weight(name=self._named(text), weight=round(w, 4)) for text, w in point.why.beat),
                notes=point.why.notes,
            ),
        )

    def _named(self, text: str) -> str:
        """A sentence that was beaten by its point's id, or by its opening: reasons take no article along."""
        return self.ids.get(text) or (text if len(text) <= OPENING else f"{text[:OPENING].rsplit(' ', 1)[0]} …")

    def theme(self, theme: Theme) -> ThemeData:
        days = theme.days
        return ThemeData(
            id=theme.id,
            label=theme.label,
            named_by=theme.named_by,
            articles=len(theme.articles),
            origins=theme.origins,
            oldest=days[0].isoformat() if days else None,
            newest=days[-1].isoformat() if days else None,
            points=tuple(map(self.point, theme.points)),
            note=theme.note,
        )

    def disagreement(self, disagreement: Disagreement) -> DisagreementData:
        return DisagreementData(
            kind=disagreement.kind,
            between=disagreement.between,
            about=disagreement.about,
            sides=tuple(SideData(citations=tuple(map(self.citation, side))) for side in disagreement.sides),
            note=disagreement.note,
        )

    def other_disagreement(self, disagreement: Disagreement) -> DisagreementData:
        """One that the page has no room for, with its words as far as the quote share allows."""
        found = self.disagreement(disagreement)
        sides = tuple(SideData(citations=tuple(map(self._unless_withheld, side.citations))) for side in found.sides)
        return msgspec.structs.replace(found, sides=sides)

    def event(self, event: Event) -> EventData:
        return EventData(
            date=event.date,
            precision=event.precision,
            basis=event.basis,
            citation=self.citation(event.citation),
            ground=event.ground,
            said=event.said,
            after=event.after,
        )

    def person(self, person: Person) -> PersonData:
        offices = tuple(OfficeData(text=o.form, sources=self._numbers(o.articles)) for o in person.offices)
        return PersonData(name=person.name, forms=self._forms(person.forms), offices=offices)

    def spelling(self, spelling: Spelling) -> SpellingData:
        return SpellingData(forms=self._forms(spelling.forms))

    def changes(self, changes: Changes) -> ChangesData:
        return ChangesData(
            since=EditionData(number=changes.number, day=changes.day),
            new=changes.new,
            new_themes=changes.new_themes,
            confirmed=changes.confirmed,
            changed=tuple(ChangedData(point=c.point, kind=c.kind, was=self.citation(c.was)) for c in changes.changed),
            corrected=tuple(
                CorrectionData(was=self.citation(c.was), now=self.citation(c.now) if c.now else None)
                for c in changes.corrected
            ),
            unchanged=tuple(UnchangedData(label=u.label, points=u.points) for u in changes.unchanged),
            gone_quiet=changes.gone_quiet,
        )

    def left_out(self, left: LeftOut) -> LeftOutData:
        """The point with its place, and with its words as far as the quote share allows."""
        point = self.point(left.point)
        citations = tuple(self._unless_withheld(citation) for citation in point.citations)
        return LeftOutData(
            point=msgspec.structs.replace(point, text=citations[0].quote, citations=citations), reason=left.reason
        )

    def _unless_withheld(self, citation: CitationData) -> CitationData:
        place = (citation.article, citation.start, citation.end)
        return msgspec.structs.replace(citation, quote="") if place in self.withheld else citation

    def sources(self, brief: Brief) -> tuple[SourceData, ...]:
        rows = sorted((a for a in brief.at_hand if a.id in self.number), key=lambda article: self.number[article.id])
        origins = {article.id: origin for origin in brief.copies.origins for article in origin}
        return tuple(self._source(article, origins.get(article.id, ())) for article in rows)

    def other_sources(self, brief: Brief) -> tuple[SourceData, ...]:
        others = {c.article.id for d in brief.other_disagreements for side in d.sides for c in side}
        wanted = {c.article.id for left in brief.left_out for c in left.point.citations} | others
        wanted -= set(self.number)
        return tuple(self._source(article, ()) for article in brief.articles if article.id in wanted)

    def _source(self, article: Article, origin: Iterable[Article]) -> SourceData:
        return SourceData(
            number=self.number.get(article.id, 0),
            article=article.id,
            title=article.title,
            title_basis=article.title_basis,
            publisher=article.publisher,
            url=article.url,
            origin_path=article.origin_path,
            published=_published(article),
            published_basis=article.published_basis,
            owner=article.owner,
            reliability=article.reliability,
            kind=article.kind,
            note=article.note,
            text_sha256=article.text_sha256 or sha256(article.text.encode()).hexdigest(),
            language=article.language,
            complete=article.complete,
            summary=True if not article.complete and article.extra.get("part") == "summary" else msgspec.UNSET,
            rights=article.rights,
            shares_wording_with=self._numbers(other for other in origin if other != article),
            country=article.country,
            family=article.family,
        )

    def _forms(self, forms: Iterable[NamedForm]) -> tuple[FormData, ...]:
        return tuple(FormData(form=form.form, sources=self._numbers(form.articles)) for form in forms)

    def _numbers(self, articles: Iterable[Article]) -> tuple[int, ...]:
        return tuple(sorted({self.number[article.id] for article in articles if article.id in self.number}))


def _ids(brief: Brief) -> dict[str, str]:
    points = (*brief.points, *(left.point for left in brief.left_out))
    return {point.text: point.id for point in reversed(points)}


def _numbers(brief: Brief) -> dict[str, int]:
    return {article.id: number for number, article in enumerate(dict.fromkeys(cited(brief)), start=1)}


def _citations(brief: Brief) -> Iterator[Citation]:
    yield from _corrected(brief)
    yield from (citation for point in brief.points for citation in point.citations)
    yield from _beside_points(brief)


def _printed(brief: Brief) -> Iterator[Citation]:
    """Every quotation that the page prints: the leads of its points, both sides of disagreements, the timeline."""
    yield from _corrected(brief)
    yield from (point.citations[0] for point in brief.points)
    yield from _beside_points(brief)


def _corrected(brief: Brief) -> Iterator[Citation]:
    """Both wordings of what was corrected: before everything else on the page."""
    yield from (c for one in (brief.changes.corrected if brief.changes else ()) for c in (one.now, one.was) if c)


def _beside_points(brief: Brief) -> Iterator[Citation]:
    yield from (citation for d in brief.disagreements for side in d.sides for citation in side)
    yield from (changed.was for changed in (brief.changes.changed if brief.changes else ()))
    yield from (event.citation for event in brief.timeline)


def _withheld(
    brief: Brief, left_out: Iterable[LeftOut], attach: Attach, quoting: QuotingSettings
) -> frozenset[tuple[str, int, int]]:
    """The places of left-out quotations that would take more of an article along than may be quoted of it."""
    if attach == "full":
        return frozenset()
    quoted: defaultdict[Article, list[Span]] = defaultdict(list)
    for citation in _citations(brief):
        quoted[citation.article].append(citation.span)
    withheld = set()
    others = (citation for d in brief.other_disagreements for side in d.sides for citation in side)
    for citation in (*(citation for left in left_out for citation in left.point.citations), *others):
        spans = quoted[citation.article]
        if attach != "none" and within_share(citation.article, (*spans, citation.span), quoting):
            spans.append(citation.span)
        elif not any(citation.span in span for span in union(spans)):
            withheld.add((citation.article.id, citation.span.start, citation.span.end))
    return frozenset(withheld)


def _page(page: PageSettings) -> PageData:
    return PageData(
        layout=page.layout,
        paper=page.paper,
        accent=page.accent,
        own_templates=bool(page.templates),
        logo=_file_sha256(page.logo) if page.logo else "",
        footer=page.footer,
    )


@lru_cache(maxsize=4)
def _file_sha256(path: str) -> str:
    return sha256(Path(path).read_bytes()).hexdigest() if Path(path).is_file() else ""


def _copy(link: CopyLink) -> CopyData:
    return CopyData(a=link.a.id, b=link.b.id, kind=link.kind, share=round(link.share, 4))


def _story(story: Story) -> StoryData:
    origins = tuple(tuple(article.id for article in origin) for origin in story.origins)
    return StoryData(id=story.id, label=story.label, articles=tuple(a.id for a in story.articles), origins=origins)


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _day(moment: datetime, zone: str) -> date:
    return moment.astimezone(_zone(zone)).date()


def _zone(name: str) -> tzinfo:
    if name == "UTC":
        return UTC
    from zoneinfo import ZoneInfo  # reads the system's tables; most briefs are in UTC

    return ZoneInfo(name)


def _published(article: Article) -> str | None:
    if isinstance(article.published, datetime):
        return _instant(article.published)
    return article.published.isoformat() if article.published else None
