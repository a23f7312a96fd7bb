"""Our method: cover what the articles share, in the words of the sentences that stand where news puts its news.

Terms are stemmed words and pairs of neighbours. A term weighs more the more origins hold it; each time it is covered,
it is worth less. Chosen greedily with lazy gains (Minoux 1978; Lin & Bilmes 2011), so that large inputs stay linear.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from heapq import heapify, heappop, heappush
from itertools import pairwise

from briefing.steps.summarisers.context import Context, in_order, origins_of
from briefing.steps.summarisers.lexrank import centrality
from briefing.steps.summarisers.rows import cosine, tfidf
from briefing.text.tokens import stems, word_count
from briefing.types import Sentence

SHARE = 1.5  # power of the share of origins that hold a term
DECAY = 0.3  # what is left of a term's weight each time it is covered
LENGTH = 0.8  # power of a sentence's length that its gain is divided by
APART = 0.4  # cosine from which on a sentence repeats a chosen one


class Coverage:
    """The state of a choice: what each sentence would add to what is covered. Indices are those of `sentences`."""

    def __init__(self, sentences: Sequence[Sentence], context: Context) -> None:
        language = context.language
        self.sentences = sentences
        content = [stems(sentence.text, language) for sentence in sentences]
        self.rows = tfidf(content)
        self.bags = [terms(words) for words in content]
        self.lengths = [max(1, word_count(sentence.text, language)) for sentence in sentences]
        self.left = term_weights(self.bags, origins_of(sentences, context), context)
        central = centrality(self.rows)
        self.prior: list[float] = [
            factor * score / (1 + sentence.position) ** 0.25 / length**LENGTH
            for factor, score, sentence, length in zip(
                context.factors(len(sentences)), central, sentences, self.lengths, strict=True
            )
        ]
        self.chosen: list[int] = []

    def gain(self, i: int) -> float:
        """What sentence i adds now; 0 when it repeats a chosen one."""
        if any(cosine(self.rows[i], self.rows[j]) >= APART for j in self.chosen):
            return 0.0
        return self.prior[i] * sum(self.left[term] for term in self.bags[i])

    def take(self, i: int) -> None:
        """Choose sentence i: what it covers is worth less from now on."""
        self.chosen.append(i)
        for term in self.bags[i]:
            self.left[term] *= DECAY

    def terms(self, i: int) -> tuple[tuple[str, float], ...]:
        """The terms of sentence i with what they are still worth, heaviest first."""
        return tuple(sorted(((t, self.left[t]) for t in self.bags[i]), key=lambda pair: (-round(pair[1], 9), pair[0])))

    def choose(self, words: int, among: Iterable[int] | None = None) -> list[int]:
        """Take the best sentence again and again until `words` words are chosen (0: all that add something)."""
        heap = [(-round(self.gain(i), 12), i) for i in (range(len(self.bags)) if among is None else among)]
        heapify(heap)
        taken: list[int] = []
        room = words
        while heap and (room > 0 or not words):
            _, i = heappop(heap)
            gain = -round(self.gain(i), 12)
            if gain == 0:
                continue
            if heap and (gain, i) > heap[0]:
                heappush(heap, (gain, i))
                continue
            self.take(i)
            taken.append(i)
            room -= self.lengths[i]
        return taken


@in_order
def coverage(sentences: Sequence[Sentence], context: Context) -> list[int]:
    return Coverage(sentences, context).choose(context.words)


def coverage_scores(sentences: Sequence[Sentence], context: Context) -> list[float]:
    """What each sentence would add alone, as if nothing were chosen."""
    state = Coverage(sentences, context)
    return [state.gain(i) for i in range(len(sentences))]


def terms(words: Sequence[str]) -> tuple[str, ...]:
    """The distinct words and pairs of neighbours, in order of first appearance."""
    pairs = (f"{a} {b}" for a, b in pairwise(words))
    return tuple(dict.fromkeys([*words, *pairs]))


def term_weights(bags: Sequence[Iterable[str]], origins: Sequence[int], context: Context) -> dict[str, float]:
    """Each term's share of origins to a power, times the theme's factor."""
    holders = Counter(term for term, _ in {(t, o): 0 for bag, o in zip(bags, origins, strict=True) for t in bag})
    n = len(set(origins))
    return {term: (held / n) ** SHARE * context.theme.get(term, 1.0) for term, held in holders.items()}
