"""Copies to origins: which articles go back to one text, by containment of word shingles (Broder 1997).

A rewrite holds a part of its source, so containment decides, not resemblance; what stands inside quotation marks does not
count, because two independent reports of one communiqué quote the same words.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from briefing.config import CopySettings
from briefing.steps.linkage import components
from briefing.text.quotations import quotations
from briefing.text.tokens import tokenise
from briefing.types import PROSE, Article, Copies, CopyLink

SIZE = 5  # words a shingle
Shingle = tuple[str, ...]


def find_copies(articles: Iterable[Article], settings: CopySettings | None = None) -> Copies:
    """Origins in the order of their first article, and why any two articles are held to be one text."""
    settings = settings or CopySettings()
    ordered = sorted(articles, key=lambda article: article.order)
    prints = [_print(article) for article in ordered]
    shares = _shares(prints, settings)
    joined = _joined(prints, shares, settings)
    links = [_link(ordered, prints, pair, share, joined) for pair, share in sorted(shares.items())]
    merging = [(i, j) for i, j in shares if i not in joined and j not in joined or _alike(prints[i], prints[j], settings)]
    groups = components(len(ordered), merging)
    return Copies(tuple(tuple(ordered[i] for i in group) for group in groups), tuple(links))


@dataclass(frozen=True, slots=True)
class Print:
    """An article's shingles: `own` are those that do not lie inside quotation marks."""

    all: frozenset[Shingle]
    own: frozenset[Shingle]


def containment(a: frozenset[Shingle], b: frozenset[Shingle]) -> float:
    """The share of the smaller set that stands in the larger one."""
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def _print(article: Article) -> Print:
    """Shingles of the prose blocks; a text shorter than a shingle is one of its own."""
    spans = [block.span for block in article.blocks if block.kind in PROSE]
    quoted = quotations(article.text)
    words = [
        (token.text.casefold(), any(q.start <= span.start + token.start < q.end for q in quoted))
        for span in spans
        for token in tokenise(article.quote(span))
        if token.text[0].isalnum()
    ]
    runs = [words[i : i + SIZE] for i in range(max(1, len(words) - SIZE + 1))] if words else []
    shingles = [(tuple(word for word, _ in run), all(inside for _, inside in run)) for run in runs]
    return Print(frozenset(s for s, _ in shingles), frozenset(s for s, inside in shingles if not inside))


def _shares(prints: Sequence[Print], settings: CopySettings) -> dict[tuple[int, int], float]:
    """Containment of the pairs that are copies."""
    holders: dict[Shingle, list[int]] = defaultdict(list)
    for i, one in enumerate(prints):
        for shingle in sorted(one.own):
            holders[shingle].append(i)
    common = Counter(pair for held in holders.values() for pair in combinations(held, 2))
    shared = {
        (i, j): count / min(len(prints[i].own), len(prints[j].own))
        for (i, j), count in common.items()
        if count >= settings.min_shingles or prints[i].own == prints[j].own
    }
    return {
        (i, j): round(containment(prints[i].all, prints[j].all), 6)
        for (i, j), share in sorted(shared.items())
        if share >= settings.containment
    }


def _joined(prints: Sequence[Print], shares: dict[tuple[int, int], float], settings: CopySettings) -> frozenset[int]:
    """Texts that hold two others which have nothing to do with each other."""
    within: dict[int, list[int]] = defaultdict(list)
    for i, j in sorted(shares):
        for whole, part in ((i, j), (j, i)):
            if _holds(prints[whole], prints[part]) >= settings.whole > _holds(prints[part], prints[whole]):
                within[whole].append(part)
    return frozenset(
        whole for whole, parts in within.items() if any(pair not in shares for pair in combinations(parts, 2))
    )


def _holds(whole: Print, part: Print) -> float:
    return len(whole.all & part.all) / len(part.all)


def _alike(a: Print, b: Print, settings: CopySettings) -> bool:
    return min(_holds(a, b), _holds(b, a)) >= settings.whole


def _link(
    articles: Sequence[Article], prints: Sequence[Print], pair: tuple[int, int], share: float, joined: frozenset[int]
) -> CopyLink:
    i, j = pair
    both = min(_holds(prints[i], prints[j]), _holds(prints[j], prints[i]))
    if (i in joined) != (j in joined):
        return CopyLink(articles[i], articles[j], "joined", share)
    if both >= 0.999:
        return CopyLink(articles[i], articles[j], "verbatim", share)
    if both >= 0.5:
        return CopyLink(articles[i], articles[j], "edited", share)
    return CopyLink(articles[i], articles[j], "part" if share >= 0.8 else "rewrite", share)
