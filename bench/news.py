"""Made news with known answers, for where no collection is at hand: events of a few kinds, each in several wordings.

Two events of one kind look alike: what is said of them differs by names, places, numbers and days only.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from bench.data import Collection, Row, article

WRITTEN = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
OF_A_KIND = 2  # events
REPORTS = 4  # of an event
TOLD = 4  # facts that a report tells; each event has one more


@dataclass(frozen=True, slots=True)
class Event:
    """What happened: its name, and each of its facts in all wordings."""

    name: str
    titles: tuple[str, ...]
    facts: tuple[tuple[str, ...], ...]


def events(seed: int) -> tuple[Event, ...]:
    """OF_A_KIND events of each kind; no two share a name, a place or a number."""
    random = Random(seed)
    kinds: Sequence[Mapping[str, Any]] = WRITTEN["kind"]
    count = OF_A_KIND * len(kinds)
    drawn = {slot: random.sample(words.split(), count) for slot, words in WRITTEN["slots"].items()}
    numbers = random.sample(range(13, 95), 2 * count)
    found = []
    for i in range(count):
        slots = {slot: words[i] for slot, words in drawn.items()}
        slots |= {"n": str(numbers[2 * i]), "m": str(numbers[2 * i + 1]), "day": DAYS[i % len(DAYS)]}
        kind = kinds[i % len(kinds)]
        titles = tuple(title.format(**slots) for title in kind["titles"])
        facts = tuple(tuple(wording.format(**slots) for wording in fact) for fact in kind["facts"])
        found.append(Event(kind["name"].format(**slots), titles, facts))
    return tuple(found)


def reports(seed: int) -> Collection:
    """REPORTS articles an event; the gold label is the event's name. Two events of a kind share no wording."""
    random = Random(seed)
    articles, gold = [], []
    for place, event in enumerate(events(seed)):
        own = slice(None, -1) if place < len(WRITTEN["kind"]) else slice(-1, None)
        for number in range(REPORTS):
            lead, *others = event.facts
            told = [lead, *random.sample(others, TOLD - 1)]
            text = "\n\n".join(random.choice(wordings[own]) for wordings in told)
            row = {"id": f"{event.name}/{number}", "title": random.choice(event.titles), "text": text}
            articles.append(article(row, "written"))
            gold.append(f"written:{event.name}")
    return Collection("written", tuple(articles), tuple(gold))


def pairs(seed: int) -> Iterator[Row]:
    """Pairs of sentences as sentence_pairs.jsonl has them: one fact in two wordings, or two facts that share words."""
    random = Random(seed)
    made = events(seed)
    half = len(made) // OF_A_KIND
    for i, event in enumerate(made):
        alike = made[(i + half) % len(made)]  # the other event of its kind
        for k, wordings in enumerate(event.facts):
            one, other, third = random.sample(wordings, 3)
            yield _pair(event, one, other, same=True)
            yield _pair(event, one, third, same=True)
            if wordings != alike.facts[k]:
                yield _pair(event, one, random.choice(alike.facts[k]), same=False)
            yield _pair(event, one, random.choice(event.facts[(k + 1) % len(event.facts)]), same=False)


def _pair(event: Event, a: str, b: str, *, same: bool) -> Row:
    label = "same_fact" if same else "other"
    return {"a": a, "b": b, "text_a": a, "text_b": b, "event": event.name, "label": label, "shared_events": 2 * same}
