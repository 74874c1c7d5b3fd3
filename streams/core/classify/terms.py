"""A text as the terms that weights speak of: its words, pairs of neighbours, and the grams of a word."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from itertools import compress, count
from string import ascii_lowercase
from typing import TypeAlias

from streams.core.spelling import unstretched

# A mark such as <NAME>, where personal data was taken out.
_MARK = re.compile(r"<[a-z]+")
_NO_LETTERS = bytes(code for code in range(256) if chr(code) not in ascii_lowercase)
_SPACED = bytes.maketrans(_NO_LETTERS, b" " * len(_NO_LETTERS))
_LONGEST = 40

BEFORE_A_NAME = frozenset(
    ("jl", "jln", "gg", "gang", "kel", "kelurahan", "kec", "kecamatan", "perum", "perumahan")
)
"""Not "jalan": what follows it is as often what is wrong with the road."""

GRAM_LETTERS = range(2, 6)
"""Grams of 2 to 5 letters carry stems, affixes and typing errors; longer ones brought nothing."""

Pair: TypeAlias = tuple[str, str]
"""Two neighbouring words; as a term they are written with a space between them."""


def words_in(text: str, meant: Callable[[str], str] | None = None) -> list[str]:
    """The words of a text in Latin letters, lower case; "tolooong" is "tolong", and "jalan2" is "jalan".

    `meant` is `word_of`, or what remembers what that answers.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    text = text.lower()
    if "<" in text:
        text = _MARK.sub(" ", text)
    # A regular expression for words would take thrice as long.
    parts = text.encode("ascii", "replace").translate(_SPACED).decode().split()
    return list(filter(None, map(meant or word_of, parts)))


def word_of(letters: str) -> str:
    """A run of small letters as a word; empty if it is none."""
    word = unstretched(letters)
    return word[:_LONGEST] if len(word) > 1 else ""


def telling(words: Sequence[str]) -> Sequence[str]:
    """The words that may say what a text is about: not "jl" or "kelurahan", and not what these name."""
    before = list(compress(count(), map(BEFORE_A_NAME.__contains__, words)))
    if not before:
        return words
    kept = bytearray(b"\1") * (len(words) + 1)
    for at in before:
        kept[at] = kept[at + 1] = False
    return list(compress(words, kept))


def pair_of(term: str) -> Pair:
    """The two words of a term that holds a space."""
    first, _, second = term.partition(" ")
    return first, second


def grams(word: str) -> list[str]:
    """The runs of letters in a word, each once; spaces mark its edges: " ma" begins "macet"."""
    edged = f" {word} "
    return list(dict.fromkeys(edged[at : at + n] for n in GRAM_LETTERS for at in range(len(edged) - n + 1)))
