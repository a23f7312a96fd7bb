"""The layouts by name, and the page of a document in the one that is asked for."""

from __future__ import annotations

from dataclasses import replace

from briefing.config import Config
from briefing.errors import UnknownNameError
from briefing.render.boxes import Plan
from briefing.render.executive import Executive
from briefing.render.measure import Run, paragraph
from briefing.render.note import Note
from briefing.render.paper_sizes import PAPERS
from briefing.render.phrases import Phrases
from briefing.render.wire import Wire
from briefing.render.words import words
from briefing.schema import Document

# Layout -> its plan; the template of the same name in templates/paper draws it.
LAYOUTS: dict[str, type[Executive]] = {"executive": Executive, "wire": Wire, "note": Note}


def layout(config: Config) -> type[Executive]:
    """UnknownNameError for a layout that is not there."""
    if config.page.layout not in LAYOUTS:
        raise UnknownNameError("layout", config.page.layout, LAYOUTS)
    return LAYOUTS[config.page.layout]


def plan(document: Document, config: Config) -> Plan:
    """The page of a document as it will be printed."""
    phrases = Phrases(document, words(document.language, config.page.templates), paper=True)
    return layout(config)(phrases, config.page).plan()


def min_height(text: str, config: Config) -> float:
    """What a quotation takes in a column at least, in points."""
    made = layout(config)
    look = replace(made.types["point"], fonts=config.page.fonts)
    return paragraph((Run(text),), look, made.column_on(PAPERS[config.page.paper])).count * look.leading
