"""The edition of a list and a local day: its articles, what changed since the last one, what subscribers get."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from dataclasses import replace as with_changes
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from msgspec import convert
from msgspec.structs import asdict, replace

from briefing import ingest
from briefing.config import Config, DeskSettings, Digest, PageSettings
from briefing.errors import ConfigError, IngestError, UnknownNameError
from briefing.job.judging import registry
from briefing.job.making import closing_line, compose, document_of, render, unset
from briefing.job.running import Progress, silent
from briefing.schema import Document, dumps, loads
from briefing.steps.statements import letters_of
from briefing.store import Store
from briefing.store.editions import Edition, State
from briefing.store.feeds import Feed
from briefing.told import all_remembered, earlier
from briefing.types import Article, Brief, Comment, Earlier

PDF, HTML, JSON = "brief.pdf", "brief.html", "brief.json"
COMMENT_CHARACTERS = 800
SILENT = timedelta(days=3)  # without an answer
NO_COMMENT = Comment("", "")  # takes the one on the earlier draft away
FRESH = timedelta(days=2)  # since a decision whose words are looked for in every edition
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Order:
    """An edition that is wanted: of which list, as of when, of the archive's articles or of the files named.

    `given` is when it was ordered, for the history: another instant than `as_of` where that was said.
    """

    digest: Digest
    config: Config
    as_of: datetime
    inputs: tuple[str, ...] = ()
    by: str = ""
    progress: Progress = silent
    comment: Comment | None = None
    given: datetime | None = None

    @property
    def day(self) -> date:
        return self.as_of.astimezone(zone_of(self.digest, self.config)).date()

    @property
    def at(self) -> datetime:
        return self.given or self.as_of


@dataclass(frozen=True, slots=True)
class Made:
    """An edition with its files, as it is kept. `errors` are inputs that failed, `notes` what else is worth a line."""

    edition: Edition
    files: Mapping[str, bytes] = field(default_factory=dict)
    document: Document | None = None
    errors: tuple[IngestError, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return self.edition.state == "empty"


def digest_of(config: Config, list_name: str = "") -> Digest:
    """The digest of a list; without a name the only one there is. ConfigError says which there are."""
    if not config.digest:
        hint = 'Write one into briefing.toml: [[digest]] and list = "ministers"; see docs/digest.md'
        raise ConfigError("no digest is configured", hint=hint)
    if not list_name and len(config.digest) == 1:
        return config.digest[0]
    found = next((digest for digest in config.digest if digest.list == list_name), None)
    if found is not None:
        return found
    known = tuple(digest.list for digest in config.digest)
    if list_name:
        raise UnknownNameError("list", list_name, known)
    raise ConfigError("which list?", hint=f"Name one of {', '.join(known)}")


def zone_of(digest: Digest, config: Config) -> tzinfo:
    """The zone whose day an edition is of."""
    name = digest.zone or config.brief.zone
    if name == "UTC":
        return UTC
    from zoneinfo import ZoneInfo

    return ZoneInfo(name)


def config_of(order: Order, desk: DeskSettings = DeskSettings()) -> Config:  # noqa: B008
    """The configuration with what the digest sets for its list, and with the desk's decisions."""
    digest, config = order.digest, order.config
    brief = replace(
        config.brief,
        title=digest.title or config.brief.title,
        audience=digest.audience or config.brief.audience,
        language=digest.language or config.brief.language,
        zone=digest.zone or config.brief.zone,
    )
    page = replace(config.page, layout=digest.layout or config.page.layout, paper=digest.paper or config.page.paper)
    desk = DeskSettings((*config.desk.pin, *desk.pin), (*config.desk.drop, *desk.drop))
    return replace(config, brief=brief, page=page, theme=digest.theme or config.theme, desk=desk, digest=())


def comment_of(text: str, by: str) -> Comment:
    """An analyst's words as one paragraph; ConfigError when there are none, or more than a page has room for."""
    words = ingest.one_line(text)
    if not words:
        raise ConfigError("the comment is empty")
    if len(words) > COMMENT_CHARACTERS:
        raise ConfigError(f"the comment has {len(words)} characters", why=f"a page has room for {COMMENT_CHARACTERS}")
    return Comment(words, by)


# --- making --------------------------------------------------------------------------------------------------


