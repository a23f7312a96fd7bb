"""The outputs of a brief, by suffix, all made of one document: the same points with the same numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from briefing.config import Config
from briefing.schema import Document
from briefing.types import Brief


@dataclass(frozen=True, slots=True)
class Rendering:
    """What a renderer gets; `document` is the fitted `brief` as data."""

    brief: Brief
    document: Document
    config: Config


Renderer = Callable[[Rendering], bytes]


def pdf(rendering: Rendering) -> bytes:
    """The page; laid out once where the e-mail carries it too."""
    key = (rendering.document.sha256, rendering.config)
    if key not in _LAST:
        _LAST.clear()
        _LAST[key] = _laid_out(rendering)
    return _LAST[key]


_LAST: dict[tuple[str, Config], bytes] = {}  # one page at most: by its data, which holds the hash of its evidence


def _laid_out(rendering: Rendering) -> bytes:
    from briefing.document import attachments
    from briefing.render.paper import Attached, pdf

    about = {"brief.json": "The brief as data", "evidence.json": "The quotations in their surroundings"}
    inside = attachments(rendering.document, rendering.brief.at_hand, quoting=rendering.config.quoting)
    attached = [Attached(name, data, about.get(name, "")) for name, data in inside.items()]
    return pdf(rendering.document, rendering.config, attached)


def html(rendering: Rendering) -> bytes:
    from briefing.evidence import evidence
    from briefing.render.page import html

    document, quoting = rendering.document, rendering.config.quoting
    found = evidence(document, rendering.brief.at_hand, document.checks.level, quoting=quoting)
    return html(document, rendering.config, medium="screen", evidence=found).encode()


def eml(rendering: Rendering) -> bytes:
    from briefing.render.letter import letter

    attached = pdf(rendering) if rendering.config.mail.attach_pdf else b""
    return letter(rendering.document, rendering.config, attached)


def docx(rendering: Rendering) -> bytes:
    from briefing.render.manuscript import manuscript

    return manuscript(rendering.document, rendering.config)


def markdown(rendering: Rendering) -> bytes:
    from briefing.render.plain import markdown

    return markdown(rendering.document).encode()


def text(rendering: Rendering) -> bytes:
    from briefing.render.plain import text

    return text(rendering.document).encode()


def json(rendering: Rendering) -> bytes:
    from briefing.schema import dumps

    return dumps(rendering.document)


RENDERERS: dict[str, Renderer] = {
    "pdf": pdf,
    "html": html,
    "eml": eml,
    "docx": docx,
    "md": markdown,
    "txt": text,
    "json": json,
}
