"""English sentences that cannot both be true: what rose in one fell in the other, or who sued is who was sued."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from briefing.text.profiles import profile, term_of
from briefing.text.tokens import is_stop, stem, tokenise

_PASSIVE = frozenset("be been being is are was were got by".split())
# What two do with each other: the order of their names says nothing.
_MUTUAL = frozenset(
    map(
        stem,
        """meet met meeting talk discuss negotiate agree sign merge merger join marry married wed fight fought clash
        battle trade cooperate deal summit""".split(),
    )
)
_NEAR = 4  # words on either side, among which both sentences must have one in common, for the two to tell of one thing

# A line holds words that exclude those beyond the bars; forms of a word meet by their stems. Particles ("up") and words
# that say much besides ("old", "high", "left") are left out.
_LINES = """
before | after
inside | outside
above | below
first | second | third | fourth | fifth | sixth | seventh | eighth | ninth | tenth
to into towards | from
double twofold | triple treble threefold | quadruple fourfold | fivefold | tenfold
rise rose risen grow grew grown climb surge soar jump gain | fall fell fallen drop decline plunge plummet slip sink sank
increase raise widen expand extend prolong | decrease cut reduce lower narrow shrink shrank shorten
rise rose risen increase | decrease drop fall fell fallen
more over | fewer less under
most | few
all every | some | none | half | third | quarter
import | export
north northern northwards | south southern southwards | east eastern | west western
open reopen | close shut shutter
approve adopt pass accept endorse back | reject refuse veto oppose block decline
win won victory | lose lost defeat
begin began begun start launch | end stop halt finish conclude cancel
lift ease | impose tighten
hire recruit appoint | fire sack dismiss lay
arrive enter join | leave left depart quit
capture seize retake | lose lost cede
acquit clear exonerate | convict condemn
uphold upheld | overturn overturned quash
guilty | innocent
born birth | die died death
buy bought acquire purchase | sell sold
likely probable | unlikely improbable
possible | impossible
legal lawful | illegal unlawful
allow permit legalise legalize authorise authorize | ban forbid forbade prohibit outlaw
confirm admit | deny refute
support favour favor | oppose resist
unanimous unanimously | narrow narrowly
strengthen | weaken
profit surplus | loss deficit
succeed success successful | fail failure unsuccessful
release free freed | arrest detain imprison jail
attack | defend
complete finish finalise finalize | abandon scrap cancel suspend
advance | retreat withdraw
deploy | withdraw withdrew withdrawn
upgrade | downgrade
maximum | minimum
majority | minority
men man male boy son father brother | women woman female girl daughter mother sister
present | absent
alive survive survived | dead killed died
same | different
hot | cold
true | false
safe | unsafe dangerous
friend ally | enemy foe
build built construct | demolish destroy raze
marry married | divorce
double triple treble | halve
higher | lower
larger bigger greater | smaller
largest biggest greatest | smallest least
longer | shorter
older | younger newer
oldest eldest | youngest newest
earlier | later
early | late
faster | slower
better | worse
best | worst
stronger | weaker
richer richest | poorer poorest
optimistic | pessimistic
repair restore rebuild | damage destroy wreck
hide hid hidden conceal | reveal disclose report publish
elect reelect nominate | oust topple overthrow depose
praise laud applaud welcome hail | criticise criticize condemn denounce slam
continue resume | end stop halt
include | exclude
arrive land | depart
lend lent | borrow
teach taught | learn
remember | forget forgot
love admire | hate despise
agree | disagree
appear | disappear vanish
trust | distrust mistrust
sharp sharply steep steeply | slight slightly
full | empty
rich | poor
strong | weak
heavy | light
dry | wet
hardline | moderate
urban | rural
domestic | foreign
civilian | military
permanent | temporary
voluntary | compulsory mandatory
optional | mandatory compulsory
peaceful | violent
calm | tense
healthy | sick ill
high highest | low lowest
grant | deny refuse withhold
respect observe extend | break broke violate
"""
_NOT = ("un", "in", "im", "il", "ir", "dis", "non")  # before a word of so many letters or more, its contrary
_SHORTEST = 5


_BEHIND = {0: 4, 1: 4, 2: 4, 3: 2, 4: 1}  # lines: of these words only so many behind them tell what they speak of
_SCORE = re.compile(r"(?<![\d-])\d{1,3}[-–]\d{1,3}(?![\d-])")  # of a match or a vote
_COUNTED = "two|three|four|five|six|seven|eight|nine|ten"
_TIMES = re.compile(rf"\b(?:twice|thrice|(?:{_COUNTED}|\d+) times)\b", re.IGNORECASE)
_SAME_TIMES = {"twice": "two times", "thrice": "three times"} | {
    f"{number} times": f"{word} times" for number, word in enumerate(_COUNTED.split("|"), 2)
}


@lru_cache(maxsize=1)
def _sides() -> dict[str, tuple[tuple[int, int], ...]]:
    """Stem -> the lines it stands in, and on which side of the bars."""
    found: dict[str, dict[tuple[int, int], None]] = {}
    for line, words in enumerate(_LINES.strip().split("\n")):
        for side, group in enumerate(words.split("|")):
            for word in group.split():
                found.setdefault(stem(word), {})[line, side] = None
    return {word: tuple(sides) for word, sides in found.items()}


@lru_cache(maxsize=1 << 13)
def _sided(text: str) -> tuple[tuple[int, int, str, frozenset[str]], ...]:
    """Of each word of the lists: its line and side, its stem, and the content stems that stand near it."""
    words = [(token.text, stem(token.text.casefold())) for token in tokenise(text)]
    content = ["" if is_stop(word.casefold()) else form for word, form in words]
    found = []
    for at, (word, form) in enumerate(words):
        if word[0].isupper() and at:  # a name: "North Korea"
            continue
        for line, side in _sides().get(form, ()):
            before = [] if line in _BEHIND else content[max(0, at - _NEAR) : at]
            near = frozenset((*before, *content[at + 1 : at + 1 + _BEHIND.get(line, _NEAR)])) - {""}
            found.append((line, side, form, near))
    return tuple(found)


def opposed(a: str, b: str) -> bool:
    """Whether the one says of something what excludes what the other says of it."""
    return any(True for _ in oppositions(a, b)) or _another(_SCORE, a, b) or _another(_TIMES, a, b)


def _another(pattern: re.Pattern[str], a: str, b: str) -> bool:
    """Both tell a score, or how many times, and none in common."""
    told = ([found.lower() for found in pattern.findall(text)] for text in (a, b))
    mine, theirs = (frozenset(_SAME_TIMES.get(found, found) for found in each) for each in told)
    return bool(mine and theirs) and mine.isdisjoint(theirs)


def oppositions(a: str, b: str) -> Iterator[tuple[str, str]]:
    """The stems that exclude each other where both texts speak of the same; what both say excludes nothing."""
    mine, theirs = _sided(a), _sided(b)
    told, telling = {(line, side) for line, side, _, _ in mine}, {(line, side) for line, side, _, _ in theirs}
    for line, side, form, near in mine:
        for other_line, other_side, other, other_near in theirs:
            if line != other_line or side == other_side or not near & other_near:
                continue
            if (line, side) not in telling and (other_line, other_side) not in told:
                yield form, other
    yield from _contraries(a, b)
    yield from _contraries(b, a)


def _contraries(a: str, b: str) -> Iterator[tuple[str, str]]:
    """ "effective" and "ineffective": a word of the one stands in the other behind a syllable that denies it."""
    plain, other = (frozenset(token.text.casefold() for token in tokenise(text)) for text in (a, b))
    for word in sorted(other - plain):
        for syllable in _NOT:
            bare = word.removeprefix(syllable)
            if len(bare) >= _SHORTEST and bare != word and bare in plain and bare not in other:
                yield bare, word


def turned_round(a: str, b: str) -> bool:
    """Whether a word stands between the same two names in the other order, both times active or both times passive."""
    return any(x.word == y.word and x.passive == y.passive and _crossed(x, y) for x in _between(a) for y in _between(b))


class _Between(NamedTuple):
    """A word that reports an event, the names close before it and close behind it, and whether it is passive."""

    word: str
    before: frozenset[str]
    behind: frozenset[str]
    passive: bool


def _crossed(x: _Between, y: _Between) -> bool:
    straight = x.before & y.before or x.behind & y.behind
    return bool(x.before & y.behind and x.behind & y.before and not straight)


@lru_cache(maxsize=1 << 13)
def _between(text: str) -> tuple[_Between, ...]:
    names, kinds = profile(text).names, profile(text).kinds
    reporting = {term for terms in kinds.values() for term in terms} if len(names) > 1 else set()
    tokens = tokenise(text)
    terms = [term_of(token.text) for token in tokens]
    found = []
    for at, token in enumerate(tokens):
        word = token.text.casefold()
        if terms[at] not in reporting or stem(word) in _MUTUAL:
            continue
        before = frozenset(terms[max(0, at - _NEAR) : at]) & names.keys()
        behind = frozenset(terms[at + 1 : at + 1 + _NEAR]) & names.keys()
        if before and behind:
            around = {other.text.casefold() for other in tokens[max(0, at - 2) : at + 3]}
            found.append(_Between(terms[at], before, behind, not around.isdisjoint(_PASSIVE)))
    return tuple(found)
