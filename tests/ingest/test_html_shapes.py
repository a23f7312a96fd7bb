"""One article in the shapes that pages give it, with names that say nothing: all of it, nothing of what is around."""

from __future__ import annotations

import pytest

from briefing.ingest.html import read
from briefing.ingest.source import Source
from briefing.types import Article

ARTICLE = (
    "The council of Lindwick met on Tuesday to decide on the old bridge over the river, which is closed since May.",
    "Engineers told the members that repairs would take until the spring and cost about four million, a lot more.",
    "The mayor, Ada Merrow, said that nobody wanted the bridge to close, but that nobody wanted it to fall either.",
    "Traders in the lower town complained that their custom had halved since the way round became the only way.",
    "A temporary ferry will run from Monday on, twice an hour, and costs nothing to those who live in the county.",
    "The decision was taken by eleven votes to nine; the opposition wants a second report before any money is spent.",
)
MENU = "".join(f'<li><a href="/s/{n}">Section {n}</a></li>' for n in range(12))
STORY = "Story number {} of the day that is told at some length here"
TEASER = "A short teaser of the story number {}, which says what happened there and where it did."
CARDS = "".join(
    f'<div class="q1"><a href="/2026/05/story-of-the-day-{n}">{STORY.format(n)}</a><p>{TEASER.format(n)}</p></div>'
    for n in range(8)
)
COMMENT = "I think that this is quite wrong and I will say so here at some length, as I did a year ago."
COMMENTS = "".join(f"<div><b>reader{n}</b><p>{COMMENT}</p></div>" for n in range(10))
SHAPES = {
    "breaks": f'<div class="t">{"<br><br>".join(ARTICLE)}</div>',
    "divisions": f'<div class="a1">{"".join(f"<div>{line}</div>" for line in ARTICLE)}</div>',
    "a table for the layout": f"<table><tr><td>{''.join(f'<p>{line}</p>' for line in ARTICLE)}</td></tr></table>",
    "sections": "".join(f"<section><h2>Point {n}</h2><p>{line}</p></section>" for n, line in enumerate(ARTICLE)),
    "a list": f"<p>{ARTICLE[0]}</p><ol>{''.join(f'<li><p>{line}</p></li>' for line in ARTICLE[1:])}</ol>",
    "a row for each paragraph": "".join(f'<div class="r"><div class="c"><p>{line}</p></div></div>' for line in ARTICLE),
    "elements of its own": f"<x-body>{''.join(f'<x-par><p>{line}</p></x-par>' for line in ARTICLE)}</x-body>",
    "questions": "".join(f"<h3>What about point {n}?</h3><p>{line}</p>" for n, line in enumerate(ARTICLE)),
    "links in it": "".join(f'<p>{line} <a href="/2026/04/an-older-story">[1]</a></p>' for line in ARTICLE),
}  # fmt: skip
AROUND = {
    "cards": f'<div class="zz">{CARDS}</div>',
    "cards under a heading": f'<div class="zz"><h3>More stories</h3>{CARDS}</div>',
    "other prose under a heading": f"<div><h4>Weitere Artikel</h4><p>{TEASER.format(1)}</p><p>{COMMENT}</p></div>",
    "comments under a heading": f'<div class="zz"><h3>10 Comments</h3>{COMMENTS}</div>',
}  # fmt: skip


def article(body: str, around: str) -> str:
    page = f"""<!DOCTYPE html><html><head><title>Bridge stays closed | The Lindwick Courier</title>
        <meta property="og:type" content="article"></head><body><div class="k9"><ul>{MENU}</ul></div>
        <h1>Bridge stays closed</h1>{body}{around}</body></html>"""
    *_, found = read(Source(page.encode(), "a.html"))
    assert isinstance(found, Article)
    return found.text


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("shape", SHAPES)
def test_all_of_an_article_and_nothing_else(shape: str, around: str) -> None:
    text = article(SHAPES[shape], AROUND[around])
    assert [line for line in ARTICLE if line not in text] == []
    assert [part for part in ("Section 1", "teaser", "Story number", "quite wrong") if part in text] == []


def test_a_list_of_things_with_links_is_an_article() -> None:
    items = "".join(
        f'<div class="i"><h3><a href="https://shop.example/lamp-number-{n}">The lamp called Lindwick {n}</a></h3>'
        f"<p>{ARTICLE[n]}</p></div>"
        for n in range(6)
    )
    text = article(f"<div><p>{COMMENT}</p><p>{TEASER.format(1)}</p>{items}</div>", "")
    assert [line for line in ARTICLE if line not in text] == []


def test_a_page_of_cards_alone_keeps_them() -> None:
    assert TEASER.format(3) in article("", CARDS)
