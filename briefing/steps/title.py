"""The title that is made when none is given: what everything is about, in the articles' own words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from briefing.steps.themes import Subject, capital, is_office, phrases_of, titled
from briefing.text.phrases import forms, is_named_by
from briefing.text.places import state_of
from briefing.text.tokens import LETTERS, stem
from briefing.types import Copies, Sentence


def find_title(sentences: Sequence[Sentence], copies: Copies, subjects: Sequence[Subject] = ()) -> str:
    """What everything is about, in the articles' own words: the states and the phrase that nearly all underlying texts
    share,
    or the first subjects of a day with many matters."""
    origin = copies.origin_of()
    sentences = _sample(sentences)
    pair = _shared_pair(sentences, origin)
    topic = _shared_topic(sentences, origin, with_names=not pair)
    if pair and topic:
        return f"{pair}: {topic}"
    if topic or pair:
        return capital(pair or topic)
    title = ""
    for subject in subjects:
        longer = f"{title} · {capital(subject.label)}" if title else capital(subject.label)
        if title and len(longer) > _TITLE_LENGTH:
            break
        title = longer
    return title or (sentences[0].article.title if sentences else "")


_TITLE_LENGTH = 48  # characters: what a masthead holds in one line
_SAMPLE = 600  # sentences that a title is sought in


def _sample(sentences: Sequence[Sentence]) -> Sequence[Sentence]:
    """All of a few, else the first ones of each article, in their order."""
    if len(sentences) <= _SAMPLE:
        return sentences
    opening = [s for s in sentences if s.position < _OPENING]
    return opening[:: max(1, len(opening) // _SAMPLE)]


_OPENING = 3  # sentences of an article


_PAIR = re.compile(r"\b([A-Z][\w.-]+(?: [A-Z][\w.-]+)?) and ([A-Z][\w.-]+(?: [A-Z][\w.-]+)?)\b")


def _shared_pair(sentences: Sequence[Sentence], origin: Mapping[str, int]) -> str:
    """ "Russia and China", where at least four of five underlying texts name the pair, in the order that is used most."""
    holders: dict[frozenset[str], set[int]] = defaultdict(set)
    wording: Counter[str] = Counter()
    for sentence in sentences:
        for match in _PAIR.finditer(sentence.text):
            first, second = state_of(match.group(1)), state_of(match.group(2))
            if first and second and first != second:
                holders[frozenset((first, second))].add(origin[sentence.article.id])
                wording[match.group()] += 1
    least = _NEARLY_ALL * len({origin[s.article.id] for s in sentences})
    common = [pair for pair, found in holders.items() if len(found) >= least]
    if not common:
        return ""
    best = max(common, key=lambda pair: (len(holders[pair]), sorted(pair)))
    mine = [w for w in wording if {state_of(part) for part in w.split(" and ")} == best]
    return min(mine, key=lambda w: (-wording[w], w), default="")


_NEARLY_ALL, _MOST = 0.8, 0.6  # of the underlying texts


def _shared_topic(sentences: Sequence[Sentence], origin: Mapping[str, int], *, with_names: bool) -> str:
    """The two words in a row, or the name of two words or more, that most underlying texts hold, at least three of
    five of them; of as many the one that most headlines speak of.
    """
    holders: dict[tuple[str, ...], set[int]] = defaultdict(set)
    wording: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for sentence in sentences:
        for phrase in phrases_of(sentence):
            if phrase.kind == "name" and with_names and len(phrase.anchor) > 1:
                holders[phrase.anchor].add(origin[sentence.article.id])
                wording[phrase.anchor][phrase.text] += 1
            if phrase.kind != "words" or is_office(phrase):
                continue
            for words in pairwise(_HYPHENED.findall(phrase.text)):
                if sentence.article.language == "en" and not is_named_by(*words):
                    continue
                pair = tuple(stem(word.casefold(), sentence.article.language) for word in words)
                holders[pair].add(origin[sentence.article.id])
                wording[pair][" ".join(words)] += 1
    least = max(2, _MOST * len({origin[s.article.id] for s in sentences}))
    common = [pair for pair in holders if len(holders[pair]) >= least]
    if not common:
        return ""
    articles = {s.article for s in sentences}
    headlines = [forms(a.title, a.language) for a in articles if a.title_basis != "derived"]
    best = max(
        common,
        key=lambda pair: (len(holders[pair]), titled(pair, headlines), sum(wording[pair].values()), pair),
    )
    folded = Counter[str]()
    for text, count in wording[best].items():
        folded[text.casefold()] += count
    return min(
        wording[best], key=lambda text: (-folded[text.casefold()], text.casefold(), *_as_written(wording[best], text))
    )


def _as_written(wording: Counter[str], text: str) -> tuple[int, int, str]:
    """The commonest way of writing first; of two as common, the one with fewer capitals."""
    return -wording[text], sum(map(str.isupper, text)), text


_HYPHENED = re.compile(rf"{LETTERS}(?:-{LETTERS})*")
