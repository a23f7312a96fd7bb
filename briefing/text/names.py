"""Names in a text: capitalised sequences, quoted names, codes and acronyms. No gazetteer but states, and no model."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from briefing.text.places import state_of
from briefing.text.quotations import quotations
from briefing.text.rarity import rarity
from briefing.text.tokens import is_stop

NameKind = Literal["person_or_place", "quoted", "code", "acronym"]


class Name(NamedTuple):
    """text[start:end]; `title` is what stands before a person's name ("Russian Defence Minister"), outside the span."""

    text: str
    start: int
    end: int
    kind: NameKind
    title: str = ""


_TITLES = frozenset(
    """president vice-president vice prime premier minister ministers presidents foreign defence defense interior
    finance general generals lieutenant admiral colonel major captain sergeant commander marshal senator sen
    representative rep governor gov congressman congresswoman mayor judge justice king queen prince princess pope
    sir lord lady dame dr mr mrs ms miss prof professor chancellor secretary deputy chairman chairwoman chair chief
    director spokesman spokeswoman spokesperson ambassador envoy gen adm col maj lt sgt capt cmdr leader former
    acting crown emperor sheikh ayatollah imam bishop archbishop cardinal rev state executive officer attorney
    speaker coach""".split()
)
_WITH_STOP = frozenset(
    "mr mrs ms dr prof gen adm col maj lt sgt capt gov sen rep rev st jr sr mt ft cmdr hon pres".split()
)
_CALENDAR = frozenset(
    """january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday christmas easter""".split()
)
_NO_BODY = _TITLES | _CALENDAR
_SHORT_CALENDAR = frozenset("jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun".split())
_BODIES = frozenset(
    """ministry department office council committee commission secretariat service force forces staff party academy
    bank house bureau agency command affairs general's court university""".split()
)
_PARTICLES = frozenset(
    """de del della der den des di do dos da du el la le van von bin ibn bint ter ten af av zu zum y al ul of the
    for""".split()
)
_LINKS = frozenset({"of", "the", "for"})  # inside the names of bodies: "Ministry of Defence"
_ALL_NOUNS_CAPITAL = frozenset({"de", "lb"})
_NO_ACRONYM = frozenset(
    "AM PM OK TV ET EST EDT GMT UTC BST II III IV VI VII VIII IX XI XII XIII XIV XV XVI CEO CFO A I".split()
)
_RARE = 10.5  # rarity of a word that, at a sentence's begin, is rather a name than a common word

_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĴĶĹĻĽĿŁŃŅŇŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽΆΈ-ΏΑ-ΫЀ-ЯҐԱ-Ֆ"
_CAPITAL = re.compile(rf"[{_UPPER}][\w]*(?:[-‑’'](?!s\b)\w+|\.(?:[{_UPPER}]\.)+)*")
_ARTICLE_BEFORE = re.compile(r"(?<!\w)(?:al|el|as|ash|an|ar|ad|az)[-‑]\Z")
_GAP = re.compile(r"(?P<stop>\.?)[ \xa0](?P<links>(?:[a-z]{1,4}[ \xa0]){0,2})\Z")
_FIGURE = re.compile(r"\d+\w*(?:[-‑]\d+)?")
_LETTERS_BEFORE = re.compile(rf"(?<![\w.-])(?:[{_UPPER}][^\W\d_]{{0,11}}[-‑]|[{_UPPER}]{{1,4}}[a-z]?)\Z")
_ACRONYM = re.compile(rf"(?:[{_UPPER}]\.){{2,}}|[{_UPPER}]{{2,6}}s?")
_KATAKANA = re.compile("[ァ-ヴ][ァ-ヴー・＝]{2,}")
_BEFORE_FIRST_WORD = " \xa0“\"‘'«„([—–-"
_GENERATIONS = frozenset({"2G", "3G", "4G", "5G", "6G"})
_QUOTED_WORDS = 5


@lru_cache(maxsize=1 << 13)
def names(text: str, language: str = "en") -> tuple[Name, ...]:
    """Names in the order of the text; none overlaps another but those inside a quoted name."""
    found = [*_codes(text)] if any(map(str.isdecimal, text)) else []
    found += _capitalised(text, language, {at for name in found for at in range(name.start, name.end)})
    found += _quoted(text)
    if language == "ja":
        found += [Name(m.group(), *m.span(), "person_or_place") for m in _KATAKANA.finditer(text)]
    return tuple(sorted(found, key=lambda name: (name.start, -name.end, name.kind)))


def _codes(text: str) -> Iterator[Name]:
    """S-500, F-16s, COP29, 5G."""
    for match in _FIGURE.finditer(text):
        letters = _LETTERS_BEFORE.search(text, max(0, match.start() - 14), match.start())
        if letters or (match.group() in _GENERATIONS and text[match.start() - 1 : match.start()] in ("", " ")):
            start = letters.start() if letters else match.start()
            yield Name(text[start : match.end()], start, match.end(), "code")


def _quoted(text: str) -> Iterator[Name]:
    """Quotations that are a phrase and no sentence: two to five words, or one with a capital."""
    for span in quotations(text, nested=True):
        if len(span) > 60:
            continue
        inner = text[span.start + 1 : span.end - 1].strip().rstrip(",.;:!?")
        size = len(inner.split())
        if inner and (1 < size <= _QUOTED_WORDS or inner[0].isupper()) and not re.search(r"[.!?;:]\s", inner) and size:
            start = text.index(inner, span.start)
            yield Name(inner, start, start + len(inner), "quoted")


# --- capitalised sequences -----------------------------------------------------------------------------------


