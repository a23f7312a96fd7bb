"""What a feed says, before it is articles: frozen values that every reader of feeds fills."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Markup = Literal["html", "text"]


@dataclass(frozen=True, slots=True)
class Entry:
    """What an entry says of itself. `content` is "" where there is a headline only; `link` is http or https, or ""."""

    place: str  # its guid or, where it has none, its number; unique in its feed
    title: str = ""
    link: str = ""
    published: date | datetime | None = None
    author: str = ""
    publisher: str = ""  # of an entry that was taken over from another feed
    language: str = ""
    content: str = ""
    markup: Markup = "html"
    whole: bool = False  # the feed calls it the content, not a summary


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed's newest entries in its own order; `errors` say what was left out; `ttl` is in minutes."""

    title: str = ""
    link: str = ""
    language: str = ""
    entries: tuple[Entry, ...] = ()
    errors: tuple[str, ...] = ()
    ttl: int | None = None
    version: str = ""  # "RSS 2.0"
