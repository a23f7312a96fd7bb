"""What made sets do to a text: copies of every kind, and texts of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from random import Random

from briefing.text.blocks import find_blocks
from briefing.text.segment import split
from briefing.types import Article

EDITED, REWRITTEN, KEPT = 0.05, 0.4, 0.25  # shares of words replaced, and of sentences kept in a rewrite
CUT = 0.6  # the share of a text that is left
COPIES, REWRITES = 0.3, 0.2  # of the articles of a made stream
FRESH = 0.85  # of a base's words are drawn anew for a text of its own
Pool = Sequence[str]


def verbatim(text: str, pool: Pool, random: Random) -> str:  # noqa: ARG001
    return text


def edited(text: str, pool: Pool, random: Random) -> str:
    return "\n".join(replaced(line, EDITED, pool, random) for line in text.split("\n"))


def cut(text: str, pool: Pool, random: Random) -> str:  # noqa: ARG001
    return text[: int(len(text) * CUT)]


def rewritten(text: str, pool: Pool, random: Random) -> str:
    """A quarter of the sentences as they are; in the others two words of five replaced, and their order changed."""
    article = Article("", "", text, find_blocks(text), "")
    sentences = [sentence.text for sentence in split(article)] or text.split("\n")
    kept = set(random.sample(range(len(sentences)), max(1, round(len(sentences) * KEPT))))
    others = [replaced(text, REWRITTEN, pool, random) for i, text in enumerate(sentences) if i not in kept]
    random.shuffle(others)
    return " ".join(text if i in kept else others.pop() for i, text in enumerate(sentences))


CHANGES: dict[str, Callable[[str, Pool, Random], str]] = {
    "verbatim": verbatim,
    "edited": edited,
    "cut": cut,
    "rewrite": rewritten,
}


def replaced(text: str, share: float, pool: Pool, random: Random) -> str:
    words = text.split()
    places = random.sample(range(len(words)), round(len(words) * share))
    for place, word in zip(places, random.choices(pool, k=len(places)), strict=True):
        words[place] = word
    return " ".join(words)


def with_quotation(text: str, speech: str) -> str:
    """The text with the speech in quotation marks after its first paragraph or sentence."""
    head, mark, tail = text.partition("\n") if "\n" in text else text.partition(". ")
    return f"{head}{mark}“{speech}” the statement said. {tail}"


def stream(bases: Sequence[str], count: int, seed: int) -> Iterator[str]:
    """Texts of their own, and among them 30 % edited copies and 20 % rewrites of those that came before."""
    random, own = Random(seed), list[str]()
    pool = [word for base in bases for word in base.split() if word.isalpha()]
    for number in range(count):
        drawn = random.random()
        if own and drawn < COPIES:
            yield edited(random.choice(own), pool, random)
        elif own and drawn < COPIES + REWRITES:
            yield rewritten(random.choice(own), pool, random)
        else:
            own.append(
                "\n".join(replaced(line, FRESH, pool, random) for line in bases[number % len(bases)].split("\n"))
            )
            yield own[-1]
