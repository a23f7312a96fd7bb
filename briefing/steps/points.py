"""Key points: which quotations stand under each theme, which lead the page, and why every other sentence does not.

The summariser orders the sentences of a theme; what it puts first is taken if it can be read by itself (context.py), is not said already, and keeps within
what may be quoted of its article.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Literal, NamedTuple

from briefing.config import Config, PointSettings
from briefing.steps.changes import Memory, is_said_anew
from briefing.steps.context import Standing, passage_of
from briefing.steps.copies import by_family
from briefing.steps.ledger import credibility
from briefing.steps.openings import loose_ends
from briefing.steps.speakers import said_by
from briefing.steps.summarisers import Context, Coverage, summariser
from briefing.steps.support import find_support
from briefing.steps.themes import Subject
from briefing.text import cues
from briefing.text.dates import years
from briefing.text.names import names
from briefing.text.numbers import numbers
from briefing.text.quotations import quotations
from briefing.text.rarity import rarity
from briefing.text.shares import within_share
from briefing.text.tokens import stems, word_count
from briefing.types import (
    Added,
    Article,
    Citation,
    Copies,
    Disagreement,
    KeyPoint,
    LeftOut,
    Passage,
    Sentence,
    Story,
    Theme,
    Why,
)


class Chosen(NamedTuple):
    """What is on the page, what is not, and what the user should be told."""

    key_reporting: tuple[KeyPoint, ...]
    themes: tuple[Theme, ...]
    left_out: tuple[LeftOut, ...]
    not_shown: int
    notes: tuple[str, ...]


def choose_points(
    subjects: Sequence[Subject],
    sentences: Sequence[Sentence],
    stories: tuple[Story, ...],
    copies: Copies,
    disputes: Sequence[Disagreement],
    config: Config,
    memory: Memory | None = None,
) -> Chosen:
    """The points of every theme and of key reporting; each sentence is printed at most once."""
    desk = _Desk(sentences, stories, copies, disputes, config, memory or Memory(None))
    drafts = [(subject, desk.points_of(subject)) for subject in subjects]
    elsewhere = desk.elsewhere([point for _, points in drafts for point in points])
    leading = desk.leading(drafts, elsewhere)
    led = {point.id for point in leading}
    themes = tuple(
        replace(
            desk.theme(subject, [p for p in points if p.id not in led], stories),
            leading=tuple(p.id for p in points if p.id in led),
        )
        for subject, points in drafts
        if points or subject.named_by == "user"
    )
    printed = [*leading, *(point for theme in themes for point in theme.points)]
    return Chosen(
        tuple(leading), themes, desk.left_out(printed, elsewhere), desk.not_shown(printed), _notes(subjects, drafts)
    )


def _notes(subjects: Sequence[Subject], drafts: Iterable[tuple[Subject, list[KeyPoint]]]) -> tuple[str, ...]:
    empty = [
        f"{s.label!r} has sentences, but none that can stand by itself"
        for s, points in drafts
        if s.members and not points and s.named_by == "user"
    ]
    return (*(subject.note for subject in subjects if subject.note), *empty)


@dataclass(slots=True)
class _Desk:
    """What is known while the page is being chosen: whose turn it is, what was taken, and why others were not."""

    sentences: Sequence[Sentence]
    stories: Sequence[Story]
    copies: Copies
    disputes: Sequence[Disagreement]
    config: Config
    memory: Memory
    taken: list[Passage] = field(default_factory=list)
    refused: dict[tuple[str, int, int], str] = field(default_factory=dict)
    _siblings: dict[str, list[Sentence]] = field(default_factory=lambda: defaultdict(list))
    _standings: dict[tuple[str, int, int], Standing | None] = field(default_factory=dict)
    _prices: dict[tuple[str, int, int], float] = field(default_factory=dict)
    _origin: dict[str, int] = field(default_factory=dict)
    _voices: Copies = Copies(())  # noqa: RUF009 - frozen
    _voice: dict[str, int] = field(default_factory=dict)
    _story: dict[str, tuple[Article, ...]] = field(default_factory=dict)
    _reasons: dict[tuple[str, int, int], tuple[Coverage, int]] = field(default_factory=dict)
    _base: dict[str, float] = field(default_factory=dict)
    _newest: date | None = None
    _years: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._origin = self.copies.origin_of()
        self._voices = by_family(self.copies) if self.config.sources.families else self.copies
        self._voice = self._voices.origin_of()
        articles = {s.article.id: s.article for s in self.sentences}
        self._newest = max((a.day for a in articles.values() if a.day is not None), default=None)
        if len(self.sentences) <= self.settings.pool:  # of a large day the undated are neither fresh nor stale
            written = {i: [int(m.group()) for m in years(a.text)] for i, a in articles.items() if a.day is None}
            self._years = {i: max(found) for i, found in written.items() if found}
        self._story = {a.id: story.articles for story in self.stories for a in story.articles}
        for sentence in self.sentences:
            self._siblings[sentence.article.id].append(sentence)

    @property
    def settings(self) -> PointSettings:
        return self.config.points

    # --- choosing

    def points_of(self, subject: Subject) -> list[KeyPoint]:
        """Up to `per_theme` points, the best first: what is new, else what was read before, else what was told."""
        relevance = {m.sentence.key: m.relevance for m in subject.members}
        for members in self._by_news([m.sentence for m in subject.members]):
            order = self._ranked(self._pool(members), relevance, dict(subject.terms))
            if found := self._take(order, relevance, self.settings.per_theme):
                return found
        return []

    def elsewhere(self, points: Sequence[KeyPoint]) -> list[KeyPoint]:
        """The best of what no theme holds, by its price once more: it may lead, and otherwise heads what is left out."""
        members = self._pool([s for s in self.sentences if self._may_be_elsewhere(s)])
        price = {s.key: self._price(s) for s in members}
        order = self._in_turn(self._ranked(members, price, {}))
        told = {point.lead.article.id for point in points}
        outside = self.settings.outside
        relevance = {s.key: outside * (self.settings.told if s.article.id in told else 1.0) for s in order}
        before = len(self.taken)
        found = self._take(order, relevance, self.settings.elsewhere)
        del self.taken[before:]
        return found

    def _may_be_elsewhere(self, sentence: Sentence) -> bool:
        """Beside the themes only what is new has a place, where there were editions before."""
        return self.memory.earlier is None or self._news(sentence) == "new"

    def _in_turn(self, order: Sequence[Sentence]) -> list[Sentence]:
        """The best of each underlying text, then the second of each: no single text fills what is told beside the themes."""
        place: Counter[int] = Counter()
        turns = []
        for rank, sentence in enumerate(order):
            origin = self._origin[sentence.article.id]
            turns.append((place[origin], rank, sentence))
            place[origin] += 1
        return [sentence for _, _, sentence in sorted(turns, key=lambda turn: turn[:2])]

    def _pool(self, members: Sequence[Sentence]) -> list[Sentence]:
        """The sentences that are weighed one by one: all of a small collection, the first ones of each article of a
        large one.
        """
        if len(members) <= self.settings.pool:
            return list(members)
        size = {a.id: len(origin) for origin in self.copies.origins for a in origin}
        deepest = sorted(s.position for s in members)[self.settings.pool]
        above = [s for s in members if s.position < deepest]
        last = sorted((s for s in members if s.position == deepest), key=lambda s: (-size[s.article.id], s.order))
        return sorted([*above, *last[: self.settings.pool - len(above)]], key=lambda s: s.order)

    def _ranked(
        self, members: Sequence[Sentence], relevance: Mapping[tuple[str, int, int], float], terms: Mapping[str, float]
    ) -> list[Sentence]:
        """The members that may be printed, best first, by the summariser of the configuration."""
        weighed = [(s, self._price(s) * relevance.get(s.key, 1.0) ** 2) for s in members]
        weighed = [(s, weight) for s, weight in weighed if weight > 0]
        usable, weights = [s for s, _ in weighed], tuple(weight for _, weight in weighed)
        if not usable:
            return []
        theme = dict.fromkeys(terms, self.settings.theme_weight)
        context = Context(usable[0].article.language, self.settings.pool_words, self._origin, weights, theme)
        if self.config.summary.name != OURS:
            return [usable[i] for i in summariser(self.config.summary.name)(usable, context)]
        state = Coverage(usable, context)
        order = state.choose(context.words)
        self._reasons.update((usable[i].key, (state, i)) for i in order)
        return sorted((usable[i] for i in order), key=lambda s: not self._is_pinned(Passage((s,))))

    def _is_of_one_family(self, articles: Sequence[Article]) -> bool:
        """Whether several texts count as one because of who published them, where the user wants that."""
        texts = {self._origin[article.id] for article in articles}
        return len(texts) > 1 and len({self._voice[article.id] for article in articles}) == 1

    def _is_pinned(self, passage: Passage) -> bool:
        return _holds_one(passage, self.config.desk.pin)

    def _by_news(self, members: Sequence[Sentence]) -> Iterable[Sequence[Sentence]]:
        """All of them; or, where there were editions before, those that are new, were read, were printed."""
        if self.memory.earlier is None:
            return (members,)
        found: dict[str, list[Sentence]] = {"new": [], "read": [], "told": []}
        for sentence in members:
            found[self._news(sentence)].append(sentence)
        return found.values()

    def _news(self, sentence: Sentence) -> Literal["new", "read", "told"]:
        """What a sentence is to who read the earlier editions; what another text confirms, or the desk pins, is new."""
        passage = Passage((sentence,))
        news = self.memory.news(sentence.article, sentence.span)
        if news.kind != "known" or self._is_pinned(passage):
            return "new"
        if news.was is None or not news.was.printed:
            return "read"
        if self._price(sentence) <= 0:  # it could not be printed: who confirms it is not looked for
            return "told"
        support = find_support(passage, self._candidates(passage), self.copies, self.config.support)
        saying = [sentence.article, *(c.article for c in support if c.role == "support")]
        return "new" if is_said_anew(news, saying, self.copies, self.memory) else "told"

    def _take(
        self, order: Sequence[Sentence], relevance: Mapping[tuple[str, int, int], float], most: int
    ) -> list[KeyPoint]:
        found: list[KeyPoint] = []
        for sentence in order:
            if len(found) == most:
                break
            standing = self._standing(sentence)
            if standing is not None and self._absorbs(standing, found, relevance.get(sentence.key, 0.0)):
                continue
            reason = self._why_not(standing)
            if reason or standing is None:
                self.refused.setdefault(sentence.key, reason or "cannot stand by itself")
                continue
            self.taken.append(standing.passage)
            found.append(self._point(sentence, standing, relevance.get(sentence.key, 1.0), len(found)))
        return found

    def _absorbs(self, standing: Standing, found: list[KeyPoint], relevance: float) -> bool:
        """A sentence that goes on about a point just taken and cannot stand without it makes that point longer."""
        passage = standing.passage
        for i, point in enumerate(found):
            lead = point.lead
            if (
                lead.article == passage.article
                and len(lead.sentences) == 1
                and passage.sentences[:-1] == lead.sentences
                and relevance >= self.settings.goes_on
            ):
                others = [t for t in self.taken if t != lead]
                spans = [t.span for t in others if t.article == passage.article]
                if within_share(passage.article, [*spans, passage.span], self.config.quoting):
                    self.taken[:] = [*others, passage]
                    longer = self._point(lead.sentences[0], standing, 1.0, 0)
                    found[i] = replace(longer, worth=point.worth)
                    return True
        return False

    def _why_not(self, standing: Standing | None) -> str:
        if standing is None:
            return "cannot stand by itself"
        passage = standing.passage
        if _holds_one(passage, self.config.desk.drop):
            return "dropped by the desk"
        if any(passage.article == t.article and passage.span.overlaps(t.span) for t in self.taken):
            return "part of a printed point"
        spans = [t.span for t in self.taken if t.article == passage.article]
        if not within_share(passage.article, [*spans, passage.span], self.config.quoting):
            return "quote_share"
        if self._disputed_words(passage):
            return "its words are given to different speakers"
        said = [t for t in self.taken if repeats(passage, t) >= self.settings.same]
        return f"says the same as “{said[0].text[:40]}…”" if said else ""

    def _disputed_words(self, passage: Passage) -> bool:
        """Its article gives the quotation to somebody else in another place."""
        said = _quoted_words(passage)
        if not said:
            return False
        mine = said_by(passage).speaker
        return any(
            said_by(Passage((s,))).speaker not in {"", mine}
            for s in self._siblings[passage.article.id]
            if s not in passage.sentences and any(words in s.text.casefold() for words in said)
        )

    def _standing(self, sentence: Sentence) -> Standing | None:
        if sentence.key not in self._standings:
            self._standings[sentence.key] = passage_of(sentence, self._siblings[sentence.article.id])
        return self._standings[sentence.key]

    def _price(self, sentence: Sentence) -> float:
        """What counts against a sentence beside what it says: 1 is nothing, 0 never."""
        if sentence.key not in self._prices:
            self._prices[sentence.key] = self._priced(sentence)
        return self._prices[sentence.key]

    def _priced(self, sentence: Sentence) -> float:
        standing = self._standing(sentence)
        if standing is None:
            return 0.0
        text, settings = sentence.text, self.settings
        price = settings.loaded ** min(3, len(cues.loaded_words(text)))
        price *= settings.neighbour ** (len(standing.passage.sentences) - 1)
        price *= settings.loose_end ** loose_ends(text)
        price *= settings.bracket if standing.added else 1.0
        price *= settings.question if text.rstrip("”\"'’").endswith("?") else 1.0
        price *= settings.first_person if _FIRST_PERSON.search(_outside_quotations(text)) else 1.0
        price *= settings.undated if _relative_day(sentence) else 1.0
        price *= settings.opinion if sentence.article.kind in {"opinion", "satire"} else 1.0
        price *= settings.interpreting ** min(2, len(_INTERPRETING.findall(text.lower())))
        price *= settings.quoted_speaker if _speaks(standing.passage) else 1.0
        price *= settings.answer if cues.is_denial(text) else 1.0
        words = word_count(text, sentence.article.language)
        return price * (settings.short if words < settings.short_words else 1.0)

    # --- what a point carries

    def _point(
        self,
        sentence: Sentence,
        standing: Standing,
        base: float,
        rank: int,
    ) -> KeyPoint:
        """`base` is its relevance, `rank` its place among the points taken with it: support is looked for while it may be
        printed."""
        fading = self.settings.fading**rank
        passage = standing.passage
        value = base * self._weight(passage) * min(1.0, self._price(sentence))
        against = self._against(passage)
        candidates = self._candidates(passage) if rank < self.settings.per_theme else ()
        found = find_support(passage, candidates, self.copies, self.config.support)
        support = tuple(c for c in found if c.article not in against)
        disputed = any(kind not in {"certainty", "question"} for kind in against.values())
        whole = [c for c in support if c.role == "support"]
        point = KeyPoint(
            passage,
            support,
            said_by=said_by(passage),
            flags=(
                *_flags(passage),
                *(["disputed"] if disputed else []),
                *(["pinned"] if self._is_pinned(passage) else []),
                *(["family"] if self._is_of_one_family([passage.article, *(c.article for c in whole)]) else []),
            ),
            added=tuple(sorted((*_placed(standing, sentence), *_date_unknown(passage)), key=lambda a: a.at)),
            credibility=credibility(passage, support, self._voices, contradicted=disputed, rated=self.config.point),
            origins=len({self._voice[a.id] for a in (passage.article, *(c.article for c in whole))}),
            worth=round(value * fading, 6),
            why=self._why(sentence, standing, rank),
        )
        self._base[point.id] = value * fading**0.5
        return replace(point, new=self.memory.marked(point))

    def _against(self, passage: Passage) -> dict[Article, str]:
        """Articles on the other side of a disagreement about the passage, with its kind: they cannot support it."""
        found: dict[Article, str] = {}
        for dispute in self.disputes:
            ours = [side for side in dispute.sides if any(_meets(c, passage) for c in side)]
            if ours:
                theirs = [c.article for side in dispute.sides if side not in ours for c in side]
                # "May be two declarations" is a question to the reader, not a contradiction.
                found.update(dict.fromkeys(theirs, "question" if dispute.note else dispute.kind))
        return found

    def _candidates(self, passage: Passage) -> Sequence[Sentence]:
        """Sentences of other articles that could say the same; find_support decides."""
        if len(self.sentences) <= self.settings.pool:
            return [s for s in self.sentences if s.article != passage.article]
        story = self._story.get(passage.article.id, ())
        return [s for a in story if a != passage.article for s in self._siblings[a.id]][: self.settings.pool]

    def _why(self, sentence: Sentence, standing: Standing, rank: int) -> Why:
        """What our method covers with the sentence, with the chance of each pair of words, and what came next."""
        if rank >= self.settings.per_theme or sentence.key not in self._reasons:
            return Why(notes=standing.notes)
        state, i = self._reasons[sentence.key]
        beat = tuple((state.sentences[j].text, 0.0) for j, _ in state.beat.get(i, ()))
        return Why(state.terms(i)[:8], beat, standing.notes)

    def _weight(self, passage: Passage) -> float:
        """Names and numbers make a point more specific."""
        marks = len(names(passage.text, passage.article.language)) + len(numbers(passage.text))
        return 1 + 0.05 * min(marks, 6)

    # --- the page

    def leading(
        self, drafts: Sequence[tuple[Subject, list[KeyPoint]]], elsewhere: Sequence[KeyPoint]
    ) -> list[KeyPoint]:
        """The most consequential points, at most one of a theme and one of a story; no theme gives away its
        only direct point.
        """
        firsts = [point for subject, points in drafts if (point := self._spare(subject, points)) is not None]
        candidates = sorted(
            (p for p in (*firsts, *elsewhere) if _may_lead(p)),
            key=lambda p: ("pinned" not in p.flags, -self._consequence(p), p.lead.order),
        )
        least = self.settings.key_least * max(map(self._consequence, candidates), default=0.0)
        leading: list[KeyPoint] = []
        for point in candidates:
            if self._consequence(point) < least and "pinned" not in point.flags:
                continue
            told = {self._home(p.lead.article) for p in leading}
            if len(leading) < self.settings.key_reporting and self._home(point.lead.article) not in told:
                leading.append(point)
                self.taken.append(point.lead)
        return leading

    def _home(self, article: Article) -> str:
        """The story of the article: one event leads once."""
        story = self._story.get(article.id)
        return story[0].id if story else article.id

    def _consequence(self, point: KeyPoint) -> float:
        """What the point is worth by itself, more underlying texts, a named speaker; what is long or old leads less."""
        named = {"named": 1.1, "unnamed": 1.0, "own voice": 0.95}[point.said_by.basis]
        words = word_count(point.text, point.lead.article.language)
        brief = min(1.0, self.settings.lead_words / max(1, words)) ** 0.5
        return float(
            round(self._base[point.id] * brief * named * point.origins**0.5 * self._freshness(point.lead.article), 6)
        )

    def _freshness(self, article: Article) -> float:
        """1 for the newest; halved with every half-life before it, down to a floor. An undated article is neither fresh nor
        stale, unless the newest year that it writes lies well before the newest that the others write."""
        if article.day is not None and self._newest is not None:
            age = (self._newest - article.day).days
            return max(self.settings.stale, float(0.5 ** (age / self.settings.half_life_days)))
        own = self._years.get(article.id)
        if article.day is None and own is not None and max(self._years.values()) - own >= _LONG_AGO:
            return self.settings.stale
        return 1.0

    def _spare(self, subject: Subject, points: Sequence[KeyPoint]) -> KeyPoint | None:
        """The best point that names the theme, when another one that names it stays."""
        keys = {s.key for s in subject.direct}
        direct = [p for p in points if any(s.key in keys for s in p.lead.sentences)]
        return max(direct, key=self._consequence) if len(direct) > 1 else None

    def theme(self, subject: Subject, points: Sequence[KeyPoint], stories: tuple[Story, ...]) -> Theme:
        articles = tuple(sorted({m.sentence.article for m in subject.members}, key=lambda a: a.order))
        ids = {a.id for a in articles}
        return Theme(
            subject.label,
            subject.named_by,
            tuple(points),
            articles,
            len({self._origin[i] for i in ids}),
            tuple(s.id for s in stories if any(a.id in ids for a in s.articles)),
            subject.note,
        )

    def left_out(self, printed: Sequence[KeyPoint], elsewhere: Sequence[KeyPoint]) -> tuple[LeftOut, ...]:
        """Every sentence that is not printed, the most worth saying first, with the reason."""
        shown = _shown(printed)
        best = sorted(elsewhere, key=lambda p: (-p.worth, p.lead.order))
        spare = [LeftOut(p, "no theme holds it") for p in best if not any(s.key in shown for s in p.lead.sentences)]
        known = shown | {s.key for left in spare for s in left.point.lead.sentences}
        rest = (
            LeftOut(KeyPoint(Passage((s,)), worth=0.0), self.refused.get(s.key, "less worth saying"))
            for s in self.sentences
            if s.key not in known
        )
        return (*spare, *islice(rest, self.config.quoting.left_out_max))

    def not_shown(self, printed: Sequence[KeyPoint]) -> int:
        return len(self.sentences) - len(_shown(printed))


def repeats(a: Passage, b: Passage) -> float:
    """How much of the shorter one's content, weighed by how rare its words are, stands in the other: 0 to 1."""
    mine, theirs = (_weighed(p.text, p.article.language) for p in (a, b))
    smaller = min(sum(mine.values()), sum(theirs.values()))
    return sum(weight for word, weight in mine.items() if word in theirs) / smaller if smaller else 1.0


