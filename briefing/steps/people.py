"""Who is who: people with the offices that the articles give them, verbatim, and the spellings of their names.

Only names with a title or an office beside them count, so that no place or company is taken for a person. One office
held by two people is no disagreement.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from briefing.text.persons import OFFICES, TITLES, PersonMention, person_mentions
from briefing.types import Article, NamedForm, Person, Sentence, Spelling

_OFFICE_WORDS = 14
_BEFORE = re.compile(r"(?:[A-ZÀ-Þ][\w’'.-]*|newly|appointed|former|acting|deputy|vice|of|the)$")
_AFTER = re.compile(
    r",[ \u00a0]+((?:the |a |an )?[^,.;:()“”]+?)(?=[,.;:()“”]| (?:while|who|which|met|said|and then|was|is|has|have|had|told)\b|$)"
)
_PLAIN = frozenset({"mr", "mrs", "ms", "miss", "dr", "counterpart", "sir", "lord", "lady"})

CITED = 3  # articles of a form of a name or of an office


class _Mention(NamedTuple):
    article: Article
    name: str
    office: str


def find_people(sentences: Sequence[Sentence]) -> tuple[Person, ...]:
    """People named with an office, those in most articles first; the fullest name stands for all of its forms."""
    people = []
    for group in _groups(_mentions(sentences)):
        offices = _forms((m.office, m.article) for m in group if m.office)
        if offices:
            forms = _forms((m.name, m.article) for m in group)
            people.append(Person(forms[0].form, forms, _distinct(offices)))
    in_order = sorted(
        people,
        key=lambda p: (-len({a.id for f in p.forms for a in f.articles}), p.forms[0].articles[0].order, p.name),
    )
    return tuple(replace(p, forms=_shown(p.forms), offices=_shown(p.offices)) for p in in_order)


def find_spellings(sentences: Sequence[Sentence]) -> tuple[Spelling, ...]:
    """Names that are only spelled differently: Zhang Yuxia, Zhang Youxia."""
    found = []
    for group in _groups(_mentions(sentences)):
        forms = _forms((m.name, m.article) for m in group)
        full = [f for f in forms if len(f.form.split()) > 1]
        if len(full) > 1 and len({f.form.casefold() for f in full}) > 1:
            found.append(Spelling(_shown(full)))
    return tuple(sorted(found, key=lambda s: s.forms[0].form))


def _shown(forms: Iterable[NamedForm]) -> tuple[NamedForm, ...]:
    """Each with the first few articles that have it: all of a large day would fill the page with sources."""
    return tuple(replace(form, articles=form.articles[:CITED]) for form in forms)


def _mentions(sentences: Iterable[Sentence]) -> list[_Mention]:
    return [
        _Mention(s.article, mention.name, _office(s.text, mention))
        for s in sentences
        if s.article.language == "en"
        for mention in person_mentions(s.text)
        if len(mention.name.split()) > 1
    ]


def _office(text: str, mention: PersonMention) -> str:
    """The words before or after the name that give an office, as they stand."""
    after = _AFTER.match(text, mention.end)
    if after and _is_office(after.group(1)):
        return after.group(1).strip()
    return _before(text[: mention.start])


def _is_office(words: str) -> bool:
    parts = [re.sub(r"[’']s?$", "", word).casefold() for word in re.split(r"[\s-]+", words)]
    head = re.split(r"\b(?:of|for|in|at|on|to)\b", words.casefold())[0].replace("-", " ").split()
    return (
        len(parts) <= _OFFICE_WORDS
        and bool(head)
        and head[-1] in OFFICES | {"chairman", "general"}
        and not words.casefold().startswith("and ")
    )


def _before(text: str) -> str:
    """Capitalised words directly before the name that end with a title: "Russian Defence Minister "."""
    words = list(re.finditer(r"\S+", text))
    if not words or words[-1].group().casefold().strip(",.") not in TITLES - _PLAIN:
        return ""
    first = len(words) - 1
    while first and _BEFORE.match(words[first - 1].group()) and words[first - 1].group()[-1] not in ",.;:":
        first -= 1
    while first < len(words) - 1 and words[first].group().casefold() in {"the", "of", "and"}:
        first += 1
    return text[words[first].start() :].strip().strip(",")


def _groups(mentions: Sequence[_Mention]) -> list[list[_Mention]]:
    """Mentions of one person: equal names, or names of as many words that differ by a letter or two in one of them."""
    by_name: dict[str, list[_Mention]] = defaultdict(list)
    for mention in mentions:
        by_name[mention.name].append(mention)
    groups: list[list[str]] = []
    for name in sorted(by_name, key=lambda n: (-len(by_name[n]), n)):
        home = next((g for g in groups if any(same_name(name, other) for other in g)), None)
        if home is None:
            groups.append([name])
        else:
            home.append(name)
    return [[m for name in group for m in by_name[name]] for group in groups]


def same_name(a: str, b: str) -> bool:
    """Two spellings of one name: all words equal but one, which differs by at most two letters and begins alike;
    initials may be left out.
    """
    mine, theirs = ([w for w in name.casefold().replace("-", " ").split() if len(w.strip(".")) > 1] for name in (a, b))
    if mine == theirs:
        return True
    if len(mine) != len(theirs) or len(mine) < 2:
        return False
    apart = [(x, y) for x, y in zip(mine, theirs, strict=True) if x != y]
    return (
        len(apart) == 1
        and apart[0][0][0] == apart[0][1][0]
        and 0 < _edits(*apart[0]) <= _spared(min(map(len, apart[0])))
    )


def _spared(length: int) -> int:
    """How many letters a spelling may differ by: Wei and Wen are two people, Yuxia and Youxia one."""
    return 0 if length < 4 else 1 if length < 5 else 2


def _edits(a: str, b: str) -> int:
    """Levenshtein's distance (1966)."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]


def _forms(pairs: Iterable[tuple[str, Article]]) -> tuple[NamedForm, ...]:
    """Each wording with its articles, the most used first."""
    found: dict[str, list[Article]] = defaultdict(list)
    for wording, article in pairs:
        found[wording].append(article)
    ranked = sorted(found.items(), key=lambda item: (-len(set(item[1])), -len(item[0]), item[0]))
    return tuple(
        NamedForm(wording, tuple(sorted(set(articles), key=lambda a: a.order))) for wording, articles in ranked
    )


def _distinct(offices: tuple[NamedForm, ...]) -> tuple[NamedForm, ...]:
    """Offices whose words differ, each in a wording that all of its articles hold; of two that say one thing the more
    used stays.
    """
    kept: list[NamedForm] = []
    for office in offices:
        home = next((i for i, k in enumerate(kept) if _one_office(k.form, office.form)), None)
        told = {a for k in kept for a in k.articles}
        if home is None and not set(office.articles) <= told:
            kept.append(office)
        elif home is None:
            continue  # its articles have given an office already: "head of" and "chief of" one command
        elif kept[home].form in office.form or office.form in kept[home].form:
            shorter = min(kept[home].form, office.form, key=len)
            merged = tuple(sorted({*kept[home].articles, *office.articles}, key=lambda a: a.order))
            kept[home] = NamedForm(shorter, merged)
    return tuple(kept)


def _one_office(a: str, b: str) -> bool:
    return _plain(a) in _plain(b) or _plain(b) in _plain(a)


def _plain(words: str) -> str:
    return re.sub(r"^(?:the|an?) ", "", re.sub(r"\W+", " ", words).casefold().strip())
