"""Parts of a page that hold no article, told by their tag, role, class and id: menus, share bars, related stories."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from briefing.ingest.html.lines import HEADINGS, Line
from briefing.ingest.html.tree import Element

TAGS = frozenset(("nav", "footer", "aside", "form", "menu", "address", "search", "figure"))
ROLES = frozenset(
    "navigation complementary contentinfo search dialog alertdialog menu menubar toolbar tooltip alert".split()
)
NEVER_A_PART = frozenset(("html", "body", "main"))  # whose classes tell what the page has somewhere
# Words in a class or id. What they name is left out, unless it holds most of the page's prose.
WORDS = frozenset(
    """related relateds recommended recommendation recommendations recirc recirculation promo promos promotion
    newsletter newsletters subscribe social shares sharebar shareline sharetools breadcrumb breadcrumbs cookie cookies
    consent gdpr advert adverts advertisement advertising sponsor sponsored outbrain taboola tags taglist byline bylines
    author authors bio login signup popular mostread readmore morelike recommend readnext upnext disclaimer copyright
    pagination pager donate donation signin signoff navbar""".split()
)
# Words that often stand on a layout too: what they name is left out unless it is prose for the most part.
WEAK_WORDS = frozenset(
    """nav navigation ad ads hidden paywall sidebar print teaser teasers widget share sharing infobox rail carousel
    follow skip trending footer menu overlay notification toolbar modal subscription register popup""".split()
)
# Words of what may hold more prose than the article itself: left out as long as an article remains without them.
BULKY_WORDS = frozenset("gallery slideshow legends comments comment commenting disqus".split())
PAIRS = re.compile(
    r"read-?(?:more|next|also)|most-?(?:read|popular|viewed)|more-?(?:on|from|stories|news|like)|sign-?up|see-?also"
    r"|you-?may|also-?like|article-?(?:footer|tags|meta|topics|share)|inline-?(?:link|article|story)"
)
EMBEDDED = re.compile(
    r"twitter-tweet|twitter-video|instagram-media|tiktok-embed|fb-post|bluesky-embed|reddit-(?:card|embed)"
)
CAPTION = re.compile(
    r"caption|credit|copyright|(?:photo|image|img|picture|media|video|player)[-_]?(?:text|info|desc|meta)",
    re.IGNORECASE,
)

PROSE_CHARACTERS = 60  # from which a line that is no link is taken for prose
MOSTLY = 0.6  # of a part's text is prose …
A_LITTLE = 100  # … and so many characters, …
A_SHARE = 0.05  # … and so much of the page's prose, unless it is a paragraph: then a weak word names a layout
LARGEST = 0.4  # of the page's prose: then whatever a part is called, it is the article
AN_ARTICLE = 1_500  # characters of prose: less than that is no article beside a gallery

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LETTERS = re.compile(r"[a-z]+")


def is_prose(line: Line) -> bool:
    return len(line.text) >= PROSE_CHARACTERS and line.link_density < 0.5


def named(element: Element) -> str:
    """Class and id, and the name that frameworks give instead; a heading's id is made of its words."""
    name = None if element.tag in HEADINGS else element.get("id")
    return " ".join(filter(None, (element.get("class"), name, element.get("data-testid"))))


def is_suspect(element: Element) -> bool:
    """Whether tag, role or name say that the element is no part of an article."""
    tag = element.tag
    if tag in TAGS or (element.get("role") or "") in ROLES:
        return True
    if tag in NEVER_A_PART:
        return False
    class_, id_, framework = element.get("class"), element.get("id"), element.get("data-testid")
    return bool(class_ or id_ or framework) and _strength(named(element)) > 0


def is_left_out(lines: Sequence[Line]) -> list[bool]:
    """Whether each line stands in a suspect part, the parts that are the article after all left aside."""
    prose, text = defaultdict[Element, int](int), defaultdict[Element, int](int)
    total = 0
    for line in lines:
        is_long = is_prose(line)
        total += len(line.text) if is_long else 0
        for part in line.within:
            text[part] += len(line.text)
            prose[part] += len(line.text) if is_long else 0
    cleared = {part for part in text if _is_the_article(part, prose[part], text[part], total)}
    rest = sum(len(line.text) for line in lines if is_prose(line) and cleared.issuperset(line.within))
    if rest < AN_ARTICLE:
        cleared |= {part for part in text if prose[part] > LARGEST * total}
    return [not cleared.issuperset(line.within) for line in lines]


def _is_the_article(part: Element, prose: int, text: int, total: int) -> bool:
    strength = 2 if part.tag in TAGS or (part.get("role") or "") in ROLES else _strength(named(part))
    if prose > LARGEST * total and strength < 3:
        return True
    if strength > 1 or prose <= A_LITTLE or prose <= MOSTLY * text:
        return False
    return part.tag == "p" or prose > A_SHARE * total


@lru_cache(maxsize=4_096)
def _strength(names: str) -> int:
    """0 for a name that says nothing, 1 for weak words, 2 for strong ones, 3 for bulky ones."""
    plain = _HUMP.sub("-", names).lower()
    words = set(_LETTERS.findall(plain))
    if words & BULKY_WORDS:
        return 3
    if words & WORDS or PAIRS.search(plain):
        return 2
    return 1 if words & WEAK_WORDS else 0
