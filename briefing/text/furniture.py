"""What web pages and agencies put around prose: leftovers, captions, datelines, credits. General cues, no names of outlets' own making."""

from __future__ import annotations

import re

_LEFTOVER = re.compile(
    r"leave a (?:reply|comment)|your email address will not|required fields are marked|save my name, email"
    r"|(?:read|see|watch|click|learn) (?:more|also|next|here)\b|also read|read the full|related(?: (?:articles?|posts?|stories|news|topics?|content))?\s*:?$"
    r"|advertisement|sponsored|sign up (?:for|to)\b|subscribe\b|follow us\b|share (?:this|on)\b|share$|(?:©|\(c\)|copyright\b)"
    r"|all rights reserved|(?:we use|this (?:site|website) uses) cookies|accept (?:all )?cookies|cookie (?:policy|settings)"
    r"|\(?(?:additional )?(?:reporting|writing|editing|edited|compiled) by\b"
    r"|(?:last )?(?:updated|published|posted|modified)(?: on| at)?\s*:|skip to (?:main )?content|comments?(?: \(\d+\))?$|\d+ comments?$"
    r"|tags?\s*:|filed under|about the author|download (?:the|our) app|print$|e-?mail$|facebook$|twitter$|whatsapp$|previous (?:article|post)|next (?:article|post)"
    r"|by [A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3}$|\d+ min(?:ute)?s? read",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"(?:photo|image|picture|pic|file photo|photograph|video|graphic|illustration|caption)(?: (?:credit|courtesy|source|by))?\s?[:/]"
    r"|image credit|photo credit|\((?:[\w .]+/)?(?:AP|AFP|Reuters|Getty)(?: (?:Photo|Images?|Pool))?(?:/[^)]*)?\)$",
    re.IGNORECASE,
)
_CAPTION_END = re.compile(r"\((?:(?:AP|File|Reuters|AFP|EPA|Getty) ?(?:Photo|Images?|Pool)?|Photo(?: by)?|Image)[:/ ][^()]*\)\.?$|\[(?:Photo|Image|File)[^\]]*\]$")
_PLACE = r"[^\W\d_a-z][\w.'’-]*(?:[ \xa0][^\W\d_a-z][\w.'’-]*){0,2}"
_DATE = r"(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.?)(?:,? \d{4})?"
_DATELINE = re.compile(
    rf"(?:{_PLACE}(?:(?:/|, | and ){_PLACE}){{0,3}}(?:, {_DATE})? ?)?(?:\([A-Z][\w .&-]{{1,25}}\) ?)(?:—|–|--|-|:)[ \xa0]+"
    rf"|(?:[^\W\d_a-z][A-Z.'’-]+[ /,]{{0,2}})+(?:, {_DATE})? ?(?:—|–|--|-)[ \xa0]+"
    rf"|(?P<weak>{_PLACE}(?:/{_PLACE}){{0,3}}(?:, {_DATE})?) ?(?::(?: ?[—–-])?|—|–|--)[ \xa0]+(?=[\"“‘']?[^\W\d_a-z])"
)
_LABELS = frozenset(
    "note update analysis opinion exclusive summary background question answer q a photo source by date editor watch breaking new live explainer fact claim warning correction".split()
)
_TAIL = re.compile(r"(?<=[.!?”\"’)])\s*\((?:(?:Additional )?(?:Reporting|Writing|Editing|Edited|With inputs?|Compiled)[^()]*)\)\.?$")


def is_leftover(text: str, *, after: str, last: bool) -> bool:
    """Whether a short line is furniture of a page; `after` is the line before it."""
    return len(text) <= 200 and _LEFTOVER.match(text) is not None


def is_caption(text: str) -> bool:
    return len(text) <= 400 and (_CAPTION.match(text) is not None or _CAPTION_END.search(text) is not None)


def split_dateline(text: str, *, first: bool) -> int:
    """Where the prose begins after "MOSCOW/BEIJING – " or "PARIS (AFP) - ", 0 without a dateline."""
    match = _DATELINE.match(text)
    if match is None or match.end() >= len(text):
        return 0
    weak = match["weak"]
    if weak is None:
        return match.end()
    if not first or weak.split()[0].casefold() in _LABELS:
        return 0
    return match.end()


def split_tail(text: str) -> int | None:
    """Where a credit at the paragraph's end begins."""
    match = _TAIL.search(text)
    return match.start() + len(match.group()) - len(match.group().lstrip()) if match else None
