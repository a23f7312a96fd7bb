"""Themes: the subjects that run through the stories, named by the user or found in the articles' own words.

A subject groups sentences, not articles. Named ones are matched by their words, their forms, and what stands near
them in the articles; found ones are
taken greedily so that each new one covers sentences that the others do not. What everything is about is the title,
not a theme.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, NamedTuple

from briefing.config import NamedTheme, ThemeSettings
from briefing.steps.openings import JOINS, opening
from briefing.steps.subjects import find_subjects
from briefing.text.names import names
from briefing.text.persons import OFFICES, person_mentions
from briefing.text.phrases import Phrase, core, forms, phrases
from briefing.text.places import state_of
from briefing.text.rarity import rarity
from briefing.text.tokens import is_stop, stems
from briefing.types import Article, Copies, Sentence, Story

FOLLOW = 3  # a sentence that goes on about a subject stands at most so many sentences after the one that names it


class Member(NamedTuple):
    """A sentence of a subject; `relevance` is 1 where it names the subject, less where it goes on about it."""

    sentence: Sentence
    relevance: float


@dataclass(frozen=True, slots=True)
class Subject:
    """A theme before its key points are chosen; `terms` are the stems that make it, with their weight."""

    label: str
    named_by: Literal["user", "found"]
    members: tuple[Member, ...]
    terms: tuple[tuple[str, float], ...] = ()
    note: str = ""

    @property
    def direct(self) -> tuple[Sentence, ...]:
        return tuple(member.sentence for member in self.members if member.relevance >= 1)


@dataclass(slots=True)
class _Index:
    """Forms, content stems and phrases of every sentence, made once and only where they are asked for."""

    sentences: Sequence[Sentence]
    _forms: dict[tuple[str, int, int], tuple[str, ...]] = field(default_factory=dict)
    _by_article: dict[str, list[Sentence]] = field(default_factory=lambda: defaultdict(list))
    _negated: list[tuple[Sentence, list[frozenset[str]]]] | None = None

    def __post_init__(self) -> None:
        for sentence in self.sentences:
            self._by_article[sentence.article.id].append(sentence)

    def forms(self, sentence: Sentence) -> tuple[str, ...]:
        if (found := self._forms.get(sentence.key)) is None:
            found = self._forms[sentence.key] = forms(sentence.text, sentence.article.language)
        return found

    def of(self, article: Article) -> list[Sentence]:
        return self._by_article[article.id]

    def article(self, sentence: Sentence) -> list[Sentence]:
        return self._by_article[sentence.article.id]

    def negated(self) -> list[tuple[Sentence, list[frozenset[str]]]]:
        """The sentences with negated words in quotation marks, and the cores of those words."""
        if self._negated is None:
            marked = [s for s in self.sentences if not {"“", "‘", '"'}.isdisjoint(s.text)]
            found = [(s, [core(p.anchor) for p in phrases_of(s) if p.kind == "quoted" and p.negated]) for s in marked]
            self._negated = [(sentence, cores) for sentence, cores in found if cores]
        return self._negated

    def holds(self, sentence: Sentence, wanted: tuple[str, ...]) -> bool:
        return _has(self.forms(sentence), wanted)


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
    index = _Index(sentences)
    if named:
        return tuple(_named(theme, index, settings) for theme in named)
    return _found(index, copies, settings, stories)


# --- named themes -------------------------------------------------------------------------------------------


def _named(theme: NamedTheme, index: _Index, settings: ThemeSettings) -> Subject:
    """Sentences that hold the name's own words, those that say it in other words, and those that go on about it."""
    wanted = [theme.name, *theme.terms]
    anchors = tuple(dict.fromkeys(anchor for text in wanted for anchor in _anchors(text)))
    name_stems = tuple(dict.fromkeys(stem for text in wanted for stem in stems(text)))
    direct = [s for s in index.sentences if any(index.holds(s, anchor) for anchor in anchors)]
    exact = bool(direct)
    if not direct:
        direct = _by_words(name_stems, index, settings)
    members = {s.key: Member(s, 1.0) for s in direct}
    for sentence in _other_words(anchors, index):
        members.setdefault(sentence.key, Member(sentence, settings.other_words))
    near = _near(direct, anchors, index, settings)
    for sentence in index.sentences:
        if sentence.key not in members and any(index.holds(sentence, phrase) for phrase in near):
            members[sentence.key] = Member(sentence, settings.near)
    for sentence in _follow_ups(direct, name_stems, anchors, index):
        members.setdefault(sentence.key, Member(sentence, settings.follow))
    return Subject(
        theme.name,
        "user",
        tuple(sorted(members.values(), key=lambda member: member.sentence.order)),
        tuple((stem, round(rarity(stem), 4)) for stem in name_stems),
        _note(theme.name, name_stems, exact, direct, index),
    )


