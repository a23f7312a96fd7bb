"""Names in a text: capitalised sequences, quoted names, codes and acronyms."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from briefing.text.quotations import quotations
from briefing.text.tokens import is_stop

NameKind = Literal["person_or_place", "quoted", "code", "acronym"]


class Name(NamedTuple):
    """text[start:end]; `title` is the office before a person's name, which the span leaves out."""

    text: str
    start: int
    end: int
    kind: NameKind
    title: str = ""


_TITLES = frozenset(
    """president vice prime minister foreign defence defense general admiral colonel major captain lieutenant sergeant senator governor
    mayor judge justice king queen prince princess pope sir lord lady dr mr mrs ms prof professor chancellor secretary chairman
    chairwoman spokesman spokeswoman ambassador rep sen gen adm col maj lt sgt capt gov""".split()
)
_CAPITAL = r"(?:[^\W\d_a-z]['’])?[^\W\d_]\w*(?:[-‑][^\W\d_]\w*)*"
_PARTICLE = r"(?:de|del|della|der|den|van|von|bin|ibn|al|el|da|dos|di|la|le|of|the|and|y)"
_SEQUENCE = re.compile(rf"(?<![\w’'-]){_CAPITAL}(?:\.?[ \xa0]{_CAPITAL})*")
_CODE = re.compile(r"(?<![\w-])[^\W\d_]{1,6}[-‑]?\d+\w*(?:[-‑]\d+)?(?![\w-])")
_ACRONYM = re.compile(r"(?<![\w.])(?:[A-Z]\.){2,}|(?<![\w-])[A-Z]{2,6}(?![\w-])")
_WORD = re.compile(r"[^\W_][\w'’.-]*")


def names(text: str, language: str = "en") -> tuple[Name, ...]:
    """Names in the order of the text; none overlaps another but those inside a quoted name."""
    found = [Name(m.group(), m.start(), m.end(), "code") for m in _CODE.finditer(text)]
    found += [Name(m.group(), m.start(), m.end(), "acronym") for m in _ACRONYM.finditer(text)]
    found += _capitalised(text, language)
    found += _quoted(text)
    return tuple(sorted(found, key=lambda name: (name.start, -name.end, name.kind)))


def _quoted(text: str) -> list[Name]:
    """Quotations of one to four words without a sentence in them."""
    found = []
    for span in quotations(text, nested=True):
        inner = text[span.start + 1 : span.end - 1].strip().rstrip(",.")
        if inner and len(inner.split()) <= 4 and not re.search(r"[.!?;:]\s", inner):
            start = text.index(inner, span.start)
            found.append(Name(inner, start, start + len(inner), "quoted"))
    return found


def _capitalised(text: str, language: str) -> list[Name]:
    found = []
    run: list[re.Match[str]] = []
    for word in [*_WORD.finditer(text)]:
        capital = word.group()[0].isupper() and not word.group().isupper()
        joined = bool(run) and text[run[-1].end() : word.start()] in (" ", "\xa0")
        if run and not (capital and joined):
            found += _name(text, run, language)
            run = []
        if capital:
            run.append(word)
    return found + (_name(text, run, language) if run else [])


def _name(text: str, run: list[re.Match[str]], language: str) -> list[Name]:
    parts = [m for m in run]
    while parts and is_stop(parts[0].group().casefold(), language):
        parts = parts[1:]
    title = []
    while parts and parts[0].group().casefold().rstrip(".") in _TITLES:
        title.append(parts[0].group())
        parts = parts[1:]
    if not parts:
        return []
    start, end = parts[0].start(), parts[-1].end()
    name = re.sub(r"(?:['’]s?|\.)$", "", text[start:end])
    return [Name(name, start, start + len(name), "person_or_place", " ".join(title))]
