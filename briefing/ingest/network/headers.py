"""What the headers of an answer say: charset, kind, and when to ask again."""

from __future__ import annotations

import codecs
import re
from datetime import UTC, datetime, timedelta

_CHARSET = re.compile(r""";\s*charset\s*=\s*["']?([\w.:+-]{1,40})""", re.IGNORECASE)


def charset(content_type: str) -> str:
    """The name that Python has for the charset of a Content-Type header, or nothing where it knows none."""
    found = _CHARSET.search(content_type)
    try:
        info = codecs.lookup(found[1]) if found else None
    except LookupError:
        return ""
    is_text = info is not None and getattr(info, "_is_text_encoding", True)
    return info.name if info and is_text else ""


def media_type(content_type: str) -> str:
    """`text/html` of `Text/HTML; charset=utf-8`."""
    return content_type.partition(";")[0].strip().lower()


def retry_at(retry_after: str, now: datetime, most_seconds: float) -> datetime | None:
    """The instant that a Retry-After header means (RFC 9110: seconds or a date), at most so far ahead."""
    text = retry_after.strip()
    if re.fullmatch(r"\d{1,9}", text):
        asked = now + timedelta(seconds=int(text))
    elif (date := _date(text)) is not None:
        asked = date
    else:
        return None
    return min(max(asked, now), now + timedelta(seconds=most_seconds))


def _date(text: str) -> datetime | None:
    from email.utils import parsedate_to_datetime  # 10 ms that most runs do not need

    try:
        date = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
