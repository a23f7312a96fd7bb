"""Pages that a browser saved as one file: the article is the page's, the day of saving is nobody's day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from briefing.errors import IngestError
from briefing.ingest import read
from briefing.ingest.sniff_text import is_mail, is_mhtml
from briefing.types import Article
from tests.render.conftest import chromium  # noqa: F401 - a fixture

URL = "https://post.example/news/strike.html"
TEXT = (
    "Three ships of grain left the port of Lindwick on Friday after a strike of nine days, the harbour master said.",
    "The union of dock workers accepted a raise of four per cent, its chairwoman Ada Brenner told the Post. Grüße.",
    "Exporters expect that the delay has cost them about two million crowns; the ministry said it would not pay.",
)
PAGE = (
    '<!DOCTYPE html><html lang="en"><head><title>Grain ships leave Lindwick</title>'
    '<meta property="og:site_name" content="Lindwick Post">{head}</head><body><nav><a href="/">Home</a></nav>'
    "<article><h1>Grain ships leave Lindwick</h1>"
    + "".join(f"<p>{text}</p>" for text in TEXT)
    + "</article></body></html>"
)
DATED = '<meta property="article:published_time" content="2026-01-30T08:00:00Z">'


def snapshot(
    head: str = "", *, charset: str = "utf-8", sender: str = "<Saved by Blink>", frame_first: bool = False
) -> bytes:
    """As Chromium and Edge save: headers of the browser's, then the page, a frame and a picture as parts."""
    whole = EmailMessage()
    whole["From"] = sender
    whole["Snapshot-Content-Location"] = URL
    whole["Subject"] = "Something else: 99 % off"
    whole["Date"] = "Sun, 22 Nov 2026 09:07:25 GMT"
    parts = [part(PAGE.format(head=head), charset, "<page@mhtml.blink>", URL)]
    frame = "<html><body><p>Buy a boat today. It is cheap, it is wet, and it is all yours for a song.</p></body></html>"
    parts.insert(0 if frame_first else 1, part(frame, "utf-8", "<frame@mhtml.blink>", "cid:frame@mhtml.blink"))
    whole.make_related()
    for inner in parts:
        whole.attach(inner)
    whole.add_related(b"\x89PNG", "image", "png", cid="<dot@mhtml.blink>")
    whole.set_param("type", "text/html")
    if frame_first:
        whole.set_param("start", "<page@mhtml.blink>")
    return whole.as_bytes()


def part(html: str, charset: str, id_: str, location: str) -> EmailMessage:
    made = EmailMessage()
    made.set_content(html, subtype="html", charset=charset, cte="quoted-printable")
    made["Content-ID"], made["Content-Location"] = id_, location
    return made


def one(folder: Path, data: bytes, name: str = "page.mhtml") -> Article:
    (folder / name).write_bytes(data)
    (item,) = read([folder / name])
    assert isinstance(item, Article), item
    return item


@pytest.mark.parametrize("name", ["page.mhtml", "page.mht", "page.eml", "page"])
def test_a_saved_page_is_its_article_whatever_its_name(tmp_path: Path, name: str) -> None:
    article = one(tmp_path, snapshot(DATED), name)
    assert article.title == "Grain ships leave Lindwick"
    assert (article.publisher, article.url) == ("Lindwick Post", URL)
    assert (article.day, article.published_basis) == (date(2026, 1, 30), "metadata")
    assert all(text in article.text for text in TEXT)
    assert "boat" not in article.text
    assert article.origin_path.endswith(f"/{name}")


def test_the_day_of_saving_is_not_the_day_of_the_article(tmp_path: Path) -> None:
    article = one(tmp_path, snapshot())
    assert (article.day, article.published_basis) == (None, "unknown")
    assert article.publisher != "Saved by Blink"


def test_its_hash_is_that_of_the_file(tmp_path: Path) -> None:
    from hashlib import sha256

    data = snapshot()
    assert one(tmp_path, data).raw_sha256 == sha256(data).hexdigest()


def test_the_part_that_is_named_as_the_start_is_the_page(tmp_path: Path) -> None:
    assert one(tmp_path, snapshot(frame_first=True)).title == "Grain ships leave Lindwick"


def test_the_encoding_of_the_part_counts(tmp_path: Path) -> None:
    assert TEXT[1] in one(tmp_path, snapshot(charset="iso-8859-1")).text


def test_a_page_without_parts(tmp_path: Path) -> None:
    page = part(PAGE.format(head=DATED), "utf-8", "<page@ie>", URL)
    page["From"] = '"Saved by Internet Explorer 11"'
    article = one(tmp_path, page.as_bytes(), "page.mht")
    assert (article.title, article.url, article.day) == ("Grain ships leave Lindwick", URL, date(2026, 1, 30))


def test_a_page_saved_from_a_disk_has_no_address(tmp_path: Path) -> None:
    data = snapshot().replace(URL.encode(), b"file:///home/ann/strike.html")
    assert one(tmp_path, data).url == ""


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda data: data.replace(b"text/html", b"text/css"), "without the page"),
        (lambda data: data.partition(b"\n\n")[0] + b"\n\n", "without the page"),
        (lambda data: b"", "empty"),
    ],
)
def test_without_a_page_the_reason_is_said(tmp_path: Path, change: Callable[[bytes], bytes], reason: str) -> None:
    (tmp_path / "page.mhtml").write_bytes(change(snapshot()))
    (item,) = read([tmp_path / "page.mhtml"])
    assert isinstance(item, IngestError)
    assert reason in str(item)


def test_parts_within_parts_without_end_cost_the_file_alone(tmp_path: Path) -> None:
    deep = b"".join(
        b'Content-Type: multipart/related; type="text/html"; boundary=b%d\n\n--b%d\n' % (n, n) for n in range(500)
    )
    (tmp_path / "deep.mhtml").write_bytes(b"From: <Saved by Blink>\nMIME-Version: 1.0\n" + deep)
    (tmp_path / "good.mhtml").write_bytes(snapshot())
    found = list(read([tmp_path]))
    assert sorted(type(item).__name__ for item in found) == ["Article", "IngestError"]


def test_a_newsletter_with_pictures_is_a_mail() -> None:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "The Courier <c@courier.example>", "ann@example.org", "News"
    letter["Message-ID"], letter["Date"] = "<1@courier.example>", "Fri, 30 Jan 2026 18:12:00 +0100"
    letter.set_content("<p>News</p>", subtype="html")
    letter.add_related(b"\x89PNG", "image", "png", cid="<dot@courier.example>")
    letter.set_param("type", "text/html")
    assert is_mail(letter.as_bytes())
    assert not is_mhtml(letter.as_bytes())


def test_what_chromium_saves(tmp_path: Path, chromium: Any) -> None:  # noqa: F811 - the fixture
    (tmp_path / "page.html").write_text(PAGE.format(head=DATED), encoding="utf-8")
    page = chromium.new_page()
    page.goto((tmp_path / "page.html").as_uri())
    data = page.context.new_cdp_session(page).send("Page.captureSnapshot", {"format": "mhtml"})["data"]
    page.close()
    saved = one(tmp_path, data.encode("utf-8"))
    original = one(tmp_path, (tmp_path / "page.html").read_bytes(), "page.html")
    assert (saved.text, saved.title, saved.day, saved.url) == (original.text, original.title, original.day, "")
