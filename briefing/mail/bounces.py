"""Delivery status notifications, read strictly (RFC 3464, 6522): words that a mail did not arrive prove nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from briefing.errors import ConfigError
from briefing.mail.addresses import AddressError, address

if TYPE_CHECKING:
    from email.message import EmailMessage, Message

LARGEST = 10_000_000  # bytes; a report returns a mail at most
_STATUS = re.compile(r"([245])\.\d{1,3}\.\d{1,3}")
_MESSAGE_ID = re.compile(r"<[^<>\s@]+@[^<>\s@]+>")
_NO_BOUNCE = {"delivered", "relayed", "expanded"}


@dataclass(frozen=True, slots=True)
class Bounce:
    """One recipient of a report. `addresses` are as the sender wrote it, where known, and as the last server had it.

    hard: gone for good · soft: given up for now · delayed: the server goes on trying.
    """

    addresses: tuple[str, ...]
    kind: Literal["hard", "soft", "delayed"]
    status: str
    message_id: str  # of the mail that was returned, with angle brackets; empty where it was not
    said: str


def bounces(data: bytes) -> list[Bounce]:
    """The recipients that a report says were not reached; ConfigError for what is no such report."""
    from email import message_from_bytes
    from email.message import EmailMessage, Message
    from email.policy import SMTP

    if len(data) > LARGEST:
        raise _none(f"it is larger than {LARGEST // 1_000_000} MB")
    message = message_from_bytes(data, policy=SMTP)
    assert isinstance(message, EmailMessage)  # noqa: S101 - by the policy
    report = str(message.get_param("report-type", "")).lower()
    if message.get_content_type() != "multipart/report" or report != "delivery-status":
        raise _none(f"it is {message.get_content_type()}, not multipart/report of a delivery status")
    parts = [part for part in message.iter_parts() if part.get_content_type() == "message/delivery-status"]
    if len(parts) != 1:
        raise _none("it does not have exactly one part message/delivery-status")
    payload = parts[0].get_payload()
    blocks = [block for block in payload if isinstance(block, Message)] if isinstance(payload, list) else []
    if len(blocks) < 2:
        raise _none("its delivery status names no recipient")
    returned = _returned(message)
    return [found for block in blocks[1:] for found in _bounce(block, returned)]


def _bounce(block: Message, message_id: str) -> Iterator[Bounce]:
    """Of the fields of one recipient; nothing for one that was reached. A last block without any field is none."""
    if not block.keys():
        return
    action = _value(block, "Action").lower()
    status = _STATUS.match(_value(block, "Status"))
    if action not in {"failed", "delayed", *_NO_BOUNCE} or status is None:
        raise _none("a recipient's Action or Status is missing or none of RFC 3464")
    if action in _NO_BOUNCE:
        return
    known = tuple(filter(None, (_address(block, "Original-Recipient"), _address(block, "Final-Recipient"))))
    if not known:
        raise _none("a recipient's address cannot be read")
    kind: Literal["hard", "soft", "delayed"] = "hard" if status[1] == "5" else "soft"
    said = " ".join(_value(block, "Diagnostic-Code").split())[:300]
    yield Bounce(tuple(dict.fromkeys(known)), kind if action == "failed" else "delayed", status[0], message_id, said)


def _address(block: Message, name: str) -> str:
    """`rfc822; ann@example.org`; empty for other kinds of addresses."""
    kind, _, text = _value(block, name).partition(";")
    try:
        return str(address(text.strip(" \t<>"))) if kind.strip().lower() == "rfc822" else ""
    except AddressError:
        return ""


def _returned(message: EmailMessage) -> str:
    """The Message-ID of the mail, or of its header, that came back with the report."""
    for part in message.iter_parts():
        kind = part.get_content_type()
        if kind == "message/rfc822":
            found = next(part.iter_parts(), part).get("Message-ID", "")
        elif kind == "text/rfc822-headers":
            from email import message_from_string

            found = message_from_string(str(part.get_content())).get("Message-ID", "")
        else:
            continue
        name = _MESSAGE_ID.fullmatch(str(found).strip())
        if name:
            return name[0]
    return ""


def _value(block: Message, name: str) -> str:
    """Of a field that stands there once; empty otherwise."""
    found = block.get_all(name, [])
    return str(found[0]).strip() if len(found) == 1 else ""


def _none(why: str) -> ConfigError:
    hint = "Only reports of RFC 3464 are read; briefing subscribers remove takes an address off a list"
    return ConfigError("this is no report of a mail server", why=why, hint=hint)
