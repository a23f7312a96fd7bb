"""A second process does the work, or the first one: the result is the same, and no process is left."""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bench import changes
from bench.data import article, written
from briefing import machine, pipeline
from briefing.machine import beside, uncollected
from briefing.pipeline import make_brief

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")


@pytest.fixture
def forking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: {0, 1}, raising=False)


def children() -> set[str]:
    """Of this process, whoever started them: other tests leave servers running."""
    found = Path(f"/proc/self/task/{os.getpid()}/children").read_text()
    return set(found.split())


@pytest.fixture(autouse=True)
def no_child_left() -> Iterator[None]:
    before = children() if sys.platform == "linux" else set()
    yield
    assert sys.platform != "linux" or children() <= before


def own_pid() -> bytes:
    return str(os.getpid()).encode()


@LINUX
def test_the_work_is_done_by_another_process(forking: None) -> None:
    with beside(own_pid, worthwhile=True) as result:
        assert result() not in {own_pid(), b""}


@LINUX
def test_more_than_a_pipe_holds_comes_home(forking: None) -> None:
    with beside(lambda: bytes(5_000_000), worthwhile=True) as result:
        assert result() == bytes(5_000_000)


@LINUX
def test_what_the_other_process_cannot_do_is_done_here(forking: None) -> None:
    here = os.getpid()

    def work() -> bytes:
        if os.getpid() != here:
            raise MemoryError
        return b"done"

    with beside(work, worthwhile=True) as result:
        assert result() == b"done"


@LINUX
def test_a_process_that_nobody_waits_for_is_ended(forking: None) -> None:
    with pytest.raises(KeyError), beside(lambda: bytes(threading.Event().wait(60)), worthwhile=True):
        raise KeyError


def test_little_work_and_a_machine_with_one_processor_need_no_other_process(monkeypatch: pytest.MonkeyPatch) -> None:
    with beside(own_pid, worthwhile=False) as result:
        assert result() == own_pid()
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: {0}, raising=False)
    with beside(own_pid, worthwhile=True) as result:
        assert result() == own_pid()


def test_threads_of_the_caller_forbid_a_fork(forking: None) -> None:
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert not machine._can_fork()
    finally:
        done.set()
        thread.join()


@pytest.mark.parametrize("enabled", [True, False])
def test_the_collector_is_left_as_it_was(enabled: bool) -> None:
    before = gc.isenabled()
    (gc.enable if enabled else gc.disable)()
    try:
        with uncollected():
            assert not gc.isenabled()
        assert gc.isenabled() is enabled
    finally:
        (gc.enable if before else gc.disable)()


def test_two_processes_make_the_brief_of_one(seeds: Path, forking: None, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(seeds.glob("*.txt"))]
    texts += changes.stream([a.text for a in written(20, seed=4)], 40, seed=4)
    articles = [article({"id": f"{i:03}", "text": text}, "made") for i, text in enumerate(texts)]
    as_of = datetime(2026, 1, 1, tzinfo=UTC)
    alone = make_brief(articles, as_of=as_of)
    monkeypatch.setattr(pipeline, "MANY", 0)
    assert make_brief(articles, as_of=as_of) == alone
