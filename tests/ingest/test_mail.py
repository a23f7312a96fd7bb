"""E-mail by cases anyone can add to; no bytes make a reader raise; what others send is never more than text."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.errors import IngestError
from briefing.ingest import mbox
from briefing.ingest.mail import read, refuse_outlook
from briefing.ingest.sniff_text import is_mail, is_outlook
from briefing.ingest.source import Source
from briefing.types import Article
from tests.ingest.kind_cases import Gave, cases, check, gave

CASES = cases("mails.toml")
NEWS = "The harbour of Lindwick closed on Friday after a storm damaged two piers."


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Gave]:
    return gave(tmp_path_factory.mktemp("mails") / "cases", CASES, ".eml")


@pytest.mark.parametrize("case", CASES)
def test_a_mail(case: Mapping[str, Any], results: dict[str, Gave]) -> None:
    check(case, results[case["name"]])


def mail(text: str = NEWS, **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["Subject"] = "The Courier <c@courier.example>", "Storm closes harbour"
    message["Date"] = "Fri, 30 Jan 2026 18:12:00 +0100"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def of(data: bytes) -> list[Article | IngestError | Source]:
    return list(read(Source(data, "a.eml")))


def test_an_attachment_is_a_source_under_its_bare_name() -> None:
    message = mail(" ".join([NEWS] * 3))
    message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="..\\..\\C:\\report.pdf")
    message.add_attachment(b"PK", maintype="application", subtype="zip", filename="/etc/x.zip")
    article, *parts = of(message.as_bytes())
    assert isinstance(article, Article)
    assert [part.origin_path for part in parts] == ["a.eml/report.pdf", "a.eml/x.zip"]


def test_sources_toml_wins_over_the_headers() -> None:
    (article,) = read(Source(mail().as_bytes(), "a.eml", {"publisher": "Mine", "reliability": "B"}))
    assert isinstance(article, Article)
    assert (article.publisher, article.reliability, article.title) == ("Mine", "B", "Storm closes harbour")


def test_mails_in_mails_end() -> None:
    message = mail()
    for _ in range(12):
        outer = mail("See attached.")
        outer.add_attachment(message)
        message = outer
    assert any("mails deep" in str(item) for item in of(message.as_bytes()))


def test_parts_without_end() -> None:
    head = b"From: a@b.example\nSubject: x\nDate: Fri, 30 Jan 2026 18:12:00 +0100\n"
    body = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (i, i) for i in range(2_000))
    (refused,) = of(head + body)
    assert isinstance(refused, IngestError)


def test_outlooks_own_format_is_refused() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "__substg1.0_0037001F".encode("utf-16-le")
    assert is_outlook(data)
    (refused,) = refuse_outlook(Source(data, "a.msg"))
    assert ".eml" in str(refused)


def test_what_is_forwarded_within_a_mail_list_keeps_no_address_of_the_reader() -> None:
    items = of(mail(To="secret@reader.example", Delivered_To="secret@reader.example").as_bytes())
    assert "reader.example" not in repr(items)


def test_a_text_about_headers_is_no_mail() -> None:
    assert not is_mail(b"From: this we learn much.\n\nThe harbour closed.")
    assert not is_mail(b"Date: 31 January\nThe harbour closed.\n")
    assert is_mail(mail().as_bytes())


def quietly(data: bytes) -> None:
    with contextlib.suppress(IngestError):
        assert all(item.origin_path.startswith("a.eml") for item in read(Source(data, "a.eml")))
        assert all(item.origin_path.startswith("a.mbox") for item in mbox.read(Source(data, "a.mbox")))


@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    quietly(data)
    quietly(b"From: a@b.example\nSubject: x\nContent-Type: text/html; charset=utf-16\n\n" + data)
    quietly(b"From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n" + data)
    quietly(b"From a Sat Jan 31 07:00:00 2026\nFrom: a@b.example\nSubject: " + data)


LINES = st.sampled_from(
    ["---------- Forwarded message ---------", "From: A <a@b.example>", "Subject: x", "Date: 30 Jan 2026", "> quoted",
     ">> twice", "", "-- ", "Read more", "https://a.example/1", "<https://a.example/2>", "A headline", "Unsubscribe",
     "The harbour of Lindwick closed on Friday after a storm.", "View in browser", "On Friday, A wrote:", "To: b"]
)  # fmt: skip


@given(st.lists(LINES, max_size=25), st.booleans())
def test_any_order_of_what_mails_hold(lines: list[str], flowed: bool) -> None:
    head = b"From: a@b.example\nSubject: x\n" + (b"Content-Type: text/plain; format=flowed\n\n" if flowed else b"\n")
    for item in of(head + "\n".join(lines).encode()):
        if isinstance(item, Article):
            assert all(word in "\n".join(lines) for word in item.text.split() if word != ">")
