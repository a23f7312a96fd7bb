"""Where the edges meet. making: articles to a page. Here alone is a clock."""

from __future__ import annotations

from briefing.job.making import (
    DEFAULT_OUTPUTS,
    NothingNew,
    NothingRead,
    Outcome,
    Request,
    Since,
    checked_outputs,
    compose,
    document_of,
    first_instant,
    gather,
    make,
    render,
    unset,
)
from briefing.job.running import PARTLY, Progress, count, now, silent

__all__ = [
    "DEFAULT_OUTPUTS",
    "PARTLY",
    "NothingNew",
    "NothingRead",
    "Outcome",
    "Progress",
    "Request",
    "Since",
    "checked_outputs",
    "compose",
    "count",
    "document_of",
    "first_instant",
    "gather",
    "make",
    "now",
    "render",
    "silent",
    "unset",
]
