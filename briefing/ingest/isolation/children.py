"""The program's side: a few children, what each is at, and what became of it."""

from __future__ import annotations

import fcntl
import os
import select
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from io import FileIO
from typing import Any, Self, cast

import msgspec

from briefing.config import LimitSettings
from briefing.errors import IngestError
from briefing.ingest.isolation.messages import Garbled, frame, frames, item_of, plain_facts
from briefing.ingest.source import Source
from briefing.types import Article

COUNT = 2
IN_HAND = 4  # jobs a child is given at once: one that it is at, and some in its pipe while the program is busy
HELD_BYTES = 16_000_000  # of one job's results, before its child has to wait
START_SECONDS = 60.0  # for a child to come up on a busy machine
MOST = 30  # times child_seconds for one file with all its parts
DEATHS = 5  # of children over one file
CHUNK = 1 << 18
PIPE_BYTES = 1 << 20
OUT_OF_MEMORY = 77  # exit code of child.py
MUCH = 0.6  # of the memory allowed: a child that was killed above it is taken to have wanted more
COMMAND = "import sys; sys.path[:] = {path!r}; from briefing.ingest.isolation.child import main; main({settings!r})"
KEPT = ("LD_LIBRARY_PATH", "PATH", "TMPDIR")  # of the environment; a child needs no secrets


@dataclass(slots=True, eq=False)
class Job:
    """A source on its way; `results` are frames that came home and were not taken yet."""

    source: Source
    results: deque[bytes | IngestError] = field(default_factory=deque)
    held: int = 0  # bytes in results
    done: bool = False
    begun: float = 0.0  # when the first child looked at it, by the monotonic clock
    part: tuple[int, str] | None = None  # number and path of the part that the child is at
    after: int = -1  # parts up to this number are passed over
    deaths: int = 0

    @property
    def request(self) -> bytes:
        source = self.source
        answer = [source.charset, source.url, source.media_type]
        return frame([source.origin_path, plain_facts(source.facts), answer, self.after, source.data])

    def is_over(self, seconds: float) -> bool:
        return self.begun > 0 and time.monotonic() - self.begun > seconds

    def hold(self, result: bytes | IngestError) -> None:
        self.results.append(result)
        self.held += len(result) if isinstance(result, bytes) else 0

    def take(self) -> Article | IngestError:
        result = self.results.popleft()
        if isinstance(result, IngestError):
            return result
        self.held -= len(result)
        return item_of(msgspec.msgpack.decode(result))


class _Child:
    """One process and its two pipes, which never block us."""

    def __init__(self, limits: LimitSettings) -> None:
        settings = msgspec.json.encode(limits).decode()
        command = COMMAND.format(path=[os.path.abspath(path) for path in sys.path], settings=settings)  # noqa: PTH100
        environment = {name: os.environ[name] for name in KEPT if name in os.environ}
        self.process = subprocess.Popen(
            [sys.executable, "-s", "-P", "-c", command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**environment, "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"},
            bufsize=0,
        )
        self.stdin, self.stdout = cast("FileIO", self.process.stdin), cast("FileIO", self.process.stdout)
        for pipe in (self.stdin, self.stdout):
            os.set_blocking(pipe.fileno(), False)
            with suppress(OSError):  # where a user may not have it, more turns do
                fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
        self.jobs: deque[Job] = deque()
        self.given = 0
        self.retiring = self.is_up = False
        self._unsent: deque[memoryview] = deque()
        self._inbox = bytearray()
        self._allowed = START_SECONDS
        self._since = time.monotonic()

    @property
    def wants_to_send(self) -> bool:
        return bool(self._unsent)

    @property
    def deadline(self) -> float:
        return self._since + self._allowed if self.jobs else float("inf")

    def live(self, seconds: float) -> None:
        """It gave a sign: the clock starts again."""
        self.is_up = True
        self._since, self._allowed = time.monotonic(), seconds

    def excuse(self, seconds: float) -> None:
        """The time in which nobody listened does not count."""
        self._since += seconds

    def give(self, job: Job, limit: int) -> None:
        """One more job; after `limit` of them the child's input ends."""
        if not self.jobs:
            self._since = time.monotonic()
        self.jobs.append(job)
        self.given += 1
        self.retiring = self.given >= limit
        self._unsent.append(memoryview(job.request))
        self.send()

    def send(self) -> None:
        """As much as the pipe takes; a child that does not listen any more is seen when its output ends."""
        try:
            while self._unsent:
                sent = self.stdin.write(self._unsent[0]) or 0
                if sent < len(self._unsent[0]):
                    self._unsent[0] = self._unsent[0][sent:]
                    return
                self._unsent.popleft()
        except BrokenPipeError:
            self._unsent.clear()
        if self.retiring and not self.stdin.closed:
            self.stdin.close()

    def receive(self) -> Iterator[bytes] | None:
        """The frames that have come; None at the end of the child."""
        chunk = self.stdout.read(CHUNK)
        if chunk is None:
            return iter(())
        self._inbox += chunk
        return frames(self._inbox) if chunk else None

    def end(self) -> tuple[int, int]:
        """The exit code (negative: the signal) and the peak of memory in bytes; what has not ended yet is killed."""
        os.kill(self.process.pid, signal.SIGKILL)  # Popen.kill would reap it, and what it used were lost
        for pipe in (self.stdin, self.stdout):
            with suppress(OSError):
                pipe.close()
        _, status, used = os.wait4(self.process.pid, 0)
        self.process.returncode = os.waitstatus_to_exitcode(status)
        return self.process.returncode, used.ru_maxrss * 1024


