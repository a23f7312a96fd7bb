"""The timeline on paper: the axis with its labels, and beside it what has no date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from briefing.render import axis
from briefing.render.boxes import Box, row, stack
from briefing.render.fonts import is_wide
from briefing.render.measure import SAFETY, Run, Type, line_width
from briefing.render.paper_sizes import GUTTER, RULE
from briefing.render.setting import Setting
from briefing.schema import EventData

AXIS_SHARES = (0.68, 0.6, 0.52)  # of the measure, where events without a date stand beside the axis
SIDE_GAP = 10.0
HIGHEST = 70.0  # points of a label under the axis


@dataclass(frozen=True)
class Timelines(Setting):
    """A layout with a timeline across the page."""

    def timeline(self) -> Iterator[Box]:
        events = self.document.timeline
        placed = sorted((event for event in events if event.date), key=lambda e: (axis.middle(str(e.date)), e.date))
        beside = [event for event in events if not event.date]
        if not events:
            return
        yield Box("rule", RULE, 8.0)
        yield replace(self.section("timeline", gap=4.0), kind="timeline")
        if placed and beside:
            rows = [self.axis_row(placed, beside, self.measure * AXIS_SHARES[0])]
            for share in AXIS_SHARES[1:]:
                if rows[-1].height > rows[-1].children[0].height:  # the list is higher than the axis with its labels
                    rows.append(self.axis_row(placed, beside, self.measure * share))
            yield min(rows, key=lambda row: row.height)
        else:
            yield self.axis_row(placed, beside, self.measure if placed else 0.0)

    def axis_row(self, placed: Sequence[EventData], beside: Sequence[EventData], width: float) -> Box:
        """The axis, `width` wide, and beside it what has no place on it."""
        cells = [self.axis(placed, width)] if placed else []
        if beside:
            shift = GUTTER if placed else 0.0
            cells.append(replace(self.undated(beside, self.measure - width - shift), shift=shift))
        return row(cells, gap=2.0)

    def axis(self, events: Sequence[EventData], width: float) -> Box:
        """The axis with the labels under their dots, or, where they are too long for that, in columns below it."""
        catalogue = self.phrases.words
        places, ticks = axis.scale([str(event.date) for event in events], width, catalogue)
        slot = (width - SIDE_GAP * (len(events) - 1)) / len(events)
        labels = [self.event(event, 190.0) for event in events]
        if sum(_natural_width(label, self.looks) for label in labels) + SIDE_GAP * (len(events) - 1) > width:
            labels = [self.event(event, min(150.0, slot)) for event in events]
        widths = [_natural_width(label, self.looks) for label in labels]
        broken = any(self.parts_a_word(event, label.width) for event, label in zip(events, labels, strict=True))
        beside = sum(widths) + SIDE_GAP * (len(events) - 1) <= width
        if beside and not broken and max(label.height for label in labels) <= HIGHEST:
            edges = axis.apart(places, widths, width, SIDE_GAP)
            ends = (0.0, *(edge + wide for edge, wide in zip(edges, widths, strict=True)))
            cells = [
                replace(label, shift=round(edge - end, 2), width=wide)
                for label, edge, end, wide in zip(labels, edges, ends, widths, strict=False)
            ]
            rows = [row(cells)]
        else:
            edges = places
            per_row = 3 if width > 300 else 2
            slot = (width - SIDE_GAP * (per_row - 1)) / per_row
            cells = [replace(self.event(e, slot), shift=SIDE_GAP if i % per_row else 0.0) for i, e in enumerate(events)]
            rows = [row(cells[i : i + per_row], gap=2.0 if i else 0.0) for i in range(0, len(cells), per_row)]
        stated = [event.basis == "stated" for event in events]
        dots = tuple(axis.Dot(*dot) for dot in zip(places, stated, edges, strict=True))
        drawing = axis.Drawing(width, dots, ticks, self.told(events))
        return stack("cell", (Box("axis", axis.HEIGHT, width=width, drawing=drawing), *rows), width=width)

    def parts_a_word(self, event: EventData, width: float) -> bool:
        """Whether one of its words is wider than the label."""
        look, said = self.looks["event"], event.citation.quote
        return any(line_width((Run(word),), look) > width - SAFETY for word in said.split()) and not is_wide(said[0])

    def told(self, events: Sequence[EventData]) -> str:
        """What an axis says to those who do not see it."""
        catalogue = self.phrases.words
        said = "; ".join(f"{catalogue.date(str(e.date))}: {e.citation.quote}" for e in events)
        first, last = catalogue.date(str(events[0].date)), catalogue.date(str(events[-1].date))
        return catalogue.say("timeline.alt", first=first, last=last, events=said)

    def event(self, event: EventData, width: float) -> Box:
        date = self.text("date", self.phrases.event_date(event), "date", width)
        said = self.quote(self.phrases.event(event), "event", width, gap=0.0, citation=event.citation)
        return stack("cell", (date, said), width=width)

    def undated(self, events: Sequence[EventData], width: float) -> Box:
        entries = [self.text("meta", self.phrases.words.say("timeline.undated"), "meta", width)]
        for event in events:
            said = self.phrases.event_date(event)
            label = (Run(self.phrases.words.say("labelled", label=said, what=""), "words"),) if said else ()
            runs = (*label, *self.phrases.event(event))
            entries.append(self.quote(runs, "event", width, gap=1.5, citation=event.citation))
        return stack("cell", entries, width=width)


def _natural_width(label: Box, types: Mapping[str, Type]) -> float:
    """What the longest line of a label takes, so that labels stand no further from their dots than they must."""
    if any(child.text and child.text.natural for child in label.children):
        return label.width
    lines = [(line, types[child.look]) for child in label.children if child.text for line in child.text.lines]
    return round(min(label.width, max((line_width(line, look) for line, look in lines), default=0.0) + 2.0), 2)
