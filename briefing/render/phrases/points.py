"""A point, the line under a theme, and where the articles differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from briefing.render.measure import Run
from briefing.render.phrases.quoting import TOGETHER, Quoting, Runs, together
from briefing.schema import CitationData, DisagreementData, Point, ThemeData

MORE_NAMED = 2  # differences that are not on the page
_NOT_JUDGED = 6  # the credibility of what no second first speaker says


@dataclass(frozen=True)
class Points(Quoting):
    """Quotations with what is said about them."""

    def point(self, point: Point, *, tail: str = "") -> Runs:
        """The quotation with our additions, its citations in rising order, then our words about it."""
        full, partial = self.cited(point)
        runs = [*self.quotation(point), *map(self.cite, full)]
        if partial:
            runs += [Run(" " + together(self.words.say("point.partial") + " "), "words")]
            runs += map(self.cite, partial)
        if tail:
            before = self.words.say("separator") if partial else " "
            parts = [tail] if len(tail) <= TOGETHER else tail.split(self.words.say("separator"))
            runs.append(Run(before + self.joined(map(together, parts)), "words"))
        return tuple(runs)

    def about_point(self, point: Point) -> str:
        """Speaker, hedge and date of a key report, in words."""
        return self.joined((*self._speaker(point), *self._marks(point), self._date(point)))

    def about_in_theme(self, point: Point, theme: ThemeData) -> str:
        """What differs from what the line under the theme's label says of all its points."""
        speaker = () if self._one_voice(theme) else self._speaker(point)
        speaker = () if point.said_by.basis == "named" else speaker
        return self.joined((*speaker, *self._marks(point)))

    def _speaker(self, point: Point) -> tuple[str, ...]:
        return (self.words.say("point." + point.said_by.basis.replace(" ", "_")),)

    def _marks(self, point: Point) -> Iterator[str]:
        """Flags that the catalogue has a word for, and how many texts stand behind the point."""
        for flag in point.flags:
            if self.words.knows(f"point.{flag}"):
                yield self.words.say(f"point.{flag}")
        if point.new and any(other.new is False for other in self.points()):
            yield self.words.say("point.new")
        if point.origins > 1:
            same = point.credibility == _NOT_JUDGED and "disputed" not in point.flags
            yield self.words.say("point.texts_same" if same else "point.texts", n=point.origins)
        elif "family" not in point.flags and len({c.article for c in point.citations if _backs(c)}) > 1:
            yield self.words.count("count.texts", 1)

    def _date(self, point: Point) -> str:
        lead = point.citations[0].source
        published = next((s.published for s in self.document.sources if s.number == lead), None)
        if published is None:
            return self.words.say("point.date_unknown")
        return self.joined(filter(None, (self._published(published), self.age(published))))

    def _published(self, iso: str) -> str:
        return self.words.say("point.published", date=self.words.date(iso, short=True))

    def theme_label(self, theme: ThemeData) -> str:
        """The label with the quotation marks of print, where it was typed with those of a keyboard."""
        return self._typeset(theme.label)

    def theme_meta(self, theme: ThemeData) -> str:
        say = self.words.say
        counted = self.words.count("count.articles", theme.articles)
        if theme.articles > 1:
            counted += say("comma") + self.words.count("count.texts", theme.origins)
        if theme.newest:
            dated = say("theme.newest", date=self.words.date(theme.newest, short=True))
        else:
            dated = say("theme.undated") if self.document.dated else ""
        voice = self._one_voice(theme)
        age = self.age(theme.newest) if theme.newest else ""
        parts = (counted, dated, age, say(f"theme.{voice}") if voice else "", theme.note)
        return self.joined(together(part) if self.paper else part for part in parts if part)

    def _one_voice(self, theme: ThemeData) -> str:
        """The basis that all its points share, where it is not a named speaker; "" otherwise."""
        bases = {point.said_by.basis for point in theme.points}
        if len(bases) == 1 and bases != {"named"}:
            return bases.pop().replace(" ", "_")
        return ""

    def differ_label(self, disagreement: DisagreementData) -> Runs:
        say = self.words.say
        label = f"≠ {say('differ.' + disagreement.kind)}"
        if disagreement.about:
            label = say("labelled", label=label, what=disagreement.about)
        between = say("differ." + disagreement.between) + (f"; {disagreement.note}" if disagreement.note else "")
        return (Run(label, "strong"), Run("  " + between, "words"))

    def more_differ(self) -> str:
        """How many differences are not on the page, and what the first of them are about."""
        others = self.document.other_disagreements
        about = list(dict.fromkeys(one.about or self.words.say(f"differ.{one.kind}") for one in others))[:MORE_NAMED]
        what = self.words.say("comma").join(about) + (" …" if len(others) > len(about) else "")
        return self.words.count("count.more", len(others), what=what) if others else ""


def _backs(citation: CitationData) -> bool:
    """Whether it states the whole claim."""
    return citation.role in {"lead", "support"}
