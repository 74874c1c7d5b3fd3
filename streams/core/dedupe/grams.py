"""Texts as hashed runs of letters, and how alike two are, given how rare each run is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from streams.core.words import words_of

LETTERS = 4
BUCKETS = 1 << 15
LONGEST = 280

_FIRST, _SECOND, _THIRD, _FOURTH = np.array([961_748_941, 32_452_843, 15_485_863, 49_979_687], np.uint32)
_SHIFT, _BUCKET = np.uint32(11), np.uint16(BUCKETS - 1)


def grams(text: str) -> bytes:
    """The runs of `LETTERS` letters, hashed into `BUCKETS`: each once, in order, two bytes each.

    Words are parted by one space, so what stands between them does not matter. A text of fewer
    letters than a run has none.
    """
    spaced = f" {' '.join(words_of(text[:LONGEST]))} ".encode("ascii", "replace")
    if len(spaced) < LETTERS:
        return b""
    letters = np.frombuffer(spaced, np.uint8).astype(np.uint32)
    # In place, and without `np.unique`: a third of the time, since so short an array costs its calls.
    hashed = letters[:-3] * _FIRST
    hashed += letters[1:-2] * _SECOND
    hashed += letters[2:-1] * _THIRD
    hashed += letters[3:] * _FOURTH
    hashed >>= _SHIFT
    buckets = hashed.astype(np.uint16)
    buckets &= _BUCKET
    buckets.sort()
    once = np.empty(len(buckets), bool)
    once[0] = True
    np.not_equal(buckets[1:], buckets[:-1], out=once[1:])
    return buckets[once].tobytes()


@dataclass(slots=True)
class Rarity:
    """In how many of the texts at hand each run occurs."""

    texts: int = 0
    _documents: NDArray[np.int32] = field(default_factory=lambda: np.zeros(BUCKETS, np.int32))

    # Blank between two calls; to make a new one for each takes longer than all the rest.
    _marked: NDArray[np.float32] = field(default_factory=lambda: np.zeros(BUCKETS, np.float32))

    def add(self, text: bytes) -> None:
        """One more text."""
        self._count(text, 1)

    def remove(self, text: bytes) -> None:
        """One text less; it must have been added."""
        self._count(text, -1)

    def cosines(self, text: bytes, others: Sequence[bytes]) -> list[float]:
        """How alike a text is to each of the others, from 0 to 1; none may be empty.

        A run weighs ln((1 + texts) / (1 + those that hold it)) + 1.
        """
        runs = np.frombuffer(b"".join((text, *others)), np.uint16)
        weights = self._weights(runs)
        length = len(text) // 2
        own, theirs = runs[:length], runs[length:]
        starts = [0, *accumulate(len(other) // 2 for other in others[:-1])]
        self._marked[own] = weights[:length]
        shared = np.add.reduceat(self._marked[theirs], starts)
        self._marked[own] = 0
        lengths = np.add.reduceat(weights[length:], starts)
        cosines: list[float] = (shared / np.sqrt(lengths * weights[:length].sum())).tolist()
        return cosines

    def _weights(self, runs: NDArray[np.uint16]) -> NDArray[np.float32]:
        logs = _logs(self.texts.bit_length())
        weights: NDArray[np.float32] = np.square(
            np.float32(np.log1p(self.texts) + 1) - logs[self._documents[runs]]
        )
        return weights

    def _count(self, text: bytes, step: int) -> None:
        if text:
            self.texts += step
            self._documents[np.frombuffer(text, np.uint16)] += step


@lru_cache(maxsize=4)
def _logs(bits: int) -> NDArray[np.float32]:
    """ln(1 + n) of all counts of so many bits: looked up it takes a fraction of the time."""
    return np.log1p(np.arange(1 << bits)).astype(np.float32)
