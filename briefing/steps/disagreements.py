"""Disagreements: sentences of two articles about one thing that cannot both stand, and a claim beside its denial.

Candidates come from an index of rare terms, so the work grows with the number of sentences; one false alarm costs the
reader's trust in all of them, so what is not surely a disagreement is not printed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from briefing.config import DisagreementSettings
from briefing.steps.differences import Difference, difference, negated_key, occasions
from briefing.steps.speakers import reply_of
from briefing.steps.statements import Statement, letters_of, long_quotations
from briefing.text import cues
from briefing.text.events import event_kinds
from briefing.text.places import state_of
from briefing.text.profiles import profile, term_of
from briefing.text.quotations import quotations
from briefing.text.rarity import rarity
from briefing.text.tokens import Token, is_stop, stem, tokenise
from briefing.text.when import MONTHS, month_before, when
from briefing.types import Article, Between, Citation, Copies, Disagreement, Sentence, Span, Story

_RARE = 8.5  # rarity from which a word helps to find candidates
_DETERMINED = re.compile(r"(?:The|A|An|Both|Two|All|Many|Some)\b")
_ABOUT_WORDS = 4
_AT_THE_CUT = 300  # characters
_COMPARATIVES = frozenset(
    "larger bigger smaller higher lower greater better stronger longer shorter newer older".split()
)
_NAME_LENGTH = 32  # characters, marks included
_KIND_ORDER = ("scope", "certainty", "negation", "number", "date", "name", "attribution", "denial")


def find_disagreements(
    sentences: Sequence[Sentence],
    stories: Sequence[Story],
    copies: Copies,
    settings: DisagreementSettings = DisagreementSettings(),  # noqa: B008
) -> tuple[Disagreement, ...]:
    """The surest first; no sentence stands in two of them."""
    looked_at = _looked_at(sentences, stories, settings)
    origin = copies.origin_of()
    found: list[tuple[float, Sentence, Sentence, Disagreement]] = []
    statements = {s.key: Statement(s.text, s.article.day, s.article.language) for s in looked_at}
    for a, b in _candidates(looked_at, settings):
        told = difference(statements[a.key], statements[b.key])
        if told is not None and not _says_less(told, a, b):
            found.append((told.score, a, b, _disagreement(told, a, b, origin)))
    found += _named_twice(looked_at, origin)
    found += _replies(looked_at)
    return _best(found)


def _says_less(told: Difference, a: Sentence, b: Sentence) -> bool:
    """Where a text was cut short it leaves things out because it was cut, and disputes nothing by that."""
    return told.kind == "scope" and (_is_at_the_cut(a) or _is_at_the_cut(b))


def _is_at_the_cut(sentence: Sentence) -> bool:
    """Less than a sentence or two stand between it and the place where its article breaks off."""
    article = sentence.article
    return not article.complete and len(article.text) - sentence.span.end < _AT_THE_CUT


def _looked_at(
    sentences: Sequence[Sentence], stories: Sequence[Story], settings: DisagreementSettings
) -> list[Sentence]:
    """All sentences when they are few; else those of the stories that most origins tell, up to a bound."""
    english = [s for s in sentences if s.article.language == "en"]
    if len(english) <= settings.sentences:
        return sorted(english, key=lambda s: s.order)
    of_article: dict[str, list[Sentence]] = defaultdict(list)
    for sentence in english:
        of_article[sentence.article.id].append(sentence)
    taken: list[Sentence] = []
    for story in sorted(stories, key=lambda s: (-len(s.origins), -len(s.articles), s.id)):
        if len(story.articles) < 2:
            continue
        for article in sorted(story.articles, key=lambda a: a.order):
            taken += of_article.pop(article.id, ())
        if len(taken) >= settings.sentences:
            break
    return sorted(taken[: settings.sentences], key=lambda s: s.order)


def _candidates(sentences: Sequence[Sentence], settings: DisagreementSettings) -> Iterator[tuple[Sentence, Sentence]]:
    """Pairs of different articles that share at least two terms that few sentences have."""
    holders: dict[str, list[int]] = defaultdict(list)
    quoting: dict[str, list[int]] = defaultdict(list)
    terms: list[frozenset[str]] = []
    for at, sentence in enumerate(sentences):
        found = profile(sentence.text, sentence.article.language)
        terms.append(frozenset(found.names.keys() | found.words.keys()))
        for term in {*found.names, *(word for word, rare in found.words.items() if rare >= _RARE)}:
            holders[term].append(at)
        for letters in long_quotations(sentence.text):
            quoting[letters].append(at)
    most = max(settings.holders, len(sentences) // 20)
    common: dict[tuple[int, int], int] = defaultdict(int)
    for _, postings in sorted(holders.items()):
        if 2 <= len(postings) <= most:
            for pair in combinations(postings, 2):
                common[pair] += 1
    alike = {
        pair for pair, count in common.items() if count >= 2 and _overlap(*(terms[i] for i in pair)) >= settings.overlap
    }
    alike |= {pair for postings in quoting.values() if len(postings) <= most for pair in combinations(postings, 2)}
    for i, j in sorted(alike):
        if sentences[i].article.id != sentences[j].article.id:
            yield sentences[i], sentences[j]


def _overlap(a: frozenset[str], b: frozenset[str]) -> float:
    """The share of the shorter one's terms that both have, 0 when they are fewer than three."""
    both = len(a & b)
    return both / min(len(a), len(b)) if both >= 3 else 0.0