@lru_cache(maxsize=1 << 12)
def _weighed(text: str, language: str) -> dict[str, float]:
    """Content stems with how rare they are."""
    return {s: max(0.5, rarity(s, language) - 6) for s in stems(text, language)}


def _may_lead(point: KeyPoint) -> bool:
    """What was told before leads only by the desk's decision, and opinion never."""
    return "pinned" in point.flags or (point.lead.article.kind not in _NEVER_LEAD and point.new is not False)


def _holds_one(passage: Passage, quotations_: Iterable[str]) -> bool:
    """Whether one of the quotations stands in the passage, its letters compared."""
    return any(letters in _letters(passage.text) for quoted in quotations_ if (letters := _letters(quoted)))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _meets(citation: Citation, passage: Passage) -> bool:
    return citation.article == passage.article and citation.span.overlaps(passage.span)


def news_first(disagreements: Sequence[Disagreement], chosen: Chosen) -> tuple[Disagreement, ...]:
    """Disagreements whose sides are not printed yet, then those that repeat a printed quotation, each in their order."""
    printed = [p.lead for p in (*chosen.key_reporting, *(p for theme in chosen.themes for p in theme.points))]
    repeated = [sum(_meets(c, p) for side in d.sides for c in side for p in printed) for d in disagreements]
    return tuple(d for _, d in sorted(zip(repeated, disagreements, strict=True), key=lambda pair: pair[0]))


