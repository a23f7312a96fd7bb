"""Labels: which phrase of the articles names a subject best."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from briefing.text.persons import OFFICES, TITLES
from briefing.text.phrases import Phrase
from briefing.text.rarity import rarity
from briefing.text.tokens import is_stop

KIND_WEIGHT = {"quoted": 2.4, "code": 2.4, "name": 0.7, "words": 1.0}


_BYSTANDERS = frozenset("organiser organizer witness eyewitness resident spokesman neighbour neighbor".split())


def is_office(phrase: Phrase) -> bool:
    """ "defence ministers", "President Berg", "event organisers": who holds an office, or is asked, is no subject."""
    if phrase.kind == "name":
        return re.split(r"[\s-]", phrase.text)[0].casefold() in TITLES
    last = re.split(r"[\s-]", phrase.text)[-1].casefold()
    someone = OFFICES | _BYSTANDERS
    return phrase.kind in {"words", "quoted"} and (last in someone or last.removesuffix("s") in someone)


def fullest(candidates: Sequence[Phrase]) -> Phrase:
    """The fullest wording that is most often used."""
    counts = Counter(p.text for p in candidates)
    order = {"quoted": 0, "code": 1, "name": 2, "words": 3}
    return min(candidates, key=lambda p: (order[p.kind], -counts[p.text], -len(p.text), p.text))


def label_worth(anchor: tuple[str, ...], held: Sequence[tuple[str, Phrase]], size: int, language: str) -> float:
    """How well the phrase names a group of so many articles."""
    share = len({article for article, _ in held}) / size
    rare = sum(max(0.0, rarity(form, language) - 6) for form in anchor if not is_stop(form, language)) / len(anchor)
    return round(
        share
        * rare
        * (1.3 if len(anchor) > 1 else 0.8)
        * (1.0 if len(anchor) < 4 else 0.8)
        * KIND_WEIGHT[held[0][1].kind],
        6,
    )


def titled(anchor: Sequence[str], headlines: Sequence[Sequence[str]]) -> float:
    """Of the headlines, the share that hold at least half of the words."""
    if not headlines:
        return 0.0
    return sum(2 * len(set(anchor) & set(words)) >= len(set(anchor)) for words in headlines) / len(headlines)


def capital(text: str) -> str:
    """With a capital at its head, also behind an opening quotation mark."""
    first = next((i for i, c in enumerate(text) if c.isalnum()), 0)
    return text[:first] + text[first : first + 1].upper() + text[first + 1 :]