def _disagreement(told: Difference, a: Sentence, b: Sentence, origin: dict[str, int]) -> Disagreement:
    between: Between = "parties" if told.kind == "denial" else _between(a.article, b.article, origin)
    sides = ((_citation(a, told.a),), (_citation(b, told.b),))
    if told.kind == "denial" and cues.is_denial(a.text):
        sides = (sides[1], sides[0])
    about = told.about or _about(told, sides[0][0].quote, sides[1][0].quote)
    return Disagreement(told.kind, between, about, sides, told.note)


def _about(told: Difference, a: str, b: str) -> str:
    """Words of the quotations; of what is quoted in both, when its speaker is what differs."""
    if told.kind == "attribution":
        theirs = {letters_of(b[s.start : s.end]) for s in quotations(b)}
        quoted = (a[s.start : s.end] for s in quotations(a))
        same = next((words for words in quoted if letters_of(words) in theirs), a)
        return common_words(same, same)
    return common_words(a, b)


def _between(a: Article, b: Article, origin: dict[str, int]) -> Between:
    return "versions" if origin.get(a.id, -1) == origin.get(b.id, -2) else "texts"


def _citation(sentence: Sentence, span: Span) -> Citation:
    start = sentence.span.start
    return Citation(sentence.article, Span(start + span.start, start + span.end), "differs")


# --- one thing under two quoted names ------------------------------------------------------------------------


def _named_twice(
    sentences: Sequence[Sentence], origin: dict[str, int]
) -> Iterator[tuple[float, Sentence, Sentence, Disagreement]]:
    """ "no limits" and "unlimited": one declaration under two names, whose dates differ."""
    quoted: dict[frozenset[str], list[tuple[Sentence, str]]] = defaultdict(list)
    for sentence in sentences:
        for name in _short_quotations(sentence.text):
            key = negated_key(name)
            if key is not None:
                quoted[key].append((sentence, name))
    for _, uses in sorted(quoted.items(), key=lambda item: sorted(item[0])):
        for (a, name), (b, _) in combinations(uses, 2):
            if a.article == b.article or not _same_act(a, b) or not _share_parties(a, b):
                continue
            mine, theirs = _months(a, sentences), _months(b, sentences)
            if mine and theirs and not mine & theirs:
                x, y = Statement(a.text), Statement(b.text)
                sides = ((_citation(a, Span(0, len(a.text))),), (_citation(b, Span(0, len(b.text))),))
                about = _with_noun(a.text, name)
                yield (
                    0.8,
                    a,
                    b,
                    Disagreement("date", _between(a.article, b.article, origin), about, sides, occasions(x, y)),
                )


def _short_quotations(text: str) -> Iterator[str]:
    """What stands between quotation marks, where it is a name and no sentence."""
    for span in quotations(text):
        if len(span) <= _NAME_LENGTH:
            yield text[span.start + 1 : span.end - 1].strip(" ,.")


def _same_act(a: Sentence, b: Sentence) -> bool:
    """Both report one kind of act: they share the root of a verb ("declared", "declaration")."""
    mine, theirs = ({stem(t.text.casefold())[:6] for t in tokenise(s.text) if len(t.text) > 6} for s in (a, b))
    return bool({root for root in mine & theirs if not is_stop(root)}) and bool(_kinds(a) & _kinds(b))


def _kinds(sentence: Sentence) -> set[int]:
    return {kind for t in tokenise(sentence.text) for kind in event_kinds(stem(t.text.casefold()))}


def _share_parties(a: Sentence, b: Sentence) -> bool:
    """Who acts in one sentence is named in the other's article."""
    named = [t.text for t in tokenise(a.text) if t.text[0].isupper() and state_of(t.text)] or [
        t.text for t in tokenise(b.text) if t.text[0].isupper() and state_of(t.text)
    ]
    return bool(named) and all(name in a.article.text and name in b.article.text for name in named[:2])


