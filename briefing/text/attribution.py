"""Who a stretch of English text gives its content to: "X said", "said X", "according to X", "quoted him as saying".

Works on the words outside quotation marks; what is quoted is covered by a filler of the same length.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

from briefing.text.channels import MEANS, channel, is_media
from briefing.text.cues import SPEECH_VERBS
from briefing.text.quotations import quotations
from briefing.text.speaking import (
    AFTER_POSTPOSED,
    ASIDES,
    AUXILIARIES,
    BE,
    BEFORE_INVERTED,
    BODIES,
    BREAKS,
    CHANNELS,
    DETERMINERS,
    FINITE,
    INDEFINITE,
    INVERTED,
    LEADING,
    NOUNS_TOO,
    PLAIN,
    PREPOSITIONS,
    PRONOUNS,
    ROLES,
    SAID,
    SHOWING,
    SOURCES,
    SPOKES,
    TIME_OPENERS,
    TIMES,
)
from briefing.types import Span

Basis = Literal["named", "unnamed", "own voice"]
FILLER = "¤"


class Attribution(NamedTuple):
    """`speaker` is verbatim, "" when only the wording tells that somebody else speaks; `at` is the verb's offset."""

    speaker: str
    basis: Basis
    via: str = ""
    at: int = 0
    pronoun: bool = False
    after: bool = False  # the words it covers stand before it: "…, X said"


class _Word(NamedTuple):
    text: str
    start: int
    end: int

    @property
    def low(self) -> str:
        return self.text.casefold()

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()


class _Phrase(NamedTuple):
    """A noun phrase; `head` is the last word before its first preposition."""

    words: tuple[_Word, ...]
    text: str
    head: _Word


