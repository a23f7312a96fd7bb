"""One article out of a text and what is known about it."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from briefing.config import LimitSettings
from briefing.errors import IngestError
from briefing.ingest.facts import Facts, one_line
from briefing.ingest.language import language_of
from briefing.patterns import rare
from briefing.text.blocks import find_blocks
from briefing.text.clean import clean
from briefing.text.furniture import is_paywall
from briefing.types import PROSE, Article, Block, DateBasis, Span, TitleBasis

ID_LENGTH = 16
CLOSING = 3  # blocks at the end in which a paywall says that there is more
DERIVED_TITLE_WORDS = 10
DERIVED_TITLE_LETTERS = 60  # where words are not parted by blanks
LONGEST_TITLE = 300  # characters that these words are sought in
_UNPARTED = rare(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]{12}")
_UNPARTED_LEAST = 12  # characters
LONGEST_CALL = 200  # characters
_STOP = rare(r"[。！？｡]")


def make_article(
    raw_text: str,
    origin_path: str,
    facts: Facts | None = None,
    *,
    extra: Mapping[str, object] | None = None,
    raw_sha256: str = "",
    limits: LimitSettings | None = None,
    published_basis: DateBasis = "stated",
) -> Article:
    """The article of a decoded text; raises IngestError when there is nothing to read in it or far too much."""
    facts, limits = facts or Facts(), limits or LimitSettings()
    text = clean(raw_text)
    _refuse(text, origin_path, limits)
    blocks = _paywall_apart(text, find_blocks(text, facts.title))
    title, basis = _title(text, blocks, facts.title)
    return Article(
        id=article_id(text, facts.url or origin_path),
        title=_cut(title, limits.title_characters),
        title_basis=basis,
        text=text,
        blocks=blocks,
        origin_path=origin_path,
        publisher=facts.publisher,
        url=facts.url,
        published=facts.published,
        published_basis=published_basis if facts.published else "unknown",
        language=facts.language or language_of(text),
        owner=facts.owner,
        reliability=facts.reliability,
        kind=facts.kind,
        rights=facts.rights,
        embargo_until=facts.embargo_until,
        complete=facts.complete and not _is_cut_off(text, blocks),
        tlp=facts.tlp,
        note=facts.note,
        country=facts.country,
        family=facts.family,
        text_sha256=sha256(text.encode()).hexdigest(),
        raw_sha256=raw_sha256 or sha256(raw_text.encode("utf-8", "surrogatepass")).hexdigest(),
        extra=dict(extra or {}),
    )


def _paywall_apart(text: str, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """A call to pay for the rest that closes the last paragraph is a block of its own, a leftover."""
    last = blocks[-1] if blocks else None
    if last is None or last.kind != "paragraph":
        return blocks
    start, end = last.span.start, last.span.end
    tail = text[max(start, end - LONGEST_CALL) : end].replace("\n", " ")
    border = max(tail.rfind(sign + " ") for sign in '.!?…”"') + 1
    if border == 0 or not is_paywall(tail[border + 1 :]):
        return blocks
    border += end - len(tail)
    return (*blocks[:-1], Block(last.kind, Span(start, border)), Block("leftover", Span(border + 1, end)))


def _is_cut_off(text: str, blocks: tuple[Block, ...]) -> bool:
    """Whether it ends with a line that wants to be paid for the rest."""
    last = (block for block in blocks[-CLOSING:] if block.kind == "leftover")
    return any(is_paywall(text[block.span.start : block.span.end]) for block in last)


def article_id(text: str, place: str) -> str:
    """Text and place together: one text at two addresses is two articles, of which one is a copy."""
    return sha256(f"{text}\0{place}".encode("utf-8", "backslashreplace")).hexdigest()[:ID_LENGTH]


def _refuse(text: str, origin_path: str, limits: LimitSettings) -> None:
    if not text.strip():
        raise IngestError(origin_path, "it holds no text")
    if not any(map(str.isalnum, text)):
        raise IngestError(origin_path, "it holds no words")
    size = len(text.encode())
    if size > limits.article_bytes:
        reason = f"the text has {size:,} bytes, over limits.article_bytes ({limits.article_bytes:,})"
        raise IngestError(origin_path, reason, hint="Split it, or raise the limit")


def _title(text: str, blocks: tuple[Block, ...], stated: str) -> tuple[str, TitleBasis]:
    """What the facts say, else the title block, else the first words."""
    if stated:
        return stated, "stated"
    block = next((block for block in blocks if block.kind == "title"), None)
    if block:
        return one_line(text[block.span.start : block.span.end]), "stated"
    return _first_words(text, blocks), "derived"


def _first_words(text: str, blocks: tuple[Block, ...]) -> str:
    prose = next((block for block in blocks if block.kind in PROSE), None)
    start = prose.span.start if prose else 0
    words = one_line(text[start : min(prose.span.end if prose else len(text), start + LONGEST_TITLE)]).split()
    shown = " ".join(words[:DERIVED_TITLE_WORDS])
    if not shown.isascii() and any(map(_may_be_unparted, words)) and _UNPARTED.search(shown):
        first = _STOP.split(shown, maxsplit=1)[0]
        return first if len(first) <= DERIVED_TITLE_LETTERS else first[:DERIVED_TITLE_LETTERS] + "…"
    return f"{shown.rstrip('.,;:–—-')} …" if len(words) > DERIVED_TITLE_WORDS else shown


def _may_be_unparted(word: str) -> bool:
    return sum(character >= "\u0e00" for character in word) >= _UNPARTED_LEAST


def _cut(title: str, limit: int) -> str:
    return title if len(title) <= limit else title[: limit - 1].rstrip() + "…"
