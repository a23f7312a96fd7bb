"""Sources to a few children at once, and what they give back in the order of the sources."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from briefing.config import LimitSettings
from briefing.errors import IngestError
from briefing.ingest.isolation.children import Children, Job
from briefing.ingest.source import Source
from briefing.types import Article

AHEAD_JOBS = 12  # sources that are not read yet: enough for the children while whoever takes the articles is busy
AHEAD_ITEMS = 200  # items that wait for a source before them
AHEAD_BYTES = 32_000_000  # of all that waits

Item = Article | IngestError


def read_in_order(items: Iterator[Item | Source], limits: LimitSettings) -> Iterator[Item]:
    """Sources are read by children while the items behind them are fetched; memory does not grow with their number."""
    ahead: deque[Item | Job] = deque()
    with Children(limits) as children:
        for item in items:
            ahead.append(children.submit(item) if isinstance(item, Source) else item)
            while ahead and (_is_here(ahead[0]) or _is_much(ahead)):
                yield from _taken(ahead, children)
        while ahead:
            yield from _taken(ahead, children)


def _taken(ahead: deque[Item | Job], children: Children) -> Iterator[Item]:
    """What the first has given, after a wait for something to happen where that is nothing yet."""
    first = ahead[0]
    if not isinstance(first, Job):
        yield first
    elif not first.done or first.results:
        yield from children.some(first)
        return
    ahead.popleft()


def _is_here(next_: Item | Job) -> bool:
    return not isinstance(next_, Job) or next_.done


def _is_much(ahead: deque[Item | Job]) -> bool:
    """Whether enough waits to keep the children busy."""
    jobs = [item for item in ahead if isinstance(item, Job)]
    return (
        sum(not job.done for job in jobs) >= AHEAD_JOBS
        or len(ahead) > AHEAD_ITEMS
        or sum(map(_bytes, ahead)) > AHEAD_BYTES
    )


def _bytes(item: Item | Job) -> int:
    if isinstance(item, Job):
        return len(item.source.data) + item.held
    return len(item.text) if isinstance(item, Article) else 0
