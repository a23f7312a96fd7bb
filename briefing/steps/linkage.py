"""Average link (Sokal & Michener 1958) on a sparse graph of similarities, with a say on each union."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from heapq import heapify, heappop, heappush

Pair = tuple[int, int, float]
Members = tuple[int, ...]  # in order
Veto = Callable[[Members, Members], bool]
DIGITS = 9  # similarities are rounded before they are compared, so that no order of sums decides


def components(size: int, pairs: Iterable[tuple[int, int]]) -> list[Members]:
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


def average_link(
    pairs: Sequence[Pair], given: Sequence[Members], cut: float, veto: Veto | None = None
) -> list[Members]:
    """Unions of the given groups: the nearest two unite while their mean similarity is at least `cut`, veto permitting.

    A pair that is absent counts as 0. No union crosses the components of the pairs at or above the cut, so each of them
    is done alone.
    """
    home = {i: number for number, members in enumerate(given) for i in members}
    reached = components(len(given), ((home[i], home[j]) for i, j, similarity in pairs if similarity >= cut))
    component = {number: at for at, numbers in enumerate(reached) for number in numbers}
    inside: dict[int, list[Pair]] = defaultdict(list)
    for pair in pairs:
        at = component[home[pair[0]]]
        if at == component[home[pair[1]]]:
            inside[at].append(pair)
    parts = ([given[number] for number in numbers] for numbers in reached)
    return sorted(group for at, part in enumerate(parts) for group in _unite(part, inside[at], cut, veto))


def _unite(given: Sequence[Members], pairs: Iterable[Pair], cut: float, veto: Veto | None) -> list[Members]:
    if len(given) == 1:
        return [given[0]]
    groups, sums = dict(enumerate(given)), _sums(given, pairs)
    heap = [
        (-round(total / (len(groups[i]) * len(groups[j])), DIGITS), i, j)
        for i, row in sums.items()
        for j, total in row.items()
        if i < j
    ]
    heapify(heap)
    following = len(given)
    while heap:
        distance, i, j = heappop(heap)
        if -distance < cut:
            break
        if i not in groups or j not in groups or (veto and veto(groups[i], groups[j])):
            continue
        groups[following] = tuple(sorted(groups.pop(i) + groups.pop(j)))
        sums[following] = row = _merged(sums.pop(i), sums.pop(j), (i, j))
        for other, total in row.items():
            for gone in (i, j):
                sums[other].pop(gone, None)
            sums[other][following] = total
            mean = total / (len(groups[other]) * len(groups[following]))
            if mean >= cut:
                heappush(heap, (-round(mean, DIGITS), other, following))
        following += 1
    return list(groups.values())


def _sums(given: Sequence[Members], pairs: Iterable[Pair]) -> dict[int, dict[int, float]]:
    """The similarities between any two of the given groups, added up."""
    home = {i: number for number, members in enumerate(given) for i in members}
    sums: dict[int, dict[int, float]] = {number: {} for number in range(len(given))}
    for i, j, similarity in pairs:
        a, b = home[i], home[j]
        if a != b:
            sums[a][b] = sums[b][a] = sums[a].get(b, 0.0) + similarity
    return sums


def _merged(a: dict[int, float], b: dict[int, float], gone: tuple[int, int]) -> dict[int, float]:
    """The sums of two rows, without each other."""
    row = {other: total for other, total in a.items() if other not in gone}
    for other, total in b.items():
        if other not in gone:
            row[other] = row.get(other, 0.0) + total
    return row
