"""The brief as an e-mail: HTML and plain text with the same points and numbers, the PDF attached.

It has no recipient: it is a draft that a mail program opens. CPython's email package has been seen to turn a crafted
title into a header line of its own, and to lose or add blanks where it folds a long one: the subject is encoded here,
and the headers are read back before the message is given out.
"""

from __future__ import annotations

from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime
from hashlib import sha256
from typing import Any

from briefing.config import Config
from briefing.errors import MailError, RenderError
from briefing.evidence import Evidence
from briefing.render.drawing import as_png
from briefing.render.logo import logo
from briefing.render.measure import is_rtl
from briefing.render.page import checked_accent
from briefing.render.plain import flowing, is_link, text
from briefing.render.screen import Screen
from briefing.render.templates import fill
from briefing.schema import Document
from briefing.text.header import encoded_words, one_clean_line

PDF_NAME = "brief.pdf"
LOGO_ID = "logo@briefing.invalid"
SENDER = "briefing <briefing@briefing.invalid>"  # RFC 5322 asks for one; RFC 6761 keeps this domain from everybody
NOBODY = "undisclosed-recipients:;"
OPENING = 90  # characters of the first new point in the subject
SHORT = 66  # characters that fit on the line of a header beside its name
HEADERS = ("Subject", "From", "To", "Date", "Message-ID", "X-Unsent", "MIME-Version", "Content-Type")

_LIGHT = 0.55  # of white in the accent where the ground is dark, as on the screen


class _Letter(EmailPolicy):
    """As SMTP wants it, with the subject as `folded` writes it."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        if name == "Subject":
            return f"Subject: {folded(str(value))}{self.linesep}".encode("ascii")
        return super().fold_binary(name, value)


POLICY = _Letter(linesep="\r\n", max_line_length=78)


def letter(document: Document, config: Config, pdf: bytes = b"") -> bytes:
    """The message as bytes with CRLF; `pdf` is attached unless empty. MailError when its headers do not read back."""
    plain, rich = text(document), html(document, config)
    # Of the contents alone: the same brief is the same message, and no two briefs share a boundary.
    mark = sha256(b"\0".join((document.sha256.encode(), plain.encode(), rich.encode(), pdf))).hexdigest()
    message = EmailMessage(policy=POLICY)
    message["Subject"] = subject(document)
    message["From"] = SENDER
    message["To"] = NOBODY
    message["Date"] = format_datetime(datetime.fromisoformat(document.as_of))
    message["Message-ID"] = f"<{mark[:32]}@briefing.invalid>"
    message["X-Unsent"] = "1"  # Outlook opens it as a draft
    message.set_content(plain, cte="quoted-printable")
    message.add_alternative(rich, subtype="html", cte="quoted-printable")
    if picture := logo(document, config.page):
        shown = message.get_body(("html",))
        assert isinstance(shown, EmailMessage)  # noqa: S101  it was added in the line before
        shown.add_related(
            as_png(picture), "image", "png", cid=f"<{LOGO_ID}>", disposition="inline", filename="logo.png"
        )
    if pdf:
        message.add_attachment(pdf, maintype="application", subtype="pdf", filename=PDF_NAME)
    return read_back(bounded(message, mark))


# --- headers --------------------------------------------------------------------------------------------------


def subject(document: Document) -> str:
    """The title behind the handling mark, fit for a header line; of an edition with the opening of what is new."""
    title = one_clean_line(": ".join(filter(None, (document.title, _first_new(document)))))
    return f"[{one_clean_line(document.tlp)}] {title}" if document.tlp else title


def _first_new(document: Document) -> str:
    """The correction that goes first, else the first new point, as far as a line of a mail program shows it."""
    if document.edition is None:
        return ""
    corrected = [one.now or one.was for one in document.changes.corrected] if document.changes else []
    new = [point.citations[0] for point in document.points if point.new is not False]
    first = next((citation.quote for citation in (*corrected, *new)), "")
    words = " ".join(first.split())
    opening = words if len(words) <= OPENING else words[:OPENING].rsplit(" ", 1)[0] + " …"
    return f"“{opening}”" if opening else ""


def folded(line: str) -> str:
    """A short line of ASCII as it is, any other in encoded words."""
    return line if line.isascii() and len(line) <= SHORT else encoded_words(line)


def bounded(message: EmailMessage, mark: str) -> EmailMessage:
    """With boundaries that follow from the contents; "=_" stands in no quoted-printable and no base64."""
    parts = [part for part in message.walk() if part.is_multipart()]
    for i, part in enumerate(parts):
        part.set_boundary(f"=_{mark[:32]}_{i}")
    return message


def read_back(message: EmailMessage) -> bytes:
    """The bytes, parsed again: every part has the header names that it was given, and the subject is the same."""
    data = message.as_bytes()
    found = message_from_bytes(data, policy=SMTP)
    names = [part.keys() for part in found.walk()]
    same = names == [part.keys() for part in message.walk()] and sorted(found.keys()) == sorted(HEADERS)
    if not same or str(found["Subject"]) != str(message["Subject"]) or found.defects:
        raise MailError(
            "the e-mail was not written",
            why="its headers do not read back as they were set",
            hint="Name another --title",
        )
    return data


# --- the HTML part --------------------------------------------------------------------------------------------


def html(document: Document, config: Config) -> str:
    """One column of 600 pixels, styles in the elements; nothing is fetched and there is no picture."""
    from css_inline import CSSInliner, InlineError

    phrases = flowing(document, config.page.templates)
    screen = Screen(phrases, Evidence(level="none"))
    accent = checked_accent(config)
    values: dict[str, object] = {
        "document": document,
        "words": phrases.words,
        "logo": logo(document, config.page),
        "logo_id": LOGO_ID,
        "masthead": phrases.above_title(),
        "truth": phrases.truth(),
        "footer": phrases.footer(),
        "same": phrases.same_for_all(),
        "accent": accent,
        "accent_on_dark": lighter(accent),
        "links": {f"[{source.number}]": source.url for source in document.sources if is_link(source.url)},
        "is_rtl": is_rtl,
        "key_reporting": screen.key_reporting(),
        "themes": screen.themes(),
        "corrections": screen.corrections(),
        "comment": screen.comment(),
        "changes": screen.changes(),
        "changes_heading": phrases.changes_heading(),
        "differ": screen.differ(),
        "more_differ": phrases.more_differ(),
        "timeline": screen.timeline(),
        "people": screen.people(),
        "sources": screen.sources(),
    }
    page_of_classes = fill("letter/brief.html", config.page.templates, values)
    try:
        return CSSInliner(load_remote_stylesheets=False, keep_at_rules=True).inline(page_of_classes)
    except InlineError as error:
        raise RenderError("the styles of letter/brief.html cannot be put into its elements", why=str(error)) from error


def lighter(colour: str) -> str:
    """The colour, #rrggbb, mixed with white."""
    parts = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(part + (255 - part) * _LIGHT):02x}" for part in parts)
