"""Stories: the articles that report one event.

Average link over what the texts say and whom they are about joins generously; a test of each union then keeps apart the
events that only look alike. Two groups are two events when each has names of its own, or opens with a name that no
opening of the other writes, or when what carries the one is absent from the other and the groups hold together better
than they hold to each other. The more texts say so, the less it takes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import combinations, count, product
from math import fsum, log
from typing import TYPE_CHECKING, NamedTuple

from briefing.config import StorySettings
from briefing.steps.linkage import Members, Pair, average_link
from briefing.text.spaces import space
from briefing.text.vectors import Crowds, Space, Text, heaviest, opening
from briefing.types import Article, Copies, Sentence, Story, short_hash

if TYPE_CHECKING:
    from briefing.text.rows import Rows

_DEFAULT = StorySettings()
Origin = tuple[Article, ...]
WEEKDAYS = frozenset(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))  # as English stems
YEARS = frozenset(map(str, range(1900, 2100)))


def find_stories(
    articles: Iterable[Article],  # noqa: ARG001  what the copies were found in
    copies: Copies,
    sentences: Sequence[Sentence] = (),  # noqa: ARG001  another method may look at them
    settings: StorySettings = _DEFAULT,
) -> tuple[Story, ...]:
    """Stories in the order of their first article; two copies are always in one story."""
    origins = sorted((tuple(sorted(origin, key=_order)) for origin in copies.origins), key=lambda one: _order(one[0]))
    most = settings.speakers if len(origins) <= settings.speakers_among else 1
    speakers = [_speakers(origin, most) for origin in origins]
    given = _numbered(speakers)
    heard = [article for one in speakers for article in one]
    known = space([text_of(article) for article in heard], settings.core)
    pairs = similarities(known, settings.shared, settings.core_least, settings)
    timed = _at_one_time(pairs, _times(heard, known), settings)
    alike = _LookAlikes(known, pairs, heard, settings)
    groups = average_link(timed, given, _cut(timed, given, settings), alike.apart)
    origin_at = {i: number for number, members in enumerate(given) for i in members}
    stories = (sorted({origin_at[i] for i in group}) for group in groups)
    return tuple(_story([origins[number] for number in story]) for story in stories)


def text_of(article: Article) -> Text:
    """What an article says, without the leftovers of its page."""
    body = "\n".join(article.quote(block.span) for block in article.blocks if block.kind != "leftover")
    # A title that was made of the first words says nothing more.
    stated = article.title if article.title_basis == "stated" else ""
    return Text(stated, body or article.text, article.language)


def _speakers(origin: Origin, most: int) -> Origin:
    """The longest of the copies speak for all: the others are cut, or say the same once more."""
    return tuple(sorted(origin, key=lambda article: (-len(article.text), _order(article)))[:most])


def _numbered(groups: Iterable[Sequence[object]]) -> list[Members]:
    """The places of the groups' members in one row of all."""
    row = count()
    return [tuple(next(row) for _ in group) for group in groups]


def similarities(known: Space | Rows, shared: int, least: float, settings: StorySettings) -> list[Pair]:
    """Of pairs with `shared` core terms: the cosine of all words, and how much of the one's core the other speaks of.

    With less than `least` of a core two texts have nothing to do with each other.
    """
    weight = settings.core_weight
    near = known.near(Crowds(shared, settings.rare, settings.most), least)
    return sorted((i, j, (cosine + weight * core) / (1 + weight)) for i, j, cosine, core in near)


