"""Teasers of other stories, where no name tells them: by their links, by their repeating, by the heading over them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import SplitResult, urlsplit

from briefing.ingest.html.lines import Line
from briefing.ingest.html.suspects import is_prose
from briefing.ingest.html.tree import Element

LINKED = 0.8  # of a line are links: then it may be a teaser
TEASER_CHARACTERS = (25, 80)  # shorter lines name no story, longer ones that end like a sentence may be prose
# How the address of a story differs from that of a section: several words, a long number, a date.
STORY_ADDRESS = re.compile(r"(?:[^\W_]+[-_]){2,}[^\W_]|\d{5}|/\d{4}/\d\d")
SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»›」』)\]]*$")
CARD_LINES, CARD_CHARACTERS = 4, 500  # at most: a story's linked title, its day, a sentence or two
CARDS = 3  # in a row, at least
AN_ARTICLE = 400  # characters of prose that must be left, or nothing is taken for a teaser
HEADING_CHARACTERS = 40
OVER_OTHERS = re.compile(
    r"(?:more|other|latest|top|related|recommended|popular|recent|further) (?:stories|news|articles|posts|reading"
    r"|headlines|coverage|videos)\b|most (?:read|viewed|popular|shared)|you (?:may|might) (?:also )?(?:like|enjoy|be)"
    r"|(?:read|see|watch) (?:also|next)|also read|up next|don['’]t miss|editor[s'’]* picks?|trending(?: now)?$|related$"
    r"|(?:\d+ )?comments?(?: ?\(\d+\))?$|leave a (?:reply|comment)|join the (?:conversation|discussion)"
    r"|mehr zum thema|weitere (?:artikel|nachrichten|meldungen|beiträge|themen)|auch interessant|lesen sie auch"
    r"|das könnte (?:sie|dich)|meistgelesen|passend zum|(?:\d+ )?kommentare?$"
    r"|(?:à )?lire (?:aussi|également)|sur le même (?:sujet|thème)|les plus lus"
    r"|articles (?:liés|similaires|recommandés)"
    r"|dans la même rubrique|voir aussi|(?:\d+ )?commentaires?$|(?:también )?te puede interesar|lo más (?:leído|visto)"
    r"|(?:noticias|artículos) relacionad[oa]s|más noticias|lea también|lee también|(?:\d+ )?comentarios?$"
    r"|leggi anche|potrebbe interessarti|(?:articoli|notizie) correlat[ie]|i più letti|leia (?:também|mais)"
    r"|(?:notícias|matérias) relacionadas|mais lidas|lees ook|meest gelezen|gerelateerd"
    r"|читайте также|материалы по теме|похожие (?:материалы|новости)|другие новости|самое читаемое|(?:\d+ )?комментари"
    r"|читайте також|матеріали за темою|інші новини|相关(?:阅读|新闻|报道|文章)|推荐阅读|延伸阅读|热门(?:新闻|文章)"
    r"|関連(?:記事|ニュース)|おすすめ|あわせて読みたい|アクセスランキング"
    r"|اقرأ أيض|مواضيع ذات صلة|أخبار ذات صلة|الأكثر قراءة",
    re.IGNORECASE,
)


def is_teaser(line: Line, host: str) -> bool:
    """A line that is all link, to what looks like another story of the same site."""
    if len(line.text) >= TEASER_CHARACTERS[1] and SENTENCE_END.search(line.text):
        return False
    return _names_a_story(line, host)


def without_teasers(lines: Sequence[Line], left_out: Sequence[bool], host: str) -> tuple[list[Line], list[bool]]:
    """The same lines; those of teasers stand within their part of the page, and are left out."""
    kept = [line for line, out in zip(lines, left_out, strict=True) if not out]
    inside = _lines_inside(kept)
    parts = {*_cards(kept, inside, host), *_under_headings(kept, inside)}
    gone = {id(line): part for part in parts for line in inside[part]}
    if not gone or sum(len(line.text) for line in kept if is_prose(line) and id(line) not in gone) < AN_ARTICLE:
        return list(lines), list(left_out)
    found = [replace(line, within=(*line.within, gone[id(line)])) if id(line) in gone else line for line in lines]
    return found, [out or id(line) in gone for line, out in zip(lines, left_out, strict=True)]


def _lines_inside(lines: Sequence[Line]) -> dict[Element, list[Line]]:
    inside = defaultdict[Element, list[Line]](list)
    for line in lines:
        element = line.element
        while element is not None:
            inside[element].append(line)
            element = element.getparent()
    return inside


def _cards(lines: Sequence[Line], inside: dict[Element, list[Line]], host: str) -> Iterator[Element]:
    """Elements beside each other, each of which holds the linked title of a story and a word about it."""
    rows = defaultdict[Element, dict[Element, None]](dict)
    for line in lines:
        if _names_a_story(line, host) and (card := _card(line, inside)) is not None:
            rows[card.getparent()][card] = None
    for row in rows.values():
        if len(row) >= CARDS:
            yield from row


def _card(line: Line, inside: dict[Element, list[Line]]) -> Element:
    """The outermost element around the line that is no larger than a card; None where it holds nothing else."""
    card, outer = None, line.element
    while outer is not None and len(inside[outer]) <= CARD_LINES:
        if sum(len(other.text) for other in inside[outer]) > CARD_CHARACTERS:
            break
        card, outer = outer, outer.getparent()
    return card if card is not None and any(is_prose(other) for other in inside[card]) else None


def _under_headings(lines: Sequence[Line], inside: dict[Element, list[Line]]) -> Iterator[Element]:
    """Elements that begin with a heading such as "More stories"."""
    for line in lines:
        if len(line.text) > HEADING_CHARACTERS or not OVER_OTHERS.match(line.text):
            continue
        part = line.element
        while part is not None and len(inside[part]) < 2:
            part = part.getparent()
        if part is not None and inside[part][0] is line:
            yield part


def _names_a_story(line: Line, host: str) -> bool:
    if line.link_density < LINKED or len(line.text) < TEASER_CHARACTERS[0]:
        return False
    links = [_split(link.get("href") or "") for link in _links(line)]
    here = all(link is None or _site(link.netloc) in {"", _site(host)} for link in links)
    return here and any(link is not None and STORY_ADDRESS.search(link.path) for link in links)


def _links(line: Line) -> list[Element]:
    """Those in the line's element; where it stands in a link as a whole, that link."""
    found = list(line.element.iter("a"))
    return found or list(line.element.iterancestors("a"))[:1]


def _split(address: str) -> SplitResult | None:
    try:
        return urlsplit(address)
    except ValueError:
        return None


def _site(host: str) -> str:
    """The last two labels of a host: enough to tell a story of the same site."""
    return ".".join(host.rpartition(":")[0].split(".")[-2:]) if ":" in host else ".".join(host.split(".")[-2:])
