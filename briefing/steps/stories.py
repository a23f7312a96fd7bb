"""Stories: the articles that report one event.

Average link over what the texts say and whom they are about joins generously; a test of each union then keeps apart the events that
only look alike. Two groups are two events when what carries the one is absent from the other and the groups hold together
better than they hold to each other. The more texts say so, the less it takes.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from briefing.config import StorySettings
from briefing.steps.linkage import Group, Pair, average_link
from briefing.text.vectors import Profile, Space, Text, candidates, cosine, coverage, heaviest, space
from briefing.types import Article, Copies, Sentence, Story, short_hash

_DEFAULT = StorySettings()
Origin = tuple[Article, ...]


def find_stories(
    articles: Iterable[Article],
    copies: Copies,
    sentences: Sequence[Sentence] = (),
    settings: StorySettings = _DEFAULT,
) -> tuple[Story, ...]:
    """Stories in the order of their first article; two copies are always in one story."""
    origins = sorted((tuple(sorted(origin, key=_order)) for origin in copies.origins), key=lambda origin: _order(origin[0]))
    known = space([text_of(origin) for origin in origins], settings.core)
    pairs = similarities(known, settings)
    groups = average_link(len(origins), pairs, settings.cut, _LookAlikes(known.profiles, settings).apart)
    return tuple(_story([origins[i] for i in group]) for group in groups)


def text_of(origin: Origin) -> Text:
    """The longest of the copies speaks for all: the others are cut or edited."""
    article = max(origin, key=lambda a: (len(a.text), *_order(a)))
    body = "\n".join(article.quote(block.span) for block in article.blocks if block.kind != "leftover")
    return Text(article.title, body, article.language)


def similarities(known: Space, settings: StorySettings) -> list[Pair]:
    """Pairs that share what carries them: the cosine of their words, and how much of the one's core the other speaks of."""
    profiles, squares = known
    found = []
    for i, j in candidates(profiles, settings.shared, settings.most):
        a, b = profiles[i], profiles[j]
        core = max(coverage(a.core, b.terms.keys()), coverage(b.core, a.terms.keys()))
        similarity = (cosine(a, b, squares) + settings.core_weight * core) / (1 + settings.core_weight)
        if similarity >= settings.least:
            found.append((i, j, similarity))
    return found


class _LookAlikes:
    """The test of a union: are the two groups two events of one kind?"""

    def __init__(self, profiles: Sequence[Profile], settings: StorySettings) -> None:
        self._profiles, self._settings = profiles, settings
        self._view = lru_cache(maxsize=None)(self._view_of)

    def apart(self, a: Group, b: Group, similarity: float) -> bool:
        """Groups of one have no common core yet and are never held apart."""
        smaller = min(len(a.members), len(b.members))
        if smaller < 2:
            return False
        (presence_a, core_a), (presence_b, core_b) = self._view(a.members), self._view(b.members)
        shared = (_kept(core_a, presence_a, presence_b) + _kept(core_b, presence_b, presence_a)) / 2
        nearness = similarity / ((a.cohesion + b.cohesion) / 2)
        needed = self._settings.alike + self._settings.alike_growth * math.log(smaller)
        return round(shared + nearness, 9) < needed

    def _view_of(self, members: tuple[int, ...]) -> tuple[Mapping[str, float], Mapping[str, float]]:
        """The share of the members that hold each term, and the core of the group."""
        presence: Counter[str] = Counter()
        weights: dict[str, float] = defaultdict(float)
        for i in members:
            presence.update(self._profiles[i].terms.keys())
            for term, weight in self._profiles[i].core.items():
                weights[term] += weight
        return {term: count / len(members) for term, count in presence.items()}, heaviest(weights, self._settings.core)


def _kept(core: Mapping[str, float], own: Mapping[str, float], other: Mapping[str, float]) -> float:
    """How much of a group's core the other group speaks of as often."""
    return math.fsum(weight * min(1.0, other.get(term, 0.0) / own[term]) for term, weight in core.items())


def _story(origins: Sequence[Origin]) -> Story:
    ids = sorted(article.id for origin in origins for article in origin)
    return Story("s" + short_hash(" ".join(ids), 8), _label(origins[0][0]), tuple(origins))


def _label(article: Article) -> str:
    return article.title or article.text.partition("\n")[0][:80]


def _order(article: Article) -> tuple[str, str]:
    return article.order