def _anchors(text: str) -> list[tuple[str, ...]]:
    """What in a name must be found as it stands: its quoted words, codes and names; else all of its words in a row."""
    found = [p.anchor for p in phrases(text) if p.kind in {"quoted", "code"}]
    quoted = [forms(inner) for inner in re.findall(r"[“\"‘']([^”\"’']+)[”\"’']", text)]
    capitals = [p.anchor for p in phrases(f"the {text}") if p.kind == "name" and len(p.anchor) > 1]
    found = [*quoted, *found, *capitals]
    whole = forms(text)
    return list(dict.fromkeys(found or ([whole] if whole else [])))


def _by_words(name_stems: tuple[str, ...], index: _Index, settings: ThemeSettings) -> list[Sentence]:
    """Sentences that hold enough of the name's words, weighed by how rare they are in general language."""
    weights = {stem: max(0.1, rarity(stem) - 6) for stem in name_stems}
    whole = sum(weights.values())
    if not whole:
        return []
    scores = [(sum(weights[stem] for stem in set(index.forms(s)) & weights.keys()) / whole, s) for s in index.sentences]
    return [s for score, s in scores if score >= settings.words_share]


def _other_words(anchors: Iterable[tuple[str, ...]], index: _Index) -> list[Sentence]:
    """A negated name said with another negation: “no limits” partnership, “unlimited cooperation”."""
    cores = {core(anchor) for anchor in anchors} - {frozenset()}
    if not cores:
        return []
    return [sentence for sentence, said in index.negated() if any(c <= other for c in cores for other in said)]


def _near(
    direct: Sequence[Sentence], anchors: Iterable[tuple[str, ...]], index: _Index, settings: ThemeSettings
) -> list[tuple[str, ...]]:
    """The noun that stands with a name and nowhere far from it: (“Golden Dome”) missile shield."""
    beside: Counter[tuple[str, ...]] = Counter()
    for sentence in direct:
        for phrase in phrases_of(sentence):
            tail = forms(phrase.text)[len(phrase.anchor) :]
            if phrase.kind in {"quoted", "code"} and len(tail) >= 2 and any(_has(phrase.anchor, a) for a in anchors):
                beside[tail] += 1
    inside = {sentence.key for sentence in direct}
    named = {s.article.id for s in direct}
    kept = []
    for tail in sorted(beside):
        holders = [s for s in index.sentences if index.holds(s, tail)]
        if sum(s.key in inside for s in holders) >= settings.near_share * len(holders) and {
            s.article.id for s in holders
        } <= named | {s.article.id for s in holders}:
            kept.append(tail)
    return kept


def _follow_ups(
    direct: Sequence[Sentence], name_stems: tuple[str, ...], anchors: Sequence[tuple[str, ...]], index: _Index
) -> list[Sentence]:
    """Sentences shortly after a direct one, in its block or the next, that take up another word of the name ("the
    offer itself …").
    """
    anchored = (
        {stem for anchor in anchors for stem in anchor} if any(len(a) < len(name_stems) for a in anchors) else set()
    )
    spare = {stem for stem in name_stems if stem not in anchored}
    found = []
    for sentence in direct:
        following = index.article(sentence)[sentence.position + 1 : sentence.position + 1 + FOLLOW]
        found += [
            other
            for other in following
            if other.block - sentence.block <= 1 and (spare & set(index.forms(other)) or _joined(sentence, other))
        ]
    return found


def _joined(sentence: Sentence, other: Sentence) -> bool:
    """The next sentence of the block joins this one ("Additionally, …") and speaks of a name of it that is no state."""
    if other.block != sentence.block or other.position != sentence.position + 1:
        return False
    why = opening(other.text, other.article.language)
    if why is None or why.reason != JOINS:
        return False
    mine, theirs = ({n.text for n in names(s.text) if not state_of(n.text)} for s in (sentence, other))
    return any(a in b.split() or b in a.split() for a in mine for b in theirs)


