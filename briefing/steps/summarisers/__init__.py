"""The methods that choose key sentences, by name; `package.module:function` reaches one from outside."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.registry import lookup
from briefing.steps.summarisers.centroid import centroid
from briefing.steps.summarisers.context import Context, Summariser
from briefing.steps.summarisers.coverage import Coverage, coverage, coverage_scores
from briefing.steps.summarisers.lead import lead
from briefing.steps.summarisers.lexrank import lexrank
from briefing.steps.summarisers.mmr import mmr
from briefing.types import Sentence

__all__ = ["SUMMARISERS", "Context", "Coverage", "Summariser", "coverage_scores", "summariser"]


def summariser(name: str) -> Summariser:
    """The method of that name, or the one at a dotted path."""
    return lookup("summariser", name, SUMMARISERS)


def from_sumy(name: str) -> Summariser:
    """A method of sumy, imported when it is first used: sumy brings nltk and numpy, which take seconds."""

    def method(sentences: Sequence[Sentence], context: Context) -> list[int]:
        return summariser(f"briefing.steps.summarisers.sumy:{name}")(sentences, context)

    return method


SUMY = ("lexrank", "textrank", "lsa", "luhn", "kl", "sumbasic", "reduction", "edmundson")
SUMMARISERS: dict[str, Summariser] = {
    "coverage": coverage,
    "lead": lead,
    "centroid": centroid,
    "lexrank": lexrank,
    "mmr": mmr,
    **{f"sumy:{name}": from_sumy(name) for name in SUMY},
}
