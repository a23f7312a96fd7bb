"""Hostile titles, names and addresses: one field, one line, one mailbox, or a refusal."""

from __future__ import annotations

import tomllib
import unicodedata
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from briefing.config import Config
from briefing.errors import ConfigError, MailError
from briefing.mail.addresses import AddressError, address
from briefing.mail.headers import fields, head, read_back
from briefing.mail.message import Mail, addressed, body_of, letterhead, retitled
from briefing.render.letter import letter
from briefing.text.header import one_clean_line
from tests.briefs import small_document
from tests.mail.letters import PLAIN, a_body, a_mail

CASES: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "mail_headers.toml").read_text(encoding="utf-8")
)
NAMES = [
    "Message-ID",
    "Date",
    "From",
    "To",
    "Subject",
    "List-Id",
    "List-Unsubscribe",
    "Auto-Submitted",
    "MIME-Version",
    "Content-Type",
]


def cases(kind: str) -> Any:
    return pytest.mark.parametrize("case", CASES[kind], ids=lambda case: ascii(case["given"])[:50])


def read(mail: Mail) -> EmailMessage:
    message = message_from_bytes(mail.data, policy=SMTP)
    assert isinstance(message, EmailMessage)
    return message


def titled(title: str) -> Mail:
    to = address("ann@example.org")
    return addressed(retitled(a_body(b""), title), letterhead(PLAIN, "morning"), to, edition="2026-11-22 morning")


def test_there_are_enough_of_them():
    assert sum(map(len, CASES.values())) >= 60


@cases("title")
def test_a_title_is_one_subject(case):
    if "subject" not in case:
        with pytest.raises(ConfigError, match="it holds ="):
            titled(case["given"])
        return
    message = read(titled(case["given"]))
    assert message.keys() == NAMES
    assert str(message["Subject"]) == case["subject"]
    assert not message.defects


@cases("name")
def test_a_name_is_beside_the_address_and_is_none(case):
    if "shown" not in case:
        with pytest.raises(ConfigError, match="it holds ="):
            letterhead(replace(PLAIN, from_name=case["given"]), "morning")
        return
    head = letterhead(replace(PLAIN, from_name=case["given"]), "morning")
    message = read(addressed(a_body(b""), head, address("ann@example.org"), edition="e"))
    assert message.keys() == NAMES
    assert [author.addr_spec for author in message["From"].addresses] == ["desk@example.org"]
    name, spec = parseaddr(dict(message.raw_items())["From"].replace("\r\n", ""))
    assert (str(make_header(decode_header(name))), spec) == (case["shown"], "desk@example.org")


@cases("address")
def test_an_address_is_exactly_one(case):
    if "is" in case:
        assert str(address(case["given"])) == case["is"]
        (recipient,) = read(a_mail(case["given"]))["To"].addresses
        assert recipient.addr_spec == case["is"]
        return
    with pytest.raises(AddressError) as error:
        address(case["given"])
    assert case["why"] in error.value.reason
    assert error.value.exit_code == 2


@given(st.text(max_size=300))
def test_any_title_gives_our_fields_or_is_refused(title):
    try:
        message = read(titled(title))
    except ConfigError as error:
        assert "=?" in str(error)  # noqa: PT017
        return
    assert message.keys() == NAMES
    assert str(message["Subject"]) == one_clean_line(title)


@given(st.text(max_size=250))
def test_what_is_clean_stays_as_it_is(text):
    try:
        line = one_clean_line(text)
    except ConfigError:
        return
    assert one_clean_line(line) == line
    assert len(line) <= 200
    assert line == unicodedata.normalize("NFC", line)
    assert not any(unicodedata.category(c) in ("Cc", "Zl", "Zp") for c in line)


@given(st.text(max_size=80))
def test_any_text_is_an_address_that_reads_back_or_none(text):
    for spec in (text, f"{text}@example.org", f"ann@{text}.example"):
        try:
            found = address(spec)
        except AddressError:
            continue
        assert str(found).isascii()
        assert address(str(found)) == found
        (recipient,) = read(a_mail(str(found)))["To"].addresses
        assert recipient.addr_spec == str(found)


@pytest.mark.parametrize(
    "field",
    [
        ("Subject", "a\r\nBcc: b@example.org"),
        ("Subject", "a\nBcc: b@example.org"),
        ("Subject", "a\rb"),
        ("Subject", "a\0b"),
        ("Subject", "a\x7fb"),
        ("Subject", "ä"),
        ("Sub ject", "a"),
        ("Subject:", "a"),
        ("", "a"),
        ("Subject\r\nBcc", "a"),
    ],
)
def test_what_is_no_field_is_not_written(field):
    with pytest.raises(MailError, match="cannot be written"):
        head([field])


@pytest.mark.parametrize(
    "added",
    [b"Bcc: b@example.org\r\n", b"To: b@example.org\r\n", b"\r\n", b" folded\r\n", b"nonsense\r\n", b"Subject: b\r\n"],
)
def test_a_header_with_a_line_more_is_refused(added):
    above = a_mail().head
    meant = fields(above.partition(b"\r\n\r\n")[0])
    read_back(above, meant)
    with pytest.raises(MailError):
        read_back(above.replace(b"Subject:", added + b"Subject:", 1), meant)


@pytest.mark.parametrize("bad", [b"\n", b"\r", b"\0", "ä".encode(), b"x" * 999])
def test_content_that_a_server_may_change_is_refused(bad):
    draft = letter(small_document(), Config())
    body_of(draft + b"x\r\n")
    with pytest.raises(MailError, match="a mail was not made"):
        body_of(draft + b"\r\nx" + bad + b"x\r\n")


@pytest.mark.parametrize("cut", [b"--\r\n", b"Content-Type: text/html"])
def test_content_whose_parts_do_not_read_back_is_refused(cut):
    draft = letter(small_document(), Config())
    with pytest.raises(MailError, match="parts do not read back"):
        body_of(draft[: draft.rindex(cut)])
