"""The headline of a page, without the name of the site that many titles carry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from briefing.ingest.html.head import Head
from briefing.ingest.html.structured import text_of

CARDS = ("og:title", "twitter:title", "parsely-title", "citation_title", "dc.title", "dcterms.title")  # metas
SEPARATOR = re.compile(r"\s+[|–—\-·•»«]+\s+|\s*[|｜]\s*|\s*：(?=[^：]*$)")
TITLE_DATE = re.compile(r"[\d. ]{8,12}$")
LIKELY = 15  # characters of a headline that may show which part of a title is one
ALIKE = 0.5  # of the words, else a structured headline is a template's
_WORD = re.compile(r"\w+")


def headline(head: Head, host: str) -> str:
    """Structured data before the card of social networks, that before the title, and a headline of the page last."""
    sites = tuple(filter(None, map(_key, _sites(head, host))))
    structured = text_of(head.node.get("headline"))
    known = {_key(text) for text in (*head.headlines, structured) if len(_key(text)) >= LIKELY}
    stated = _without_site(structured, sites, known)
    card = _without_site(
        head.first(CARDS),
        sites,
        known - {_key(head.meta.get("og:title", ""))},
    )
    title = _without_site(head.title, sites, known | ({_key(card)} if card else set()))
    shown = next(iter(head.headlines), "")
    if stated and any(_alike(stated, other) for other in (card, title, shown)):
        return stated
    return card or title or stated or shown


def _sites(head: Head, host: str) -> Iterator[str]:
    """What the site may be called in a title."""
    yield from (head.meta.get(name, "") for name in ("og:site_name", "application-name", "twitter:site"))
    yield text_of(head.node.get("publisher"))
    plain = host.removeprefix("www.")
    yield from (plain, plain.partition(".")[0])


def _without_site(title: str, sites: tuple[str, ...], known: set[str]) -> str:
    """The part that is a headline of the page, or what is left without names of the site and a date at the end."""
    for cut in SEPARATOR.finditer(title):
        for part in (title[: cut.start()], title[cut.end() :]):
            if _key(part) in known:
                return part
    while cuts := list(SEPARATOR.finditer(title)):
        first, last = cuts[0], cuts[-1]
        if _is_site(_key(title[last.end() :]), sites) or TITLE_DATE.match(title[last.end() :]):
            title = title[: last.start()]
        elif _key(title[: first.start()]) in sites[:1]:
            title = title[first.end() :]
        else:
            break
    return title


def _is_site(part: str, sites: tuple[str, ...]) -> bool:
    """The name itself, a part of it, or the name with a word or two more."""
    return len(part) > 2 and any(
        part == site or part in site or (len(site) > 2 and site in part and len(part) < len(site) + 25)
        for site in sites
    )


def host_of(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _alike(text: str, other: str) -> bool:
    a, b = set(_WORD.findall(text.casefold())), set(_WORD.findall(other.casefold()))
    return bool(a and b) and len(a & b) > ALIKE * min(len(a), len(b))


def _key(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))
