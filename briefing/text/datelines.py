"""Datelines of agencies: where, when and by whom a report was filed, in front of its first sentence."""

from __future__ import annotations

import re

from briefing.patterns import rare
from briefing.text.furniture import AGENCIES
from briefing.text.places import state_of

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DAY = rf"(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH})(?:,? \d{{4}})?"
_CAPITAL = r"[^\W\d_a-z][^\W\d_]*(?:[.’'-][^\W\d_]*)*"
_PLACE = rf"{_CAPITAL}(?: (?:(?:de|del|do|of|al|el|am|sur) )?{_CAPITAL}){{0,3}}"
_WHERE = rf"(?P<where>{_PLACE}(?: ?(?:/|,|&| and|–|-) ?{_PLACE}){{0,4}})(?P<date>[,.]? {_DAY})?"
_DASH = r"(?:—|–|―|--|-)"
_DATELINE = re.compile(
    rf"(?:{_WHERE})?,? ?(?P<agency>\([^()]{{2,40}}\)|/[^/\s]{{2,20}}/\.?|\[[^\[\]]{{2,30}}\])?"
    rf"(?P<sep> ?: ?{_DASH}?|\.? ?{_DASH}{{1,2}})[ \xa0]+(?=\S)"
)
_LOWER_DATELINE = rare(
    r"(?:[a-z .,/'-]{2,60}? )?\( ?(?:reuters|ap|afp|cnn|upi|xinhua|ani|pti|bloomberg|rns|dpa|cna|efe) ?\) ?"
    r"(?:—|–|--|-|:) +(?=\S)"
)
_RUSSIAN_AGENCIES = ("ТАСС", "TASS", "РИА Новости", "Интерфакс", "УНИАН", "Укринформ")
_RUSSIAN = rare(
    r"[А-ЯЁІЇЄҐA-Z][^.!?()]{2,40}?[.,]? ?(?:/(?:ТАСС|TASS)/\.?|[–—-] (?:РИА Новости|ТАСС|Интерфакс|УНИАН|Укринформ)"
    r"[.,]?)[ \xa0]+(?:[–—-] )?(?=\S)"
)
_EAST_ASIAN = rare(
    r"(?:[（(][^（）()]{2,30}[）)] ?|【[^】]{2,30}】|\[[^\]]{2,40}(?:ロイター|日)[^\]]{0,20}\] ?[-－–—]? ?"
    r"|.{2,20}?\d{1,2}月\d{1,2}日(?:电|電|讯|訊)(?: ?[（(][^（）()]{2,40}[）)])?[,，:： ]?)(?=\S)"
)
_LABELS = frozenset(
    """note update updated analysis opinion exclusive summary background question answer q a photo source by date
    editor watch breaking new live explainer fact claim warning correction file report review interview comment
    column editorial advertisement video audio podcast listen read factbox timeline profile feature special
    sponsored press statement abstract introduction conclusion""".split()
)
_CITY_NAMES = """
new york|los angeles|chicago|houston|boston|san francisco|seattle|atlanta|miami|dallas|philadelphia|detroit|denver
phoenix|las vegas|washington dc|washington d.c.|washington, d.c.|toronto|montreal|vancouver|sydney|melbourne
brisbane|perth|auckland|mumbai|bombay|kolkata|chennai|bengaluru|bangalore|hyderabad|lahore|karachi|peshawar|quetta
rawalpindi|srinagar|shanghai|hong kong|shenzhen|guangzhou|wuhan|osaka|hiroshima|busan|istanbul|izmir|dubai|jeddah
mecca|basra|mosul|erbil|aleppo|gaza city|rafah|khan younis|haifa|alexandria|benghazi|casablanca|johannesburg
cape town|durban|lagos|mombasa|kano|abidjan|barcelona|valencia|seville|milan|naples|turin|venice|munich|frankfurt
hamburg|cologne|dresden|leipzig|zurich|lausanne|davos|basel|strasbourg|marseille|lyon|nice|rotterdam|antwerp
manchester|birmingham|liverpool|glasgow|edinburgh|belfast|cardiff|gdansk|krakow|lviv|odesa|odessa|kharkiv|kherson
dnipro|zaporizhzhia|mariupol|donetsk|luhansk|sevastopol|simferopol|st. petersburg|st petersburg|saint petersburg
vladivostok|kazan|sochi|rostov-on-don|minsk|almaty|sao paulo|são paulo|rio de janeiro|brasilia|medellin|guayaquil
monterrey|tijuana|guadalajara|cancun|santo domingo|san juan|united nations|the hague|vatican city|brussels|geneva
vienna|kiev|kyiv|münchen|köln|wien|genf|zürich|moskau|brüssel|warschau|rom|mailand|москва|санкт-петербург|киев|київ
минск|мінськ|вашингтон|лондон|берлин|берлін|париж|пекин|пекін|варшава|харьков|харків|одесса|одеса|львов|львів|paris
londres|moscou|moscú|genève|bruxelles|bruselas|roma|milano|parigi|londra|mosca|praha|brno|varšava|warszawa|kraków
londýn|αθήνα|θεσσαλονίκη|القاهرة|بيروت|بغداد|دمشق|الرياض|عمان|موسكو|واشنطن|لندن|باريس|القدس|غزة
"""
_CITIES = frozenset(_CITY_NAMES.strip().replace("\n", "|").split("|"))


