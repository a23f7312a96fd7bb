"""What is known while the page is being chosen: the day's articles, what was taken, and why others were not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from briefing.config import Config, PointSettings
from briefing.steps.changes import Memory
from briefing.steps.context import Standing, passage_of
from briefing.steps.copies import by_family
from briefing.steps.points.prices import price
from briefing.steps.summarisers import Coverage
from briefing.types import Article, Copies, Disagreement, Passage, Sentence, Story

Key = tuple[str, int, int]  # of a sentence


@dataclass(slots=True)
class Desk:
    """`taken` and `refused` grow from theme to theme; the rest is told or remembered."""

    sentences: Sequence[Sentence]
    stories: Sequence[Story]
    copies: Copies
    disputes: Sequence[Disagreement]
    config: Config
    memory: Memory
    taken: list[Passage] = field(default_factory=list)
    refused: dict[Key, str] = field(default_factory=dict)
    reasons: dict[Key, tuple[Coverage, int]] = field(default_factory=dict)  # what our summariser saw in a sentence
    base: dict[str, float] = field(default_factory=dict)  # of a point's consequence, by its id
    siblings: dict[str, list[Sentence]] = field(default_factory=lambda: defaultdict(list))
    origin: dict[str, int] = field(default_factory=dict)  # by an article's id
    voices: Copies = Copies(())  # noqa: RUF009 - frozen
    voice: dict[str, int] = field(default_factory=dict)
    _standings: dict[Key, Standing | None] = field(default_factory=dict)
    _prices: dict[Key, float] = field(default_factory=dict)
    _story: dict[str, tuple[Article, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.origin = self.copies.origin_of()
        self.voices = by_family(self.copies) if self.config.sources.families else self.copies
        self.voice = self.voices.origin_of()
        self._story = {a.id: story.articles for story in self.stories for a in story.articles}
        for sentence in self.sentences:
            self.siblings[sentence.article.id].append(sentence)

    @property
    def settings(self) -> PointSettings:
        return self.config.points

    def standing(self, sentence: Sentence) -> Standing | None:
        if sentence.key not in self._standings:
            self._standings[sentence.key] = passage_of(sentence, self.siblings[sentence.article.id])
        return self._standings[sentence.key]

    def price(self, sentence: Sentence) -> float:
        """0 for what cannot stand by itself."""
        if sentence.key not in self._prices:
            standing = self.standing(sentence)
            self._prices[sentence.key] = 0.0 if standing is None else price(sentence, standing, self.settings)
        return self._prices[sentence.key]

    def candidates(self, passage: Passage) -> Sequence[Sentence]:
        """Sentences of other articles that could say the same; find_support decides."""
        if len(self.sentences) <= self.settings.pool:
            return [s for s in self.sentences if s.article != passage.article]
        story = self._story.get(passage.article.id, ())
        return [s for a in story if a != passage.article for s in self.siblings[a.id]][: self.settings.pool]

    def home(self, article: Article) -> str:
        """The story of the article: one event leads once."""
        story = self._story.get(article.id)
        return story[0].id if story else article.id

    def told_by(self, article: Article) -> int:
        """Underlying texts that tell the article's event."""
        return len({self.origin[a.id] for a in self._story.get(article.id, (article,))})

    def is_pinned(self, passage: Passage) -> bool:
        return _holds_one(passage, self.config.desk.pin)

    def is_dropped(self, passage: Passage) -> bool:
        return _holds_one(passage, self.config.desk.drop)


def _holds_one(passage: Passage, quotations: Iterable[str]) -> bool:
    """Whether one of the quotations stands in the passage, its letters compared."""
    return any(letters in _letters(passage.text) for quoted in quotations if (letters := _letters(quoted)))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
