"""How the numbers of our summariser were found: `python -m bench.tuning --data FOLDER [--half 0|1] [--seconds N]`.

An evolution strategy with one parent (Rechenberg 1973) moves a few numbers at a time and keeps what raises ROUGE-2 F
over several budgets, relative to the centroid's, on every other cluster of the larger sets; the rest is held out.
With `--folds N` the three rules of GRID are chosen instead, each fold of the clusters being measured with what is best
on the others.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from itertools import product
from pathlib import Path
from statistics import fmean
from time import process_time
from types import ModuleType
from typing import Any

from bench import rouge
from bench.summaries import Cluster, Task, tasks
from briefing.steps.summarisers import SUMMARISERS, Context, pairs

BUDGETS = (0.8, 0.9, 1.0, 1.1, 1.25)  # of the real one: a cut sentence more or less should not decide
FEW = 10  # clusters of a set up to which it is too small to be halved
STEPS = dict(
    zip(pairs.Weights._fields, (0.5, 0.2, 0.2, 0.03, 0.15, 0.4, 0.1, 0.2, 0.3, 0.3, 0.15), strict=True),
    ALONE=0.05, NEARNESS=0.2, PLACE=0.1, QUOTATION=0.2, APART=0.06,
)  # fmt: skip
GRID = {"AGAIN": (0.0, 0.3, 0.6), "SHARE": (1.0, 0.65, 0.5, 0.35), "STRAY": (1e-9, 0.5)}  # the first switches it off
Numbers = dict[str, float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--half", type=int, default=0, choices=(0, 1))
    parser.add_argument("--seconds", type=float, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--folds", type=int, default=0)
    options = parser.parse_args()
    every = list(tasks(options.data))
    if options.folds:
        print(*held_out([task for task in every if len(task.clusters) > FEW], options.folds, options.seed), sep="\n")
        return
    seen = [half(task, options.half) for task in every]
    base = [score(task, "centroid") for task in seen]
    found = searched(seen, base, options.seconds, options.seed)
    print({name: round(value, 3) for name, value in found.items()})
    with numbers(found):
        for task in every:
            for side, part in (("searched on", half(task, options.half)), ("held out", half(task, 1 - options.half))):
                print(task.name, side, round(score(part, "coverage") / score(part, "centroid") - 1, 4))


def coverage_module() -> ModuleType:
    """The module: the package has a function of the same name."""
    return import_module("briefing.steps.summarisers.coverage")


def held_out(large: Sequence[Task], folds: int, seed: int) -> Iterator[str]:
    """What each fold gains over the centroid by the rules that gain most on the other folds."""
    names = [task.name for task in large]
    fold_of = {task.name: shuffled(len(task.clusters), folds, seed) for task in large}
    base = {task.name: scores(task, "centroid") for task in large}
    found: dict[tuple[float, ...], dict[str, list[float]]] = {}
    for rules in product(*GRID.values()):
        with numbers(dict(zip(GRID, rules, strict=True))):
            found[rules] = {task.name: scores(task, "coverage") for task in large}
    without = found[tuple(values[0] for values in GRID.values())]
    kept: dict[str, list[float]] = {name: [0.0] * len(fold_of[name]) for name in names}
    for fold in range(folds):
        others = {name: [i for i, own in enumerate(fold_of[name]) if own != fold] for name in names}
        best = max(found, key=lambda rules: sum(gain(found[rules][n], base[n], others[n]) for n in names))
        for name in names:
            for i in set(range(len(fold_of[name]))).difference(others[name]):
                kept[name][i] = found[best][name][i]
        yield f"fold {fold}: {dict(zip(GRID, best, strict=True))}"
    for name in names:
        held, off = (gain(found, base[name], range(len(base[name]))) for found in (kept[name], without[name]))
        yield f"{name}: {held:+.4f}, without these rules {off:+.4f}"


def shuffled(count: int, folds: int, seed: int) -> list[int]:
    """The fold of each of `count` clusters, as even as can be."""
    fold_of = [i % folds for i in range(count)]
    random.Random(seed).shuffle(fold_of)
    return fold_of


def gain(ours: Sequence[float], theirs: Sequence[float], of: Sequence[int]) -> float:
    return fmean(ours[i] for i in of) / fmean(theirs[i] for i in of) - 1


def half(task: Task, which: int) -> Task:
    clusters = task.clusters if len(task.clusters) <= FEW else task.clusters[which::2]
    return Task(task.name, clusters, task.words)


def searched(seen: Sequence[Task], base: Sequence[float], seconds: float, seed: int) -> Numbers:
    """The best numbers that were met in time, from those that stand in the code."""
    draw = random.Random(seed)
    best = {name: getattr(pairs.WEIGHTS, name, None) or getattr(coverage_module(), name) for name in STEPS}
    worth, step, end = value(seen, base, best), 1.0, process_time() + seconds
    while process_time() < end:
        moved = {name: old + draw.gauss(0, STEPS[name] * step) * (draw.random() < 0.3) for name, old in best.items()}
        moved |= {"APART": min(0.45, max(0.2, moved["APART"])), "ALONE": max(0.02, moved["ALONE"])}
        now = value(seen, base, moved)
        step = min(1.5, step * 1.2) if now > worth else max(0.3, step * 0.97)
        best, worth = (moved, now) if now > worth else (best, worth)
    return best


def value(seen: Sequence[Task], base: Sequence[float], tried: Numbers) -> float:
    """The mean gain of the halved sets; the small ones together count as a third of one."""
    with numbers(tried):
        gains = [score(task, "coverage") / of for task, of in zip(seen, base, strict=True)]
    large = [gain for gain, task in zip(gains, seen, strict=True) if len(task.clusters) > FEW]
    small = [gain for gain, task in zip(gains, seen, strict=True) if len(task.clusters) <= FEW]
    return sum(large) + (fmean(small) / 3 if small else 0.0)


def score(task: Task, method: str) -> float:
    return fmean(scores(task, method, BUDGETS))


def scores(task: Task, method: str, budgets: Sequence[float] = (1.0,)) -> list[float]:
    """ROUGE-2 F of each cluster, the mean of several budgets."""
    return [mean_rouge(cluster, task.words, method, budgets) for cluster in task.clusters]


def mean_rouge(cluster: Cluster, words: int, method: str, budgets: Sequence[float]) -> float:
    chosen = SUMMARISERS[method](cluster.sentences, Context(cluster.language, words))
    candidate = [token for i in chosen for token in cluster.tokens[i]]
    return fmean(rouge.rouge_n(candidate[: round(words * share)], cluster.references, 2).f for share in budgets)


@contextmanager
def numbers(tried: Numbers) -> Iterator[None]:
    """The method with these numbers in place of its own."""
    kept: list[tuple[ModuleType, str, Any]] = [(pairs, "WEIGHTS", pairs.WEIGHTS)]
    pairs.WEIGHTS = pairs.WEIGHTS._replace(**{name: x for name, x in tried.items() if name.islower()})
    for name in filter(str.isupper, tried):
        module = coverage_module() if hasattr(coverage_module(), name) else pairs
        kept.append((module, name, getattr(module, name)))
        setattr(module, name, tried[name])
    try:
        yield
    finally:
        for module, name, own in kept:
            setattr(module, name, own)


if __name__ == "__main__":
    main()
