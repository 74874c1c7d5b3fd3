"""What the terms of one text say of each category, by trained weights.

A text is two vectors of length one: its words and pairs, and the grams of its words. What
a word's grams say together is worked out once and remembered, so that a text costs one look-up a word.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import chain, pairwise, repeat
from math import inf
from typing import NamedTuple

import numpy as np

from streams.core.terms import grams, pair_of
from streams.core.weights import Floats, Weights

REMEMBERED = 60_000
"""Words; then all are forgotten and worked out anew. Ten thousand complaints hold half as many."""


class Spoken(NamedTuple):
    """One text. `known` is false when training has met none of its words; `score` is a number a category.

    The rest is what `shares` is worked out from, for the few categories that anybody asks about:
    of each term its place among `terms`, what it says and how loud, and the units of terms and of grams.
    """

    terms: Sequence[str]
    rows: Sequence[int]
    known: bool
    score: Floats
    heard: Floats
    loudness: Floats
    units: Floats

    def shares(self, category: int, least: float = -inf) -> dict[str, float]:
        """What each word and pair adds to the score of one category, if that is not below `least`."""
        width = len(self.score)
        shares = self.heard[:, category : 2 * width : width] @ self.units * self.loudness
        terms, told = self.terms, zip(self.rows, shares.tolist(), strict=True)
        return {terms[row]: share for row, share in told if share >= least}


class Vocabulary:
    """Looks terms up. Remembering changes nothing but the time an answer takes.

    Each term has a row: the words of pairs first, for good, then the pairs, then all other words. As pairs
    are pairs of rows, each word of a text is compared letter by letter only once.
    """

    def __init__(self, weights: Weights) -> None:
        self._width = len(weights.categories)
        self._known = weights.words.rows
        # Of each term: what it says by category, and its squared length.
        self._own = _heard(weights.words.table, weights.words.rarity)
        self._grams = _heard(weights.grams.table, weights.grams.rarity)
        self._gram_rows = weights.grams.rows
        pairs = {term: pair_of(term) for term in weights.words.rows if " " in term}
        words = dict.fromkeys(chain.from_iterable(pairs.values()))
        # Of each row: what the term says itself, what its grams say, and the squared lengths of both.
        self._table = np.zeros((len(words) + len(pairs) + REMEMBERED, 2 * self._width + 2), np.float32)
        self._terms: list[str] = []
        self._rows = {word: self._learn(word, grams(word)) for word in words}
        self._pairs = {
            (self._rows[first], self._rows[second]): self._learn(term, ())
            for term, (first, second) in pairs.items()
        }
        self._lasting, self._lasting_terms = self._rows.copy(), len(self._terms)

    def spoken(self, said: Sequence[str]) -> Spoken:
        """What a text says, given its words in order."""
        rows = self._looked_up(said)
        words = Counter(rows)
        pairs = dict.fromkeys(filter(self._pairs.__contains__, pairwise(rows)))
        rows = [*words, *map(self._pairs.__getitem__, pairs)]
        # Said twice is said louder, but not twice as loud. A pair is as loud however often it is said.
        times = chain(words.values(), repeat(1, len(pairs)))
        loudness = np.log(np.fromiter(times, np.float32, len(rows))) + 1
        heard = self._table.take(rows, axis=0)
        length, gram_length = (loudness * loudness @ heard[:, -2:]).tolist()
        units = np.array((_unit(length), _unit(gram_length)), np.float32)
        score = units @ (loudness @ heard)[:-2].reshape(2, self._width)
        return Spoken(self._terms, rows, length > 0, score, heard, loudness, units)

    def _looked_up(self, words: Sequence[str]) -> list[int]:
        try:
            return list(map(self._rows.__getitem__, words))
        except KeyError:
            if len(self._terms) + len(words) > len(self._table):
                self._rows = self._lasting.copy()
                # A new list, as texts of before still name their terms from the old one.
                self._terms = self._terms[: self._lasting_terms]
            for word in words:
                if word not in self._rows:
                    self._rows[word] = self._learn(word, grams(word))
            return list(map(self._rows.__getitem__, words))

    def _learn(self, term: str, parts: Sequence[str]) -> int:
        row, width = len(self._terms), self._width
        self._terms.append(term)
        learned = self._table[row]
        learned[:] = 0
        if (at := self._known.get(term)) is not None:
            learned[:width], learned[-2] = self._own[at, :-1], self._own[at, -1]
        if known := [self._gram_rows[gram] for gram in parts if gram in self._gram_rows]:
            heard = self._grams.take(known, axis=0).sum(axis=0)
            learned[width:-2], learned[-1] = heard[:-1], heard[-1]
        return row


def _heard(table: Floats, rarity: Floats) -> Floats:
    """A rare term is heard louder."""
    return np.column_stack((table * rarity[:, None], rarity**2)).astype(np.float32)


def _unit(squared_length: float) -> float:
    return squared_length**-0.5 if squared_length > 0 else 0.0
