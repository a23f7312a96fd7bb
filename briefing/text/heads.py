"""What the words of a text begin with: one look that tells which rules need a closer one."""

from __future__ import annotations

import re
from functools import lru_cache

HEAD = 5  # letters: fewer tell too little apart, more would need every ending
_WORD = re.compile(r"\w+")


@lru_cache(maxsize=1 << 11)
def heads(text: str) -> frozenset[str]:
    """The first letters of every word, in small ones; "don’t" gives "don" and "t"."""
    return frozenset([word[:HEAD] for word in _WORD.findall(text.lower())])


def signs(words: str) -> frozenset[str]:
    """What heads a text has that holds one of these words; of a hyphened word its first part is asked."""
    return frozenset(_WORD.findall(word)[0][:HEAD] for word in words.split())
