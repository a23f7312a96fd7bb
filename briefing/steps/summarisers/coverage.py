"""Our method: cover the pairs of words that a summary by a person would most likely hold, at the least cost in words.

Each pair counts once (of two stop words also again, for less), so that a repetition is worth nothing; what it is worth
is its chance (pairs.py). Chosen greedily by worth for each word, with lazy gains (Minoux 1978; Lin & Bilmes 2011), so
that large inputs stay linear.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heapify, heappop, heapreplace, nsmallest
from itertools import pairwise
from math import ceil, exp, log
from statistics import median

from briefing.steps.summarisers.context import Context, in_order
from briefing.steps.summarisers.lexicon import lexicon
from briefing.steps.summarisers.pairs import Table, neighbours
from briefing.steps.summarisers.tables import tabulate
from briefing.text.bulk import forms
from briefing.types import Sentence

ALONE = 0.07  # added to the nearness to other origins: what one article alone reports still has a chance
NEARNESS = 0.6  # power of the nearness
STRAY = 0.5  # share of the usual nearness of articles below which one is about something else …
LEAST = 0.1  # … and the factor on its sentences that is never undercut
PLACE = 0.13  # times the log of the origins: power by which worth falls with place, when there is room for leads only
QUOTATION = 0.72  # what a quotation gains, as the exponent of e, for each step of room
APART = 0.40  # cosine from which on a sentence repeats a chosen one
HELD = 0.5  # share of the shorter sentence's pairs that the other holds too, from which on it repeats it as well
SHARE = 0.5  # of the words that there are, where a summary ends: people write less about less
RIVALS = 3  # sentences that are named as beaten


class Coverage:
    """The state of a choice: what each sentence would add to what is covered. Indices are those of `sentences`."""

    def __init__(self, sentences: Sequence[Sentence], context: Context) -> None:
        self.sentences, self.context = sentences, context
        self.table = table = tabulate(sentences, context)
        self.left = list(table.chance)
        self.chosen: list[int] = []
        self.beat: dict[int, tuple[tuple[int, float], ...]] = {}
        self._held: list[set[int]] = []  # the pairs of each chosen sentence
        self._seen = [0] * len(sentences)  # how many of the chosen were compared with it
        self._repeated = [False] * len(sentences)
        by_place = -PLACE * log(1 + max(table.origins, default=0)) * max(0.0, 1 - table.room)
        on_topic = topicality(table)
        quoting = exp(QUOTATION * table.room)
        self.price: list[float] = [
            factor
            * (ALONE + near) ** NEARNESS
            * on_topic[origin]
            * (1 + sentence.position) ** by_place
            * (quoting if quotes else 1.0)
            / length
            for factor, near, origin, sentence, quotes, length in zip(
                context.factors(len(sentences)),
                table.nearness,
                table.origins,
                sentences,
                table.quotes,
                table.lengths,
                strict=True,
            )
        ]

    def gain(self, i: int) -> float:
        """What sentence i adds now, for each of its words; 0 when it repeats a chosen one."""
        if self._repeats(i):
            return 0.0
        return round(self.price[i] * sum(map(self.left.__getitem__, self.table.pairs[i])), 9)

    def _repeats(self, i: int) -> bool:
        """Sentence i says what a chosen one says; it is compared only with those chosen since it was asked last."""
        if not self._repeated[i] and self._seen[i] < len(self.chosen):
            self._repeated[i] = any(self._says(i, at) for at in range(self._seen[i], len(self.chosen)))
            self._seen[i] = len(self.chosen)
        return self._repeated[i]

    def _says(self, i: int, at: int) -> bool:
        held, own = self._held[at], self.table.pairs[i]
        shared = len(held.intersection(own))
        return shared >= HELD * max(1, min(len(held), len(own))) or self.table.cosine(i, self.chosen[at]) >= APART

    def take(self, i: int) -> None:
        """Choose sentence i: what it covers is worth nothing from now on, or little."""
        self.chosen.append(i)
        self._held.append(set(self.table.pairs[i]))
        for pair in self.table.pairs[i]:
            self.left[pair] *= self.table.kept[pair]

    def choose(self, words: int = 0) -> list[int]:
        """Take the best sentence again and again until `words` more words are chosen (0: all that add something)."""
        heap = [(-self.gain(i), i) for i in range(len(self.sentences))]
        heapify(heap)
        taken: list[int] = []
        room = words
        while heap and (room > 0 or not words):
            gain, i = -heap[0][0], heap[0][1]
            now = self.gain(i)
            if now == 0:
                heappop(heap)
            elif now < gain:
                heapreplace(heap, (-now, i))
            else:
                heappop(heap)
                self.beat[i] = self._rivals(heap)
                self.take(i)
                taken.append(i)
                room -= self.table.lengths[i]
        return taken

    def _rivals(self, heap: Sequence[tuple[float, int]]) -> tuple[tuple[int, float], ...]:
        """The next best sentences with an upper bound of their gain; in a heap they stand among the first few."""
        return tuple((i, -gain) for gain, i in nsmallest(RIVALS, heap[: 2**RIVALS - 1]))

    def terms(self, i: int) -> tuple[tuple[str, float], ...]:
        """The pairs of words that sentence i covers, as it has them, with their chance; the likeliest first."""
        found = forms(self.sentences[i].text)
        known = lexicon(self.context.language)
        terms = [known.terms[known[form]] for form in found]
        covered = {
            pair: f"{a} {b}"
            for pair, (a, b), (x, y) in zip(neighbours(terms), pairwise(found), pairwise(terms), strict=True)
            if not (known.stop[x] and known.stop[y])
        }
        chances = ((text, round(self.table.chance_of(pair), 4)) for pair, text in covered.items())
        return tuple(sorted(chances, key=lambda pair: (-pair[1], pair[0])))


@in_order
def coverage(sentences: Sequence[Sentence], context: Context) -> list[int]:
    """Sentences that cover the likeliest pairs of words at the least length; with a budget, half of all at most."""
    state = Coverage(sentences, context)
    return state.choose(min(context.words, ceil(SHARE * sum(state.table.lengths))))


def topicality(table: Table) -> dict[int, float]:
    """Origin -> 1, or less the further its nearness to the others is below the middle one (of three or more)."""
    words: dict[int, int] = {}
    near: dict[int, float] = {}
    for origin, length, nearness in zip(table.origins, table.lengths, table.nearness, strict=True):
        words[origin] = words.get(origin, 0) + length
        near[origin] = near.get(origin, 0.0) + length * nearness
    means = {origin: near[origin] / words[origin] for origin in words}
    usual = median(means.values()) if len(means) > 2 else 0.0
    return {origin: min(1.0, max(LEAST, mean / (STRAY * usual))) if usual else 1.0 for origin, mean in means.items()}


def coverage_scores(sentences: Sequence[Sentence], context: Context) -> list[float]:
    """What each sentence would add for each of its words if nothing were chosen."""
    state = Coverage(sentences, context)
    return [state.gain(i) for i in range(len(sentences))]
