"""Reading saved pages in child processes: `python -m bench reading --articles 10000`.

The pages are those of the open sets, over and over, each with a sentence of its own. `cpu` seconds are of the
processor, children counted; `pages_per_second` is by the wall, so it means something on a quiet machine only.
`parent_mb` and `child_mb` are peaks of one process each; two children run at a time. `here` reads a part of the pages
without children, by which their cost is told; `text` reads as many plain texts, which start none.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from time import perf_counter
from typing import Any

from briefing.errors import IngestError
from briefing.ingest import Remark, Source, read
from briefing.ingest.kinds import KINDS, kind_of
from briefing.ingest.parts import read_here
from briefing.types import Article

SETS = ("fundus", "readability")
HERE = 300  # pages that are read without children
MEGABYTE = 1024  # ru_maxrss is in kilobytes


def run(data: Path, articles: int = 1_000) -> dict[str, Any]:
    pages = [page for name in SETS for page in _pages(data / name)]
    if not pages:
        return {"task": "reading", "data": {}, "peers": {}, "skipped": [f"{' and '.join(SETS)} are not there"]}
    figures: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as name:
        for what, make in (("pages", _page), ("text", _text)):
            folder = Path(name) / what
            folder.mkdir()
            for number in range(articles):
                (folder / f"{number:06}.{'html' if what == 'pages' else 'txt'}").write_bytes(make(pages, number))
            figures[what] = _measured(what, folder)
        figures["here"] = _measured("here", Path(name) / "pages")
    return {"task": "reading", "data": figures, "peers": {}}


def _pages(folder: Path) -> Iterator[bytes]:
    for path in sorted(folder.rglob("*.html*")):
        yield gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def _page(pages: list[bytes], number: int) -> bytes:
    return pages[number % len(pages)].replace(b"</p>", b" This is copy number %d.</p>" % number, 1)


def _text(_: list[bytes], number: int) -> bytes:
    return b"The council of Lindwick met for the %dth time.\n\nIt did not decide on the bridge.\n" % number * 20


def _measured(what: str, folder: Path) -> dict[str, Any]:
    """In a process of its own, so that the peaks are its own."""
    command = [sys.executable, "-m", "bench.reading", what, str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


# --- in the measured process ----------------------------------------------------------------------------------


def _in_children(folder: Path) -> Iterator[Article | IngestError]:
    return read([folder])


def _here(folder: Path) -> Iterator[Article | IngestError]:
    for path in islice(sorted(folder.iterdir()), HERE):
        source = Source(path.read_bytes(), path.name)
        yield from read_here(source, kind_of(path.name, source.data) or KINDS["plain text"])


WAYS: dict[str, Callable[[Path], Iterable[Article | IngestError]]] = {
    "pages": _in_children,
    "text": _in_children,
    "here": _here,
}


def _figures(what: str, folder: Path) -> dict[str, Any]:
    clock, articles, errors = perf_counter(), 0, 0
    for item in WAYS[what](folder):
        articles += isinstance(item, Article)
        errors += isinstance(item, IngestError) and not isinstance(item, Remark)
    wall = perf_counter() - clock
    files = min(HERE, len(list(folder.iterdir()))) if what == "here" else len(list(folder.iterdir()))
    own, children = getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN)
    cpu = own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime
    return {
        "files": files,
        "articles": articles,
        "errors": errors,
        "wall": round(wall, 1),
        "cpu": round(cpu, 1),
        "pages_per_second": round(files / wall, 1),
        "ms_a_page": round(1000 * cpu / files, 2),
        "parent_ms": round(1000 * (own.ru_utime + own.ru_stime) / files, 2),
        "parent_mb": round(own.ru_maxrss / MEGABYTE),
        "child_mb": round(children.ru_maxrss / MEGABYTE),
    }


if __name__ == "__main__":
    print(json.dumps(_figures(sys.argv[1], Path(sys.argv[2]))))
