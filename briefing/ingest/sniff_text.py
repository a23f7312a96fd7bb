"""Kinds of text files by how they begin: cheap looks that import no parser."""

from __future__ import annotations

import re

HEAD = 65_536  # bytes that a first element is looked for in
SNIFFED = 4_096  # bytes in which a feed begins, also behind a blank line or a warning of the server's
NAME = re.compile(rb"<([A-Za-z_][\w.:-]*)")
PASSED = ((b"<?", b"?>"), (b"<!--", b"-->"))  # what may stand before the first element, beside a document type
FEEDS = frozenset({"rss", "feed", "rdf", "channel"})
FEED_BEHIND_JUNK = re.compile(rb"<(?:rss|rdf:RDF|(?:atom:)?feed|channel)[\s>]", re.IGNORECASE)
TEXT_COLUMNS = ("text", "content", "body", "full_text", "article")  # of a table; the first that is there is taken
COLUMNS = frozenset(
    {*TEXT_COLUMNS, "id", "title", "headline", "url", "link", "publisher", "source", "published", "date"}
)
DELIMITERS = (",", ";", "\t", "|")
# The line that begins a message of a mailbox: an address or a dash, and a date with its time.
FROM_LINE = re.compile(
    rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From (?:\S+|\"[^\"\n]{1,200}\"\S*)[^\n]{0,200}?\d\d?:\d\d[^\n]{0,100}\n"
    rb"(?=>?[!-9;-~]{1,100}:|From )"
)
HEADER_LINE = re.compile(rb"([!-9;-~]{1,100})[ \t]*:")
MAIL_HEADERS = frozenset(
    b"from to subject date message-id received return-path mime-version delivered-to content-type sender".split()
)
SENT = frozenset({b"to", b"cc", b"bcc", b"received", b"message-id", b"return-path", b"delivered-to", b"newsgroups"})
SAVED_BY = re.compile(rb"^from:[^\n]*\bsaved by\b", re.MULTILINE)  # Internet Explorer, Edge, Chromium, Opera
PAGE_TYPE = re.compile(rb'type="?(?:text/html|application/xhtml\+xml)\b')
BLANK_LINE = re.compile(rb"\r?\n\r?\n")
FOLDED = re.compile(rb"\r?\n[ \t]+")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
JSON_FEED = (b"jsonfeed.org/version/1", rb"jsonfeed.org\/version\/1")


def is_feed(data: bytes) -> bool:
    """Whether the first element is that of a feed, or the JSON names the version of a JSON Feed."""
    first = first_element(data)
    if first in FEEDS or is_json_feed(data):
        return True
    head = plain(data[:SNIFFED])
    return first not in {"html", "opml"} and b"<html" not in head.lower() and bool(FEED_BEHIND_JUNK.search(head))


def is_json_feed(data: bytes) -> bool:
    """Whether this is an object that names the version of a JSON Feed at its beginning or its end."""
    head = plain(data[:HEAD])
    if not head.lstrip().startswith(b"{"):
        return False
    ends = head + plain(data[-HEAD:])
    return any(version in ends for version in JSON_FEED)


def is_opml(data: bytes) -> bool:
    return first_element(data) == "opml"


def is_mbox(data: bytes) -> bool:
    return data.startswith(b"From ") and bool(FROM_LINE.match(data[:SNIFFED]))


def is_mail(data: bytes) -> bool:
    """Whether the first lines are headers, two of them such as every mail has, one of these its sender or a route."""
    names: list[bytes] = []
    for line in data[:HEAD].removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n").splitlines():
        found = HEADER_LINE.match(line)
        if found:
            names.append(found[1].lower())
        elif not (names and line[:1] in b" \t" and line.strip()):
            break
    return len(MAIL_HEADERS & set(names)) > 2 or (b"message-id" in names and b"from" in names)


def is_mhtml(data: bytes) -> bool:
    """Whether a browser's headers stand at the beginning, or those of pages with their parts that nobody sent."""
    head = data[:SNIFFED].removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    headers = FOLDED.sub(b" ", BLANK_LINE.split(head, maxsplit=1)[0]).lower()
    names = {line.partition(b":")[0].strip() for line in headers.splitlines()}
    if names & SENT or b"content-type" not in names:
        return False
    is_saved = b"snapshot-content-location" in names or SAVED_BY.search(headers) is not None
    return is_saved or (b"multipart/related" in headers and PAGE_TYPE.search(headers) is not None)


def is_outlook(data: bytes) -> bool:
    """A message in Outlook's own format: a compound file with streams of its properties."""
    return data.startswith(OLE) and "__substg1.0_".encode("utf-16-le") in data


def is_table(data: bytes) -> bool:
    """Whether the first line names columns, one of which is a text and another something that is known of articles."""
    head = plain(data[:SNIFFED]).lstrip()
    lines = head.splitlines()[:2]
    first = lines[-1] if lines and lines[0].lower().startswith(b"sep=") else b"".join(lines[:1])
    text = first.decode("utf-8", "replace")
    for delimiter in DELIMITERS if not text.startswith("|") else ():  # a table of Markdown begins so
        names = {column(name) for name in text.split(delimiter)}
        if len(names & COLUMNS) > 1 and names & set(TEXT_COLUMNS) and len(text) < 40 * len(names):
            return True
    return False


def column(name: str) -> str:
    """The name of a column as it is compared: `"Published At"` is `published_at`."""
    return "_".join(name.strip().strip("\ufeff\"' ").casefold().replace("-", " ").split())


def plain(head: bytes) -> bytes:
    """Without byte order mark and, in UTF-16 and UTF-32, without the zeros between the letters of ASCII."""
    head = head.removeprefix(b"\xef\xbb\xbf")
    if b"\0" in head[:4] or head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        head = head.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").replace(b"\0", b"")
    return head


def first_element(data: bytes) -> str:
    """`rss` of `<?xml …?><rss …>`: lower case, without a prefix; "" where the bytes do not begin as XML or HTML."""
    head = plain(data[:HEAD])
    found = NAME.match(head, _behind(head, 0))
    return found[1].decode("ascii", "replace").rpartition(":")[2].casefold() if found else ""


def _behind(head: bytes, at: int) -> int:
    """Where the first element begins, or the end of the head."""
    while True:
        at = _after_blanks(head, at)
        pair = next(((start, end) for start, end in PASSED if head.startswith(start, at)), None)
        if pair:
            at = _after(head, pair[1], at + len(pair[0]))
        elif head[at : at + 9].upper() == b"<!DOCTYPE":
            at = _after_doctype(head, at)
        else:
            return at


def _after_blanks(head: bytes, at: int) -> int:
    while at < len(head) and head[at] in b" \t\r\n":
        at += 1
    return at


def _after(head: bytes, mark: bytes, at: int) -> int:
    found = head.find(mark, at)
    return len(head) if found < 0 else found + len(mark)


def _after_doctype(head: bytes, at: int) -> int:
    """Behind its `>`, or behind the `]>` of its own declarations."""
    subset, end = head.find(b"[", at), head.find(b">", at)
    if 0 <= subset < end:
        return _after(head, b">", _after(head, b"]", subset))
    return _after(head, b">", at)
