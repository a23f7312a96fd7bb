"""A saved or fetched page to its article."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.errors import IngestError
from briefing.ingest.article import make_article
from briefing.ingest.decode import Undecodable
from briefing.ingest.facts import as_facts
from briefing.ingest.html.body import About, body_lines, page_lines
from briefing.ingest.html.charset import decode_page
from briefing.ingest.html.facts import address, extra_of, saved_from, stated_facts
from briefing.ingest.html.head import head_of
from briefing.ingest.html.lines import HEADINGS
from briefing.ingest.html.published import published
from briefing.ingest.html.structured import body_of
from briefing.ingest.html.title import headline, host_of
from briefing.ingest.html.tree import tree_of
from briefing.ingest.html.whole import is_whole, shortness
from briefing.ingest.marking import with_uses
from briefing.ingest.source import Remark, Source
from briefing.types import Article


def read(source: Source) -> Iterator[Article | IngestError]:
    """One article, or the reason why there is none; what was lost on the way is remarked. Nothing is fetched."""
    try:
        page = decode_page(source.data, source.charset)
    except Undecodable as problem:
        yield IngestError(source.origin_path, str(problem))
        return
    if page.unreadable:
        count = f"{page.unreadable:,} characters" if page.unreadable > 1 else "1 character"
        yield Remark(source.origin_path, f"{count} cannot be read as {page.encoding} and stand as \ufffd")
    losses: list[str] = []
    root = tree_of(page.text, source.limits.html_depth, losses)
    yield from (Remark(source.origin_path, loss) for loss in losses)
    head = head_of(root)
    fetched_from = source.url or saved_from(page.text)
    url = address(head, fetched_from)
    title = headline(head, host_of(url))
    description = max(head.meta.get("description", ""), head.meta.get("og:description", ""), key=len)
    when = published(root, head, url)  # scripts may tell it, which body_lines drops
    lines = page_lines(root)
    about = About(title, description, host_of(url), body_of(head.node), head.is_article)
    body = body_lines(root, lines, about)
    text = "\n\n".join(line.shown for line in body)
    stated = stated_facts(head, title, when, text, fetched_from)
    complete = is_whole(head, text, lines)
    article = make_article(
        text,
        source.origin_path,
        as_facts({**stated, "complete": complete, **source.facts}),
        extra=extra_of(head),
        raw_sha256=source.raw_sha256,
        limits=source.limits,
        published_basis="stated" if source.facts.get("published") else when.basis,
    )
    if article.complete and (remark := shortness(body, lines)):
        yield Remark(source.origin_path, remark)
    yield with_uses(article, {line.text: "heading" for line in body if line.element.tag in HEADINGS})
