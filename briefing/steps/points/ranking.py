"""Which sentences are weighed one by one, and in which order they come to be taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from briefing.steps.changes import is_said_anew
from briefing.steps.points.desk import Desk, Key
from briefing.steps.summarisers import Context, Coverage, summariser
from briefing.steps.support import find_support
from briefing.types import Passage, Sentence

_OURS = "coverage"


def pool(desk: Desk, members: Sequence[Sentence]) -> list[Sentence]:
    """All of a small collection, the first sentences of each article of a large one."""
    most = desk.settings.pool
    if len(members) <= most:
        return list(members)
    size = {a.id: len(origin) for origin in desk.copies.origins for a in origin}
    deepest = sorted(s.position for s in members)[most]
    above = [s for s in members if s.position < deepest]
    last = sorted((s for s in members if s.position == deepest), key=lambda s: (-size[s.article.id], s.order))
    return sorted([*above, *last[: most - len(above)]], key=lambda s: s.order)


def ranked(
    desk: Desk, members: Sequence[Sentence], relevance: Mapping[Key, float], terms: Mapping[str, float]
) -> list[Sentence]:
    """The members that may be printed, best first, by the summariser of the configuration."""
    weighed = [(s, desk.price(s) * relevance.get(s.key, 1.0) ** 2) for s in members]
    weighed = [(s, weight) for s, weight in weighed if weight > 0]
    usable, weights = [s for s, _ in weighed], tuple(weight for _, weight in weighed)
    if not usable:
        return []
    theme = dict.fromkeys(terms, desk.settings.theme_weight)
    context = Context(usable[0].article.language, desk.settings.pool_words, desk.origin, weights, theme)
    if desk.config.summary.name != _OURS:
        return [usable[i] for i in summariser(desk.config.summary.name)(usable, context)]
    state = Coverage(usable, context)
    order = state.choose(context.words)
    desk.reasons.update((usable[i].key, (state, i)) for i in order)
    return sorted((usable[i] for i in order), key=lambda s: not desk.is_pinned(Passage((s,))))


def in_turn(desk: Desk, order: Sequence[Sentence]) -> list[Sentence]:
    """The best of each underlying text, then the second of each: no single text fills what stands beside the themes."""
    place: Counter[int] = Counter()
    turns = []
    for rank, sentence in enumerate(order):
        origin = desk.origin[sentence.article.id]
        turns.append((place[origin], rank, sentence))
        place[origin] += 1
    return [sentence for _, _, sentence in sorted(turns, key=lambda turn: turn[:2])]


def by_news(desk: Desk, members: Sequence[Sentence]) -> Iterable[Sequence[Sentence]]:
    """All of them; or, where there were editions before, those that are new, were read, were printed."""
    if desk.memory.earlier is None:
        return (members,)
    found: dict[str, list[Sentence]] = {"new": [], "read": [], "told": []}
    for sentence in members:
        found[_news(desk, sentence)].append(sentence)
    return found.values()


def is_news(desk: Desk, sentence: Sentence) -> bool:
    return desk.memory.earlier is None or _news(desk, sentence) == "new"


def _news(desk: Desk, sentence: Sentence) -> Literal["new", "read", "told"]:
    """What a sentence is to who read the earlier editions; what another text confirms, or the desk pins, is new."""
    passage = Passage((sentence,))
    news = desk.memory.news(sentence.article, sentence.span)
    if news.kind != "known" or desk.is_pinned(passage):
        return "new"
    if news.was is None or not news.was.printed:
        return "read"
    if desk.price(sentence) <= 0:  # it could not be printed: who confirms it is not looked for
        return "told"
    support = find_support(passage, desk.candidates(passage), desk.copies, desk.config.support)
    saying = [sentence.article, *(c.article for c in support if c.role == "support")]
    return "new" if is_said_anew(news, saying, desk.copies, desk.memory) else "told"
