"""Copies to origins: which articles go back to one text, by containment of word shingles (Broder 1997).

A rewrite holds a part of its source, so containment decides, not resemblance. Three things look like a copy and are
none: two reports that quote one communiqué, so what stands inside quotation marks does not count, unless the rest of
both puts the same words side by side; the furniture of one publisher's pages, so what is left of both texts without the
passages they share must speak of the same; and reports of different events in nearly the same words, so names and
numbers of a rewrite must agree (forms.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, pairwise
from typing import Literal, NamedTuple

from briefing.config import CopySettings
from briefing.steps.forms import Forms
from briefing.steps.linkage import components
from briefing.steps.sharing import overlaps
from briefing.steps.shingles import Common, Overlaps, Pair, Phrases, Rest
from briefing.types import Article, Copies, CopyLink

_DEFAULT = CopySettings()
Kind = Literal["verbatim", "edited", "part", "rewrite", "joined", "update"]


def find_copies(articles: Iterable[Article], settings: CopySettings = _DEFAULT) -> Copies:
    """Origins in the order of their first article, and why two articles are one; of an update, `b` is the newer."""
    ordered = sorted(articles, key=lambda article: article.order)
    found = overlaps(ordered, settings.min_shingles)
    versions = _versions(ordered, found, settings)
    forms = Forms(settings)
    copies = {
        pair
        for pair in found.shared
        if _is_copy(pair, found, settings)
        and not (max(_holds(pair, found)) < settings.whole and forms.filled_anew(*(ordered[i] for i in pair)))
    } | versions
    joined = _joined(found, copies, settings)
    origins = components(len(ordered), sorted(pair for pair in copies if _unites(pair, found, joined, settings)))
    links = (_link(ordered, pair, found, joined, versions) for pair in sorted(copies))
    return Copies(tuple(tuple(ordered[i] for i in origin) for origin in origins), tuple(links))


def superseded(copies: Copies) -> frozenset[str]:
    """The ids of the articles of which a newer version is at hand."""
    return frozenset(link.a.id for link in copies.links if link.kind == "update")


def by_family(copies: Copies) -> Copies:
    """Origins that wholly belong to one family of publishers as one: for counting who confirms whom, and for nothing
    else. What another publisher printed too, such as the text of an agency, stays an origin of its own.
    """
    groups: dict[str, list[tuple[Article, ...]]] = {}
    for number, origin in enumerate(copies.origins):
        families = {article.family for article in origin}
        family = families.pop() if len(families) == 1 else ""
        groups.setdefault(f"family {family}" if family else f"origin {number}", []).append(origin)
    return Copies(tuple(tuple(a for origin in group for a in origin) for group in groups.values()), copies.links)


class Holds(NamedTuple):
    """What share of each text's shingles the other one holds."""

    first: float
    second: float


def _is_copy(pair: Pair, found: Overlaps, settings: CopySettings) -> bool:
    shared = found.shared[pair]
    if found.sizes[pair[0]] == found.sizes[pair[1]] == shared.all.number > 0:
        return True
    if _enough(shared.own, settings):
        wholly = 1 - shared.own.share <= settings.remainder
        if wholly or _rest_agrees(found.rest(pair), shared.own, settings, settings.remainder):
            return True
    mended = shared.mended != shared.own and _enough(shared.mended, settings)
    if mended and _rest_agrees(found.rest(pair), shared.mended, settings, remainder=0.0):
        return True
    return _enough(shared.all, settings) and _phrases_agree(found.phrases(pair), settings)


def _enough(common: Common, settings: CopySettings) -> bool:
    return common.number >= settings.min_shingles and common.share >= settings.containment


def _rest_agrees(rest: Rest, common: Common, settings: CopySettings, remainder: float) -> bool:
    """Whether the texts without what they share still speak of the same: the less they share, the more they must.

    A text of which no more than the `remainder` is left is an edit or a cut.
    """
    if rest.left <= remainder:
        return remainder > 0
    agreement = rest.agreement()
    return agreement >= settings.rest and agreement + 2 * common.share >= settings.rest_and_share


def _phrases_agree(phrases: Phrases, settings: CopySettings) -> bool:
    """Whether the texts without what they share, quotations or not, still put the same words side by side."""
    return phrases.words >= settings.phrases_words and phrases.agreement >= settings.phrases


def _joined(found: Overlaps, copies: Iterable[Pair], settings: CopySettings) -> frozenset[int]:
    """Texts that hold two others which have nothing to do with each other."""
    linked = frozenset(copies)
    parts: dict[int, list[int]] = defaultdict(list)
    for i, j in sorted(linked):
        held = _holds((i, j), found)
        for whole, part, share, back in ((i, j, held.second, held.first), (j, i, held.first, held.second)):
            if share >= settings.whole and back < settings.whole_text:
                parts[whole].append(part)
    return frozenset(
        whole for whole, held in parts.items() if any(pair not in linked for pair in combinations(held, 2))
    )


def _unites(pair: Pair, found: Overlaps, joined: frozenset[int], settings: CopySettings) -> bool:
    """A joined text unites with its own copies only."""
    touched = [i for i in pair if i in joined]
    return not touched or (len(touched) == 2 and min(_holds(pair, found)) >= settings.whole)


def _holds(pair: Pair, found: Overlaps) -> Holds:
    i, j = pair
    both = found.shared[pair].all.number if pair in found.shared else 0
    return Holds(both / max(1, found.sizes[i]), both / max(1, found.sizes[j]))


def _link(
    articles: Sequence[Article], pair: Pair, found: Overlaps, joined: frozenset[int], versions: set[Pair]
) -> CopyLink:
    held = _holds(pair, found)
    a, b = (articles[i] for i in pair)
    if pair in versions and a.published and b.published and _instant(a)[0] != _instant(b)[0]:
        older, newer = sorted((a, b), key=_instant)
        return CopyLink(older, newer, "update", round(max(held), 6))
    return CopyLink(a, b, _kind(pair, held, joined), round(max(held), 6))


def _kind(pair: Pair, held: Holds, joined: frozenset[int]) -> Kind:
    if (pair[0] in joined) != (pair[1] in joined):
        return "joined"
    if min(held) == 1.0:
        return "verbatim"
    if min(held) >= 0.5:
        return "edited"
    return "part" if max(held) >= 0.75 else "rewrite"


# --- versions of one article ---------------------------------------------------------------------------------


def _versions(articles: Sequence[Article], found: Overlaps, settings: CopySettings) -> set[Pair]:
    """Pairs of one URL, or of one title and publisher whose texts overlap: columns keep their title from day to day."""
    same_place = set(_alike(articles, lambda article: article.url))
    same_title = {
        pair
        for pair in _alike(articles, _title_and_publisher)
        if pair in found.shared and max(_holds(pair, found)) >= settings.version
    }
    return same_place | same_title


def _alike(articles: Sequence[Article], key: Callable[[Article], str]) -> Iterator[Pair]:
    groups: dict[str, list[int]] = defaultdict(list)
    for i, article in enumerate(articles):
        if key(article):
            groups[key(article)].append(i)
    return (pair for group in groups.values() for pair in pairwise(group))


def _title_and_publisher(article: Article) -> str:
    return f"{article.publisher}\0{article.title.casefold()}" if article.publisher and article.title else ""


def _instant(article: Article) -> tuple[str, tuple[str, str]]:
    """When an article was published, as text that sorts; a day comes before its hours."""
    return ("" if article.published is None else article.published.isoformat(), article.order)
