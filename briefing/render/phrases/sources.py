"""A row of the sources, and what all rows share."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.render.phrases.quoting import Quoting
from briefing.schema import SourceData


@dataclass(frozen=True)
class SourceLines(Quoting):
    """What is known of an article, in a line."""

    def source_title(self, source: SourceData) -> str:
        """The title, or the opening of the text in quotation marks; the publisher before it."""
        title = source.title if source.title_basis == "stated" else self._opening(source.title)
        return self.joined(part for part in (source.publisher, title) if part)

    def _opening(self, title: str) -> str:
        return self.words.say("list_one", a=f"{title.rstrip(' ….')}…")

    def source_link(self, source: SourceData) -> str:
        """The address where it is one that a reader may follow, "" otherwise."""
        return source.url if source.url.lower().startswith(("http://", "https://")) else ""

    def source_date(self, source: SourceData) -> str:
        if not source.published:
            return self.words.say("source.unknown")
        date = self.words.date(source.published, short=True)
        if source.published_basis in {"stated", "unknown", self._one_basis()}:
            return date
        return f"{date} ({self.words.say('source.' + source.published_basis)})"

    def _one_basis(self) -> str:
        """How the dates of all rows are known, where that is told and the same for all; "" otherwise."""
        bases = {source.published_basis if source.published else "" for source in self.document.sources}
        told = len(bases) == 1 and len(self.document.sources) > 1
        return basis if told and (basis := bases.pop()) in {"metadata", "inferred"} else ""

    def source_note(self, source: SourceData, *, judged: bool) -> str:
        """Wording shared with other rows, completeness, what the user noted; the grade where not all rows share it."""
        say = self.words.say
        shared = self.words.say("comma").join(map(str, source.shares_wording_with))
        parts = (
            say("source.reliability", grade=source.reliability) if judged and source.reliability != "F" else "",
            source.owner if source.owner != source.publisher else "",
            source.country,
            self._kind(source),
            say("source.shares", numbers=shared) if shared else "",
            "" if source.complete else say("source.summary" if source.summary is True else "source.cut_short"),
            source.note,
        )
        return self.joined(part for part in parts if part)

    def _kind(self, source: SourceData) -> str:
        """What an article is that is no report, in the page's language where the catalogue has the word."""
        known = source.kind and self.words.knows(f"point.{source.kind}")
        return self.words.say(f"point.{source.kind}") if known else source.kind

    def same_for_all(self) -> str:
        """What every row shares, said once."""
        say, sources = self.words.say, self.document.sources
        parts = [
            say("source.no_publisher") if not any(source.publisher for source in sources) else "",
            say("source.no_date") if not any(source.published for source in sources) else "",
        ]
        if basis := self._one_basis():
            parts.insert(0, say("labelled", label=say("source.dated"), what=say(f"source.{basis}")))
        grades = {source.reliability for source in sources}
        if grades == {"F"}:
            parts.append(say("source.no_reliability"))
        elif len(grades) == 1:
            parts.append(say("source.reliability", grade=grades.pop()))
        said = say("comma").join(part for part in parts if part)
        return say("source.same", what=said) if said and len(sources) > 1 else ""
