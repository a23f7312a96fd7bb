"""A time axis to scale: ticks, dots, and labels that are kept apart. Widths and places in points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from briefing.render.fonts import is_wide
from briefing.render.words import Words

HEIGHT = 27.0
LINE_AT = 16.0
DOT = 3.6
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)  # years between two ticks
LABEL_LEFT = 4.0  # a label opens a little left of its dot
TICK_LINE = 11.0  # between two tick labels of an upright axis
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


@dataclass(frozen=True, slots=True)
class Upright:
    """The same from the top down: a place is a height, and the `label_x` of a dot the height of its label."""

    width: float
    length: float
    dots: tuple[Dot, ...]
    ticks: tuple[Tick, ...]
    alt: str
    radius: float = DOT


def middle(iso: str) -> date:
    """The middle of what an ISO prefix names: a year, a month or a day."""
    year, *rest = (int(part) for part in iso[:10].split("-"))
    if not rest:
        return date(year, 7, 1)
    return date(year, rest[0], 15 if len(rest) == 1 else rest[1])


def scale(
    dates: Sequence[str], length: float, words: Words, *, upright: bool = False
) -> tuple[tuple[float, ...], tuple[Tick, ...]]:
    """The place of each date, and the ticks: years, months or days, whichever the span asks for."""
    days = [middle(iso) for iso in dates]
    first, last = min(days), max(days)
    span = (last - first).days
    if span > 540:
        marks = [(date(year, 1, 1), words.say("year", year=year)) for year in _years(first.year, last.year)]
    elif span > 50:
        marks = [(day, _month_label(day, words, opening=i == 0)) for i, day in enumerate(_months(first, last))]
    else:
        marks = [(day, words.day_and_month(day.day, day.month)) for day in _days(first, last)]
    start, end = marks[0][0], marks[-1][0]
    inner = length - 2 * DOT

    def place(day: date) -> float:
        return round(DOT + inner * (day - start).days / max(1, (end - start).days), 2)

    placed = [(place(day), label) for day, label in marks]
    return tuple(map(place, days)), tuple(_below(placed) if upright else _labelled(placed, length))


def _below(marks: Sequence[tuple[float, str]]) -> Iterator[Tick]:
    """Ticks from the top down, each with its label where it does not touch the one above."""
    free = 0.0
    for y, label in marks:
        yield Tick(y, label if y >= free else "", y)
        free = y + TICK_LINE if y >= free else free


def _labelled(marks: Sequence[tuple[float, str]], width: float) -> Iterator[Tick]:
    """Ticks from the left, each with its label where there is room before the next one and before the edge."""
    free = 0.0
    for x, label in marks:
        edge = x + 2.0
        if x == marks[-1][0]:
            edge = min(edge, width - label_width(label))
        if edge < free or edge + label_width(label) > width:
            yield Tick(x, "", edge)
            continue
        yield Tick(x, label, round(edge, 2))
        free = edge + label_width(label) + 4.0


def label_width(label: str) -> float:
    """A bound, in points, also for letters of a fallback font."""
    return sum(LETTER * (2 if is_wide(letter) else 1.3 if letter >= "\u0590" else 1) for letter in label)


def apart(places: Sequence[float], widths: Sequence[float], total: float, space: float) -> tuple[float, ...]:
    """Left edges that are nearest to the places in sum of squares while labels of these widths do not touch.

    The places rise. Isotonic regression of what is left of each place when the labels before it are taken off (pool
    adjacent violators; Barlow and others 1972), then kept inside the drawing.
    """
    before = [0.0, *accumulate(width + space for width in widths)]
    pools: list[tuple[float, int]] = []  # the mean of a run of labels that touch, and how many they are
    for place, offset in zip(places, before, strict=False):
        mean, count = place - LABEL_LEFT - offset, 1
        while pools and pools[-1][0] > mean:
            other, more = pools.pop()
            mean, count = (mean * count + other * more) / (count + more), count + more
        pools.append((mean, count))
    last = total - before[-1] + space
    level = (min(max(mean, 0.0), last) for mean, count in pools for _ in range(count))
    return tuple(round(start + offset, 2) for start, offset in zip(level, before, strict=False))


def _years(first: int, last: int) -> range:
    """Round years a step apart, at most a dozen and a few; the last one lies after `last`."""
    step = next(step for step in STEPS if (last - first) / step <= 12)
    return range(max(1, first - first % step), min(last - last % step + step, date.max.year) + 1, step)


def _months(first: date, last: date) -> list[date]:
    days = [first.replace(day=1)]
    while days[-1] <= last:
        days.append((days[-1] + timedelta(days=32)).replace(day=1))
    return days


def _month_label(day: date, words: Words, *, opening: bool) -> str:
    if opening or day.month == 1:
        return words.date(f"{day.year:04}-{day.month:02}", short=True)
    return str(words.look_up("months_short")[day.month - 1])


def _days(first: date, last: date) -> list[date]:
    """A week before the next tick where the span is long, a day where it is short; one tick beyond the last date."""
    step = timedelta(days=7 if (last - first).days > 9 else 1)
    days = [first]
    while days[-1] <= last:
        days.append(days[-1] + step)
    return days