def _note(name: str, name_stems: tuple[str, ...], exact: bool, direct: Sequence[Sentence], index: _Index) -> str:
    """What is said when a named theme was matched loosely or not at all, with near misses from the articles."""
    if exact:
        return ""
    matched = [stem for stem in name_stems if any(stem in index.forms(s) for s in direct)]
    if direct and len(matched) > 1:
        return ""
    near = _near_misses(name_stems, index)
    tail = f"; near: {', '.join(near)}" if near else ""
    return f"{name!r} matched by one word only{tail}" if direct else f"{name!r} matched nothing{tail}"


def _near_misses(name_stems: tuple[str, ...], index: _Index, most: int = 3) -> list[str]:
    """Phrases of the articles that share a word, or the beginning of one, with the name; none inside another."""
    heads = tuple(stem[:5] for stem in name_stems if len(stem) >= _HEAD_LETTERS)
    found: Counter[str] = Counter()
    for sentence in index.sentences if heads else ():
        if any(form.startswith(heads) for form in index.forms(sentence)):
            found.update(p.text for p in phrases_of(sentence) if any(form.startswith(heads) for form in forms(p.text)))
    kept: list[str] = []
    for text, _ in sorted(found.items(), key=lambda item: (-item[1], -len(item[0]), item[0])):
        if not any(text in other or other in text for other in kept):
            kept.append(text)
    return kept[:most]


_HEAD_LETTERS = 4


# --- found themes -------------------------------------------------------------------------------------------

_KIND_WEIGHT = {"quoted": 2.4, "code": 2.4, "name": 0.7, "words": 1.0}


class _Candidate(NamedTuple):
    label: str
    kind: str
    anchor: tuple[str, ...]
    direct: tuple[Sentence, ...]
    score: float


def _found(
    index: _Index, copies: Copies, settings: ThemeSettings, stories: Sequence[Story] = ()
) -> tuple[Subject, ...]:
    """Subjects of a day with many matters, or the strands of the one matter that nearly everything is about."""
    articles = tuple(dict.fromkeys(s.article for s in index.sentences))
    if not articles:
        return ()
    if len(articles) <= settings.small:
        return _strands(index, copies, settings)
    origin = copies.origin_of()
    large = bool(stories) and len(articles) > settings.many
    groups = [story.articles for story in stories] if large else find_subjects(articles, copies)
    texts = {group[0].id: len({origin[a.id] for a in group}) for group in groups}
    ranked = sorted(groups, key=lambda g: (-texts[g[0].id], -len(g), g[0].order))
    if len(ranked[0]) >= settings.main_share * len(articles):
        return _strands(index, copies, settings)
    return tuple(_of_group(group, index, settings) for group in ranked[: settings.found_max])


def _strands(index: _Index, copies: Copies, settings: ThemeSettings) -> tuple[Subject, ...]:
    """Named things and shared phrases, the best first, each covering sentences that those before it do not."""
    candidates = _candidates(index, copies, settings)
    taken: list[Subject] = []
    covered: set[tuple[str, int, int]] = set()
    used: set[str] = set()
    best = 0.0
    while candidates and len(taken) < settings.found_max:
        scored = [(c.score * _fresh(c, covered) * (0.4 if used & set(c.anchor) else 1.0), c) for c in candidates]
        score, top = max(scored, key=lambda pair: (pair[0], -len(pair[1].label), pair[1].label))
        best = best or score
        if score < settings.least_share * best:
            break
        subject = _named(NamedTheme(top.label), index, settings)
        if not any(s.key in covered for s in subject.direct) or score >= settings.least_share * best:
            taken.append(Subject(capital(top.label), "found", subject.members, subject.terms))
            covered.update(member.sentence.key for member in subject.members)
            used.update(stem for stem in forms(top.label) if not is_stop(stem))
        candidates = [
            c for c in candidates if c is not top and not _has(top.anchor, c.anchor) and not _has(c.anchor, top.anchor)
        ]
    return tuple(taken)


def _fresh(candidate: _Candidate, covered: set[tuple[str, int, int]]) -> float:
    return sum(s.key not in covered for s in candidate.direct) / len(candidate.direct)


