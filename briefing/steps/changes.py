"""What changed since earlier editions, claim by claim: new, confirmed, another number or date, corrected, gone quiet.

A sentence is news when no edition read its article and none told or left out what it says. So a reprint of yesterday's
text is no news, however it is dated, and neither is what yesterday's page had no room for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from briefing.config import ChangeSettings, SupportSettings
from briefing.patterns import rare
from briefing.steps.statements import Statement, held, shared, statement
from briefing.steps.support import holds_some, rarest, same_claim, spelled
from briefing.text.events import event_kinds
from briefing.text.profiles import profile
from briefing.text.quantities import Quantity, agree, same_measure
from briefing.text.segment import split
from briefing.text.tokens import is_stop
from briefing.text.when import differ, other_weekday
from briefing.types import (
    Article,
    Changed,
    Changes,
    Citation,
    Claim,
    Copies,
    Correction,
    Disagreement,
    Earlier,
    KeyPoint,
    LeftOut,
    Passage,
    Span,
    Theme,
    Unchanged,
)

Kind = Literal["new", "known", "number", "date"]
TOLD = "told in an earlier edition"
ROUNDED = 0.05  # of a number: what rounding makes of it
_AHEAD = rare(
    r"\b(?:will|would|shall|(?:is|are) to|begins?|starts?|opens?|ends?|closes?|expires?|due|set|scheduled"
    r"|plans?|planned|put off|put back|postponed|delayed|rescheduled|moved|brought forward)\b",
    re.IGNORECASE,
)
_PLANNED = rare(
    r"\b(?:will|would|shall|plans? to|planned to|intends? to|wants? to|is to|are to|is due to|are due to|set to)\b",
    re.IGNORECASE,
)
PLANNED = 4  # words behind "will" that say what is to come
_QUARTER = rare(r"\b((?:north|south)(?:-?(?:east|west))?|east|west)(?:ern)?\b", re.IGNORECASE)
_POINTS = rare(
    r"\b(?:accus|blam|critici|attack|sued?\b|invad|threaten|warn|condemn|beat|defeat|kill|shot|shell|sanction|arrest"
    r"|denounc|insult|rebuk|prais|urg|overt(?:ook|ake))\w*",
    re.IGNORECASE,
)
_PASSIVE = rare(r"\b(?:is|are|was|were|been|being|be)\s+(?:\w+ly\s+)?$", re.IGNORECASE)
NOTICE = 4  # sentences: what is so short and takes the place of an article withdraws it


class News(NamedTuple):
    """What a quotation is against what was told; `was` is the claim that it repeats or changes."""

    kind: Kind
    was: Claim | None = None


@dataclass(slots=True)
class Memory:
    """What earlier editions told, asked claim by claim; without any edition nothing is new or known."""

    earlier: Earlier | None
    settings: ChangeSettings = field(default_factory=ChangeSettings)
    support: SupportSettings = field(default_factory=SupportSettings)
    _asked: dict[tuple[str, int, int], News] = field(default_factory=dict)

    def news(self, article: Article, span: Span) -> News:
        key = (article.id, span.start, span.end)
        if key not in self._asked:
            self._asked[key] = self._news(article, span)
        return self._asked[key]

    def marked(self, point: KeyPoint) -> bool | None:
        """Whether a point is new; None where there is nothing to compare with."""
        if self.earlier is None:
            return None
        return self.news(point.lead.article, point.lead.span).kind != "known"

    def _news(self, article: Article, span: Span) -> News:
        if self.earlier is None:
            return News("new")
        claims, text, language = self.earlier.claims, article.quote(span), article.language
        if article.id in self.earlier.articles:
            return News("known", _at(article.id, span, claims))
        roots = spelled(rarest(text, language))
        near = [c for c in claims if c.language == language and holds_some(c.text, roots, min(2, len(roots)))]
        told = [claim for claim in near if self._same(claim, text)]
        if told:
            return News("known", next((claim for claim in told if claim.printed), told[0]))
        return next((News(kind, c) for c in near if (kind := self._changed(c, text))), News("new"))

    def _same(self, claim: Claim, text: str) -> bool:
        """The text tells no more than the claim does: it says a part of it, or all of it and little else."""
        if _letters(claim.text) == _letters(text):
            return True
        old, new = statement(claim.text, None, claim.language), statement(text, None, claim.language)
        if _other_number(old, new) or _is_done(old, new) or _other_side(old, new) or _turned_round(old, new):
            return False
        if same_claim(text, claim.text, claim.language, self.support)[0] == "support":
            return True
        whole, _ = same_claim(claim.text, text, claim.language, self.support)
        return whole == "support" and held(new, old) >= self.settings.known

    def _changed(self, claim: Claim, text: str) -> Literal["number", "date"] | None:
        """The one thing that became another: a number of the same measure, or the date of the same occasion."""
        if not claim.printed:
            return None
        old, new = statement(claim.text, None, claim.language), statement(text, None, claim.language)
        if old.negated != new.negated or old.denies != new.denies or not self._aligned(old, new):
            return None
        if _other_number(old, new):
            return "number"
        return "date" if _other_date(old, new) else None

    def _aligned(self, old: Statement, new: Statement) -> bool:
        """They tell of one thing: most of the shorter claim, several words, and a name, and neither names others."""
        both = shared(old, new)
        mine, theirs = held(old, new), held(new, old)
        return (
            min(mine, theirs) >= self.settings.each
            and max(mine, theirs) >= self.settings.one
            and len(both) >= self.settings.words
            and bool(old.names & new.names)
            and not (old.names - new.terms and new.names - old.terms)
        )


def _other_number(old: Statement, new: Statement) -> bool:
    """A number of the same measure that became another, told of no other year or day.

    "At least 12" and "at least 15" can both be true, and are different news all the same.
    """
    return not differ(old.when, new.when) and _counts_otherwise(old, new)


def _counts_otherwise(old: Statement, new: Statement) -> bool:
    for q in old.quantities:
        alike = [r for r in new.quantities if _measures_as(q, r)]
        if alike and not any(_is_as_much(q, r) for r in alike):
            return True
    return False


def _measures_as(q: Quantity, r: Quantity) -> bool:
    """They count the same thing, are in units of one kind, or one of them is a bare number ("rose to eleven")."""
    if _is_toll(r) and any(event_kinds(word) & event_kinds("kill") for word in q.near):
        return True
    return same_measure(q, r) and (q.dimension != "count" or not q.noun or not r.noun or bool(q.noun & r.noun))


def _is_toll(r: Quantity) -> bool:
    return r.dimension == "count" and not r.noun and "toll" in r.near


def _other_date(old: Statement, new: Statement) -> bool:
    """What is to happen on a date is to happen on another one; what happened then and now is two events."""
    if not (_AHEAD.search(old.text) and _AHEAD.search(new.text)) or _counts_otherwise(old, new):
        return False
    return differ(old.when, new.when) or other_weekday(old.when, new.when)


def _is_done(old: Statement, new: Statement) -> bool:
    """What was to come is told as come: the words behind the old "will" stand in the new sentence without one."""
    ahead = _PLANNED.search(old.text)
    if ahead is None or _PLANNED.search(new.text):
        return False
    planned = [t.text for t in old.tokens if t.start >= ahead.end() and not is_stop(t.text.casefold())][:PLANNED]
    found = [term for term in profile(" ".join(planned), old.language).terms if new.holds(term, old)]
    return len(found) * 2 >= len(planned) > 0


def _other_side(old: Statement, new: Statement) -> bool:
    """Each names a quarter of the compass, and none in common."""
    mine, theirs = ({match[1].casefold() for match in _QUARTER.finditer(side.text)} for side in (old, new))
    return bool(mine and theirs) and not mine & theirs


def _turned_round(old: Statement, new: Statement) -> bool:
    """Who did it to whom has changed places: both in the active voice, with a verb that points one way."""
    pairs = [_doer_and_object(side) for side in (old, new)]
    (doer, done_to), (other_doer, other_done_to) = pairs
    return bool(doer & other_done_to and other_doer & done_to) and not doer & other_doer


def _doer_and_object(side: Statement) -> tuple[frozenset[str], frozenset[str]]:
    """The names before the verb and those behind it; nothing in the passive, or without such a verb."""
    verb = _POINTS.search(side.text)
    if verb is None or _PASSIVE.search(side.text[: verb.start()]):
        return frozenset(), frozenset()
    before = profile(side.text[: verb.start()], side.language).names
    behind = profile("x " + side.text[verb.end() :], side.language).names
    return frozenset(before), frozenset(behind)


def _is_as_much(q: Quantity, r: Quantity) -> bool:
    return agree(q, r) and abs(q.value - r.value) <= ROUNDED * max(abs(q.value), abs(r.value))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _at(article: str, span: Span, claims: Iterable[Claim]) -> Claim | None:
    """The claim that stood at this place."""
    return next((c for c in claims if c.article == article and c.span.overlaps(span)), None)


# --- the page against the editions before it -----------------------------------------------------------------------


class Compared(NamedTuple):
    """The themes but the unchanged ones, what those leave out, what changed, articles cited for it, and what to say."""

    themes: tuple[Theme, ...]
    left_out: tuple[LeftOut, ...]
    changes: Changes | None
    quoted_before: tuple[Article, ...]
    notes: tuple[str, ...] = ()


def compare(
    key_reporting: Sequence[KeyPoint],
    themes: Sequence[Theme],
    articles: Sequence[Article],
    copies: Copies,
    memory: Memory,
) -> Compared:
    """What changed since `memory.earlier`; unchanged themes give their room to what is new."""
    earlier = memory.earlier
    if earlier is None:
        return Compared(tuple(themes), (), None, ())
    known = _known_themes(themes, earlier, memory)
    confirmed = [p for p in _points(key_reporting, themes) if is_confirmed(p, copies, memory)]
    told = {p.id for p in confirmed}
    still = [
        theme
        for theme in themes
        if (theme in known or _is_told(theme, memory))
        and not any(p.new or p.id in told for p in theme.points)
        and not theme.leading
    ]
    shown = tuple(theme for theme in themes if theme not in still)
    points = _points(key_reporting, shown)
    corrected = _corrections(earlier, articles, memory)
    changes = Changes(
        earlier.number,
        earlier.day,
        new=tuple(p.id for p in points if p.new),
        new_themes=tuple(t.label for t in shown if t not in known and (t.leading or any(p.new for p in t.points))),
        confirmed=tuple(p.id for p in points if p.id in told),
        changed=_changes(points, earlier, articles, memory, corrected),
        corrected=corrected[: memory.settings.corrections],
        unchanged=tuple(Unchanged(theme.label, len(theme.points)) for theme in still),
        gone_quiet=_gone_quiet(earlier, themes, articles, memory),
    )
    at_hand = {article.id for article in articles}
    before = dict.fromkeys(c.article for c in changes.citations if c.article.id not in at_hand)
    left_out = tuple(LeftOut(point, TOLD) for theme in still for point in theme.points)
    more = len(corrected) - len(changes.corrected)
    notes = (f"{more} more printed quotations were corrected since; the archive shows both versions",) if more else ()
    return Compared(shown, left_out, changes, tuple(before), notes)


def told_as_changes(
    disagreements: Iterable[Disagreement], changes: Changes | None, points: Iterable[KeyPoint]
) -> tuple[Disagreement, ...]:
    """Those that set what was told against the point that tells another number or date: "what changed" says it."""
    leads = {point.id: point.lead for point in points}
    pairs = [(one.was, leads[one.point]) for one in (changes.changed if changes else ()) if one.point in leads]
    return tuple(d for d in disagreements if any(_sets(d, was, now) for was, now in pairs))


def _sets(disagreement: Disagreement, was: Citation, now: Passage) -> bool:
    sides = [[(c.article, c.span) for c in side] for side in disagreement.sides]

    def on_a_side(article: Article, span: Span) -> bool:
        return any(article == held and span.overlaps(where) for side in sides for held, where in side)

    return on_a_side(was.article, was.span) and on_a_side(now.article, now.span)


def _points(key_reporting: Iterable[KeyPoint], themes: Iterable[Theme]) -> list[KeyPoint]:
    return [*key_reporting, *(point for theme in themes for point in theme.points)]


def _known_themes(themes: Iterable[Theme], earlier: Earlier, memory: Memory) -> list[Theme]:
    """Those that the last edition had by the same name, or with points that it told under one."""
    labels = {label.casefold() for label in earlier.themes}
    return [t for t in themes if t.label.casefold() in labels or _told_under(t, memory) & set(earlier.themes)]


def _is_told(theme: Theme, memory: Memory) -> bool:
    """Whether every point of the theme was printed before, whatever it was called then."""
    found = [memory.news(p.lead.article, p.lead.span).was for p in theme.points]
    return bool(found) and all(was is not None and was.printed for was in found)


def _told_under(theme: Theme, memory: Memory) -> set[str]:
    """The themes under which its points were told before."""
    found = (memory.news(p.lead.article, p.lead.span).was for p in theme.points)
    return {claim.theme for claim in found if claim is not None and claim.theme}


def is_confirmed(point: KeyPoint, copies: Copies, memory: Memory) -> bool:
    """A claim that was printed and that an underlying text of its own says now, which no edition had read."""
    saying = [c.article for c in point.citations if c.role in {"lead", "support"}]
    return is_said_anew(memory.news(point.lead.article, point.lead.span), saying, copies, memory)


def is_said_anew(news: News, saying: Iterable[Article], copies: Copies, memory: Memory) -> bool:
    """Whether one of the articles that say a printed claim is of an underlying text that no edition had read."""
    if memory.earlier is None or news.kind != "known" or news.was is None or not news.was.printed:
        return False
    origin, seen = copies.origin_of(), memory.earlier.articles
    before = {origin[a] for a in (news.was.articles | {news.was.article}) if a in origin}
    fresh = {origin[article.id] for article in saying if article.id not in seen}
    read = {origin[a] for a in seen if a in origin}
    return bool(before) and bool(fresh - before - read)


def _changes(
    points: Iterable[KeyPoint],
    earlier: Earlier,
    articles: Iterable[Article],
    memory: Memory,
    corrected: Iterable[Correction],
) -> tuple[Changed, ...]:
    """Printed points that tell another number or date, with the wording before; a correction is told as one."""
    told = {(one.was.article.id, one.was.span.start) for one in corrected}
    at_hand = {article.id: article for article in (*earlier.at_hand, *articles)}
    found: list[Changed] = []
    for point in points:
        kind, was = memory.news(point.lead.article, point.lead.span)
        if len(found) == memory.settings.wordings:
            break
        if was is None or (was.article, was.span.start) in told:
            continue
        if kind in {"number", "date"} and was.article in at_hand:
            old = Citation(at_hand[was.article], was.span, "differs")
            found.append(Changed(point.id, "number" if kind == "number" else "date", old))
    return tuple(found)


def _corrections(earlier: Earlier, articles: Sequence[Article], memory: Memory) -> tuple[Correction, ...]:
    """Printed quotations that the corrected version of their article lacks, or whose article was withdrawn."""
    at_hand = {article.id: article for article in (*earlier.at_hand, *articles)}
    found = []
    for claim in earlier.claims:
        if not claim.printed or claim.article not in earlier.newer or claim.article not in at_hand:
            continue
        newer = at_hand.get(earlier.newer[claim.article])
        if newer is not None and _letters(claim.text) in _letters(newer.text):
            continue
        now = _counterpart(claim, newer, memory) if newer is not None else None
        found.append(Correction(Citation(at_hand[claim.article], claim.span, "differs"), now))
    return tuple(found)


def _counterpart(claim: Claim, newer: Article, memory: Memory) -> Citation | None:
    """The sentence of the newer version that says most of what the claim says; the first one of a short notice."""
    old = statement(claim.text, None, claim.language)
    alike = [(_held_both_ways(old, statement(s.text, None, newer.language)), s) for s in split(newer)]
    share, best = max(alike, key=lambda pair: (pair[0], -pair[1].position), default=(0.0, None))
    if best is not None and share < memory.settings.counterpart and len(alike) <= NOTICE:
        best, share = alike[0][1], 1.0
    return Citation(newer, best.span) if best is not None and share >= memory.settings.counterpart else None


def _held_both_ways(a: Statement, b: Statement) -> float:
    return round(min(held(a, b), held(b, a)), 6)


def _gone_quiet(
    earlier: Earlier, themes: Sequence[Theme], articles: Iterable[Article], memory: Memory
) -> tuple[str, ...]:
    """Themes of the last edition of which no article is at hand any more and no theme goes on."""
    at_hand = {article.id for article in articles}
    alive = {theme.label for theme in themes} | {label for theme in themes for label in _told_under(theme, memory)}
    alive |= {claim.theme for claim in earlier.claims if claim.article in at_hand}
    return tuple(label for label in earlier.themes if label not in alive)


def remembered(earlier: Earlier | None, copies: Copies) -> Earlier | None:
    """With the corrections that today's articles themselves show beside those that the archive knew of."""
    if earlier is None:
        return None
    found = {link.a.id: link.b.id for link in copies.links if link.kind == "update"}
    return replace(earlier, newer={**found, **earlier.newer})
