"""What a file says of its own making, and how far that is to be believed.

The day on which a PDF or DOCX was made or saved is not the day of publication: an old page that is printed to PDF today
carries today. It counts only where the text's own head names the same day, or one up to two days before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from briefing.text.dates import dates

HEAD = 1_500  # characters in which an article says its day
LATER = timedelta(days=2)  # so long after its day a text may be typeset
NO_TITLE = re.compile(
    r"microsoft (?:word|powerpoint|excel)|\.(?:docx?|pdf|indd|qxd|rtf|odt|html?|tex|pptx?|xlsx?)$"
    r"|^untitled|^document\d*$|^(?:slide|layout|print) \d+$|^https?:|^word document$",
    re.IGNORECASE,
)
DAY = re.compile(r"(?:D:)?(\d{4})-?(\d\d)-?(\d\d)")


def is_title(text: str) -> bool:
    """Whether this is more than what programs put in when nobody does."""
    return len(text.split()) > 1 and NO_TITLE.search(text) is None


def day_of(stamp: str) -> date | None:
    """The day of `D:20260131…` (ISO 32000-1, 7.9.4) or `2026-01-31T…`."""
    found = DAY.match(stamp)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def named_day(text: str, made: Sequence[date]) -> date | None:
    """The first full date at the head of the text that fits a day on which the file was made."""
    for mention in dates(text[:HEAD]):
        if mention.precision == "day" and mention.date and not mention.relative:
            day = date.fromisoformat(mention.date)
            if any(day <= other <= day + LATER for other in made):
                return day
    return None
