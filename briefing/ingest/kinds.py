"""The table of kinds. A new kind is one file with a reader and one entry here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath

from briefing.errors import IngestError
from briefing.ingest import jsonl, markdown, plain, refused, sniff, sniff_html, sniff_text, sniff_zip
from briefing.ingest.source import Source
from briefing.registry import lookup
from briefing.types import Article

# A reader of a container may yield a Source: a part of it (`news.zip/a.html`, `mail.mbox#3`), which is read next by the
# kind that its own content tells.
Reader = Callable[[Source], Iterator[Article | IngestError | Source]]


@dataclass(frozen=True, slots=True)
class Kind:
    """`is_content` tells the kind by its bytes, whatever the file's name; `suffixes` decide where no content does.

    A refused kind is known only so that it can be said why it gives no article.

    An isolated kind is read in a child process (see isolation/), which imports `needs` before its limits are set.
    """

    suffixes: frozenset[str]
    read: Reader
    is_content: Callable[[bytes], bool] = lambda _: False
    isolated: bool = False
    needs: tuple[str, ...] = ()
    refused: bool = False


def at(path: str) -> Reader:
    """The reader at a dotted path `package.module:function`, imported when the first source of its kind is read."""

    def read(source: Source) -> Iterator[Article | IngestError | Source]:
        reader: Reader = lookup("reader", path, {})
        return reader(source)

    return read


KINDS: Mapping[str, Kind] = {
    "feed": Kind(
        frozenset({".rss", ".atom", ".rdf", ".xml"}),
        at("briefing.ingest.feed:read"),
        sniff_text.is_feed,
        isolated=True,
        needs=("lxml.etree",),
    ),
    "web page": Kind(
        frozenset({".html", ".htm", ".xhtml", ".xht", ".shtml"}),
        at("briefing.ingest.html.reader:read"),
        sniff_html.is_page,
        isolated=True,
        needs=("lxml.html", "trafilatura", "htmldate"),
    ),
    "OPML": Kind(frozenset({".opml"}), at("briefing.ingest.opml:read"), sniff_text.is_opml, refused=True),
    "JSON lines": Kind(frozenset({".jsonl", ".ndjson", ".jl"}), jsonl.read, jsonl.is_content),
    "table": Kind(
        frozenset({".csv", ".tsv", ".tab"}), at("briefing.ingest.table:read"), sniff_text.is_table, isolated=True
    ),
    "Markdown": Kind(frozenset({".md", ".markdown", ".mdown"}), markdown.read),
    "PDF": Kind(frozenset({".pdf"}), at("briefing.ingest.pdf:read"), sniff.is_pdf, isolated=True, needs=("pypdfium2",)),
    "DOCX": Kind(
        frozenset({".docx", ".docm", ".dotx"}),
        at("briefing.ingest.docx:read"),
        sniff.is_docx,
        isolated=True,
        needs=("lxml.etree",),
    ),
    "saved page": Kind(
        frozenset({".mhtml", ".mht"}),
        at("briefing.ingest.mhtml:read"),
        sniff_text.is_mhtml,
        isolated=True,
        needs=("lxml.html", "trafilatura", "htmldate"),
    ),
    "mail": Kind(
        frozenset({".eml"}), at("briefing.ingest.mail:read"), sniff_text.is_mail, isolated=True, needs=("lxml.etree",)
    ),
    "mailbox": Kind(frozenset({".mbox", ".mbx"}), at("briefing.ingest.mbox:read"), sniff_text.is_mbox),
    "Outlook message": Kind(
        frozenset({".msg"}), at("briefing.ingest.mail:refuse_outlook"), sniff_text.is_outlook, refused=True
    ),
    "zip": Kind(frozenset({".zip"}), at("briefing.ingest.zipped:read_zip"), sniff_zip.is_zip),
    "gzip": Kind(frozenset({".gz"}), at("briefing.ingest.zipped:read_gzip"), sniff_zip.is_gzip),
    "old document": Kind(
        frozenset({".doc", ".dot", ".rtf"}), at("briefing.ingest.refused:read"), refused.is_old, refused=True
    ),
    "plain text": Kind(frozenset({".txt", ".text", ""}), plain.read),
}


def may_hold_articles(path: Path) -> bool:
    """Whether a file that lies among the articles would be read as some."""
    data = path.read_bytes()
    return kind_of(path.name, data) is not None and not sniff.is_brief(data)


def kind_of(name: str, data: bytes) -> Kind | None:
    """By content first, by suffix second; None for a kind that nobody reads here."""
    by_content = next((kind for kind in KINDS.values() if kind.is_content(data)), None)
    suffix = PurePath(name).suffix.casefold()
    return by_content or next((kind for kind in KINDS.values() if suffix in kind.suffixes), None)
