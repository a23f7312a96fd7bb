"""Editions as a folder of pages with an index and an Atom feed, so that a team can host yesterday's briefs anywhere.

What the sources' rights do not allow to be shown to everybody lies in `private`, which its owner alone may read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal
from xml.etree import ElementTree as ET

from briefing.config import Config, Digest
from briefing.errors import EnvironmentProblem
from briefing.files import write
from briefing.job.digesting import HTML, JSON, PDF, zone_of
from briefing.schema import Document, loads
from briefing.settings import TLP_MARKS
from briefing.store import Store
from briefing.store.editions import Edition

ATOM = "http://www.w3.org/2005/Atom"
IN_FEED = 30  # entries
LISTED = 1_000
Access = Literal["public", "private"]
OPEN = ("public", "cc0", "cc by", "cc-by", "open")  # how `rights` of a source begin that may be shown to everybody


@dataclass(frozen=True, slots=True)
class Shown:
    """An edition as the index and the feed show it; `edition` is without its data, of which there may be years.

    `first` is its first point, `lines` are those of its entry in the feed.
    """

    edition: Edition
    access: Access
    title: str
    mark: str
    as_of: str
    first: str
    lines: tuple[str, ...] = ()


def access(document: Document) -> Access:
    """Public when every source that is quoted may be, and the handling mark lets it."""
    sources = (*document.sources, *document.other_sources)
    marked = bool(document.tlp) and TLP_MARKS.index(document.tlp) > 0
    allowed = all(source.rights.casefold().startswith(OPEN) for source in sources)
    return "public" if allowed and sources and not marked else "private"


def publish(store: Store, digest: Digest, config: Config) -> Path | None:
    """Every sent edition of the list in the folder of [[digest]] publish; the list's folder, None when none is set."""
    if not digest.publish:
        return None
    root = Path(digest.publish).expanduser()
    editions = store.editions.latest(digest.list, count=LISTED)
    shown = [_shown(edition) for edition in editions if edition.state == "sent" and edition.document]
    for kind in ("public", "private"):
        mine = [one for one in shown if one.access == kind]
        folder = root / kind / digest.list
        if not mine and not folder.is_dir():
            continue
        _open(root / kind, kind)
        files = {str(folder / "index.html"): index(mine, digest, config, private=kind == "private")}
        files[str(folder / "feed.atom")] = atom(mine, digest, config)
        for one in mine:
            files.update(_pages(store, one, folder))
        write(files)
    return root


def _shown(edition: Edition) -> Shown:
    document = loads(edition.document)
    return Shown(
        replace(edition, document=""),
        access(document),
        document.title,
        document.tlp,
        document.as_of,
        first=next((point.text for point in document.points), ""),
        lines=tuple(_lines(document)),
    )


def quoting(store: Store, config: Config, articles: Iterable[str]) -> Iterator[str]:
    """A line for each edition that quotes one of the articles: what was sent or published stays as it was read."""
    wanted = [f'"{identity}"' for identity in articles]
    digests = {digest.list: digest for digest in config.digest}
    for edition in store.editions.latest(count=LISTED):
        if any(identity in edition.document for identity in wanted):
            name = f"the edition of {edition.day.isoformat()} of {edition.list!r} ({edition.state}) quotes it"
            pages = pages_of(edition, digests[edition.list]) if edition.list in digests else []
            yield f"{name}: {', '.join(map(str, pages))}" if pages else name


def pages_of(edition: Edition, digest: Digest) -> list[Path]:
    """The folders with the pages of an edition, public or private, that are there."""
    if not digest.publish:
        return []
    root = Path(digest.publish).expanduser()
    places = [root / kind / digest.list / edition.day.isoformat() for kind in ("public", "private")]
    return [place for place in places if (place / "index.html").is_file()]


def is_laid_out(edition: Edition, digest: Digest) -> bool:
    """Whether there is nothing to lay out: no folder is named, or the edition is there."""
    return not digest.publish or bool(pages_of(edition, digest))


