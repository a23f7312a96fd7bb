"""Sources to a few children at once, and what they give back in the order of the sources."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from briefing.config import LimitSettings
from briefing.errors import IngestError
from briefing.ingest.isolation.children import Children, Job
from briefing.ingest.source import Source
from briefing.types import Article

AHEAD_JOBS = 8  # sources that are with the children before the first of them is waited for
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
                yield from _taken(ahead.popleft(), children)
        while ahead:
            yield from _taken(ahead.popleft(), children)


def _taken(next_: Item | Job, children: Children) -> Iterator[Item]:
    if isinstance(next_, Job):
        yield from children.items(next_)
    else:
        yield next_


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
