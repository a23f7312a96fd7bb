"""The archive with many articles: adding, size, searching, reading: `python -m bench archive --articles 100000`.

Articles are made (words of a made language, as frequent as words are: Zipf), seeded. Each part runs in a process of its
own, so that `peak_mb` is that part's. Seconds are of the processor; the milliseconds of a search are of the wall, with
opening the texts found and making their snippets. `--postgresql URL` measures an empty database there as well;
`--pages N` adds so many saved pages, which are made of the open sets' (each with a sentence of its own).
"""

from __future__ import annotations

import gzip
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import accumulate, islice
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter, process_time
from typing import Any

from briefing.job.archiving import BATCH, Export
from briefing.store import Store, open_store
from briefing.types import Article, Block, Span

START = datetime(2026, 1, 1, tzinfo=UTC)
VOCABULARY = 200_000
QUERIES = 30  # of each sort
RANKS = {"frequent": (0, 30), "usual": (500, 3_000), "rare": (50_000, 150_000)}


def run(
    data: Path, articles: int = 10_000, seed: int = 1, postgresql: str = "", pages: int | str = 0
) -> dict[str, Any]:
    result: dict[str, Any] = {"task": "archive", "data": {}, "skipped": []}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "archive.sqlite"
        result["data"][f"SQLite/{articles}"] = _measured(str(file), articles, seed)
        result["data"][f"SQLite/{articles}"]["file_mb"] = round(file.stat().st_size / 1e6)
        if pages:
            result["data"][f"pages/{pages}"] = adding_pages(data, Path(folder), int(pages))
    if postgresql:
        result["data"][f"PostgreSQL/{articles}"] = _measured(postgresql, articles, seed)
    else:
        result["skipped"].append("PostgreSQL: name an empty database with --postgresql URL")
    return result


