"""Many addresses at once: a few threads, of which no two ask one host at the same time."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Hashable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, Queue
from types import TracebackType
from typing import Self

from briefing.ingest.network.address import host_of
from briefing.ingest.network.egress import Fetched, Network
from briefing.ingest.network.errors import FetchError, Stopped

WAITING = 8  # replies; whoever brings another one waits until one was taken


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be fetched, with what is known of it; `tag` is the asker's own."""

    url: str
    etag: str = ""
    last_modified: str = ""
    tag: Hashable = None


@dataclass(frozen=True, slots=True)
class Reply:
    question: Question
    result: Fetched | FetchError | Exception


class Crew:
    """A context. Questions may be put while replies are taken; replies come in whatever order the hosts answer."""

    def __init__(self, network: Network, threads: int) -> None:
        self._network, self._most = network, max(threads, 1)
        self._hosts: dict[str, deque[Question]] = {}
        self._busy: set[str] = set()
        self._changed = threading.Condition()
        self._replies: Queue[Reply] = Queue(WAITING)
        self._threads: list[threading.Thread] = []
        self._ending = False
        self.open = 0  # questions without a reply that was taken

    def ask(self, question: Question) -> None:
        with self._changed:
            self._hosts.setdefault(host_of(question.url), deque()).append(question)
            self.open += 1
            self._changed.notify()
        if len(self._threads) < min(self._most, self.open):
            thread = threading.Thread(target=self._work, daemon=True)
            self._threads.append(thread)
            thread.start()

    def take(self, timeout: float | None) -> Reply | None:
        """The next reply; None where none has come in that many seconds."""
        try:
            reply = self._replies.get(timeout=timeout) if timeout else self._replies.get_nowait()
        except Empty:
            return None
        self.open -= 1
        return reply

    def replies(self) -> Iterator[Reply]:
        """All that are still to come."""
        while self.open:
            reply = self.take(1.0)
            if reply:
                yield reply

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing more is begun; what is under way is waited for only where all went well."""
        with self._changed:
            self._ending = True
            self._changed.notify_all()
        if self.open or kind:
            self._network.stop()
        else:
            for thread in self._threads:
                thread.join()

    def _work(self) -> None:
        with suppress(Stopped):
            while question := self._next():
                self._replies.put(Reply(question, self._result(question)))
                self._end(question)

    def _result(self, question: Question) -> Fetched | FetchError | Exception:
        try:
            return self._network.fetch(question.url, etag=question.etag, last_modified=question.last_modified)
        except Stopped:
            raise
        except Exception as error:  # noqa: BLE001 - whoever takes the reply raises what is no FetchError
            return error

    def _next(self) -> Question | None:
        """Of the first host that may be asked; waits until one may. None at the end."""
        with self._changed:
            while not self._ending:
                soonest = None
                for host in self._hosts.keys() - self._busy:
                    wait = self._network.wait(host)
                    if wait <= 0:
                        return self._begin(host)
                    soonest = min(wait, soonest or wait)
                self._changed.wait(soonest)
        return None

    def _begin(self, host: str) -> Question:
        self._busy.add(host)
        question = self._hosts[host].popleft()
        if not self._hosts[host]:
            del self._hosts[host]
        return question

    def _end(self, question: Question) -> None:
        with self._changed:
            self._busy.discard(host_of(question.url))
            self._changed.notify()


def fetch_all(network: Network, questions: Iterable[Question], threads: int) -> Iterator[Reply]:
    """A reply to each question."""
    with Crew(network, threads) as crew:
        for question in questions:
            crew.ask(question)
        yield from crew.replies()
