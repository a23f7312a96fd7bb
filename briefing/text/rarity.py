"""How rare a word is in general language, from the table that wordfreq packages; importing wordfreq costs .16 s."""

from __future__ import annotations

import gzip
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.util import find_spec
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import msgspec

_PER_CENTIBEL = math.log(10) / 100  # wordfreq's buckets are hundredths of a factor of ten
_UNKNOWN_CENTIBEL = 650  # half a factor of ten below the last bucket of the small tables
_SAME_TABLE = {"no": "nb", "hr": "sh", "sr": "sh", "bs": "sh"}


@lru_cache(maxsize=1 << 13)
def rarity(word: str, language: str = "en") -> float:
    """-ln of the word's share of running words, 3 ("the") to 15 (unknown)."""
    table = _table(language)
    centibel = table.get(word)
    if centibel is None and not word.isalpha():
        centibel = table.get(_as_in_table(word))
    return (_UNKNOWN_CENTIBEL if centibel is None else centibel) * _PER_CENTIBEL


def _as_in_table(word: str) -> str:
    """wordfreq counts "u.s", and numbers of two digits and more by their length ("0000")."""
    bare = word.strip(".").replace("’", "'")
    return "0" * len(bare) if bare.isdecimal() and len(bare) > 1 else bare


def most_frequent(language: str, count: int) -> Sequence[str]:
    """The first words of the background table, most frequent first; none for a language without one."""
    table = _table(language)
    return [word for word, _ in zip(table, range(count), strict=False)]


@lru_cache(maxsize=8)
def _table(language: str) -> Mapping[str, int]:
    """Word -> centibels below certainty, most frequent first."""
    code = language.split("-", maxsplit=1)[0].lower()
    buckets = _buckets(_SAME_TABLE.get(code, code))
    centibels = chain.from_iterable(map(repeat, range(len(buckets)), map(len, buckets)))
    return dict(zip(chain.from_iterable(buckets), centibels, strict=True))  # a third of the time of a loop


def _buckets(code: str) -> list[list[str]]:
    spec = find_spec("wordfreq")
    if spec is None or spec.origin is None or not code.isalpha():
        return []
    path = Path(spec.origin).parent / "data" / f"small_{code}.msgpack.gz"
    if not path.is_file():
        return []
    header, *buckets = msgspec.msgpack.decode(gzip.decompress(path.read_bytes()), type=list[Any])
    return buckets if header.get("format") == "cB" else []
