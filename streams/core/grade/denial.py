"""What a text says is not so: negation, fear, condition, purpose, habit, memory, question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from schemas.catalog.urgency import Denials as Words
from streams.core.spelling import ENDS

Kind = Literal["negation", "narrow", "supposition", "habit", "question", "presupposing", "affirmed"]
KINDS: tuple[Kind, ...] = (
    "negation", "narrow", "supposition", "habit", "question", "presupposing", "affirmed",
)  # fmt: skip
NEGATION_WORDS = 5
"""So far reaches "tidak"; what stands farther off in its clause is mostly told for itself."""
NARROW_WORDS = 2
SHORT_QUESTION_WORDS = 4
""""ada korban ga?" asks; a longer clause before a question mark mostly tells."""


@dataclass(frozen=True, slots=True)
class Denier:
    """The words that deny, and where the last of them stands."""

    at: int
    said: str
    kind: Kind


Denied = list[Denier | None]
"""For each word: what denies it, if anything."""


@dataclass(frozen=True, slots=True)
class Denials:
    """The words that deny, by their last word, longest first; and those that end a denial."""

    by_last: Mapping[str, Sequence[tuple[tuple[str, ...], Kind]]]
    filler: frozenset[str]
    ends: Mapping[str, Sequence[tuple[str, ...]]]
    ends_negation: frozenset[str]
    vocabulary: frozenset[str]
    """Words that change what is denied."""

    @classmethod
    def of(cls, words: Words) -> "Denials":
        """Index the catalog's words."""
        by_last: dict[str, list[tuple[tuple[str, ...], Kind]]] = {}
        for kind in KINDS:
            for phrase in getattr(words, kind):
                parts = tuple(phrase.split())
                by_last.setdefault(parts[-1], []).append((parts, kind))
        for phrases in by_last.values():
            phrases.sort(key=lambda entry: -len(entry[0]))
        ends: dict[str, list[tuple[str, ...]]] = {}
        for phrase in words.ends:
            parts = tuple(phrase.split())
            ends.setdefault(parts[-1], []).append(parts)
        filler, ends_negation = frozenset(words.filler), frozenset(words.ends_negation)
        vocabulary = ENDS | by_last.keys() | ends.keys() | filler | ends_negation
        return cls(by_last, filler, ends, ends_negation, vocabulary)

    @property
    def stops(self) -> frozenset[str]:
        """Words over which a phrase does not reach: "ada", "tidak", "korban" is no "ada korban"."""
        single = {parts[0] for phrases in self.by_last.values() for parts, _ in phrases if len(parts) == 1}
        return ENDS | single | {parts[0] for some in self.ends.values() for parts in some if len(parts) == 1}

    def of_words(self, words: Sequence[str]) -> Denied:
        """What denies each word."""
        scan = _Scan()
        for at, word in enumerate(words):
            if word not in self.vocabulary:
                scan.denied.append(scan.denier(at) if scan.negated else scan.supposed)
                continue
            if word in ENDS:
                scan.close(at, word)
                continue
            if word in self.ends and any(_stands(parts, words, at) for parts in self.ends[word]):
                scan.end(at)
            if word in self.ends_negation:
                scan.end_negation(at)
            scan.denied.append(scan.denier(at))
            if word in self.filler:
                scan.carry(at)
            for parts, kind in self.by_last.get(word, ()):
                if _stands(parts, words, at):
                    scan.deny(Denier(at, " ".join(parts), kind))
                    break
        return scan.denied


@dataclass(slots=True)
class _Scan:
    denied: Denied = field(default_factory=list)
    clause: int = 0
    supposed: Denier | None = None
    negated: Denier | None = None
    negation_from: int = 0
    asked: Denier | None = None
    presupposed: bool = False

    def denier(self, at: int) -> Denier | None:
        if self.supposed or not self.negated:
            return self.supposed
        reach = NARROW_WORDS if self.negated.kind == "narrow" else NEGATION_WORDS
        return self.negated if at - self.negation_from <= reach else None

    def deny(self, denier: Denier) -> None:
        match denier.kind:
            case "affirmed":
                self.negated = None
            case "negation" | "narrow":
                self.negated, self.negation_from = denier, denier.at
            case "supposition":
                self.supposed = self.supposed or denier
            case "habit":
                self.supposed = self.supposed or denier
                self.deny_clause(denier)
            case "question":
                self.asked = denier
            case "presupposing":
                self.presupposed = True

    def deny_clause(self, denier: Denier) -> None:
        for at in range(self.clause, len(self.denied)):
            self.denied[at] = self.denied[at] or denier

    def carry(self, at: int) -> None:
        """ "tidak sampai ada": the negation counts from the filler."""
        if self.negated and at == self.negation_from + 1:
            self.negation_from = at

    def end_negation(self, at: int) -> None:
        if self.negated and at > self.negation_from + 1:
            self.negated = None

    def end(self, at: int) -> None:
        self.supposed = self.negated = self.asked = None
        self.presupposed = False
        self.clause = at

    def close(self, at: int, mark: str) -> None:
        short = at - self.clause <= SHORT_QUESTION_WORDS and not self.presupposed
        if mark == "?" and (self.asked or short):
            self.deny_clause(self.asked or Denier(at, "?", "question"))
        self.end(at + 1)
        self.denied.append(None)


def _stands(parts: tuple[str, ...], words: Sequence[str], at: int) -> bool:
    return len(parts) == 1 or tuple(words[max(0, at + 1 - len(parts)) : at + 1]) == parts
