"""Many articles through the command itself: `python -m bench bulk --articles 100000 [--day 320]`.

`archive add` of files of JSON lines, `list`, `search`, `export`, `add` of that export into a second archive, and
`make --since` of a day's made news on top of it all. Seconds are of the processors, the children's too. `mb` is of
the largest process, `tree_mb` of a command with all its children at one instant, both by the pages that are in memory;
`first_mb` and `last_mb` are the most in the first and in the last fifth of the time: what does not grow has them alike.
"""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from threading import Event, Thread
from time import perf_counter
from typing import Any, Self

from bench.archive import made_articles, vocabulary
from bench.news import reports
from briefing.types import Article

FILE_BYTES = 40_000_000  # of the texts in a file; limits.file_bytes is 50 MB
STEP = 0.05  # seconds between two looks at the memory
PARTS = 5  # of a run, of which the first and the last are compared


def run(
    data: Path,  # noqa: ARG001 - as every task
    articles: int = 10_000,
    seed: int = 1,
    day: int | str = 320,
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = list(written(folder, made_articles(articles, seed), "made"))
        archive, second = f"{folder}/archive.sqlite", f"{folder}/second.sqlite"
        word = vocabulary(seed)[1_000]
        found["archive add"] = measured("archive", "add", *files, "--store", archive)
        found["archive list"] = measured("archive", "list", "--limit", str(articles), "--store", archive)
        found["archive search"] = measured("archive", "search", word, "--store", archive)
        found["archive export"] = measured("archive", "export", "-o", f"{folder}/all.jsonl", "--store", archive)
        found["archive add EXPORT"] = measured("archive", "add", f"{folder}/all.jsonl", "--store", second)
        begun = datetime.now(UTC)
        news = list(written(folder, islice(news_of_a_day(seed), int(day)), "day"))
        found[f"archive add {day}"] = measured("archive", "add", *news, "--store", archive)
        since = ("--since", begun.isoformat(), "--store", archive)
        found[f"make --since {day}"] = measured("make", *since, "-o", f"{folder}/brief.pdf", "-o", f"{folder}/b.html")
    return {"task": "bulk", "data": {f"{part}, {articles}": figures for part, figures in found.items()}, "peers": {}}


def news_of_a_day(seed: int) -> Iterator[Article]:
    while True:
        yield from reports(seed).articles
        seed += 1


def written(folder: Path, articles: Iterator[Article], name: str) -> Iterator[str]:
    """Files of JSON lines, none larger than what is read."""
    number = 0
    lines: list[str] = []
    size = 0
    for article in articles:
        url = article.url or f"https://news.example/{name}/{article.id}"
        lines.append(json.dumps({"title": article.title, "text": article.text, "url": url}) + "\n")
        size += len(lines[-1])
        if size > FILE_BYTES:
            yield _file(folder / f"{name}-{number:03}.jsonl", lines)
            number, lines, size = number + 1, [], 0
    if lines:
        yield _file(folder / f"{name}-{number:03}.jsonl", lines)


def _file(path: Path, lines: Sequence[str]) -> str:
    path.write_text("".join(lines))
    return str(path)


# --- a command -----------------------------------------------------------------------------------------------


def measured(*arguments: str) -> dict[str, Any]:
    """`briefing ARGUMENTS` in a process of its own; an error is one."""
    before, clock = resource.getrusage(resource.RUSAGE_CHILDREN), perf_counter()
    command = [sys.executable, "-m", "briefing", *arguments]
    with tempfile.TemporaryFile() as said:
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said) as process, watched(process.pid) as seen:
            process.wait()
        said.seek(0)
        words = said.read().decode()
    if process.returncode:
        raise RuntimeError(f"briefing {' '.join(arguments)} ended with {process.returncode}: {words}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    fifth = max(1, len(seen.sizes) // PARTS)
    return {
        "seconds": round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 2),
        "wall": round(perf_counter() - clock, 2),
        "mb": round(seen.largest),
        "tree_mb": round(max(seen.sizes, default=0)),
        "first_mb": round(max(seen.sizes[:fifth], default=0)),
        "last_mb": round(max(seen.sizes[-fifth:], default=0)),
        "said": re.sub(r"\s+", " ", words.strip().splitlines()[-1] if words.strip() else "")[:60],
    }


class watched:  # noqa: N801 - a context, used as a verb
    """Looks at a process and its children every STEP until it is left, in MB.

    `sizes` are those of all together, `largest` is the most that one of them ever had.
    """

    def __init__(self, process: int) -> None:
        self.sizes: list[float] = []
        self.largest = 0.0
        self._process, self._ended = process, Event()
        self._thread = Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(STEP):
            sizes = [_resident_mb(process) for process in _with_children(self._process)]
            self.largest = max(self.largest, *(most for _, most in sizes))
            if now := sum(size for size, _ in sizes):
                self.sizes.append(now)


def _with_children(process: int) -> Iterator[int]:
    yield process
    try:
        threads = list(Path(f"/proc/{process}/task").iterdir())
        children = [child for thread in threads for child in (thread / "children").read_text().split()]
    except OSError:
        return
    for child in children:
        yield from _with_children(int(child))


def _resident_mb(process: int) -> tuple[float, float]:
    """What a process has in memory, and the most that it ever had since its program began."""
    try:
        told = dict(_FIELD.findall(Path(f"/proc/{process}/status").read_text()))
    except OSError:
        told = {}
    return int(told.get("RSS", 0)) * 1024 / 1e6, int(told.get("HWM", 0)) * 1024 / 1e6


_FIELD = re.compile(r"^Vm(RSS|HWM):\s*(\d+) kB$", re.MULTILINE)
