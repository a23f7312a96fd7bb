"""Key sentences against summaries that people wrote: `python -m bench summaries [--sets NAME,NAME] [--clusters N]`.

Any folder with `docs_XX.jsonl` and `summaries_XX.jsonl` (or `X_docs` and `X_summaries`) is a set. Every method gets the
same sentences, and every candidate is cut at exactly the budget: the customary one of a known set, elsewhere the mean
length of the references in words, rounded to ten (on the known sets that gives 240 to 290, 230 and 70). Ours is
compared with the best peer of each set by a paired bootstrap over clusters.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path
from statistics import fmean
from time import process_time
from typing import Any

from bench import rouge
from bench.data import article, rows
from briefing.steps.summarisers import SUMMARISERS, Context, Summariser
from briefing.text.segment import split
from briefing.types import Sentence

OURS = "coverage"
PEERS = ("lead", "centroid", "lexrank", "mmr", *(name for name in SUMMARISERS if name.startswith("sumy:")))
SQUARE = {"sumy:lexrank", "sumy:textrank", "sumy:kl", "sumy:reduction"}  # grow at least with the square of the input
MOST = 400  # sentences of a cluster up to which those run
BUDGETS = {"multiling2011": 250, "multinews": 230, "neus": 70}
RESAMPLES = 2_000

Tokens = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cluster:
    """The sentences of some articles and what people wrote about them, as tokens."""

    event: str
    language: str
    sentences: tuple[Sentence, ...]
    tokens: tuple[Tokens, ...]
    references: tuple[Tokens, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """A set of clusters with one budget in words."""

    name: str
    clusters: tuple[Cluster, ...]
    words: int


def run(data: Path, sets: str = "", clusters: int = 0, seed: int = 0, peers: bool = True) -> dict[str, Any]:
    """Figures of ours and of each peer; `sets` are names or their beginnings, `clusters` the most of each set."""
    wanted = tuple(filter(None, sets.split(",")))
    found = list(tasks(data, int(clusters)))
    skipped = [] if found else ["no folder with documents and summaries in the data: written ones instead"]
    chosen = [task for task in found or [written_task(int(seed))] if not wanted or task.name.startswith(wanted)]
    ours: dict[str, list[Figures]] = {}
    others: dict[str, dict[str, list[Figures]]] = {}
    for task in chosen:
        ours[task.name] = [figures(SUMMARISERS[OURS], cluster, task.words) for cluster in task.clusters]
        for peer in PEERS if peers else ():
            if peer in SQUARE and (largest := max(len(c.sentences) for c in task.clusters)) > MOST:
                skipped.append(f"{peer} on {task.name}: a cluster of {largest} sentences")
                continue
            others.setdefault(peer, {})[task.name] = [figures(SUMMARISERS[peer], c, task.words) for c in task.clusters]
    return {
        "task": "summaries",
        "data": {name: mean(found) for name, found in ours.items()},
        "peers": {peer: {name: mean(found) for name, found in found.items()} for peer, found in others.items()},
        "against_best_peer": dict(comparisons(ours, others, int(seed))),
        "budgets": {task.name: task.words for task in chosen},
        "skipped": skipped,
    }


# --- figures -------------------------------------------------------------------------------------------------

Figures = Mapping[str, float]


def figures(method: Summariser, cluster: Cluster, words: int) -> Figures:
    """ROUGE of what the method chooses, cut at exactly `words` tokens."""
    start = process_time()
    chosen = method(cluster.sentences, Context(cluster.language, words))
    seconds = process_time() - start
    candidate = [token for i in chosen for token in cluster.tokens[i]][:words]
    found = {
        "rouge1": rouge.rouge_n(candidate, cluster.references, 1),
        "rouge2": rouge.rouge_n(candidate, cluster.references, 2),
        "rougeL": rouge.rouge_l(candidate, cluster.references),
    }
    return (
        {f"{name}_f": score.f for name, score in found.items()}
        | {f"{name}_r": score.recall for name, score in found.items()}
        | {"closest": closest([cluster.tokens[i] for i in chosen], words), "seconds": seconds}
    )


def closest(chosen: Sequence[Tokens], words: int) -> float:
    """The largest share of a chosen sentence's pairs of words that another chosen one has too."""
    held: list[set[tuple[str, str]]] = []
    for tokens in chosen:
        if words > 0 and len(tokens) > 1:
            held.append(set(pairwise(tokens)))
        words -= len(tokens)
    return max((len(a & b) / min(len(a), len(b)) for a, b in combinations(held, 2)), default=0.0)


def mean(found: Sequence[Figures]) -> dict[str, float]:
    return {"clusters": len(found)} | {key: fmean(one[key] for one in found) for key in found[0]}


