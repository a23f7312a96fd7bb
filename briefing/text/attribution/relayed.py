"""“According to X”, “quoted him as saying”, “issued a statement”: words that come through somebody."""

from __future__ import annotations

import re

from briefing.patterns import rare
from briefing.text.attribution.speakers import Attribution, attributed, basis_of, can_speak
from briefing.text.attribution.words import before_apposition, noun_phrase, phrase_back, skip_back, words_of
from briefing.text.channels import MEANS, is_media
from briefing.text.heads import heads, signs
from briefing.text.speaking import CHANNELS

_ACCORDING = re.compile(r"\b(?:according\s+to|in\s+the\s+words\s+of)\s+", re.IGNORECASE)
_ACCORDING_SIGNS = signs("according words")
_FROM_CHANNEL = re.compile(
    rf"^((?:an?|the|his|her|its|their|one|new)?\s*(?:[\w-]+\s+){{0,3}}?(?:{MEANS}|reports?|figures|data"
    rf"|documents?|records|statistics))\s+"
    r"(?:(?:released|issued|published|posted|given|provided|made|obtained|carried|compiled)\s+)?(?:from|by|of"
    r"|in|on)\s+(?=\S)",
    re.IGNORECASE,
)
_QUOTED_AS = re.compile(r"\bquot(?:ed|es|ing)\s+(.{2,60}?)\s+as\s+saying", re.IGNORECASE)
_WAS_QUOTED = rare(
    r"\b(?:was|were|been|is|are)\s+quoted\s+(?:as\s+saying\s*)?(?:by\s+([^,.;:]+?)\s+)?(?:as\s+saying|(?=[,.;:]"
    r"|$)|by\s)",
    re.IGNORECASE,
)
_ISSUING = signs("issued released published made gave posted delivered put")
_STATEMENTS = signs("statement communiqué communique declaration release")
_ISSUED = re.compile(
    r"\b(?:issued|released|published|made|gave|posted|delivered|put\s+out)\s+((?:an?|the|its|his|her"
    r"|their)\s+(?:[\w-]+\s+){0,3}?(?:statement|communiqué|communique|declaration|press\s+release))",
    re.IGNORECASE,
)


def according_to(text: str, covered: str) -> Attribution | None:
    match = None if _ACCORDING_SIGNS.isdisjoint(heads(covered)) else _ACCORDING.search(covered)
    if match is None:
        return None
    rest = re.match(
        r"(?:[^,.;:!?“”\"¤()—–]|\.(?=\w)|(?<=\b[A-Z])\.(?=\s)|(?<=\bMr)\.|(?<=\bDr)\.|(?<=\bGen)\.)+",
        covered[match.end() :],
    )
    if rest is None:
        return None
    start, end = match.end(), match.end() + rest.end()
    issued = _FROM_CHANNEL.match(covered[start:end])
    via = ""
    if issued:
        via, start = text[start : start + issued.end(1)], start + issued.end()
    words = words_of(covered[:end], start)
    stop = next(
        (
            n
            for n, w in enumerate(words)
            if n and w.low in {"who", "which", "that", "said", "after", "as", "when", "while", "released", "issued"}
        ),
        len(words),
    )
    phrase = noun_phrase(words[:stop], text)
    if phrase is None:
        return None
    if via.split()[-1:] and via.split()[-1].casefold() in {"reports", "report"} and is_media(phrase.text):
        via = ""
    basis = basis_of(phrase)
    if phrase.head.low in CHANNELS | {"data", "figures", "statistics", "documents"} and not any(
        w.capital for w in phrase.words
    ):
        basis = "unnamed"
    return Attribution(
        phrase.text,
        basis,
        via,
        match.start(),
        pronoun=phrase.head.low in {"him", "her", "them"},
        after=match.start() > 0,
    )


def quoted_as(text: str, covered: str) -> Attribution | None:
    if "quot" not in covered.lower():  # looked for in every sentence, and rare
        return None
    active = _QUOTED_AS.search(covered)
    if active:
        speaker = text[active.start(1) : active.end(1)]
        words = words_of(covered)
        at = next((n for n, w in enumerate(words) if w.start >= active.start()), len(words))
        relay = phrase_back(words, skip_back(words, at - 1), text) if at else None
        phrase = noun_phrase(words_of(covered[: active.end(1)], active.start(1)), text)
        if phrase:
            pronoun = phrase.text.casefold() in {"him", "her", "them", "it"}
            start = relay.words[0].start if relay else active.start()
            return Attribution(
                speaker, "named" if pronoun else basis_of(phrase), relay.text if relay else "", start, pronoun
            )
    passive = _WAS_QUOTED.search(covered)
    if passive:
        words = words_of(covered[: passive.start()])
        end = before_apposition(words, len(words) - 1) if words else None
        phrase = phrase_back(words, end, text) if end is not None else None
        relay_text = text[passive.start(1) : passive.end(1)] if passive.group(1) else ""
        if phrase and can_speak(phrase):
            return attributed(phrase, relay_text, passive.start())
    return None


def issued_statement(text: str, covered: str) -> Attribution | None:
    begun = heads(covered)
    if _ISSUING.isdisjoint(begun) or _STATEMENTS.isdisjoint(begun):
        return None
    match = _ISSUED.search(covered)
    if match is None:
        return None
    words = words_of(covered)
    i = next((n for n, w in enumerate(words) if w.start == match.start()), None)
    if not i:
        return None
    j = skip_back(words, i - 1)
    end = before_apposition(words, j)
    phrase = phrase_back(words, end, text) if end is not None else None
    if phrase is None or not can_speak(phrase):
        return None
    return attributed(phrase, text[match.start(1) : match.end(1)], match.start())
