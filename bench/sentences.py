"""Borders of sentences against gold: exact items, and F1 of the borders inside them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

from bench.data import Row, rows
from briefing.text.blocks import paragraphs
from briefing.text.clean import clean
from briefing.text.segment import SEGMENTERS

Splitter = Callable[[str, str], Sequence[str]]

LANGUAGES = {
    "amharic": "am", "arabic": "ar", "armenian": "hy", "bulgarian": "bg", "burmese": "my", "chinese": "zh",
    "danish": "da", "deutsch": "de", "dutch": "nl", "english": "en", "english_clean": "en", "french": "fr",
    "greek": "el", "hindi": "hi", "italian": "it", "japanese": "ja", "kazakh": "kk", "marathi": "mr", "persian": "fa",
    "polish": "pl", "russian": "ru", "slovak": "sk", "spanish": "es", "urdu": "ur",
}  # fmt: skip


def run(data: Path, *, peers: bool = True, languages: bool = False) -> dict[str, Any]:
    """Every JSON-lines file of the folder whose rows have `text` and `sents`, with `languages` by language too."""
    sets = dict(_sets(data, languages))
    return {
        "task": "sentences",
        "data": {name: figures(items, ours) for name, items in sets.items()},
        "peers": {
            peer: {name: figures(items, splitter) for name, items in sets.items()}
            for peer, splitter in (PEERS.items() if peers else ())
        },
        "skipped": [] if sets else ["no folder with pairs of text and sents in the data folder"],
    }


def figures(items: Sequence[Row], splitter: Splitter) -> dict[str, float]:
    """`exact`: the share of items whose sentences are the gold ones; `border_f1` counts the borders inside items."""
    exact = right = found = due = 0
    for item in items:
        gold, ours = _borders(item["sents"]), _borders(splitter(item["text"], language(item)))
        exact += gold == ours
        inner, wanted = set(ours[:-1]), set(gold[:-1])
        right, found, due = right + len(inner & wanted), found + len(inner), due + len(wanted)
    return {
        "items": len(items),
        "exact": round(exact / len(items), 4),
        "border_f1": round(2 * right / (found + due), 4) if found + due else 1.0,
    }


def ours(text: str, language: str) -> list[str]:
    """The product's way: cleaned, paragraphs first, then the default segmenter."""
    text = clean(text)
    segmenter = SEGMENTERS["sentencex"]
    pieces = (text[span.start : span.end] for span in paragraphs(text))
    return [piece[span.start : span.end] for piece in pieces for span in segmenter(piece, language)]


def language(item: Row) -> str:
    name = str(item.get("lang") or "en")
    return LANGUAGES.get(name, name)


def _sentencex(text: str, language: str) -> list[str]:
    from sentencex import segment

    return list(segment(language, text))


def _punkt(text: str, language: str) -> list[str]:
    return [text[span.start : span.end] for span in SEGMENTERS["punkt"](text, language)]


def _lines(text: str, _: str) -> list[str]:
    """A border after every terminator: what a regular expression gives."""
    return re.split(r"(?<=[.!?。！？।])\s+|\n+", text)


PEERS: dict[str, Splitter] = {"sentencex": _sentencex, "punkt": _punkt, "regex": _lines}


def _borders(sentences: Sequence[str]) -> list[int]:
    """Where sentences end, counted in characters that are not blanks: gold sentences lose those of their text."""
    lengths = (len("".join(sentence.split())) for sentence in sentences)
    return list(accumulate(length for length in lengths if length))


def _sets(data: Path, by_language: bool) -> Iterator[tuple[str, list[Row]]]:
    for path in sorted(data.glob("*/*.jsonl")):
        items = [item for item in rows(path) if "sents" in item and "text" in item]
        if not items:
            continue
        name = f"{path.parent.name}/{path.stem}"
        yield name, items
        spoken = sorted({language(item) for item in items})
        for code in spoken if by_language and len(spoken) > 1 else ():
            yield f"{name}/{code}", [item for item in items if language(item) == code]