_TITLES = re.compile(
    r"^(?:mr|mrs|ms|dr|sir|lord|lady|president|prime|vice|deputy|minister|general|gen|admiral|adm|colonel|col"
    r"|captain|senator|sen|rep|chancellor|"
    r"king|queen|prince|pope|governor|gov|mayor|judge|justice|professor|prof|secretary|foreign|defence|defense"
    r"|interior|spokes\w+|sgt|sergeant|"
    r"chief|lt|maj|major|detective|coach|ambassador)\.?$",
    re.IGNORECASE,
)
_ACCORDING = re.compile(r"\b(?:according\s+to|in\s+the\s+words\s+of)\s+", re.IGNORECASE)
_FROM_CHANNEL = re.compile(
    rf"^((?:an?|the|his|her|its|their|one|new)?\s*(?:[\w-]+\s+){{0,3}}?(?:{MEANS}|reports?|figures|data"
    rf"|documents?|records|statistics))\s+"
    r"(?:(?:released|issued|published|posted|given|provided|made|obtained|carried|compiled)\s+)?(?:from|by|of"
    r"|in|on)\s+(?=\S)",
    re.IGNORECASE,
)
_QUOTED_AS = re.compile(r"\bquot(?:ed|es|ing)\s+(.{2,60}?)\s+as\s+saying", re.IGNORECASE)
_WAS_QUOTED = re.compile(
    r"\b(?:was|were|been|is|are)\s+quoted\s+(?:as\s+saying\s*)?(?:by\s+([^,.;:]+?)\s+)?(?:as\s+saying|(?=[,.;:]"
    r"|$)|by\s)",
    re.IGNORECASE,
)
_ISSUED = re.compile(
    r"\b(?:issued|released|published|made|gave|posted|delivered|put\s+out)\s+((?:an?|the|its|his|her"
    r"|their)\s+(?:[\w-]+\s+){0,3}?(?:statement|communiqué|communique|declaration|press\s+release))",
    re.IGNORECASE,
)
_IMPERSONAL = re.compile(
    r"\b(?:reportedly|allegedly|it\s+(?:is|was|has\s+been|had\s+been)\s+(?:\w+ly\s+)?(?:said|reported|believed"
    r"|thought|understood|alleged|claimed|rumou?red|announced|feared|estimated)"
    r"|(?:is|are|was|were|been)\s+(?:\w+ly\s+)?(?:said|reported|believed|thought|understood|rumou?red|alleged"
    r"|feared|estimated|presumed|suspected)\s+(?:to|that)"
    r"|(?:reports?|rumou?rs?|speculation|sources|leaks|indications|evidence|polls?|stud(?:y|ies)|surveys?"
    r"|figures|data)\s+(?:\w+ly\s+)?"
    r"(?:indicat|suggest|show|point|claim|sa(?:y|id)|hint|found|find|reveal|that\b|have\s+emerged|emerged)\w*)",
    re.IGNORECASE,
)
_REPORTS = re.compile(
    r"\b(?:reports?|rumou?rs?|speculation|sources|leaks|indications|evidence|polls?|stud(?:y|ies)|surveys?"
    r"|figures|data)\b",
    re.IGNORECASE,
)
_BY_ACCUSER = re.compile(
    r"\b(?:was|were|been|is|are|being)\s+(?:\w+ly\s+)?(?:accused|blamed|criticised|criticized|condemned|charged"
    r"|described|told|warned|quoted)\s+by\s+([^,.;:]+?)(?=\s+(?:of|for|as|over|with|that)\b|[,.;:]|$)",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[^\W_¤](?:[\w’'\-/&]|\.(?=\w))*\.?(?<!’s\.)|[,;:.!?()\[\]“”\"„‟«»‘’—–]")
_ABBREVIATION = re.compile(
    r"^(?:[A-Z]|[A-Z](?:\.[A-Z])+|Mr|Mrs|Ms|Dr|Gen|Adm|Col|Lt|Maj|Sgt|Capt|Gov|Sen|Rep|Prof|St|Jr|Sr)\.$"
)


def cover(text: str, spans: Iterable[Span] | None = None) -> str:
    """The text with what stands between its quotation marks replaced by filler; offsets stay."""
    covered = list(text)
    for span in quotations(text) if spans is None else spans:
        inner = range(max(span.start + 1, 0), min(span.end - 1, len(covered)))
        if inner and " " in text[inner.start : inner.stop].strip():
            for at in inner:
                covered[at] = FILLER
    return "".join(covered)


def attribution(text: str, covered: str | None = None) -> Attribution | None:
    """The outermost speaker of the text, None when it speaks in its article's own voice."""
    covered = cover(text) if covered is None else covered
    words = _tokenise(covered)
    according = _according_to(text, covered)
    spoken = _spoken(text, words)
    via = channel(text, covered)
    trailing = next((found for found in reversed(spoken) if found.after), None)
    best = trailing or (spoken[0] if spoken else None)
    quoted = _quoted_as(text, covered)
    if quoted:
        return quoted
    issued = _issued(text, covered, words)
    if issued and (best is None or issued.at < best.at):
        return issued
    if according and (best is None or not (is_media(according.speaker) or _is_vague(according))):
        return according._replace(via=according.via or (via if best is None else ""))
    if best is not None:
        relay = according.speaker if according and is_media(according.speaker) else ""
        return best._replace(via=via or relay or best.via)
    accused = _BY_ACCUSER.search(covered)
    if accused:
        phrase = _phrase(_tokenise(covered[: accused.end(1)], accused.start(1)), text)
        if phrase:
            return _attributed(phrase, "", accused.start())
    vague = _IMPERSONAL.search(covered)
    if vague:
        named = _REPORTS.match(vague.group())
        return Attribution(named.group() if named else "", "unnamed", via, vague.start())
    return None


def _tokenise(covered: str, start: int = 0) -> list[_Word]:
    """Words and marks; a full stop belongs to its word only after an initial or a title."""
    found: list[_Word] = []
    for match in _WORDS.finditer(covered, start):
        word, begin, end = match.group(), match.start(), match.end()
        if len(word) > 1 and word.endswith(".") and not _ABBREVIATION.match(word):
            found += [_Word(word[:-1], begin, end - 1), _Word(".", end - 1, end)]
        else:
            found.append(_Word(word, begin, end))
    return found


def _is_mark(word: _Word) -> bool:
    return not (word.text[0].isalnum())


def _spoken(text: str, words: list[_Word]) -> list[Attribution]:
    found = []
    for i, word in enumerate(words):
        if word.low not in SPEECH_VERBS and word.low not in SHOWING:
            continue
        phrase, after = _subject(words, i, text)
        if phrase is None or (word.low in SHOWING and phrase.head.low not in SOURCES):
            continue
        found.append(_attributed(phrase, "", word.start)._replace(after=after))
    return found


def _subject(words: list[_Word], i: int, text: str) -> tuple[_Phrase | None, bool]:
    """The noun phrase that the verb at `i` belongs to, and whether its content stands before it."""
    verb = words[i]
    if i == 0 or verb.capital:
        return None, False
    j = _skip_back(words, i - 1)
    before = words[j]
    if j == i - 1 and before.text in BEFORE_INVERTED and verb.low in INVERTED:
        inverted = _inverted(words, i, text)
        if inverted:
            return inverted, True
    if _is_mark(before) and before.text not in {",", ")"}:
        return None, False
    if verb.low.endswith("ing"):
        return (_opening_phrase(words, text) if before.text == "," else None), False
    if _is_no_subject(words, j) or (verb.low in NOUNS_TOO and not _governs(words, i)):
        return None, False
    end = _before_apposition(words, j)
    phrase = _phrase_back(words, end, text) if end is not None else None
    if phrase is None or not (_can_speak(phrase) or (verb.low in PLAIN and _is_definite(phrase))):
        return None, False
    if _is_channel(phrase) and verb.low.startswith(("under", "stress")):
        return None, False
    return phrase, _content_before(words, i, phrase)


def _is_definite(phrase: _Phrase) -> bool:
    """ "the refinery", "its owner": anything definite speaks when the verb can mean nothing else."""
    return phrase.words[0].low in DETERMINERS - {"that", "no", "such"} and phrase.head.low not in TIMES


def _is_no_subject(words: list[_Word], j: int) -> bool:
    """Before the verb stands a form of "be", "to", a determiner, a possessive or a preposition."""
    low = words[j].low
    if low in BE or low in PREPOSITIONS or low.endswith(("’s", "'s")) or low in DETERMINERS - {"one", "some"}:
        return True
    return j > 0 and words[j - 1].low == "what"


def _skip_back(words: list[_Word], j: int) -> int:
    """Past auxiliaries, adverbs and "on Tuesday" between a subject and its verb."""
    while j > 0 and (_is_adverbial(words[j]) or _is_time(words, j)):
        j -= 1
    return j


def _is_adverbial(word: _Word) -> bool:
    return word.low in AUXILIARIES or (word.low.endswith(("ly", "n't", "n’t")) and not word.capital)


def _is_time(words: list[_Word], j: int) -> bool:
    """A word of "on Tuesday", "late last night"."""
    low = words[j].low
    if low in TIMES:
        return j > 1 and words[j - 1].low in TIME_OPENERS | TIMES
    return low in TIME_OPENERS and words[j + 1].low in TIMES


def _governs(words: list[_Word], i: int) -> bool:
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


def _before_apposition(words: list[_Word], j: int) -> int | None:
    """Where the subject ends when "…, head of the command," or "(…)" or "who" stands between it and the verb."""
    if words[j].low in {"who", "which"}:
        j -= 1
        return j - 1 if j >= 0 and words[j].text == "," else j
    if words[j].text == ")":
        opening = next((k for k in range(j - 1, -1, -1) if words[k].text == "("), None)
        return None if opening is None else opening - 1
    if words[j].text != ",":
        return j
    commas = [k for k in range(j - 1, -1, -1) if words[k].text == ","]
    if commas and all(word.capital for word in words[commas[0] + 1 : j]) and not words[commas[0] - 1].capital:
        return j - 1  # "The chief executive, Hugo Stein, said"
    for k in commas[:3]:
        first = words[k + 1]
        if k > 0 and first.low in ASIDES:
            return k - 1
        if (
            k > 0
            and (not first.capital or first.low in DETERMINERS or _TITLES.match(first.text))
            and _ends_name(words[k - 1])
        ):
            return k - 1
    for k in commas[:1]:
        if k > 0 and words[k + 1].capital and _ends_name(words[k - 1]) and words[k + 1].low not in PREPOSITIONS:
            return k - 1
    return None


def _ends_name(word: _Word) -> bool:
    return word.capital or word.low in SPOKES or word.low in ROLES or word.low in SOURCES or word.low in {"jr", "sr"}


def _phrase_back(words: list[_Word], end: int, text: str) -> _Phrase | None:
    """The noun phrase that ends at `end`."""
    k = end
    while (
        k >= 0
        and not _is_mark(words[k])
        and words[k].low not in BREAKS
        and not (words[k].low == "and" and not _joins(words, k))
    ):
        k -= 1
    return _phrase(words[k + 1 : end + 1], text)


def _joins(words: list[_Word], k: int) -> bool:
    """ "and" between two names or two roles."""
    if k == 0 or k + 1 >= len(words):
        return False
    left, right = words[k - 1], words[k + 1]
    return _ends_name(left) and (_ends_name(right) or right.low in DETERMINERS)


def _phrase(words: list[_Word], text: str) -> _Phrase | None:
    words = list(words)
    while words and (_is_mark(words[-1]) or (len(words) > 1 and words[-1].low in TIMES)):
        words.pop()
    if words and words[0].low in PREPOSITIONS and words[0].low != "like":
        words = _trailing_name(words)
    while words and words[0].low in LEADING:
        words = words[1:]
    if not words or len(words) > 18 or any(_is_inner_verb(words, n) for n in range(1, len(words))):
        return None
    cut = next((n for n, word in enumerate(words) if n and word.low in PREPOSITIONS), len(words))
    return _Phrase(tuple(words), text[words[0].start : words[-1].end], words[cut - 1])


def _is_inner_verb(words: list[_Word], n: int) -> bool:
    """ "Trump on Friday touted news": a past form behind a name, so this is a clause and no noun phrase."""
    return words[n].low.endswith("ed") and not words[n].capital and (words[n - 1].capital or words[n - 1].low in TIMES)


def _trailing_name(words: list[_Word]) -> list[_Word]:
    """ "In Moscow President Putin" -> "President Putin": the last run that can be a speaker."""
    k = len(words)
    while k > 0 and words[k - 1].low not in PREPOSITIONS:
        k -= 1
    tail = words[k:]
    titled = next(
        (n for n, word in enumerate(tail) if n and (_TITLES.match(word.text) or word.low in DETERMINERS)), None
    )
    return tail[titled:] if titled is not None else []


def _can_speak(phrase: _Phrase) -> bool:
    head = phrase.head
    first = phrase.words[0]
    low = head.low.removesuffix("’s").removesuffix("'s")
    if low in PRONOUNS:
        return len(phrase.words) == 1
    if len(phrase.words) == 1 and low in ROLES - BODIES and not head.capital:
        return False  # "as governor": an office, and nobody who holds it
    if low in SOURCES or low in ROLES or low in SPOKES or low in CHANNELS:
        return True
    if len(phrase.words) == 1 and head.low in DETERMINERS | {
        "there",
        "here",
        "both",
        "none",
        "nothing",
        "everything",
        "all",
    }:
        return head.low in {"some", "both", "all"}
    if any(word.low in SOURCES | SPOKES for word in phrase.words[:4]):
        return True
    if head.capital and not (head is first and head.low in PREPOSITIONS | TIMES):
        return head.low not in TIMES
    return bool(re.search(r"(?:ists|ians|ents|ees|ors|ers|men|women)$", low)) and not first.low.endswith("ly")


def _opening_phrase(words: list[_Word], text: str) -> _Phrase | None:
    """The subject of the sentence, for "…, saying that": what opens it, up to its first verb-like word."""
    taken: list[_Word] = []
    for word in words[:9]:
        if _is_mark(word) or word.low in BREAKS | PREPOSITIONS:
            break
        if not word.capital and word.low not in DETERMINERS | ROLES | SOURCES | SPOKES | {"and"} and taken:
            break
        taken.append(word)
    phrase = _phrase(taken, text) if taken else None
    return (
        phrase
        if phrase and _can_speak(phrase) and not (len(phrase.words) == 1 and phrase.head.low in DETERMINERS)
        else None
    )


def _inverted(words: list[_Word], i: int, text: str) -> _Phrase | None:
    """ "…," said X: a speaker follows, and no verb of its own follows it ("said X could")."""
    if words[i - 1].text == "," and words[i].low not in SAID:
        return None
    taken: list[_Word] = []
    for word in words[i + 1 :]:
        if word.low in FINITE:
            return None
        if _is_mark(word) or word.low in BREAKS | AUXILIARIES - {"all", "both", "and"} or word.low in TIMES:
            break
        if word.low in PREPOSITIONS and word.low not in {"of", "for", "from", "at", "with"}:
            break
        if word.low == "and" and not taken:
            break
        taken.append(word)
    phrase = _phrase(taken, text) if taken else None
    return phrase if phrase and _can_speak(phrase) else None


def _content_before(words: list[_Word], i: int, phrase: _Phrase) -> bool:
    """ "…, X said on Tuesday": a mark stands before the speaker, a clause before that, and no content follows."""
    first = next(k for k, word in enumerate(words) if word.start == phrase.words[0].start)
    if first < 4 or words[first - 1].text not in {",", "”", '"', "’", "»", "'"}:
        return False
    following = words[i + 1] if i + 1 < len(words) else None
    if following is not None and following.text not in ",.;)?!" and following.low not in AFTER_POSTPOSED:
        return False
    head = words[0]
    return not (head.low in PREPOSITIONS and first < 9 and not any(w.text in '”"’»' for w in words[:first]))


def _is_channel(phrase: _Phrase) -> bool:
    """ "The statement", "this report": somebody's words, whose name stands before."""
    return phrase.head.low in CHANNELS and not any(word.capital for word in phrase.words[1:])


def _attributed(phrase: _Phrase, via: str, at: int) -> Attribution:
    """`pronoun` too when it is "the statement" that speaks: its issuer must be looked for."""
    if _is_channel(phrase):
        return Attribution(phrase.text, "named", phrase.text, at, pronoun=True)
    return Attribution(
        phrase.text, _basis(phrase), via, at, pronoun=phrase.head.low in PRONOUNS and len(phrase.words) == 1
    )


def _basis(phrase: _Phrase) -> Basis:
    """Unnamed is a speaker that no reader could ask: sources, officials, a spokesman of nobody."""
    low = phrase.head.low
    core = phrase.words[: next((n for n, word in enumerate(phrase.words) if word is phrase.head), 0) + 1]
    names = [
        word
        for n, word in enumerate(core)
        if word.capital and not (n == 0 and word.low in SOURCES | SPOKES | DETERMINERS | ROLES)
    ]
    if low in SOURCES and not phrase.head.capital:
        return "unnamed"
    if low in SOURCES and len(core) == 1:
        return "unnamed"
    if any(word.low in SOURCES and not word.capital for word in core):
        return "unnamed" if low in SOURCES or not names else "named"
    if low in SPOKES:
        return "named" if any(w.capital for w in phrase.words[1:]) or names else "unnamed"
    if phrase.words[0].low in INDEFINITE and not (low in ROLES and names):
        return "unnamed"
    if not phrase.head.capital and low not in ROLES | PRONOUNS and low.endswith("s"):
        return "unnamed"
    return "named"


def _according_to(text: str, covered: str) -> Attribution | None:
    match = _ACCORDING.search(covered)
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
    words = _tokenise(covered[:end], start)
    stop = next(
        (
            n
            for n, w in enumerate(words)
            if n and w.low in {"who", "which", "that", "said", "after", "as", "when", "while", "released", "issued"}
        ),
        len(words),
    )
    phrase = _phrase(words[:stop], text)
    if phrase is None:
        return None
    if via.split()[-1:] and via.split()[-1].casefold() in {"reports", "report"} and is_media(phrase.text):
        via = ""
    basis = _basis(phrase)
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


def _quoted_as(text: str, covered: str) -> Attribution | None:
    active = _QUOTED_AS.search(covered)
    if active:
        speaker = text[active.start(1) : active.end(1)]
        words = _tokenise(covered)
        at = next((n for n, w in enumerate(words) if w.start >= active.start()), len(words))
        relay = _phrase_back(words, _skip_back(words, at - 1), text) if at else None
        phrase = _phrase(_tokenise(covered[: active.end(1)], active.start(1)), text)
        if phrase:
            pronoun = phrase.text.casefold() in {"him", "her", "them", "it"}
            start = relay.words[0].start if relay else active.start()
            return Attribution(
                speaker, "named" if pronoun else _basis(phrase), relay.text if relay else "", start, pronoun
            )
    passive = _WAS_QUOTED.search(covered)
    if passive:
        words = _tokenise(covered[: passive.start()])
        end = _before_apposition(words, len(words) - 1) if words else None
        phrase = _phrase_back(words, end, text) if end is not None else None
        relay_text = text[passive.start(1) : passive.end(1)] if passive.group(1) else ""
        if phrase and _can_speak(phrase):
            return _attributed(phrase, relay_text, passive.start())
    return None


def _issued(text: str, covered: str, words: list[_Word]) -> Attribution | None:
    match = _ISSUED.search(covered)
    if match is None:
        return None
    i = next((n for n, w in enumerate(words) if w.start == match.start()), None)
    if not i:
        return None
    j = _skip_back(words, i - 1)
    end = _before_apposition(words, j)
    phrase = _phrase_back(words, end, text) if end is not None else None
    if phrase is None or not _can_speak(phrase):
        return None
    return _attributed(phrase, text[match.start(1) : match.end(1)], match.start())


def _is_vague(found: Attribution) -> bool:
    return found.basis == "unnamed" and bool(_REPORTS.search(found.speaker))
