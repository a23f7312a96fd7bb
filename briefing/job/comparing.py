"""Two briefs side by side: what the later one tells that the earlier one did not."""

from __future__ import annotations

from dataclasses import dataclass, replace

from briefing.config import Config
from briefing.schema import Document
from briefing.steps.changes import Memory, compare
from briefing.told import earlier, remembered, told
from briefing.types import Changes, KeyPoint, Unchanged


@dataclass(frozen=True, slots=True)
class Comparison:
    """`changes` of `new` against `old`; ids and labels are those of `new`, but for what went quiet."""

    old: Document
    new: Document
    changes: Changes


def diff(old: Document, new: Document, config: Config | None = None) -> Comparison:
    """Claim by claim, from nothing but the data of two briefs.

    What was corrected shows as another number or date: a text that is not at hand may still hold an old sentence.
    """
    config = config or Config()
    now = told(new)
    before = earlier([remembered(old, spare=True)], at_hand=told(old).articles)
    memory = Memory(before, config.changes, config.support)

    def marked(point: KeyPoint) -> KeyPoint:
        return replace(point, new=memory.marked(point))

    themes = tuple(replace(theme, points=tuple(map(marked, theme.points))) for theme in now.themes)
    page = compare(tuple(map(marked, now.key_reporting)), themes, now.articles, now.copies, memory)
    if page.changes is None:
        raise AssertionError("an edition to compare with was given")
    return Comparison(old, new, _with_known(page.changes, old, new))


def _with_known(changes: Changes, old: Document, new: Document) -> Changes:
    """Themes that the newer brief itself tells of as unchanged have not gone quiet."""
    of_old = {theme.label for theme in old.themes} | {u.label for u in (old.changes.unchanged if old.changes else ())}
    still = [u for u in (new.changes.unchanged if new.changes else ()) if u.label in of_old]
    known = {u.label for u in changes.unchanged}
    more = tuple(Unchanged(u.label, u.points) for u in still if u.label not in known)
    quiet = tuple(label for label in changes.gone_quiet if label not in {u.label for u in still})
    return replace(changes, unchanged=(*changes.unchanged, *more), gone_quiet=quiet)
