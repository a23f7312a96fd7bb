"""RSS and Atom that are well-formed, read fast by lxml; whatever is in doubt is left to feedparser (feed_loose.py).

RSS 0.9x and 2.0 (rssboard.org), 1.0 (web.resource.org/rss/1.0), Atom 0.3 and 1.0 (RFC 4287), Dublin Core, content,
media and iTunes modules as far as they hold title, link, date, author or text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from briefing.errors import IngestError
from briefing.ingest.facts import one_line, web_address
from briefing.ingest.feed_dates import instant
from briefing.ingest.feed_types import Entry, Feed, Markup

if TYPE_CHECKING:
    from lxml.etree import _Element

CORE = frozenset({
    "", "http://backend.userland.com/rss", "http://backend.userland.com/rss2", "http://backend.userland.com/rss091",
    "http://blogs.law.harvard.edu/tech/rss", "http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/",
    "http://purl.org/rss/1.0/modules/rss091#", "http://purl.org/net/rss1.1#",
})  # fmt: skip
ATOM = frozenset({"http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#"})
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XML = "{http://www.w3.org/XML/1998/namespace}"
PREFIXES = {
    **dict.fromkeys(CORE, ""),
    **dict.fromkeys(ATOM, "atom:"),
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/elements/1.0/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/rss/1.0/modules/syndication/": "sy:",
    "http://search.yahoo.com/mrss/": "media:",
    "http://search.yahoo.com/mrss": "media:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "http://www.itunes.com/DTDs/Podcast-1.0.dtd": "itunes:",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner:",
    "http://www.w3.org/1999/xhtml": "xhtml:",
}
# By falling rank: the first that says something is taken.
TITLES = ("title", "atom:title", "dc:title", "media:title", "itunes:title")
PUBLISHED = ("pubDate", "atom:published", "atom:issued", "dcterms:issued", "dc:date", "dcterms:created", "atom:created",
             "atom:updated", "atom:modified", "dcterms:modified")  # fmt: skip
CONTENTS = ("content:encoded", "xhtml:body", "xhtml:div", "atom:content", "fullitem")
SUMMARIES = ("description", "atom:summary", "summary", "dc:description", "media:description", "itunes:summary",
             "itunes:subtitle")  # fmt: skip
AUTHORS = ("dc:creator", "atom:author", "author", "dc:author", "itunes:author")
MINUTES = {"hourly": 60, "daily": 1_440, "weekly": 10_080, "monthly": 43_200, "yearly": 525_600}
LONGEST_NAME = 300
MAIL_AND_NAME = re.compile(r"\S+@\S+\s+\((.+)\)$")  # editor@example.org (A. Name)

ENTITY = re.compile(rb"<!ENTITY\s+(%|[^\s>]{1,200})\s+([^\s>]{1,1000})")
FEW_ENTITIES = 100
OF_ENTITIES = re.compile(r"&(?!#|amp;|lt;|gt;|quot;|apos;)")
MARKED_TEXTS = frozenset({"html", "text/html", "application/xhtml+xml", "xhtml"})

Fields = dict[str, list["_Element"]]


class InDoubt(Exception):
    """Nothing is wrong, but this reader does not know enough of the feed."""


def refuse_entities(data: bytes, place: str) -> None:
    """IngestError for entities that lead elsewhere or could swell: external, parameter, many, or made of others."""
    head = data.replace(b"\0", b"") if b"\0" in data else data
    if b"<!ENTITY" not in head:
        return
    found = ENTITY.findall(head)
    if any(name == b"%" or value in {b"SYSTEM", b"PUBLIC"} for name, value in found):
        raise IngestError(place, "it declares external or parameter entities, which are never followed")
    if len(found) > FEW_ENTITIES or head.count(b"<!ENTITY") > FEW_ENTITIES:
        raise IngestError(place, f"it declares more than {FEW_ENTITIES} entities")
    if any(OF_ENTITIES.search(value.decode("latin-1")) for _, value in found):
        raise IngestError(place, "it declares entities that are made of others (they can swell without end)")


def parse(data: bytes, url: str = "") -> Feed:
    """The feed; raises InDoubt where lxml or this table of elements does not understand all of it."""
    root = _root(data, url)
    name = _name(root)
    if name == "atom:feed" and not any(_name(child) == "atom:item" for child in root):
        return _feed(root, root, [child for child in root if _name(child) == "atom:entry"], "Atom")
    channel = next((child for child in root if _name(child) == "channel"), None)
    if channel is None or name not in {"rss", f"{{{RDF}}}RDF"}:
        raise InDoubt
    items = [child for parent in (channel, root) for child in parent if _name(child) == "item"]
    return _feed(root, channel, items, f"RSS {root.get('version', '')}".strip() if name == "rss" else "RSS 1.0")


def _root(data: bytes, url: str) -> _Element:
    """Entities stay what they are, so nothing swells; a tree that holds one is left to the other reader."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser, base_url=url or None)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise InDoubt from error
    if len(parser.error_log) or (b"<!DOCTYPE" in data[:4096] and next(root.iter(etree.Entity), None) is not None):
        raise InDoubt
    return root


