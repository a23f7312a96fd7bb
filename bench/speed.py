"""Seconds and memory of every stage, and how both grow: `python -m bench speed --articles 1000|10000|100000`.

Articles are made (bench/changes.py: 30 % copies with small edits, 20 % rewrites). Raw texts go in, the brief's data
comes out; each size runs in a process of its own. Seconds are of the processor, children counted. Ratios are to
sumy's LexRank and to datasketch on the same texts in the same run.
"""

from __future__ import annotations

import json
import math
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from bench import changes
from bench import data as collections
from bench import peers as methods
from bench.cold import cold, fresh
from bench.key_sentences import key_sentences
from briefing import pipeline
from briefing.document import dumps, to_document
from briefing.machine import uncollected
from briefing.steps.copies import find_copies

AS_OF = datetime(2026, 1, 1, tzinfo=UTC)
WORDS = 150  # of a base at least
PEER_ARTICLES = 5_000  # datasketch and sumy are run on no more
STAGES = (
    "places",
    "sentences_at",
    "find_copies",
    "find_stories",
    "find_themes",
    "choose_points",
    "about",
    "find_disagreements",
    "find_timeline",
    "find_people",
    "find_spellings",
    "find_title",
)


def run(data: Path, articles: int = 1000, seed: int = 1, peers: bool = True) -> dict[str, Any]:
    small, large = (_in_child(data, count, seed) for count in (max(50, articles // 8), articles))
    name = f"made/{articles}"
    result: dict[str, Any] = {
        "task": "speed",
        "data": {name: {**large, "exponent": round(_exponent(small, large), 3)}, "seeds": _on_seeds()},
        "peers": {},
    }
    if peers:
        start = cold(runs=3)
        result["peers"] = {
            "datasketch": {name: _against_datasketch(data, min(articles, PEER_ARTICLES), seed)},
            "sumy lexrank": {"sentences": key_sentences(data, seed=seed)},
            "weasyprint": {"seeds": {"seconds": start.bare.seconds, "ours": start.ours.seconds, "ratio": start.ratio}},
        }
    return result


def _on_seeds() -> dict[str, float]:
    """Processor seconds of the method on the seeds: the first call of a fresh process, and a later one."""
    found = fresh()
    return {"seconds": round(found.first, 3), "again": round(found.again, 3)}


def _exponent(small: dict[str, Any], large: dict[str, Any]) -> float:
    """Of the growth of seconds with the number of articles."""
    return math.log(large["seconds"] / small["seconds"]) / math.log(large["articles"] / small["articles"])


# --- one size, in a process of its own -----------------------------------------------------------------------


def _in_child(data: Path, count: int, seed: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.speed", str(data), str(count), str(seed)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def one_size(data: Path, count: int, seed: int) -> dict[str, Any]:
    """Raw texts to the bytes of the document, stage by stage."""
    texts = _texts(data, count, seed)
    before = _peak_mb()
    stages: dict[str, float] = {}
    started, wall = _seconds(), perf_counter()
    with _timed(stages):
        with _stage(stages, "read"):
            read = [collections.article({"id": str(i), "text": text}, "made") for i, text in enumerate(texts)]
        brief = pipeline.make_brief(read, as_of=AS_OF)
        with _stage(stages, "document"):
            written = dumps(to_document(brief, "context"))
    return {
        "articles": count,
        "seconds": round(_seconds() - started, 3),
        "wall": round(perf_counter() - wall, 3),
        "peak_mb": round(_peak_mb()),
        "texts_mb": round(before),
        "origins": len(brief.copies.origins),
        "stories": len(brief.stories),
        "bytes": len(written),
        "stages": {name: round(seconds, 3) for name, seconds in stages.items()},
    }


@contextmanager
def _stage(stages: dict[str, float], name: str) -> Iterator[None]:
    started = _seconds()
    yield
    stages[name] = stages.get(name, 0.0) + _seconds() - started


@contextmanager
def _timed(stages: dict[str, float]) -> Iterator[None]:
    """The steps of the pipeline by name, with their seconds added up."""
    steps = {name: getattr(pipeline, name) for name in STAGES if hasattr(pipeline, name)}
    for name, step in steps.items():
        setattr(pipeline, name, _counted(step, name, stages))
    try:
        yield
    finally:
        for name, step in steps.items():
            setattr(pipeline, name, step)


def _counted(step: Callable[..., Any], name: str, stages: dict[str, float]) -> Callable[..., Any]:
    @wraps(step)
    def counted(*args: Any, **options: Any) -> Any:
        with _stage(stages, name):
            return step(*args, **options)

    return counted


def _texts(data: Path, count: int, seed: int) -> list[str]:
    bases, _ = collections.distinct(data, WORDS)
    texts = [base.text for base in bases or collections.written(200, seed)]
    return list(changes.stream(texts, count, seed))


def _seconds() -> float:
    own = process_time()
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return own + children.ru_utime + children.ru_stime


def _peak_mb() -> float:
    return sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024


# --- beside the peers ----------------------------------------------------------------------------------------


def _against_datasketch(data: Path, count: int, seed: int) -> dict[str, Any]:
    """Origins: the seconds of datasketch as its guide has it and with its fastest call, ours, and the ratios."""
    articles = [
        collections.article({"id": str(i), "text": text}, "made") for i, text in enumerate(_texts(data, count, seed))
    ]
    import numpy as np  # what both need is no part of the comparison

    with uncollected():  # as the method runs; it spares the peer as much
        ours = _cost(lambda: find_copies(articles))
        batched = _cost(lambda: methods.datasketch(methods.LOW)(articles))
        guide = _cost(lambda: methods.datasketch(methods.LOW, batched=False)(articles))
    return {
        "articles": count,
        "seconds": guide,
        "seconds_batched": batched,
        "ours": ours,
        "ratio": round(guide / ours, 1),
        "ratio_batched": round(batched / ours, 1),
        "numpy": np.__version__,
    }


def _cost(call: Callable[[], object]) -> float:
    started = _seconds()
    call()
    return round(_seconds() - started, 3)


def _main(arguments: Sequence[str]) -> None:
    data, count, seed = arguments
    print(json.dumps(one_size(Path(data), int(count), int(seed))))


if __name__ == "__main__":
    _main(sys.argv[1:])
