"""One mail for one recipient: the letter that was drafted, below a header of its own.

The draft's content is taken byte for byte, so what was verified there is what is sent, and all recipients of an edition
share it. The header is the same for the same edition and recipient, the Message-ID and a signature too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from urllib.parse import quote, urlsplit

from briefing.config import MailSettings
from briefing.errors import ConfigError, MailError
from briefing.mail.addresses import Address, address
from briefing.mail.headers import Field, author_of, check_lines, decoded, fields, head, mailbox, read_back, words
from briefing.text.header import one_clean_line

LIST_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")  # one label of List-Id, RFC 2919

_OF_CONTENT = ("MIME-Version", "Content-Type", "Content-Transfer-Encoding")
_OF_A_DRAFT = {"Subject", "From", "To", "Date", "Message-ID", "X-Unsent", *_OF_CONTENT}
_URL = re.compile(r"[A-Za-z0-9:/?#\[\]@!$&'()*+;=._~%{}-]+")  # RFC 3986 without what ends a field's item

Signer = Callable[[bytes], Field]  # a whole message -> the field that goes before it


@dataclass(frozen=True, slots=True)
class Body:
    """What a mail says, to whomever: its subject and date, the fields of its content, and that content."""

    subject: str
    date: datetime
    fields: tuple[Field, ...]
    content: bytes


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes to a list, and how one leaves it; `unsubscribe_url` holds {token} or is empty."""

    author: Address
    author_name: str
    list_name: str
    unsubscribe_mailto: Address
    unsubscribe_url: str = ""
    reply_to: Address | None = None
    bounces: Address | None = None  # of the envelope, where it is not the author's


@dataclass(frozen=True, slots=True)
class Mail:
    """As it goes over the wire, before dots are doubled; `head` ends with its blank line."""

    sender: Address
    recipient: Address
    message_id: str
    head: bytes
    content: bytes

    @property
    def data(self) -> bytes:
        return self.head + self.content


def body_of(draft: bytes) -> Body:
    """Of an .eml that render/letter.py made; MailError for a header that is not such a draft's."""
    from email.utils import parsedate_to_datetime

    above, _, content = draft.partition(b"\r\n\r\n")
    found = fields(above)
    by_name = dict(found)
    if len(by_name) != len(found) or not {"Subject", "Date", "MIME-Version", "Content-Type"} <= by_name.keys():
        raise MailError("the draft of a mail cannot be used", why="a field is missing or stands there twice")
    if by_name.keys() - _OF_A_DRAFT:
        raise MailError("the draft of a mail cannot be used", why=f"it has {sorted(by_name.keys() - _OF_A_DRAFT)}")
    about = tuple((name, by_name[name]) for name in _OF_CONTENT if name in by_name)
    try:
        date = parsedate_to_datetime(by_name["Date"])
    except ValueError as error:
        raise MailError("the draft of a mail cannot be used", why="its date is none") from error
    return _checked(Body(decoded(by_name["Subject"]), date, about, content))


def note(subject: str, text: str, date: datetime) -> Body:
    """A few lines of plain text, such as a notice to the owner."""
    from email.message import EmailMessage
    from email.policy import SMTP

    made = EmailMessage(policy=SMTP)
    made.set_content(text, cte="quoted-printable")
    above, _, content = made.as_bytes().partition(b"\r\n\r\n")
    about = dict(fields(above))
    return _checked(Body(subject, date, tuple((name, about[name]) for name in _OF_CONTENT), content))


def _checked(body: Body) -> Body:
    """Lines and parts, once for all who get it."""
    from email import message_from_bytes
    from email.policy import SMTP

    check_lines(body.content)
    found = message_from_bytes(head(body.fields) + b"\r\n" + body.content, policy=SMTP)
    if any(part.defects for part in found.walk()):
        raise MailError("the draft of a mail cannot be used", why="its parts do not read back")
    return body


def retitled(body: Body, subject: str) -> Body:
    """The same content under another subject."""
    return replace(body, subject=subject)


def message_id(edition: str, recipient: Address, domain: str) -> str:
    """The same for the same edition and recipient, whenever it is sent; with angle brackets."""
    mark = sha256("\0".join((edition, recipient.key, domain)).encode("utf-8", "surrogatepass")).hexdigest()
    return f"<{mark[:32]}@{domain}>"


