"""Who a stretch of English text gives its content to: "X said", "said X", "according to X", "quoted him as saying".

Works on the words outside quotation marks; what is quoted is covered by a filler of the same length.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from briefing.patterns import rare
from briefing.text.attribution.relayed import according_to, issued_statement, quoted_as
from briefing.text.attribution.speakers import Attribution, Basis, attributed
from briefing.text.attribution.spoken import may_speak, speeches
from briefing.text.attribution.words import noun_phrase, words_of
from briefing.text.channels import channel, is_media
from briefing.text.heads import heads, signs
from briefing.text.quotations import quotations
from briefing.types import Span

__all__ = ["FILLER", "Attribution", "Basis", "attribution", "cover", "covered_of"]


FILLER = "¤"
_IMPERSONAL_SIGNS = signs(
    """reportedly allegedly said reported believed thought understood alleged claimed rumored rumoured announced feared
    estimated presumed suspected speculation sources leaks indications evidence polls poll studies study surveys figures
    data"""
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
_REPORTS = rare(
    r"\b(?:reports?|rumou?rs?|speculation|sources|leaks|indications|evidence|polls?|stud(?:y|ies)|surveys?"
    r"|figures|data)\b",
    re.IGNORECASE,
)
_ACCUSERS = signs("accused blamed criticised condemned charged described told warned quoted")
_BY_ACCUSER = rare(
    r"\b(?:was|were|been|is|are|being)\s+(?:\w+ly\s+)?(?:accused|blamed|criticised|criticized|condemned|charged"
    r"|described|told|warned|quoted)\s+by\s+([^,.;:]+?)(?=\s+(?:of|for|as|over|with|that)\b|[,.;:]|$)",
    re.IGNORECASE,
)


def cover(text: str, spans: Iterable[Span] | None = None) -> str:
    """The text with what stands between its quotation marks replaced by filler; offsets stay."""
    spans = quotations(text) if spans is None else tuple(spans)
    if not spans:
        return text
    covered = list(text)
    for span in spans:
        inner = range(max(span.start + 1, 0), min(span.end - 1, len(covered)))
        if inner and " " in text[inner.start : inner.stop].strip():
            for at in inner:
                covered[at] = FILLER
    return "".join(covered)


def attribution(text: str, covered: str | None = None) -> Attribution | None:
    """The outermost speaker of the text, None when it speaks in its article's own voice."""
    return _attribution(text, covered_of(text) if covered is None else covered)


@lru_cache(maxsize=1 << 12)
def covered_of(text: str) -> str:
    """The text with its quotations covered."""
    return cover(text)


@lru_cache(maxsize=1 << 12)
def _attribution(text: str, covered: str) -> Attribution | None:
    words = words_of(covered) if may_speak(covered) else []
    according = according_to(text, covered)
    spoken = speeches(text, words)
    via = channel(text, covered)
    trailing = next((found for found in reversed(spoken) if found.after), None)
    best = trailing or (spoken[0] if spoken else None)
    quoted = quoted_as(text, covered)
    if quoted:
        return quoted
    issued = issued_statement(text, covered)
    if issued and (best is None or issued.at < best.at):
        return issued
    if according and (best is None or not (is_media(according.speaker) or _is_vague(according))):
        return according._replace(via=according.via or (via if best is None else ""))
    if best is not None:
        relay = according.speaker if according and is_media(according.speaker) else ""
        return best._replace(via=via or relay or best.via)
    begun = heads(covered)
    accused = None if "by" not in begun or _ACCUSERS.isdisjoint(begun) else _BY_ACCUSER.search(covered)
    if accused:
        phrase = noun_phrase(words_of(covered[: accused.end(1)], accused.start(1)), text)
        if phrase:
            return attributed(phrase, "", accused.start())
    vague = None if _IMPERSONAL_SIGNS.isdisjoint(begun) else _IMPERSONAL.search(covered)
    if vague:
        named = _REPORTS.match(vague.group())
        return Attribution(named.group() if named else "", "unnamed", via, vague.start())
    return None


def _is_vague(found: Attribution) -> bool:
    return found.basis == "unnamed" and bool(_REPORTS.search(found.speaker))
