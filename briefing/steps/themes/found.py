"""Themes that are found: the subjects of a day with many matters, or the strands of one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from briefing.config import ThemeSettings
from briefing.steps.subjects import find_subjects
from briefing.steps.themes.index import Index, phrases_of
from briefing.steps.themes.labels import capital, fullest, label_worth, titled
from briefing.steps.themes.strands import strands
from briefing.steps.themes.subject import Member, Subject
from briefing.text.phrases import Phrase, forms, phrases
from briefing.text.tokens import stems
from briefing.types import Article, Copies, Sentence, Story


def found_themes(
    index: Index, copies: Copies, settings: ThemeSettings, stories: Sequence[Story] = ()
) -> tuple[Subject, ...]:
    """Subjects of a day with many matters, or the strands of the one matter that nearly everything is about."""
    articles = tuple(dict.fromkeys(s.article for s in index.sentences))
    if not articles:
        return ()
    origin = copies.origin_of()
    large = bool(stories) and len(articles) > settings.many
    groups = [story.articles for story in stories] if large else find_subjects(articles, copies)
    texts = {group[0].id: len({origin[a.id] for a in group}) for group in groups}
    ranked = sorted(groups, key=lambda g: (-texts[g[0].id], -len(g), g[0].order))
    if len(articles) <= settings.small or len(ranked[0]) >= settings.main_share * len(articles):
        return _filled(strands(index, copies, settings), ranked, index, settings)
    return tuple(_of_group(group, index, settings) for group in ranked[: settings.found_max])


def _filled(
    found: tuple[Subject, ...], groups: Sequence[Sequence[Article]], index: Index, settings: ThemeSettings
) -> tuple[Subject, ...]:
    """The strands; where they are few, the matters that they hold little of stand before them."""
    held = {m.sentence.key for subject in found for m in subject.members}
    matters: list[Subject] = []
    for group in groups:
        if len(found) + len(matters) >= min(settings.few, settings.found_max):
            break
        sentences = [s for a in group for s in index.of(a)]
        if sum(s.key in held for s in sentences) < settings.held * len(sentences):
            rest = _of_group(group, index, settings)
            if rest.label not in {subject.label for subject in (*found, *matters)}:
                matters.append(replace(rest, members=tuple(m for m in rest.members if m.sentence.key not in held)))
    return (*matters, *found)


def _of_group(group: Sequence[Article], index: Index, settings: ThemeSettings) -> Subject:
    """One matter of a day with many: all prose of its articles, labelled by the phrase that most of them share."""
    members = [s for a in group for s in index.of(a)]
    label = _label(group, [s for s in members if s.position < settings.lead_sentences])
    terms = Counter(stem for a in group for stem in set(stems(a.title, a.language)))
    return Subject(
        capital(label),
        "found",
        tuple(Member(s, 1.0) for s in members),
        tuple(sorted(((t, float(n)) for t, n in terms.items()), key=lambda item: (-item[1], item[0]))[:12]),
    )


def _label(group: Sequence[Article], leads: Sequence[Sentence]) -> str:
    """A phrase of the first sentences, the more so when headlines hold it too; else the first headline."""
    holders: dict[tuple[str, ...], list[tuple[str, Phrase]]] = defaultdict(list)
    for sentence in leads:
        for phrase in phrases_of(sentence):
            holders[phrase.anchor].append((sentence.article.id, phrase))
    headlines = [forms(a.title, a.language) for a in group if a.title_basis != "derived"]
    for article in group:
        for phrase in phrases(article.title, article.language):
            if phrase.anchor in holders:
                holders[phrase.anchor].append((article.id, phrase))
    named = {anchor: held for anchor, held in holders.items() if any(phrase.evident for _, phrase in held)}
    language = group[0].language
    best = max(
        sorted(named),
        key=lambda anchor: label_worth(anchor, named[anchor], len(group), language) * (1 + titled(anchor, headlines)),
        default=None,
    )
    return fullest([p for _, p in named[best]]).text if best else group[0].title