def _candidates(index: _Index, copies: Copies, settings: ThemeSettings) -> list[_Candidate]:
    holders: dict[tuple[str, ...], list[tuple[Sentence, Phrase]]] = defaultdict(list)
    for sentence in index.sentences:
        for phrase in phrases_of(sentence):
            holders[phrase.anchor].append((sentence, phrase))
    origin = copies.origin_of()
    everywhere = _shares(index, origin)
    people = _people(index)
    found = []
    for anchor in sorted(holders):
        sentences = tuple(dict.fromkeys([*(s for s, _ in holders[anchor]), *_other_words([anchor], index)]))
        best = _label([p for _, p in holders[anchor]])
        articles = {s.article.id for s in sentences}
        common = any(everywhere[form] >= settings.everywhere for form in anchor if not is_stop(form))
        if best.kind == "words" and (len(articles) < 2 or common):
            continue
        origins = len({origin[a] for a in articles})
        weight = _KIND_WEIGHT[best.kind] * (settings.person if set(anchor) & people or is_office(best) else 1.0)
        if best.kind == "quoted" and len(anchor) == 1 and best.text[1:2].islower():
            weight *= settings.scare_quotes
        own = [max(0.0, rarity(form) - 6) * (1 - everywhere[form]) for form in anchor if not is_stop(form)]
        rare = sum(own) / math.sqrt(len(own) or 1)
        score = weight * origins**0.75 * (1 + math.log(len(sentences))) * len(articles) ** 0.25 * math.log1p(rare)
        if score > 0:
            found.append(_Candidate(best.text, best.kind, anchor, sentences, score))
    return found


def is_office(phrase: Phrase) -> bool:
    """ "defence ministers", "special representative": who holds an office is no subject."""
    last = re.split(r"[\s-]", phrase.text)[-1].casefold()
    return phrase.kind == "words" and (last in OFFICES or last.removesuffix("s") in OFFICES)


def _shares(index: _Index, origin: dict[str, int]) -> dict[str, float]:
    """Of every form, the share of the origins that hold it: what all of them speak of sets no theme apart."""
    holders: dict[str, set[int]] = defaultdict(set)
    for sentence in index.sentences:
        for form in index.forms(sentence):
            holders[form].add(origin[sentence.article.id])
    count = len(set(origin.values()))
    return {form: (len(found) / count if count > 2 else 0.0) for form, found in holders.items()}


def _label(candidates: Sequence[Phrase]) -> Phrase:
    """The fullest wording that is most often used."""
    counts = Counter(p.text for p in candidates)
    order = {"quoted": 0, "code": 1, "name": 2, "words": 3}
    return min(candidates, key=lambda p: (order[p.kind], -counts[p.text], -len(p.text), p.text))


def _people(index: _Index) -> set[str]:
    articles = dict.fromkeys(s.article for s in index.sentences)
    return {part.casefold() for a in articles for m in person_mentions(a.text) for part in m.name.split()}


def _of_group(group: Sequence[Article], index: _Index, settings: ThemeSettings) -> Subject:
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
        key=lambda anchor: _label_worth(anchor, holders[anchor], len(group)),
        default=None,
    )
    label = _label([p for _, p in holders[best]]).text if best else group[0].title
    terms = Counter(stem for a in group for stem in set(stems(a.title, a.language)))
    return Subject(
        capital(label),
        "found",
        tuple(Member(s, 1.0) for s in members),
        tuple(sorted(((t, float(n)) for t, n in terms.items()), key=lambda item: (-item[1], item[0]))[:12]),
    )


def _label_worth(anchor: tuple[str, ...], held: Sequence[tuple[str, Phrase]], size: int) -> float:
    share = len({article for article, _ in held}) / size
    rare = sum(max(0.0, rarity(form) - 6) for form in anchor if not is_stop(form)) / len(anchor)
    return round(
        share
        * rare
        * (1.3 if len(anchor) > 1 else 0.8)
        * (1.0 if len(anchor) < 4 else 0.8)
        * _KIND_WEIGHT[held[0][1].kind],
        6,
    )


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


def phrases_of(sentence: Sentence) -> tuple[Phrase, ...]:
    """The phrases of a sentence, looked for once."""
    return _phrases_of(sentence.text, sentence.article.language)


@lru_cache(maxsize=1 << 14)
def _phrases_of(text: str, language: str) -> tuple[Phrase, ...]:
    return phrases(text, language)


def _has(forms_: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    if not wanted or wanted[0] not in forms_:
        return False
    size = len(wanted)
    return any(forms_[i : i + size] == wanted for i in range(len(forms_) - size + 1))


def capital(text: str) -> str:
    """With a capital at its head, also behind an opening quotation mark."""
    first = next((i for i, c in enumerate(text) if c.isalpha()), 0)
    return text[:first] + text[first : first + 1].upper() + text[first + 1 :]