def _capitalised(text: str, language: str, taken: set[int]) -> Iterator[Name]:
    words = [match for match in _CAPITAL.finditer(text) if match.start() not in taken and _starts_word(text, match)]
    inside = Counter(match.group() for match in words if not _opens_sentence(text, match.start()))
    run: list[re.Match[str]] = []
    for word in words:
        if run and not _joined(text, run[-1], word):
            yield from _named(text, run, inside, language)
            run = []
        run.append(word)
    yield from _named(text, run, inside, language)


def _starts_word(text: str, match: re.Match[str]) -> bool:
    before = text[match.start() - 1] if match.start() else " "
    return not (before.isalnum() or before in "_@#")


def _opens_sentence(text: str, start: int) -> bool:
    at = start - 1
    while at >= 0 and text[at] in _BEFORE_FIRST_WORD:
        at -= 1
    return at < 0 or text[at] in ".!?…:\n" or (text[at] in "”’»" and text[at - 1] in ".!?…")


def _joined(text: str, a: re.Match[str], b: re.Match[str]) -> bool:
    """Whether two capitalised words are parts of one name: side by side, or with a particle between them."""
    gap = text[a.end() : _start_of(text, b)]
    if gap in (" ", "\xa0"):
        return True
    match = _GAP.match(gap)
    if match is None or text.startswith(("'", "’"), a.end()):
        return False
    if match["stop"] and not (len(a.group()) == 1 or a.group().casefold() in _WITH_STOP):
        return False
    links = match["links"].split()
    if not links:
        return True
    if links[0] in _LINKS:
        return links in (["of"], ["of", "the"], ["for"]) and a.group().casefold() not in _NO_BODY
    return all(link in _PARTICLES for link in links)


def _start_of(text: str, word: re.Match[str]) -> int:
    """The word's begin with its Arabic article: "al-Assad"."""
    article = _ARTICLE_BEFORE.search(text, max(0, word.start() - 4), word.start())
    return article.start() if article else word.start()


def _named(text: str, run: list[re.Match[str]], inside: Counter[str], language: str) -> Iterator[Name]:
    """The names of a run of capitalised words, without what only opens the sentence, dates and titles."""
    parts = list(run)
    if parts and _opens_sentence(text, parts[0].start()) and not _is_name_at_start(parts, inside, language):
        parts = parts[1:]
    while parts and _is_common(parts[0].group(), language):
        parts = parts[1:]
    parts = [part for i, part in enumerate(parts) if not _is_date(text, part, i)]
    if not parts or (len(parts) > 3 and all(part.group().isupper() for part in parts)):
        return  # a headline in capitals
    title, parts = _untitled(text, parts)
    if not parts:
        return
    if len(parts) == 1:
        yield from _single(text, parts[0], title, language)
        return
    start, end = _start_of(text, parts[0]), parts[-1].end()
    yield Name(text[start:end], start, end, "person_or_place", title)


def _single(text: str, word: re.Match[str], title: str, language: str) -> Iterator[Name]:
    form = word.group()
    if (form.isupper() or "." in form) and _ACRONYM.fullmatch(form) and not (len(form) > 4 and _is_people(form)):
        if form not in _NO_ACRONYM:
            end = word.end() + (text.startswith(".", word.end()) and "." in form and not form.endswith("."))
            yield Name(text[word.start() : end], word.start(), end, "acronym")
    elif len(form) > 1 and (
        language not in _ALL_NOUNS_CAPITAL or rarity(form.casefold(), language) > 13 or state_of(form)
    ):
        start = _start_of(text, word)
        yield Name(text[start : word.end()], start, word.end(), "person_or_place", title)


def _is_name_at_start(parts: list[re.Match[str]], inside: Counter[str], language: str) -> bool:
    """Whether the capital of a sentence's first word is the word's own."""
    first = parts[0].group()
    folded = first.casefold()
    if is_stop(folded, language) and not first.isupper():
        return False
    if inside[first] or state_of(first) or folded in _TITLES or first.isupper():
        return True
    if first.endswith(("ing", "ed", "ly")):
        return False
    if len(parts) > 1 and parts[1].group().casefold() not in _TITLES and state_of(parts[1].group()) is None:
        return True
    return rarity(folded, language) > _RARE and not first.endswith("s")


def _is_common(word: str, language: str) -> bool:
    return not word.isupper() and word.casefold() not in _TITLES and is_stop(word.casefold(), language)


def _is_date(text: str, part: re.Match[str], position: int) -> bool:
    """A weekday or month; "Theresa May" and "Dong Jun" are none."""
    folded = part.group().casefold()
    if folded in _CALENDAR:
        return folded != "may" or position == 0 or text[part.end() : part.end() + 2].strip().isdigit()
    return folded in _SHORT_CALENDAR and text[part.end() : part.end() + 3].lstrip(". ")[:1].isdigit()


def _untitled(text: str, parts: list[re.Match[str]]) -> tuple[str, list[re.Match[str]]]:
    """The office in front ("Russian Defence Minister"), and the words behind it; an office alone names nobody."""
    at = 0
    for i, part in enumerate(parts):
        if part.group().casefold().rstrip(".") in _TITLES:
            at = i + 1
        elif not (part.group().isupper() or _is_people(part.group())):
            break
    if not at:
        return "", parts
    title = text[parts[0].start() : parts[at - 1].end()]
    if at < len(parts) and parts[at].group().casefold() in _BODIES:
        return "", parts  # "Foreign Ministry"
    if at == len(parts):
        place = parts[0] if parts[0].group().casefold() not in _TITLES else None
        return "", [place] if place else []
    return title, parts[at:]


def _is_people(word: str) -> bool:
    state = state_of(word)
    return state is not None and state.casefold() != word.casefold()
