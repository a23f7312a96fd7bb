"""Markdown to plain text: the marks go, and every heading, paragraph and list item becomes a line of its own."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from briefing.errors import IngestError
from briefing.ingest.article import make_article
from briefing.ingest.decode import Undecodable, decode
from briefing.ingest.facts import as_facts, one_line
from briefing.ingest.front_matter import split_front_matter
from briefing.ingest.source import Source
from briefing.types import Article

if TYPE_CHECKING:
    from markdown_it.token import Token

TAG = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>|</?[A-Za-z][^>]*>", re.DOTALL | re.IGNORECASE)
FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]:?")
BULLET = "• "


def read(source: Source) -> Iterator[Article | IngestError]:
    """One article, or the reason why there is none; a heading of the first level that opens the text is its title."""
    try:
        text, _ = decode(source.data)
    except Undecodable as problem:
        yield IngestError(source.origin_path, str(problem))
        return
    front = split_front_matter(text)
    title, prose = plain(front.body)
    stated = {"title": title} if title else {}
    yield make_article(
        prose,
        source.origin_path,
        as_facts({**stated, **front.facts, **source.facts}),
        extra=front.extra,
        raw_sha256=source.raw_sha256,
        limits=source.limits,
    )


def plain(markdown: str) -> tuple[str, str]:
    """The title, or nothing, and the text without marks: blocks stand apart by blank lines, code is left out."""
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").enable("table").enable("strikethrough").parse(markdown)
    blocks = list(_blocks(tokens))
    title = one_line(blocks[0]) if blocks and tokens[0].type == "heading_open" and tokens[0].tag == "h1" else ""
    return title, "\n\n".join(blocks)


def _blocks(tokens: Sequence[Token]) -> Iterator[str]:
    """The text of each block. The rows of a table and the items of a list stay lines of their own."""
    mark = ""
    row: list[str] = []
    for before, token in pairwise([*tokens[:1], *tokens]):
        if token.type == "list_item_open":
            mark = f"{token.info}{token.markup} " if token.info else BULLET
        elif token.type == "tr_close":
            yield "\t".join(row)
            row = []
        elif token.type == "html_block":
            yield from filter(None, [html.unescape(TAG.sub("", token.content)).strip()])
        elif token.type == "inline":
            words = FOOTNOTE.sub("", _inline(token.children or [])).strip()
            if before.type in {"td_open", "th_open"}:
                row.append(words)
            elif words:
                yield mark + words
                mark = ""


def _inline(children: Sequence[Token]) -> str:
    """What a reader sees: the words of links and emphasis; a picture's text is no prose."""
    return "".join(_words(child) for child in children)


def _words(child: Token) -> str:
    if child.type in {"text", "code_inline"}:
        return child.content
    if child.type == "softbreak":
        return " "
    return "\n" if child.type == "hardbreak" else ""
