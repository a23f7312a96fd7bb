"""What a text names: quoted modifiers with their noun, codes and names with theirs, and runs of content words."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from briefing.text.places import state_of
from briefing.text.quotations import quotations
from briefing.text.tokens import Token, is_stop, stem, tokenise
from briefing.types import Span

PhraseKind = Literal["quoted", "code", "name", "words"]

_VERBS = frozenset(
    """said says announced declared pledged offered agreed met held voiced raised told stated expressed reported
    accused denied conducted led
    visited discussed focused highlighted emphasised emphasized continued continues plans planned warned urged called claimed showed including
    enhance deepen expand strengthen create pursue resume boost develop promote maintain improve reduce increase
    amid marking following according expected seen used taken took made""".split()
)
# What a name neither holds nor begins with: amounts, and the past of verbs that no ending tells.
_AMOUNTS = frozenset(
    """least most more less fewer nearly almost about around dozens hundreds thousands one four five six seven eight nine
    ten eleven twelve twenty thirty forty fifty hundred thousand million billion""".split()
)
_PASTS = frozenset(
    """died sank fell rose grew won struck broke began spoke wrote came went gave sent kept brought became sold paid fled
    hit left lost set put cut shot beat met got had did was were has""".split()
)
_GENERAL = frozenset(
    "new first last former latest key major top senior recent several many two three both other own".split()
)
_LONGEST_QUOTED = 40  # characters of a quoted name
_NOUN_RUN = 3  # lower-case words taken after a name: "missile defence system"


class Phrase(NamedTuple):
    """text[start:end]; `anchor` are the stems that name the thing, `kind` how it is marked as a name."""

    text: str
    start: int
    end: int
    anchor: tuple[str, ...]
    kind: PhraseKind
    negated: bool = False


def forms(text: str, language: str = "en") -> tuple[str, ...]:
    """Stems of every word, stop words kept: what phrases are searched in."""
    return tuple(_form(token, language) for token in tokenise(text))


def _form(token: Token, language: str) -> str:
    return stem(token.text.casefold().replace("’", "'"), language)


def phrases(text: str, language: str = "en") -> tuple[Phrase, ...]:
    """Candidates for the name of a subject, in order; one may lie inside another."""
    tokens = tokenise(text)
    quoted = quotations(text)
    return (*_quoted(text, tokens, quoted, language), *_named(text, tokens, language), *_runs(text, tokens, language))


@lru_cache(maxsize=256)
def quoted_names(text: str, language: str = "en") -> tuple[Phrase, ...]:
    """Only the quoted ones, of a whole article."""
    spans = tuple(span for span in quotations(text) if len(span) <= _LONGEST_QUOTED)
    return tuple(_quoted(text, tokenise(text), spans, language)) if spans else ()


_NEGATORS = frozenset({"no", "not", "non", "without", "never"})
_NEGATED_WORD = re.compile(r"(?:un|non|in|im)(?=[a-z]{4})|less$")


def _quoted(text: str, tokens: Sequence[Token], spans: Sequence[Span], language: str) -> Iterator[Phrase]:
    """“Golden Dome” missile shield; “no limits” partnership; “new era” of cooperation."""
    for span in spans:
        first = bisect_right(tokens, span.start, key=_start)
        inside = tokens[first : bisect_left(tokens, span.end, key=_end)]
        if not 1 <= len(inside) <= 4 or text[span.end - 2] in ",.!?" or len(span) > _LONGEST_QUOTED:
            continue
        tail = _noun_after(text, tokens, span.end, language)
        words = [t.text.casefold() for t in inside]
        negated = any(word in _NEGATORS for word in words) or any(_NEGATED_WORD.search(word) for word in words)
        if tail is None and not negated:
            continue
        end = tail or span.end
        yield Phrase(
            text[span.start : end], span.start, end, tuple(_form(t, language) for t in inside), "quoted", negated
        )


def _start(token: Token) -> int:
    return token.start


def _end(token: Token) -> int:
    return token.end


def _noun_after(text: str, tokens: Sequence[Token], at: int, language: str) -> int | None:
    """The end of the one or two lower-case content words that follow, with an "of" between where one stands there."""
    first = bisect_left(tokens, at, key=_start)
    following = tokens[first : first + _NOUN_RUN + 1]
    end, here, taken = None, at, 0
    for token in following:
        gap = text[here : token.start]
        word = token.text.casefold()
        if gap.strip() or "\n" in gap or taken == _NOUN_RUN:
            break
        if word == "of" and taken == 0 and token is following[0]:
            here = token.end
            continue
        if is_stop(word, language) or not token.text[0].islower() or word in _VERBS or word.endswith(("ed", "ing")):
            break
        end, here, taken = token.end, token.end, taken + 1
    return end


def _named(text: str, tokens: Sequence[Token], language: str) -> Iterator[Phrase]:
    """S-500 missile defence system; Central Military Commission; never a state alone."""
    i = 0
    while i < len(tokens):
        run = _capital_run(text, tokens, i)
        if not run:
            i += 1
            continue
        i += len(run)
        first = run[0]
        if first.start == 0 or text[: first.start].rstrip()[-1:] in '.!?:“"':
            lowered = first.text.casefold()
            if is_stop(lowered, language) or (len(run) == 1 and not any(c.isdigit() for c in lowered)):
                run = run[1:]
        while run and (is_stop(run[0].text.casefold(), language)):
            run = run[1:]
        if not run or all(state_of(t.text) for t in run) or state_of(text[run[0].start : run[-1].end]):
            continue
        code = any(_is_code(t.text) for t in run)
        end = _noun_after(text, tokens, run[-1].end, language) if code else None
        end = end or run[-1].end
        anchor = tuple(_form(t, language) for t in run)
        yield Phrase(text[run[0].start : end], run[0].start, end, anchor, "code" if code else "name")


def _is_code(word: str) -> bool:
    """S-500, COP29; never an ordinal."""
    return any(c.isdigit() for c in word) and word[0].isalpha()


def _capital_run(text: str, tokens: Sequence[Token], i: int) -> list[Token]:
    """Capitalised words in a row, "of" between them ("Gulf of Aden"); a possessive ends the name."""
    run: list[Token] = []
    for token in tokens[i : i + _LONGEST_NAME]:
        gap = text[run[-1].end : token.start] if run else ""
        joins = token.text == "of" and bool(run)
        if gap not in {"", " ", "\u00a0", "-"} or not (token.text[0].isupper() or token.text.isdigit() or joins):
            break
        run.append(token)
    while run and (run[-1].text.isdigit() or run[-1].text == "of"):
        run.pop()
    return run


_LONGEST_NAME = 6


def _runs(text: str, tokens: Sequence[Token], language: str) -> Iterator[Phrase]:
    """Maximal runs of two to four content words: nearly always a whole noun phrase."""
    run: list[Token] = []
    for token in [*tokens, None]:
        if token is not None and not _breaks(text, run, token, language):
            run.append(token)
            continue
        while run and run[0].text.casefold() in _GENERAL:
            run = run[1:]
        while language == "en" and run and _is_past(run[-1].text):
            run.pop()
        if 2 <= len(run) <= 4 and not all(t.text[0].isupper() for t in run):
            anchor = tuple(_form(t, language) for t in run)
            yield Phrase(text[run[0].start : run[-1].end], run[0].start, run[-1].end, anchor, "words")
        run = [token] if token is not None and not _breaks(text, [], token, language) else []


def _breaks(text: str, run: list[Token], token: Token, language: str) -> bool:
    word = token.text.casefold()
    if run and text[run[-1].end : token.start] not in {" ", "\u00a0", "-"}:
        return True
    if language == "en" and word in _AMOUNTS:
        return True
    if is_stop(word, language) or word in _VERBS or token.text.isdigit() or (language == "en" and word.endswith("ly")):
        return True
    return bool(state_of(token.text)) and token.text[0].isupper()


def _is_past(word: str) -> bool:
    """ "burned", "sank": the verb of what was named before; a name of its own begins with a capital."""
    return word.islower() and (word in _PASTS or (word.endswith("ed") and not word.endswith("eed")))


def core(words: tuple[str, ...]) -> frozenset[str]:
    """Stems without their negation: ("no", "limit") and ("unlimit",) have one core, so "no limits" meets "unlimited"."""
    found = {_NEGATED_WORD.sub("", word) for word in words if word not in _NEGATORS}
    return frozenset(word for word in found if len(word) > 3)
