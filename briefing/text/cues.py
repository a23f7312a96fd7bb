"""English cues of how a sentence is meant: hedges, negation, accusation, denial, speech, praise and alarm, contrast.

The strengths of hedges follow the words of estimative probability (Kent 1964; ICD 203, 2015): 0 is "no chance",
1 "certain". Texts of other languages show no cue, which keeps every rule that waits for one silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from briefing.patterns import rare
from briefing.text.heads import heads, signs


class Cue(NamedTuple):
    """A cue's place in the text; `strength` is the chance that its words leave to what they speak of."""

    start: int
    end: int
    strength: float


def _whole_words(phrases: Iterable[str]) -> str:
    """A pattern of whole words, longest first; a blank in a phrase stands for any white space."""
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return rf"(?<![\w-])(?:{'|'.join(p.replace(' ', chr(92) + 's+') for p in longest_first)})(?![\w-])"


@lru_cache(maxsize=1 << 12)
def _lowered(text: str) -> str:
    """In small letters, with the same offsets: patterns of small letters are found several times faster than any."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c if len(c.lower()) > 1 else c.lower() for c in text)


class _Rule(NamedTuple):
    """A pattern of small letters, and what words of it begin with: without one of them it is not asked."""

    signs: frozenset[str]
    pattern: re.Pattern[str]

    def holds(self, text: str) -> bool:
        return not self.signs.isdisjoint(heads(text)) and self.pattern.search(_lowered(text)) is not None


def _rule(words: str, pattern: str) -> _Rule:
    return _Rule(signs(words), re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])"))


_BE = r"(?:is|are|was|were|been|being|be)"
_REPORTS = r"(?:reports?|rumou?rs?|speculation|sources|leaks?|indications|estimates|signs|evidence)"
_REPORTED = (
    r"(?:reported|believed|thought|said|understood|rumou?red|alleged|claimed|suspected|supposed|feared|presumed)"
)
_VAGUE = r"(?:some|several|unconfirmed|media|news|local|initial|early|press)"

HEDGES: dict[str, float] = {
    r"almost certain(?:ly)?": 0.93,
    r"highly likely": 0.93,
    r"very likely": 0.87,
    r"very probabl[ey]": 0.87,
    r"likely": 0.7,
    r"probabl[ey]": 0.7,
    r"presumably": 0.7,
    rf"{_BE} expected to": 0.7,
    rf"{_BE} (?:set|poised|due|likely) to": 0.7,
    rf"{_REPORTS} (?:indicate|suggest|point|say|claim|have it|have emerged|emerged)[sed]*": 0.6,
    r"(?:reports|rumours|rumors|speculation) that": 0.6,
    rf"(?:amid|after|despite|following|on|by|of|with) {_REPORTS} that": 0.6,
    rf"{_REPORTS} (?:indicating|suggesting|claiming|saying)": 0.6,
    rf"according to (?:{_VAGUE} )*(?:reports|rumou?rs)(?! (?:from|by|in))": 0.6,
    r"reportedly": 0.6,
    rf"{_BE} (?:\w+ly )?(?:widely )?{_REPORTED} (?:to|that)": 0.6,
    r"appear(?:s|ed)?(?! (?:in|on|before|at|as|together|for|with|alongside))": 0.6,
    r"seem(?:s|ed|ing)?": 0.6,
    r"apparently": 0.6,
    r"seemingly": 0.6,
    r"suggest(?:s|ed|ing)? (?:that|a|an|the)": 0.6,
    r"hint(?:s|ed|ing)? (?:that|at)": 0.55,
    r"allegedly": 0.5,
    r"alleged": 0.5,
    r"purported(?:ly)?": 0.5,
    r"supposed(?:ly)?": 0.5,
    r"suspected": 0.5,
    r"unconfirmed": 0.4,
    r"rumou?red": 0.4,
    r"might": 0.45,
    r"could": 0.45,
    r"possibly": 0.45,
    r"possible that": 0.45,
    r"perhaps": 0.45,
    r"maybe": 0.45,
    r"potential(?:ly)?": 0.45,
    r"whether": 0.5,
    r"unclear": 0.5,
    r"not (?:been )?(?:confirmed|verified)": 0.4,
    r"(?:has|have) yet to": 0.3,
    r"unlikely": 0.2,
    r"improbabl[ey]": 0.2,
    r"remote(?:ly)? (?:possib\w+|chance)": 0.05,
}
_LONGEST_FIRST = sorted(HEDGES, key=lambda phrase: (-len(phrase), phrase))
_HEDGE = re.compile(_whole_words(f"({phrase})" for phrase in _LONGEST_FIRST))
_HEDGE_STRENGTHS = tuple(HEDGES[phrase] for phrase in _LONGEST_FIRST)
_REPORTS_THAT = 1 + _LONGEST_FIRST.index("(?:reports|rumours|rumors|speculation) that")
_SUBJECTS = ("Reports", "Rumours", "Rumors", "Speculation")  # a hedge at the head of a sentence only
# Of every phrase a word that it cannot be without; "is said to" is looked for by itself, because all say "said".
_HEDGE_SIGNS = signs(
    """certain likely probable presumably expected set poised due reports rumors rumours speculation sources leak leaks
    indications estimates signs evidence believed thought understood alleged claimed suspected supposed feared presumed
    appear apparently seem seems seemed seeming suggest hint hints hinted hinting purported unconfirmed might could
    possible perhaps maybe potential whether unclear confirmed verified yet unlikely improbable remote"""
)
_SAID_TO = re.compile(r"said\s+t(?:o|hat)")
# The month and the verb differ by their capital; "May" at the head of a sentence is a wish or the month.
_MAY = re.compile(r"(?<![\w-])may(?![\w-])(?!\s+\d)")
MAY_STRENGTH = 0.45
_PROSPECT = re.compile(
    r"(?:is|are|was|were|been|being|be)\s+(?:expected|set|poised|due|likely)\s+to|(?:highly\s+"
    r"|very\s+)?(?:un)?likely\s+to"
    r"|(?:could|might|may)(?!\s+(?:\w+ly\s+)?(?:have|be)\b)|(?:could|might|may)\s+be\s+\w+ing|potential|whether"
    r"|unclear|alleged\b|suspected\b|purported\b|supposed\b"
    r"|(?:reports|rumou?rs|speculation)\s+that",
    re.IGNORECASE,
)

_NEGATION = re.compile(
    r"(?<![\w-])(?:not|no-one|no|never|none|nobody|nothing|neither|nor|without|cannot|unable|fail(?:s|ed)?\s+to"
    r"|refus(?:e|es|ed|ing)\s+to"
    r"|declin(?:e|es|ed|ing)\s+to|(?:ca|do|wo|does|did|is|was|have|has|are|were|would|should)nt|\w+n[’']t)(?![\w-])",
)
_NEGATION_SIGNS = signs(
    """not no never none nobody nothing neither nor without cannot unable fail fails failed refuse refusing decline declining
    cant dont wont doesnt didnt isnt wasnt havent hasnt arent werent wouldnt shouldnt t"""
)
_NO_NEGATION = re.compile(
    r"(?<![\w-])(?:not\s+(?:only|just|merely|least)|no\s+(?:less|more|fewer|later|longer\s+than|doubt|matter)"
    r"|no\.\s*\d"
    r"|none\s+other|nothing\s+less|why\s+not|whether\s+or\s+not|or\s+not)(?![\w-])",
)

# Legal and practical senses of "deny" and "reject" (bail, entry, an offer) answer no accusation.
_DENIED_THING = (
    r"(?!\s+(?:(?:a|an|the|any|him|her|them|it|us|his|her|their|its|further)\s+)*(?:bail|entry|access|visas?"
    r"|permission|parole|asylum|medical|treatment"
    r"|request|appeal|motion|petition|application|bid|offer|proposal|plan|deal|bill|ballots?|invitation"
    r"|amendment|food|water|aid|care))"
)
_UNTRUE = (
    r"(?:false|baseless|unfounded|groundless|untrue|fabricated|slander(?:ous)?|nonsense|absurd|lies|smears?"
    r"|fabrications?|fake\s+news)"
)
_CHARGES = r"(?:claims?|accusations?|allegations?|charges?|reports?|rumou?rs?|statements?)"
_VIEWS = (
    r"(?:criticisms?|figures?|suggestions?|notions?|assertions?|findings|ideas?|concerns|fears|complaints?"
    r"|estimates?)"
)
_DENIALS = (
    _rule("deny denies denied denying", rf"den(?:y|ies|ied|ying){_DENIED_THING}"),
    _rule(
        "rejects dismisses",
        rf"(?:reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?)\s+(?:[\w’'-]+\s+){{0,4}}?(?:as|that|{_CHARGES}|{_VIEWS})"
        rf"|{_CHARGES}\s+(?:\w+\s+)?(?:was|were)\s+(?:\w+\s+)?(?:rejected|dismissed)",
    ),
    _rule(
        "dispute disputing",
        r"disput(?:ed|ing|es?\s+(?:the|this|that|it|any)\b)"
        r"(?!\s+(?:territor|island|area|region|border|elect|waters|land))",
    ),
    _rule(
        "refutes rebuts repudiates disavows contradicts denials rebuttals",
        r"refut(?:e|es|ed|ing)|rebut(?:s|ted|ting)?|repudiat(?:e|es|ed|ing)|disavow(?:s|ed|ing)?"
        r"|contradict(?:s|ed|ing)|denials?|rebuttals?",
    ),
    _rule(
        "false baseless unfounded groundless untrue fabricated slander nonsense absurd lies lie smear fabrications fake",
        rf"(?:is|are|was|were|as|be|been|called|calls|calling|it|them|that|simply|totally|completely"
        rf"|entirely)\s+(?:an?\s+|all\s+|the\s+)?(?:\w+\s+)?{_UNTRUE}"
        rf"|(?<!making\s)(?<!makes\s)(?<!make\s)(?<!made\s){_UNTRUE}\s+{_CHARGES}|is\s+a\s+(?:\w+\s+)?(?:lie|smear)",
    ),
    _rule(
        "guilty innocence truth basis evidence wrong nothing",
        r"(?:pleads?|pleaded|pled|pleading)\s+(?:\w+\s+)?not\s+guilty|(?:his|her|their|its)\s+innocence"
        r"|no\s+(?:truth|basis|evidence)|did\s+nothing\s+wrong|(?:has|have|had)\s+nothing\s+to\s+do",
    ),
)
_PASSIVE_DENIED = re.compile(r"\b(?:was|were|been|being|are|is)\s+denied\b")

_ACCUSATION = _rule(
    """accuse accusing blame blaming alleged condemn denounce charges charged charging criticise criticize suspected
    fault faults faulted faulting lambast indicted lied lying cover covered""",
    r"accus(?:e|es|ed|ing|ations?|ers?)|blam(?:e|es|ed|ing)|alleg(?:e|es|ed|ing|edly|ations?)"
    r"|condemn(?:s|ed|ing|ations?)?|denounc(?:e|es|ed|ing)|charg(?:es|ed|ing)\s+(?:\w+\s+){0,4}?(?:with|that|of|over)"
    r"|criticis(?:es?|ed|ing|ms?)|criticiz(?:es?|ed|ing)|suspect(?:s|ed|ing)?\s+(?:\w+\s+){0,3}?of|fault(?:s|ed"
    r"|ing)?\s+(?:\w+\s+){1,3}?for"
    r"|lambast(?:s|ed|ing)|indict(?:s|ed|ment|ments)?"
    r"|l(?:ied|ying)\s+(?:to|about)|cover(?:ed)?[\s-]up",
)
_CHARGE = _Rule(
    signs("accuse accusing alleged blame blaming charged suspected"),
    re.compile(
        r"(?<![\w-])(?:accus|alleg|blam(?:e|es|ed|ing)\b|charged\s+\w+\s+(?:\w+\s+)?with|suspect(?:s"
        r"|ed)?\b)"
    ),
)
_CLAIM = re.compile(
    r"(?<![\w-])(?:claim(?:s|ed|ing)?|assert(?:s|ed|ing|ions?)?|contend(?:s|ed|ing)?|insist(?:s|ed|ing)?"
    r"|estimat(?:e|es|ed|ing)"
    r"|put(?:s|ting)?\s+the\s+\w+|said|says|stated|reported|warn(?:s|ed|ing)?|argu(?:e|es|ed|ing)"
    r"|according\s+to|told|suggest(?:s|ed|ing)?"
    r"|announc(?:e|es|ed|ing)|declar(?:e|es|ed|ing)|report(?:s|ed)?|disputed|controversial|rumou?rs?)(?![\w-])",
)
_CONTRAST_OPENER = re.compile(
    r"[\s“”\"'‘’]*(?:but|however|yet|still|nevertheless|nonetheless|in\s+(?:response|reply|contrast|turn)"
    r"|on\s+the\s+other\s+hand|by\s+contrast"
    r"|conversely|responding|replying|answering|meanwhile,?\s+\w+\s+(?:den|reject)\w+|instead|even\s+so)(?![\w-])",
    re.IGNORECASE,
)
_CONTRAST_OPENER_SIGNS = signs(
    """but however yet still nevertheless nonetheless response reply contrast turn hand conversely responding replying
    answering meanwhile instead even"""
)
_CONTRAST_INSIDE_SIGNS = signs("however part though contrast turn hand meanwhile")
_CONTRAST_INSIDE = re.compile(
    r"^[^,.;]{1,80},\s*(?:however|for\s+(?:his|her|its|their)\s+part|though|by\s+contrast|in\s+turn"
    r"|on\s+the\s+other\s+hand|meanwhile)\s*,",
    re.IGNORECASE,
)
_BACKWARD = rare(
    r"(?<![\w-])(?:the|this|that|these|those|such|any|all|his|her|its|their"
    r"|both)\s+(?:\w+\s+){0,2}?(?:allegations?|accusations?|claims?|charges?|reports?"
    r"|figures?|numbers?|tolls?|assertions?|suggestions?|criticisms?|statements?|account|version|complaints?"
    r"|findings?|estimates?|wrongdoing|rumou?rs?|suspicions?)(?![\w-])"
    r"|(?<![\w-])(?:it|this|that|so|them|him|her|doing\s+so|any\s+(?:involvement|role|wrongdoing|responsibility"
    r"|link|part|such)|involvement"
    r"|responsibility|wrongdoing)(?![\w-])",
    re.IGNORECASE,
)

# Base forms a speech is reported with; the forms are spelled out so that no stemmer is needed.
_SPEECH_STEMS: dict[str, str] = {
    "say": "say says said saying",
    "state": "state states stated stating",
    "tell": "tell tells told telling",
    "announce": "announce announces announced announcing",
    "add": "adds added adding",
    "explain": "explain explains explained explaining",
    "note": "notes noted noting",
    "stress": "stresses stressed stressing",
    "emphasise": "emphasise emphasises emphasised emphasising emphasize emphasizes emphasized emphasizing",
    "insist": "insist insists insisted insisting",
    "claim": "claims claimed claiming",
    "warn": "warn warns warned warning",
    "argue": "argue argues argued arguing",
    "declare": "declare declares declared declaring",
    "confirm": "confirm confirms confirmed confirming",
    "report": "reported reports reporting",
    "write": "writes wrote written writing",
    "tweet": "tweets tweeted tweeting",
    "post": "posted posting",
    "comment": "commented comments commenting",
    "remark": "remarked remarks remarking",
    "acknowledge": "acknowledge acknowledges acknowledged acknowledging",
    "admit": "admit admits admitted admitting",
    "concede": "concedes conceded conceding",
    "reveal": "reveals revealed revealing",
    "disclose": "discloses disclosed disclosing",
    "reiterate": "reiterates reiterated reiterating",
    "repeat": "repeated repeating",
    "suggest": "suggests suggested suggesting",
    "hint": "hints hinted hinting",
    "clarify": "clarifies clarified clarifying",
    "reaffirm": "reaffirms reaffirmed reaffirming",
    "affirm": "affirms affirmed affirming",
    "assert": "asserts asserted asserting",
    "contend": "contends contended contending",
    "maintain": "maintains maintained maintaining",
    "allege": "alleges alleged alleging",
    "deny": "denies denied denying",
    "accuse": "accuses accused accusing",
    "believe": "believe believes believed",
    "think": "think thinks",
    "predict": "predicts predicted predicting",
    "forecast": "forecast forecasts",
    "estimate": "estimates estimated estimating",
    "reply": "replies replied replying",
    "respond": "responded responding",
    "answer": "answered",
    "ask": "asked asking",
    "urge": "urges urged urging",
    "vow": "vows vowed vowing",
    "pledge": "pledges pledged pledging",
    "promise": "promises promised promising",
    "recall": "recalls recalled recalling",
    "describe": "describes described describing",
    "express": "expresses expressed expressing",
    "highlight": "highlights highlighted highlighting",
    "underline": "underlines underlined underlining",
    "underscore": "underscores underscored underscoring",
    "joke": "joked joking",
    "complain": "complains complained complaining",
    "boast": "boasts boasted boasting",
    "conclude": "concludes concluded concluding",
    "caution": "cautions cautioned cautioning",
    "quip": "quipped",
    "observe": "observed observes",
    "testify": "testifies testified testifying",
    "condemn": "condemns condemned condemning",
    "criticise": "criticises criticised criticizes criticized",
    "reject": "rejects rejected rejecting",
    "dismiss": "dismisses dismissed dismissing",
    "refute": "refutes refuted refuting",
    "dispute": "disputes disputed",
    "call": "calls called calling",
    "voice": "voices voiced voicing",
}
SPEECH_VERBS: frozenset[str] = frozenset(form for forms in _SPEECH_STEMS.values() for form in forms.split())

_LOADED = """
advanced alarming alarmingly amazing ambitious appalling astonishing blistering bold brazen breathtaking
brilliant brutal burgeoning catastrophic chilling concerning crucial cutting-edge daring dangerous dangerously
deadly decisive devastating dire disastrous disgraceful disturbing dramatic dramatically dubious embarrassing
epic excellent exceptional extraordinary fierce formidable furious game-changing ground-breaking
groundbreaking groundless heinous heroic historic horrific horrifying huge iconic impressive incredible
infamous iron-clad landmark legendary magnificent massive menacing milestone momentous monumental notorious
ominous outrageous outstanding phenomenal pivotal powerful provocative radical reckless relentless remarkable
revolutionary ruthless scathing sensational shameful sharp shocking shockingly significant significantly
sinister spectacular staggering state-of-the-art sterling striking stunning superb terrifying tremendous
troubling unparalleled unprecedented vicious vital world-class worrisome worrying
"""
LOADED: frozenset[str] = frozenset(_LOADED.split())
_LOADED_HEADS = signs(_LOADED)
_LOADED_PHRASES = _rule(
    """shock shockwaves outrage fury ire bombshell game alarm globe watching certain seen wild wildcards""",
    r"sen[dt](?:s|ing)?\s+shock\s?waves|shock\s?waves|sparked\s+(?:outrage|fury)|drew\s+(?:ire"
    r"|fury)|bombshell|game[\s-]changer|raised\s+alarm|sounded\s+the\s+alarm"
    r"|across\s+the\s+globe|the\s+world\s+(?:is|will\s+be)\s+watching|one\s+thing\s+is\s+certain"
    r"|it\s+remains\s+to\s+be\s+seen|is\s+yet\s+to\s+be\s+seen|wild\s?cards?",
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def hedges(text: str) -> tuple[Cue, ...]:
    """The words that leave a chance open, in order; two that overlap are one."""
    found = [Cue(m.start(), m.end(), _HEDGE_STRENGTHS[(m.lastindex or 1) - 1]) for m in _hedging(text)]
    found += [Cue(m.start(), m.end(), MAY_STRENGTH) for m in _maybe(text)]
    return tuple(sorted(found))


def _hedging(text: str) -> Iterator[re.Match[str]]:
    low = _lowered(text)
    if _HEDGE_SIGNS.isdisjoint(heads(text)) and not _SAID_TO.search(low):
        return iter(())
    found = _HEDGE.finditer(low)
    return (m for m in found if m.lastindex != _REPORTS_THAT or text.startswith(_SUBJECTS, m.start()))


def _maybe(text: str) -> Iterator[re.Match[str]]:
    return _MAY.finditer(text) if "may" in text else iter(())


def evidence_hedges(text: str) -> tuple[Cue, ...]:
    """Hedges on what is or was; what may yet come to be ("could", "is expected to") is no doubt about a fact."""
    return tuple(cue for cue in hedges(text) if not _PROSPECT.match(text, cue.start))


def certainty(text: str) -> float | None:
    """The weakest hedge of the text, None when it has none (a flat statement)."""
    return min((cue.strength for cue in hedges(text)), default=None)


@lru_cache(maxsize=1 << 12)
def is_hedged(text: str) -> bool:
    return any(True for _ in _maybe(text)) or any(True for _ in _hedging(text))


@lru_cache(maxsize=1 << 12)
def negations(text: str) -> tuple[Cue, ...]:
    """Words that turn a statement round; "not only", "no fewer than", "whether or not" are none."""
    if _NEGATION_SIGNS.isdisjoint(heads(text)):
        return ()
    low = _lowered(text)
    found = [m.span() for m in _NEGATION.finditer(low)]
    kept_out = [m.span() for m in _NO_NEGATION.finditer(low)] if found else []
    return tuple(Cue(start, end, 0.0) for start, end in found if not any(a <= start < b for a, b in kept_out))


def is_negated(text: str) -> bool:
    return bool(negations(text))


@lru_cache(maxsize=1 << 12)
def is_denial(text: str) -> bool:
    """Somebody answers a charge or a claim: denies, rejects, calls it false, pleads not guilty."""
    return any(rule.holds(text) for rule in _DENIALS) and not _PASSIVE_DENIED.search(_lowered(text))


@lru_cache(maxsize=1 << 12)
def is_accusation(text: str) -> bool:
    """Somebody is charged with a wrong: accused, blamed, condemned, suspected of."""
    return _ACCUSATION.holds(text)


def is_charge(text: str) -> bool:
    """The stronger accusation: of a deed, not the censure of one that nobody denies."""
    return _CHARGE.holds(text)


def is_claim(text: str) -> bool:
    """Somebody's word for something: what a reply beside it would dispute."""
    return bool(_CLAIM.search(_lowered(text))) or is_accusation(text)


