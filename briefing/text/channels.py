"""The channel something is said through: a network, a statement, a paper."""

from __future__ import annotations

import re

_MEDIA = re.compile(
    r"\b(?:News|Times|Post|Reuters|AFP|AP|TV|CNN|BBC|NBC|CBS|ABC|Agency|Journal|TASS|Tass|Interfax|Xinhua|Radio"
    r"|Television|Herald|Guardian|Tribune|"
    r"Telegraph|Daily|Mail|Press|Bloomberg|Sputnik|Jazeera|Gazette|Chronicle|Magazine|Broadcasting|Spiegel"
    r"|Monde|Figaro|Economist|"
    r"newspaper|magazine|broadcaster|news\s+agency|reporters|journalists|media)\b"
)
_NETWORKS = re.compile(
    r"\b(Telegram|Twitter|Facebook|Instagram|Weibo|WeChat|YouTube|Truth\s+Social|TikTok|WhatsApp|LinkedIn"
    r"|VKontakte|Threads|Bluesky|Mastodon|Snapchat)\b"
    r"|\b(?:on|to)\s+(X)(?=[\s,.;:]|$)"
)
MEANS = (
    r"statement|interview|press\s+release|news\s+release|release|post|tweet|letter|report|speech|address"
    r"|briefing|news\s+conference|"
    r"press\s+conference|video|message|memo|blog(?:\s+post)?|filing|telephone\s+call|phone\s+call|email|e-mail"
    r"|communiqué|communique|testimony|op-ed|essay|broadcast"
)
_VIA = re.compile(
    rf"\b(?:in|at|via|through|during|by|from|to)\s+((?:an?|the|his|her|its|their|this"
    rf"|that)\s+(?:[\w-]+\s+){{0,3}}?(?:{MEANS})(?:\s+(?:with|to)\s+[A-Z][\w&.]*(?:\s+[A-Z][\w&.]*)*)?)",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"\btold\s+((?:the\s+)?[A-Z][\w&.’'-]*(?:\s+[A-Z][\w&.’'-]*){0,4}|reporters|journalists|the\s+press)"
)
# One of these stands wherever the pattern can match: asked first, because most sentences have none.
_NETWORK_SIGNS = (
    "Te",
    "Tw",
    "Face",
    "Insta",
    "We",
    "YouT",
    "Truth",
    "Tik",
    "Wha",
    "Link",
    "VK",
    "Thr",
    "Blue",
    "Mast",
    "Snap",
    "X",
)
_MEANS_SIGNS = (
    "statement", "interview", "release", "post", "tweet", "letter", "report", "speech", "address", "briefing",
    "conference", "video", "message", "memo", "blog", "filing", "call", "mail", "communiq", "testimony", "op-ed",
    "essay", "broadcast",
)  # fmt: skip


def channel(text: str, covered: str) -> str:
    """The channel: a network by its name, a statement or interview as it is called, the paper that was told."""
    network = _NETWORKS.search(covered) if any(sign in covered for sign in _NETWORK_SIGNS) else None
    if network:
        return network.group(1) or network.group(2)
    told = _TOLD.search(covered) if "told" in covered else None
    if told and _MEDIA.search(told.group(1)):
        return text[told.start(1) : told.end(1)]
    low = covered.lower()
    means = _VIA.search(covered) if any(sign in low for sign in _MEANS_SIGNS) else None
    return text[means.start(1) : means.end(1)] if means else ""


def is_media(speaker: str) -> bool:
    return bool(_MEDIA.search(speaker))
