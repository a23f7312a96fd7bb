"""How a long computation uses the machine: a second processor, and no search for cycles. Neither changes a result."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

Work = Callable[[], bytes]


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the collector of cycles: many objects are made that all live on, and looking at them cost a tenth."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@contextmanager
def beside(work: Work, *, worthwhile: bool) -> Iterator[Work]:
    """The work begins in a second process; what is given back waits for its bytes.

    Where no processor is free for it, or when that process fails, the work is done here, with the same result.
    """
    if not (worthwhile and _can_fork()):
        yield work
        return
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        # CPython 3.12 and later warn of any thread, those of numpy's library too, of which the work uses nothing.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if not child:
        _do(work, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as results:
        ended: list[int] = []

        def wait() -> bytes:
            found = results.read()
            ended.append(os.waitpid(child, 0)[1])
            return found if not ended[0] else work()

        try:
            yield wait
        finally:
            if not ended:
                with suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)


def _do(work: Work, writing: int) -> None:
    """The life of the second process: it ends here whatever happens, and closes nothing that the first one opened."""
    code = 1
    try:
        with os.fdopen(writing, "wb") as results:
            results.write(work())
        code = 0
    except BaseException:  # noqa: BLE001, S110  the first process does the work then, and tells what is wrong with it
        pass
    finally:
        os._exit(code)


def _can_fork() -> bool:
    """Where a fork is safe: on Linux, from the main thread, beside no thread but what draws a progress bar."""
    if sys.platform != "linux" or threading.current_thread() is not threading.main_thread():
        return False
    others = (thread for thread in threading.enumerate() if thread is not threading.main_thread())
    return len(os.sched_getaffinity(0)) > 1 and all(thread.daemon for thread in others)
