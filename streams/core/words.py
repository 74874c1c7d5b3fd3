"""Texts as lower-case words, and phrases found in them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress, count, pairwise
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")

_WORD = re.compile(r"\w+")
_BETWEEN = bytes(code for code in range(128) if not _WORD.match(chr(code)))
_SPACED = bytes.maketrans(_BETWEEN, b" " * len(_BETWEEN))


def words_of(text: str) -> list[str]:
    """The words of a text, lower case, in order."""
    text = text.lower()
    if text.isascii():  # Five times as fast as the expression, which finds the same.
        return text.encode().translate(_SPACED).decode().split()
    return _WORD.findall(text)


class Found(NamedTuple, Generic[T]):
    """A phrase at words `start` to `end` (exclusive) of a text."""

    start: int
    end: int
    meaning: T


@dataclass(frozen=True, slots=True)
class Phrases(Generic[T]):
    """Many phrases, each with a meaning, looked up in one pass over a text.

    By their first two words, as many phrases begin with the same one.
    """

    single: dict[str, list[T]] = field(default_factory=dict)
    longer: dict[tuple[str, str], list[tuple[tuple[str, ...], T]]] = field(default_factory=dict)

    @classmethod
    def of(cls, phrases: Iterable[tuple[str, T]]) -> "Phrases[T]":
        """Index phrases. One without a word is left out."""
        index: Phrases[T] = cls()
        for phrase, meaning in phrases:
            match words_of(phrase):
                case []:
                    pass
                case [word]:
                    index.single.setdefault(word, []).append(meaning)
                case [first, second, *rest]:
                    index.longer.setdefault((first, second), []).append((tuple(rest), meaning))
        return index

    def find(self, words: Sequence[str]) -> Iterator[Found[T]]:
        """Every phrase that occurs, single words first; overlapping ones too."""
        # In what runs for each word of each text, `map` takes half the time of a comprehension.
        for start in compress(count(), map(self.single.__contains__, words)):
            for meaning in self.single[words[start]]:
                yield Found(start, start + 1, meaning)
        for start in compress(count(), map(self.longer.__contains__, pairwise(words))):
            for rest, meaning in self.longer[words[start], words[start + 1]]:
                end = start + 2 + len(rest)
                if not rest or tuple(words[start + 2 : end]) == rest:
                    yield Found(start, end, meaning)

    def covered(self, words: Sequence[str]) -> set[int]:
        """Which of the words belong to a phrase that occurs."""
        covered = set(compress(count(), map(self.single.__contains__, words)))
        for start in compress(count(), map(self.longer.__contains__, pairwise(words))):
            for rest, _ in self.longer[words[start], words[start + 1]]:
                end = start + 2 + len(rest)
                if not rest or tuple(words[start + 2 : end]) == rest:
                    covered.update(range(start, end))
        return covered
