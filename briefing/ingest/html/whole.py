"""Whether a page shows all of its article: a stub before a paywall and a teaser that breaks off are not all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from briefing.ingest.html.head import Head
from briefing.ingest.html.lines import Line
from briefing.ingest.html.suspects import is_prose
from briefing.text.furniture import is_paywall

STUB_WORDS = 250  # fewer words that break off, or of an article that one must pay for, are its beginning
SHORT = 1_500  # characters of an article, …
MUCH = 3  # … so many times as many of prose on its page …
MUCH_MORE = 1_000  # … and so many more: then something may have been missed
TOLD = 2  # times as many words as are shown: then the structured data tells of more
_WORD = re.compile(r"\w+")
_HAN = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_CUT = re.compile(
    r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])[\"'”»)\]]*$"
    r"|\b(?:(?:read|continue|keep) (?:more|reading|on)|weiterlesen|mehr lesen|lire la suite|leer más|seguir leyendo"
    r"|leggi tutto|leia mais|lees verder|читать далее|читати далі)[\s.…»›>→]*$"
    r"|(?:続きを読む|阅读全文|閱讀全文|اقرأ المزيد)$",
    re.IGNORECASE,
)
_PAYWALL = re.compile(
    r"(?:subscribe|sign up|register|log in|become a (?:member|subscriber))\b.{0,60}\b(?:to (?:continue|keep|read|unlock"
    r"|get (?:full )?access)|for (?:full|unlimited) access)"
    r"|(?:this|the rest of this) (?:article|story|content) is (?:only )?(?:for|available to|reserved for|exclusive to)"
    r" (?:our )?(?:subscribers|members)|already a (?:subscriber|member)\?|to continue reading|keep reading with"
    r"|mit (?:\w+-?)?(?:abo|plus) weiterlesen|jetzt (?:weiterlesen|abonnieren und)|für abonnenten"
    r"|(?:réservé|réservée) aux abonnés|il vous reste .{0,12}% de cet article|exclusivo para suscriptores"
    r"|suscríbete para (?:seguir|continuar)|riservato agli abbonati|exclusivo para assinantes"
    r"|чтобы (?:читать|продолжить)|только для подписчиков|лише для передплатників|有料会員|会員限定|付费阅读|للمشتركين",
    re.IGNORECASE,
)


def tells_of_more(line: str) -> bool:
    """Whether a line at the end of a text says that it goes on elsewhere."""
    return _CUT.search(line) is not None or is_paywall(line)


def is_whole(head: Head, text: str, around: Sequence[Line]) -> bool:
    """`around` are all lines of the page."""
    words = sum(1 for _ in islice(_WORD.finditer(text), STUB_WORDS))
    words += len(_HAN.findall(text)) // 2 if words < STUB_WORDS else 0
    if words >= STUB_WORDS:
        return True
    if _CUT.search(text[-200:].rstrip()) or _is_paid(head) or _told(head) > TOLD * max(words, 1):
        return False
    return not any(len(line.text) < 300 and _PAYWALL.search(line.text) for line in around)


def shortness(body: Sequence[Line], around: Sequence[Line]) -> str:
    """A remark where a short text was found in a page that holds a lot of other prose; nothing elsewhere."""
    taken = sum(len(line.text) for line in body)
    prose = sum(len(line.text) for line in around if is_prose(line))
    if taken >= SHORT or prose < MUCH * taken or prose - taken < MUCH_MORE:
        return ""
    return f"of {prose:,} characters of prose on the page {taken:,} were taken for the article; others may belong to it"


def _is_paid(head: Head) -> bool:
    """`isAccessibleForFree` of schema.org, or the card that tells crawlers the tier."""
    free = str(head.node.get("isAccessibleForFree", "")).strip().lower().removeprefix("http://schema.org/")
    tier = head.meta.get("article:content_tier", "").lower()
    return free in {"false", "0", "no"} or tier in {"locked", "metered"}


def _told(head: Head) -> int:
    count = head.node.get("wordCount")
    return int(count) if isinstance(count, int) or (isinstance(count, str) and count.isdecimal()) else 0
