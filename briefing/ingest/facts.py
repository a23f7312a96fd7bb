"""What is known about an article beside its text: sources.toml, front matter, the fields of a JSON line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time
from urllib.parse import urlsplit, urlunsplit

from briefing.patterns import rare

# Controls that break no line, lone surrogates, and marks that turn the direction of what follows.
HIDDEN = rare("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
CHOICES: dict[str, tuple[str, ...]] = {
    "reliability": ("A", "B", "C", "D", "E", "F"),
    "kind": ("news", "analysis", "opinion", "press release", "state media", "satire"),
    "tlp": ("TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"),
}


@dataclass(frozen=True, slots=True)
class Facts:
    """Empty means not known; `published` is never guessed here."""

    title: str = ""
    publisher: str = ""
    url: str = ""
    published: date | datetime | None = None
    owner: str = ""
    reliability: str = "F"
    kind: str = ""
    rights: str = ""
    embargo_until: datetime | None = None
    complete: bool = True
    tlp: str = ""
    note: str = ""
    language: str = ""
    country: str = ""
    family: str = ""


NAMES: tuple[str, ...] = tuple(field.name for field in fields(Facts))


class BadFact(ValueError):
    """A value that cannot stand under its key; the message says what would."""


def fact(name: str, value: object) -> object:
    """The value as Facts holds it; raises BadFact."""
    return CHECKS.get(name, _line)(value) if name not in CHOICES else _choice(name, value)


def as_facts(given: Mapping[str, object]) -> Facts:
    """The facts of values that `fact` has passed."""
    return Facts(**given)  # type: ignore[arg-type]


def one_line(text: str) -> str:
    """NFC, on one line, without control characters and bidirectional overrides."""
    plain = unicodedata.normalize("NFC", text)
    return " ".join((plain if plain.isprintable() else HIDDEN.sub("", plain)).split())


def tlp_mark(text: str) -> str:
    """`amber` and `TLP:AMBER` are one mark (Traffic Light Protocol 2.0; WHITE was its older name of CLEAR)."""
    mark = text.strip().upper().removeprefix("TLP:").strip().replace("WHITE", "CLEAR")
    return f"TLP:{mark}" if mark else ""


def web_address(text: str) -> str:
    """An http or https address without its password, or nothing: other schemes lead into the machine or run code."""
    try:
        parts = urlsplit(text.strip())
        host = parts.hostname
    except ValueError:
        return ""
    if parts.scheme.lower() not in {"http", "https"} or not host or re.search(r"[\s\x00-\x1f\x7f]", text.strip()):
        return ""
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise BadFact(f"{value!r} is not a text")
    return value


def _published(value: object) -> date | datetime | None:
    """An ISO date or instant, or the date of a mail header; an instant without a zone is taken as UTC."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date) or value is None:
        return value
    text = _string(value).strip()
    if not text:
        return None
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return _iso_date(text)
    return _instant_of(text)


def _iso_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadFact(f"{text!r} is not a date") from error


def _instant_of(text: str) -> datetime:
    for parse in (datetime.fromisoformat, _of_mail):
        try:
            instant = parse(text)
        except (ValueError, TypeError, IndexError):
            continue
        return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    raise BadFact(f"{text!r} is not a date such as 2026-01-31 or 2026-01-31T07:00:00Z")


def _of_mail(text: str) -> datetime:
    """`Sat, 31 Jan 2026 07:00:00 +0100` (RFC 5322)."""
    from email.utils import parsedate_to_datetime  # 10 ms that most runs do not need

    return parsedate_to_datetime(text)


def _instant(value: object) -> datetime | None:
    """A bare day is the instant at which it begins, in UTC."""
    published = _published(value)
    if published is None or isinstance(published, datetime):
        return published
    return datetime.combine(published, time(), UTC)


def _language(value: object) -> str:
    """`en-GB` and `en_US` are `en`."""
    text = _string(value)
    code = re.split("[-_]", text.strip().lower(), maxsplit=1)[0]
    if code and not re.fullmatch("[a-z]{2,3}", code):
        raise BadFact(f"{text!r} is not a language code such as en or zh")
    return code


def _line(value: object) -> str:
    return one_line(_string(value))


def _address(value: object) -> str:
    return web_address(_string(value))


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise BadFact(f"{value!r} is neither true nor false")
    return value


def _choice(name: str, value: object) -> str:
    text = tlp_mark(_string(value)) if name == "tlp" else _line(value)
    if text and text not in CHOICES[name]:
        raise BadFact(f"{value!r} is not one of {', '.join(CHOICES[name])}")
    return text


CHECKS: dict[str, Callable[[object], object]] = {
    "published": _published,
    "embargo_until": _instant,
    "url": _address,
    "complete": _truth,
    "language": _language,
}
