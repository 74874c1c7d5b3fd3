"""How deep the water is, from numbers with a unit and from words for parts of the body."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from schemas.catalog.urgency import WaterDepth
from streams.core.grade.patterns import Match, Patterns

CM = {"cm": 1.0, "m": 100.0, "meter": 100.0}
PLAUSIBLE_CM = range(1, 301)
"""Water deeper than 3 m is told of rivers; in a street "30 m" is a length."""
WATER_BEFORE, WATER_AFTER = 15, 6
"""So many words from a depth a word of water must stand."""
THING_WORDS = 5
METRE_WORDS = 5
PREFIXES = ("se", "sa", "sak")
"""Of Indonesian, Sundanese and Javanese: "selutut", "satuur", "sakdengkul"."""
HALF = "setengah"
NUMBERS = {"satu": 1.0, "dua": 2.0, "tiga": 3.0, HALF: 0.5}
FALLING = frozenset(("surut", "turun", "berkurang"))
"""A number right after them is how much it changed."""


@dataclass(frozen=True, slots=True)
class Depth:
    """Water of `cm`, told in the words from `start` to `end` (inclusive)."""

    start: int
    end: int
    cm: int
    said: str


@dataclass(frozen=True, slots=True)
class Gauge:
    """The words of depth."""

    water: frozenset[str]
    reaching: frozenset[str]
    things: frozenset[str]
    beyond: frozenset[str]
    bodies: Patterns[tuple[str, int]]
    keys: frozenset[str]
    """A text with none of them tells no depth."""

    @classmethod
    def of(cls, rule: WaterDepth) -> "Gauge":
        """Index a catalog's words; "se", "sa" and "sak" may be one word with the part of the body."""
        groups = {"reaching": (*rule.reaching, *PREFIXES)}
        phrases = [
            phrase
            for body, cm in rule.bodies.items()
            for phrase in (
                (f"<reaching> {body}", 1, (body, cm)),
                *((f"{prefix}{body}", 0, (body, cm)) for prefix in PREFIXES),
            )
        ]
        water, reaching, things, beyond = (
            frozenset(words) for words in (rule.water, rule.reaching, rule.things, rule.beyond)
        )
        bodies = Patterns.of(phrases, groups, common=("kaki", *groups["reaching"]))
        return cls(water, reaching, things, beyond, bodies, frozenset(CM).union(bodies.by_key))

    @property
    def phrases(self) -> list[tuple[frozenset[str], ...]]:
        """A text with none of them tells no depth."""
        units = [(frozenset((unit,)),) for unit in CM]
        return [*units, *(pattern.words[pattern.phrase.startswith("<") :] for pattern in self.bodies)]

    @property
    def vocabulary(self) -> frozenset[str]:
        """All words that are read in their other spellings too."""
        return self.water | self.reaching | self.bodies.vocabulary

    def read(self, words: Sequence[str], *, implied: bool) -> Iterator[Depth]:
        """Each depth that is told of water; `implied`: the report is about water, named or not."""
        if self.keys.isdisjoint(words):
            return
        for depth in (*self._numbers(words), *map(_of_body, self.bodies.find(words, frozenset()))):
            near = words[max(0, depth.start - WATER_BEFORE) : depth.end + WATER_AFTER]
            if depth.cm in PLAUSIBLE_CM and (implied or not self.water.isdisjoint(near)):
                yield depth

    def _numbers(self, words: Sequence[str]) -> Iterator[Depth]:
        for unit, word in enumerate(words):
            if word not in CM or unit == 0:
                continue
            start, number = _number_before(words, unit)
            if number is not None and self._is_depth(words, start, unit):
                cm = round(number * CM[word])
                yield Depth(start, unit, cm, f"{cm} cm")

    def _is_depth(self, words: Sequence[str], start: int, unit: int) -> bool:
        """Whether the measure is one of water, not of a road, a fence, a pipe or a way."""
        if start and words[start - 1] in FALLING:
            return False
        if unit + 1 < len(words) and words[unit + 1] in self.beyond:
            return False
        if not self.things.isdisjoint(words[max(0, start - THING_WORDS) : start]):
            return False
        # A bare "50 m" is mostly a length, unless water or "setinggi" leads to it.
        before = words[max(0, start - METRE_WORDS) : start]
        return words[unit] == "cm" or not (self.water | self.reaching).isdisjoint(before)


def _of_body(match: Match[tuple[str, int]]) -> Depth:
    body, cm = match.pattern.meaning
    return Depth(match.at[0], match.at[-1], cm, f"setinggi {body} ({cm} cm)")


def _number_before(words: Sequence[str], unit: int) -> tuple[int, float | None]:
    """Where the number before a unit starts, and the number: "1,5", "dua", "satu setengah", "50 an"."""
    at = unit - 1
    if words[at] == "an" and at:
        at -= 1
    number = _number(words[at])
    if words[at] == HALF and at and (whole := _number(words[at - 1])) is not None:
        return at - 1, whole + 0.5
    return at, number


def _number(word: str) -> float | None:
    if word[0].isdigit() and len(word) <= 6:
        whole, _, rest = word.replace(",", ".").partition(".")
        return float(f"{whole}.{rest.replace('.', '') or 0}")
    return NUMBERS.get(word)