def _open(folder: Path, kind: str) -> None:
    """The private half belongs to its owner alone, whatever the mask of the process."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755 if kind == "public" else 0o700)
    except OSError as error:
        why = (error.strerror or type(error).__name__).lower()
        raise EnvironmentProblem(
            f"{folder} could not be made", why=why, hint="Name another place as publish"
        ) from error


def _pages(store: Store, one: Shown, folder: Path) -> dict[str, bytes]:
    """The pages of an edition that are not there yet: an edition that was sent never changes."""
    there = folder / one.edition.day.isoformat()
    if (there / "index.html").is_file():
        return {}
    files = store.editions.files(one.edition)
    names = {HTML: "index.html", PDF: PDF, JSON: JSON}
    return {str(there / name): files[made] for made, name in names.items() if made in files}


def index(shown: Sequence[Shown], digest: Digest, config: Config, *, private: bool) -> bytes:
    """The page that lists the editions, newest first."""
    from briefing.render.letter import lighter
    from briefing.render.page import checked_accent
    from briefing.render.templates import fill
    from briefing.render.words import words

    language = digest.language or config.brief.language
    catalogue = words(language, config.page.templates)
    accent = checked_accent(config)
    rows: list[dict[str, Any]] = [
        {
            "day": one.edition.day.isoformat(),
            "date": catalogue.date(one.edition.day.isoformat()),
            "number": one.edition.number,
            "title": one.title,
            "mark": one.mark,
            "first": one.first,
        }
        for one in shown
    ]
    values = {
        "words": catalogue,
        "title": digest.title or digest.list,
        "editions": rows,
        "accent": accent,
        "accent_on_dark": lighter(accent),
        "private": private,
    }
    return fill("archive/index.html", config.page.templates, values).encode()


def atom(shown: Sequence[Shown], digest: Digest, config: Config) -> bytes:
    """The newest editions as an Atom feed (RFC 4287); addresses are relative unless publish_url says where it lies."""
    ET.register_namespace("", ATOM)
    base = digest.publish_url.rstrip("/") + "/" if digest.publish_url else ""
    feed = ET.Element(f"{{{ATOM}}}feed")
    _add(feed, "id", base or f"urn:briefing:{digest.list}")
    _add(feed, "title", digest.title or digest.list)
    _add(feed, "updated", shown[0].as_of if shown else "1970-01-01T00:00:00Z")
    _add(_add(feed, "author"), "name", config.mail.from_name or config.brief.audience or "briefing")
    _add(feed, "link", rel="self", href=f"{base}feed.atom")
    zone = str(zone_of(digest, config))
    for one in shown[:IN_FEED]:
        entry = _add(feed, "entry")
        place = f"{base}{one.edition.day.isoformat()}/"
        _add(entry, "id", f"urn:briefing:{digest.list}:{one.edition.id}")
        _add(entry, "title", f"{one.title} ({one.edition.day.isoformat()}, {zone})")
        _add(entry, "updated", one.as_of)
        _add(entry, "link", rel="alternate", type="text/html", href=place)
        _add(entry, "link", rel="enclosure", type="application/pdf", href=f"{place}{PDF}")
        _add(entry, "content", "\n\n".join(one.lines), type="text")
    data: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return data + b"\n"


def _lines(document: Document) -> Iterable[str]:
    """The key reports, then the first point of each theme, each with its numbers."""
    firsts = [theme.points[0] for theme in document.themes if theme.points]
    for point in (*document.key_reporting, *firsts):
        numbers = "".join(f"[{number}]" for number in sorted({c.source for c in point.citations}))
        yield f"“{_writable(point.text)}” {numbers}"


def _add(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, f"{{{ATOM}}}{tag}", attributes)
    child.text = _writable(text) or None
    return child


def _writable(text: str) -> str:
    """Without the characters that XML 1.0 does not know."""
    return "".join(
        c for c in text if c in "\t\n" or (c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff")
    )
