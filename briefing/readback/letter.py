"""The parts of an e-mail of ours, read back from it."""

from __future__ import annotations

from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP


@dataclass(frozen=True, slots=True)
class Letter:
    text: str
    html: str
    pdf: bytes


def parts(data: bytes) -> Letter:
    """The text part, the HTML part and the attached PDF; empty where there is none."""
    found = message_from_bytes(data, policy=SMTP)
    by_type = {part.get_content_type(): part for part in found.walk() if not part.is_multipart()}
    pdf = by_type.get("application/pdf")
    return Letter(
        _text(by_type.get("text/plain")),
        _text(by_type.get("text/html")),
        pdf.get_content() if pdf else b"",
    )


def _text(part: EmailMessage | None) -> str:
    return str(part.get_content()) if part else ""
