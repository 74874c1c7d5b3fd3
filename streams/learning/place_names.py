"""Words that name places of the city that the labels come from: they must not decide anywhere else."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from streams.core.classify.terms import BEFORE_A_NAME, words_in

AFTER_A_MARKER = 0.5
"""A word that so often follows `jl`, `kelurahan` or their like is a name."""

SPOKEN_IN_PASSING = 10
"""Rarer words are left to the bound on documents that all terms have."""


def place_names(rows: Iterable[Mapping[str, str]]) -> frozenset[str]:
    """Names, by how the rows (`text`, `address`, `kelurahan`, `kecamatan`) use a word.

    A word of an area's name is one only if addresses hold it more often than texts do: "kali" and
    "tanah" are in names as well, and say what a report is about.
    """
    in_texts, in_addresses, after, areas = Counter[str](), Counter[str](), Counter[str](), set[str]()
    for row in rows:
        words = words_in(row["text"])
        in_texts.update(words)
        after.update(word for before, word in pairwise(words) if before in BEFORE_A_NAME)
        in_addresses.update(words_in(row["address"]))
        areas.update(words_in(f"{row['kelurahan']} {row['kecamatan']}"))
    return frozenset(
        (
            *(word for word in areas if in_addresses[word] >= in_texts[word]),
            *_following(in_texts, after),
        )
    )


def _following(in_texts: Counter[str], after: Counter[str]) -> Iterator[str]:
    for word, times in in_texts.items():
        if times >= SPOKEN_IN_PASSING and after[word] > AFTER_A_MARKER * times:
            yield word
