"""The composition that fills exactly one page: by choosing, never by clipping or shrinking.

Given up, in this order, until the page fits: key reports beyond the first while they are longer than KEY_CHARACTERS
together; events beyond the EVENTS_KEPT worthiest and people beyond PEOPLE_KEPT; points from the least worthy up, but
never the first two of a theme; disagreements from the last down to one; who is who; the second points of the themes,
from the least worthy up; the timeline; themes from the last; the other key reports; the last disagreement; the rest.
In the note the other key reports go before the timeline. Then what was given up is tried once more, the last given up
first, and of points the worthiest first. The page is measured by arithmetic (boxes.py): the result depends on neither
the machine nor the outputs asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import msgspec

from briefing.config import Config
from briefing.document import to_document
from briefing.render.boxes import Plan
from briefing.render.executive import ROOM
from briefing.render.layouts import layout, min_height, plan
from briefing.schema import Document, LeftOutData, Point
from briefing.types import Brief, Citation, KeyPoint, LeftOut, Passage, Sentence

KEY_CHARACTERS = 1_500  # about two fifths of a page at the size of key reporting
EVENTS_KEPT = 5
PEOPLE_KEPT = 4
POINTS_KEPT = 2  # of a theme, before anything else of it is printed
LAYOUT = "layout"  # the page has no such part

_COUNTED = LeftOutData(Point("", "", (), 0, 0), ROOM)

Atom = tuple[str, int, int]  # a part of the brief, the index in it, and of a theme's point the index in the theme
Piece = frozenset[Atom]  # what is given up together


def fit(brief: Brief, config: Config) -> Brief:
    """The brief with what one page holds; the rest stands in `left_out` with the reason "room"."""
    brief = _for_layout(brief, config)
    page = _Page(brief, config)
    if page.fits(page.everything):
        return brief
    order = list(page.order())
    kept, given_up = _fewest(page, order)
    kept = _returned(page, kept, given_up)
    while kept and not plan(_as_printed(page.brief_of(kept), config), config).fits:
        kept -= next(piece for piece in order if piece & kept)
    return page.brief_of(kept)


def _for_layout(brief: Brief, config: Config) -> Brief:
    """Without the events, where the layout has no timeline."""
    if layout(config).has_timeline or not brief.timeline:
        return brief
    aside = tuple(LeftOut(_as_point(event.citation), LAYOUT) for event in brief.timeline)
    return replace(brief, timeline=(), left_out=(*brief.left_out, *aside))


def _as_printed(brief: Brief, config: Config) -> Document:
    """With the very hash that the foot of the page shows: another one may be wider."""
    return to_document(brief, config.quoting.attach, quoting=config.quoting, page=config.page)


def _returned(page: _Page, kept: Piece, given_up: list[Piece]) -> Piece:
    """What is kept, with whatever still fits of what was given up, the last given up first."""
    spare = page.plan(kept).spare
    full: set[str] = set()  # kinds of which one did not fit: the next person does not jump the queue
    for piece in reversed(given_up):
        kinds = {kind for kind, _, _ in piece}
        if kinds & full or page.least(piece) > spare or not page.may_return(piece, kept):
            continue
        for part in page.less_and_less(piece):
            tried = page.plan(kept | part)
            if tried.fits:
                kept, spare = kept | part, tried.spare
                break
        else:
            full |= kinds & {"event", "person", "differ"}
    return kept


def _fewest(page: _Page, order: list[Piece]) -> tuple[Piece, list[Piece]]:
    """The shortest opening of the order that has to be given up, found by halving, and what is kept without it."""
    low, high = 0, len(order)
    while low + 1 < high:
        half = (low + high) // 2
        low, high = (low, half) if page.fits(page.everything.difference(*order[:half])) else (half, high)
    return page.everything.difference(*order[:high]), order[:high]


@dataclass(frozen=True, slots=True)
class _Page:
    """A brief, and what becomes of it when parts are given up."""

    brief: Brief
    config: Config

    @property
    def everything(self) -> Piece:
        brief = self.brief
        return frozenset(
            (
                *(("key", i, 0) for i in range(len(brief.key_reporting))),
                *(("point", t, i) for t, theme in enumerate(brief.themes) for i in range(len(theme.points))),
                *(("differ", i, 0) for i in range(len(brief.disagreements))),
                *(("event", i, 0) for i in range(len(brief.timeline))),
                *(("person", i, 0) for i in range(len(brief.people))),
                *(("spelling", i, 0) for i in range(len(brief.spellings))),
            )
        )

    def order(self) -> Iterator[Piece]:
        """Everything, in the order in which it is given up: what the desk has pinned last of all."""
        points = (atom for atom in self.everything if atom[0] in {"key", "point"})
        pinned = frozenset(atom for atom in points if "pinned" in self._point(atom).flags)
        yield from sorted(self._by_kind(), key=lambda piece: bool(piece & pinned))

    def _by_kind(self) -> Iterator[Piece]:
        brief = self.brief
        length = sum(len(point.text) for point in brief.key_reporting)
        keys = list(range(1, len(brief.key_reporting)))
        while keys and length > KEY_CHARACTERS:
            length -= len(brief.key_reporting[keys[-1]].text)
            yield _one("key", keys.pop())
        events = self._events()
        yield from (_one("event", i) for i in reversed(events[EVENTS_KEPT:]))
        yield from (_one("person", i) for i in range(len(brief.people) - 1, PEOPLE_KEPT - 1, -1))
        yield from self._points(range(POINTS_KEPT, max((len(t.points) for t in brief.themes), default=0)))
        yield from (_one("differ", i) for i in range(len(brief.disagreements) - 1, 0, -1))
        people = [("person", i, 0) for i in range(min(PEOPLE_KEPT, len(brief.people)))]
        yield frozenset((*people, *(("spelling", i, 0) for i in range(len(brief.spellings)))))
        yield from self._points(range(1, POINTS_KEPT))
        timeline = frozenset(("event", i, 0) for i in events[:EVENTS_KEPT])
        themes = [frozenset({("point", t, 0)}) for t in range(len(brief.themes) - 1, 0, -1) if brief.themes[t].points]
        later = [_one("key", i) for i in reversed(keys)]
        yield from (*later, timeline, *themes) if layout(self.config).keeps_timeline else (timeline, *themes, *later)
        yield _one("differ", 0)
        yield from (frozenset({("point", 0, 0)}), _one("key", 0))

    def _events(self) -> list[int]:
        """The places of the events, the worthiest first."""
        timeline = self.brief.timeline
        return sorted(range(len(timeline)), key=lambda i: (-timeline[i].worth, i))

    def less_and_less(self, piece: Piece) -> Iterator[Piece]:
        """All of it, and less of who is who, the last given up first, and of the timeline, the least worthy first."""
        yield piece
        people = sorted(atom for atom in piece if atom[0] == "person")
        events = [("event", i, 0) for i in self._events() if ("event", i, 0) in piece]
        parts = [*people, *events]
        for count in range(len(parts) - 1, 1, -1):
            yield piece.difference(parts[count:])

    def _points(self, places: range) -> Iterator[Piece]:
        """The points at these places of their themes, the least worthy first."""
        themes = self.brief.themes
        found = [(t, i) for t, theme in enumerate(themes) for i in places if i < len(theme.points)]
        found.sort(key=lambda at: (themes[at[0]].points[at[1]].worth, (-at[0], -at[1])))
        yield from (frozenset({("point", t, i)}) for t, i in found)

    def may_return(self, piece: Piece, kept: Piece) -> bool:
        """A later point only to a theme that has its first."""
        return all(kind != "point" or not i or ("point", t, 0) in kept for kind, t, i in piece)

    def fits(self, kept: Piece) -> bool:
        return self.plan(kept).fits

    def plan(self, kept: Piece) -> Plan:
        """Measured with `left_out` counted alone, for the foot of the page: written out it would only cost time."""
        lost = len(self._lost(kept))
        brief = replace(self._with(kept), left_out=(), not_shown=self.brief.not_shown + lost)
        aside = sum(1 for atom in self.everything - kept for _ in self._quoted(atom))
        known = sum(left.reason == ROOM for left in self.brief.left_out)
        counted = (_COUNTED,) * (known + lost + aside)
        return plan(
            msgspec.structs.replace(to_document(brief, "none", page=self.config.page), left_out=counted), self.config
        )

    def least(self, piece: Piece) -> float:
        """Points of column that its quotations take at least: whatever is higher than what is spare is not tried."""
        return sum(min_height(self._point(atom).text, self.config) for atom in piece if atom[0] in {"key", "point"})

    def brief_of(self, kept: Piece) -> Brief:
        """The brief with these parts, and with what it lost said in it."""
        brief = self._with(kept)
        lost = self._lost(kept)
        aside = [point for atom in sorted(self.everything - kept) for point in self._quoted(atom)]
        left_out = (*(LeftOut(point, ROOM) for point in (*lost, *aside)), *brief.left_out)
        people = len(self.brief.people) - len(brief.people)
        unnamed = (f"{people} of {len(self.brief.people)} people not shown: no room",) if people else ()
        return replace(
            brief,
            left_out=tuple(sorted(left_out, key=lambda left: -left.point.worth)),
            not_shown=brief.not_shown + sum(len(point.lead.sentences) for point in lost),
            notes=(*brief.notes, *unnamed),
        )

    def _lost(self, kept: Piece) -> list[KeyPoint]:
        return [self._point(atom) for atom in sorted(self.everything - kept) if atom[0] in {"key", "point"}]

    def _with(self, kept: Piece) -> Brief:
        brief = self.brief
        themes = tuple(
            replace(theme, points=tuple(p for i, p in enumerate(theme.points) if ("point", t, i) in kept))
            for t, theme in enumerate(brief.themes)
        )
        key_reporting = tuple(p for i, p in enumerate(brief.key_reporting) if ("key", i, 0) in kept)
        themes = tuple(new for new, old in zip(themes, brief.themes, strict=True) if new.points or not old.points)
        printed = {point.id for point in (*key_reporting, *(p for theme in themes for p in theme.points))}
        return replace(
            brief,
            key_reporting=key_reporting,
            themes=themes,
            changes=brief.changes.of_printed(printed) if brief.changes else None,
            disagreements=tuple(d for i, d in enumerate(brief.disagreements) if ("differ", i, 0) in kept),
            other_disagreements=(
                *brief.other_disagreements,
                *(d for i, d in enumerate(brief.disagreements) if ("differ", i, 0) not in kept),
            ),
            timeline=tuple(e for i, e in enumerate(brief.timeline) if ("event", i, 0) in kept),
            people=tuple(p for i, p in enumerate(brief.people) if ("person", i, 0) in kept),
            spellings=tuple(s for i, s in enumerate(brief.spellings) if ("spelling", i, 0) in kept),
        )

    def _point(self, atom: Atom) -> KeyPoint:
        kind, t, i = atom
        return self.brief.key_reporting[t] if kind == "key" else self.brief.themes[t].points[i]

    def _quoted(self, atom: Atom) -> Iterator[KeyPoint]:
        """What a disagreement or an event quoted, as points, so that nothing leaves the data."""
        kind, i, _ = atom
        if kind == "differ":
            yield from (_as_point(citation) for side in self.brief.disagreements[i].sides for citation in side)
        elif kind == "event":
            yield _as_point(self.brief.timeline[i].citation)


def _one(kind: str, index: int) -> Piece:
    return frozenset({(kind, index, 0)})


def _as_point(citation: Citation) -> KeyPoint:
    return KeyPoint(Passage((Sentence(citation.article, citation.span, 0, 0),)))
