"""The limits under which a child reads, set by the child itself: setrlimit(2), setitimer(2)."""

from __future__ import annotations

import errno
import math
import os
import resource
import signal

OPEN_FILES = 32
GRACE = 10.0  # seconds after which a child that nobody watches any more ends itself


def confine(address_space: int) -> None:
    """No file is written, few are opened, no core is left, and memory ends at so many bytes of address space."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_AS, (address_space, address_space))


def allow(seconds: float) -> None:
    """So much processor time, and a little more by the clock, from now on; a signal ends whatever goes on longer."""
    used = sum(os.times()[:2])
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(used + seconds), hard))
    signal.setitimer(signal.ITIMER_REAL, seconds + GRACE)


def rest() -> None:
    """Waiting for the next document costs nothing."""
    signal.setitimer(signal.ITIMER_REAL, 0)


def is_of_memory(error: Exception) -> bool:
    """Whether the limit of memory raised it, as an error of the system's or, told in its log alone, one of lxml's."""
    log = getattr(error, "error_log", ())
    is_of_lxml = any(getattr(entry, "type_name", "") == "ERR_NO_MEMORY" for entry in log)
    return is_of_lxml or (isinstance(error, OSError) and error.errno == errno.ENOMEM)