_SIGNS = frozenset("(:—–―-/日】")


def split_dateline(text: str, *, first: bool, article: str) -> int:
    """Where the prose begins behind "MOSCOW/BEIJING – ", 0 without a dateline; `first`: no prose stands before it."""
    begin = text[:110]
    if _SIGNS.isdisjoint(begin):
        return 0
    if any(agency in begin for agency in _RUSSIAN_AGENCIES) and (match := _RUSSIAN.match(text)):
        return match.end()
    if "(" in begin and (match := _LOWER_DATELINE.match(text)):
        return match.end()
    if first and max(begin) >= "\u3000" and (match := _EAST_ASIAN.match(text)) and max(match.group()) >= "\u3000":
        return match.end()
    found = _DATELINE.match(text)
    if found is None or found.end() >= len(text) or not (found["where"] or found["agency"]):
        return 0
    return found.end() if _is_dateline(found, text[found.end()], first, article) else 0


def _is_dateline(found: re.Match[str], following: str, first: bool, article: str) -> bool:
    places = [place for place in re.split(r" ?(?:/|,|&| and |–) ?", found["where"] or "") if place]
    if places and places[0].split()[0].casefold() in _LABELS and not _is_place(places[0], article):
        return False
    if found["agency"]:
        known = found["agency"].strip("()/[].") in AGENCIES.split("|")
        return known or (first and bool(places) and places[0].isupper())
    if _is_hyphen(found) or (following.islower() and not found["date"]):
        return False
    shouted = places[0].isupper() and found["sep"].strip() != ":"
    if shouted and (len(places) > 1 or (len(places[0]) > 5 and (first or found["date"]))):
        return True
    return (first or shouted) and _is_place(places[0], article)


def _is_hyphen(found: re.Match[str]) -> bool:
    """A hyphen inside a word and not a dash between blanks."""
    return found["sep"] == "-" and found.string[found.start("sep") - 1] not in " )/]"


def _is_place(name: str, article: str) -> bool:
    """A capital or large city, or a name that the article puts behind "in" or "at"; a state's own name is none."""
    folded = name.casefold()
    state = state_of(name)
    if folded in _CITIES or (state is not None and state.casefold() != folded):
        return True
    proper = re.escape(name.title() if name.isupper() else name)
    return state is None and re.search(rf"\b(?:in|at|near|outside|visited) {proper}\b", article) is not None
