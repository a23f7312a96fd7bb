"""People, the entries of the timeline, and what the articles do not give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from briefing.render.measure import Run
from briefing.render.phrases.points import Points
from briefing.render.phrases.quoting import Runs
from briefing.schema import EventData, PersonData, SpellingData


@dataclass(frozen=True)
class Facts(Points):
    """What is drawn from the articles beside their points."""

    def person(self, person: PersonData) -> Runs:
        others = [form.form for form in person.forms if form.form != person.name]
        runs = [Run(person.name)]
        if others:
            short = self.words.say("comma").join(_difference(person.name, other) for other in others)
            runs += [Run(f" ({self.words.say('people.also')} ", "words"), Run(short), Run(")", "words")]
        for i, office in enumerate(person.offices):
            runs.append(Run(self.words.say("comma") if i == 0 else "; ", "words"))
            runs.append(Run(office.text))
            runs += self._numbers(office.sources)
        if not person.offices:
            runs += self._numbers(sorted({number for form in person.forms for number in form.sources}))
        return tuple(runs)

    def spelling(self, spelling: SpellingData) -> Runs:
        runs: list[Run] = []
        for i, form in enumerate(spelling.forms):
            runs.append(Run(self.words.say("comma") if i else "", "words"))
            runs.append(Run(form.form))
            runs += self._numbers(form.sources)
        return tuple(runs)

    def event(self, event: EventData) -> Runs:
        return (Run(event.citation.quote, lang=self.language(event.citation.source)), self.cite(event.citation))

    def event_date(self, event: EventData) -> str:
        """The date as it is known; beside the axis, what the article says of it."""
        if event.date:
            return self.words.date(event.date)
        after = self.words.say("timeline.after", date=self.words.date(event.after, short=True)) if event.after else ""
        return self.words.say("comma").join(part for part in (event.said, after) if part)

    def gaps(self) -> Iterator[str]:
        """What the articles do not give: themes without a sentence, points with one text, no date, no speaker."""
        words, points = self.words, list(self.points())
        empty = [theme for theme in self.document.themes if not theme.points]
        if empty:
            yield words.say("gaps.no_sentence", themes=words.say("comma").join(map(self.theme_label, empty)))
        alone = sum(point.origins <= 1 for point in points)
        if alone:
            yield words.say("gaps.one_text", n=alone, all=len(points))
        unnamed = sum(point.said_by.basis == "unnamed" for point in points)
        if unnamed:
            yield words.say("gaps.unnamed", n=unnamed, all=len(points))
        events = self.document.timeline
        undated = sum(not event.date for event in events)
        if undated:
            yield words.say("gaps.undated", n=undated, all=len(events))


def _difference(name: str, other: str) -> str:
    """The words of the other form that the name does not have, where they are as many words."""
    mine, theirs = name.split(), other.split()
    if len(mine) != len(theirs):
        return other
    return " ".join(b for a, b in zip(mine, theirs, strict=True) if a != b) or other