def _feed(root: _Element, channel: _Element, items: list[_Element], version: str) -> Feed:
    fields = _fields(channel)
    link = _link(fields)
    language = _first_text(fields, ("language", "dc:language")) or root.get(f"{XML}lang", "")
    return Feed(
        title=_title(fields, TITLES),
        link=link,
        language=language,
        entries=tuple(_entry(item, link) for item in items),
        ttl=_ttl(fields),
        version=version,
    )


def _entry(item: _Element, base: str) -> Entry:
    fields = _fields(item)
    content, markup, whole = _content(fields)
    return Entry(
        place=_first_text(fields, ("guid", "atom:id")) or item.get(f"{{{RDF}}}about", ""),
        title=_title(fields, TITLES),
        link=_link(fields, base),
        published=next(filter(None, map(instant, _texts(fields, PUBLISHED))), None),
        author=_authors(fields),
        publisher=_publisher(fields),
        language=item.get(f"{XML}lang") or _first_text(fields, ("dc:language", "language")),
        content=content,
        markup=markup,
        whole=whole,
    )


def _name(element: _Element) -> str:
    """`atom:link`, `dc:date`, or just `title` for what RSS itself defines; other names stay in full."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    if tag[0] != "{":
        return tag
    space, _, local = tag[1:].partition("}")
    prefix = PREFIXES.get(space)
    return tag if prefix is None else prefix + local


def _fields(parent: _Element) -> Fields:
    fields: Fields = {}
    for child in parent:
        name = _name(child)
        fields.setdefault(name, []).append(child)
        if name == "media:group":
            for inner in child:
                fields.setdefault(_name(inner), []).append(inner)
    return fields


def _elements(fields: Fields, names: Iterable[str]) -> Iterable[_Element]:
    return (element for name in names for element in fields.get(name, ()))


def _texts(fields: Fields, names: Iterable[str]) -> Iterable[str]:
    return (text for element in _elements(fields, names) if (text := (element.text or "").strip()))


def _first_text(fields: Fields, names: Iterable[str]) -> str:
    return next(iter(_texts(fields, names)), "")


def _title(fields: Fields, names: Iterable[str]) -> str:
    """The words of the first title: those of RSS and of Atom's `html` may hold tags."""
    for element in _elements(fields, names):
        content, markup = _marked(element, "html" if not _name(element).startswith("atom:") else "text")
        if title := title_of(content, markup):
            return title
    return ""


def title_of(content: str, markup: Markup) -> str:
    """A title on one line, without tags."""
    if markup == "html" and ("<" in content or "&" in content):
        from briefing.ingest.html import text_of_fragment

        return one_line(text_of_fragment(content))
    return one_line(content)


def _link(fields: Fields, base: str = "") -> str:
    """The page of the entry: never a script, a file or a mail address."""
    for given, element in _links(fields):
        if link := address(given, element.base or base if ":" not in given[:10] else "", base):
            return link
    return ""


