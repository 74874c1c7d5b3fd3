"""What the terms of one text say of each category, by trained weights.

A text is two vectors of length one: its words and pairs, and the grams of its words. What
a word's grams say together is worked out once and remembered, so that a text costs one look-up a word.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import accumulate, chain, islice, pairwise
from typing import NamedTuple

import numpy as np

from streams.core.classify.terms import grams, pair_of
from streams.core.classify.weights import Floats, Weights

REMEMBERED = 60_000
"""Words; then all are forgotten and worked out anew. Ten thousand complaints hold half as many."""


class Spoken(NamedTuple):
    """Some texts. `known` is false where training has met none of the words; `scores` are numbers a category.

    The rest is what `shares` is worked out from, for the few categories that anybody asks about: of each
    text the places of its terms among `terms`; then, of all these one after the other, what they say and
    how loud; and of each text the units of terms and of grams.
    """

    terms: Sequence[str]
    rows: Sequence[Sequence[int]]
    known: Sequence[bool]
    scores: Sequence[list[float]]
    heard: Floats
    loudness: Floats
    units: Floats

    def shares(self, categories: Sequence[int]) -> Iterator[Iterator[tuple[str, float]]]:
        """Of each text each word and pair, with what it adds to the score of one category."""
        lengths = list(map(len, self.rows))
        column, units = np.repeat(categories, lengths), np.repeat(self.units, lengths, axis=0)
        term, width = np.arange(len(self.heard)), len(self.scores[0])
        own, grams = self.heard[term, column], self.heard[term, column + width]
        shares = ((own * units[:, 0] + grams * units[:, 1]) * self.loudness).tolist()
        ends = accumulate(lengths, initial=0)
        for rows, (start, end) in zip(self.rows, pairwise(ends), strict=True):
            yield zip(map(self.terms.__getitem__, rows), shares[start:end], strict=True)


class _Said(NamedTuple):
    """Of a text: the rows of its words and pairs, each once; how often each word is said, if any is twice."""

    rows: Sequence[int]
    times: Collection[int]


class Vocabulary:
    """Looks terms up. Remembering changes nothing but the time an answer takes.

    Each term has a row: the words of pairs first, for good, then the pairs, then all other words. As pairs
    are pairs of rows, each word of a text is compared letter by letter only once.
    """

    def __init__(self, weights: Weights) -> None:
        self._width, self._bias = len(weights.categories), weights.bias
        self._most = REMEMBERED
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
        self._rows = {word: self._learn(word) for word in words}
        first_pair = self._learn_pairs(list(pairs))
        self._pairs = {
            (self._rows[one], self._rows[other]): row
            for row, (one, other) in enumerate(pairs.values(), first_pair)
        }
        self._lasting, self._lasting_terms = self._rows.copy(), len(self._terms)

    def spoken(self, texts: Sequence[Sequence[str]]) -> Iterator[Spoken]:
        """What texts say, given the words of each in order; as many together as can be looked up at once."""
        words = list(chain.from_iterable(texts))
        if len(words) > self._most and len(texts) > 1:  # Rows hold until others are forgotten for new ones.
            half = len(texts) // 2
            yield from self.spoken(texts[:half])
            yield from self.spoken(texts[half:])
        elif texts:
            rows = iter(self._looked_up(words))
            yield self._heard([self._said(list(islice(rows, len(text)))) for text in texts])

    def _said(self, rows: Sequence[int]) -> _Said:
        words = dict.fromkeys(rows)
        # A pair is as loud however often it is said.
        pairs = dict.fromkeys(filter(self._pairs.__contains__, pairwise(rows)))
        times = Counter(rows).values() if len(words) < len(rows) else ()
        return _Said([*words, *map(self._pairs.__getitem__, pairs)], times)

    def _heard(self, said: Sequence[_Said]) -> Spoken:
        rows = [one.rows for one in said]
        heard = self._table.take(list(chain.from_iterable(rows)), axis=0)
        loudness = np.ones(len(heard), np.float32)
        sums = np.empty((len(said), heard.shape[1]), np.float32)
        louder: dict[int, Sequence[float]] = {}
        for text, (start, end) in enumerate(pairwise(accumulate(map(len, rows), initial=0))):
            loud, mine, times = loudness[start:end], heard[start:end], said[text].times
            if times:
                # Said twice is said louder, but not twice as loud.
                loud[: len(times)] += np.log(np.fromiter(times, np.float32, len(times)))
                louder[text] = (loud * loud @ mine[:, -2:]).tolist()
            np.matmul(loud, mine, out=sums[text])
        lengths = [louder.get(text, once) for text, once in enumerate(sums[:, -2:].tolist())]
        units = np.array([(_unit(terms), _unit(grams)) for terms, grams in lengths], np.float32)
        scores = self._bias + np.matmul(units[:, None], sums[:, :-2].reshape(-1, 2, self._width))[:, 0]
        known = [terms > 0 for terms, _ in lengths]
        return Spoken(self._terms, rows, known, scores.tolist(), heard, loudness, units)

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
                    self._rows[word] = self._learn(word)
            return list(map(self._rows.__getitem__, words))

    def _learn(self, term: str) -> int:
        row, width = len(self._terms), self._width
        self._terms.append(term)
        learned = self._table[row]
        learned[:] = 0
        if (at := self._known.get(term)) is not None:
            learned[:width], learned[-2] = self._own[at, :-1], self._own[at, -1]
        if known := [self._gram_rows[gram] for gram in grams(term) if gram in self._gram_rows]:
            heard = self._grams.take(known, axis=0).sum(axis=0)
            learned[width:-2], learned[-1] = heard[:-1], heard[-1]
        return row

    def _learn_pairs(self, pairs: Sequence[str]) -> int:
        """Ten thousand at once; the row of the first. The grams of a pair say nothing."""
        first, width = len(self._terms), self._width
        self._terms.extend(pairs)
        own = self._own.take(np.fromiter(map(self._known.__getitem__, pairs), np.intp), axis=0)
        learned = self._table[first : first + len(pairs)]
        learned[:, :width], learned[:, -2] = own[:, :-1], own[:, -1]
        return first


def _heard(table: Floats, rarity: Floats) -> Floats:
    """A rare term is heard louder."""
    return np.column_stack((table * rarity[:, None], rarity**2)).astype(np.float32)


def _unit(squared_length: float) -> float:
    return squared_length**-0.5 if squared_length > 0 else 0.0