def _shown(points: Iterable[KeyPoint]) -> set[tuple[str, int, int]]:
    return {s.key for point in points for s in point.lead.sentences}


def _flags(passage: Passage) -> tuple[str, ...]:
    text = passage.text
    found = {
        "hedged": cues.is_hedged(text),
        "accusation": cues.is_accusation(text),
        "opinion": passage.article.kind == "opinion",
    }
    return tuple(name for name, holds in found.items() if holds)


def _placed(standing: Standing, sentence: Sentence) -> tuple[Added, ...]:
    """An antecedent belongs to the first sentence of the quotation, so its offset stands."""
    return standing.added if standing.passage.sentences[0].span.start <= sentence.span.start else ()


def _speaks(passage: Passage) -> bool:
    """A named person's or body's own words, eight or more of them in quotation marks."""
    long = any(word_count(passage.text[q.start : q.end]) >= _OWN_WORDS for q in quotations(passage.text))
    return long and said_by(passage).basis == "named"


def _quoted_words(passage: Passage) -> tuple[str, ...]:
    """The quotations of five words or more, without their marks and the stop before the closing one."""
    text = passage.text
    inner = (text[q.start + 1 : q.end - 1].strip().rstrip(",.").casefold() for q in quotations(text))
    return tuple(words for words in inner if len(words.split()) >= _SAME_QUOTATION)


