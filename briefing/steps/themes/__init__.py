"""Themes: the subjects that run through the stories, named by the user or found in the articles' own words.

A subject groups sentences, not articles. Named ones are matched by their words, their forms, and what stands near
them in the articles; found ones are
taken greedily so that each new one covers sentences that the others do not. What everything is about is the title,
not a theme.
"""

from __future__ import annotations

from collections.abc import Sequence

from briefing.config import NamedTheme, ThemeSettings
from briefing.steps.themes.found import found_themes
from briefing.steps.themes.index import Index, phrases_of
from briefing.steps.themes.labels import capital, is_office, titled
from briefing.steps.themes.named import named_theme
from briefing.steps.themes.subject import Member, Subject
from briefing.types import Copies, Sentence, Story

__all__ = ["Member", "Subject", "about", "capital", "find_themes", "is_office", "phrases_of", "titled"]


def find_themes(
    sentences: Sequence[Sentence],
    copies: Copies,
    named: tuple[NamedTheme, ...] = (),
    settings: ThemeSettings | None = None,
    stories: Sequence[Story] = (),
) -> tuple[Subject, ...]:
    """The user's themes where any are named, otherwise those that are found; each with its member sentences in order.

    Of very many articles the `stories` are the subjects: whoever reads thousands wants the largest, not their families.
    """
    settings = settings or ThemeSettings()
    index = Index(sentences)
    if named:
        return tuple(named_theme(theme, index, settings) for theme in named)
    return found_themes(index, copies, settings, stories)


def about(
    subjects: Sequence[Subject], sentences: Sequence[Sentence], settings: ThemeSettings | None = None
) -> Sequence[Sentence]:
    """What dates and people are taken from: everything of a small collection, of a large one what its themes hold."""
    most = (settings or ThemeSettings()).told
    if len(sentences) <= most:
        return sentences
    share = max(1, most // max(1, len(subjects)))
    found = {m.sentence.key: m.sentence for s in subjects for m in s.members[:share]}
    return sorted(found.values(), key=lambda s: s.order)
