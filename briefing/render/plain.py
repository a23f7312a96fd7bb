"""The brief as plain text and as Markdown, in the words and with the numbers of the page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from briefing.render.measure import Run
from briefing.render.phrases import Phrases, Runs
from briefing.render.words import Words, words
from briefing.schema import Document, SourceData

WIDTH = 78  # columns of the plain text


class Line(NamedTuple):
    """What the sources say with its numbers, and below it what we say; either may be missing.

    `mixed` where words of ours stand in the line of the quoted ones.
    """

    quoted: Runs = ()
    ours: str = ""
    url: str = ""
    mixed: bool = False


class Section(NamedTuple):
    heading: str
    note: str
    lines: tuple[Line, ...]


def text(document: Document) -> str:
    """Plain text, at most 78 columns wide where a word allows; a wide character takes two."""
    said = Phrases(document, plain_words(document.language))
    paragraphs = [[*wrapped(document.title), "=" * min(WIDTH, columns(document.title))]]
    paragraphs += [wrapped(line) for line in _masthead(said)]
    for section in _sections(said):
        paragraphs.append([*wrapped(section.heading), "-" * min(WIDTH, columns(section.heading))])
        paragraphs += [wrapped(section.note)] if section.note else []
        paragraphs += [list(_text_line(line)) for line in section.lines]
    paragraphs += [wrapped(line) for line in _footer(said)]
    return "\n\n".join("\n".join(lines) for lines in paragraphs) + "\n"


def markdown(document: Document) -> str:
    """CommonMark in which nothing of an article is markup, a link or HTML."""
    said = Phrases(document, plain_words(document.language))
    paragraphs = [f"# {escaped(document.title)}", *map(escaped, _masthead(said))]
    for section in _sections(said):
        paragraphs.append(f"## {escaped(section.heading)}")
        paragraphs += [f"*{escaped(section.note)}*"] if section.note else []
        paragraphs.append("\n".join(map(_markdown_line, section.lines)))
    paragraphs += ["---", *map(escaped, _footer(said))]
    return "\n\n".join(filter(None, paragraphs)) + "\n"


# --- what stands on the page, in its order --------------------------------------------------------------------


def _masthead(said: Phrases) -> Iterator[str]:
    left, right = said.masthead()
    made = said.words.say("masthead.made_title") if said.document.title_basis == "made" else ""
    yield said.joined(filter(None, [said.document.tlp, left, right, made]))
    yield said.truth()


def _sections(said: Phrases) -> Iterator[Section]:
    document, say = said.document, said.words.say
    if corrections := said.corrections():
        yield Section(say("section.corrected"), "", tuple(Line(runs, mixed=True) for runs in corrections))
    if document.key_reporting:
        key = (Line(said.point(point), said.about_point(point)) for point in document.key_reporting)
        yield Section(say("section.key_reporting"), "", tuple(key))
    for theme in document.themes:
        points = (Line(said.point(point), said.about_in_theme(point, theme)) for point in theme.points)
        yield Section(theme.label, said.theme_meta(theme), tuple(points))
    if document.disagreements:
        yield Section(say("section.differ"), "", tuple(_differences(said)))
    if comment := said.comment():
        yield Section(say("section.comment"), "", tuple(Line(ours=_flat(runs)) for runs in comment))
    if changes := said.changes():
        yield Section(said.changes_heading(), "", tuple(Line(runs, mixed=True) for runs in changes))
    if document.timeline:
        yield Section(say("section.timeline"), "", tuple(_events(said)))
    if document.people or document.spellings:
        yield Section(say("section.people"), "", tuple(_people(said)))
    yield Section(say("section.sources"), said.same_for_all(), tuple(_sources(said)))


def _differences(said: Phrases) -> Iterator[Line]:
    for disagreement in said.document.disagreements:
        yield Line(ours=_flat(said.differ_label(disagreement)))
        for side in disagreement.sides:
            yield from (Line(said.excerpt(citation)) for citation in side.citations)
    if more := said.more_differ():
        yield Line(ours=more)


def _events(said: Phrases) -> Iterator[Line]:
    for event in said.document.timeline:
        basis = said.words.say("timeline.undated" if event.basis == "unknown" else f"timeline.{event.basis}")
        yield Line(said.event(event), said.joined(filter(None, [said.event_date(event), basis, event.ground])))


def _people(said: Phrases) -> Iterator[Line]:
    yield from (Line(said.person(person)) for person in said.document.people)
    for spelling in said.document.spellings:
        yield Line((Run(said.words.say("people.spelled") + " ", "words"), *said.spelling(spelling)))


def _sources(said: Phrases) -> Iterator[Line]:
    judged = len({source.reliability for source in said.document.sources}) > 1
    for source in said.document.sources:
        url = source.url if is_link(source.url) else ""
        facts = [said.source_date(source), said.source_note(source, judged=judged), *_places(source)]
        number = Run(f"[{source.number}]", "cite")
        yield Line((number, Run(f" {said.source_title(source)}")), said.joined(filter(None, facts)), url)


def _places(source: SourceData) -> Iterator[str]:
    yield source.origin_path
    if source.url and not is_link(source.url):
        yield source.url


def _footer(said: Phrases) -> Iterator[str]:
    yield from said.document.notes
    yield said.joined(filter(None, [said.footer(), said.document.tlp]))


def plain_words(language: str) -> Words:
    """The page's catalogue where it speaks of type and pages, in the words for a text that has neither."""
    page = words(language)
    masthead = {**page.look_up("masthead"), "type": page.look_up("plain.type")}
    footer = {**page.look_up("footer"), "room": page.look_up("plain.room"), "page": ""}
    return replace(page, table={**page.table, "masthead": masthead, "footer": footer})


