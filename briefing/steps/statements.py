"""A sentence as a statement: what it claims, apart from who says it and when, and how much of it another one holds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache

from briefing.text import cues
from briefing.text.attribution import Attribution, attribution
from briefing.text.cues import SPEECH_VERBS
from briefing.text.profiles import Profile, profile
from briefing.text.quantities import Quantity, quantities
from briefing.text.quotations import quotations
from briefing.text.tokens import Token, stem, tokenise
from briefing.text.when import When, when

_COMMON, _POWER = 4.0, 0.7  # rarity at which a word begins to carry weight, and how fast the weight grows
_OPENING = 4  # terms below which a hedged clause ("According to reports,") stands over what follows
SPEECH_STEMS = frozenset(stem(verb) for verb in SPEECH_VERBS)
_CLAUSE = re.compile(
    r"(?:,|;|:|\s[–—-])\s+(?:and|but|while|although"
    r"|though|which|who|as|because|so|with)?\s*|\s+(?:while|although|because)\s+",
    re.IGNORECASE,
)
LONG_QUOTATION = 24  # characters that two articles must share for "the same quotation"


class Statement:
    """A sentence with what is compared of it, computed when it is asked for."""

    def __init__(self, text: str, day: object = None, language: str = "en") -> None:
        self.text, self.day, self.language = text, day, language

    @cached_property
    def profile(self) -> Profile:
        return profile(self.text, self.language)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        return tokenise(self.text)

    @cached_property
    def quoted(self) -> frozenset[str]:
        return frozenset(long_quotations(self.text))

    @cached_property
    def when(self) -> When:
        return when(self.text)

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        return quantities(self.text)

    @cached_property
    def speaker(self) -> Attribution | None:
        return attribution(self.text)

    @cached_property
    def claim(self) -> Mapping[str, float]:
        return _claim(self.text, self.language)

    @cached_property
    def hedged(self) -> bool:
        return cues.is_hedged(self.text)

    @cached_property
    def negated(self) -> bool:
        return cues.is_negated(self.text)

    @cached_property
    def denies(self) -> bool:
        return cues.is_denial(self.text)

    @cached_property
    def terms(self) -> frozenset[str]:
        return frozenset((*self.profile.names, *self.profile.words))

    @cached_property
    def parts(self) -> tuple[tuple[int, int, Statement], ...]:
        """Its clauses with their offsets."""
        return tuple(
            (start, end, Statement(self.text[start:end], self.day, self.language)) for start, end in clauses(self.text)
        )

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(term for term in self.claim if term in self.profile.names)

    def holds(self, term: str, other: Statement) -> bool:
        """This statement has the term of the other one, or a word for the same kind of event."""
        if term in self.profile.names or term in self.profile.words:
            return True
        return any(kind in self.profile.kinds for kind, terms in other.profile.kinds.items() if term in terms)


@lru_cache(maxsize=1 << 12)
def _claim(text: str, language: str) -> Mapping[str, float]:
    """Term -> weight of what is claimed: without the words of speech, the speaker, dates and numbers."""
    said = attribution(text)
    speaker = {stem(t.text.casefold()) for t in tokenise(said.speaker)} if said else set()
    calendar = {stem(word.casefold()) for kind in when(text)[:4] for item in kind for word in str(item).split()}
    numeric = {t.text.casefold() for q in quantities(text) for t in tokenise(q.text)}
    dropped = speaker | calendar | numeric | {stem(word) for word in numeric}
    return {
        term: max(rare - _COMMON, 1.0) ** _POWER
        for term, rare in profile(text, language).terms.items()
        if term not in dropped and term not in SPEECH_STEMS and not term[0].isdigit()
    }


@lru_cache(maxsize=1 << 13)
def statement(text: str, day: object = None, language: str = "en") -> Statement:
    return Statement(text, day, language)


def held(a: Statement, b: Statement, *, skip: Iterable[str] = ()) -> float:
    """The share of `a`'s claim that `b` holds too, 0 to 1, the skipped terms aside."""
    skipped = set(skip)
    claim = {term: weight for term, weight in a.claim.items() if term not in skipped}
    total = sum(claim.values())
    return sum(weight for term, weight in claim.items() if b.holds(term, a)) / total if total else 0.0


def is_doubted(a: Statement, b: Statement) -> bool:
    """A hedge of `a` stands over most of what both say; one in an aside, or "a potential threat", does not."""
    common = a.terms & b.terms
    for cue in cues.hedges(a.text):
        clause = next((part for start, end, part in a.parts if start <= cue.start < end), a)
        over = common if len(clause.terms) < _OPENING else clause.terms & common
        if len(over) >= len(common) / 2:
            return True
    return False


def shared(a: Statement, b: Statement) -> list[str]:
    return [term for term in a.claim if b.holds(term, a)]


def clauses(text: str) -> list[tuple[int, int]]:
    """Stretches between clause borders, trimmed; a whole sentence without a border is one."""
    cuts = [0]
    for match in _CLAUSE.finditer(text):
        cuts += [match.start(), match.end()]
    cuts.append(len(text))
    found = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=True):
        piece = text[start:end]
        if piece.strip():
            found.append((start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())))
    return found


def long_quotations(text: str) -> tuple[str, ...]:
    """The letters of its quotations that are too long to be used twice by chance."""
    found = (letters_of(text[s.start : s.end]) for s in quotations(text) if len(s) >= LONG_QUOTATION)
    return tuple(letters for letters in found if len(letters) >= LONG_QUOTATION)


def letters_of(text: str) -> str:
    """Letters and digits alone, without case and accents: what two typings of one text share."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in folded if c.isalnum())
