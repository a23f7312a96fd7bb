"""What the page says, document to runs of text: the same on paper and on a screen."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.render.phrases.changes import ChangeLines
from briefing.render.phrases.facts import Facts
from briefing.render.phrases.heads import Heads
from briefing.render.phrases.quoting import Runs, anchor, row, together
from briefing.render.phrases.sources import SourceLines

__all__ = ["Phrases", "Runs", "anchor", "row", "together"]


@dataclass(frozen=True)
class Phrases(Heads, Facts, ChangeLines, SourceLines):
    """All that a page says, part by part."""
