"""“X said”, “said X”, “…, X said on Tuesday”: the subjects of the verbs of speech."""

from __future__ import annotations

from briefing.text.attribution.speakers import Attribution, attributed, can_speak, is_channel
from briefing.text.attribution.words import (
    Phrase,
    Word,
    before_apposition,
    is_mark,
    noun_phrase,
    phrase_back,
    skip_back,
)
from briefing.text.cues import SPEECH_VERBS
from briefing.text.heads import heads, signs
from briefing.text.speaking import (
    AFTER_POSTPOSED,
    AUXILIARIES,
    BE,
    BEFORE_INVERTED,
    BREAKS,
    DETERMINERS,
    FINITE,
    INVERTED,
    NOUNS_TOO,
    PLAIN,
    PREPOSITIONS,
    PRONOUNS,
    ROLES,
    SAID,
    SHOWING,
    SOURCES,
    SPOKES,
    TIMES,
)

_SPEECH_SIGNS = signs(" ".join(SPEECH_VERBS | SHOWING))


def may_speak(covered: str) -> bool:
    """Whether a verb of speech may stand in it."""
    return not _SPEECH_SIGNS.isdisjoint(heads(covered))


def speeches(text: str, words: list[Word]) -> list[Attribution]:
    found = []
    for i, word in enumerate(words):
        if word.low not in SPEECH_VERBS and word.low not in SHOWING:
            continue
        phrase, after = _subject(words, i, text)
        if phrase is None or (word.low in SHOWING and phrase.head.low not in SOURCES):
            continue
        found.append(attributed(phrase, "", word.start)._replace(after=after))
    return found


def _subject(words: list[Word], i: int, text: str) -> tuple[Phrase | None, bool]:
    """The noun phrase that the verb at `i` belongs to, and whether its content stands before it."""
    verb = words[i]
    if i == 0 or verb.capital:
        return None, False
    j = skip_back(words, i - 1)
    before = words[j]
    if j == i - 1 and before.text in BEFORE_INVERTED and verb.low in INVERTED:
        inverted = _inverted(words, i, text)
        if inverted:
            return inverted, True
    if is_mark(before) and before.text not in {",", ")"}:
        return None, False
    if verb.low.endswith("ing"):
        return (_opening_phrase(words, text) if before.text == "," else None), False
    if _is_no_subject(words, j) or (verb.low in NOUNS_TOO and not _governs(words, i)):
        return None, False
    end = before_apposition(words, j)
    phrase = phrase_back(words, end, text) if end is not None else None
    if phrase is None or not (can_speak(phrase) or (verb.low in PLAIN and _is_definite(phrase))):
        return None, False
    if is_channel(phrase) and verb.low.startswith(("under", "stress")):
        return None, False
    return phrase, _content_before(words, i, phrase)


def _is_definite(phrase: Phrase) -> bool:
    """ "the refinery", "its owner": anything definite speaks when the verb can mean nothing else."""
    return phrase.words[0].low in DETERMINERS - {"that", "no", "such"} and phrase.head.low not in TIMES


def _is_no_subject(words: list[Word], j: int) -> bool:
    """Before the verb stands a form of "be", "to", a determiner, a possessive or a preposition."""
    low = words[j].low
    if low in BE or low in PREPOSITIONS or low.endswith(("’s", "'s")) or low in DETERMINERS - {"one", "some"}:
        return True
    return j > 0 and words[j - 1].low == "what"


def _governs(words: list[Word], i: int) -> bool:
    """A form that may be a noun or an adjective is a verb when a clause, a thing or a quotation follows it."""
    following = words[i + 1] if i + 1 < len(words) else None
    if following is None:
        return True
    return (
        following.low in DETERMINERS
        or following.low in PRONOUNS
        or following.low in {"on", "how", "why", "there", "in", "him", "her", "them", "at", "to", "for", "last"}
        or following.text in ',:.“"‘«'
        or following.capital
        or following.low.endswith(("ing", "s"))
    )


def _opening_phrase(words: list[Word], text: str) -> Phrase | None:
    """The subject of the sentence, for "…, saying that": what opens it, up to its first verb-like word."""
    taken: list[Word] = []
    for word in words[:9]:
        if is_mark(word) or word.low in BREAKS | PREPOSITIONS:
            break
        if not word.capital and word.low not in DETERMINERS | ROLES | SOURCES | SPOKES | {"and"} and taken:
            break
        taken.append(word)
    phrase = noun_phrase(taken, text) if taken else None
    return (
        phrase
        if phrase and can_speak(phrase) and not (len(phrase.words) == 1 and phrase.head.low in DETERMINERS)
        else None
    )


def _inverted(words: list[Word], i: int, text: str) -> Phrase | None:
    """ "…," said X: a speaker follows, and no verb of its own follows it ("said X could")."""
    if words[i - 1].text == "," and words[i].low not in SAID:
        return None
    taken: list[Word] = []
    for word in words[i + 1 :]:
        if word.low in FINITE:
            return None
        if is_mark(word) or word.low in BREAKS | AUXILIARIES - {"all", "both", "and"} or word.low in TIMES:
            break
        if word.low in PREPOSITIONS and word.low not in {"of", "for", "from", "at", "with"}:
            break
        if word.low == "and" and not taken:
            break
        taken.append(word)
    phrase = noun_phrase(taken, text) if taken else None
    return phrase if phrase and can_speak(phrase) else None


def _content_before(words: list[Word], i: int, phrase: Phrase) -> bool:
    """ "…, X said on Tuesday": a mark stands before the speaker, a clause before that, and no content follows."""
    first = next(k for k, word in enumerate(words) if word.start == phrase.words[0].start)
    if first < 4 or words[first - 1].text not in {",", "”", '"', "’", "»", "'"}:
        return False
    following = words[i + 1] if i + 1 < len(words) else None
    if following is not None and following.text not in ",.;)?!" and following.low not in AFTER_POSTPOSED:
        return False
    head = words[0]
    return not (head.low in PREPOSITIONS and first < 9 and not any(w.text in '”"’»' for w in words[:first]))
