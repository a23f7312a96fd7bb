"""Support: does our likeness rank pairs of sentences that state the same fact above the others?

A pair is positive when its label is same_fact and it shares two events or more; labels are noisy (many negatives at the
top share one annotated event and say the same). The sentences of an event are its story. The weights were chosen on one
half of the topics, `chosen_on`; the other, `held_out`, was only reported.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bench import news
from bench.data import Row, rows
from briefing.steps.likeness import in_story, similarity
from briefing.steps.support import same_claim
from briefing.text.rarity import rarity
from briefing.text.tokens import stems, words

Likeness = Callable[[str, str], float]
Score = Callable[[Row], float]


def run(data: Path, seed: int = 1, peers: bool = True) -> dict[str, Any]:
    sets = {path.parent.name: rows(path) for path in sorted(data.glob("*/sentence_pairs.jsonl"))}
    result: dict[str, Any] = {"task": "support", "data": {}, "peers": {}, "skipped": []}
    sets = sets or {"written": tuple(news.pairs(seed))}
    for name, pairs in sets.items():
        ours = _ours(pairs)
        result["data"][name] = {**figures(pairs, ours), **printed(pairs)}
        for half, share in halves(pairs).items():
            result["data"][f"{name}/{half}"] = figures(share, ours)
        for peer, score in _peers(pairs, result["skipped"]) if peers else ():
            result["peers"].setdefault(peer, {})[name] = figures(pairs, score)
            for half, share in halves(pairs).items():
                result["peers"][peer][f"{name}/{half}"] = figures(share, score)
    return result


def figures(pairs: Sequence[Row], score: Score) -> dict[str, float | int]:
    """Average precision, the recall at the last rank where precision is .8 and .9."""
    ranked = sorted(pairs, key=lambda p: (-score(p), p["a"], p["b"]))
    right = [is_positive(pair) for pair in ranked]
    total, hits, ap = max(1, sum(right)), 0, 0.0
    recall = {0.8: 0.0, 0.9: 0.0}
    for rank, positive in enumerate(right, 1):
        hits += positive
        ap += hits / rank if positive else 0.0
        for precision in recall:
            if hits / rank >= precision:
                recall[precision] = hits / total
    return {"pairs": len(pairs), "ap": ap / total, "r_at_p80": recall[0.8], "r_at_p90": recall[0.9]}


def printed(pairs: Sequence[Row]) -> dict[str, float]:
    """Of the pairs that a page would link: the share that states one fact, and the share of all such pairs."""
    linked = [is_positive(pair) for pair in pairs if same_claim(pair["text_a"], pair["text_b"])[0]]
    right, all_right = sum(linked), sum(map(is_positive, pairs))
    return {"printed_p": right / max(1, len(linked)), "printed_r": right / max(1, all_right)}


def is_positive(pair: Row) -> bool:
    return bool(pair["label"] == "same_fact" and int(pair.get("shared_events") or 0) >= 2)


def halves(pairs: Sequence[Row]) -> dict[str, list[Row]]:
    """Topics in turn: one half was used for choosing weights, the other only for reporting."""
    topics = sorted({_topic(pair) for pair in pairs}, key=lambda topic: (len(topic), topic))
    chosen = set(topics[::2])
    found = {
        "chosen_on": [p for p in pairs if _topic(p) in chosen],
        "held_out": [p for p in pairs if _topic(p) not in chosen],
    }
    return {name: share for name, share in found.items() if share}


def _topic(pair: Row) -> str:
    match = re.match(r"\d+", str(pair["event"]))
    return match.group() if match else str(pair["event"])


def _ours(pairs: Sequence[Row]) -> Score:
    """Each pair among the sentences of its event."""
    told: dict[str, set[str]] = {}
    for pair in pairs:
        told.setdefault(str(pair["event"]), set()).update((pair["text_a"], pair["text_b"]))
    stories = {event: in_story(sorted(sentences)) for event, sentences in told.items()}
    return lambda pair: stories[str(pair["event"])](pair["text_a"], pair["text_b"])


def _alone(likeness: Likeness) -> Score:
    """Each pair by itself."""
    return lambda pair: likeness(pair["text_a"], pair["text_b"])


def _peers(pairs: Sequence[Row], skipped: list[str]) -> Iterable[tuple[str, Score]]:
    texts = sorted({pair[side] for pair in pairs for side in ("text_a", "text_b")})
    yield "ours, without the story", _alone(similarity)
    yield "tfidf cosine", _alone(_cosine(texts))
    yield "tfidf cosine, stop words", _alone(_cosine(texts, stop_words="english", sublinear_tf=True))
    yield "rare-word overlap", _alone(rare_overlap)
    embedded = _wordllama(texts)
    if embedded is None:
        skipped.append("wordllama (extra [embed] is not installed)")
    else:
        yield "wordllama", _alone(embedded)
        yield "ours with wordllama", _mean(_ours(pairs), _alone(embedded))


def _cosine(texts: Sequence[str], **options: Any) -> Likeness:
    from sklearn.feature_extraction.text import TfidfVectorizer

    matrix = TfidfVectorizer(**options).fit_transform(texts)
    row = {text: i for i, text in enumerate(texts)}
    return lambda a, b: float(matrix[row[a]].multiply(matrix[row[b]]).sum())


def rare_overlap(a: str, b: str) -> float:
    """Shared stems weighted by how rare they are, over the geometric mean of both."""
    rare = {stems(word)[0]: rarity(word) for text in (a, b) for word in words(text) if stems(word)}
    mine, theirs = set(stems(a)) & rare.keys(), set(stems(b)) & rare.keys()
    size = math.sqrt(sum(rare[s] for s in mine) * sum(rare[s] for s in theirs))
    return sum(rare[s] for s in sorted(mine & theirs)) / size if size else 0.0


def _wordllama(texts: Sequence[str]) -> Likeness | None:
    """The model of the extra [embed]: its weights and its tokenizer lie in the package, nothing is fetched."""
    spec = find_spec("wordllama")
    if spec is None or spec.origin is None:
        return None
    import numpy as np
    from wordllama import WordLlama

    model = WordLlama.load(cache_dir=Path(spec.origin).parent, disable_download=True)
    vectors = np.asarray(model.embed(list(texts), norm=True))
    row = {text: i for i, text in enumerate(texts)}
    return lambda a, b: float(vectors[row[a]] @ vectors[row[b]])


def _mean(one: Score, other: Score) -> Score:
    return lambda pair: (one(pair) + other(pair)) / 2
