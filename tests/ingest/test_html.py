"""Web pages: cases anyone can add to, and what holds for any bytes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.errors import IngestError
from briefing.ingest import read as read_files
from briefing.ingest.html import read, text_of_fragment
from briefing.ingest.sniff_html import is_page
from briefing.ingest.source import Remark, Source
from briefing.types import PROSE, Article

CASES = tomllib.loads((Path(__file__).resolve().parent.parent / "cases" / "html.toml").read_text("utf-8"))["case"]
BODY = """<article><p>The bridge over the Lind was closed on Friday after engineers found a crack, the town said.</p>
<p>About 12,000 cars cross it every day. Drivers must now go round by Harnfield.</p></article>"""
PROSE_TEXT = "The bridge over the Lind was closed on Friday after engineers found a crack, the town said."


def items(data: bytes, **known: Any) -> Iterator[Article | IngestError]:
    try:
        yield from read(Source(data, "a.html", **known))
    except IngestError as error:
        yield error


def article(data: bytes | str, **known: Any) -> Article:
    found = list(items(data.encode() if isinstance(data, str) else data, **known))
    assert isinstance(found[-1], Article), found
    return found[-1]


def page(case: dict[str, Any]) -> bytes:
    head = case.get("head", "<title>Lind bridge closed</title>")
    html: str = (
        case.get("html") or f"<!DOCTYPE html><html><head>{head}</head><body>{case.get('body', BODY)}</body></html>"
    )
    return html.encode(case.get("encoding", "utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_page_becomes_its_article(case: dict[str, Any]) -> None:
    found = article(page(case))
    assert is_page(page(case))
    if "text" in case:
        assert found.text == case["text"].lstrip("\n")
    assert [part for part in case.get("has", ()) if part not in found.text] == []
    assert [part for part in case.get("lacks", ()) if part.casefold() in found.text.casefold()] == []
    assert [part for part in case.get("once", ()) if found.text.count(part) != 1] == []
    quotable = "\n".join(found.quote(block.span) for block in found.blocks if block.kind in PROSE)
    assert [part for part in case.get("quotable", ()) if part in quotable] == []
    if "blocks" in case:
        assert [block.kind for block in found.blocks] == case["blocks"]
    for name in ("title", "publisher", "url", "language", "kind", "complete"):
        if name in case:
            assert getattr(found, name) == case[name], name
    if "published" in case:
        text = case["published"]
        assert found.published == (datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text))
    assert found.published_basis == case.get("basis", found.published_basis)
    assert case.get("extra", {}).items() <= dict(found.extra).items()


def test_the_cases_are_many() -> None:
    assert len({case["name"] for case in CASES}) == len(CASES) >= 50


# --- what others know of a page ------------------------------------------------------------------------------


def test_the_charset_of_the_answer_comes_before_the_page_s_own() -> None:
    data = '<html><head><meta charset="iso-8859-1"></head><body><p>Мост через Линд закрыли в пятницу.</p></body></html>'
    assert "Мост через Линд" in article(data.encode("cp1251"), charset="windows-1251").text


def test_an_article_without_an_address_of_its_own_has_the_one_it_was_fetched_from() -> None:
    assert article(BODY, url="https://courier.example/lind").url == "https://courier.example/lind"
    relative = f"<link rel=canonical href='/lind-bridge'>{BODY}"
    assert article(relative, url="https://courier.example/x?y=1").url == "https://courier.example/lind-bridge"
    front = f"<link rel=canonical href='https://courier.example/'>{BODY}"
    assert article(front, url="https://courier.example/lind").url == "https://courier.example/lind"


def test_what_the_user_says_comes_before_what_the_page_says() -> None:
    facts = {"title": "Another title", "published": date(2026, 2, 1), "complete": True, "kind": "news"}
    head = '<title>Lind bridge closed</title><meta property="article:section" content="Opinion">'
    found = article(f"<head>{head}</head><body>{BODY}</body>", facts=facts)
    assert (found.title, found.published, found.kind) == ("Another title", date(2026, 2, 1), "news")
    assert found.published_basis == "stated"


def test_pages_are_told_by_content_and_read_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(f"<!doctype html><title>Lind bridge closed</title>{BODY}")
    (tmp_path / "other.htm").write_text(f"<div>{BODY}</div>")
    found = list(read_files([tmp_path]))
    assert [item.text.count(PROSE_TEXT) for item in found if isinstance(item, Article)] == [1, 1], found


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"plain words",
        b"# Heading\n<article>\n",
        b"<rss version='2.0'>",
        b"<p>a paragraph</p>",
        b"\0\0\0",
        b"<!doctype",
    ],
)
def test_what_is_no_page(data: bytes) -> None:
    assert not is_page(data)


# --- hostile pages -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("depth", [190, 300, 1_000, 50_000])
def test_no_depth_swallows_text(depth: int) -> None:
    found = article(
        f"<html><body>{'<div>' * depth}{BODY}{'</div>' * depth}<p>And this is the end of it.</p></body></html>"
    )
    assert PROSE_TEXT in found.text


def test_a_text_of_more_than_ten_million_characters_is_read() -> None:
    """libxml2 drops it without an exception unless it is told to be generous."""
    assert text_of_fragment(f"<p>{'The bridge is closed. ' * 500_000}</p>").count("The bridge is closed.") == 500_000


HOSTILE = {
    "a huge attribute": f"<p title='{'x' * 11_000_000}'>{PROSE_TEXT}</p>",
    "many attributes": f"<p {' '.join(f'a{i}=1' for i in range(20_000))}>{PROSE_TEXT}</p>",
    "an external entity": f'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>{PROSE_TEXT} &x;</p>',
    "an entity bomb": f'<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><p>{PROSE_TEXT} &b;</p>',
    "unclosed quotes": f'<p>{PROSE_TEXT}</p><a href="{"<div>" * 500}',
    "unclosed comments": f"<p>{PROSE_TEXT}</p>{'<!--' * 50_000}",
    "unclosed scripts": f"<p>{PROSE_TEXT}</p>{'<script>' * 20_000}",
    "closing tags alone": f"<p>{PROSE_TEXT}</p>{'</div>' * 100_000}",
    "opening marks": f"<p>{PROSE_TEXT}</p>{'<' * 200_000}",
    "a deep JSON-LD": f"<script type='application/ld+json'>{'[' * 100_000}</script><p>{PROSE_TEXT}</p>",
    "a huge span of a cell": f"<table><tr><td colspan=99999999 rowspan=99999999>{PROSE_TEXT}</td></tr></table>",
    "a frameset": f"<frameset><frame src='file:///etc/passwd'></frameset><p>{PROSE_TEXT}</p>",
    "impossible links": f"<p><a href='http://[::1'>{PROSE_TEXT}</a></p><link rel=canonical href='http://[bad'>",
    "an impossible date": f"<meta name=date content=9999-99-99><time datetime='0000-00-00'></time><p>{PROSE_TEXT}</p>",
    "controls and surrogates": f"<p>\x00\x0b{PROSE_TEXT}&#0;&#xD800;&#x1e;</p>",
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_page_gives_its_text(body: str) -> None:
    found = article(body)
    assert PROSE_TEXT in found.text
    assert "root:" not in found.text


def test_a_page_without_text_is_an_error() -> None:
    found = list(items(b"<html><head><title>Only a title</title></head><body><img src=x></body></html>"))
    assert [item.reason for item in found if isinstance(item, IngestError)] == ["it holds no text"]


def test_a_short_text_on_a_page_with_much_other_prose_is_remarked() -> None:
    teaser = "The council of Harnfield decided on Monday that the market stays where it is, and named no day for {}."
    others = "".join(f"<aside><p>{teaser.format(f'plan {n}')}</p></aside>" for n in range(20))
    full = f"<article><p>{teaser.format('the vote')}</p></article>"
    *_, remark, found = items(f"<html><body>{full}{others}</body></html>".encode())
    assert isinstance(remark, Remark)
    assert isinstance(found, Article)
    assert re.fullmatch(
        r"of 2,\d\d\d characters of prose on the page \d+ were taken for the article; others may belong to it",
        remark.reason,
    )
    assert [type(item) for item in items(f"<html><body>{full}</body></html>".encode())] == [Article]


def test_bytes_that_cannot_be_read_are_remarked() -> None:
    data = (
        b"<html><head><meta charset=euc-jp></head><body><p>" + PROSE_TEXT.encode() + b" \xfd\xfe \xff</p></body></html>"
    )
    remark, found = items(data)
    assert isinstance(remark, Remark)
    assert "cannot be read as euc-jp" in remark.reason
    assert isinstance(found, Article)


MARKUP = (
    "<p> </p> <div\xa0class=share> </div> <article> <table><tr><td> <li> <h1> <a\xa0href='/x-y-z'> </a> <script> <!--"
)
PIECES = st.sampled_from(
    [
        *(piece.replace("\xa0", " ") for piece in MARKUP.split(" ")),
        *("-->", "<meta charset=", "&amp;", "&#x1e;", "\x00", "é", "界", "\ud800", PROSE_TEXT, "Read more", '"', "<"),
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join), st.binary(max_size=40))
def test_any_bytes_give_an_article_of_the_page_s_own_words_or_a_reason(text: str, more: bytes) -> None:
    data = text.encode("utf-8", "surrogatepass") + more
    for item in items(data):
        if isinstance(item, Article):
            assert all(item.quote(block.span).strip() for block in item.blocks)
            words = {word for word in item.text.split() if word.isascii() and word.isalpha()}
            assert [word for word in words if word.encode() not in data] == []
        else:
            assert item.reason
