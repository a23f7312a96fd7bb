"""What counts against a sentence beside what it says: the writer's praise, reading and "I", loose ends, missing days."""

from __future__ import annotations

import re

from briefing.config import PointSettings
from briefing.steps.context import Standing
from briefing.steps.openings import loose_ends
from briefing.steps.speakers import said_by
from briefing.text import cues
from briefing.text.heads import heads, signs
from briefing.text.names import names
from briefing.text.numbers import numbers
from briefing.text.quotations import quotations
from briefing.text.tokens import word_count
from briefing.types import Added, Passage, Sentence

_OWN_WORDS = 8
# What a writer reads into the news rather than reports.
_INTERPRETING = re.compile(
    r"\b(?:underscor|highlight|signal|reflect|illustrat|demonstrat|symboli[sz]|exemplif|epitomi[sz]|cement|solidif|reinforc|rais(?:e|ed|es|ing) (?:alarm|concern|question|fear)|ignit"
    r"|spark|fuel|points? to|suggests? a|seen as|considered|remains? to be|likely to be|set the stage|sends? a|marks? a|marking a|poised)\w*"
)
_INTERPRETING_SIGNS = signs(
    """underscores highlights signals reflects illustrates demonstrates symbolises exemplifies epitomises cements
    solidifies reinforces raise raising ignites sparks point points suggests seen considered remains remain likely set
    send sends mark marks marking poised"""
)
# The writer speaks to the reader: an opinion column, advice, a memoir.
_FIRST_PERSON = re.compile(r"\b(?:I|I’m|I'm|I’ve|I've|we|my|our|you|your|us)\b", re.I)
_FIRST_PERSON_SIGNS = signs("i we my our you your us")
_OPENING_MARKS = frozenset("“\"‘'")
# Who was asked and said nothing: told with an accusation, and of no worth alone.
_NO_ANSWER = re.compile(
    r"\b(?:declin(?:ed|es)|refus(?:ed|es)) (?:to )?(?:further )?comment|(?:did|do|has|have) not (?:immediately )?(?:respond|repl)"
    r"|(?:could|can) not (?:immediately )?be reached"
)
# A day that only the article's own date could place.
_RELATIVE_SIGNS = signs(
    """monday tuesday wednesday thursday friday saturday sunday yesterday today tomorrow tonight recently night week
    weekend month year morning afternoon evening summer winter spring autumn fall"""
)
_RELATIVE = re.compile(
    r"\b(?:(?:[Oo]n|[Ll]ate|[Ee]arly|[Ll]ast|[Tt]his|[Nn]ext) )?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?: (?:night|morning|evening|afternoon))?)\b"
    r"|\b(?i:yesterday|today|tomorrow|tonight|recently)\b"
    r"|\b(?i:last|this|next|earlier this|later this|the previous|the past) (?:night|week|weekend|month|year|morning|afternoon|evening|summer|winter|spring|autumn|fall)\b"
)


def price(sentence: Sentence, standing: Standing, settings: PointSettings) -> float:
    """1 is nothing, 0 never."""
    text = sentence.text
    found = settings.loaded ** min(3, len(cues.loaded_words(text)))
    found *= settings.neighbour ** (len(standing.passage.sentences) - 1)
    found *= settings.loose_end ** loose_ends(text)
    found *= settings.bracket if standing.added else 1.0
    found *= settings.question if text.rstrip("”\"'’").endswith("?") else 1.0
    found *= settings.first_person if _is_personal(text) else 1.0
    found *= settings.undated if _relative_day(sentence) else 1.0
    found *= settings.opinion if sentence.article.kind in {"opinion", "satire"} else 1.0
    found *= settings.interpreting ** min(2, _interpretations(text))
    found *= 1.0 if _names_something(standing.passage) else settings.vague
    found *= settings.no_answer if _NO_ANSWER.search(text) and not cues.is_accusation(standing.passage.text) else 1.0
    found *= settings.quoted_speaker if _speaks(standing.passage) else 1.0
    found *= settings.answer if cues.is_denial(text) else 1.0
    words = word_count(text, sentence.article.language)
    return found * (settings.short if words < settings.short_words else 1.0)


def _is_personal(text: str) -> bool:
    if _FIRST_PERSON_SIGNS.isdisjoint(heads(text)):
        return False
    return _FIRST_PERSON.search(_outside_quotations(text)) is not None


def _interpretations(text: str) -> int:
    low = text.lower()
    if _INTERPRETING_SIGNS.isdisjoint(heads(text)) and "fuel" not in low:
        return 0
    return len(_INTERPRETING.findall(low))


def _speaks(passage: Passage) -> bool:
    """A named person's or body's own words, eight or more of them in quotation marks."""
    long = any(word_count(passage.text[q.start : q.end]) >= _OWN_WORDS for q in quotations(passage.text))
    return long and said_by(passage).basis == "named"


def _names_something(passage: Passage) -> bool:
    """“We saw him go in,” said Mr Lind: a quotation that opens a point says what it is about, with a name or a number,
    or it tells the reader of a page nothing.
    """
    text, language = passage.text, passage.article.language
    if language != "en" or text[:1] not in _OPENING_MARKS:
        return True
    opening = next((q for q in quotations(text) if q.start == 0), None)
    said = text if opening is None else text[1 : opening.end - 1]
    return bool(names(said, language)) or bool(numbers(said))


def _outside_quotations(text: str) -> str:
    for q in reversed(quotations(text)):
        text = f"{text[: q.start]} {text[q.end :]}"
    return text.replace("U.S.", "").replace("US", "")


def _relative_day(sentence: Sentence) -> bool:
    return sentence.article.day is None and _relative(sentence.text) is not None


def _relative(text: str) -> re.Match[str] | None:
    return None if _RELATIVE_SIGNS.isdisjoint(heads(text)) else _RELATIVE.search(text)


def date_unknown(passage: Passage) -> tuple[Added, ...]:
    """After the first relative day of an undated article, visibly ours; never between a word and its possessive."""
    match = _relative(passage.text) if passage.article.day is None else None
    if match is None:
        return ()
    possessive = re.match(r"[’']s?\b", passage.text[match.end() :])
    return (Added(match.end() + (possessive.end() if possessive else 0), "date unknown"),)
