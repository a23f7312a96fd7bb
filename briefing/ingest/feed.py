"""Feeds: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, JSON Feed 1.x. An entry is an article or a reason why it is none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, time
from hashlib import sha256

from briefing.config import LimitSettings
from briefing.errors import IngestError
from briefing.ingest import jsonfeed
from briefing.ingest.article import make_article
from briefing.ingest.facts import as_facts, one_line
from briefing.ingest.feed_types import Entry, Feed
from briefing.ingest.language import DEFAULT, LITTLE_WORDS, language_of
from briefing.ingest.sniff_text import is_json_feed
from briefing.ingest.source import Remark, Source
from briefing.types import Article

PLACE_LETTERS = 200
TELLING_LETTERS = 150  # of a text, from which its own words tell the language better than the feed does
TEASER_LETTERS = 1_000  # below which a summary is no whole article …
TEASER_PARAGRAPHS = 3  # … unless it has so many paragraphs, and each of them ends as a sentence
# What stands at the end of a text that was cut.
CUT = re.compile(
    r"(?:…|\.\.\.|\[(?:…|\.\.\.|&hellip;)\])\s*$"
    r"|(?:\b(?:continue reading|read more|read the full (?:story|article|post)|weiterlesen|lire la suite|leer más|"
    r"seguir leyendo|leggi tutto|continua a leggere|читать далее|читать дальше|читати далі|"
    r"继续阅读|阅读全文|阅读更多|続きを読む|"
    r"اقرأ المزيد)\b.{0,120}$)",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"[.!?。！？؟][\"'”’»“)\]」』]*\s*$")
TAIL = 600  # characters in which a blog system says where the post appeared first
APPEARED_FIRST = re.compile(r"\s*The post .{1,300} (?:appeared first|first appeared) on .{1,200}$")  # WordPress


def read(source: Source) -> Iterator[Article | IngestError]:
    """An article an entry, `#` its guid; what gives none is yielded as an error."""
    feed = parse_feed(source.data, source.url, source.limits, charset=source.charset, origin_path=source.origin_path)
    yield from (Remark(source.origin_path, error) for error in feed.errors)
    if not feed.entries:
        yield Remark(source.origin_path, "it has no entries")
    for entry in feed.entries:
        try:
            yield article_of(entry, feed, source.origin_path, source.facts, source.limits)
        except IngestError as problem:
            yield problem


def parse_feed(
    data: bytes, url: str = "", limits: LimitSettings | None = None, *, charset: str = "", origin_path: str = ""
) -> Feed:
    """The feed of these bytes; IngestError when they are none.

    `url` is where they were fetched, for addresses relative to it; `charset` is what the server said, believed only
    where the bytes themselves say nothing. Nothing is fetched and no file is opened.
    """
    limits, place = limits or LimitSettings(), origin_path or url or "feed"
    feed = jsonfeed.parse(data, url, place) if is_json_feed(data) else _of_xml(data, url, charset, place)
    return _newest(_numbered(feed), limits.feed_items)


def article_of(
    entry: Entry,
    feed: Feed,
    origin_path: str,
    facts: Mapping[str, object] | None = None,
    limits: LimitSettings | None = None,
) -> Article:
    """The article of one entry; IngestError when it holds no text. `facts` of the user win over those of the feed."""
    place, given = f"{origin_path}#{entry.place}", facts or {}
    text = text_of(entry)
    if not text:
        raise IngestError(place, _without_text(entry))
    stated = {
        "title": entry.title,
        "publisher": entry.publisher or feed.title,
        "url": entry.link,
        "published": entry.published,
        "language": _language(text, entry.language or feed.language),
        "complete": not is_cut(text) and not is_summary(entry, text),
    }
    extra = {"author": entry.author} if entry.author else {}
    if not is_cut(text) and is_summary(entry, text):
        extra["part"] = "summary"
    return make_article(
        text,
        place,
        as_facts({**stated, **given}),
        extra=extra,
        raw_sha256=sha256(entry.content.encode("utf-8", "surrogatepass")).hexdigest(),
        limits=limits,
        published_basis="stated" if given.get("published") else "metadata",
    )


def text_of(entry: Entry) -> str:
    """The entry's content as text: paragraphs stand apart by blank lines."""
    if entry.markup == "html" and ("<" in entry.content or "&" in entry.content):
        from briefing.ingest.html import text_of_fragment

        text = text_of_fragment(entry.content)
    elif entry.markup == "html":
        text = " ".join(entry.content.split())
    else:
        text = entry.content.strip()
    tail = text[-TAIL:]
    return text[:-TAIL] + APPEARED_FIRST.sub("", tail) if "The post " in tail else text


def is_cut(text: str) -> bool:
    """Whether it says at its end that there is more."""
    return CUT.search(text[-200:]) is not None


def is_summary(entry: Entry, text: str) -> bool:
    """Whether it is short, the feed does not call it the content, and there is a page with all of the article."""
    return not (entry.whole or len(text) >= TEASER_LETTERS or not entry.link or _is_told_out(text))


def _is_told_out(text: str) -> bool:
    """Whether it is written like an article, however short."""
    paragraphs = text.split("\n\n")
    return len(paragraphs) >= TEASER_PARAGRAPHS and all(map(SENTENCE_END.search, paragraphs))


def _of_xml(data: bytes, url: str, charset: str, place: str) -> Feed:
    """By the fast reader, or by the patient one where the first is in any doubt."""
    from briefing.ingest import feed_loose, feed_xml

    feed_xml.refuse_entities(data, place)
    try:
        return feed_xml.parse(data, url)
    except feed_xml.InDoubt:
        return feed_loose.parse(data, url, charset, place)


def _numbered(feed: Feed) -> Feed:
    """Every entry with a place of its own: its guid shortened to a line, or its number."""
    taken: set[str] = set()
    entries = []
    for number, entry in enumerate(feed.entries, 1):
        place = one_line(entry.place)[:PLACE_LETTERS] or str(number)
        place = place if place not in taken else f"{place}-{number}"
        taken.add(place)
        entries.append(replace(entry, place=place))
    return replace(feed, entries=tuple(entries))


def _newest(feed: Feed, limit: int) -> Feed:
    """At most `limit` entries, the newest by their dates and, where these are missing, the first of the feed."""
    over = len(feed.entries) - limit
    if over <= 0:
        return feed
    by_age = sorted(range(len(feed.entries)), key=lambda i: _age(feed.entries[i]), reverse=True)
    kept = sorted(by_age[:limit])
    reason = f"{over:,} older {'entry was' if over == 1 else 'entries were'} left out: limits.feed_items ({limit:,})"
    return replace(feed, entries=tuple(feed.entries[i] for i in kept), errors=(*feed.errors, reason))


def _age(entry: Entry) -> datetime:
    if isinstance(entry.published, datetime):
        return entry.published
    return datetime.combine(entry.published, time(), UTC) if entry.published else datetime.min.replace(tzinfo=UTC)


def _without_text(entry: Entry) -> str:
    if entry.link:
        return f"it has a headline and no text; its page is {entry.link}"
    return "it has a headline, no text and no link" if entry.title else "it has neither headline nor text"


def _language(text: str, declared: str) -> str:
    """What the text itself tells, but for short ones and languages that are told by their feed alone."""
    found = language_of(text)
    code = re.split("[-_]", declared.strip().lower(), maxsplit=1)[0]
    if not re.fullmatch("[a-z]{2,3}", code):
        return found
    if found == DEFAULT and len(text) < TELLING_LETTERS:
        return code
    return found if found != DEFAULT or code in LITTLE_WORDS else code
