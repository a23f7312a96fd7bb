"""Articles and briefs in one short line each, for the tests of what is made of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from hashlib import sha256

from briefing.document import attachments, to_document
from briefing.schema import Attach, Document
from briefing.text.blocks import find_blocks
from briefing.types import (
    Added,
    Article,
    Brief,
    Citation,
    Copies,
    Disagreement,
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
)

MORNING = datetime(2026, 11, 22, 7, tzinfo=UTC)

FLOOD = """\
The river rose four metres on Monday. Engineers closed the lock at Norwell before dawn. “We had no choice,” said Ada \
Perkins, head of the water board. The town of Norwell was told to leave. Nobody was hurt.

Shops along the quay stayed shut for a second day. The bridge is expected to open again next week."""
FLOOD_AGAIN = """\
The river rose by about four metres. The lock at Norwell was closed by engineers before dawn. Officials denied that \
the warning came late. Three people were hurt."""
BUDGET = """\
Parliament passed the budget by 61 votes to 58. The finance minister called it “a start”. Spending on dams rises by 12 \
percent. The opposition will go to court."""


def article(text: str, name: str = "a.txt", **facts: object) -> Article:
    """An article with its blocks; its id and its hash come from its text and its name."""
    url = str(facts.get("url", ""))
    return Article(
        id=sha256(f"{text}\0{url or name}".encode()).hexdigest()[:12],
        title=str(facts.pop("title", name)),
        text=text,
        blocks=find_blocks(text),
        origin_path=name,
        text_sha256=sha256(text.encode()).hexdigest(),
        **facts,  # type: ignore[arg-type]
    )


def cited(source: Article, quote: str, role: Role = "lead") -> Citation:
    start = source.text.index(quote)
    return Citation(source, Span(start, start + len(quote)), role)


def point(source: Article, quote: str, *support: Citation, **facts: object) -> KeyPoint:
    """A point whose lead is this quote; it counts one text unless told."""
    span = cited(source, quote).span
    return KeyPoint(Passage((Sentence(source, span, 0, 0),)), support=support, **facts)  # type: ignore[arg-type]


def small_brief(**changes: object) -> Brief:
    """Three articles, two themes, one of everything that a page may hold."""
    first = article(
        FLOOD, "news/flood.txt", publisher="The Quay", published=date(2026, 11, 20), published_basis="stated"
    )
    second = article(FLOOD_AGAIN, "news/flood-again.txt", url="https://example.org/flood?a=1&b=2", complete=False)
    third = article(BUDGET, "news/budget.txt", title="Budget <passed> & signed")
    lock = point(
        first,
        "Engineers closed the lock at Norwell before dawn.",
        cited(second, "The lock at Norwell was closed by engineers before dawn.", "support"),
        origins=2,
    )
    choice = point(
        first,
        "“We had no choice,” said Ada Perkins, head of the water board.",
        said_by=SaidBy("Ada Perkins", "", "named"),
    )
    budget = point(
        third,
        "Spending on dams rises by 12 percent.",
        added=(Added(9, "this year"),),
        said_by=SaidBy(basis="unnamed"),
        flags=("hedged",),
    )
    values = {
        "title": "The flood at Norwell",
        "as_of": MORNING,
        "articles": (first, second, third),
        "audience": "the water desk",
        "key_reporting": (lock,),
        "themes": (
            Theme("The lock", "user", (choice,), (first, second), 2),
            Theme("Budget", "found", (budget,), (third,), 1),
        ),
        "disagreements": (
            Disagreement(
                "negation",
                "texts",
                "people hurt",
                (
                    (cited(first, "Nobody was hurt.", "differs"),),
                    (cited(second, "Three people were hurt.", "differs"),),
                ),
            ),
        ),
        "timeline": (
            Event(
                "2026-11-16",
                "day",
                "inferred",
                cited(first, "The river rose four metres on Monday."),
                "20 November 2026",
                "Monday",
            ),
        ),
        "people": (
            Person(
                "Ada Perkins", (NamedForm("Ada Perkins", (first,)),), (NamedForm("head of the water board", (first,)),)
            ),
        ),
        "spellings": (Spelling((NamedForm("river", (first,)), NamedForm("River", ()))),),
        "stories": (Story("s1", "flood", ((first,), (second,))), Story("s2", "budget", ((third,),))),
        "copies": Copies(((first,), (second,), (third,))),
        "left_out": (
            LeftOut(point(third, "The opposition will go to court."), "room"),
            LeftOut(point(second, "Officials denied that the warning came late."), "weaker"),
        ),
        "not_shown": 9,
    }
    return Brief(**{**values, **changes})  # type: ignore[arg-type]


def small_document(attach: Attach = "context") -> Document:
    return to_document(small_brief(), attach)


def page_of(brief: Brief, document: Document) -> bytes:
    """The PDF of a brief with what it carries."""
    from briefing.config import Config
    from briefing.render import RENDERERS, Rendering

    return RENDERERS["pdf"](Rendering(brief, document, Config()))


def screen_of(brief: Brief, document: Document) -> bytes:
    from briefing.config import Config
    from briefing.render import RENDERERS, Rendering

    return RENDERERS["html"](Rendering(brief, document, Config()))


def carried(document: Document, articles: Iterable[Article]) -> dict[str, bytes]:
    return attachments(document, articles)