class Children:
    """A context: processes start when the first job comes and end with it. Results come in the order asked for."""

    def __init__(self, limits: LimitSettings, count: int = COUNT) -> None:
        self._limits, self._count = limits, count
        self._children: list[_Child] = []
        self._queue: deque[Job] = deque()
        self._listened = time.monotonic()  # when we looked last

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def submit(self, source: Source) -> Job:
        """The source is on its way to the next child that is free."""
        job = Job(source)
        self._queue.append(job)
        self._move(0.0)
        return job

    def items(self, job: Job) -> Iterator[Article | IngestError]:
        """What the job gives, as it comes."""
        while job.results or not job.done:
            yield from self.some(job)

    def some(self, job: Job) -> Iterator[Article | IngestError]:
        """What the job has given; where that is nothing yet, after a wait until something happens to any job."""
        if not job.results and not job.done:
            self._move(None, wanted=job)
        while job.results:
            yield self._taken(job)

    def is_done(self, job: Job) -> bool:
        """Whether all that it gives is here by now."""
        self._move(0.0)
        return job.done

    def close(self) -> None:
        """Ends every child at once, whatever it is at."""
        while self._children:
            self._children.pop().end()

    def _taken(self, job: Job) -> Article | IngestError:
        try:
            return job.take()
        except (Garbled, msgspec.DecodeError, IndexError):
            return IngestError(job.source.origin_path, "its parser crashed")

    # --- what goes on between two results ------------------------------------------------------------------------

    def _move(self, timeout: float | None, wanted: Job | None = None) -> None:
        """Hands out jobs, and takes what has come; waits until something happens, or for `timeout` seconds."""
        away = time.monotonic() - self._listened
        for child in self._children:
            child.excuse(away)
        self._hand_out()
        heard = self._heard(wanted)
        ready = _ready(heard, self._children, timeout)
        for child in list(self._children):
            if child.wants_to_send and child.stdin.fileno() in ready:
                child.send()
        for child in heard:
            if child.stdout.fileno() in ready:
                self._hear(child)
            elif time.monotonic() > child.deadline:
                self._lose(child, self._too_long(child))
        self._hand_out()
        self._listened = time.monotonic()

    def _heard(self, wanted: Job | None) -> list[_Child]:
        """All children but those of whose next job enough lies here, while the wanted one is in some child's hands."""
        fronts = {id(child): child.jobs[0] for child in self._children if child.jobs}
        if wanted and wanted not in fronts.values():
            return list(self._children)
        full = {key for key, job in fronts.items() if job is not wanted and job.held > HELD_BYTES}
        return [child for child in self._children if id(child) not in full]

    def _hand_out(self) -> None:
        while self._queue:
            at_work = [child for child in self._children if not child.retiring]
            child = min(at_work, key=lambda child: len(child.jobs), default=None)
            if len(at_work) < self._count and (child is None or child.jobs):
                child = _Child(self._limits)
                self._children.append(child)
            if child is None or len(child.jobs) >= IN_HAND:
                return
            child.give(self._queue.popleft(), self._limits.child_files)

    def _hear(self, child: _Child) -> None:
        came = child.receive()
        if came is None:
            self._lose(child)
            return
        try:
            for message in came:
                self._note(child, message)
            if child.jobs and child.jobs[0].is_over(MOST * self._limits.child_seconds):
                self._lose(child, f"it took more than {MOST * self._limits.child_seconds:g} s")
        except (Garbled, msgspec.DecodeError, IndexError, ValueError):
            self._lose(child, "its parser crashed")

    def _note(self, child: _Child, message: bytes) -> None:
        """One message: who it is for is whatever job the child is at."""
        job = child.jobs[0]
        child.live(self._limits.child_seconds)
        if message.startswith(_ITEMS):
            job.hold(message)
        else:
            self._note_progress(child, job, msgspec.msgpack.decode(message))

    def _note_progress(self, child: _Child, job: Job, message: list[Any]) -> None:
        if message[0] == "begin":
            job.begun = job.begun or time.monotonic()
        elif message[0] == "part":
            job.part = (int(message[1]), str(message[2]))
        elif message[0] == "end":
            job.done = True
            child.jobs.popleft()
        else:
            raise Garbled

    def _lose(self, child: _Child, reason: str = "") -> None:
        """The child is gone: its job fails, or goes on behind the part that failed; its next one waits again."""
        self._children.remove(child)
        code, peak = child.end()
        for job in reversed(list(child.jobs)[1:]):
            self._queue.appendleft(job)
        if child.jobs:
            self._fail(child.jobs[0], reason or self._reason(code, peak, child))

    def _fail(self, job: Job, reason: str) -> None:
        origin_path = job.part[1] if job.part else job.source.origin_path
        job.hold(IngestError(origin_path, reason))
        job.deaths += 1
        if job.part is None:
            job.done = True
        elif job.deaths >= DEATHS:
            job.hold(IngestError(job.source.origin_path, f"{DEATHS} of its parts could not be read; the rest was left"))
            job.done = True
        else:
            job.after, job.part = job.part[0], None
            self._queue.appendleft(job)

    def _too_long(self, child: _Child) -> str:
        if not child.is_up:
            return f"no process for it came up within {START_SECONDS:g} s"
        return f"it took more than {self._limits.child_seconds:g} s"

    def _reason(self, code: int, peak: int, child: _Child) -> str:
        if code in {-signal.SIGXCPU, -signal.SIGALRM}:
            return f"it took more than {self._limits.child_seconds:g} s"
        if code == OUT_OF_MEMORY or peak > MUCH * self._limits.child_bytes:
            return f"it needed more than {_size(self._limits.child_bytes)} of memory"
        return "its parser crashed" if child.is_up else "no process for reading it could be started"


_ITEMS = (msgspec.msgpack.encode(["article", 0])[:-1], msgspec.msgpack.encode(["error", 0, 0, 0, 0])[:-4])


def _ready(heard: list[_Child], every: list[_Child], timeout: float | None) -> set[int]:
    """The descriptors that can be read or written, after a wait until the first is, or until a deadline."""
    poll = select.poll()
    for child in heard:
        poll.register(child.stdout, select.POLLIN)
    for child in every:
        if child.wants_to_send:
            poll.register(child.stdin, select.POLLOUT)
    deadline = min((child.deadline for child in heard), default=float("inf"))
    wait = min(max(0.0, deadline - time.monotonic()) + 0.01, 3600.0) if timeout is None else timeout
    return {descriptor for descriptor, _ in poll.poll(wait * 1000)}


def _size(number: int) -> str:
    return f"{number / 1e9:g} GB" if number >= 1e9 else f"{number / 1e6:g} MB"
