"""A time axis to scale: ticks, dots, and labels that are kept apart. Widths and places in points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

HEIGHT = 27.0
LINE_AT = 16.0
DOT = 3.6
LETTER = 4.6  # what a letter of a tick label takes at most


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    stated: bool
    label_x: float


@dataclass(frozen=True, slots=True)
class Tick:
    """`label_x` is the left edge of the label; a label that would touch another is left out."""

    x: float
    label: str
    label_x: float


@dataclass(frozen=True, slots=True)
class Drawing:
    width: float
    dots: tuple[Dot, ...]
    ticks: tuple[Tick, ...]
    alt: str
    height: float = HEIGHT
    line_at: float = LINE_AT
    radius: float = DOT


def middle(iso: str) -> date:
    """The middle of what an ISO prefix names: a year, a month or a day."""
    year, *rest = (int(part) for part in iso[:10].split("-"))
    if not rest:
        return date(year, 7, 1)
    return date(year, rest[0], 15 if len(rest) == 1 else rest[1])


def scale(dates: Sequence[str], width: float, months: Sequence[str]) -> tuple[tuple[float, ...], tuple[Tick, ...]]:
    """The place of each date, and the ticks: years, months or days, whichever the span asks for."""
    days = [middle(iso) for iso in dates]
    first, last = min(days), max(days)
    span = (last - first).days
    if span > 540:
        marks = [(date(year, 1, 1), str(year)) for year in range(first.year, last.year + 2)]
    elif span > 50:
        marks = [(day, _month_label(day, months, opening=i == 0)) for i, day in enumerate(_months(first, last))]
    else:
        marks = [(day, f"{day.day} {months[day.month - 1]}") for day in _days(first, last)]
    start, end = marks[0][0], marks[-1][0]
    inner = width - 2 * DOT

    def place(day: date) -> float:
        return round(DOT + inner * (day - start).days / max(1, (end - start).days), 2)

    return tuple(map(place, days)), tuple(_labelled([(place(day), label) for day, label in marks], width))


def _labelled(marks: Sequence[tuple[float, str]], width: float) -> Iterator[Tick]:
    """Ticks from the left, each with its label where there is room before the next one and before the edge."""
    free = 0.0
    for x, label in marks:
        edge = x + 2.0
        if x == marks[-1][0]:
            edge = min(edge, width - LETTER * len(label))
        if edge < free or edge + LETTER * len(label) > width:
            yield Tick(x, "", edge)
            continue
        yield Tick(x, label, round(edge, 2))
        free = edge + LETTER * len(label) + 4.0


def apart(places: Sequence[float], widths: Sequence[float], total: float, space: float) -> tuple[float, ...]:
    """Left edges as near to the places as labels of these widths can stand without touching; the places rise."""
    edges: list[float] = []
    free = 0.0
    for place, width in zip(places, widths, strict=True):
        edge = max(free, place - 4.0)
        edges.append(edge)
        free = edge + width + space
    limit = total
    for i in range(len(edges) - 1, -1, -1):
        edges[i] = min(edges[i], limit - widths[i])
        limit = edges[i] - space
    return tuple(round(edge, 2) for edge in edges)


def _months(first: date, last: date) -> list[date]:
    days = [first.replace(day=1)]
    while days[-1] <= last:
        days.append((days[-1] + timedelta(days=32)).replace(day=1))
    return days


def _month_label(day: date, months: Sequence[str], *, opening: bool) -> str:
    name = months[day.month - 1]
    return f"{name} {day.year}" if opening or day.month == 1 else name


def _days(first: date, last: date) -> list[date]:
    """A week before the next tick where the span is long, a day where it is short; one tick beyond the last date."""
    step = timedelta(days=7 if (last - first).days > 9 else 1)
    days = [first]
    while days[-1] <= last:
        days.append(days[-1] + step)
    return days
