"""What changed since the edition before, and the analyst's own words."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.render.measure import Run
from briefing.render.phrases.quoting import Quoting, Runs
from briefing.schema import ChangesData, CorrectionData


@dataclass(frozen=True)
class ChangeLines(Quoting):
    """Lines about an edition."""

    def corrections(self) -> tuple[Runs, ...]:
        """What was corrected since it was told, with both wordings."""
        return tuple(map(self._correction, self.document.changes.corrected if self.document.changes else ()))

    def _correction(self, one: CorrectionData) -> Runs:
        say = self.words.say
        was = (Run(f" {say('changes.was')} ", "words"), *self.excerpt(one.was))
        if one.now is None:
            return (Run(say("changes.withdrawn"), "strong"), *was)
        return (Run(f"{say('changes.corrected')} ", "strong"), *self.excerpt(one.now), *was)

    def changes_heading(self) -> str:
        changes = self.document.changes
        return self.words.say("section.changes", date=self.words.date(changes.since.day, short=True)) if changes else ""

    def changes(self) -> tuple[Runs, ...]:
        """At most four lines: what is new, another number or date, what another text confirms, what is as it was."""
        found = self.document.changes
        if found is None:
            return ()
        lines = (self._new(found), self._other_values(found), self._confirmed(found), self._still(found))
        return tuple(line for line in lines if line)

    def _new(self, found: ChangesData) -> Runs:
        if not found.new:
            return (Run(self.words.say("changes.nothing_new"), "words"),)
        said = self.words.count("changes.new", len(found.new))
        themes = self.words.say("comma").join(map(self._typeset, found.new_themes))
        first = self.words.say("labelled", label=self.words.say("changes.first"), what=themes) if themes else ""
        return (Run(self.joined(part for part in (said, first) if part), "words"),)

    def _other_values(self, found: ChangesData) -> Runs:
        points, runs = {point.id: point for point in self.points()}, list[Run]()
        for one in found.changed:
            label = self.words.say(f"changes.{one.kind}")
            runs += [Run(self.words.say("separator"), "words")] if runs else []
            runs += [Run(f"{label} ", "strong"), self.cite(points[one.point].citations[0])]
            runs += [Run(f" {self.words.say('changes.was')} ", "words"), *self.excerpt(one.was)]
        return tuple(runs)

    def _confirmed(self, found: ChangesData) -> Runs:
        """By the numbers of all who say so now."""
        points = {point.id: point for point in self.points()}
        numbers = sorted({c.source for id_ in found.confirmed for c in self.cited(points[id_])[0]})
        label = self.words.count("changes.confirmed", len(found.confirmed))
        return (Run(f"{label} ", "words"), *self._numbers(numbers)) if numbers else ()

    def _still(self, found: ChangesData) -> Runs:
        say = self.words.say
        as_before = say("comma").join(self._typeset(theme.label) for theme in found.unchanged)
        quiet = say("comma").join(map(self._typeset, found.gone_quiet))
        parts = (
            say("labelled", label=say("changes.unchanged"), what=as_before) if as_before else "",
            say("labelled", label=say("changes.quiet"), what=quiet) if quiet else "",
        )
        said = self.joined(part for part in parts if part)
        return (Run(said, "words"),) if said else ()

    def comment(self) -> tuple[Runs, Runs] | None:
        """An analyst's words and who signs them, ours in type and never a quotation."""
        comment = self.document.comment
        if comment is None:
            return None
        signed = self.words.say("comment.by", name=comment.by) if comment.by else self.words.say("comment.unsigned")
        return (Run(comment.text, "plain"),), (Run(signed, "words"),)
