"""Forms, phrases and negated words of the sentences, made once and only where they are asked for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from briefing.text.phrases import Phrase, core, forms, phrases
from briefing.types import Article, Sentence


@dataclass(slots=True)
class Index:
    """Forms, content stems and phrases of every sentence, made once and only where they are asked for."""

    sentences: Sequence[Sentence]
    _forms: dict[tuple[str, int, int], tuple[str, ...]] = field(default_factory=dict)
    _by_article: dict[str, list[Sentence]] = field(default_factory=lambda: defaultdict(list))
    _negated: list[tuple[Sentence, list[frozenset[str]]]] | None = None
    languages: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for sentence in self.sentences:
            self._by_article[sentence.article.id].append(sentence)
        spoken = Counter(sentences[0].article.language for sentences in self._by_article.values())
        self.languages = tuple(sorted(spoken, key=lambda language: (-spoken[language], language))) or ("en",)

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
        return has(self.forms(sentence), wanted)


def phrases_of(sentence: Sentence) -> tuple[Phrase, ...]:
    """The phrases of a sentence, looked for once."""
    return _phrases_of(sentence.text, sentence.article.language)


@lru_cache(maxsize=1 << 14)
def _phrases_of(text: str, language: str) -> tuple[Phrase, ...]:
    return phrases(text, language)


def has(forms_: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    if not wanted or wanted[0] not in forms_:
        return False
    size = len(wanted)
    return any(forms_[i : i + size] == wanted for i in range(len(forms_) - size + 1))
