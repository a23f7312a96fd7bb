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
    hit left lost set put cut shot beat met got had did was were has
    given taken seen known shown found built held caught bought hurt sought thrown drawn driven written chosen""".split()
)
# What may stand before a noun and names nothing by itself: a label begins behind it.
_GENERAL = frozenset(
    """new first last former latest key major top senior recent several many two three both other own
    single multiple various different certain additional possible little minor small big large huge massive good great
    further previous next current similar numerous""".split()
)
# No noun, wherever it stands: a phrase does not end with it.
_ADJECTIVES = frozenset(
    """high low available likely unlikely dead alive alone free open close ready able good bad new old big small large great
    important essential possible due sure clear strong weak wrong true false full empty early late real same special safe
    unable aware afraid present absent worth hard easy short long deep wide fast slow hot cold young happy sorry
    yesterday today tomorrow tonight ago later earlier last next previous""".split()
)
_ADJECTIVAL = re.compile(r"(?:[a-z]{3}(?:able|ible|ful|ous|less|ical|ional|ential|ental|ward|wards)|[a-z]{4}ish)$")
_NOUNS_LIKE_ADJECTIVES = frozenset(
    """vegetable table cable bible professional official national criminal original capital signal hospital proposal
    potential credential regional rental parental musical medical periodical clerical radical tropical chemical
    international functional handful spoonful""".split()
)
_NOUNS_LIKE_PARTICIPLES = frozenset(
    """building hearing training funding meeting briefing ruling shooting bombing killing housing warning spending voting
    trafficking hiking fishing shipping mining banking parking filing finding gathering landing crossing opening setting
    ceiling wedding king ring spring string wing thing morning evening smuggling bullying rating saving sailing stabbing
    uprising sentencing testing drilling flooding hacking lending trading racing boxing clothing engineering marketing
    manufacturing broadcasting policing screening offering painting understanding wording
    boarding""".split()
)
# What stands before a noun phrase; behind "to" or a pronoun stands a verb as well ("to handle calculations").
_BEFORE_A_NOUN = frozenset(
    """a an the this that these those his her its their our my your no any some each every another such of in on at by for
    with from into over under between among against about after before during through across near via per without within
    behind beyond around toward towards like despite amid including more most all both many several other new
    first last former""".split()
)
_MONTHS = frozenset("january february march april may june july august september october november december".split())
_CALENDAR = _MONTHS | frozenset(
    """monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun jan feb mar apr jun jul aug sep sept oct nov dec
    christmas easter thanksgiving""".split()
)
_LONGEST_QUOTED = 40  # characters of a quoted name
_NOUN_RUN = 3  # lower-case words taken after a name: "missile defence system"


class Phrase(NamedTuple):
    """text[start:end]; `anchor` are the stems that name the thing, `kind` how it is marked as a name.

    `evident` where what stands before it tells that it is a noun phrase.
    """

    text: str
    start: int
    end: int
    anchor: tuple[str, ...]
    kind: PhraseKind
    negated: bool = False
    evident: bool = True


def forms(text: str, language: str = "en") -> tuple[str, ...]:
    """Stems of every word, stop words kept: what phrases are searched in."""
    return tuple(_form(token, language) for token in tokenise(text))


def _form(token: Token, language: str) -> str:
    return _form_of(token.text, language)


@lru_cache(maxsize=1 << 13)
def _form_of(word: str, language: str) -> str:
    return stem(word.casefold().replace("’", "'"), language)


def phrases(text: str, language: str = "en") -> tuple[Phrase, ...]:
    """Candidates for the name of a subject, in order; one may lie inside another."""
    tokens = tokenise(text) if language not in _ELIDING else _unelided(tokenise(text))
    quoted = quotations(text)
    return (*_quoted(text, tokens, quoted, language), *_named(text, tokens, language), *_runs(text, tokens, language))


_NOUNS_ARE_CAPITAL = frozenset({"de", "lb"})
_ELIDING = frozenset({"fr", "it", "ca"})


def _unelided(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """ "d'un" is its "un": what is elided before a word belongs to no name."""
    found = []
    for token in tokens:
        at = max(token.text.rfind("'"), token.text.rfind("’")) + 1
        found.append(Token(token.text[at:], token.start + at, token.end) if at < len(token.text) else token)
    return tuple(found)


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
        tail = _noun_after(text, tokens, span.end, language) if language == "en" else None
        words = [t.text.casefold() for t in inside]
        negated = any(word in _NEGATORS for word in words) or any(_NEGATED_WORD.search(word) for word in words)
        name = language != "en" and len(inside) > 1 and text[inside[0].start].isupper()
        if (tail is None and not negated and not name) or words[-1].endswith("ly"):
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
        if word in _GENERAL or word in _PASTS:
            break
        if not _is_adjective(word):
            end = token.end
        here, taken = token.end, taken + 1
    return end


def _is_adjective(word: str) -> bool:
    return word in _ADJECTIVES or (word not in _NOUNS_LIKE_ADJECTIVES and _ADJECTIVAL.search(word) is not None)


def _named(text: str, tokens: Sequence[Token], language: str) -> Iterator[Phrase]:
    """S-500 missile defence system; Central Military Commission; never a state alone."""
    i = 0
    while i < len(tokens):
        found = _capital_run(text, tokens, i)
        if not found:
            i += 1
            continue
        rest = 1 if _ends_compound(text, tokens, i, language) else 0
        i += len(found)
        run = _bare_name(text, found[rest:], language)
        if not run or all(state_of(t.text) for t in run) or state_of(text[run[0].start : run[-1].end]):
            continue
        if all(t.text.casefold() in _CALENDAR or t.text.isdigit() for t in run):
            continue
        code = any(_is_code(t.text) for t in run)
        common = language in _NOUNS_ARE_CAPITAL  # "Ende" is no name
        whole = code or len(run) > 1 or not (common or _goes_on(text, tokens, i, language))
        end = (_noun_after(text, tokens, run[-1].end, language) if code and language == "en" else None) or run[-1].end
        anchor = tuple(_form(t, language) for t in run)
        yield Phrase(text[run[0].start : end], run[0].start, end, anchor, "code" if code else "name", evident=whole)


def _bare_name(text: str, run: list[Token], language: str) -> list[Token]:
    """Without the first word of a sentence where that may be any, stop words before the name, and a month behind it."""
    if run and (run[0].start == 0 or text[: run[0].start].rstrip()[-1:] in '.!?:“"'):
        lowered = run[0].text.casefold()
        if is_stop(lowered, language) or (len(run) == 1 and not any(c.isdigit() for c in lowered)):
            run = run[1:]
    while run and is_stop(run[0].text.casefold(), language):
        run = run[1:]
    while len(run) > 1 and run[-1].text.casefold() in _MONTHS:
        run = run[:-1]
    return run


def _goes_on(text: str, tokens: Sequence[Token], following: int, language: str) -> bool:
    """A lower-case noun or a number follows: one capitalised word before it is but the half of a name
    ("Indigenous peoples", "Interstate 75").
    """
    if following >= len(tokens):
        return False
    token = tokens[following]
    if text[tokens[following - 1].end : token.start] not in {" ", "\u00a0"}:
        return False
    word = token.text.casefold()
    verb = language == "en" and (word in _VERBS or is_past(word) or word.endswith(("s", "ing", "ly")))
    return token.text.isdigit() or (token.text.islower() and not is_stop(word, language) and not verb)


def _ends_compound(text: str, tokens: Sequence[Token], i: int, language: str) -> bool:
    """The "Run" of "Hit-and-Run"."""
    joined = i > 0 and text[tokens[i].start - 1 : tokens[i].start] == "-"
    return joined and is_stop(tokens[i - 1].text.casefold(), language)


_MONEY = re.compile(r"[A-Z]\d{4,}|[A-Z]{1,3}\d+(?:bn|m|mn|k|tn)")  # "R6500", "R95bn"


def _is_code(word: str) -> bool:
    """S-500, COP29, F1; never an ordinal, nor the name of a template or a user ("Cquote1")."""
    letters = re.match(r"[^\W\d_]+", word)
    if letters is None or not any(c.isdigit() for c in word) or _MONEY.fullmatch(word):
        return False
    return letters.group().isupper() or "-" in word or "‑" in word


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
        if language == "en":
            run = _noun_phrase(text, run)
        if 2 <= len(run) <= 4 and not all(t.text[0].isupper() for t in run):
            anchor = tuple(_form(t, language) for t in run)
            evident = language != "en" or _is_evident(text, run[0].start)
            yield Phrase(text[run[0].start : run[-1].end], run[0].start, run[-1].end, anchor, "words", evident=evident)
        run = [token] if token is not None and not _breaks(text, [], token, language) else []


def _breaks(text: str, run: list[Token], token: Token, language: str) -> bool:
    if run and text[run[-1].end : token.start] not in {" ", "\u00a0", "-"}:
        return True
    return _stands_apart(token.text, language)


@lru_cache(maxsize=1 << 13)
def _stands_apart(written: str, language: str) -> bool:
    """A word that no phrase of plain words holds: of no content, a verb, a number, a state."""
    word = written.casefold()
    if language == "en" and word in _AMOUNTS:
        return True
    if is_stop(word, language) or word in _VERBS or written.isdigit() or (language == "en" and word.endswith("ly")):
        return True
    return bool(state_of(written)) and written[0].isupper()


def _noun_phrase(text: str, run: list[Token]) -> list[Token]:
    """Without what names nothing at its head, the rest of a hyphened word, and verbs and adjectives at its end."""
    while run and (run[0].text.casefold() in _GENERAL or text[run[0].start - 1 : run[0].start] == "-"):
        run = run[1:]
    while run and is_past(run[0].text) and not _is_evident(text, run[0].start):
        run = run[1:]
    verb = next(
        (i for i in range(1, len(run)) if _is_verb_form(run[i].text) and text[run[i].start - 1] != "-"), len(run)
    )
    run = run[:verb]  # "party slammed the plan": the clause's noun is the name
    while run and not _may_end(run[-1].text):
        run = run[:-1]
    return run


def _may_end(word: str) -> bool:
    return not (_is_verb_form(word) or _is_adjective(word))


def _is_verb_form(word: str) -> bool:
    """A past, or an "-ing" that is no noun: "party slammed", "clinic providing"."""
    participle = word.endswith("ing") and word.islower() and word not in _NOUNS_LIKE_PARTICIPLES
    return is_past(word) or participle


def is_named_by(first: str, last: str) -> bool:
    """Whether two words of a phrase may name something by themselves: "minor injuries" and "suffered minor" do not."""
    return first.casefold() not in _GENERAL and not is_past(first) and _may_end(last)


_WORD_BEFORE = re.compile(r"([\w’']+)[ \u00a0]$")


def _is_evident(text: str, at: int) -> bool:
    """A determiner or a preposition stands before it."""
    before = _WORD_BEFORE.search(text, max(0, at - 20), at)
    if before is None:
        return False
    word = before.group(1).casefold()
    return word in _BEFORE_A_NOUN or word.endswith(("’s", "'s", "s’", "s'")) or word in _AMOUNTS or word.isdigit()


def is_past(word: str) -> bool:
    """ "burned", "sank": the verb of what was named before; a name of its own begins with a capital."""
    return word.islower() and (word in _PASTS or (word.endswith("ed") and not word.endswith("eed")))


def core(words: tuple[str, ...]) -> frozenset[str]:
    """Stems without their negation: ("no", "limit") and ("unlimit",) have one core, so "no limits" meets "unlimited"."""
    found = {_NEGATED_WORD.sub("", word) for word in words if word not in _NEGATORS}
    return frozenset(word for word in found if len(word) > 3)
