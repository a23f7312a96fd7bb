"""Average link (Sokal & Michener 1958) on a sparse graph of similarities, with a say on each union."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from heapq import heapify, heappop, heappush
from typing import NamedTuple

Pair = tuple[int, int, float]
DIGITS = 9  # similarities are rounded before they are compared, so that no order of sums decides


class Group(NamedTuple):
    """Members in order, and the mean similarity among them (1 for a single one)."""

    members: tuple[int, ...]
    cohesion: float


Veto = Callable[[Group, Group, float], bool]


def components(size: int, pairs: Iterable[tuple[int, int]]) -> list[tuple[int, ...]]:
    """Connected groups of 0…size-1, each in order, ordered by their first member."""
    parent = list(range(size))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = i = parent[parent[i]]
        return i

    for i, j in pairs:
        low, high = sorted((root(i), root(j)))
        parent[high] = low
    groups: dict[int, list[int]] = defaultdict(list)
    for i in range(size):
        groups[root(i)].append(i)
    return [tuple(groups[key]) for key in sorted(groups)]


def average_link(size: int, pairs: Sequence[Pair], cut: float, veto: Veto | None = None) -> list[tuple[int, ...]]:
    """Groups of 0…size-1: the nearest two unite while their mean similarity is at least `cut` and nothing vetoes it.

    A pair that is absent counts as 0. No union crosses the components of the pairs at or above the cut, so each is done alone.
    """
    reached = components(size, ((i, j) for i, j, similarity in pairs if similarity >= cut))
    home = {i: number for number, members in enumerate(reached) for i in members}
    inside: dict[int, list[Pair]] = defaultdict(list)
    for pair in pairs:
        if home[pair[0]] == home[pair[1]]:
            inside[home[pair[0]]].append(pair)
    found = [group for number, members in enumerate(reached) for group in _unite(members, inside[number], cut, veto)]
    return sorted(found)


def _unite(members: tuple[int, ...], pairs: Iterable[Pair], cut: float, veto: Veto | None) -> list[tuple[int, ...]]:
    groups = {i: Group((i,), 1.0) for i in members}
    sums: dict[int, dict[int, float]] = {i: {} for i in members}
    for i, j, similarity in pairs:
        sums[i][j] = sums[j][i] = similarity
    heap = [(-round(similarity, DIGITS), i, j) for i, row in sums.items() for j, similarity in row.items() if i < j]
    heapify(heap)
    following = max(members, default=0) + 1
    while heap:
        distance, i, j = heappop(heap)
        if -distance < cut:
            break
        if i not in groups or j not in groups or (veto and veto(groups[i], groups[j], -distance)):
            continue
        groups[following] = _union(groups.pop(i), groups.pop(j), -distance)
        sums[following] = row = _merged(sums.pop(i), sums.pop(j), (i, j))
        for other, total in row.items():
            for gone in (i, j):
                sums[other].pop(gone, None)
            sums[other][following] = total
            mean = total / (len(groups[other].members) * len(groups[following].members))
            if mean >= cut:
                heappush(heap, (-round(mean, DIGITS), other, following))
        following += 1
    return [group.members for group in groups.values()]


def _union(a: Group, b: Group, similarity: float) -> Group:
    members = tuple(sorted(a.members + b.members))
    inner = a.cohesion * _pairs(a) + b.cohesion * _pairs(b) + similarity * len(a.members) * len(b.members)
    return Group(members, inner / (len(members) * (len(members) - 1) / 2))


def _pairs(group: Group) -> float:
    return len(group.members) * (len(group.members) - 1) / 2


def _merged(a: dict[int, float], b: dict[int, float], gone: tuple[int, int]) -> dict[int, float]:
    """The sums of two rows, without each other."""
    row = {other: total for other, total in a.items() if other not in gone}
    for other, total in b.items():
        if other not in gone:
            row[other] = row.get(other, 0.0) + total
    return row
