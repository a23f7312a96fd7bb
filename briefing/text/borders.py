"""General rules that mend the borders of a segmenter: what no sentence begins or ends with, in any language of the table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefing.text.cues import SPEECH_VERBS
from briefing.types import Span

_ENUMERATOR = re.compile(r"\W*(?:\d{1,3}|[^\W\d_])[.)]+\Z")  # "1." or "a)" alone is the head of what follows
_ORDINAL = re.compile(r"(?<![\w.%])\d{1,2}\.\Z")
_NOUNS_ARE_CAPITAL = frozenset({"de", "lb"})
_GERMAN_STARTER = re.compile(
    r"(?:Aber|Als|Am|Auch|Bei|Da|Dabei|Damit|Danach|Das|Dem|Den|Der|Des|Die|Dies\w*|Doch|Ein|Eine|Er|Es|Ich|Ihr\w*|Im|In|Mit|Nach|"
    r"Nun|Seit|Sein\w*|Sie|So|Und|Vor|Was|Wer|Wie|Wir|Zu|Zudem|Zum)\b"
)
_ORDINAL_LANGUAGES = frozenset("bs cs da de et fi fo hr hu is lb lv nb nn no pl sk sl sr sv".split())
_NUMERO = re.compile(r"(?<!\w)(?:[Nn][°ºo]|№|[Nn]r|[Aa]rt|[Pp]p?|[Ss]ec|[Ff]igs?|[Vv]ol|[Cc]h|[Oo]p)\.?\Z")
_SHORT_CAPITAL = re.compile(r"(?<!\w)[A-Z][a-z]{1,3}\.\Z|\.{3}\Z")  # "Sat." before a small letter is an abbreviation
_SHORT_WORD = re.compile(r"(?<!\w)\w{1,4}\.\Z|\.{3}\Z")
_INTERJECTION = 12  # characters: a shorter piece of a speech ("Yes!") stays with the next one
_TITLED = frozenset(
    "cs da et fi hr hu lt lv nb nl no pl ro sk sl sr sv uk".split()
)  # sentencex knows few of their titles
_TITLE = re.compile(
    r"(?<!\w)(?:[DdMm]r|[Pp]rof|[Mm]gr|[Ii]n[gż]|JUDr|MUDr|PhDr|RNDr|[Gg]en|płk|ks|św|ul|al|mjr|kpt|[Hh]r|[Ff]r|[Dd]hr|[Mm]w|[Ss]t|dott|"
    r"им|ім|вул|просп|акад|ген|д-р)\.\Z"
)
_FULL_WIDTH_CLOSERS = "」』”’"
_EAST_ASIAN_TAG = re.compile(r"(?:と|って|など|の|が|は|を|に)|.{0,6}?(?:说|說|表示|称|稱|指出|道|强调|問)")
_DASHED = re.compile(r"(?:[-–—―]{1,2})\s*(?=[^\W\d_])")
_DOMAIN = re.compile(r"(?:com|org|net|gov|edu|info|io|co|uk|de|fr|ru|eu|us|htm|html|pdf|php|asp)\b", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:www\.|https?:|@|/)\S*\Z")
_TERMINATORS = ".!?…。！？｡？؟۔։።।॥:"
_CLOSERS = "\"'”’»›」』)]*_"
_FULL_WIDTH = "。！？｡」』”’）"
_TAG = re.compile(
    r"(?!(?:He|She|It|They|We|I|You|The|This|That)\b)(?:[A-Z][\w.’'-]*\s+){0,5}(?:"
    + "|".join(sorted(SPEECH_VERBS, key=lambda verb: (-len(verb), verb)))
    + r")\b"
)

# Borders that segmenters miss: a cheap sign that the text may hold one, and where it is.
_PARENTHESIS = re.compile(r"[.!?…][\"'”’»]?[)\]]\s+(?=[\"'“‘«(]?[^\W\d_a-z])")
_NOTE_MARK = re.compile(r"\.(?:\d{1,2}(?:[ ,–-]\d{1,2}){0,3}|(?:\[\d{1,3}\])+)\s+(?=[A-Z“\"])")
_INITIALISM = re.compile(
    r"\.(?:[A-Z]|m|v)\.\s+(?=(?:The|He|She|It|We|They|You|This|That|These|Those|There|But|And|However|Meanwhile|What|When|Where|"
    r"Why|How|Who|Did|Do|Does|Is|Are|Was|Were|If|While|Although|Since|After|Before|Some|Many|Most|Millions|Thousands|Hundreds|His|Her|"
    r"Its|Their|Our|My|I|In|At|On|For|As|So|Then|Now|Please)\s+[a-z])"
)
_LOUD = re.compile(r"(?:[!?]{2,}|\s[!?])\s+(?=[a-z])")
_LINK = re.compile(r"https?://[^\s<>\"”]*[\w/]\s+(?=[A-Z][a-z]*\s+[a-z])")
_GLUED = re.compile(r"\.[”\"’]?(?=[A-Z][a-z]*[ ,’'])")
_GLUED_LOUD = re.compile(r"[!?][”\"’]?(?=[A-Z][a-z]*[ ,’'])")
_ITEM_SIGNS = ("2. ", "2) ", "2.)", " b. ", " b) ", " b.)", "10. ")  # the second item of a list
_INLINE_LIST = re.compile(r"(?:(?<![\w.,])|[•⁃·]\s?)\(?(?P<head>\d{1,2}|[a-z])(?P<tail>[.)]{1,2})\s+(?=[^\W\d_])")
_LOUD = re.compile(r"(?:[!?]{2,}|\s[!?])\s+(?=[a-z])")
_LINK = re.compile(r"https?://[^\s<>\"”]*[\w/]\s+(?=[A-Z][a-z]*\s+[a-z])")


def mend(text: str, borders: set[int], quoted: Sequence[Span], language: str) -> set[int]:
    """The borders (offsets where a sentence begins) without those that cut a sentence, and with those that were missed."""
    missed = {border for border in _missed(text) if not _inside_short(border, quoted)}
    found = sorted({_beside_marks(text, border, quoted) for border in borders | missed})
    kept: set[int] = set()
    start = 0
    for border in found:
        if start < border and _holds(text, start, border, quoted, language, border in missed):
            kept.add(border)
            start = border
    return kept


def _missed(text: str) -> set[int]:
    found = {match.end() for match in _GLUED.finditer(text) if _after_small_letters(match)}
    found.update(match.end() for match in _NOTE_MARK.finditer(text) if not text[match.start() - 1].isdigit())
    found.update(match.end() for match in _INITIALISM.finditer(text))
    if ")" in text or "]" in text:
        found.update(match.end() for match in _PARENTHESIS.finditer(text))
    if "!" in text or "?" in text:
        found.update(match.end() for match in _LOUD.finditer(text))
        found.update(match.end() for match in _GLUED_LOUD.finditer(text) if _after_small_letters(match))
    if "http" in text:
        found.update(match.end() for match in _LINK.finditer(text))
    if any(sign in text for sign in _ITEM_SIGNS):
        found.update(_inline_items(text))
    return found


def _after_small_letters(match: re.Match[str]) -> bool:
    return match.string[max(0, match.start() - 3) : match.start()].islower()


def _inline_items(text: str) -> Iterator[int]:
    """Where the items of a list inside a paragraph begin: at least two heads that count on from 1 or a."""
    run: list[tuple[int, str, str]] = []
    for match in _INLINE_LIST.finditer(text):
        head, tail = match["head"], match["tail"]
        if run and tail == run[-1][2] and _follows(run[-1][1], head):
            run.append((match.start(), head, tail))
            continue
        yield from _starts(run)
        run = (
            [(match.start(), head, tail)]
            if head in {"1", "a"} or (head.isdigit() and match.group()[0] in "•⁃·")
            else []
        )
    yield from _starts(run)


def _follows(head: str, following: str) -> bool:
    if head.isdigit() and following.isdigit():
        return int(following) == int(head) + 1
    return not head.isdigit() and not following.isdigit() and ord(following) == ord(head) + 1


def _starts(run: list[tuple[int, str, str]]) -> Iterator[int]:
    return (start for start, _, _ in run) if len(run) > 1 else iter(())


def _inside_short(border: int, quoted: Sequence[Span]) -> bool:
    return any(span.start < border < span.end and len(span) < 40 for span in quoted)


def _beside_marks(text: str, border: int, quoted: Sequence[Span]) -> int:
    """The border moved behind a closing mark, or before an opening one, that it parts from its words."""
    at = border
    while at < len(text) and (
        text[at].isspace() or text[at] in "\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069"
    ):
        at += 1
    for span in quoted:
        if span.end - 1 == at and text[at] in _CLOSERS:
            return span.end
        if span.start < border and not text[span.start + 1 : border].strip():
            return span.start
    return border if text[border:at].isspace() else at


def _holds(text: str, start: int, border: int, quoted: Sequence[Span], language: str, missed: bool) -> bool:
    left, right = text[start:border].rstrip(), text[border : border + 60].lstrip()
    if not left or not right or not _has_word(left):
        return False
    if not _has_word(right) and not _has_word(text[border:]):
        return False
    if left[-1] == "," or (left[-1] == ";" and language != "el") or _ENUMERATOR.match(left):
        return False
    if right[0].islower() and not missed and _goes_on(left, language):
        return False
    if language in _TITLED and _TITLE.search(left, max(0, len(left) - 8)):
        return False
    if left[-1] in _FULL_WIDTH_CLOSERS and _EAST_ASIAN_TAG.match(right):
        return False
    if (
        not text[border - 1].isspace()
        and not text[border : border + 1].isspace()
        and not _glue_ends(text, border, left)
    ):
        return False
    if right[0].isdigit() and _NUMERO.search(left):
        return False
    if language in _ORDINAL_LANGUAGES and _ORDINAL.search(left) and _goes_on_after_ordinal(right, language):
        return False
    speech = next((span for span in quoted if span.start < border < span.end), None)
    if speech and speech.start >= start and len(left) - (speech.start - start) < _INTERJECTION and left[-3:].isascii():
        return False
    dash = _DASHED.match(right)
    if dash and (speech or right[dash.end()].islower()):
        return False
    return not (left[-1] in _CLOSERS and left[-2:-1] in {"?", "!", "…"} and _TAG.match(right))


def _goes_on(left: str, language: str) -> bool:
    """Whether a small letter behind these words continues them; in English it may begin a careless sentence."""
    abbreviation = _SHORT_CAPITAL if language == "en" else _SHORT_WORD
    return left[-1] in "!…" or abbreviation.search(left, max(0, len(left) - 8)) is not None


def _goes_on_after_ordinal(right: str, language: str) -> bool:
    """ "3. Oktober" and "3. října" are one phrase; a capital after a number ends the sentence where nouns are small."""
    if language in _NOUNS_ARE_CAPITAL:
        return not _GERMAN_STARTER.match(right)
    return right[0].islower()


def _glue_ends(text: str, border: int, left: str) -> bool:
    """Whether two sentences stand here without a blank, rather than an address or a name such as "Yahoo!Mail"."""
    if left[-1] in _FULL_WIDTH:
        return True
    if text[border - 2 : border - 1].isspace():
        return False
    return not _DOMAIN.match(text, border) and not _ADDRESS.search(left)


def _has_word(text: str) -> bool:
    return any(character.isalnum() for character in text)
