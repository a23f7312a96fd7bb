"""`python -m bench TASK [--data DIR] [--json] [--seed N] [--articles N] …`: one module of this folder a task.

A task is a module bench/TASK.py with `run(data: Path, **options) -> dict`, which takes those options that it names and
returns {"task": TASK, "data": {SET: FIGURES}, "peers": {PEER: {SET: FIGURES}}}, and "skipped": [WORDS] for absent data.
"""

from __future__ import annotations

import argparse
import inspect
import json
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from briefing.errors import BriefingError, UnknownNameError

HERE = Path(__file__).parent


def main(arguments: Sequence[str] | None = None) -> int:
    options, rest = _parser().parse_known_args(arguments)
    try:
        results = [_run(task, options, rest) for task in options.task]
    except BriefingError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    for result in results:
        print(json.dumps(result, ensure_ascii=False) if options.json else table(result))
    return 0


def tasks() -> tuple[str, ...]:
    """The modules of this folder that have a `run`."""
    names = sorted(module.name for module in iter_modules([str(HERE)]) if not module.name.startswith("_"))
    return tuple(name for name in names if "\ndef run(" in (HERE / f"{name}.py").read_text(encoding="utf-8"))


def table(result: Mapping[str, Any]) -> str:
    """A task's figures as aligned columns: one line a data set, ours first, then each peer."""
    rows = [("ours", name, figures) for name, figures in result.get("data", {}).items()]
    rows += [
        (peer, name, figures) for peer, sets in result.get("peers", {}).items() for name, figures in _sets(sets).items()
    ]
    columns = list(dict.fromkeys(key for _, _, figures in rows for key in figures))
    cells = [["", "", *columns]] + [[who, name, *(_cell(f.get(c)) for c in columns)] for who, name, f in rows]
    widths = [max(len(row[i]) for row in cells) for i in range(len(cells[0]))] if rows else []
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]
    words = [f"skipped: {word}" for word in result.get("skipped", ())]
    return "\n".join([f"# {result['task']}", *(lines if rows else ["nothing measured"]), *words, ""])


def _sets(sets: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
    """A peer's figures by data set; a peer with plain figures gets one unnamed set."""
    return sets if all(isinstance(value, dict) for value in sets.values()) else {"": sets}


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.3f}" if abs(value) < 100 else f"{value:,.0f}"
    return "" if value is None else str(value)


def _run(task: str, options: argparse.Namespace, rest: Sequence[str]) -> dict[str, Any]:
    if task not in tasks():
        raise UnknownNameError("task", task, tasks())
    run = import_module(f"bench.{task}").run
    given = {"seed": options.seed, "articles": options.articles, "peers": options.peers, **_extra(rest)}
    taken = inspect.signature(run).parameters
    result: dict[str, Any] = run(options.data, **{k: v for k, v in given.items() if k in taken and v is not None})
    return result


def _extra(rest: Sequence[str]) -> dict[str, str | bool]:
    """`--name value` and `--flag` as keyword arguments for the tasks that take them."""
    extra: dict[str, str | bool] = {}
    for i, word in enumerate(rest):
        if word.startswith("--"):
            following = rest[i + 1] if i + 1 < len(rest) else "--"
            extra[word[2:].replace("-", "_")] = True if following.startswith("--") else following
    return extra


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__, allow_abbrev=False)
    parser.add_argument("task", nargs="+", help=", ".join(tasks()))
    parser.add_argument("--data", type=Path, default=HERE.parent.parent / "shared" / "data")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--articles", type=int)
    parser.add_argument("--peers", action=argparse.BooleanOptionalAction, default=None)
    return parser


if __name__ == "__main__":
    sys.exit(main())
