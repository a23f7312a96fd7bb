"""What a sentence must be shown with, so that it can be read by itself: its speaker, the reply, the sentence before.

`passage_of` answers with the shortest contiguous quotation that can be read by itself, or None. Words of ours are added
only where the one candidate stands in the sentence directly before (docs/architecture.md).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from briefing.steps.openings import NAME, Opening, is_whole, names_persons, opening
from briefing.steps.speakers import accusation_of, in_speech, reply_of, speech_passage
from briefing.text.persons import PersonMention, person_mentions
from briefing.text.quotations import quotations
from briefing.text.tokens import word_count
from briefing.types import Added, Passage, Sentence, Span

LONGEST = 4  # sentences of one quotation; more is an excerpt, not a point
MOST_WORDS = 130


class Standing(NamedTuple):
    """A quotation that can be read by itself, and why more than its own sentence is shown."""

    passage: Passage
    added: tuple[Added, ...] = ()
    notes: tuple[str, ...] = ()


def passage_of(sentence: Sentence, siblings: Sequence[Sentence]) -> Standing | None:
    """The shortest quotation with this sentence in it that can be read by itself; `siblings` are its article's
    sentences by position.
    """
    if speech_passage(sentence, siblings) is None:
        return None
    sentences = _fair(sentence, siblings)
    notes = ("speaker or reply shown with it",) if len(sentences) > 1 else ()
    added: tuple[Added, ...] = ()
    while (why := _why_not_alone(sentences[0])) is not None:
        added = _antecedent(sentences[0], siblings, why)
        if added:
            break
        before = _before(sentences[0], siblings)
        if before is None or len(sentences) == LONGEST:
            return None
        sentences = (*_fair(before, siblings, until=sentences[0]), *sentences)
        notes = (*notes, f"shown with the sentence before: {why.reason} (“{why.phrase.strip()}”)")
    sentences = _with_rest_of_speech(sentences, siblings)
    passage = Passage(sentences)
    if len(sentences) > LONGEST or word_count(passage.text, passage.article.language) > MOST_WORDS:
        return None
    if not _readable(passage):
        return None
    return Standing(passage, added, notes)


def _with_rest_of_speech(sentences: tuple[Sentence, ...], siblings: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """A quotation that was opened is closed: the sentences that go on inside its marks come along."""
    for following in siblings[sentences[-1].position + 1 :]:
        if following.block != sentences[-1].block or not _goes_on(sentences[-1], following):
            break
        sentences = (*sentences, following)
    return sentences


def _goes_on(sentence: Sentence, following: Sentence) -> bool:
    block = sentence.article.blocks[sentence.block].span
    at = following.span.start - block.start
    return any(
        q.start < at < q.end and q.start < sentence.span.end - block.start
        for q in _quotations(sentence.article.quote(block))
    )


@lru_cache(maxsize=4096)
def _quotations(text: str) -> tuple[Span, ...]:
    return quotations(text)


def _readable(passage: Passage) -> bool:
    language = passage.article.language
    return all(_adjoin(a, b) for a, b in pairwise(passage.sentences)) and all(
        is_whole(s.text, language) or in_speech(s) for s in passage.sentences
    )


def _adjoin(a: Sentence, b: Sentence) -> bool:
    """Of one block, or of two paragraphs with nothing between them."""
    blocks = a.article.blocks
    return a.block == b.block or (
        b.block == a.block + 1 and blocks[a.block].kind == blocks[b.block].kind == "paragraph"
    )


def _fair(sentence: Sentence, siblings: Sequence[Sentence], until: Sentence | None = None) -> tuple[Sentence, ...]:
    """The sentence with its speaker, the accusation with its reply: contiguous, in order, ending before `until`."""
    wanted = {sentence.position}
    for other in (
        *(speech_passage(sentence, siblings) or ()),
        reply_of(sentence, siblings),
        accusation_of(sentence, siblings),
    ):
        if other is not None:
            wanted.add(other.position)
    last = max(wanted) if until is None else min(max(wanted), until.position - 1)
    return tuple(siblings[i] for i in range(min(wanted), last + 1))


def _why_not_alone(sentence: Sentence) -> Opening | None:
    if in_speech(sentence):
        return Opening("inside a speech", sentence.text[:20])
    return opening(sentence.text, sentence.article.language)


def _before(sentence: Sentence, siblings: Sequence[Sentence]) -> Sentence | None:
    """The sentence directly before, in the same block; where every line is a paragraph, in the one before."""
    if sentence.position == 0:
        return None
    before = siblings[sentence.position - 1]
    if before.block == sentence.block:
        return before
    alone = before.position == 0 or siblings[before.position - 1].block != before.block
    return before if alone and _adjoin(before, sentence) else None


def _antecedent(sentence: Sentence, siblings: Sequence[Sentence], why: Opening) -> tuple[Added, ...]:
    """The only candidates of the sentence directly before, where they are persons named there and as many as are
    meant.
    """
    if why.antecedent is None or sentence.position == 0:
        return ()
    at, count = why.antecedent
    before = siblings[sentence.position - 1]
    if before.block != sentence.block and sentence.article.text[before.span.end : sentence.span.start].count("\n") > 2:
        return ()
    people = _people_of(before)
    if len(people) != count or not names_persons(why):
        return ()
    lead = len(sentence.text) - len(sentence.text.lstrip(" \u00a0“”\"'‘’«»„([—–-"))
    return (Added(at + lead, ", ".join(people)),)


def _people_of(sentence: Sentence) -> tuple[str, ...]:
    """The article's persons that the sentence names, in order, as it names them."""
    parts = {part for mention in _persons(sentence.article.text) for part in mention.name.split()}
    found: list[tuple[int, str]] = []
    for match in NAME.finditer(sentence.text):
        name = re.sub(r"[’']s$", "", match.group())
        if name not in parts:
            continue
        if found and sentence.text[found[-1][0] : match.start()] in {" ", "\u00a0"}:
            found[-1] = (match.end(), f"{found[-1][1]} {name}")
        else:
            found.append((match.end(), name))
    return tuple(dict.fromkeys(name for _, name in found))


@lru_cache(maxsize=256)
def _persons(text: str) -> tuple[PersonMention, ...]:
    return person_mentions(text)
