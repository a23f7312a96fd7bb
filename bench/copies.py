"""Origins of a made set: `python -m bench copies [--articles N] [--seed N] [--draws N]`.

Of eight articles on different events one gets a verbatim copy, one an edited one (5 % of the words changed), one is
cut (the first 60 %), two are joined end to end (an origin of its own), one is rewritten (25 % of the sentences kept,
in the others two words of five replaced and the order changed), and two are given the same long quotation, which
stands in the third as plain text: a trap. Reports of other outlets on the same events lie among them. With
`--draws 6` also six sets of bases in another order: the figures are means, `r_rewrite_least` is the lowest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from bench import changes
from bench import data as collections
from bench import peers as methods
from bench.clusters import pairs_in
from briefing.steps.copies import find_copies
from briefing.text.blocks import find_blocks
from briefing.types import Article, CopyLink, short_hash

ROUND = 8  # bases a round: verbatim, edited, cut, joined (2), rewrite, quotation (2)
LONG_ENOUGH = 120  # words: of a shorter base no quarter can be kept
QUOTED = 100  # words of the quotation that two articles share
Pair = tuple[str, str]


@dataclass
class MadeSet:
    """Articles with the origin each comes from, and the pairs that each kind of copy makes."""

    articles: list[Article] = field(default_factory=list)
    origin: dict[str, str] = field(default_factory=dict)
    pairs: dict[str, list[Pair]] = field(
        default_factory=lambda: {kind: [] for kind in ("verbatim", "edited", "cut", "joined", "rewrite")}
    )

    def add(self, article: Article, origin: str = "") -> Article:
        self.articles.append(article)
        self.origin[article.id] = origin or article.id
        return article


def run(data: Path, seed: int = 1, articles: int = 800, peers: bool = True, draws: str | int = 0) -> dict[str, Any]:
    bases, reports = collections.distinct(data, LONG_ENOUGH)
    name = "made" if len(bases) >= ROUND else "written"
    if name == "written":
        bases, reports = collections.written(articles // 2, seed), ()
    made = make(bases[: articles // 2], reports[: articles // 8], seed)
    result: dict[str, Any] = {"task": "copies", "data": {name: ours(made)}, "peers": {}}
    if int(draws):
        sets = (
            make(Random(n).sample(bases, len(bases))[: articles // 2], reports[: articles // 8], n)
            for n in range(seed, seed + int(draws))
        )
        result["data"][f"{name}, {draws} draws"] = _mean([ours(one) for one in sets])
    for peer, clustering in methods.ORIGINS.items() if peers else ():
        result["peers"][peer] = {name: measure(made, clustering(made.articles), None)}
    return result


def ours(made: MadeSet) -> dict[str, Any]:
    found = find_copies(made.articles)
    return measure(made, [found.origin_of()[article.id] for article in made.articles], found.links)


def _mean(rows: Sequence[Mapping[str, float]]) -> dict[str, float]:
    means = {key: round(sum(row[key] for row in rows) / len(rows), 4) for key in rows[0]}
    return {**means, "r_rewrite_least": min(row["r_rewrite"] for row in rows)}


def make(bases: Sequence[Article], reports: Sequence[Article], seed: int) -> MadeSet:
    """Whole rounds of eight bases; what is left over and the reports stand there unchanged."""
    random, made = Random(seed), MadeSet()
    pool = sorted({word for base in bases for word in base.text.split() if word.isalpha()})
    whole = len(bases) // ROUND * ROUND
    for start in range(0, whole, ROUND):
        verbatim, edited, cut, left, right, rewritten, quoting, also = bases[start : start + ROUND]
        for kind, base in (("verbatim", verbatim), ("edited", edited), ("cut", cut), ("rewrite", rewritten)):
            copy = made.add(_article(changes.CHANGES[kind](base.text, pool, random), kind, base), made.add(base).id)
            made.pairs[kind].append((base.id, copy.id))
        joined = made.add(_article(f"{left.text}\n\n{right.text}", "joined", left))
        made.pairs["joined"] += [(made.add(parent).id, joined.id) for parent in (left, right)]
        speech = " ".join(cut.text.split()[:QUOTED]).replace("“", "").replace("”", "").replace('"', "")
        for base in (quoting, also):
            made.add(_article(changes.with_quotation(base.text, speech), "quotation", base))
    for base in [*bases[whole:], *reports]:
        made.add(base)
    return made


def measure(made: MadeSet, found: Sequence[Hashable], links: Sequence[CopyLink] | None) -> dict[str, Any]:
    """P, R and F1 of pairs of articles in one origin, and the recall of each kind.

    A joined text is found when it stays apart and is linked to both parents.
    """
    ids = [article.id for article in made.articles]
    group = dict(zip(ids, found, strict=True))
    right = pairs_in(Counter(zip(found, (made.origin[i] for i in ids), strict=True)).values())
    p = right / max(1, pairs_in(Counter(found).values()))
    r = right / max(1, pairs_in(Counter(made.origin.values()).values()))
    linked = {frozenset((link.a.id, link.b.id)) for link in links or () if link.kind == "joined"}
    recalls = {
        f"r_{kind}": sum(_is_found(pair, kind, group, linked) for pair in pairs) / max(1, len(pairs))
        for kind, pairs in made.pairs.items()
    }
    figures = {"p": p, "r": r, "f1": 2 * p * r / (p + r) if p + r else 0.0, **recalls}
    return {"articles": len(ids), **{key: round(value, 4) for key, value in figures.items()}}


def _is_found(pair: Pair, kind: str, group: Mapping[str, Hashable], linked: set[frozenset[str]]) -> bool:
    together = group[pair[0]] == group[pair[1]]
    return together if kind != "joined" else not together and frozenset(pair) in linked


def _article(text: str, kind: str, base: Article) -> Article:
    path = f"made/{kind}/{base.id}"
    return Article(short_hash(f"{text}\0{path}", 16), "", text, find_blocks(text), path, language=base.language)
