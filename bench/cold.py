"""What a cold `briefing make` costs beside a bare process that imports WeasyPrint and writes the same page once.

Processor seconds of whole processes, children counted, and the peak of memory; both in turn, so that a busy machine
is busy for both.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
AS_OF = "2026-11-22T07:00:00Z"

# The least that any program has to do for this page: the library, the fonts of the page, one layout, one file.
BARE = """
import sys
from pathlib import Path
import weasyprint
from weasyprint.urls import URLFetcher, URLFetcherResponse
fonts = dict(line.split("=", 1) for line in Path(sys.argv[2]).read_text().splitlines())
class Fonts(URLFetcher):
    def fetch(self, url, headers=None):
        return URLFetcherResponse(url, Path(fonts[url]).read_bytes())
page = weasyprint.HTML(string=Path(sys.argv[1]).read_text(), url_fetcher=Fonts())
page.write_pdf(sys.argv[3], pdf_variant="pdf/ua-1")
"""


# What `briefing make` does between reading and laying out, in a process that has done nothing before.
FRESH = """
import sys
from datetime import datetime
from time import process_time
import briefing.pipeline
articles = list(briefing.read(sys.argv[1]))
for _ in range(3):
    started = process_time()
    briefing.pipeline.make_brief(articles, as_of=datetime.fromisoformat(sys.argv[2]))
    print(process_time() - started)
"""


class Fresh(NamedTuple):
    """Processor seconds of the method: the first call of a process, and one that repeats it."""

    first: float
    again: float


class Cost(NamedTuple):
    """Processor seconds and peak in megabytes."""

    seconds: float
    peak: float


class Cold(NamedTuple):
    """Medians of the runs; `ratio` is ours to bare."""

    ours: Cost
    bare: Cost
    runs: int

    @property
    def ratio(self) -> float:
        return self.ours.seconds / self.bare.seconds

    def __str__(self) -> str:
        return (
            f"cold make {self.ours.seconds:.2f} s, {self.ours.peak:.0f} MB; bare {self.bare.seconds:.2f} s, "
            f"{self.bare.peak:.0f} MB; ratio {self.ratio:.2f} (median of {self.runs})"
        )


def fresh(runs: int = 7, source: Path = ROOT / "seeds") -> Fresh:
    """Medians of so many processes."""
    command = [sys.executable, "-c", FRESH, str(source), AS_OF]
    calls = [
        [
            float(line)
            for line in subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout.split()
        ]
        for _ in range(runs)
    ]
    return Fresh(statistics.median(call[0] for call in calls), statistics.median(call[-1] for call in calls))


def cold(runs: int = 5, source: Path = ROOT / "seeds") -> Cold:
    """Both commands in turn, `runs` times each, after one unmeasured run that fills the caches of the disk."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours = [
            sys.executable,
            "-m",
            "briefing",
            "make",
            str(source),
            "--as-of",
            AS_OF,
            "-o",
            str(folder / "brief.pdf"),
        ]
        bare = [sys.executable, "-c", BARE, *_page(folder, source)]
        measured = [(_cost(ours), _cost(bare)) for _ in range(runs + 1)][1:]
    return Cold(_median([mine for mine, _ in measured]), _median([other for _, other in measured]), runs)


def _page(folder: Path, source: Path) -> list[str]:
    """The page's HTML and the places of its fonts, written for the bare process."""
    from briefing.api import make_brief, read
    from briefing.config import Config
    from briefing.document import to_document
    from briefing.render.fonts import FACES, font_path
    from briefing.render.page import ASSET, html

    brief = make_brief(read(str(source)), as_of=datetime.fromisoformat(AS_OF))
    page, fonts = folder / "page.html", folder / "fonts.txt"
    page.write_text(html(to_document(brief), Config(), medium="print"), encoding="utf-8")
    fonts.write_text("\n".join(f"{ASSET}{FACES[name][1]}={font_path(name)}" for name in FACES), encoding="utf-8")
    return [str(page), str(fonts), str(folder / "bare.pdf")]


def _cost(command: list[str]) -> Cost:
    """Of a whole process with its children, its bytecode compiled as set-up does; RuntimeError when it fails."""
    sys.stdout.flush()
    quiet = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_WRONLY, 0) for stream in (1, 2)]
    compiled = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    child = os.posix_spawn(command[0], command, compiled, file_actions=quiet)
    _, status, used = os.wait4(child, 0)
    if status:
        raise RuntimeError(f"{command[:4]} ended with status {status}")
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def _median(costs: list[Cost]) -> Cost:
    return Cost(statistics.median(c.seconds for c in costs), max(c.peak for c in costs))


if __name__ == "__main__":
    print(cold())
