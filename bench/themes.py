"""Found and named themes on mixtures of gold subjects: `python -m bench themes`.

b3_f1: B-cubed over sentences, each found theme a cluster, the gold subject of a sentence that of its article, a
sentence that no theme holds alone.
label_ok: share of labels that stand in the articles as a whole noun phrase or quoted phrase (nothing that belongs to
the phrase stands beside it there).
named_p, named_r: for a theme named with the gold subject's name, the share of its sentences that are of the subject,
and of the subject's articles it reaches.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from bench import clusters
from bench import data as collections
from bench.news import reports
from briefing.config import Config, NamedTheme
from briefing.steps.copies import find_copies
from briefing.steps.themes import find_themes
from briefing.text.segment import split
from briefing.text.tokens import is_stop
from briefing.types import Article, Copies, Sentence

SIZES = (2, 20, 200)  # articles of the drawn mixtures
SUBJECTS = 4  # gold subjects of a drawn mixture


def run(data: Path, seed: int = 0, mixtures: str | int = 5) -> dict[str, Any]:
    pools = {c.name: c for c in (*collections.stories(data), *collections.subjects(data))}  # topics before events
    if not pools:
        pools = {"written": reports(1)}
    whole = {name: dict(zip(c.articles, c.gold, strict=True)) for name, c in pools.items()}
    every = {a: f"{name}:{label}" for name, labelled in whole.items() for a, label in labelled.items()}
    sets: dict[str, list[Mapping[Article, str]]] = {"all mixed": [every]}
    for size in SIZES:
        sets[f"{size} articles"] = list(_drawn(every, size, int(mixtures), Random(seed + size)))
    return {
        "task": "themes",
        "data": {name: _mean([figures(m) for m in found]) for name, found in sets.items()},
        "peers": {},
    }


def _drawn(every: Mapping[Article, str], size: int, count: int, random: Random) -> Iterator[Mapping[Article, str]]:
    """Mixtures of a few subjects; the same seed gives the same ones."""
    by_label: dict[str, list[Article]] = {}
    for one in sorted(every, key=lambda a: a.order):
        by_label.setdefault(every[one], []).append(one)
    labels = sorted(label for label, held in by_label.items() if len(held) > 1)
    for _ in range(count):
        subjects = random.sample(
            labels, min(len(labels), max(1, min(SUBJECTS, size // 2)) if size <= 20 else len(labels))
        )
        pool = [a for label in subjects for a in by_label[label]]
        yield {a: every[a] for a in random.sample(pool, min(size, len(pool)))}


def figures(mixture: Mapping[Article, str]) -> dict[str, float]:
    articles = sorted(mixture, key=lambda a: a.order)
    sentences = tuple(s for a in articles for s in split(a))
    copies = find_copies(articles, Config().copies)
    settings = msgspec.structs.replace(Config().themes, found_max=len(set(mixture.values())))
    found = find_themes(sentences, copies, (), settings)
    theme_of = {m.sentence.key: i for i, theme in reversed(list(enumerate(found))) for m in theme.members}
    gold = [mixture[s.article] for s in sentences]
    ours = [theme_of.get(s.key, -1 - i) for i, s in enumerate(sentences)]
    named = list(_named(mixture, sentences, copies))
    return {
        "articles": len(articles),
        "b3_f1": clusters.figures(ours, gold)["b3_f1"],
        "label_ok": sum(whole_phrase(t.label, sentences) for t in found) / len(found) if found else 0.0,
        "named_p": sum(p for p, _ in named) / len(named) if named else 0.0,
        "named_r": sum(r for _, r in named) / len(named) if named else 0.0,
        "named": len(named),
    }


def _named(
    mixture: Mapping[Article, str], sentences: Sequence[Sentence], copies: Copies
) -> Iterator[tuple[float, float]]:
    """Precision over sentences and recall over articles of each theme that a gold subject's words name."""
    for label in sorted(set(mixture.values())):
        name = readable(label)
        if name is None:
            continue
        (theme,) = find_themes(sentences, copies, (NamedTheme(name),), Config().themes)
        held = [m.sentence.article for m in theme.members]
        if held:
            mine = [a for a in mixture if mixture[a] == label]
            yield sum(mixture[a] == label for a in held) / len(held), len(set(held) & set(mine)) / len(mine)


def readable(label: str) -> str | None:
    """The words of a gold label, without its number; None where it has none ("34", "ml11-M000")."""
    words = [
        w for w in re.split(r"[_\s-]+", label.split(":", 1)[-1]) if not re.search(r"\d", w) and w not in {"nc", "plus"}
    ]
    words = [w for w in words if len(w) > 1 or w.isupper()]
    return " ".join(words) if len(words) > 1 else None


def whole_phrase(label: str, sentences: Sequence[Sentence]) -> bool:
    """In at least one place, nothing that belongs to the phrase stands beside it: a stop word, a mark, a verb or the
    border does.
    """
    wanted = re.compile(re.escape(label), re.I)
    return any(_bordered(s.text, m) for s in sentences for m in wanted.finditer(s.text))


def _bordered(text: str, match: re.Match[str]) -> bool:
    before, after = (
        re.search(r"([\w’'-]+)([^\w]*)$", text[: match.start()]),
        re.match(r"([^\w]*)([\w’'-]+)", text[match.end() :]),
    )
    left = before is None or before.group(2).strip() != "" or _closed(before.group(1))
    right = after is None or after.group(1).strip() != "" or _closed(after.group(2))
    return left and right


def _closed(word: str) -> bool:
    low = word.casefold()
    return is_stop(low) or low.endswith(("ed", "ing", "’s", "'s", "ly")) or (word[0].isupper() and not word.isupper())


def _mean(rows: Sequence[dict[str, float]]) -> dict[str, float]:
    return {key: sum(row[key] for row in rows) / len(rows) for key in rows[0]} if rows else {}


__all__ = ["figures", "readable", "run", "whole_phrase"]
