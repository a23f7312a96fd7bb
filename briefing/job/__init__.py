"""Where the edges meet. making: articles to a page. Here alone is a clock."""

from __future__ import annotations

from briefing.job.making import (
    DEFAULT_OUTPUTS,
    PARTLY,
    NothingRead,
    Outcome,
    Progress,
    Request,
    checked_outputs,
    compose,
    document_of,
    gather,
    make,
    now,
    render,
    silent,
    unset,
)

__all__ = [
    "DEFAULT_OUTPUTS",
    "PARTLY",
    "NothingRead",
    "Outcome",
    "Progress",
    "Request",
    "checked_outputs",
    "compose",
    "document_of",
    "gather",
    "make",
    "now",
    "render",
    "silent",
    "unset",
]
