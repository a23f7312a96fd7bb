"""What a page says of itself, as facts: publisher, address, language, kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urljoin

from briefing.ingest.facts import web_address
from briefing.ingest.front_matter import sort_facts
from briefing.ingest.html.head import Head
from briefing.ingest.html.published import Published
from briefing.ingest.html.structured import names_of, text_of, types_of
from briefing.ingest.html.title import host_of
from briefing.ingest.language import language_of

KIND_OF_TYPE = {
    "OpinionNewsArticle": "opinion",
    "AnalysisNewsArticle": "analysis",
    "BackgroundNewsArticle": "analysis",
    "SatiricalArticle": "satire",
}
# Sections that say it, as publishers of the nine languages name them.
KIND_OF_SECTION: Mapping[str, str] = {
    **dict.fromkeys(
        "opinion opinions op-ed comment commentary editorial editorials columns columnists leitartikel kommentar"
        " kommentare meinung opinión opinion-es tribuna columnas editoriales tribune tribunes chronique chroniques"
        " éditorial éditoriaux débats idées мнение мнения колонки колонка думка думки opinie opinioni commenti"
        " opinião 社論 社说 社説 评论 評論 رأي آراء".split(),
        "opinion",
    ),
    **dict.fromkeys(
        "analysis analyse analysen análisis analisi analyses аналитика аналітика تحليل".split(), "analysis"
    ),
    **dict.fromkeys(("satire", "satira", "satyra", "humor & satire"), "satire"),
}
SAVED = re.compile(r"<!-- saved from url=\(\d+\)(\S+) -->")
NOT_LATIN = frozenset("ja ko zh ar fa he el hi th ru uk bg sr mk be".split())


def stated_facts(head: Head, title: str, when: Published, text: str, fetched_from: str) -> dict[str, object]:
    """Checked facts; what cannot be read is left out."""
    given = {
        "title": title,
        "publisher": _publisher(head),
        "url": address(head, fetched_from),
        "language": _language(head, text),
        "kind": kind_of(head),
    }
    facts, _ = sort_facts({key: value for key, value in given.items() if value})
    return {**facts, **({"published": when.when} if when.when else {})}


def extra_of(head: Head) -> dict[str, object]:
    """What else is worth keeping: who wrote it, the section, when it was changed."""
    authors = names_of(head.node.get("author")) or [head.first(("author", "article:author", "parsely-author"))]
    found = {
        "author": ", ".join(name for name in authors if name and not web_address(name)),
        "section": _section(head),
        "modified": text_of(head.node.get("dateModified")) or head.meta.get("article:modified_time", ""),
    }
    return {key: value for key, value in found.items() if value}


def saved_from(page: str) -> str:
    """The address that browsers note in a page which they save."""
    found = SAVED.search(page[:4_096])
    return web_address(found[1]) if found else ""


def address(head: Head, fetched_from: str = "") -> str:
    """The canonical address; where that is the site's front page or nothing, the one it was fetched from."""
    for given in (head.canonical, head.meta.get("og:url", ""), text_of(head.node.get("url"))):
        try:
            found = web_address(urljoin(fetched_from, given)) if given else ""
        except ValueError:
            found = ""
        if found and not (fetched_from and _is_front_page(found) and not _is_front_page(fetched_from)):
            return found
    return web_address(fetched_from)


def kind_of(head: Head) -> str:
    by_type = next((KIND_OF_TYPE[name] for name in types_of(head.node) if name in KIND_OF_TYPE), "")
    return by_type or next((kind for name in _sections(head) if (kind := KIND_OF_SECTION.get(name, ""))), "")


def _sections(head: Head) -> Iterator[str]:
    given = head.node.get("articleSection")
    for value in given if isinstance(given, list) else [given]:
        yield text_of(value).casefold()
    yield head.meta.get("article:section", "").casefold()


def _section(head: Head) -> str:
    return text_of(head.node.get("articleSection")) or head.meta.get("article:section", "")


def _publisher(head: Head) -> str:
    """A name, not an address: the structured one where the site's is only that of a host."""
    named = (
        head.meta.get("og:site_name", ""),
        text_of(head.node.get("publisher")),
        head.meta.get("application-name", ""),
    )
    return next((name for name in named if name and not web_address(name)), "")


def _language(head: Head, text: str) -> str:
    """What the page declares, unless its script says otherwise: templates keep their `en` in every country."""
    found = language_of(text)
    declared = (head.language or head.meta.get("og:locale", "") or head.meta.get("content-language", "")).strip()
    code = declared.replace("_", "-").partition("-")[0].lower()
    if not (code.isalpha() and 2 <= len(code) <= 3) or (found in NOT_LATIN) != (code in NOT_LATIN):
        return found
    return code


def _is_front_page(url: str) -> bool:
    return url.partition("://")[2].partition("/")[2].strip("/") == "" and bool(host_of(url))
