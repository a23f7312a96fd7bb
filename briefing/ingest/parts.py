"""One source read in this process, with the parts that it is found to hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from briefing.errors import IngestError
from briefing.ingest.kinds import Kind, kind_of
from briefing.ingest.source import Remark, Source
from briefing.types import Article

DEEPEST = 3  # a mail in a mailbox in a zip

Item = Article | IngestError


def read_here(
    source: Source, kind: Kind, after: int = -1, part_begins: Callable[[int, str], None] = lambda _n, _part: None
) -> Iterator[Item]:
    """Articles and errors of the source and its parts, without the items and parts up to the number `after`."""
    for number, item in enumerate(guarded(kind.read(source))):
        if number <= after:
            continue
        if isinstance(item, Source):
            part_begins(number, item.origin_path)
            yield from _part(item, 1)
        else:
            yield item


def _part(part: Source, depth: int) -> Iterator[Item]:
    kind = kind_of(part.name, part.data)
    if kind is None:
        yield not_read(part)
        return
    for item in guarded(kind.read(part)):
        if not isinstance(item, Source):
            yield item
        elif depth < DEEPEST:
            yield from _part(item, depth + 1)
        else:
            yield too_deep(item)


def guarded(items: Iterator[Item | Source]) -> Iterator[Item | Source]:
    """An error that a reader raises ends that reader alone."""
    try:
        yield from items
    except IngestError as error:
        yield error


def not_read(part: Source) -> Remark:
    """A picture in a zip is no failure."""
    return Remark(part.origin_path, "its kind is not read; it was passed over")


def too_deep(part: Source) -> IngestError:
    return IngestError(part.origin_path, f"it lies more than {DEEPEST} containers deep")
