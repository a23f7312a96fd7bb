"""How the weights of our summariser were searched: `python -m bench.tuning --data FOLDER [--half 0|1] [--seconds N]`.

An evolution strategy with one parent (Rechenberg 1973) moves a few numbers at a time and keeps what raises ROUGE-2 F
over several budgets, relative to the centroid's, on every other cluster of the larger sets; the rest is held out.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from statistics import fmean
from time import process_time
from types import ModuleType

from bench import rouge
from bench.summaries import Cluster, Task, tasks
from briefing.steps.summarisers import SUMMARISERS, Context, pairs

BUDGETS = (0.8, 0.9, 1.0, 1.1, 1.25)  # of the real one: a cut sentence more or less should not decide
FEW = 10  # clusters of a set up to which it is too small to be halved
STEPS = dict(
    zip(pairs.Weights._fields, (0.5, 0.2, 0.2, 0.03, 0.15, 0.4, 0.1, 0.2, 0.3, 0.3, 0.15), strict=True),
    ALONE=0.05, NEARNESS=0.2, PLACE=0.1, QUOTATION=0.2, APART=0.06,
)  # fmt: skip
CONSTANTS = [name for name in STEPS if name.isupper()]
Numbers = dict[str, float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--half", type=int, default=0, choices=(0, 1))
    parser.add_argument("--seconds", type=float, default=100)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    every = list(tasks(options.data))
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
    return fmean(mean_rouge(cluster, task.words, method) for cluster in task.clusters)


def mean_rouge(cluster: Cluster, words: int, method: str) -> float:
    chosen = SUMMARISERS[method](cluster.sentences, Context(cluster.language, words))
    candidate = [token for i in chosen for token in cluster.tokens[i]]
    return fmean(rouge.rouge_n(candidate[: round(words * share)], cluster.references, 2).f for share in BUDGETS)


@contextmanager
def numbers(tried: Numbers) -> Iterator[None]:
    """The method with these numbers in place of its own."""
    module = coverage_module()
    kept, constants = pairs.WEIGHTS, {name: getattr(module, name) for name in CONSTANTS}
    pairs.WEIGHTS = pairs.Weights(**{name: tried[name] for name in pairs.Weights._fields})
    for name in CONSTANTS:
        setattr(module, name, tried[name])
    try:
        yield
    finally:
        pairs.WEIGHTS = kept
        for name, own in constants.items():
            setattr(module, name, own)


if __name__ == "__main__":
    main()
