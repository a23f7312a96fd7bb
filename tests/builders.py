"""Articles and briefs in one short line, for tests: `brief(theme("Grain", point("Prices rose.")))`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from briefing.types import (
    Added,
    Article,
    Block,
    Brief,
    Citation,
    Copies,
    Disagreement,
    Event,
    KeyPoint,
    NamedForm,
    Passage,
    Person,
    SaidBy,
    Sentence,
    Span,
    Story,
    Theme,
    short_hash,
)

AS_OF = datetime(2026, 11, 22, 7, tzinfo=UTC)


def article(text: str, title: str = "", **known: Any) -> Article:
    """One paragraph of prose; its id comes from text and path."""
    path = known.pop("origin_path", f"articles/{short_hash(text, 6)}.txt")
    return Article(
        id=known.pop("id", short_hash(f"{text}\0{path}", 16)),
        title=title or " ".join(text.split()[:9]),
        title_basis="stated" if title else "derived",
        text=text,
        blocks=(Block("paragraph", Span(0, len(text))),),
        origin_path=path,
        text_sha256=sha256(text.encode()).hexdigest(),
        **known,
    )


def passage(source: Article | str, quote: str = "") -> Passage:
    """The quote where it stands in the article, or the whole article."""
    source = article(source) if isinstance(source, str) else source
    start = source.text.index(quote) if quote else 0
    return Passage((Sentence(source, Span(start, start + len(quote or source.text)), 0, 0),))


def citation(source: Article | str, quote: str = "", role: Any = "support") -> Citation:
    found = passage(source, quote)
    return Citation(found.article, found.span, role)


def point(source: Article | str, quote: str = "", **more: Any) -> KeyPoint:
    """`added` as pairs of (before which words, our words)."""
    lead = passage(source, quote)
    added = tuple(Added(lead.text.index(before), ours) for before, ours in more.pop("added", ()))
    return KeyPoint(lead, added=added, **more)


def theme(label: str, *points: KeyPoint, **more: Any) -> Theme:
    articles = tuple(dict.fromkeys(article for p in points for article in p.articles))
    return Theme(label, more.pop("named_by", "user"), points, articles, more.pop("origins", len(articles)), **more)


def differ(about: str, *sides: Citation, kind: Any = "number", between: Any = "texts", note: str = "") -> Disagreement:
    return Disagreement(kind, between, about, tuple((side,) for side in sides), note)


def event(day: str | None, source: Article | str, quote: str = "", **more: Any) -> Event:
    precision: Any = "none" if day is None else ("year", "month", "day")[day.count("-")]
    basis = more.pop("basis", "stated" if day else "unknown")
    return Event(day, precision, basis, citation(source, quote), **more)


def person(name: str, office: str, *articles: Article, also: Iterable[str] = ()) -> Person:
    forms = tuple(NamedForm(form, articles) for form in (name, *also))
    return Person(name, forms, (NamedForm(office, articles),) if office else ())


def brief(*themes: Theme, title: str = "A brief", key: Iterable[KeyPoint] = (), **more: Any) -> Brief:
    """A brief of these parts; its articles are those that the parts cite, each a story and an origin of its own."""
    key = tuple(key)
    made = Brief(title=title, as_of=more.pop("as_of", AS_OF), articles=(), key_reporting=key, themes=themes, **more)
    cited = [article for p in made.points for article in p.articles]
    cited += [c.article for d in made.disagreements for side in d.sides for c in side]
    cited += [e.citation.article for e in made.timeline]
    cited += [a for p in made.people for form in (*p.forms, *p.offices) for a in form.articles]
    cited += made.articles
    articles = tuple(sorted(dict.fromkeys(cited), key=lambda article: article.order))
    fields = {name: getattr(made, name) for name in made.__dataclass_fields__}
    copies = made.copies if made.copies.origins else Copies(tuple((article,) for article in articles))
    stories = made.stories or tuple(Story(short_hash(a.id, 8), a.title, ((a,),)) for a in articles)
    return Brief(**{**fields, "articles": articles, "copies": copies, "stories": stories})


def named(basis: Any = "named", speaker: str = "", via: str = "") -> SaidBy:
    return SaidBy(speaker, via, basis)


def day(iso: str) -> date:
    return date.fromisoformat(iso)
