"""One request at a time to a host, with a pause between two; waiting ends at once when the run does."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from briefing.ingest.network.errors import Stopped


class Turns:
    """Shared by all threads of a run. Hosts are told apart by name and port."""

    def __init__(self, pause_seconds: float, longest_seconds: float) -> None:
        self._pause, self._longest = pause_seconds, longest_seconds
        self._hosts: dict[str, _Host] = {}
        self._stopped = threading.Event()

    @contextmanager
    def turn(self, host: str) -> Iterator[float]:
        """Gives the seconds that were waited; raises TooLong where the host asks for a longer pause than we make."""
        mine, begun = self._host(host), monotonic()
        with mine.lock:
            if (wait := mine.ready - monotonic()) > self._longest:
                raise TooLong(wait)
            if self._stopped.wait(max(wait, 0)):
                raise Stopped
            try:
                yield monotonic() - begun
            finally:
                mine.ready = max(mine.ready, monotonic() + mine.pause)

    def wait(self, host: str) -> float:
        """Seconds until the host may be asked again; 0 where that is longer than we wait, so that one hears of it."""
        wait = self._host(host).ready - monotonic()
        return wait if 0 < wait <= self._longest else 0.0

    def slow_down(self, host: str, pause_seconds: float) -> None:
        """The host asks for a longer pause between requests (Crawl-delay)."""
        mine = self._host(host)
        mine.pause = max(mine.pause, pause_seconds)
        mine.ready = max(mine.ready, monotonic() + mine.pause)

    def put_off(self, host: str, seconds: float) -> None:
        """The host asks to be left alone for a while (Retry-After)."""
        mine = self._host(host)
        mine.ready = max(mine.ready, monotonic() + seconds)

    def stop(self) -> None:
        self._stopped.set()

    @property
    def stopped(self) -> bool:
        return self._stopped.is_set()

    def _host(self, host: str) -> _Host:
        return self._hosts.setdefault(host, _Host(self._pause))


class _Host:
    def __init__(self, pause: float) -> None:
        self.lock = threading.Lock()
        self.pause = pause
        self.ready = 0.0


class TooLong(Exception):
    """The host asks for a pause that no run waits for."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(seconds)
