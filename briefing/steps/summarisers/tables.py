"""Which table of pairs serves so many sentences."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.steps.summarisers.context import Context
from briefing.steps.summarisers.pairs import SmallTable, Table
from briefing.types import Sentence

BULK = 400  # sentences from which on numpy is worth its import; the results are the same


def tabulate(sentences: Sequence[Sentence], context: Context) -> Table:
    """The table of the sentences; many at once go through numpy."""
    if len(sentences) < BULK:
        return SmallTable(sentences, context)
    from briefing.steps.summarisers.bulk import BulkTable

    return BulkTable(sentences, context)