def _links(fields: Fields) -> Iterable[tuple[str, _Element]]:
    """Every address an entry names as its own, by falling rank."""
    for element in _elements(fields, ("feedburner:origLink", "link", "atom:link")):
        if (text := (element.text or "").strip()) and element.get("rel", "alternate") == "alternate":
            yield text, element
    for element in _elements(fields, ("atom:link", "link")):
        if element.get("href") and element.get("rel", "alternate") == "alternate":
            yield element.get("href", "").strip(), element
    for element in fields.get("guid", ()):
        if element.get("isPermaLink", "true") == "true" and (text := (element.text or "").strip()):
            yield text, element
    for element in fields.get("atom:id", ()):  # no address by the specification, but often the only one there is
        yield (element.text or "").strip(), element


def address(given: str, *bases: str) -> str:
    """An http or https address, made absolute by the first base that does; "" for everything else."""
    for base in ("", *bases) if given else ():
        try:
            found = web_address(urljoin(base, given) if base else given)
        except ValueError:
            continue
        if found:
            return found
    return ""


def _content(fields: Fields) -> tuple[str, Markup, bool]:
    """The longest content; failing that the longest summary. Whether it is content comes last."""
    for names, whole in ((CONTENTS, True), (SUMMARIES, False)):
        found = [_marked(e, "html" if not _name(e).startswith("atom:") else "text") for e in _elements(fields, names)]
        best = max(found, key=lambda pair: len(pair[0]), default=("", "html"))
        if best[0].strip():
            return (*best, whole)
    return "", "html", False


def _marked(element: _Element, default: Markup) -> tuple[str, Markup]:
    """An element's content as HTML or text (RFC 4287, 4.1.3); raises InDoubt for what is neither."""
    kind = (element.get("type") or "").partition(";")[0].strip().casefold()
    if element.get("src") or element.get("mode") == "base64":
        if element.get("mode") == "base64":
            raise InDoubt
        return "", default
    if len(element):
        return _inside(element), "html"
    text = element.text or ""
    if kind in MARKED_TEXTS:
        return text, "html"
    if kind in {"", "text", "text/plain"}:
        return text, default if not kind else "text"
    if kind.startswith("text/"):
        return text, "text"
    raise InDoubt


def _inside(element: _Element) -> str:
    """The markup that stands unescaped inside an element, as HTML."""
    from lxml import etree

    parts = [escape(element.text or "", quote=False)]
    parts += [etree.tostring(child, method="html", encoding="unicode") for child in element]
    return "".join(parts)


def _authors(fields: Fields) -> str:
    """Everyone whom the first kind of element that says something names."""
    for name in AUTHORS:
        if found := ", ".join(dict.fromkeys(filter(None, map(_author, fields.get(name, ()))))):
            return found
    return ""


def _author(element: _Element) -> str:
    """The names of an Atom person, or the name that stands in brackets behind an address."""
    names = [one_line(child.text or "") for child in element if _name(child) in {"atom:name", "name"}]
    if names:
        return ", ".join(filter(None, names))
    text = one_line((element.text or "")[:LONGEST_NAME])
    found = MAIL_AND_NAME.match(text)
    return found[1] if found else text


def _publisher(fields: Fields) -> str:
    """The feed that an entry was taken over from: `source` of RSS 2.0 and Atom."""
    for element in _elements(fields, ("source", "atom:source")):
        inner = _fields(element)
        if name := (_title(inner, TITLES) if len(element) else one_line(element.text or "")):
            return name
    return ""


def _ttl(fields: Fields) -> int | None:
    """Minutes between looks that the feed asks for."""
    for text in _texts(fields, ("ttl",)):
        if text.isdecimal() and len(text) < 7:
            return int(text)
    period = MINUTES.get(_first_text(fields, ("sy:updatePeriod",)).casefold())
    times = _first_text(fields, ("sy:updateFrequency",))
    return period // max(1, int(times) if times.isdecimal() and len(times) < 7 else 1) if period else None
