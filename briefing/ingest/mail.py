"""E-mail: a mail is an article, a newsletter as many as it visibly holds, a forwarded mail what was forwarded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from briefing.errors import IngestError
from briefing.ingest.article import make_article
from briefing.ingest.decode import Undecodable, decode
from briefing.ingest.facts import as_facts, one_line
from briefing.ingest.feed import is_cut
from briefing.ingest.feed_dates import instant
from briefing.ingest.finding import printable
from briefing.ingest.mail_digest import contained, without_furniture
from briefing.ingest.mail_forward import Letter, bare_subject, sender_name, unwrapped
from briefing.ingest.mail_pieces import URL, Piece, pieces_of_html, pieces_of_text
from briefing.ingest.source import Remark, Source
from briefing.types import Article

if TYPE_CHECKING:
    from email.message import Message

DEEPEST = 5  # mails attached to mails
TEASER_LETTERS = 1_000  # below which what a newsletter says of an article with a link is no whole article
COVER_WORDS = 25  # of a mail with texts attached, up to which it is only the note that goes with them
SILENT = ("image/", "audio/", "video/", "font/", "text/calendar", "text/x-amp-html", "text/css", "application/pgp-sig",
          "application/pkcs7-sig", "application/x-pkcs7-sig", "application/pgp-keys", "message/delivery",
          "message/disposition", "text/rfc822-headers")  # fmt: skip
SEALED = ("multipart/encrypted", "application/pgp-encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")
LONGEST_HEADER = 4_000  # characters
SEALED_TEXT = "-----BEGIN PGP MESSAGE-----"

Item = Article | IngestError | Source


def read(source: Source) -> Iterator[Item]:
    """The articles of a mail, then those attached to it; what is left out is said."""
    from email import message_from_bytes

    try:
        message = message_from_bytes(source.data)
        yield from _mail(message, source, source.origin_path, 0)
    except RecursionError:
        yield IngestError(source.origin_path, "its parts nest too deep")


def refuse_outlook(source: Source) -> Iterator[Item]:
    """Always the reason: the format is Outlook's own."""
    yield IngestError(
        source.origin_path,
        "it is a message in Outlook's own format (.msg), which is not read",
        hint="Save it as .eml, or drag it into a mail program that does",
    )


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a mail is made of; `attached` are mails, `files` anything else with a name or of its own."""

    pieces: tuple[Piece, ...] = ()
    attached: tuple[Message, ...] = ()
    files: tuple[tuple[str, bytes], ...] = ()
    sealed: bool = False

    def __add__(self, other: _Parts) -> _Parts:
        return _Parts(
            (*self.pieces, *other.pieces),
            (*self.attached, *other.attached),
            (*self.files, *other.files),
            self.sealed or other.sealed,
        )


def _mail(message: Message, source: Source, place: str, depth: int) -> Iterator[Item]:
    if not message.keys():
        yield IngestError(place, "it is no mail: it has no headers")
        return
    parts = _parts(message, source)
    letter = _letter(message, parts.pieces)
    pieces = without_furniture(letter.pieces)
    words = sum(len(piece.text.split()) for piece in pieces)
    is_cover = words <= COVER_WORDS and bool(parts.attached or parts.files)
    if parts.sealed and not pieces:
        yield IngestError(place, "it is encrypted", hint="Save its text from the mail program")
    elif pieces and not is_cover:
        yield from _articles(replace(letter, pieces=pieces), source, place)
    elif not (parts.attached or parts.files):
        yield IngestError(place, "it holds no text")
    told = letter.told + (words if is_cover else 0)
    if told:
        yield Remark(place, f"{_words(told)} of those who passed it on, or of a note with attachments, left out")
    yield from _attached(parts, source, place, depth)


def _attached(parts: _Parts, source: Source, place: str, depth: int) -> Iterator[Item]:
    for number, inner in enumerate(parts.attached, 1):
        inside = f"{place}/attached-{number}"
        if depth < DEEPEST:
            yield from _mail(inner, source, inside, depth + 1)
        else:
            yield IngestError(inside, f"it is attached more than {DEEPEST} mails deep")
    for name, data in parts.files:
        yield replace(source, data=data, origin_path=f"{place}/{name}")


# --- one mail -------------------------------------------------------------------------------------------------


def _letter(message: Message, pieces: tuple[Piece, ...]) -> Letter:
    """What the headers say, unwrapped where the mail only passes another one on."""
    subject = header(message, "subject")
    own = Letter(subject, sender_name(header(message, "from")), instant(header(message, "date")), pieces)
    inner = unwrapped(own)
    return inner if inner.subject != own.subject else replace(inner, subject=bare_subject(inner.subject))


def _articles(letter: Letter, source: Source, place: str) -> Iterator[Item]:
    """Each article of a newsletter, or the mail as one."""
    held, lost = contained(letter.pieces)
    if not held:
        text = "\n\n".join(piece.text for piece in letter.pieces if not URL.fullmatch(piece.text))
        yield from _guarded(text, place, letter, source, letter.subject, _own_page(letter), complete=True)
        return
    for number, article in enumerate(held, 1):
        part = f"{place}.{number}" if "#" in place else f"{place}#{number}"
        complete = not article.teased or len(article.text) >= TEASER_LETTERS
        yield from _guarded(article.text, part, letter, source, article.title, article.url, complete=complete)
    if lost:
        yield Remark(place, f"{_words(lost)} around its {len(held)} articles left out")


def _guarded(
    text: str, place: str, letter: Letter, source: Source, title: str, url: str, *, complete: bool
) -> Iterator[Item]:
    stated = {"title": one_line(title), "publisher": letter.sender, "url": url, "complete": complete}
    try:
        yield make_article(
            text,
            place,
            as_facts({**stated, "published": letter.sent, **source.facts}),
            extra={} if complete or is_cut(text) else {"part": "summary"},
            raw_sha256=source.raw_sha256,
            limits=source.limits,
            published_basis="stated" if source.facts.get("published") else "metadata",
        )
    except IngestError as problem:
        yield problem


def _words(count: int) -> str:
    return f"{count:,} word{'s' * (count != 1)}"


def _own_page(letter: Letter) -> str:
    """The address of a mail that is one article: the link of the headline that repeats its subject."""
    wanted = letter.subject.casefold()
    return next((p.links[0] for p in letter.pieces[:6] if p.links and wanted and p.text.casefold() == wanted), "")


# --- parts ----------------------------------------------------------------------------------------------------


def _parts(message: Message, source: Source) -> _Parts:
    kind = message.get_content_type()
    if kind in SEALED:
        return _Parts(sealed=True)
    if kind == "message/rfc822" or (kind.startswith("message/") and message.is_multipart()):
        return _Parts(attached=tuple(_payloads(message))[:1]) if kind == "message/rfc822" else _Parts()
    if message.is_multipart():
        inner = [_parts(part, source) for part in _payloads(message)]
        if kind == "multipart/alternative":
            return _richest(inner)
        return sum(inner, _Parts())
    if kind.startswith(SILENT):
        return _Parts()
    if kind in {"text/plain", "text/html"} and message.get_content_disposition() != "attachment":
        pieces = _pieces(message, kind, source)
        return _Parts(pieces=pieces, sealed=not pieces and SEALED_TEXT in _text(message))
    data = _bytes(message)
    return _Parts(files=((_name(message, kind), data),)) if data.strip() else _Parts()


def _payloads(message: Message) -> list[Message]:
    payload = message.get_payload()
    return [part for part in payload if not isinstance(part, str)] if isinstance(payload, list) else []


def _richest(parts: list[_Parts]) -> _Parts:
    """The last alternative that holds text is the best one (RFC 2046, 5.1.4); attachments of all are kept."""
    best = next((part for part in reversed(parts) if part.pieces), _Parts())
    others = [replace(part, pieces=()) for part in parts if part is not best]
    return sum(others, best)


def _pieces(message: Message, kind: str, source: Source) -> tuple[Piece, ...]:
    text = _text(message)
    if text.lstrip().startswith(SEALED_TEXT):
        return ()
    if kind == "text/html":
        return pieces_of_html(text, source.limits)
    flowed = str(message.get_param("format", "")).casefold() == "flowed"
    joined = str(message.get_param("delsp", "")).casefold() == "yes"
    return pieces_of_text(text, flowed=flowed, joined=joined)


def _text(message: Message) -> str:
    """By the stated charset where it fits, else by what the bytes look like."""
    data = _bytes(message)
    charset = message.get_content_charset() or "utf-8"
    for strict in (charset, "utf-8"):
        try:
            return data.decode(strict)
        except (LookupError, UnicodeDecodeError):
            continue
    try:
        return decode(data)[0]
    except Undecodable:
        return data.decode("utf-8", "replace")


def _bytes(message: Message) -> bytes:
    try:
        payload = message.get_payload(decode=True)
    except Exception:  # noqa: BLE001 - the library's decoders raise many things for broken parts
        payload = None
    return payload if isinstance(payload, bytes) else b""


def _name(message: Message, kind: str) -> str:
    """The name of an attachment: only a name, never a way to somewhere."""
    try:
        given = message.get_filename() or ""
    except Exception:  # noqa: BLE001 - as above
        given = ""
    name = PurePath(printable(_decoded(str(given))).replace("\\", "/")).name
    known = {"text/plain": ".txt", "text/html": ".html", "text/markdown": ".md", "application/pdf": ".pdf"}
    return name or f"part{known.get(kind, '')}"


def header(message: Message, name: str) -> str:
    """The first header of that name on one line, decoded as far as it can be; "" where there is none."""
    raw = next((value for key, value in message.raw_items() if key.casefold() == name), "")
    return one_line(_decoded(str(raw)[:LONGEST_HEADER]))


def _decoded(raw: str) -> str:
    """Encoded words (RFC 2047) and, where there are none, the bytes that stand there against the rules."""
    from email.header import decode_header

    try:
        plain = raw.encode("utf-8", "surrogateescape")
        text = _bytes_as_text(plain, "utf-8")
        parts = decode_header(text)
    except Exception:  # noqa: BLE001 - broken encoded words make it raise many things
        return raw.encode("utf-8", "replace").decode()
    return "".join(_bytes_as_text(part, charset) if isinstance(part, bytes) else part for part, charset in parts)


def _bytes_as_text(data: bytes, charset: str | None) -> str:
    for attempt in (charset or "latin-1", "utf-8", "cp1252"):
        try:
            return data.decode(attempt)
        except (LookupError, UnicodeDecodeError):
            continue
    return data.decode("latin-1")
