"""A brief with one of everything that a page may hold, made up: what a user's templates are tried with."""

from __future__ import annotations

from datetime import UTC, date, datetime
from hashlib import sha256

from briefing.text.blocks import find_blocks
from briefing.types import (
    Added,
    Article,
    Brief,
    Citation,
    Copies,
    Disagreement,
    Dropped,
    Event,
    KeyPoint,
    LeftOut,
    NamedForm,
    Passage,
    Person,
    Role,
    SaidBy,
    Sentence,
    Span,
    Spelling,
    Story,
    Theme,
    short_hash,
)

_FIRST = """\
The river rose by four metres on Monday, and engineers closed the lock before dawn. “We had no choice,” said Ada \
Perkins, head of the water board. Nobody was hurt. The bridge may open again next week, officials said."""
_SECOND = """\
Engineers closed the lock before dawn as the river rose. Three people were hurt, a nurse said. Ada Parkins of the \
water board called it the worst flood since May 2011."""


def specimen(language: str = "en") -> Brief:
    """The page is in the language, its articles are in English."""
    first = _article(_FIRST, "flood.txt", "The lock", publisher="The Quay", published=date(2026, 1, 20))
    second = _article(_SECOND, "flood-again.txt", "", url="https://example.org/flood?a=1&b=2", complete=False)
    choice = SaidBy("Ada Perkins", "", "named")
    lock = _cite(second, "Engineers closed the lock before dawn as the river rose.", "partial")
    return Brief(
        title="The flood & <the lock>",
        as_of=datetime(2026, 1, 21, 7, tzinfo=UTC),
        articles=(first, second),
        audience="the water desk",
        tlp="TLP:GREEN",
        language=language,
        config_hash=short_hash("specimen", 64),
        key_reporting=(
            _point(
                first,
                "The river rose by four metres on Monday, and engineers closed the lock before dawn.",
                support=lock,
            ),
        ),
        themes=(
            Theme(
                "“The lock”",
                "user",
                (
                    _point(first, "“We had no choice,” said Ada Perkins, head of the water board.", said_by=choice),
                    _point(first, "The bridge may open again next week, officials said.", flags=("hedged",)),
                ),
                (first, second),
                2,
            ),
            Theme("Since 2011", "found", (_added(second),), (second,), 1),
        ),
        disagreements=(
            Disagreement(
                "number",
                "texts",
                "hurt",
                ((_cite(first, "Nobody was hurt."),), (_cite(second, "Three people were hurt"),)),
                "in one day",
            ),
        ),
        timeline=(
            Event("2011-05", "month", "stated", _cite(second, "the worst flood since May 2011")),
            Event(
                "2026-01-19", "day", "inferred", _cite(first, "The river rose by four metres on Monday"), "20 January"
            ),
            Event(None, "none", "unknown", _cite(first, "next week"), said="next week"),
        ),
        people=(
            Person(
                "Ada Perkins", (NamedForm("Ada Perkins", (first,)),), (NamedForm("head of the water board", (first,)),)
            ),
        ),
        spellings=(Spelling((NamedForm("Ada Perkins", (first,)), NamedForm("Ada Parkins", (second,)))),),
        stories=(Story("flood", "flood", ((first,), (second,))),),
        copies=Copies(((first,), (second,))),
        left_out=(LeftOut(_point(second, "Three people were hurt, a nurse said."), "room"),),
        not_shown=2,
        dropped=(Dropped("empty.txt", "it is empty"),),
        notes=("One feed fell silent.",),
    )


def _article(text: str, path: str, title: str, *, published: date | None = None, **facts: str | bool) -> Article:
    return Article(
        id=short_hash(text, 16),
        title=title or " ".join(text.split()[:8]),
        title_basis="stated" if title else "derived",
        text=text,
        blocks=find_blocks(text),
        origin_path=path,
        published=published,
        published_basis="stated" if published else "unknown",
        text_sha256=sha256(text.encode()).hexdigest(),
        **facts,  # type: ignore[arg-type]
    )


def _cite(article: Article, quote: str, role: Role = "differs") -> Citation:
    start = article.text.index(quote)
    return Citation(article, Span(start, start + len(quote)), role)


def _point(
    article: Article,
    quote: str,
    *,
    support: Citation | None = None,
    said_by: SaidBy = SaidBy(),  # noqa: B008  a frozen value
    flags: tuple[str, ...] = (),
) -> KeyPoint:
    lead = Passage((Sentence(article, _cite(article, quote).span, 0, 0),))
    return KeyPoint(lead, support=(support,) if support else (), said_by=said_by, flags=flags)


def _added(article: Article) -> KeyPoint:
    quote = "Ada Parkins of the water board called it the worst flood since May 2011."
    lead = Passage((Sentence(article, _cite(article, quote).span, 0, 0),))
    return KeyPoint(lead, added=(Added(quote.index(" the worst"), "the flood"),))
