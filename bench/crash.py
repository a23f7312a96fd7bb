"""kill -9 while the archive is written: `python -m bench crash [--points 200] [--seed N]`, so many points of each work.

adding: reads articles into an archive, deletes one and prunes the older half. collecting: `briefing collect` from feeds
of a local server. sending: see crash_mail.py. A point is one of the statements that SQLite executes for it (those that
its full-text index executes itself among them) and a delay of at most four milliseconds, so that runs die within
statements and commits too. After each: nothing that was reported as kept is lost, nothing is damaged, and a second run
comes to the end that an undisturbed one comes to.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from unittest.mock import patch

from bench import crash_mail
from bench.archive import made_articles
from bench.collect import CONFIG, serving
from briefing.config import Config
from briefing.job import archiving
from briefing.job.collecting import Collection, collect
from briefing.job.fetching import open_network
from briefing.store import Store, open_store
from briefing.store.articles import Added, Articles, Kept
from briefing.store.sqlite import SQLite
from briefing.types import Article

ARTICLES, FILES, TOGETHER = 120, 12, 10  # … in so many files, so many in one transaction
FEEDS = 6
LONGEST = 0.004  # seconds between a point and the kill
MEMORY = "/dev/shm"
EARLY, LATE = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)
REASON = "asked for"


class Point(NamedTuple):
    """A statement of a run, from 0, and how long after its beginning the run dies."""

    statement: int
    delay: float


@dataclass(frozen=True)
class Crash:
    """What a crash left: `problems` has to be empty; `kept` of the articles were there, `reported` had been told of."""

    point: Point
    died: bool
    kept: int
    reported: int
    problems: tuple[str, ...] = field(default=())


Task = Callable[[str, str, str], None]  # the archive's place, the sources, the log of what was reported


class Work(NamedTuple):
    """What is done, again and again, and what it is done with."""

    sources: Callable[[Path, int], AbstractContextManager[str]]
    task: Task


def run(data: Path, seed: int = 1, points: int | str = 200) -> dict[str, Any]:
    result: dict[str, Any] = {"task": "crash", "data": {}, "peers": {}, "skipped": []}
    for name, work in WORKS.items():
        crashes = crashed(work, int(points), seed)
        result["data"][name] = {
            "points": len(crashes),
            "died": sum(crash.died for crash in crashes),
            "with nothing kept yet": sum(not crash.kept for crash in crashes),
            "kept though not reported": sum(crash.kept > crash.reported for crash in crashes),
            "problems": sum(len(crash.problems) for crash in crashes),
        }
        result["skipped"] += [f"{name}, {crash.point}: {said}" for crash in crashes for said in crash.problems]
    result["data"] |= crash_mail.run(data, seed=seed, points=points)["data"]
    return result


def crashed(work: Work, points: int, seed: int) -> list[Crash]:
    """So many crashes, spread over all statements of the work."""
    with TemporaryDirectory(dir=MEMORY if os.access(MEMORY, os.W_OK) else None) as folder:
        home = Path(folder)
        with work.sources(home / "sources", seed) as sources:
            goal = home / "goal.sqlite"
            statements = counted(work.task, str(goal), sources, str(home / "goal.log"))
            with open_store(str(goal)) as store:
                expected = state(store)
            drawn = enumerate(spread(statements, points, seed))
            return [crash(point, home / f"{number}", work.task, sources, expected) for number, point in drawn]


def spread(statements: int, points: int, seed: int) -> list[Point]:
    """One point in each of as many equal parts of the work."""
    random = Random(seed)
    edges = [statements * number // points for number in range(points + 1)]
    return [
        Point(random.randrange(first, max(first + 1, last)), random.choice((0.0, random.random() * LONGEST)))
        for first, last in pairwise(edges)
    ]


def crash(point: Point, home: Path, task: Task, sources: str, expected: dict[str, str]) -> Crash:
    """One run that dies, what it left, and the run after it."""
    home.mkdir()
    place, log = home / "archive.sqlite", home / "log"
    died = killed(point, task, str(place), sources, str(log))
    reported = set(log.read_text().split()) if log.exists() else set()
    with open_store(str(place)) as store:
        problems = list(archiving.problems(store))
        kept, gone = {item.article.id for item in store.articles.kept()}, gone_ids(store)
        problems += [f"{identity} was reported and is lost" for identity in sorted(reported - kept - gone)]
        problems += [f"{identity} is kept and gone" for identity in sorted(kept & gone)]
    task(str(place), sources, str(log))
    with open_store(str(place)) as store:
        problems += [f"after the second run: {problem}" for problem in archiving.problems(store)]
        if state(store) != expected:
            problems.append("the second run came to another end")
    return Crash(point, died, len(kept | gone), len(reported), tuple(problems))


def state(store: Store) -> dict[str, str]:
    """Every article by id, as it is exported, and why those that are gone are gone."""
    kept = {item.article.id: json.dumps(_plain(item), sort_keys=True) for item in store.articles.kept()}
    return kept | {gone.id: f"{gone.kind}: {gone.reason}" for gone in store.articles.deleted()}


def _plain(item: Kept) -> list[object]:
    article = item.article
    return [article.title, article.text, article.url, [list(map(str, article.blocks))], item.collected_at.isoformat()]


def gone_ids(store: Store) -> set[str]:
    return {gone.id for gone in store.articles.deleted()}


# --- the works -----------------------------------------------------------------------------------------------


@contextmanager
def written(folder: Path, seed: int) -> Iterator[str]:
    """A folder with files of JSON lines."""
    folder.mkdir()
    articles = list(made_articles(ARTICLES, seed))
    for number in range(FILES):
        lines = (
            json.dumps({"id": article.id, "title": article.title, "text": article.text[:2_000], "url": article.url})
            for article in articles[number::FILES]
        )
        (folder / f"{number:02}.jsonl").write_text("\n".join(lines) + "\n")
    yield str(folder)


def adding(place: str, sources: str, log: str) -> None:
    """The earlier half of the files in January, the others in March, when what is older than a month goes."""
    archiving.BATCH = TOGETHER
    files = sorted(Path(sources).iterdir())
    with open_store(place) as store, _logged(Path(log)):
        for at, some in ((EARLY, files[: FILES // 2]), (LATE, files[FILES // 2 :])):
            archiving.add(store, list(map(str, some)), at=at, config=Config())
        unwanted = json.loads(files[-1].read_text().splitlines()[-1])["url"]
        if store.articles.like(unwanted):
            archiving.delete(store, unwanted, REASON, at=LATE)
        for _ in archiving.prune(store, timedelta(days=30), at=LATE):
            pass


@contextmanager
def served(_folder: Path, seed: int) -> Iterator[str]:
    """The port of a server of feeds."""
    with serving("whole", FEEDS, TOGETHER, seed) as port:
        yield str(port)


def collecting(place: str, port: str, log: str) -> None:
    """One round of all feeds."""
    network = open_network(CONFIG, now=lambda: LATE, resolve=lambda _host, _port: ["127.0.0.1"])
    with open_store(place) as store, _logged(Path(log)):
        for number in range(FEEDS):
            store.feeds.add(f"http://whole{number}.example:{port}/feed", at=EARLY)
        collect(Collection(CONFIG, now=lambda: LATE), store, network)


WORKS = {"adding": Work(written, adding), "collecting": Work(served, collecting)}


@contextmanager
def _logged(path: Path) -> Iterator[None]:
    """Writes down which articles were handed over, as soon as the transaction has ended that they came in."""
    add, commit = Articles.add, SQLite._commit  # noqa: SLF001 - what ends a transaction
    waiting: list[str] = []

    def handed_over(self: Articles, articles: Iterable[Article], **options: Any) -> Added:
        batch = list(articles)
        waiting.extend(article.id for article in batch)
        return add(self, batch, **options)

    def committed(self: SQLite) -> None:
        commit(self)
        with path.open("a") as log:
            log.write("".join(f"{identity}\n" for identity in waiting))
        waiting.clear()

    with patch.object(Articles, "add", handed_over), patch.object(SQLite, "_commit", committed):
        yield


# --- a process that dies -------------------------------------------------------------------------------------


def killed(point: Point, task: Callable[..., None], *arguments: str) -> bool:
    """Whether the task, in a process of its own, died at the point before it was done."""
    return _in_child(_dying, point, task, arguments) == -signal.SIGKILL


def counted(task: Callable[..., None], *arguments: str) -> int:
    """How many statements SQLite executes for the task; one that fails is an error."""
    found = _CONTEXT.Value("L", 0)
    code = _in_child(_counting, found, task, arguments)
    if code:
        raise RuntimeError(f"the undisturbed run ended with {code}")
    return int(found.value)


_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["bench.crash"])


def _in_child(target: Callable[..., None], *arguments: Any) -> int | None:
    child = _CONTEXT.Process(target=target, args=arguments)
    child.start()
    child.join()
    return child.exitcode


def _dying(point: Point, task: Callable[..., None], arguments: Sequence[str]) -> None:
    left = point.statement + 1

    def heard(_statement: str) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            _die(point.delay)

    with _traced(heard):
        task(*arguments)
    if left <= 0:
        time.sleep(1)  # done before the delay was over: it dies all the same
    elif task is collecting:  # how many answers share a transaction differs: this run had fewer statements
        os.kill(os.getpid(), signal.SIGKILL)


def _die(delay: float) -> None:
    if not delay:
        os.kill(os.getpid(), signal.SIGKILL)
    timer = threading.Timer(delay, os.kill, (os.getpid(), signal.SIGKILL))
    timer.daemon = True
    timer.start()


def _counting(found: Any, task: Callable[..., None], arguments: Sequence[str]) -> None:
    def heard(_statement: str) -> None:
        found.value += 1

    with _traced(heard):
        task(*arguments)


@contextmanager
def _traced(heard: Callable[[str], None]) -> Iterator[None]:
    """Every connection that is opened tells of its statements."""
    connect = sqlite3.connect

    def traced(*arguments: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*arguments, **options)
        connection.set_trace_callback(heard)
        return connection

    with patch.object(sqlite3, "connect", traced):
        yield
