"""Themes that are found: the subjects of a day with many matters, or the strands of one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from briefing.config import ThemeSettings
from briefing.steps.subjects import find_subjects
from briefing.steps.themes.index import Index, phrases_of
from briefing.steps.themes.labels import capital, fullest, label_worth
from briefing.steps.themes.strands import strands
from briefing.steps.themes.subject import Member, Subject
from briefing.text.phrases import Phrase, phrases
from briefing.text.tokens import stems
from briefing.types import Article, Copies, Story


def found_themes(
    index: Index, copies: Copies, settings: ThemeSettings, stories: Sequence[Story] = ()
) -> tuple[Subject, ...]:
    """Subjects of a day with many matters, or the strands of the one matter that nearly everything is about."""
    articles = tuple(dict.fromkeys(s.article for s in index.sentences))
    if not articles:
        return ()
    if len(articles) <= settings.small:
        return strands(index, copies, settings)
    origin = copies.origin_of()
    large = bool(stories) and len(articles) > settings.many
    groups = [story.articles for story in stories] if large else find_subjects(articles, copies)
    texts = {group[0].id: len({origin[a.id] for a in group}) for group in groups}
    ranked = sorted(groups, key=lambda g: (-texts[g[0].id], -len(g), g[0].order))
    if len(ranked[0]) >= settings.main_share * len(articles):
        return strands(index, copies, settings)
    return tuple(_of_group(group, index, settings) for group in ranked[: settings.found_max])


def _of_group(group: Sequence[Article], index: Index, settings: ThemeSettings) -> Subject:
    """One matter of a day with many: all prose of its articles, labelled by the phrase that most of them share and
    others do not.
    """
    members = [s for a in group for s in index.of(a)]
    holders: dict[tuple[str, ...], list[tuple[str, Phrase]]] = defaultdict(list)
    for sentence in members:
        if sentence.position < settings.lead_sentences:
            for phrase in phrases_of(sentence):
                holders[phrase.anchor].append((sentence.article.id, phrase))
    for article in group:
        for phrase in phrases(article.title, article.language):
            holders[phrase.anchor] += [(article.id, phrase)] * 2
    best = max(
        sorted(holders),
        key=lambda anchor: label_worth(anchor, holders[anchor], len(group)),
        default=None,
    )
    label = fullest([p for _, p in holders[best]]).text if best else group[0].title
    terms = Counter(stem for a in group for stem in set(stems(a.title, a.language)))
    return Subject(
        capital(label),
        "found",
        tuple(Member(s, 1.0) for s in members),
        tuple(sorted(((t, float(n)) for t, n in terms.items()), key=lambda item: (-item[1], item[0]))[:12]),
    )
