"""Labels: which phrase of the articles names a subject best."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from briefing.text.persons import OFFICES
from briefing.text.phrases import Phrase
from briefing.text.rarity import rarity
from briefing.text.tokens import is_stop

KIND_WEIGHT = {"quoted": 2.4, "code": 2.4, "name": 0.7, "words": 1.0}


def is_office(phrase: Phrase) -> bool:
    """ "defence ministers", "special representative": who holds an office is no subject."""
    last = re.split(r"[\s-]", phrase.text)[-1].casefold()
    return phrase.kind == "words" and (last in OFFICES or last.removesuffix("s") in OFFICES)


def fullest(candidates: Sequence[Phrase]) -> Phrase:
    """The fullest wording that is most often used."""
    counts = Counter(p.text for p in candidates)
    order = {"quoted": 0, "code": 1, "name": 2, "words": 3}
    return min(candidates, key=lambda p: (order[p.kind], -counts[p.text], -len(p.text), p.text))


def label_worth(anchor: tuple[str, ...], held: Sequence[tuple[str, Phrase]], size: int) -> float:
    share = len({article for article, _ in held}) / size
    rare = sum(max(0.0, rarity(form) - 6) for form in anchor if not is_stop(form)) / len(anchor)
    return round(
        share
        * rare
        * (1.3 if len(anchor) > 1 else 0.8)
        * (1.0 if len(anchor) < 4 else 0.8)
        * KIND_WEIGHT[held[0][1].kind],
        6,
    )


def capital(text: str) -> str:
    """With a capital at its head, also behind an opening quotation mark."""
    first = next((i for i, c in enumerate(text) if c.isalpha()), 0)
    return text[:first] + text[first : first + 1].upper() + text[first + 1 :]
