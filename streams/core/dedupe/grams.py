"""Texts as hashed runs of letters, and how alike two are, given how rare each run is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from streams.core.words import words_of

LETTERS = 4
BUCKETS = 1 << 15
LONGEST = 280

TOGETHER = 128
"""So many texts fit into a processor's cache."""

_PRIMES = tuple(np.uint32(prime) for prime in (961_748_941, 32_452_843, 15_485_863, 49_979_687))
_SHIFT, _BUCKET = np.uint32(11), np.uint32(BUCKETS - 1)
_NONE = 0xFFFF
"""No bucket, and behind all of them."""

_ASCII = [chr(code) for code in range(128)]
_WORDS = bytes(ord("".join(words_of(letter)) or " ") for letter in _ASCII)
_WORDED = bytes.maketrans("".join(_ASCII).encode(), _WORDS)


def grams(text: str) -> bytes:
    """The runs of `LETTERS` letters, hashed into `BUCKETS`: each once, in order, two bytes each.

    Words are parted by one space, so what stands between them does not matter. A text of fewer
    letters than a run has none.
    """
    return grams_of([text])[0]


def grams_of(texts: Sequence[str]) -> list[bytes]:
    """Those of each: numpy takes not much longer for ten than for one."""
    found: list[bytes] = []
    for start in range(0, len(texts), TOGETHER):
        found += _grams_of(texts[start : start + TOGETHER])
    return found


def _grams_of(texts: Sequence[str]) -> list[bytes]:
    """One row a text: to sort many short rows takes a tenth of what it takes to sort them as one."""
    spaced = [_spaced(text[:LONGEST]) for text in texts]
    width = max(LETTERS, *map(len, spaced))
    padded = b"".join([one.ljust(width) for one in spaced])
    letters = np.frombuffer(padded, np.uint8).reshape(-1, width).astype(np.uint32)
    runs = width - LETTERS + 1
    hashed = letters[:, :runs] * _PRIMES[0]
    for at, prime in enumerate(_PRIMES[1:], 1):
        hashed += letters[:, at : at + runs] * prime
    hashed >>= _SHIFT
    hashed &= _BUCKET
    buckets = hashed.astype(np.uint16)
    lengths = np.array([len(one) - LETTERS + 1 for one in spaced])
    buckets[np.arange(runs) >= lengths[:, None]] = _NONE
    buckets.sort(axis=1)
    once = buckets != _NONE
    once[:, 1:] &= buckets[:, 1:] != buckets[:, :-1]
    until = 2 * once.sum(axis=1).cumsum()
    every = buckets[once].tobytes()
    return [every[start:end] for start, end in pairwise([0, *until.tolist()])]


def _spaced(text: str) -> bytes:
    """Its words, one space before, between and after them."""
    if not text.isascii():
        return f" {' '.join(words_of(text))} ".encode("ascii", "replace")
    # A third of the time of the other way, which finds the same.
    spaced = b" %b " % text.encode().translate(_WORDED)
    while b"  " in spaced:
        spaced = spaced.replace(b"  ", b" ")
    return spaced


@dataclass(slots=True)
class Rarity:
    """In how many of the texts at hand each run occurs."""

    texts: int = 0
    _documents: NDArray[np.intp] = field(default_factory=lambda: np.zeros(BUCKETS, np.intp))

    # Blank between two calls; to make a new one for each takes longer than all the rest.
    _marked: NDArray[np.float32] = field(default_factory=lambda: np.zeros(BUCKETS, np.float32))

    # Texts that are not counted yet: some together take as long as one.
    _new: list[bytes] = field(default_factory=list)

    def add(self, text: bytes) -> None:
        """One more text."""
        if text:
            self.texts += 1
            self._new.append(text)
            if len(self._new) >= TOGETHER:
                self._count()

    def remove(self, text: bytes) -> None:
        """One text less; it must have been added."""
        if text:
            self._count()
            self.texts -= 1
            self._documents[_runs(text)] -= 1

    def cosines(self, text: bytes, others: Sequence[bytes]) -> list[float]:
        """How alike a text is to each of the others, from 0 to 1; none may be empty.

        A run weighs ln((1 + texts) / (1 + those that hold it)) + 1.
        """
        self._count()
        runs = _runs(text, *others)
        length = len(text) // 2
        own, theirs = runs[:length], runs[length:]
        weights = self._weights(runs)
        mine, its = weights[:length], weights[length:]
        starts = [0, *accumulate([len(other) // 2 for other in others[:-1]])]
        self._marked[own] = mine
        shared = np.add.reduceat(self._marked[theirs], starts)
        self._marked[own] = 0
        lengths = np.add.reduceat(its, starts)
        cosines: list[float] = (shared / np.sqrt(lengths * mine.sum())).tolist()
        return cosines

    def _weights(self, runs: NDArray[np.intp]) -> NDArray[np.float32]:
        logs = _logs(self.texts.bit_length())
        most = np.float32(np.log1p(self.texts) + 1)
        weights: NDArray[np.float32] = np.square(most - logs[self._documents[runs]])
        return weights

    def _count(self) -> None:
        if self._new:
            np.add.at(self._documents, _runs(*self._new), 1)
            self._new.clear()


def _runs(*texts: bytes) -> NDArray[np.intp]:
    """In the kind of integer that numpy looks up by, which takes a third of the time."""
    return np.frombuffer(b"".join(texts), np.uint16).astype(np.intp)


@lru_cache(maxsize=4)
def _logs(bits: int) -> NDArray[np.float32]:
    """ln(1 + n) of all counts of so many bits: looked up it takes a fraction of the time."""
    return np.log1p(np.arange(1 << bits)).astype(np.float32)
