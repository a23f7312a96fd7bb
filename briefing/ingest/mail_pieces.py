"""The body of a mail as pieces: paragraphs and headlines with the addresses that they lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from briefing.config import LimitSettings
from briefing.ingest.facts import web_address
from briefing.ingest.html.lines import HEADINGS, Line, read_lines
from briefing.ingest.html.tree import Element, tree_of

HEADLINE_WORDS, HEADLINE_LETTERS = 30, 200
HEADED_WORDS = 6  # of the line below a headline that stands right above its text
WHOLE = 0.9  # of a line's letters that are linked or bold, for it to be called so
ENDS = re.compile(r"[.:;,。；，]\s*$")
URL = re.compile(r"<?\b(https?://[^\s<>\"]+[^\s<>\".,;:!?)\]'])>?")
BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)|font-size\s*:\s*(?:1[89]|[2-5]\d)\s*p[xt]", re.IGNORECASE)
# Parameters in which a link that counts clicks carries the address that it leads to.
TARGETS = frozenset({"url", "u", "q", "target", "redirect", "dest", "destination", "link", "to"})
FLOWED_END = " "  # a line of format=flowed that goes on (RFC 3676)


@dataclass(frozen=True, slots=True)
class Piece:
    """`links` are http or https; a `linked` piece is a link and nothing else."""

    text: str
    headline: bool = False
    linked: bool = False
    links: tuple[str, ...] = ()


def pieces_of_html(html: str, limits: LimitSettings) -> tuple[Piece, ...]:
    """What a reader sees, in order; pictures, and so the invisible ones that count readers, are gone."""
    return tuple(_piece(line) for line in read_lines(tree_of(html, limits.html_depth)))


def pieces_of_text(text: str, *, flowed: bool = False, joined: bool = False) -> tuple[Piece, ...]:
    """Paragraphs as blank lines part them. `joined`: format=flowed with DelSp=yes, where the blank goes as well."""
    if flowed:
        text = "\n".join(_unflowed(text.split("\n"), joined))
    paragraphs = re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    return tuple(piece for paragraph in paragraphs if paragraph.strip() for piece in _plain_pieces(paragraph))


def target(link: str) -> str:
    """The address itself, or the one that a link which counts clicks carries along; nothing is asked for it."""
    address = web_address(link)
    if not address:
        return ""
    for name, value in parse_qsl(urlsplit(address).query):
        if name.casefold() in TARGETS and (inner := web_address(value)):
            return inner
    return address


def _piece(line: Line) -> Piece:
    text = line.shown
    anchors = [a for a in line.element.iter("a") if a.get("href")] if line.element is not None and line.linked else []
    within = [a for a in anchors if " ".join("".join(a.itertext()).split()) in text]
    links = tuple(dict.fromkeys(filter(None, (target(a.get("href", "")) for a in within))))
    linked = line.link_density >= WHOLE
    headline = _is_short(text) and not line.listed and (linked or _stands_out(line.element, text))
    return Piece(text, headline, linked, links)


def _stands_out(element: Element, text: str) -> bool:
    """A heading element, or a line that is bold or large as a whole."""
    if element is None:
        return False
    if any(e.tag in HEADINGS for e in (element, *element.iterancestors())) or BOLD.search(element.get("style", "")):
        return True
    strong = [e for e in element.iter("b", "strong", "span", "font") if e.tag in {"b", "strong"} or _is_bold(e)]
    return any(len(" ".join("".join(e.itertext()).split())) >= WHOLE * len(text) for e in strong)


def _is_bold(element: Element) -> bool:
    return bool(BOLD.search(element.get("style", "")))


def _is_short(text: str) -> bool:
    return len(text) <= HEADLINE_LETTERS and len(text.split()) <= HEADLINE_WORDS and "\n" not in text


def _plain_pieces(paragraph: str) -> Iterator[Piece]:
    """The paragraph without the addresses that stand below it on lines of their own, and these."""
    lines = [line.rstrip() for line in paragraph.strip("\n").split("\n")]
    alone: list[str] = []
    while lines and (found := URL.fullmatch(lines[-1].strip())):
        alone.insert(0, found[1])
        lines.pop()
    yield from _paragraph(lines)
    yield from (Piece(url, linked=True, links=tuple(filter(None, (target(url),)))) for url in alone)


def _paragraph(lines: list[str]) -> Iterator[Piece]:
    """The text, with the headline that stands on its first line as a piece of its own."""
    if len(lines) > 1 and _heads(lines):
        yield Piece(lines[0].strip(), headline=True)
        lines = lines[1:]
    text = "\n".join(lines).strip()
    if not text:
        return
    links = tuple(dict.fromkeys(filter(None, map(target, URL.findall(text)))))
    yield Piece(text, len(lines) == 1 and _may_head(text), False, links)


def _heads(lines: list[str]) -> bool:
    """A first line that was not broken because it was full, and is none of a list."""
    first, word = lines[0].strip(), lines[1].split(None, 1)[0] if lines[1].split() else ""
    width = max(map(len, lines))
    return _may_head(first) and len(first) + 1 + len(word) <= 0.9 * width and len(lines[1].split()) >= HEADED_WORDS


def _may_head(text: str) -> bool:
    return _is_short(text) and not ENDS.search(text) and not URL.search(text) and text[:1] not in "•*->–—"


def _unflowed(lines: list[str], joined: bool) -> Iterator[str]:
    """Lines of format=flowed, joined to paragraphs; those quoted to a different depth are never joined."""
    held, depth = "", 0
    for line in (given.rstrip("\r") for given in lines):
        words = line.lstrip(">")
        quoted = len(line) - len(words)
        words = words.removeprefix(" ")
        if held and quoted == depth:
            words = (held[:-1] if joined else held) + words
        elif held:
            yield ">" * depth + held
        held, depth = "", quoted
        if words.endswith(FLOWED_END) and words != "-- ":
            held = words
        else:
            yield (">" * quoted + (" " if quoted else "")) + words
    if held:
        yield ">" * depth + held
