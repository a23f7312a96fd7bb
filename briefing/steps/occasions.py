"""Occasions: the words of a sentence that say what took place on a date, as a person would label a dot on an axis.

The clause of the date is sought, in it the verb that tells what happened; its subject stands before it where that is
short and names somebody. What ends in the middle of a phrase is no label, and a date that belongs to a name is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from briefing.text.cues import SPEECH_VERBS
from briefing.text.dates import DateMention
from briefing.text.phrases import is_past
from briefing.text.quotations import quotations
from briefing.text.tokens import Token, is_stop, tokenise

MOST_WORDS = 10  # of a label
_FEWEST_WORDS = 3
_SUBJECT_WORDS = 6
_PHRASE_WORDS = 4  # a quotation of so many words is part of its clause
_ADVERBIAL_WORDS = 6  # "In the early hours of Monday": a piece of so many words without a verb says when
_ACTS = frozenset(
    """met meets visited visits held holds signed signs announced announces declared pledged launched launches agreed
    attacked killed died elected resigned arrested opened opens closed closes struck hit crashed fired won lost
    ruled voted approved rejected began ended happened occurred took sank fell rose broke started stopped returned
    arrived left issued published released bought sold merged joined retired accused charged sentenced convicted
    acquitted banned lifted ordered flew drew withdrew threw overthrew grew ran built found caught fought sent
    spent stood drove rode wrote chose stole fed led shot swore tore wore bore burst quit shut spread""".split()
)
_BE = frozenset("was were is are has had have will shall did does became becomes remains".split())
_WISHES = frozenset(  # what did not happen, or not yet
    """would could might may should must needed wanted hoped expected planned asked seemed appeared came comes if
    unless""".split()
)
_BEFORE_NO_VERB = frozenset(
    """a an the this that these those his her its their our my your no any some each every of in on at by for with from
    to into over under between among against after before during two three four five six seven eight nine ten""".split()
)
_PARTICIPLES = frozenset("given taken seen known shown written driven thrown drawn chosen".split())  # and no pasts
_NEGATIONS = frozenset("not never didn’t didn't".split())  # what did not happen is no occasion
_SOMEBODY = frozenset("he she they we i who whom".split())
_BACKWARDS = frozenset("he she it they we i you who which that this these those there both".split())
_WITHOUT_OBJECT = frozenset(
    """met died resigned began ended happened occurred sank fell rose broke crashed opened closed won lost started
    stopped returned arrived left retired merged flew fled grew exploded erupted collapsed intensified emerged appeared
    derailed collided spoke burst spread drowned escaped landed burned worsened ceased""".split()
)
_READER = frozenset("i we you".split())
_HOLDS_ON = frozenset("and but also then later so yet however still just only even".split())
_WITH_DATE = frozenset("on in late early of during at around about last this the".split())
_NOT_THEN = frozenset("since until till before after by from to between through than".split())  # a bound, not the day
_PREPOSITIONS = frozenset(
    """in on at for with after before from over during as by near off against into across amid following between since
    despite until to toward towards alongside through throughout about among under""".split()
)
_ENDS_BEFORE = _PREPOSITIONS | frozenset("while when where but because".split())
_PARTICLES = frozenset("up down out off back away over".split())
_CLAUSE = re.compile(
    r"[;:()–—]|,(?!\d)|\b(?:that|who|whom|whose|which|when|while|because|although|though|where|but|since|after|before|as"
    r"|until|if|unless)\b",
    re.IGNORECASE,
)
_NAME_GOES_ON = re.compile(r"[’']s\b|[’'](?=\s)|[ \u00a0-](?=[A-Za-z])")
_CODE = re.compile(r"\b[A-Z][\w-]*\d")


class Occasion(NamedTuple):
    """text[start:end] says what took place; `spoken` where it is no more than that somebody said something."""

    start: int
    end: int
    named: bool = False
    spoken: bool = False
    who: bool = True  # it says who did it


class _Piece(NamedTuple):
    """A stretch of the sentence between two borders of clauses, and the place of its verb."""

    tokens: tuple[Token, ...]
    verb: int | None

    def holds(self, mention: DateMention) -> bool:
        return any(t.start < mention.end and mention.start < t.end for t in self.tokens)


def occasion(text: str, mention: DateMention) -> Occasion | None:
    """What took place on the date, or None where the sentence does not say it in a few words of its own."""
    if _is_of_a_name(text, mention) or _before(text, mention) in _NOT_THEN:
        return None
    pieces = list(_pieces(text))
    at = next((i for i, piece in enumerate(pieces) if piece.holds(mention)), None)
    if at is None:
        return None
    piece = pieces[at]
    if piece.verb is None and len(piece.tokens) <= _ADVERBIAL_WORDS:
        piece = _beside(pieces, at) or piece
    return None if piece.verb is None else _label(text, piece, piece.verb, mention)


def _before(text: str, mention: DateMention) -> str:
    return text[: mention.start].rstrip().rpartition(" ")[2].casefold()


def _is_of_a_name(text: str, mention: DateMention) -> bool:
    """ "the Oct. 7 attacks", "Sunday's race", "2003 film": the date is a part of what a thing is called."""
    after = _NAME_GOES_ON.match(text, mention.end)
    if after is None:
        return False
    if after.group()[0] in "’'":
        return True
    following = re.compile(r"[\w’'-]+").match(text, after.end())
    word = following.group() if following else ""
    before = _before(text, mention)
    tells = is_stop(word.casefold()) or _is_verb(word) or word.casefold() in SPEECH_VERBS or word.endswith("ing")
    return not tells and (before in {"the", "of", "a", "an", "last", "next"} or word.islower() or "-" in after.group())


def _is_verb(word: str) -> bool:
    return word in _ACTS or word in _BE or is_past(word)


def _pieces(text: str) -> Iterator[_Piece]:
    """The clauses; short quotations are part of theirs, a longer one is a piece of its own."""
    tokens = tokenise(text)
    spans = quotations(text)
    short = [q for q in spans if len(tokenise(text[q.start : q.end])) <= _PHRASE_WORDS]
    long = [q for q in spans if q not in short]
    marks = [m.span() for m in _CLAUSE.finditer(text) if not any(q.start < m.start() < q.end for q in short)]
    marks += [edge for q in long for edge in ((q.start, q.start + 1), (q.end - 1, q.end))]
    marks += [(t.start, t.end) for t, following in pairwise(tokens) if t.text == "and" and _is_verb(following.text)]
    start = 0
    for left, right in [*sorted(marks), (len(text), len(text))]:
        words = tuple(t for t in tokens if start <= t.start and t.end <= left)
        start = max(start, right)
        if words:
            yield from _without_saying(text, words)


def _without_saying(text: str, words: tuple[Token, ...]) -> Iterator[_Piece]:
    """ "The agency says | the trains met": what is said is a clause of its own."""
    verb = _verb(text, words)
    if verb is not None and words[verb].text.casefold() in SPEECH_VERBS - _ACTS:
        said = words[verb + 1 :]
        if _verb(text, said) is not None:
            yield _Piece(words[: verb + 1], verb)
            yield _Piece(said, _verb(text, said))
            return
    yield _Piece(words, verb)


def _verb(text: str, words: Sequence[Token]) -> int | None:
    """The first word that tells what was done: an act, a form of "be", a past behind a noun."""
    for i, token in enumerate(words):
        word, before = token.text, words[i - 1].text.casefold() if i else ""
        if before.isdigit() or text[token.start - 1 : token.start] == "-" or word in _PARTICIPLES:
            continue
        if before in _BEFORE_NO_VERB and before not in _BACKWARDS:
            continue
        if word in _ACTS or word in _BE or word in _WISHES or word in SPEECH_VERBS or (i and is_past(word)):
            return i
    return None


def _beside(pieces: Sequence[_Piece], at: int) -> _Piece | None:
    """Of a piece that only says when: the clause that follows a fronted one, else the last one before with a verb."""
    if at == 0:
        return next((piece for piece in pieces[1:3] if piece.verb is not None), None)
    before = [piece for piece in pieces[:at] if piece.verb is not None]
    return next((piece for piece in reversed(before) if piece.verb), before[0] if before else None)


def _label(text: str, piece: _Piece, verb: int, mention: DateMention) -> Occasion | None:
    """With its subject, or where that is too long, from the verb on."""
    words, first = piece.tokens, _first(text, piece.tokens, verb, mention)
    if first is None or words[verb].text in _WISHES or [t.text for t in words[verb : verb + 2]] in _DUTIES:
        return None
    if _is_of_another_verb(words, verb, mention):
        return None
    found = _beginning(text, words, first, verb, mention)
    if found is None and first < verb and words[verb].text not in _BE:
        return _beginning(text, words, verb, verb, mention)
    return found


def _beginning(text: str, words: Sequence[Token], first: int, verb: int, mention: DateMention) -> Occasion | None:
    """The longest label from that word on that ends where a phrase does."""
    kept = list(words[first:])
    inside = next((i for i, t in enumerate(kept) if t.start < mention.end and mention.start < t.end), None)
    if inside is not None:
        del kept[inside:]
        while kept and kept[-1].text.casefold() in _WITH_DATE:
            kept.pop()
    ends = [len(kept)] if len(kept) <= MOST_WORDS else []
    ends += [i for i in range(min(MOST_WORDS, len(kept) - 1), 0, -1) if kept[i].text.casefold() in _ENDS_BEFORE]
    for end in ends:
        label = _whole(kept[:end], verb - first + 1)
        if any(token.text in _NEGATIONS for token in label):
            return None
        if len(label) >= _FEWEST_WORDS and len(label) > verb - first and not _wants_more(text, words[verb], label[-1]):
            spoken = words[verb].text in SPEECH_VERBS - _ACTS or label[-1].text in SPEECH_VERBS
            found = _occasion(text, label, spoken=spoken)
            return found and found._replace(who=first < verb)
    return None


_DUTIES = (["had", "to"], ["have", "to"], ["has", "to"])


def _is_of_another_verb(words: Sequence[Token], verb: int, mention: DateMention) -> bool:
    """ "the chief he appointed in 2011", "the rocket fired on Tuesday took off": the date and the verb belong to two
    clauses.
    """
    between = [t.text.casefold() for t in words[verb + 1 :] if t.end <= mention.start]
    later = [t.text for t in words[verb + 1 :] if words[verb].start < mention.start and t.start >= mention.end]
    own = any(t.text in _BE for t in words[:verb]) or words[verb].text in _BE
    told_twice = any(word in _BE or word in _ACTS for word in between[2:])
    return not _SOMEBODY.isdisjoint(between) or told_twice or (not own and any(w in _BE or w in _ACTS for w in later))


def _whole(label: Sequence[Token], least: int) -> Sequence[Token]:
    """Without a loose word at its end; nothing where it breaks off before its noun ("caused a Nashville")."""
    while len(label) > least and _is_loose(label[-1].text):
        label = label[:-1]
    broken = len(label) > 1 and label[-2].text in {"a", "an"} and label[-1].text[0].isupper()
    return () if broken else label


def _wants_more(text: str, verb: Token, last: Token) -> bool:
    """It ends with a verb that tells nothing without its object: "was", "failed to", "shot"."""
    if last != verb:
        return last.text in _BE
    quoted = any(q.start < verb.start < q.end for q in quotations(text))
    return verb.text not in _WITHOUT_OBJECT and not quoted


_LOOSE = frozenset("shortly early late further soon Mon Tue Wed Thu Fri Sat Sun".split())


def _is_loose(word: str) -> bool:
    return word not in _PARTICLES and (is_stop(word.casefold()) or word in _LOOSE)


def _first(text: str, words: Sequence[Token], verb: int, mention: DateMention) -> int | None:
    """Where the label begins: at the subject where it is short and says who, else at the verb; None where the verb is
    of a thing named before it ("the missile it fired"), or tells nothing without its subject ("was halted").
    """
    start = 0
    if words[0].text.casefold() in _WITH_DATE:  # "On Sunday the harbour was closed"
        start = next((i + 1 for i in range(verb - 1, 0, -1) if words[i].start < mention.end <= words[i].end), 0)
    while start < verb and (words[start].text.casefold() in _HOLDS_ON or words[start].text.endswith("ly")):
        start += 1
    subject = [t.text.casefold() for t in words[start:verb]]
    if not subject:
        return None if words[verb].text in _BE else verb
    fronted = text[mention.end : words[start].start].strip() == ","
    broken = not fronted and text[: words[start].start].rstrip()[-1:] == "," and subject[0] not in _BEFORE_NO_VERB
    if (
        subject[0] in _PREPOSITIONS | _READER
        or subject[0].endswith("ing")
        or (broken and not words[start].text[0].isupper())
    ):
        return None
    if not (_SOMEBODY | {"it"}).isdisjoint(subject[1:]):
        return None
    if is_stop(subject[0]) and subject[0] not in _BEFORE_NO_VERB | _BACKWARDS:
        return None
    dated = any(t.start < mention.end and mention.start < t.end for t in words[start:verb])
    if subject[0] not in _BACKWARDS and not dated and len(subject) <= _SUBJECT_WORDS:
        return start
    return None if words[verb].text in _BE else verb


def _occasion(text: str, label: Sequence[Token], *, spoken: bool) -> Occasion | None:
    """With the quotation marks that belong to it; None where it would cut a quotation in two."""
    start, end = label[0].start, label[-1].end
    for quoted in quotations(text):
        if quoted.start < end and start < quoted.end:
            if quoted.start < start and end < quoted.end:
                continue
            if len(tokenise(text[quoted.start : quoted.end])) > _PHRASE_WORDS or text[quoted.end - 2] in ",.!?":
                return None
            start, end = min(start, quoted.start), max(end, quoted.end)
    if text[start:end].count("“") != text[start:end].count("”") or text[start:end].count('"') % 2:
        return None
    named = any(start <= q.start and q.end <= end for q in quotations(text))
    return Occasion(start, end, named or _CODE.search(text, start, end) is not None, spoken)


__all__ = ["MOST_WORDS", "Occasion", "occasion"]