def is_contrast(text: str) -> bool:
    """The sentence sets itself against the one before: "But …", "However, …", "China, however, …"."""
    begun = heads(text)
    if not _CONTRAST_OPENER_SIGNS.isdisjoint(begun) and _CONTRAST_OPENER.match(text):
        return True
    return not _CONTRAST_INSIDE_SIGNS.isdisjoint(begun) and _CONTRAST_INSIDE.match(text) is not None


def points_to_claim(text: str) -> bool:
    """It speaks of a claim made before: "the allegations", "this figure", "any involvement", "it"."""
    return bool(_BACKWARD.search(text))


def loaded_words(text: str) -> tuple[str, ...]:
    """The writer's words of praise or alarm, casefolded, in order."""
    low, begun, words = _lowered(text), heads(text), list[tuple[int, str]]()
    if not _LOADED_HEADS.isdisjoint(begun):
        words += [(m.start(), m.group()) for m in _WORD.finditer(low) if m.group() in LOADED]
    if not _LOADED_PHRASES.signs.isdisjoint(begun):
        words += [(m.start(), m.group()) for m in _LOADED_PHRASES.pattern.finditer(low)]
    return tuple(word for _, word in sorted(words))


def is_loaded(text: str) -> bool:
    return bool(loaded_words(text))
