"""publishers.toml: what is known about publishers, whoever published an article; made to be edited and passed on.

[[publisher]]
name = "The Courier"            # or names = ["The Courier", "Courier Online"]
domain = "courier.example"      # or domains = [...]; its subdomains count too
owner = "Courier Group"
kind = "news"
country = "GB"
reliability = "B"
family = "Courier"
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from briefing.errors import ConfigError, did_you_mean
from briefing.ingest.facts import BadFact, fact, one_line
from briefing.types import Article

FILE_NAME = "publishers.toml"
KNOWN = ("owner", "kind", "country", "reliability", "family")
MATCHES = ("name", "names", "domain", "domains")
NOT_JUDGED = "F"


@dataclass(frozen=True, slots=True)
class Publisher:
    """`names` and `domains` in the form in which they are compared; `title` is the name as it is shown."""

    title: str
    names: frozenset[str]
    domains: frozenset[str]
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Registry:
    """The publishers of several files, the nearest file last: of two that fit, the later wins, key by key."""

    publishers: tuple[Publisher, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.publishers)

    def known(self, article: Article) -> Article:
        """The article with what is known of its publisher where it says nothing itself: no statement is changed."""
        found = self._fitting(article)
        if not found:
            return article
        facts = {key: value for publisher in found for key, value in publisher.facts.items()}
        title = next((p.title for p in reversed(found) if p.title), "")
        return replace(
            article,
            publisher=article.publisher or title,
            owner=article.owner or facts.get("owner", ""),
            kind=article.kind or facts.get("kind", ""),
            country=article.country or facts.get("country", ""),
            family=article.family or facts.get("family", ""),
            reliability=facts.get("reliability", NOT_JUDGED)
            if article.reliability == NOT_JUDGED
            else article.reliability,
        )

    def _fitting(self, article: Article) -> tuple[Publisher, ...]:
        keys = {_name_key(article.publisher), *_domains_of(article.url)} - {""}
        places = sorted({place for key in keys for place in self._places.get(key, ())})
        return tuple(self.publishers[place] for place in places)

    @cached_property
    def _places(self) -> Mapping[str, tuple[int, ...]]:
        """Names and domains -> places in `publishers`."""
        places: dict[str, tuple[int, ...]] = {}
        for place, publisher in enumerate(self.publishers):
            for key in (*publisher.names, *publisher.domains):
                places[key] = (*places.get(key, ()), place)
        return places


def load_registry(files: Iterable[tuple[Path, str]]) -> Registry:
    """The publishers of the files that are there, each with what it is called in messages; ConfigError names an entry
    that cannot stand.
    """
    return Registry(tuple(p for path, shown in files if path.is_file() for p in _of_file(path, shown)))


def _of_file(path: Path, shown: str) -> list[Publisher]:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{shown} is not TOML", why=str(error)) from error
    except OSError as error:
        raise ConfigError(f"{shown} cannot be read", why=error.strerror or "") from error
    for key in data:
        if key != "publisher":
            raise ConfigError(f"{shown}: unknown key {key!r}", hint="Each publisher has a [[publisher]] table")
    entries = data.get("publisher", [])
    if not isinstance(entries, list):
        raise ConfigError(f"{shown}: 'publisher' is one table", hint="Write [[publisher]] with two brackets")
    return [_publisher(f"{shown}: publisher {number}", entry) for number, entry in enumerate(entries, 1)]


def _publisher(place: str, given: Any) -> Publisher:
    if not isinstance(given, dict):
        raise ConfigError(f"{place} is not a table", hint="Write [[publisher]] with two brackets")
    for key in given:
        if key not in (*MATCHES, *KNOWN):
            raise ConfigError(f"{place}: unknown key {key!r}", hint=did_you_mean(key, (*MATCHES, *KNOWN)))
    names, domains = _list(place, given, "name"), _list(place, given, "domain")
    hosts = frozenset(filter(None, map(_domain_key, domains)))
    if not names and not hosts:
        raise ConfigError(f"{place} has neither 'name' nor 'domain'", hint='Write domain = "courier.example"')
    facts = {key: _fact(place, key, given[key]) for key in KNOWN if key in given}
    return Publisher(names[0] if names else "", frozenset(map(_name_key, names)), hosts, facts)


def _list(place: str, given: Mapping[str, Any], key: str) -> list[str]:
    """`name = "…"` and `names = ["…", "…"]` together."""
    values = [*_several(given.get(key)), *_several(given.get(f"{key}s"))]
    if not all(isinstance(value, str) for value in values):
        raise ConfigError(f"{place}: {key} is not a text")
    return [line for value in values if (line := one_line(value))]


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _fact(place: str, key: str, value: Any) -> str:
    try:
        return str(fact(key, value))
    except BadFact as problem:
        raise ConfigError(f"{place}: {key}", why=str(problem)) from problem


def _name_key(name: str) -> str:
    return one_line(name).casefold()


def _domain_key(domain: str) -> str:
    """`courier.example` of `https://www.Courier.example/news` too; the prefix keeps names and domains apart."""
    try:
        host = urlsplit(domain if "//" in domain else f"//{domain}").hostname or ""
    except ValueError:
        return ""
    return f"//{host.removeprefix('www.').rstrip('.')}" if host else ""


def _domains_of(url: str) -> Iterable[str]:
    """The host of the address and every domain above it."""
    host = (urlsplit(url).hostname or "").removeprefix("www.").rstrip(".") if url else ""
    parts = host.split(".")
    return [f"//{'.'.join(parts[i:])}" for i in range(len(parts))] if host else []