def flowing(document: Document, templates: str = "") -> Phrases:
    """The page's phrases where there is type but no page, and brief.json is not attached."""
    page = words(document.language, templates)
    footer = {**page.look_up("footer"), "room": page.look_up("plain.room"), "page": ""}
    return Phrases(document, replace(page, table={**page.table, "footer": footer}))


def _flat(runs: Iterable[Run]) -> str:
    return "".join(run.text for run in runs)


def is_link(url: str) -> bool:
    """Whether the address may be a link: http or https, with nothing in it that could end it early."""
    return url.startswith(("http://", "https://")) and not re.search(r"[\s<>\"'`\\\u0000-\u0020\u007f-\u00a0]", url)


# --- plain text -----------------------------------------------------------------------------------------------

# White space at which a line may break; a non-breaking space is none of it.
BREAKING = re.compile("[\t-\r\x1c-\x20\x85\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000]+")
ISOLATE, POP_ISOLATE = "\u2068", "\u2069"
OPENING, EMBEDDING = "\u2066\u2067\u2068", "\u202a\u202b\u202c\u202d\u202e"


def _text_line(line: Line) -> Iterator[str]:
    if line.quoted:
        shown = _in_marks(line.quoted) if line.mixed else _flat(line.quoted)
        yield from wrapped(shown, first="* ", rest="  ")
    if line.ours:
        yield from wrapped(line.ours, first="  - " if line.quoted else "", rest="    " if line.quoted else "")
    if line.url:
        yield f"    {line.url}"


def _in_marks(runs: Iterable[Run]) -> str:
    """Quoted words in quotation marks, where no type tells them from ours."""
    return "".join(f"“{run.text}”" if run.kind == "quote" else run.text for run in runs)


def wrapped(words: str, first: str = "", rest: str = "") -> list[str]:
    """Lines of at most WIDTH columns where a word allows; a text's directions never reach beyond its line."""
    lines, current = [], first
    started = False
    for piece in _pieces(words):
        if started and columns(current + piece.rstrip(" ")) > WIDTH:
            lines.append(current.rstrip(" "))
            current = rest
        current += piece
        started = True
    return [isolated(line) for line in (*lines, current.rstrip(" "))]


def _pieces(words: str) -> Iterator[str]:
    """Stretches after which a line may break: words with a space, and wide characters one by one."""
    for word in filter(None, BREAKING.split(words)):
        start = 0
        for i in range(1, len(word)):
            if _is_wide(word[i - 1]) and _may_start(word[i]):
                yield word[start:i]
                start = i
        yield word[start:] + " "


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def _may_start(character: str) -> bool:
    """Closing marks, joiners and accents never start a line."""
    return unicodedata.category(character) not in {"Pe", "Pf", "Po", "Mn", "Me", "Mc", "Cf", "Sk"}


def columns(words: str) -> int:
    """The columns that a terminal takes: two for a wide character, none for an accent or an invisible one."""
    return sum(map(_columns, words))


def _columns(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if _is_wide(character) else 1


def isolated(line: str) -> str:
    """The line with every direction mark of an article closed inside it; as it is where it has none."""
    if not any(mark in line for mark in OPENING + POP_ISOLATE + EMBEDDING):
        return line
    depth = unopened = 0
    for character in line:
        if character in OPENING:
            depth += 1
        elif character == POP_ISOLATE:
            unopened, depth = (unopened, depth - 1) if depth else (unopened + 1, 0)
    return ISOLATE * (unopened + 1) + line + POP_ISOLATE * (depth + 1)


# --- Markdown -------------------------------------------------------------------------------------------------

# What may be markup inside a line: of CommonMark, tables, strike-through, mathematics, emoji names, bare addresses.
MARKUP = re.compile(r"[\\`*_{}\[\]<>&|~$^]|:(?=//|[\w+-]+:)|(?<=\w)\.(?=[^\W\d_]{2})")
OPENS_BLOCK = re.compile(r"^(?:[#+=-]|\d+(?=[.)]))")
ADDRESS = re.compile(r"(?<=\S)@(?=\S)")


def escaped(words: str) -> str:
    """One line of Markdown that shows exactly these words; a comment parts what would become a mail address."""
    line = isolated(BREAKING.sub(" ", words).strip(" "))
    line = MARKUP.sub(r"\\\g<0>", line)
    line = OPENS_BLOCK.sub(_no_block, line)
    return ADDRESS.sub(r"@<!-- -->", line)


def _no_block(opening: re.Match[str]) -> str:
    """A backslash before a mark, but after a number: "1" cannot be escaped, the full stop after it can."""
    return opening[0] + "\\" if opening[0].isdigit() else "\\" + opening[0]


def _markdown_line(line: Line) -> str:
    quoted, ours = "".join(map(_markdown_run, line.quoted)).strip(" "), escaped(line.ours)
    parts = [quoted, f"*{ours}*" if ours else "", f"<{line.url}>" if line.url else ""]
    return "- " + "  \n  ".join(filter(None, parts))


def _markdown_run(run: Run) -> str:
    """Quoted words as they are, our words in italics, a number as it is."""
    if run.kind == "cite":
        return run.text
    words = run.text.strip()
    if not words:
        return run.text
    before, after = run.text.split(words, 1)
    inside = escaped(words)
    return before + (inside if run.kind in {"quote", "strong"} else f"*{inside}*") + after
