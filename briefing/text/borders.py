"""General rules that mend a segmenter's borders: which of them cut a sentence, and which were missed.

A rule is a function of the two sides of a border; a new rule is one function and one entry of `CUTS` or `_missed`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from briefing.patterns import rare
from briefing.text.cues import SPEECH_VERBS
from briefing.types import Span

_INVISIBLE = "\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069"  # bidi marks
_CLOSERS = "\"'”’»›」』)]*_"
_FULL_WIDTH = "。！？｡」』”’）"
SHORT_QUOTATION = 40  # characters: what is quoted in fewer is a phrase, not a speech
_SEEN = 60  # characters on either side that a rule looks at
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_INTERJECTION = 12  # characters: a shorter piece of a speech ("Yes!") stays with the next one


class Border(NamedTuple):
    """A border to be judged: up to 60 characters on either side, none of them of another sentence, and how they meet.

    `quoted` counts the characters of `left` that are inside the quotation around the border, 0 outside of one.
    """

    left: str
    right: str
    language: str
    glued: bool
    quoted: int


def mend(text: str, borders: set[int], quoted: Sequence[Span], language: str) -> set[int]:
    """The offsets where sentences begin, once the wrong ones are gone and the missed ones are there."""
    missed = {at for at in _missed(text) if not _in_phrase(at, quoted)}
    kept: set[int] = set()
    if not borders and not missed:
        return kept
    start, word, last = 0, _next_word(text, 0), _last_word(text)
    for at in sorted({_beside_marks(text, at, quoted) for at in borders | missed}):
        if word < at <= last and _holds(text, start, at, quoted, language, at in missed):
            kept.add(at)
            start, word = at, _next_word(text, at)
    return kept


def _next_word(text: str, at: int) -> int:
    """Where the first letter or digit from the offset on stands."""
    match = _LETTER_OR_DIGIT.search(text, at)
    return match.start() if match else len(text)


def _last_word(text: str) -> int:
    """Where the last letter or digit stands."""
    return next((at for at in range(len(text) - 1, -1, -1) if text[at].isalnum()), -1)


def _holds(text: str, start: int, at: int, quoted: Sequence[Span], language: str, missed: bool) -> bool:
    left, right = text[max(start, at - _SEEN) : at].rstrip(), text[at : at + _SEEN].lstrip()
    if not left or not right:
        return False
    speech = _around(at, quoted)
    border = Border(
        left,
        right,
        language,
        glued=not text[at - 1].isspace() and not text[at].isspace(),
        quoted=at - max(start, speech.start) if speech else 0,
    )
    return not any(cuts(border) for cuts in CUTS if not (missed and cuts is before_a_small_letter))


def _around(at: int, quoted: Sequence[Span]) -> Span | None:
    """The quotation (of disjoint ones in order) that the offset falls inside."""
    index = bisect_right(quoted, at, key=lambda span: span.start) - 1
    return quoted[index] if index >= 0 and quoted[index].start < at < quoted[index].end else None


def _in_phrase(at: int, quoted: Sequence[Span]) -> bool:
    span = _around(at, quoted)
    return span is not None and len(span) < SHORT_QUOTATION


def _beside_marks(text: str, border: int, quoted: Sequence[Span]) -> int:
    """The border moved behind a closing mark, or before an opening one, that it parts from its words."""
    at = border
    while at < len(text) and (text[at].isspace() or text[at] in _INVISIBLE):
        at += 1
    span = _around(border, quoted)
    if span is not None and span.end - 1 == at and text[at] in _CLOSERS:
        return span.end
    if span is not None and not text[span.start + 1 : border].strip():
        return span.start
    return border if text[border:at].isspace() else at


# --- borders that cut a sentence -----------------------------------------------------------------------------

_ENUMERATOR = re.compile(r"\W*(?:\d{1,3}|[^\W\d_])[.)]+\Z")
_NUMERO = rare(r"(?<!\w)(?:[Nn][°ºo]|№|[Nn]r|[Aa]rt|[Pp]p?|[Ss]ec|[Ff]igs?|[Vv]ol|[Cc]h|[Oo]p)\.?\Z")
_SHORT_CAPITAL = re.compile(r"(?<!\w)[A-Z][a-z]{1,3}\.\Z|\.{3}\Z")
_SHORT_WORD = re.compile(r"(?<!\w)\w{1,4}\.\Z|\.{3}\Z")
_DASH = re.compile(r"[-–—―]{1,2}\s*(?=[^\W\d_])")
_DOMAIN = re.compile(r"(?:com|org|net|gov|edu|info|io|co|uk|de|fr|ru|eu|us|htm|html|pdf|php|asp)\b", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:www\.|https?:|@|/)\S*\Z")
_EAST_ASIAN_TAG = rare(r"(?:と|って|など|の|が|は|を|に)|.{0,6}?(?:说|說|表示|称|稱|指出|道|强调|問)")
_TAG = rare(
    r"(?!(?:He|She|It|They|We|I|You|The|This|That)\b)(?:[A-Z][\w.’'-]*\s+){0,5}(?:"
    + "|".join(sorted(SPEECH_VERBS, key=lambda verb: (-len(verb), verb)))
    + r")\b"
)
_TITLE = rare(
    r"(?<!\w)(?:[DdMm]r|[Pp]rof|[Mm]gr|[Ii]n[gż]|JUDr|MUDr|PhDr|RNDr|[Gg]en|płk|ks|św|ul|al|mjr|kpt|[Hh]r|[Ff]r|[Dd]hr"
    r"|[Mm]w|[Ss]t|dott|им|ім|вул|просп|акад|ген|д-р)\.\Z"
)
# Elsewhere: Arabic has no words of one letter that are written alone, and a Hindi sentence ends with a danda.
_TITLES_OF = {
    "ar": rare(r"(?<!\w)[\u0621-\u064a]\.\Z"),
    "en": rare(r"(?<!\w)(?:M[rsx]|Mrs|Messrs|Sens?|Reps?|Govs?|Gens?|Lts?|Cols?|Capt|Sgt|Adm|Cmdr|Supt|Insp)\.\Z"),
    "es": rare(r"(?<!\w)(?:Sr|Sra|Srta|Dr|Dra|D|Dña|Gral|Mons)\.\Z"),
    "fr": rare(r"(?<!\w)(?:MM?|Mme|Mlle|Me|Mgr|Dr|Pr|Gal|Ste?)\.\Z"),
    "hi": rare(r"(?<!\S)[\u0900-\u097f]{1,5}\.\Z"),
}
_TITLED = frozenset("cs da et fi hr hu lt lv nb nl no pl ro sk sl sr sv uk".split())
_ORDINAL = rare(r"(?<![\w.%])\d{1,2}\.\Z")
_ORDINAL_LANGUAGES = frozenset("bs cs da de et fi fo hr hu is lb lv nb nn no pl sk sl sr sv".split())
_NOUNS_ARE_CAPITAL = frozenset({"de", "lb"})
_GERMAN_STARTER = rare(
    r"(?:Aber|Als|Am|Auch|Bei|Da|Dabei|Damit|Danach|Das|Dem|Den|Der|Des|Die|Dies\w*|Doch|Ein|Eine|Er|Es|Ich|Ihr\w*|Im"
    r"|In|Mit|Nach|Nun|Seit|Sein\w*|Sie|So|Und|Vor|Was|Wer|Wie|Wir|Zu|Zudem|Zum)\b"
)


def after_a_comma(border: Border) -> bool:
    return border.left[-1] == "," or (border.left[-1] == ";" and border.language != "el")


def after_a_list_head(border: Border) -> bool:
    """ "1." or "a)" alone is the head of what follows."""
    return len(border.left) < 8 and _ENUMERATOR.match(border.left) is not None


def before_a_small_letter(border: Border) -> bool:
    """Behind an abbreviation ("Sat.") or a cry the sentence goes on; in English it may also be a careless beginning."""
    if not border.right[0].islower():
        return False
    abbreviation = _SHORT_CAPITAL if border.language == "en" else _SHORT_WORD
    return border.left[-1] in "!…" or abbreviation.search(border.left, max(0, len(border.left) - 8)) is not None


def after_a_title(border: Border) -> bool:
    """ "Dr. Nowak", in languages of which sentencex knows few abbreviations."""
    title = _TITLE if border.language in _TITLED else _TITLES_OF.get(border.language)
    return title is not None and title.search(border.left, max(0, len(border.left) - 8)) is not None


def before_a_number(border: Border) -> bool:
    """ "No. 5", "Art. 12"."""
    return border.right[0].isdigit() and _NUMERO.search(border.left, max(0, len(border.left) - 6)) is not None


def after_an_ordinal(border: Border) -> bool:
    """ "3. Oktober" and "3. října"; where nouns are small, a capital behind a number begins a sentence."""
    if border.language not in _ORDINAL_LANGUAGES or not _ORDINAL.search(border.left, max(0, len(border.left) - 4)):
        return False
    if border.language in _NOUNS_ARE_CAPITAL:
        return _GERMAN_STARTER.match(border.right) is None
    return border.right[0].islower()


def inside_an_address(border: Border) -> bool:
    """No blank at the border, and no two sentences: "example.com", "Yahoo!Mail", "!Kung"."""
    if not border.glued or border.left[-1] in _FULL_WIDTH:
        return False
    lonely_mark = border.left[-2:-1].isspace()
    return lonely_mark or _DOMAIN.match(border.right) is not None or _ADDRESS.search(border.left) is not None


def after_an_interjection(border: Border) -> bool:
    return 0 < border.quoted < _INTERJECTION and len(border.left) <= border.quoted and border.left[-3:].isascii()


def before_a_dash(border: Border) -> bool:
    """A dash goes on with the sentence: "he said? -- a bit", «Куда? – спросила мама»."""
    dash = _DASH.match(border.right)
    return dash is not None and (border.quoted > 0 or border.right[dash.end()].islower())


def before_the_speaker(border: Border) -> bool:
    """“Shall we?” Smith asked."""
    if border.left[-1] in "」』”’" and not border.right[:7].isascii() and _EAST_ASIAN_TAG.match(border.right):
        return True
    return (
        border.left[-1] in _CLOSERS and border.left[-2:-1] in {"?", "!", "…"} and _TAG.match(border.right) is not None
    )


CUTS: tuple[Callable[[Border], bool], ...] = (
    after_a_comma,
    after_a_list_head,
    before_a_small_letter,
    after_a_title,
    before_a_number,
    after_an_ordinal,
    inside_an_address,
    after_an_interjection,
    before_a_dash,
    before_the_speaker,
)

# --- borders that segmenters miss ----------------------------------------------------------------------------

_PARENTHESIS = rare(r"[.!?…][\"'”’»]?[)\]]\s+(?=[\"'“‘«(]?[^\W\d_a-z])")
_NOTE_MARK = re.compile(r"\.(?:\d{1,2}(?:[ ,–-]\d{1,2}){0,3}|(?:\[\d{1,3}\])+)\s+(?=[A-Z“\"])")
_INITIALISM = re.compile(
    r"\.(?:[A-Z]|m|v)\.\s+(?=(?:The|He|She|It|We|They|You|This|That|These|Those|There|But|And|However|Meanwhile|What"
    r"|When|Where|Why|How|Who|Did|Do|Does|Is|Are|Was|Were|If|While|Although|Since|After|Before|Some|Many|Most|Millions"
    r"|Thousands|Hundreds|His|Her|Its|Their|Our|My|I|In|At|On|For|As|So|Then|Now|Please)\s+[a-z])"
)
_LOUD = rare(r"(?:[!?]{2,}|\s[!?])\s+(?=[a-z])")
_LINK = rare(r"https?://[^\s<>\"”]*[\w/]\s+(?=[A-Z][a-z]*\s+[a-z])")
_GLUED = re.compile(r"\.[”\"’]?(?=[A-Z][a-z]*[ ,’'])")
_NO_BLANK = re.compile(r"\.(?:[”\"’]?[A-Z]|[mv\d\[])")  # the begin of a note mark, of initials, of a glued sentence
_GLUED_LOUD = rare(r"[!?][”\"’]?(?=[A-Z][a-z]*[ ,’'])")
_ITEM = rare(r"(?:(?<![\w.,])|[•⁃·]\s?)\(?(?P<head>\d{1,2}|[a-z])(?P<tail>[.)]{1,2})\s+(?=[^\W\d_])")


def _missed(text: str) -> set[int]:
    """Cheap signs first: most texts hold none of these."""
    found: set[int] = set()
    if _NO_BLANK.search(text):
        found.update(match.end() for match in _GLUED.finditer(text) if _after_small_letters(match))
        found.update(match.end() for match in _NOTE_MARK.finditer(text) if not text[match.start() - 1].isdigit())
        found.update(match.end() for match in _INITIALISM.finditer(text))
    if ")" in text or "]" in text:
        found.update(match.end() for match in _PARENTHESIS.finditer(text))
    if "!" in text or "?" in text:
        found.update(match.end() for match in _LOUD.finditer(text))
        found.update(match.end() for match in _GLUED_LOUD.finditer(text) if _after_small_letters(match))
    if "http" in text:
        found.update(match.end() for match in _LINK.finditer(text))
    if "2." in text or "2)" in text or " b." in text or " b)" in text or "10." in text:  # the second item of a list
        found.update(_inline_items(text))
    return found


def _after_small_letters(match: re.Match[str]) -> bool:
    return match.string[max(0, match.start() - 3) : match.start()].islower()


def _inline_items(text: str) -> Iterator[int]:
    """Where the items of a list inside a paragraph begin: at least two heads that count on from 1 or a."""
    run: list[re.Match[str]] = []
    for match in _ITEM.finditer(text):
        if run and match["tail"] == run[-1]["tail"] and _counts_on(run[-1]["head"], match["head"]):
            run.append(match)
        else:
            yield from _starts(run)
            run = [match] if match["head"] in {"1", "a"} or match.group()[0] in "•⁃·" else []
    yield from _starts(run)


def _counts_on(head: str, following: str) -> bool:
    if head.isdigit() and following.isdigit():
        return int(following) == int(head) + 1
    return not head.isdigit() and not following.isdigit() and ord(following) == ord(head) + 1


def _starts(run: list[re.Match[str]]) -> Iterator[int]:
    return (match.start() for match in run) if len(run) > 1 else iter(())
