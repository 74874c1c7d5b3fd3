"""Phrases whose words may stand a little apart, found in spelled-out words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import compress, count
from typing import Generic, TypeVar

from schemas.catalog.urgency import NUMBER

T = TypeVar("T")

DIGITS = "#"
"""Stands for any number in digits."""


@dataclass(frozen=True, slots=True)
class Pattern(Generic[T]):
    """A phrase of the catalog; between two of its words may stand `gap` others."""

    phrase: str
    words: tuple[frozenset[str], ...]
    gap: int
    meaning: T
    key: int
    """The place of its rarest word."""


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """A pattern at the words `at`, in order."""

    pattern: Pattern[T]
    at: tuple[int, ...]

    def said(self, words: Sequence[str]) -> str:
        """The phrase with the words that stood for its groups."""
        parts = zip(self.pattern.phrase.split(), self.at, strict=True)
        return " ".join(words[at] if part.startswith("<") else part for part, at in parts)


@dataclass(frozen=True, slots=True)
class Patterns(Generic[T]):
    """Many patterns, each looked for by its rarest word."""

    by_key: Mapping[str, Sequence[Pattern[T]]]

    @classmethod
    def of(
        cls,
        phrases: Iterable[tuple[str, int, T]],
        groups: Mapping[str, Sequence[str]],
        common: Sequence[str] = (),
    ) -> "Patterns[T]":
        """Index (phrase, gap, meaning). `common` are frequent words, the most frequent first."""
        rarity = {word: at for at, word in enumerate((DIGITS, *common))}
        by_key: dict[str, list[Pattern[T]]] = {}
        for phrase, gap, meaning in phrases:
            places = [_words_at(part, groups) for part in phrase.split()]
            rarities = [min(rarity.get(word, len(rarity)) for word in place) for place in places]
            key = max(range(len(places)), key=lambda at: (rarities[at], at))
            words = tuple(places)
            pattern = Pattern(phrase, words, gap, meaning, key)
            for word in words[key]:
                by_key.setdefault(word, []).append(pattern)
        return cls(by_key)

    def __iter__(self) -> Iterator[Pattern[T]]:
        return (pattern for some in self.by_key.values() for pattern in some)

    @property
    def vocabulary(self) -> frozenset[str]:
        """All words of all patterns."""
        return frozenset(word for pattern in self for place in pattern.words for word in place) - {DIGITS}

    def find(self, words: Sequence[str], stops: Set[str]) -> Iterator[Match[T]]:
        """Every pattern that occurs, by its key. What stands between its words is never one of `stops`."""
        for key in compress(count(), map(self.by_key.__contains__, words)):
            for pattern in self.by_key[words[key]]:
                if at := _around(pattern, words, key, stops):
                    yield Match(pattern, at)


def _words_at(part: str, groups: Mapping[str, Sequence[str]]) -> frozenset[str]:
    if not part.startswith("<"):
        return frozenset((part,))
    group = part[1:-1]
    return frozenset(groups[group]) | ({DIGITS} if group == NUMBER else frozenset())


def _around(pattern: Pattern[T], words: Sequence[str], key: int, stops: Set[str]) -> tuple[int, ...] | None:
    """The places of the pattern's words when its key is at `key`, each the nearest that fits."""
    at = [key]
    for wanted in pattern.words[pattern.key + 1 :]:
        place = _nearest(wanted, words, range(at[-1] + 1, min(at[-1] + 2 + pattern.gap, len(words))), stops)
        if place is None:
            return None
        at.append(place)
    for wanted in reversed(pattern.words[: pattern.key]):
        place = _nearest(wanted, words, range(at[0] - 1, max(at[0] - 2 - pattern.gap, -1), -1), stops)
        if place is None:
            return None
        at.insert(0, place)
    return tuple(at)


def _nearest(wanted: Set[str], words: Sequence[str], places: range, stops: Set[str]) -> int | None:
    for at in places:
        if _fits(words[at], wanted):
            return at
        if words[at] in stops:
            return None
    return None


def _fits(word: str, wanted: Set[str]) -> bool:
    return word in wanted or (
        DIGITS in wanted and word.isdigit() and len(word) <= 3 and word.strip("0") != ""
    )
