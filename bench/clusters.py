"""B-cubed (Bagga & Baldwin 1998) and pairs of a clustering against gold labels, and the comparison with peers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any

from bench.data import Collection

Clustering = Callable[[Collection], Sequence[Hashable]]


def figures(found: Sequence[Hashable], gold: Sequence[Hashable]) -> dict[str, float]:
    """b3_p, b3_r, b3_f1, pair_p and pair_r; no pair at all counts as precise."""
    both = Counter(zip(found, gold, strict=True))
    size, truth = Counter(found), Counter(gold)
    total = max(1, len(found))
    p = sum(n * n / size[f] for (f, _), n in both.items()) / total
    r = sum(n * n / truth[g] for (_, g), n in both.items()) / total
    right, made, due = pairs_in(both.values()), pairs_in(size.values()), pairs_in(truth.values())
    return {
        "b3_p": p,
        "b3_r": r,
        "b3_f1": 2 * p * r / (p + r) if p + r else 0.0,
        "pair_p": right / made if made else 1.0,
        "pair_r": right / due if due else 1.0,
    }


def compare(
    task: str, collections: Iterable[Collection], ours: Clustering, peers: Mapping[str, Clustering]
) -> dict[str, Any]:
    """Our figures and each peer's on every collection."""
    result: dict[str, Any] = {"task": task, "data": {}, "peers": {peer: {} for peer in peers}, "skipped": []}
    for collection in collections:
        result["data"][collection.name] = _measured(collection, ours)
        for name, peer in peers.items():
            result["peers"][name][collection.name] = _measured(collection, peer)
    if not result["data"]:
        result["skipped"].append("no labelled collection in the data folder")
    return result


def _measured(collection: Collection, clustering: Clustering) -> dict[str, Any]:
    gold = collection.gold
    return {
        "articles": len(gold),
        "events": len(set(gold)),
        **{key: round(value, 4) for key, value in figures(clustering(collection), gold).items()},
    }


def pairs_in(sizes: Iterable[int]) -> int:
    """How many pairs groups of these sizes hold."""
    return sum(n * (n - 1) // 2 for n in sizes)
