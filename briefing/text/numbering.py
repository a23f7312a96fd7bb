"""Words of long texts as numbers, in numpy: a word is never a Python string but once.

Between two blanks lies a word. Its bytes are mixed eight at a time (a murmur hash of 64 bits, one to one up to eight
bytes), and a table finds the number that the same hash got before.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

_BLANK = 0x20
_PIECE = 8  # bytes that are read at once
_LONGEST = 64  # bytes: what is longer is no word, and its hash is made one by one
_SLOTS = 17  # bits
_FACTOR, _LAST, _AGAIN = 0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93, 0xBF58476D1CE4E5B9  # odd: they mix one to one


class Numbering:
    """Equal words get equal numbers, from 0 on; `words` has them in the order of their numbers."""

    def __init__(self) -> None:
        import numpy as np

        self.words: list[str] = []
        self._known: dict[int, int] = {}
        self._holder: Any = np.zeros(1 << _SLOTS, dtype=np.int64)
        self._number: Any = np.zeros(1 << _SLOTS, dtype=np.uint32)

    def numbers(self, text: bytes) -> tuple[Any, Any]:
        """The number of each word of a UTF-8 text, and where in its bytes the word begins."""
        import numpy as np

        padded = b" " + text + b" " * _PIECE
        inside = np.frombuffer(padded, dtype=np.uint8) != _BLANK
        edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
        starts, ends = edges[::2], edges[1::2]
        hashes = _hashes(padded, starts, ends - starts)
        every = np.arange(len(starts))
        numbers, settled = self._looked_up(padded, hashes, hashes, starts, ends, every)
        left, sought = every[~settled], hashes[~settled]
        while len(left):
            sought = sought * np.uint64(_AGAIN)  # other words have their slots: they come again in others
            found, settled = self._looked_up(padded, sought, hashes, starts, ends, left)
            numbers[left] = found
            left, sought = left[~settled], sought[~settled]
        return numbers, starts - 1

    def _looked_up(self, text: bytes, sought: Any, hashes: Any, starts: Any, ends: Any, at: Any) -> tuple[Any, Any]:
        """What stands in the slots of the words `at`, once each slot belongs to one of them, and where it is theirs."""
        import numpy as np

        slots = (sought >> np.uint64(64 - _SLOTS)).astype(np.int64)
        self._holder[slots] = at
        holders = self._holder[slots]
        first = np.flatnonzero(holders == at)
        self._number[slots[first]] = self._numbers_of(text, hashes, starts, ends, at[first])
        own = hashes if len(at) == len(hashes) else hashes[at]
        return self._number[slots], hashes[holders] == own

    def _numbers_of(self, text: bytes, hashes: Any, starts: Any, ends: Any, at: Any) -> list[int]:
        """The numbers of a few words, new ones where they are not known."""
        found = []
        for code, start, end in zip(hashes[at].tolist(), starts[at].tolist(), ends[at].tolist(), strict=True):
            number = self._known.get(code)
            if number is None:
                number = self._known[code] = len(self.words)
                self.words.append(text[start:end].decode())
            found.append(number)
        return found


def _hashes(text: bytes, starts: Any, lengths: Any) -> Any:
    import numpy as np

    pieces = np.ndarray(len(text) - _PIECE + 1, dtype="<u8", buffer=text, strides=(1,))
    kept = np.array([(1 << 8 * size) - 1 for size in range(_PIECE + 1)], dtype=np.uint64)

    def mixed(hashes: Any, begins: Any, sizes: Any) -> Any:
        found = hashes ^ (pieces[begins] & kept[np.minimum(sizes, _PIECE)])
        found *= np.uint64(_FACTOR)
        found ^= found >> np.uint64(32)
        return found

    hashes = mixed(lengths.astype(np.uint64) << np.uint64(56), starts, lengths)
    at = np.flatnonzero(lengths > _PIECE)
    begins, sizes = starts[at] + _PIECE, lengths[at] - _PIECE
    for _ in range(_PIECE, _LONGEST, _PIECE):
        hashes[at] = mixed(hashes[at], begins, sizes)
        longer = np.flatnonzero(sizes > _PIECE)
        if not len(longer):
            break
        at = at[longer]
        begins, sizes = begins[longer] + _PIECE, sizes[longer] - _PIECE
    hashes *= np.uint64(_LAST)
    hashes ^= hashes >> np.uint64(32)
    for i in np.flatnonzero(lengths > _LONGEST).tolist():
        word = text[starts[i] : starts[i] + lengths[i]]
        hashes[i] = int.from_bytes(blake2b(word, digest_size=8).digest(), "little")
    return hashes