def make_edition(store: Store, order: Order) -> Made:
    """The edition of the order's day, kept in the archive in place of an earlier draft. StoreError once it was sent.

    The comment on the earlier draft stays, unless the order has one of its own.
    """
    before = store.editions.of_day(order.digest.list, order.day)
    if order.comment is None and before is not None and before.document:
        said = loads(before.document).comment
        order = with_changes(order, comment=Comment(said.text, said.by) if said else None)
    elif order.comment == NO_COMMENT:
        order = with_changes(order, comment=None)
    made = edition_of(store, order)
    kept = store.editions.keep(made.edition, made.files, at=order.at, by=order.by)
    void = before is not None and before.state == "approved" and not made.is_empty
    notes = ("the draft before was approved and this one is not: briefing digest approve",) if void else ()
    return with_changes(made, edition=kept, notes=(*made.notes, *notes))


def edition_of(store: Store, order: Order) -> Made:
    """The same, not kept."""
    last = next(_sent_before(store, order, count=1), None)
    since = span(order, last)
    material = _material(store, order, since)
    number = (last.number if last else 0) + 1
    if not material.articles:
        return Made(_edition(order, 0, "empty", since, closing="nothing was collected"), errors=material.errors)
    config = config_of(order, _decided(store, order.digest.list))
    before = _earlier(store, order, material.articles)
    order.progress("choosing", 0, 0)
    about = {
        "edition": number,
        "since": since,
        "silent_feeds": silent_feeds(store, order),
        "comment": order.comment,
    }
    composed = Composed(material, before, config, order, about)
    brief = composed.brief(config.page.layout)
    notes = (*material.notes, *unmatched(store, order, material.articles), *brief.notes)
    if brief.changes is not None and not brief.changes.is_news and not order.digest.send_when_empty:
        closing = f"nothing new since edition {brief.changes.number} of {brief.changes.day}"
        return Made(_edition(order, 0, "empty", since, closing=closing), errors=material.errors, notes=notes)
    document = document_of(brief, config)
    order.progress("rendering", 0, 0)
    files = {name: render(name, brief, document, config) for name in (PDF, HTML, JSON)}
    files.update(mails(brief, document, config))
    for layout in sorted(layouts(store, order.digest) - {config.page.layout}):
        other = composed.brief(layout)
        files.update(mails(other, document_of(other, composed.with_layout(layout)), composed.with_layout(layout)))
    edition = _edition(order, number, "kept", since, dumps(document).decode(), closing_line(brief, document))
    return Made(edition, files, document, material.errors, (*notes, *unset((PDF,), document)))


@dataclass(frozen=True, slots=True)
class Composed:
    """One morning's material, as each layout sets it."""

    material: ingest.Material
    before: Earlier | None
    config: Config
    order: Order
    about: Mapping[str, Any]

    def with_layout(self, layout: str) -> Config:
        return replace(self.config, page=convert({**asdict(self.config.page), "layout": layout}, PageSettings))

    def brief(self, layout: str) -> Brief:
        return compose(
            self.material.articles,
            as_of=self.order.as_of,
            config=self.with_layout(layout),
            dropped=self.material.dropped,
            earlier=self.before,
            about=self.about,
        )


def mails(brief: Brief, document: Document, config: Config) -> dict[str, bytes]:
    """The drafts of the mail in the configuration's layout, with the PDF and without."""
    made = {}
    for attach in (True, False):
        name = draft_name(config.page.layout, attach=attach)
        with_or_without = replace(config, mail=replace(config.mail, attach_pdf=attach))
        made[name] = render(name, brief, document, with_or_without)
    return made


def draft_name(layout: str, *, attach: bool) -> str:
    """What the draft of a mail is called among an edition's files."""
    return f"{layout}{'-with-pdf' if attach else ''}.eml"


def layouts(store: Store, digest: Digest) -> set[str]:
    """Those that subscribers of the list chose."""
    return {s.layout for s in store.subscribers.reachable(digest.list) if s.layout}


def _edition(
    order: Order, number: int, state: State, since: datetime, document: str = "", closing: str = ""
) -> Edition:
    return Edition(order.digest.list, order.day, number, state, order.as_of, since, document, closing)


# --- what it is made of --------------------------------------------------------------------------------------


def _sent_before(store: Store, order: Order, *, count: int) -> Iterator[Edition]:
    """The editions that were sent to the list before this day, the newest first."""
    return store.editions.sent(order.digest.list, before=order.day, count=count)


def span(order: Order, last: Edition | None) -> datetime:
    """The instant since which articles were collected: the window's, or the last edition's where that is longer ago."""
    window = order.as_of - timedelta(hours=order.digest.window_hours)
    return min(window, last.as_of) if last else window


