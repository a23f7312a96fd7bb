"""What vectors.py computes, for many texts: the same terms, weights and cores, in the columns of numpy."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, count, pairwise
from typing import Any

from briefing.text.bulk import chunk_forms, stems_of
from briefing.text.vectors import LEAD, OPENING, TITLE, Crowds, Near, Profile, Text, Vocabulary, heaviest

BLOCK = 1 << 22  # meetings, or words: what is done at once, to bound the memory
IN_TITLE, IN_OPENING = 1, 2
_SCALE = 16384.0  # no weight is as large
_SLACK = 1e-4  # what sorting a weight behind the number of its text may cost it


def rows(texts: Iterable[Text], core: int) -> Rows:
    """The profile of each text; `core` is the number of salient terms kept."""
    return Rows(_Written.of(texts), core)


class Rows:
    """As vectors.Space has it: the texts' terms in one row, text by text, each text's in the order of their numbers."""

    def __init__(self, written: _Written, core: int) -> None:
        import numpy as np

        self._forms, self._starts, self._terms = written.forms, written.starts, written.terms
        self._counts = 1 + np.log(written.counts)
        vocabulary = written.vocabulary()
        self.squares, salience, self.names = vocabulary.weights()
        self._squared = np.fromiter(map(self.squares.__getitem__, self._forms), float, len(self._forms))
        salient = np.fromiter(map(salience.__getitem__, self._forms), float, len(self._forms))
        self._owners = np.repeat(np.arange(len(self)), np.diff(self._starts))
        squares = np.bincount(self._owners, self._counts**2 * self._squared[self._terms], len(self))
        self._lengths = np.sqrt(squares)
        weights = self._counts * salient[self._terms]
        weights[written.places & IN_TITLE > 0] *= TITLE
        weights[written.places > 0] *= OPENING
        self._cores = self._heaviest(weights, core)

    def __len__(self) -> int:
        return len(self._starts) - 1

    def _heaviest(self, weights: Any, size: int) -> list[dict[str, float]]:
        """The core of each text, chosen by `heaviest` from the few terms that can be in it."""
        import numpy as np

        ranked = np.sort(self._owners * _SCALE - weights)
        ends = self._starts[1:]
        last = np.minimum(self._starts[:-1] + size, ends) - 1
        least = np.arange(len(self)) * _SCALE - ranked[np.maximum(last, 0)] if len(ranked) else np.zeros(len(self))
        chosen = np.flatnonzero(weights >= least[self._owners] - _SLACK)
        bounds = np.searchsorted(chosen, self._starts).tolist()
        names = [self._forms[term] for term in self._terms[chosen].tolist()]
        values = weights[chosen].tolist()
        return [
            heaviest(dict(zip(names[start:end], values[start:end], strict=True)), size)
            for start, end in pairwise(bounds)
        ]

    @cached_property
    def profiles(self) -> Sequence[Profile]:
        return _Profiles(self)

    def profile(self, i: int) -> Profile:
        start, end = self._starts[i], self._starts[i + 1]
        names = (self._forms[term] for term in self._terms[start:end].tolist())
        counts = self._counts[start:end].tolist()
        return Profile(dict(zip(names, counts, strict=True)), float(self._lengths[i]), self._cores[i])

    def holding(self, words: frozenset[str]) -> list[frozenset[str]]:
        """Of each text those of the words that are terms of it."""
        import numpy as np

        wanted = np.fromiter((name in words for name in self._forms), bool, len(self._forms))
        found: dict[int, set[str]] = defaultdict(set)
        at = np.flatnonzero(wanted[self._terms])
        for text, term in zip(self._owners[at].tolist(), self._terms[at].tolist(), strict=True):
            found[text].add(self._forms[term])
        return [frozenset(found.get(text, ())) for text in range(len(self))]

    # --- pairs

    def near(self, crowds: Crowds, least: float) -> Iterator[Near]:
        """Pairs i < j that `crowds` brings together and of which one speaks of `least` of the other's core."""
        import numpy as np

        core_terms, core_weights = self._core_table()
        first, second = self._candidates(crowds, core_terms)
        held = np.zeros((2, len(first)))
        partners = np.concatenate([second, first]), np.concatenate([first, second])
        order = np.argsort(partners[0], kind="stable")
        bounds = np.searchsorted(partners[0][order], np.arange(len(self) + 1))
        flat = held.reshape(-1)
        present = np.zeros(len(self._forms) + 1, dtype=bool)
        for text in np.flatnonzero(np.diff(bounds)).tolist():
            places = order[bounds[text] : bounds[text + 1]]
            others = partners[1][places]
            mine = self._terms[self._starts[text] : self._starts[text + 1]]
            present[mine] = True
            flat[places] = (core_weights[others] * present[core_terms[others]]).sum(axis=1)
            present[mine] = False
        core = held.max(axis=0, initial=0.0)
        close = np.flatnonzero(core >= least)
        yield from map(
            Near._make,
            zip(
                first[close].tolist(),
                second[close].tolist(),
                self._cosines(first[close], second[close]).tolist(),
                core[close].tolist(),
                strict=True,
            ),
        )

    def _core_table(self) -> tuple[Any, Any]:
        """The numbers and weights of the core terms, a line a text; short cores are filled up with no term."""
        import numpy as np

        number = {name: i for i, name in enumerate(self._forms)}
        width = max(map(len, self._cores), default=0)
        terms = np.full((len(self), width), len(self._forms))
        weights = np.zeros((len(self), width))
        for i, core in enumerate(self._cores):
            terms[i, : len(core)] = [number[term] for term in core]
            weights[i, : len(core)] = list(core.values())
        return terms, weights

    def _candidates(self, crowds: Crowds, core_terms: Any) -> tuple[Any, Any]:
        """The pairs i < j that share core terms, by their second text and then by their first."""
        import numpy as np

        texts = np.repeat(np.arange(len(self)), core_terms.shape[1])
        terms = core_terms.reshape(-1)
        real = terms < len(self._forms)
        texts, terms = texts[real], terms[real]
        held_by = np.bincount(terms, minlength=len(self._forms))[terms]
        texts, terms, held_by = (row[held_by <= crowds.most] for row in (texts, terms, held_by))
        by_term = np.argsort(terms, kind="stable")
        places = np.empty_like(by_term)
        places[by_term] = np.arange(len(by_term))
        before = places - np.searchsorted(terms[by_term], terms)  # how many earlier texts hold the term
        holders, worth = texts[by_term], np.where(held_by <= crowds.rare, 2, 1)
        found = [np.zeros(0, np.int64)]
        for start, end in _blocks(before, texts):
            met = before[start:end]
            at = _ranges(places[start:end] - met, met)
            codes = np.repeat(texts[start:end], met) * len(self) + holders[at]
            codes = np.sort(np.repeat(codes, np.repeat(worth[start:end], met)))
            new = np.flatnonzero(np.append(codes[1:] != codes[:-1], True)) if len(codes) else np.zeros(0, np.int64)
            found.append(codes[new[np.diff(new, prepend=-1) >= 2 * crowds.shared]])
        pairs = np.concatenate(found)
        return pairs % max(1, len(self)), pairs // max(1, len(self))

    def _cosines(self, first: Any, second: Any) -> Any:
        """Of pairs in the order of their second texts: the cosine of the weighted rows."""
        import numpy as np

        dots = np.zeros(len(first))
        row = np.zeros(len(self._forms))
        bounds = np.searchsorted(second, np.arange(len(self) + 1)).tolist()
        starts = self._starts.tolist()
        for text in np.unique(second).tolist():
            mine = slice(starts[text], starts[text + 1])
            row[self._terms[mine]] = self._counts[mine] * self._squared[self._terms[mine]]
            for place in range(bounds[text], bounds[text + 1]):
                other = slice(starts[first[place]], starts[first[place] + 1])
                dots[place] = (row[self._terms[other]] * self._counts[other]).sum()
            row[self._terms[mine]] = 0.0
        lengths = self._lengths[first] * self._lengths[second]
        return np.divide(dots, lengths, out=np.zeros(len(dots)), where=dots > 0)


