"""The whole method as one straight line: articles in, a brief as nouns out. Pure: no file, clock, network or
randomness.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from briefing.config import Config, for_layout
from briefing.machine import beside, uncollected
from briefing.steps.changes import Memory, compare, remembered, told_as_changes
from briefing.steps.copies import find_copies, superseded
from briefing.steps.disagreements import find_disagreements
from briefing.steps.people import find_people, find_spellings
from briefing.steps.points import choose_points, news_first
from briefing.steps.stories import find_stories
from briefing.steps.themes import about, find_themes
from briefing.steps.timeline import find_timeline
from briefing.steps.title import find_title
from briefing.text.segment import places, sentences_at
from briefing.types import Article, Brief, Dropped, Earlier

MANY = 1_000  # articles: their sentences are found by a second process


@uncollected()
def make_brief(
    articles: Iterable[Article],
    *,
    as_of: datetime,
    config: Config | None = None,
    dropped: Iterable[Dropped] = (),
    earlier: Earlier | None = None,
) -> Brief:
    """The brief of the articles, in whatever order they come; `as_of` is an aware instant, `earlier` what was told."""
    config = for_layout(config or Config())
    articles = tuple(sorted(dict.fromkeys(articles), key=lambda article: article.order))
    with beside(partial(places, articles, config.text), worthwhile=len(articles) >= MANY) as sentence_places:
        copies = find_copies(articles, config.copies)
        stories = find_stories(articles, copies, settings=config.stories)
        sentences = tuple(sentences_at(articles, sentence_places()))
    old = superseded(copies)
    current = tuple(sentence for sentence in sentences if sentence.article.id not in old)
    subjects = find_themes(current, copies, config.theme, config.themes, stories)
    differences = find_disagreements(sentences, stories, copies, config.disagreements)
    memory = Memory(remembered(earlier, copies), config.changes, config.support)
    chosen = choose_points(subjects, current, stories, copies, differences, config, memory)
    page = compare(chosen.key_reporting, chosen.themes, articles, copies, memory)
    differing, shown = news_first(differences, chosen), config.disagreements.shown
    aside = told_as_changes(
        differing, page.changes, (*chosen.key_reporting, *(p for t in page.themes for p in t.points))
    )
    differing = (*(d for d in differing if d not in aside), *aside)
    shown = min(shown, len(differing) - len(aside))
    told = about(subjects, current, config.themes)
    return Brief(
        title=config.brief.title or find_title(current, copies, subjects),
        title_basis="stated" if config.brief.title else "made",
        as_of=as_of,
        articles=articles,
        zone=config.brief.zone,
        audience=config.brief.audience,
        tlp=config.brief.tlp,
        language=config.brief.language,
        key_reporting=chosen.key_reporting,
        themes=page.themes,
        disagreements=differing[:shown],
        other_disagreements=differing[shown:],
        timeline=find_timeline(told, config.timeline),
        people=find_people(told),
        spellings=find_spellings(told),
        stories=stories,
        copies=copies,
        left_out=(*page.left_out, *chosen.left_out),
        not_shown=chosen.not_shown + sum(len(left.point.lead.sentences) for left in page.left_out),
        dropped=tuple(sorted(dropped, key=lambda d: (d.origin_path, d.reason))),
        notes=(
            *chosen.notes,
            *page.notes,
            *(f"{a.origin_path} has a newer version, which is used" for a in articles if a.id in old),
        ),
        changes=page.changes,
        quoted_before=page.quoted_before,
    )
