"""The document as HTML: a measured page for paper, or one self-contained file for a screen."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from typing import Literal

from markupsafe import Markup

from briefing.config import Config
from briefing.document import embedded
from briefing.errors import ConfigError
from briefing.evidence import Evidence
from briefing.render import paper_sizes
from briefing.render.fonts import FACES
from briefing.render.layouts import layout, plan
from briefing.render.logo import logo
from briefing.render.phrases import Phrases
from briefing.render.printed import sheet
from briefing.render.screen import Screen
from briefing.render.setting import QUOTING
from briefing.render.source_tables import ROW_LINE, ROW_PADDING
from briefing.render.templates import fill
from briefing.render.webfont import data_url
from briefing.render.words import words
from briefing.schema import Document

Medium = Literal["screen", "print"]

ASSET = "asset:"  # the scheme that only our own fetcher answers
CONTRAST = 4.5  # the least of text with its ground (WCAG 2.2, 1.4.3)
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def html(document: Document, config: Config, *, medium: Medium = "screen", evidence: Evidence | None = None) -> str:
    """`evidence` is what a screen shows around each quotation; paper carries it as an attachment."""
    checked_accent(config)
    if medium == "print":
        return _paper(document, config)
    return _screen(document, config, evidence or Evidence(level="none"))


def checked_accent(config: Config) -> str:
    """The accent colour, #rrggbb: it goes into style sheets, which are not escaped."""
    accent = config.page.accent
    if not _COLOUR.fullmatch(accent):
        raise ConfigError(f"page.accent {accent!r} is no colour", hint="Write it as #rrggbb")
    if (ratio := on_white(accent)) < CONTRAST:
        why = f"its contrast with white is {ratio:.1f}:1, and text needs {CONTRAST}:1"
        raise ConfigError(f"page.accent {accent!r} is too light", why=why, hint="Name a darker colour")
    return accent


def on_white(colour: str) -> float:
    """The contrast of a colour, #rrggbb, with white (WCAG 2.2)."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _paper(document: Document, config: Config) -> str:
    phrases = Phrases(document, words(document.language, config.page.templates), paper=True)
    values = {
        "document": document,
        "plan": plan(document, config),
        "words": phrases.words,
        "truth": phrases.truth(),
        "accent": config.page.accent,
        "types": layout(config).types,
        "quoting": [look for look in QUOTING if look in layout(config).types],
        "fonts": [(family, weight, f"{ASSET}{file}") for _, file, family, weight in FACES.values()],
        "margins": {
            "top": paper_sizes.MARGIN_TOP,
            "side": paper_sizes.MARGIN_SIDE,
            "bottom": paper_sizes.MARGIN_BOTTOM,
        },
        "body_gap": paper_sizes.BODY_GAP,
        "bar": paper_sizes.BAR,
        "rule": paper_sizes.RULE,
        "row_padding": ROW_PADDING,
        "row_line": ROW_LINE,
    }
    return fill(f"paper/{config.page.layout}.html", config.page.templates, values)


def _screen(document: Document, config: Config, found: Evidence) -> str:
    phrases = Phrases(document, words(document.language, config.page.templates))
    screen = Screen(phrases, found)
    script = fill("screen/brief.js", config.page.templates, {})
    values: dict[str, object] = {
        "document": document,
        "script": Markup(script),  # noqa: S704  a template's own text
        "script_hash": "sha256-" + b64encode(sha256(script.encode()).digest()).decode(),
        "print": sheet(screen, (*phrases.above_title(), phrases.truth()), phrases.footer(), config.page.fonts),
        "logo": logo(document, config.page),
        "words": phrases.words,
        "masthead": phrases.above_title(),
        "truth": phrases.truth(),
        "footer": phrases.footer(),
        "same": phrases.same_for_all(),
        "accent": config.page.accent,
        "evidence_level": found.level,
        "key_reporting": screen.key_reporting(),
        "themes": screen.themes(),
        "corrections": screen.corrections(),
        "comment": screen.comment(),
        "changes": screen.changes(),
        "changes_heading": phrases.changes_heading(),
        "differ": screen.differ(),
        "more_differ": phrases.more_differ(),
        "timeline": screen.timeline(),
        "axis": screen.axis(),
        "people": screen.people(),
        "sources": screen.sources(),
        "evidence": screen.evidence(),
        "left_out": screen.left_out(),
        "left_out_note": screen.left_out_note(),
        "embedded": Markup(embedded(document, found)),  # noqa: S704  escaped for a script element by its maker
    }
    shown = _characters(fill("screen/brief.html", config.page.templates, {**values, "fonts": []}))
    fonts = [
        (family, weight, data_url(name, shown, config.page.fonts)) for name, (_, _, family, weight) in FACES.items()
    ]
    return fill("screen/brief.html", config.page.templates, {**values, "fonts": fonts})


def _characters(page: str) -> str:
    """Every character that the page may show, sorted, each once."""
    return "".join(sorted(set(page) | set(page.upper()) - set("\n\t")))