class _Profiles(Sequence[Profile]):
    """Made when they are asked for: most never are."""

    def __init__(self, known: Rows) -> None:
        self._known = known
        self._made: dict[int, Profile] = {}

    def __len__(self) -> int:
        return len(self._known)

    def __getitem__(self, i: Any) -> Any:
        if isinstance(i, slice):
            return [self[j] for j in range(*i.indices(len(self)))]
        if i not in self._made:
            self._made[i] = self._known.profile(i)
        return self._made[i]


class _Written:
    """The terms of all texts: of each text its distinct terms, how often each stands there, and where."""

    def __init__(self, known: Mapping[str, Mapping[str, int]], ids: Any, bodies: Any, ends: Any) -> None:
        import numpy as np

        self._known, self._ids = known, ids
        self._texts = len(ends)
        chunks = sum(map(len, known.values()))
        numbers: defaultdict[str, int] = defaultdict(count().__next__)
        numbers[""] = -1
        forms: list[tuple[int, ...]] = [()] * chunks
        for language, table in known.items():
            stem = stems_of(language).__getitem__
            for chunk, at in table.items():
                forms[at] = tuple(numbers[stem(form)] for form in chunk_forms[chunk])
        del numbers[""]
        self.forms = list(numbers)
        lengths = np.fromiter(map(len, forms), np.int64, chunks)
        flat = np.fromiter(chain.from_iterable(forms), np.int64, int(lengths.sum()))
        firsts = np.cumsum(lengths) - lengths
        parts = [self._counted(a, b, ids, bodies, ends, lengths, flat, firsts) for a, b in _text_blocks(ends)]
        empty = np.zeros(0, np.int64)
        owners, self.terms, self.counts, self.places = (
            np.concatenate([empty, *(part[k] for part in parts)]) for k in range(4)
        )
        self.starts = np.searchsorted(owners, np.arange(self._texts + 1))

    @classmethod
    def of(cls, texts: Iterable[Text]) -> _Written:
        import numpy as np

        number = count().__next__
        known: dict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(number))
        ids, bodies, ends = array("I"), array("q"), array("q")
        for text in texts:
            numbered = known[text.language].__getitem__
            ids.extend(map(numbered, text.title.split()))
            bodies.append(len(ids))
            ids.extend(map(numbered, text.body.split()))
            ends.append(len(ids))
        return cls(
            known,
            np.frombuffer(ids, dtype=np.uint32),
            np.frombuffer(bodies, dtype=np.int64),
            np.frombuffer(ends, dtype=np.int64),
        )

    def _counted(
        self, first: int, last: int, ids: Any, bodies: Any, ends: Any, lengths: Any, flat: Any, firsts: Any
    ) -> tuple[Any, Any, Any, Any]:
        """Of the texts first … last - 1, by text and then by term: text, term, count, and where it stands."""
        import numpy as np

        start, end = int(ends[first - 1]) if first else 0, int(ends[last - 1])
        chunks = ids[start:end]
        sizes = lengths[chunks]
        terms = flat[_ranges(firsts[chunks], sizes)]
        before = np.concatenate(([0], np.cumsum(sizes)))  # words before each chunk
        in_bodies = before[bodies[first:last] - start]
        words = np.diff(before[ends[first:last] - start], prepend=0)
        owners = np.repeat(np.arange(first, last), words)
        depth = np.arange(len(terms)) - np.repeat(in_bodies, words)  # negative in a title
        places = np.where(depth < 0, IN_TITLE, np.where(depth < LEAD, IN_OPENING, 0))
        content = terms >= 0
        codes = ((owners * len(self.forms) + terms) * 4 + places)[content]
        codes.sort()
        terms_of, places = codes >> 2, codes & 3
        starts = np.flatnonzero(np.append(True, terms_of[1:] != terms_of[:-1])) if len(codes) else np.zeros(0, np.int64)
        counts = np.diff(np.append(starts, len(codes)))
        where = np.bitwise_or.reduceat(places, starts) if len(starts) else places
        distinct = terms_of[starts]
        return distinct // max(1, len(self.forms)), distinct % max(1, len(self.forms)), counts, where

    def vocabulary(self) -> Vocabulary:
        import numpy as np

        found = Vocabulary()
        found.texts = self._texts
        frequency = np.bincount(self.terms, minlength=len(self.forms)).tolist()
        found.frequency = Counter(dict(zip(self.forms, frequency, strict=True)))
        written = np.bincount(self._ids, minlength=sum(map(len, self._known.values()))).tolist()
        for language, table in self._known.items():
            found.written[language] = Counter({chunk: written[at] for chunk, at in table.items()})
        return found


def _text_blocks(ends: Any) -> Iterator[tuple[int, int]]:
    """The texts in blocks of about BLOCK words."""
    import numpy as np

    marks = np.searchsorted(ends, np.arange(BLOCK, int(ends[-1]) if len(ends) else 0, BLOCK), side="right")
    bounds = sorted({0, *marks.tolist(), len(ends)})
    return pairwise(bounds)


def _blocks(sizes: Any, texts: Any) -> Iterator[tuple[int, int]]:
    """Ranges of about BLOCK meetings; no text is cut."""
    import numpy as np

    total = np.cumsum(sizes)
    marks = np.searchsorted(total, np.arange(BLOCK, int(total[-1]) if len(total) else 0, BLOCK))
    bounds = sorted({0, *np.searchsorted(texts, texts[marks]).tolist(), len(texts)})
    return pairwise(bounds)


def _ranges(starts: Any, lengths: Any) -> Any:
    """The numbers start … start + length - 1 of each range in a row."""
    import numpy as np

    ends = np.cumsum(lengths)
    return np.arange(int(ends[-1]) if len(ends) else 0) + np.repeat(starts - (ends - lengths), lengths)