def letterhead(settings: MailSettings, list_name: str) -> Letterhead:
    """Of a list as [mail] has it; ConfigError names the key that is missing or wrong."""
    if not settings.from_address:
        raise ConfigError("mail.from_address is not set", hint="Write who the mails are from into [mail]")
    author = _address_of("mail.from_address", settings.from_address)
    leave = _address_of("mail.unsubscribe_mailto", settings.unsubscribe_mailto or str(author))
    return Letterhead(
        author=author,
        author_name=one_clean_line(settings.from_name),
        list_name=checked_list(list_name),
        unsubscribe_mailto=leave,
        unsubscribe_url=_checked_url(settings.unsubscribe_url),
        reply_to=_address_of("mail.reply_to", settings.reply_to) if settings.reply_to else None,
        bounces=_address_of("mail.bounce_address", settings.bounce_address) if settings.bounce_address else None,
    )


def checked_list(name: str) -> str:
    """ConfigError for what cannot be a list's name."""
    if not LIST_NAME.fullmatch(name):
        raise ConfigError(
            f"{name[:80]!r} cannot name a list", why="letters of A to Z, digits and hyphens can, up to 63"
        )
    return name


def addressed(
    body: Body, letterhead: Letterhead, recipient: Address, *, edition: str, token: str = "", sign: Signer | None = None
) -> Mail:
    """The mail, parsed again and found to be what was meant; MailError otherwise, ConfigError for a title with =?."""
    name = message_id(edition, recipient, letterhead.author.domain)
    meant = _fields(body, letterhead, recipient, name, token)
    above = head(meant) + b"\r\n"
    if sign:
        meant = [sign(above + body.content), *meant]
        above = head(meant) + b"\r\n"
    read_back(above, meant)
    _check_people(above, letterhead, recipient, one_clean_line(body.subject))
    return Mail(letterhead.bounces or letterhead.author, recipient, name, above, body.content)


def _fields(body: Body, letterhead: Letterhead, recipient: Address, name: str, token: str) -> list[Field]:
    from email.utils import format_datetime

    reply = [("Reply-To", str(letterhead.reply_to))] if letterhead.reply_to else []
    return [
        ("Message-ID", name),
        ("Date", format_datetime(body.date)),
        ("From", mailbox(letterhead.author_name, str(letterhead.author))),
        *reply,
        ("To", str(recipient)),
        words("Subject", body.subject),
        ("List-Id", f"<{letterhead.list_name.lower()}.briefing.{letterhead.author.domain}>"),
        *_ways_to_leave(letterhead, token),
        ("Auto-Submitted", "auto-generated"),
        *body.fields,
    ]


def _ways_to_leave(letterhead: Letterhead, token: str) -> Sequence[Field]:
    """RFC 2369, and one click of RFC 8058 where there is a URL."""
    whom = quote(str(letterhead.unsubscribe_mailto), safe="@!$'*+~")  # RFC 6068
    mailto = f"<mailto:{whom}?subject={quote(f'unsubscribe {letterhead.list_name}')}>"
    if not letterhead.unsubscribe_url or not token:
        return [("List-Unsubscribe", mailto)]
    url = letterhead.unsubscribe_url.replace("{token}", quote(token, safe=""))
    return [
        ("List-Unsubscribe", f"<{url}>,\r\n {mailto}"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
    ]


def _checked_url(url: str) -> str:
    if not url:
        return ""
    where = "mail.unsubscribe_url"
    if urlsplit(url).scheme != "https" or not urlsplit(url).hostname:
        raise ConfigError(f"{where} is no https address", hint="RFC 8058 asks for https://…{token}")
    if url.count("{token}") != 1 or not _URL.fullmatch(url):
        raise ConfigError(f"{where} cannot be used", why="it needs {token} once, and ASCII without blanks and commas")
    return url


def _address_of(key: str, text: str) -> Address:
    try:
        return address(text)
    except ConfigError as error:
        raise ConfigError(f"{key}: {error.what}", why=error.why, hint=error.hint) from error


def _check_people(above: bytes, letterhead: Letterhead, recipient: Address, subject: str) -> None:
    """One author, one recipient and the subject, as a mail program reads them."""
    from email import message_from_bytes
    from email.policy import SMTP

    found = message_from_bytes(above, policy=SMTP)
    people = [[one.addr_spec for one in found[name].addresses] for name in ("From", "To")]
    raw = dict(fields(above.partition(b"\r\n\r\n")[0]))
    seen = (*author_of(raw["From"]), decoded(raw["Subject"]))
    meant = (letterhead.author_name, str(letterhead.author), subject)
    if people != [[str(letterhead.author)], [str(recipient)]] or found["Cc"] or found["Bcc"] or seen != meant:
        raise MailError("a mail was not made", why="its author, recipient or subject do not read back as they were set")