def _cut(pairs: Iterable[Pair], given: Sequence[Members], settings: StorySettings) -> float:
    """The mean similarity that makes a story: more than most of the texts share, which is what all of them are about.

    Among many texts most share nothing. Among few the word frequencies cannot tell an event from a subject; then this
    does, up to a limit, because a few texts may all report one event.
    """
    home = {i: number for number, members in enumerate(given) for i in members}
    between = sorted((similarity for i, j, similarity in pairs if home[i] != home[j]), reverse=True)
    size = len(home)
    same = sum(len(members) * (len(members) - 1) // 2 for members in given)
    middle = (size * (size - 1) // 2 - same) // 2
    usual = between[middle] if middle < len(between) else 0.0
    limit = settings.cut + settings.cut_of_few * settings.few / (settings.few + len(given))
    return min(limit, max(settings.cut, settings.beyond_usual * usual))


def _at_one_time(pairs: Iterable[Pair], times: Sequence[_Time], settings: StorySettings) -> list[Pair]:
    """The similarities, less where the texts name other days of the week or other years, or appeared far apart."""
    return [(i, j, similarity * _agreement(times[i], times[j], settings)) for i, j, similarity in pairs]


class _Time(NamedTuple):
    """The days of the week and the years that a text names, and the day it appeared."""

    weekdays: frozenset[str]
    years: frozenset[str]
    published: date | None


def _times(articles: Sequence[Article], known: Space | Rows) -> list[_Time]:
    named = zip(known.holding(WEEKDAYS), known.holding(YEARS), articles, strict=True)
    return [_Time(weekdays, years, article.day) for weekdays, years, article in named]


def _agreement(a: _Time, b: _Time, settings: StorySettings) -> float:
    factor = 1.0
    if a.weekdays and b.weekdays and not a.weekdays & b.weekdays:
        factor *= settings.other_weekday
    if a.years and b.years and not a.years & b.years:
        factor *= settings.other_year
    if a.published and b.published and abs((a.published - b.published).days) > settings.near_days:
        factor *= settings.other_time
    return factor


class _View(NamedTuple):
    """Of a group: the share of its texts that hold each term, its core, the names of any and of all of its openings."""

    presence: Mapping[str, float]
    core: Mapping[str, float]
    opened: frozenset[str]
    opened_by_all: frozenset[str]


class _LookAlikes:
    """The test of a union: are the two groups two events of one kind?

    A rounded logistic regression on unions of open collections, validated by leaving each topic out (docs/quality.md).
    """

    def __init__(
        self, known: Space | Rows, pairs: Iterable[Pair], articles: Sequence[Article], settings: StorySettings
    ) -> None:
        self._profiles, self._names, self._settings = known.profiles, known.names, settings
        self._articles = articles
        self._similarity = {(i, j): similarity for i, j, similarity in pairs}
        self._view = lru_cache(maxsize=None)(self._view_of)
        self._opening = lru_cache(maxsize=None)(self._opening_of)

    def apart(self, a: Members, b: Members) -> bool:
        """A single text has no common core yet and is never held apart."""
        smaller, both = min(len(a), len(b)), len(a) + len(b)
        if smaller < 2:
            return False
        first, second = self._view(a), self._view(b)
        if self._named_apart(first, second):
            return True
        kept = _kept(first.core, first.presence, second.presence) + _kept(second.core, second.presence, first.presence)
        within = (self._mean(combinations(a, 2)) + self._mean(combinations(b, 2))) / 2
        similarity = self._mean(product(a, b))
        nearness = similarity / within if within else 0.0
        needed = (
            self._settings.alike + self._settings.alike_smaller * log(smaller) - self._settings.alike_both * log(both)
        )
        return round(kept + self._settings.alike_nearness * (similarity + nearness) - needed, 9) < 0

    def _named_apart(self, a: _View, b: _View) -> bool:
        """Whether each has names of its own, all through its texts or in their openings."""
        own = min(self._own(a.presence, b.presence), self._own(b.presence, a.presence))
        opens = min(self._opens(a, b), self._opens(b, a))
        return own >= self._settings.own_names or opens >= self._settings.own_opening

    def _own(self, mine: Mapping[str, float], other: Mapping[str, float]) -> float:
        """Of the names that most texts of a group write, the share, by weight, that the other group never writes."""
        least = self._settings.own_names_in
        weights = {term: self._names[term] for term in sorted(mine.keys() & self._names) if mine[term] >= least}
        if len(weights) < self._settings.own_names_least:
            return 0.0
        return round(fsum(w for term, w in weights.items() if term not in other) / fsum(weights.values()), 9)

    def _opens(self, mine: _View, other: _View) -> float:
        """The weight of the names that every opening of a group writes, and no opening of the other one."""
        return round(fsum(self._names[name] for name in sorted(mine.opened_by_all - other.opened)), 9)

    def _mean(self, pairs: Iterable[tuple[int, int]]) -> float:
        found = [self._similarity.get((min(i, j), max(i, j)), 0.0) for i, j in pairs]
        return fsum(found) / len(found)

    def _view_of(self, members: Members) -> _View:
        presence: Counter[str] = Counter()
        weights: dict[str, float] = defaultdict(float)
        for i in members:
            presence.update(self._profiles[i].terms.keys())
            for term, weight in self._profiles[i].core.items():
                weights[term] += weight
        shares = {term: count / len(members) for term, count in presence.items()}
        openings = [self._opening(i) for i in members]
        opened, by_all = frozenset().union(*openings), openings[0].intersection(*openings)
        return _View(shares, heaviest(weights, self._settings.core), opened, by_all)

    def _opening_of(self, i: int) -> frozenset[str]:
        """The names that the title and the first words of a text write."""
        return opening(text_of(self._articles[i]), self._settings.opening) & self._names.keys()


def _kept(core: Mapping[str, float], own: Mapping[str, float], other: Mapping[str, float]) -> float:
    """How much of a group's core the other group speaks of as often."""
    return fsum(weight * min(1.0, other.get(term, 0.0) / own[term]) for term, weight in core.items())


def _story(origins: Sequence[Origin]) -> Story:
    ids = sorted(article.id for origin in origins for article in origin)
    return Story("s" + short_hash(" ".join(ids), 8), _label(origins[0][0]), tuple(origins))


def _label(article: Article) -> str:
    return article.title or article.text.partition("\n")[0][:80]


def _order(article: Article) -> tuple[str, str]:
    return article.order