OURS = "coverage"
_SAME_QUOTATION = 5
_LONG_AGO = 2  # years
_NEVER_LEAD = frozenset({"opinion", "satire"})
_OWN_WORDS = 8
# What a writer reads into the news rather than reports.
_INTERPRETING = re.compile(
    r"\b(?:underscor|highlight|signal|reflect|illustrat|demonstrat|symboli[sz]|exemplif|epitomi[sz]|cement|solidif|reinforc|rais(?:e|ed|es|ing) (?:alarm|concern|question|fear)|ignit"
    r"|spark|fuel|points? to|suggests? a|seen as|considered|remains? to be|likely to be|set the stage|sends? a|marks? a|marking a|poised)\w*"
)

# The writer speaks to the reader: an opinion column, advice, a memoir.
_FIRST_PERSON = re.compile(r"\b(?:I|I’m|I'm|I’ve|I've|we|my|our|you|your|us)\b", re.I)


def _outside_quotations(text: str) -> str:
    for q in reversed(quotations(text)):
        text = f"{text[: q.start]} {text[q.end :]}"
    return text.replace("U.S.", "").replace("US", "")


# A day that only the article's own date could place.
_RELATIVE = re.compile(
    r"\b(?:(?:[Oo]n|[Ll]ate|[Ee]arly|[Ll]ast|[Tt]his|[Nn]ext) )?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?: (?:night|morning|evening|afternoon))?)\b"
    r"|\b(?i:yesterday|today|tomorrow|tonight|recently)\b"
    r"|\b(?i:last|this|next|earlier this|later this|the previous|the past) (?:night|week|weekend|month|year|morning|afternoon|evening|summer|winter|spring|autumn|fall)\b"
)


def _relative_day(sentence: Sentence) -> bool:
    return sentence.article.day is None and _RELATIVE.search(sentence.text) is not None


def _date_unknown(passage: Passage) -> tuple[Added, ...]:
    """After the first relative day of an undated article, visibly ours; never between a word and its possessive."""
    match = _RELATIVE.search(passage.text) if passage.article.day is None else None
    if match is None:
        return ()
    possessive = re.match(r"[’']s?\b", passage.text[match.end() :])
    return (Added(match.end() + (possessive.end() if possessive else 0), "date unknown"),)
