"""Texts as rows of numbers, as `Vocabulary` scores them but for the terms that training drops afterwards.

A text's length counts those here and not there, so scores differ a little; calibration is of the latter.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from streams.core.classify.terms import grams, telling, words_in

Matrix: TypeAlias = "sparse.csr_matrix"
DOCUMENTS_MIN = 5
"""A term of fewer documents is dropped: it is noise, and might give a citizen away."""


@dataclass(frozen=True, slots=True)
class Index:
    """The terms of a training: their columns, and how rare each is."""

    rows: Mapping[str, int]
    rarity: NDArray[np.float64]

    @classmethod
    def of(cls, documents: Iterable[Iterable[str]]) -> "Index":
        """All terms that enough documents hold, in the order of the alphabet."""
        held: Counter[str] = Counter()
        total = 0
        for document in documents:
            held.update(set(document))
            total += 1
        terms = sorted(term for term, number in held.items() if number >= DOCUMENTS_MIN)
        rarity = np.log((1 + total) / (1 + np.array([held[term] for term in terms], float))) + 1
        return cls({term: row for row, term in enumerate(terms)}, rarity)


@dataclass(frozen=True, slots=True)
class Features:
    """Words and pairs, then grams: two blocks, each of length one a text."""

    names: frozenset[str]
    words: Index
    grams: Index

    @classmethod
    def of(cls, texts: Sequence[str], names: frozenset[str]) -> "Features":
        """The terms of these texts, without `names`."""
        spoken = [_without(text, names) for text in texts]
        parts = {word: grams(word) for words in spoken for word in words}
        return cls(
            names,
            Index.of((*words, *_pairs(words)) for words in spoken),
            Index.of((gram for word in set(words) for gram in parts[word]) for words in spoken),
        )

    def matrix(self, texts: Sequence[str]) -> Matrix:
        """A row a text."""
        spoken = [_without(text, self.names) for text in texts]
        words = _held(spoken, self.words.rows, _louder) + _held(
            [set(_pairs(words)) for words in spoken], self.words.rows
        )
        words = words @ sparse.diags(self.words.rarity)
        vocabulary = {word: row for row, word in enumerate(sorted({w for words in spoken for w in words}))}
        used = _held(spoken, vocabulary, _louder)
        parts = _held([grams(word) for word in vocabulary], self.grams.rows) @ sparse.diags(self.grams.rarity)
        blocks = [
            _divided(words, words.multiply(words).sum(axis=1)),
            _divided(used @ parts, used.multiply(used) @ parts.multiply(parts).sum(axis=1)),
        ]
        return sparse.hstack(blocks).tocsr()


def _without(text: str, names: frozenset[str]) -> list[str]:
    return [word for word in telling(words_in(text)) if word not in names]


def _pairs(words: Sequence[str]) -> Iterator[str]:
    return map(" ".join, pairwise(words))


def _louder(times: int) -> float:
    return 1 + math.log(times)


def _held(
    documents: Iterable[Iterable[str]], rows: Mapping[str, int], weight: Callable[[int], float] = float
) -> Matrix:
    """What each document holds of each term."""
    counts = [Counter(term for term in document if term in rows) for document in documents]
    ends = np.cumsum([0, *map(len, counts)])
    columns = np.fromiter((rows[term] for held in counts for term in held), np.intp, ends[-1])
    values = np.fromiter((weight(times) for held in counts for times in held.values()), float, ends[-1])
    return sparse.csr_matrix((values, columns, ends), shape=(len(counts), len(rows)))


def _divided(matrix: Matrix, squared_lengths: NDArray[np.float64]) -> Matrix:
    squares = np.asarray(squared_lengths).ravel()
    return sparse.diags(np.where(squares > 0, squares, 1) ** -0.5) @ matrix
