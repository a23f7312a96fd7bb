"""briefing: overlapping articles in, one cited page out.

>>> from briefing import make_brief, read, save
>>> articles = read("seeds/")
>>> brief = make_brief(articles, themes=["S-500 offer"])  # doctest: +SKIP
>>> save(brief, "out/brief.pdf")  # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from briefing import version

if TYPE_CHECKING:
    from briefing.api import Articles, Brief, make_brief, read, save
    from briefing.config import Config
    from briefing.errors import BriefingError
    from briefing.schema import Document
    from briefing.types import Article, KeyPoint, Sentence, Span, Story, Theme

__all__ = [
    "Article",
    "Articles",
    "Brief",
    "BriefingError",
    "Config",
    "Document",
    "KeyPoint",
    "Sentence",
    "Span",
    "Story",
    "Theme",
    "__version__",
    "make_brief",
    "read",
    "save",
]

__version__ = version.VERSION

# Loaded when first asked for, so that `import briefing` and `briefing --help` cost nothing.
_HOMES = {
    "Article": "types",
    "Articles": "api",
    "Brief": "api",
    "BriefingError": "errors",
    "Config": "config",
    "Document": "schema",
    "KeyPoint": "types",
    "Sentence": "types",
    "Span": "types",
    "Story": "types",
    "Theme": "types",
    "make_brief": "api",
    "read": "api",
    "save": "api",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
