"""Who says what: the speaker of a passage, speech that must not stand without one, an accusation and its reply."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from briefing.text import cues
from briefing.text.attribution import Attribution, attribution, covered_of
from briefing.text.names import names
from briefing.text.numbers import numbers
from briefing.text.places import state_of
from briefing.text.quotations import quotations
from briefing.text.tokens import stems
from briefing.types import PROSE, Article, Passage, SaidBy, Sentence, Span

_LONG_QUOTATION = 40  # characters: below it a quotation is a phrase within somebody's sentence
_SENTENCE_END = re.compile(
    r"(?<=[.!?])(?<!\b[A-Z]\.)(?<!Mr\.)(?<!Mrs\.)(?<!Ms\.)(?<!Dr\.)(?<!Gen\.)[”\"’»]*\s+(?=[“\"‘«A-Z])"
)
_LOOK_BACK = 6  # sentences in which the person behind "he" or "the statement" is looked for
_ISSUER_BLOCKS = 3  # paragraphs in which the issuer of "the statement" is looked for
_MARKS = " \t\n\xa0“”\"„«»‘’'"


def said_by(passage: Passage) -> SaidBy:
    """The first speaker of the passage; a pronoun and "the statement" are resolved in the text before it."""
    article, span = passage.article, passage.span
    block = _block(article, passage.sentences[0].block)
    found = _attribution_in(article, span, block) or _speaker_of_open_quotation(article, span, block)
    if found is None:
        return SaidBy()
    if not found.pronoun:
        return SaidBy(found.speaker, found.via, found.basis)
    named = _named_before(article, block, span.start + found.at, persons=not found.via or found.via != found.speaker)
    return SaidBy(named, found.via, "named") if named else SaidBy("", found.via, "unnamed")


def in_speech(sentence: Sentence) -> bool:
    """It begins inside quotation marks opened before it, or is a quotation whose speaker stands elsewhere."""
    return _opened_before(sentence) or _is_bare_quotation(sentence)


def speech_passage(sentence: Sentence, siblings: Sequence[Sentence]) -> tuple[Sentence, ...] | None:
    """The contiguous sentences of its block that carry the speaker with it; None when they cannot be had."""
    if not in_speech(sentence):
        return (sentence,)
    block = sorted(
        (s for s in siblings if s.article == sentence.article and s.block == sentence.block), key=lambda s: s.position
    )
    at = next((i for i, s in enumerate(block) if s.key == sentence.key), None)
    if at is None:
        return None
    first = at
    while first > 0 and _opened_before(block[first]):
        first -= 1
    last = at
    while _names_speaker(block[first : last + 1]) is False:
        if last + 1 < len(block) and _opened_before(block[last + 1]):
            last += 1
        elif first > 0 and _introduces(block[first - 1]):
            first -= 1
        else:
            return None
    return tuple(block[first : last + 1])


def reply_of(sentence: Sentence, siblings: Sequence[Sentence]) -> Sentence | None:
    """The reply that the article gives next to an accusation or a claim in dispute; it may stand in the next block."""
    following = _following(sentence, siblings, 2)
    if not following:
        return None
    if _answers(following[0], sentence):
        return following[0]
    if len(following) == 2 and following[0].block == sentence.block == following[1].block:
        bridge, second = following
        if (
            cues.is_accusation(sentence.text)
            and cues.is_denial(second.text)
            and _answers(second, sentence)
            and not cues.is_denial(bridge.text)
        ):
            return second
    return None


def accusation_of(sentence: Sentence, siblings: Sequence[Sentence]) -> Sentence | None:
    """What a denial answers: the sentence whose reply it is."""
    before = _at(siblings, sentence.article, range(sentence.position - 2, sentence.position))
    return next((s for s in reversed(before) if reply_of(s, siblings) == sentence), None)


# --- speakers ------------------------------------------------------------------------------------------------


def _block(article: Article, index: int) -> Span:
    return article.blocks[index].span if 0 <= index < len(article.blocks) else Span(0, len(article.text))


@lru_cache(maxsize=4096)
def _long_quotations(text: str) -> tuple[Span, ...]:
    return tuple(span for span in quotations(text) if len(span) >= _LONG_QUOTATION)


def _attribution_in(article: Article, span: Span, block: Span) -> Attribution | None:
    covered = covered_of(article.quote(block))[span.start - block.start : span.end - block.start]
    return attribution(article.quote(span), covered)


def _enclosing(article: Article, block: Span, at: int) -> Span | None:
    """The long quotation of the block that was opened before `at` and is open there, in offsets of the article."""
    for quotation in _long_quotations(article.quote(block)):
        if block.start + quotation.start < at < block.start + quotation.end:
            return Span(block.start + quotation.start, block.start + quotation.end)
    return None


def _speaker_of_open_quotation(article: Article, span: Span, block: Span) -> Attribution | None:
    """For words inside a quotation: its speaker stands after the closing mark or before the opening one."""
    quotation = _enclosing(article, block, span.start + 1)
    if quotation is None:
        return None
    before = _last_sentence(article.text[block.start : quotation.start])
    after = _SENTENCE_END.split(article.text[quotation.end : block.end], maxsplit=1)[0]
    tail = attribution("… ”" + after) if after[:1] in ",— " or after[:1].isspace() else None
    return (tail if tail and tail.after else None) or attribution(before) or tail


def _last_sentence(text: str) -> str:
    return _SENTENCE_END.split(text.strip())[-1]


def _named_before(article: Article, block: Span, at: int, *, persons: bool) -> str:
    """Who "he" is: the last named speaker before `at`, or (`persons`) the name that opens a sentence before it."""
    starts = [b.span.start for b in article.blocks if b.kind in PROSE and b.span.start < block.start]
    text = article.text[(starts[-1 if persons else -_ISSUER_BLOCKS :][0] if starts else block.start) : at]
    pieces = [piece for line in text.split("\n") for piece in _SENTENCE_END.split(line) if piece.strip()]
    for piece in reversed(pieces[-_LOOK_BACK:]):
        found = attribution(piece)
        if found is not None and found.basis == "named" and not found.pronoun:
            return found.speaker
        opening = next((n for n in names(piece) if n.kind == "person_or_place" and not state_of(n.text)), None)
        if (
            persons
            and opening is not None
            and opening.start <= len(opening.title) + 12
            and "," not in piece[: opening.start]
        ):
            return opening.text
    return ""


# --- speech --------------------------------------------------------------------------------------------------


def _opened_before(sentence: Sentence) -> bool:
    """Open at its first letter, and opened before the sentence's own first character."""
    block = _block(sentence.article, sentence.block)
    text = sentence.text
    first_letter = sentence.span.start + len(text) - len(text.lstrip(_MARKS))
    quotation = _enclosing(sentence.article, block, first_letter)
    return quotation is not None and quotation.start < sentence.span.start