def comparisons(
    ours: Mapping[str, list[Figures]], others: Mapping[str, Mapping[str, list[Figures]]], seed: int
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Ours less the best peer in ROUGE-2 F: a set alone, and the sets of a folder together (each weighs the same)."""
    folders = sorted({name.partition("/")[0] for name in ours})
    groups = {name: [name] for name in ours} | {
        f"{folder}/*": names for folder in folders if len(names := [n for n in ours if n.startswith(f"{folder}/")]) > 1
    }
    single = [name for name, names in groups.items() if len(names) == 1 and "/" not in name]
    if len(single) > 1:
        groups[" + ".join(single)] = single
    for group, names in groups.items():
        mine = [[one["rouge2_f"] for one in ours[name]] for name in names]
        theirs = {
            peer: [[one["rouge2_f"] for one in found[name]] for name in names]
            for peer, found in others.items()
            if all(name in found for name in names)
        }
        if theirs:
            best = max(theirs, key=lambda peer: fmean(map(fmean, theirs[peer])))
            yield group, {"peer": best} | bootstrap(mine, theirs[best], seed)


def bootstrap(ours: Sequence[Sequence[float]], theirs: Sequence[Sequence[float]], seed: int) -> dict[str, float]:
    """The paired gain over sets, its 95 % interval, and the share of resamples where there is none."""
    draw = random.Random(seed)
    gaps = [[a - b for a, b in zip(mine, other, strict=True)] for mine, other in zip(ours, theirs, strict=True)]
    drawn = sorted(fmean(fmean(draw.choices(gap, k=len(gap))) for gap in gaps) for _ in range(RESAMPLES))
    base, gain = fmean(map(fmean, theirs)), fmean(map(fmean, gaps))
    return {
        "ours": base + gain,
        "best_peer": base,
        "gain": gain / base if base else 0.0,
        "low": drawn[int(0.025 * RESAMPLES)],
        "high": drawn[int(0.975 * RESAMPLES)],
        "p": sum(gap <= 0 for gap in drawn) / RESAMPLES,
    }


# --- data ----------------------------------------------------------------------------------------------------


def tasks(data: Path, most: int = 0) -> Iterator[Task]:
    """The sets under `data` in order of name, each with at most `most` clusters (0: all)."""
    for path in sorted(data.glob("*/*summaries*.jsonl")):
        documents = path.with_name(path.name.replace("summaries", "docs"))
        if not documents.is_file():
            continue
        found = rows(path)
        several = len(list(path.parent.glob("*summaries*.jsonl"))) > 1
        mark = path.stem.replace("summaries", "").strip("_")
        language = mark if len(mark) == 2 else "en"
        texts = {row["id"]: row for row in rows(documents)}
        every = [cluster_of(row, texts, path.parent.name, language) for row in (found[:most] if most else found)]
        if every:
            lengths = [len(rouge.tokens(one, language)) for row in found for one in row["references"]]
            yield Task(
                f"{path.parent.name}/{mark}" if several else path.parent.name,
                tuple(every),
                BUDGETS.get(path.parent.name) or budget(lengths),
            )


def cluster_of(row: Mapping[str, Any], texts: Mapping[str, Mapping[str, Any]], folder: str, language: str) -> Cluster:
    language = row.get("lang") or language
    articles = [article(texts[one], folder, language) for one in row["doc_ids"] if one in texts]
    sentences = tuple(sentence for one in dict.fromkeys(articles) for sentence in split(one))
    return Cluster(
        str(row.get("event", "")),
        language,
        sentences,
        tuple(rouge.tokens(sentence.text, language) for sentence in sentences),
        tuple(rouge.tokens(one, language) for one in row["references"]),
    )


def written_task(seed: int, events: int = 24) -> Task:
    """Made-up events, for where no collection is at hand: what matters more stands in more articles, earlier."""
    draw = random.Random(seed)
    common = [f"c{number}" for number in range(200)]
    return Task("written", tuple(written_cluster(draw, common, number) for number in range(events)), 60)


def written_cluster(draw: random.Random, common: Sequence[str], event: int) -> Cluster:
    own = [f"e{event}n{number}" for number in range(50)]
    words = [*common, *own * 6]
    facts = [draw.choices(words, k=draw.randint(9, 18)) for _ in range(10)]
    texts = []
    for _ in range(5):
        told = [retold(draw, fact, common) for i, fact in enumerate(facts) if draw.random() < 0.85 - 0.08 * i]
        texts.append([*told, *(draw.choices(words, k=12) for _ in range(6))])
    articles = [
        article({"id": f"{event}-{i}", "text": "\n".join(" ".join(one).capitalize() + "." for one in text)}, "written")
        for i, text in enumerate(texts)
    ]
    sentences = tuple(sentence for one in articles for sentence in split(one))
    reference = rouge.tokens(" ".join(word for fact in facts[:5] for word in fact))
    return Cluster(str(event), "en", sentences, tuple(rouge.tokens(s.text) for s in sentences), (reference,))


def retold(draw: random.Random, fact: Sequence[str], common: Sequence[str]) -> list[str]:
    """The fact with one word of six replaced."""
    return [draw.choice(common) if draw.random() < 1 / 6 else word for word in fact]


def budget(lengths: Sequence[int]) -> int:
    """The mean length, rounded to ten."""
    return max(10, round(fmean(lengths) / 10) * 10)
