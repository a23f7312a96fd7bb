"""What a summariser is: a function from sentences and a context to indices, best first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import wraps

from briefing.types import Sentence


@dataclass(frozen=True, slots=True)
class Context:
    """What a method may know beside the sentences.

    `origins`: article id -> origin; an article that is not in it is an origin of its own.
    `words`: the budget at which the caller cuts, and a method may stop; 0 ranks everything. Ours stops at half of the
    words that there are as well, and reads in the budget how much room there is: with a sentence for each origin the
    openings of articles count most, with more room later sentences and quotations gain.
    `weights`: a factor for each sentence, 1 neutral, 0 never chosen; methods that cannot weigh only heed the 0.
    `theme`: stem -> factor on that term's weight (2 doubles it).
    """

    language: str = "en"
    words: int = 0
    origins: Mapping[str, int] = field(default_factory=dict)
    weights: tuple[float, ...] | None = None
    theme: Mapping[str, float] = field(default_factory=dict)

    def factors(self, n: int) -> tuple[float, ...]:
        """The weights of n sentences, all 1 when none are given."""
        return (1.0,) * n if self.weights is None else self.weights


Summariser = Callable[[Sequence[Sentence], Context], list[int]]


def in_order(method: Summariser) -> Summariser:
    """The method on the sentences in their canonical order, so that the order of articles cannot matter."""

    @wraps(method)
    def ordered(sentences: Sequence[Sentence], context: Context) -> list[int]:
        weights = context.factors(len(sentences))
        order = sorted((i for i, w in enumerate(weights) if w > 0), key=lambda i: sentences[i].order)
        if not order:
            return []
        chosen = method([sentences[i] for i in order], replace(context, weights=tuple(weights[i] for i in order)))
        return [order[i] for i in chosen]

    return ordered


def origins_of(sentences: Sequence[Sentence], context: Context) -> list[int]:
    """The origin of each sentence, numbered from 0 in the order of first appearance."""
    numbers: dict[object, int] = {}
    keys = (context.origins.get(s.article.id, s.article.id) for s in sentences)
    return [numbers.setdefault(key, len(numbers)) for key in keys]


def best_first(scores: Sequence[float]) -> list[int]:
    """Indices by falling score; scores that differ by rounding only keep the order of the text."""
    return sorted(range(len(scores)), key=lambda i: (-round(scores[i], 9), i))