def _months(sentence: Sentence, sentences: Sequence[Sentence]) -> set[str]:
    """The months of a sentence; "the previous month" is told by the last month named before it in its article."""
    stated = set(when(sentence.text).months)
    if stated or month_before(sentence.text) is None:
        return stated
    for before in sorted((s for s in sentences if s.article == sentence.article), key=lambda s: -s.position):
        if before.position < sentence.position and (named := when(before.text).months):
            month = max(named, key=MONTHS.index)
            return {MONTHS[MONTHS.index(month) - 1]}
    return set()


def _with_noun(text: str, name: str) -> str:
    """The quoted name with the noun behind it, as it stands: “no limits” partnership."""
    start = text.index(name)
    end = start + len(name)
    opening = start - 1 if start and not text[start - 1].isspace() else start
    following = tokenise(text[end:])
    if following and not is_stop(following[0].text.casefold()) and following[0].start <= 3:
        return text[opening : end + following[0].end]
    return text[opening : end + 1].strip()


# --- claims and replies --------------------------------------------------------------------------------------


def _replies(sentences: Sequence[Sentence]) -> Iterator[tuple[float, Sentence, Sentence, Disagreement]]:
    """An accusation and the denial next to it, both shown."""
    of_article: dict[str, list[Sentence]] = defaultdict(list)
    for sentence in sentences:
        of_article[sentence.article.id].append(sentence)
    for siblings in of_article.values():
        for claim in siblings:
            if not cues.is_charge(claim.text) or not _names_its_subject(claim):
                continue
            reply = reply_of(claim, siblings)
            if reply is None or not cues.is_denial(reply.text) or reply.position != claim.position + 1:
                continue
            sides = ((_citation(claim, Span(0, len(claim.text))),), (_citation(reply, Span(0, len(reply.text))),))
            yield 0.5, claim, reply, Disagreement("denial", "parties", _matter(claim, reply), sides)


# The first name that the claim writes, whole: "North Korea"; a lone word at its head may be any.
_NAMED = re.compile(r"[A-Z][\w’-]*(?: [A-Z][\w’-]*)+|(?<!^)\b[A-Z][\w’-]+")


def _matter(claim: Sentence, reply: Sentence) -> str:
    """What the claim and its reply have in common, else who the claim is about."""
    named = _NAMED.search(claim.text)
    return common_words(claim.text, reply.text) or (named.group() if named else "")


def _names_its_subject(claim: Sentence) -> bool:
    first = next(iter(tokenise(claim.text)), None)
    return (first is not None and not is_stop(first.text.casefold())) or bool(_DETERMINED.match(claim.text))


# --- order and words -----------------------------------------------------------------------------------------


def _best(found: Iterable[tuple[float, Sentence, Sentence, Disagreement]]) -> tuple[Disagreement, ...]:
    ranked = sorted(
        found,
        key=lambda f: (f[3].kind == "denial", -round(f[0], 6), _KIND_ORDER.index(f[3].kind), f[1].order, f[2].order),
    )
    used: set[str] = set()
    kept: list[Disagreement] = []
    for _, a, b, disagreement in ranked:
        if a.text in used or b.text in used:
            continue
        used |= {a.text, b.text}
        kept.append(disagreement)
    return tuple(kept)


def common_words(a: str, b: str) -> str:
    """What both quotations speak of: their weightiest common run of words, as it stands in `a`."""
    theirs = {term for term, _ in _stemmed(b)}
    best, weight = "", 0.0
    for run in _common_runs(a, theirs):
        score = sum(rarity(token.text.casefold()) - 4 for token in run)
        if score > weight:
            best, weight = a[run[0].start : run[-1].end], score
    return best


def _stemmed(text: str) -> list[tuple[str, Token]]:
    return [(term_of(token.text), token) for token in tokenise(text)]


def _common_runs(a: str, theirs: set[str]) -> Iterator[list[Token]]:
    """Stretches of `a` that both have, cut at verbs, days and words of praise."""
    run: list[Token] = []
    for term, token in [*_stemmed(a), ("", Token("", len(a), len(a)))]:
        fits = term in theirs and _names_something(a, token)
        if run and not (fits and token.start - run[-1].end <= 2):
            yield _without_verb(run)[-_ABOUT_WORDS:]
            run = []
        if fits:
            run.append(token)


def _names_something(text: str, token: Token) -> bool:
    plain = token.text.casefold()
    if is_stop(plain) or plain in _COMPARATIVES or cues.is_loaded(plain) or plain in cues.SPEECH_VERBS:
        return False
    if text[token.start - 1 : token.start] == "-":
        return False
    return not (when(token.text).weekdays or when(token.text).months)


def _without_verb(run: list[Token]) -> list[Token]:
    """ "supplying drones" speaks of drones; "aiding Russia" keeps its verb, for a name alone says too little."""
    if len(run) > 1 and run[0].text.endswith("ing") and run[0].text.islower() and not run[1].text[0].isupper():
        return run[1:]
    return run