def _measured(where: str, articles: int, seed: int) -> dict[str, Any]:
    figures: dict[str, Any] = {"articles": articles}
    for part in PARTS:
        command = [sys.executable, "-m", "bench.archive", part, where, str(articles), str(seed)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        figures |= json.loads(done.stdout.splitlines()[-1])
    return figures


# --- the parts, each in a process ----------------------------------------------------------------------------


def adding(store: Store, articles: int, seed: int) -> dict[str, Any]:
    made, bytes_, seconds, wall = made_articles(articles, seed), 0, 0.0, 0.0
    for number in range(0, articles, BATCH):
        batch = list(islice(made, BATCH))
        bytes_ += sum(len(article.text.encode()) for article in batch)
        cpu, clock = process_time(), perf_counter()
        store.articles.add(batch, at=START + timedelta(minutes=number // BATCH), via="bench")
        seconds, wall = seconds + process_time() - cpu, wall + perf_counter() - clock
    return {
        "texts_mb": round(bytes_ / 1e6),
        "add_seconds": round(seconds, 1),
        "add_per_second": round(articles / seconds),
        "add_wall": round(wall, 1),
        "add_peak_mb": _peak_mb(),
    }


def searching(store: Store, articles: int, seed: int) -> dict[str, Any]:
    """Median and slowest of each sort of query."""
    random, words = Random(seed + 1), vocabulary(seed)
    queries = {
        sort: [" ".join(random.sample(words[first:last], 1)) for _ in range(QUERIES)]
        for sort, (first, last) in RANKS.items()
    }
    usual = words[slice(*RANKS["usual"])]
    queries["two words"] = [f"{random.choice(words[:200])} {random.choice(usual)}" for _ in range(QUERIES)]
    queries["prefix"] = [f"{random.choice(usual)[:4]}*" for _ in range(QUERIES)]
    texts = [article.text.split() for article in islice(made_articles(articles, seed), QUERIES)]
    queries["phrase"] = [f'"{" ".join(text[20:23])}"' for text in texts]
    figures: dict[str, Any] = {}
    for sort, asked in queries.items():
        times = sorted(_milliseconds(store, query) for query in asked)
        figures[f"{sort}_ms"] = f"{median(times):.1f}/{times[-1]:.1f}"
    return {**figures, "search_peak_mb": _peak_mb()}


def reading(store: Store, articles: int, seed: int) -> dict[str, Any]:  # noqa: ARG001
    """All current articles, then the export."""
    cpu = process_time()
    count = sum(1 for _ in store.articles.since())
    read = process_time() - cpu
    cpu = process_time()
    with Path(os.devnull).open("wb") as file:
        file.writelines(Export(store))
    return {
        "read_per_second": round(count / read),
        "export_per_second": round(count / (process_time() - cpu)),
        "read_peak_mb": _peak_mb(),
    }


PARTS = {"adding": adding, "searching": searching, "reading": reading}


def _milliseconds(store: Store, query: str) -> float:
    clock = perf_counter()
    store.articles.search(query)
    return (perf_counter() - clock) * 1000


def _peak_mb() -> int:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


# --- saved pages ---------------------------------------------------------------------------------------------


def adding_pages(data: Path, folder: Path, pages: int) -> dict[str, Any]:
    """`briefing archive add` of a folder of them."""
    saved = sorted(found for name in ("fundus", "readability") for found in (data / name).rglob("*.html*"))
    if not saved:
        return {}
    (folder / "pages").mkdir()
    for number in range(pages):
        path = saved[number % len(saved)]
        page = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        own = page.replace(b"</p>", b" This is copy number %d.</p>" % number, 1)
        (folder / f"pages/{number:05}.html").write_bytes(own)
    clock, before = perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "briefing", "archive", "add", str(folder / "pages"), "--store"]
    done = subprocess.run([*command, str(folder / "pages.sqlite")], capture_output=True, text=True, check=False)
    wall, after = perf_counter() - clock, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {
        "pages_mb": round(sum(path.stat().st_size for path in (folder / "pages").iterdir()) / 1e6),
        "pages_per_second": round(pages / wall, 1),
        "pages_per_cpu_second": round(pages / cpu, 1),
        "largest_process_mb": round(after.ru_maxrss / 1024),
        "said": done.stderr.splitlines()[-1],
    }


# --- made articles -------------------------------------------------------------------------------------------


def vocabulary(seed: int) -> list[str]:
    """Made words, the most frequent first; short ones among them."""
    random = Random(seed)
    syllables = [first + vowel + last for first in "bdfglmnprstv" for vowel in "aeiou" for last in ("", "n", "r", "s")]
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        words["".join(random.choices(syllables, k=1 + min(3, len(words) // 50)))] = None
    return list(words)


def made_articles(count: int, seed: int) -> Iterator[Article]:
    """Texts of 200 to 1,000 words, the rank of a word and its frequency as in any language."""
    random, words = Random(seed), vocabulary(seed)
    weights = list(accumulate(1 / (rank + 2.7) for rank in range(len(words))))
    for number in range(count):
        drawn = random.choices(words, cum_weights=weights, k=random.randint(200, 1_000))
        lines = [" ".join(drawn[i : i + 60]).capitalize() + "." for i in range(8, len(drawn), 60)]
        text = "\n".join(lines)
        yield Article(
            id=sha256(f"{seed} {number}".encode()).hexdigest()[:16],
            title=" ".join(drawn[:8]).capitalize(),
            text=text,
            blocks=tuple(_blocks(lines)),
            origin_path=f"made/{number}",
            url=f"https://news.example/{number}",
            text_sha256=sha256(text.encode()).hexdigest(),
        )


def _blocks(lines: list[str]) -> Iterator[Block]:
    start = 0
    for line in lines:
        yield Block("paragraph", Span(start, start + len(line)))
        start += len(line) + 1


if __name__ == "__main__":
    part, where, articles, seed = sys.argv[1:]
    with open_store(where) as opened:
        print(json.dumps(PARTS[part](opened, int(articles), int(seed))))