def _is_bare_quotation(sentence: Sentence) -> bool:
    """Nothing but quoted words, and no speaker in it."""
    block = _block(sentence.article, sentence.block)
    text = sentence.text.strip()
    quotation = _enclosing(sentence.article, block, sentence.span.start + 1)
    if quotation is None or quotation.start != sentence.span.start or not text:
        return False
    rest = sentence.article.text[min(quotation.end, sentence.span.end) : sentence.span.end]
    return _attribution_in(sentence.article, sentence.span, block) is None and len(rest.split()) <= 3


def _names_speaker(run: Sequence[Sentence]) -> bool:
    return (
        not _opened_before(run[0])
        and _attribution_in(run[0].article, Passage(tuple(run)).span, _block(run[0].article, run[0].block)) is not None
    )


def _introduces(sentence: Sentence) -> bool:
    """The sentence before a bare quotation names who speaks."""
    if _opened_before(sentence):
        return True
    return _attribution_in(sentence.article, sentence.span, _block(sentence.article, sentence.block)) is not None


# --- accusation and reply ------------------------------------------------------------------------------------


def _following(sentence: Sentence, siblings: Sequence[Sentence], count: int) -> list[Sentence]:
    first = sentence.position + 1
    return _at(siblings, sentence.article, range(first, first + count))


def _at(siblings: Sequence[Sentence], article: Article, wanted: range) -> list[Sentence]:
    """The article's sentences in these places; where none of them is missing, without a search."""
    first = max(0, wanted.start)
    near = siblings[first : wanted.stop]
    whole = bool(siblings) and siblings[-1].position == len(siblings) - 1
    if whole and all(s.position == at and s.article is article for at, s in enumerate(near, first)):
        return list(near)
    return sorted((s for s in siblings if s.position in wanted and s.article == article), key=lambda s: s.position)


def _answers(reply: Sentence, claim: Sentence) -> bool:
    return _replies(reply.text, claim.text)


@lru_cache(maxsize=1 << 13)
def _replies(answer: str, said: str) -> bool:
    """The answer denies, or sets itself against, what was said, and speaks of the same; nobody replies to himself."""
    denial, contrast = cues.is_denial(answer), cues.is_contrast(answer)
    if not denial and not contrast and not cues.is_negated(answer):
        return False
    accusation = cues.is_accusation(said)
    if denial and accusation:
        found = contrast or cues.points_to_claim(answer) or _opens_with_person(answer) or _share(said, answer, 1)
    elif denial and cues.is_claim(said):
        found = contrast or cues.points_to_claim(answer) or _share(said, answer, 2)
    elif accusation and cues.is_negated(answer) and (contrast or _share(said, answer, 2)):
        found = attribution(answer) is not None
    else:
        found = contrast and cues.is_claim(said) and _other_figure(said, answer) and attribution(answer) is not None
    return found and not _same_speaker(said, answer)


def _same_speaker(claim: str, reply: str) -> bool:
    """Both are named, and share a name."""
    mine, theirs = attribution(claim), attribution(reply)
    if mine is None or theirs is None or mine.pronoun or theirs.pronoun:
        return False
    return bool(set(stems(mine.speaker)) & set(stems(theirs.speaker)))


def _opens_with_person(text: str) -> bool:
    return text.lstrip(_MARKS).split(maxsplit=1)[0].casefold() in {"he", "she", "they", "both"}


def _share(a: str, b: str, least: int) -> bool:
    """A name in common, or so many other words."""
    mine = {name.text.casefold().removesuffix("’s") for name in names(a)}
    theirs = {name.text.casefold().removesuffix("’s") for name in names(b)}
    return bool(mine & theirs) or len(set(stems(a)) & set(stems(b))) >= least


def _other_figure(a: str, b: str) -> bool:
    mine, theirs = {n.value for n in numbers(a)}, {n.value for n in numbers(b)}
    return bool(mine and theirs) and not mine & theirs