def _material(store: Store, order: Order, since: datetime) -> ingest.Material:
    """Articles of the files named, or of the archive by their time of collection, without what is under embargo."""
    if order.inputs:
        read = ingest.read(order.inputs, limits=order.config.limits)
        return _sifted(read, order)
    order.progress("reading", 0, 0)
    return _sifted(_collected(store, order, since), order)


def _collected(store: Store, order: Order, since: datetime) -> Iterator[Article]:
    """The current articles of the archive; of the list's own feeds where it names some."""
    if not order.digest.feeds:
        yield from store.articles.since(since, order.as_of)
        return
    feeds = {feed.url for feed in store.feeds.all([order.digest.feeds])}
    kept = store.articles.kept(since, order.as_of, current=True)
    yield from (item.article for item in kept if item.via in feeds)


def silent_feeds(store: Store, order: Order) -> tuple[str, ...]:
    """Feeds of the list that failed when they were last asked, or gave nothing for SILENT, by title."""
    if order.inputs:
        return ()
    feeds = store.feeds.all([order.digest.feeds] if order.digest.feeds else [])
    return tuple(
        feed.title or feed.url for feed in feeds if feed.failures or feed.gone or _is_silent(feed, order.as_of)
    )


def _is_silent(feed: Feed, now: datetime) -> bool:
    return feed.success_at is not None and now - feed.success_at > SILENT


def _sifted(read: Iterable[Article | IngestError], order: Order) -> ingest.Material:
    sources = order.config.sources
    return ingest.sift(ingest.sort_out(read), order.as_of, settings=sources, registry=registry(order.inputs))


def _decided(store: Store, list_name: str) -> DeskSettings:
    decisions = store.editions.decisions(list_name)
    return DeskSettings(
        tuple(d.quotation for d in decisions if d.kind == "pin"),
        tuple(d.quotation for d in decisions if d.kind == "drop"),
    )


def unmatched(store: Store, order: Order, articles: Sequence[Article]) -> tuple[str, ...]:
    """Fresh decisions whose words stand in no article of the day: they may be misquoted."""
    fresh = [d for d in store.editions.decisions(order.digest.list) if order.at - d.at < FRESH]
    texts = [letters_of(article.text) for article in articles] if fresh else []
    return tuple(
        f"{d.kind}: “{d.quotation}” stands in no article of this edition"
        for d in fresh
        if not any(letters_of(d.quotation) in text for text in texts)
    )


def _earlier(store: Store, order: Order, articles: Iterable[Article]) -> Earlier | None:
    """What was told before, with the articles whose old wording may be quoted and the versions that replaced them."""
    sent = _sent_before(store, order, count=max(1, order.digest.memory))
    editions = tuple(all_remembered(loads(edition.document) for edition in sent if edition.document))
    by_id = {article.id: article for article in articles}
    wanted = dict.fromkeys(article for edition in editions for article in edition.quoted)
    at_hand = {id_: found for id_ in wanted if (found := by_id.get(id_) or store.articles.get(id_)) is not None}
    return earlier(editions, at_hand=at_hand.values(), newer=_newer(store, at_hand.values(), by_id))


def _newer(store: Store, told: Iterable[Article], at_hand: Mapping[str, Article]) -> dict[str, str]:
    """Which of today's articles is the newest version of an article that was quoted."""
    newer = {}
    for article in told:
        versions = [kept.article.id for kept in store.articles.versions(article) if kept.article.id in at_hand]
        if article.url and versions and versions[-1] != article.id:
            newer[article.id] = versions[-1]
    return newer


# --- when ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Due:
    """Whether a list's edition is to be sent at an instant, and why not."""

    due: bool
    why: str = ""
    is_late: bool = False


def due(digest: Digest, config: Config, now: datetime) -> Due:
    """By its days and its hour, which is the zone's: where a clock change repeats it, the first one counts."""
    zone = zone_of(digest, config)
    local = now.astimezone(zone)
    if WEEKDAYS[local.weekday()] not in digest.days:
        return Due(False, f"{local:%A} is no day of this list")
    start = instant_on(local.date(), digest.at, zone)
    if now < start:
        return Due(False, f"it is due at {digest.at}")
    if now > start + timedelta(hours=digest.late_hours):
        return Due(False, f"its hour has passed: {digest.at}, and {digest.late_hours:g} hours after it", is_late=True)
    return Due(True)


def instant_on(day: date, clock: str, zone: tzinfo) -> datetime:
    """The first instant of a day at which the zone's clock shows this time, or the first one after a gap."""
    local = datetime.combine(day, time.fromisoformat(clock), zone)  # fold=0: the first of two
    return local.astimezone(UTC)
