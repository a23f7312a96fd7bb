"""Today's sentence against yesterday's claim: new, known, another number or another date, on pairs written for it.

`python -m bench claims`: precision and recall of each kind, for the pairs that anything may be tuned with and for the
half that was set aside. `right` is the share of all pairs. `python -m bench.claims` lists the pairs that are wrong.
"""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from briefing.config import Config
from briefing.steps.changes import Kind, Memory
from briefing.types import Claim, Earlier, Span
from tests.builders import article

CASES = Path(__file__).resolve().parent.parent / "tests/cases/changes.toml"
KINDS: tuple[Kind, ...] = ("new", "known", "number", "date")


class Pair(NamedTuple):
    """`kind` is what a person says of `now` against `was`."""

    trap: str
    was: str
    now: str
    kind: Kind
    held_out: bool = False
    language: str = "en"
    was_language: str = "en"


def run(data: Path, **_: object) -> dict[str, Any]:  # noqa: ARG001 - as every task
    halves = {"development": False, "held out": True}
    return {
        "task": "claims",
        "data": {name: figures([p for p in pairs() if p.held_out is half]) for name, half in halves.items()},
        "peers": {},
    }


def pairs() -> list[Pair]:
    return [Pair(**case) for case in tomllib.loads(CASES.read_text(encoding="utf-8"))["pair"]]


def told(pair: Pair, config: Config = Config()) -> Kind:  # noqa: B008
    """What `now` is taken for when `was` was printed yesterday and nothing else."""
    claim = Claim(pair.was, "0" * 16, Span(0, len(pair.was)), language=pair.was_language)
    memory = Memory(Earlier(1, "2026-11-21", (claim,)), config.changes, config.support)
    return memory.news(article(pair.now, language=pair.language), Span(0, len(pair.now))).kind


def figures(some: Iterable[Pair]) -> dict[str, Any]:
    """Percent: of those told as a kind that are one, and of those that are one that are told so."""
    found = Counter((pair.kind, told(pair)) for pair in some)
    shares: dict[str, Any] = {"pairs": found.total(), "right": _percent(sum(found[k, k] for k in KINDS), found.total())}
    for kind in KINDS:
        shares[f"{kind} precision"] = _percent(found[kind, kind], sum(found[k, kind] for k in KINDS))
        shares[f"{kind} recall"] = _percent(found[kind, kind], sum(found[kind, k] for k in KINDS))
    return shares


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0


def main() -> None:
    """The pairs of development that are wrong; the others with --held-out, once nothing is tuned any more."""
    half = "--held-out" in sys.argv[1:]
    for pair in pairs():
        if pair.held_out is half and (kind := told(pair)) != pair.kind:
            print(f"{pair.trap}: {kind}, not {pair.kind}\n  {pair.was}\n  {pair.now}")


if __name__ == "__main__":
    main()
