"""Mailboxes in one file (RFC 4155, with the quoting of mboxrd): every message is a source of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from briefing.errors import IngestError
from briefing.ingest.sniff_text import FROM_LINE, is_mail
from briefing.ingest.source import Source
from briefing.types import Article

QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)


def read(source: Source) -> Iterator[Article | IngestError | Source]:
    """A source a message, `#` its number from 1; one without headers costs itself alone."""
    begins = [found.start() for found in FROM_LINE.finditer(source.data)]
    if not begins:
        yield IngestError(source.origin_path, "it is no mailbox: no line begins a message")
    for number, (start, end) in enumerate(pairwise([*begins, len(source.data)]), 1):
        place = f"{source.origin_path}#{number}"
        message = QUOTED_FROM.sub(rb"\1", source.data[start:end].partition(b"\n")[2])
        if is_mail(message):
            yield replace(source, data=message, origin_path=place)
        else:
            yield IngestError(place, "it is no mail: it has no headers")
