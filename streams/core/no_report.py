"""What is no report at all: said with a reason, for an operator to look at; it goes on all the same."""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import partial

from schemas.catalog.models import Catalog
from streams.core.remembered import Remembered
from streams.core.spelling import ENDS, plain, tokens_of

WORDS_MAX = 30
"""A longer text says something."""

_REASONS = {
    "prank": "hanya iseng atau tawa",
    "abuse": "hanya umpatan, tanpa masalah",
    "silence": "penelepon diam atau sambungan putus",
    "test": "hanya uji coba",
    "mash": "hanya ketikan acak",
    "thanks": "hanya ucapan terima kasih",
    "greeting": "hanya sapaan",
    "empty": "tidak menyebut masalah",
}
"""The first that a text holds is its reason."""
_WITH_MATTER = ("prank", "test")
"""A photo or a category may be the matter of a greeting, but not of a test."""
NOTHING = "kosong, tanpa foto dan kategori"

_LAUGH = re.compile(r"a?(?:wk|kw)[wk]*|[aei]?(?:[hx]+[aeio]+){2,}[hx]*|ha")
_MASH = re.compile(
    r"[bcdfghjklmnpqrstvwxz]{6}|asdf|sdfg|dfgh|fghj|ghjk|hjkl|qwer|wert|erty|zxcv|xcvb|cvbn|vbnm|uiop"
)
_MASH_LETTERS = 4
"""Shorter words are abbreviations: "jln", "rsk"."""


@dataclass(frozen=True, slots=True)
class Chatter:
    """The phrases of people who report nothing, by their first word, longest first."""

    by_first: Mapping[str, Sequence[tuple[tuple[str, ...], str]]]
    parts: Mapping[str, Sequence[str] | None]
    """What stands between two gaps of a text -> its words, or None where one of them may report something."""

    @classmethod
    def of(cls, catalog: Catalog) -> "Chatter":
        """Index a catalog."""
        by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for kind in type(catalog.no_report).model_fields:
            for phrase in getattr(catalog.no_report, kind):
                words = tuple(plain(phrase).split())
                by_first.setdefault(words[0], []).append((words, kind))
        for phrases in by_first.values():
            phrases.sort(key=lambda entry: -len(entry[0]))
        vocabulary = frozenset(
            word for phrases in by_first.values() for words, _ in phrases for word in words
        )
        return cls(by_first, Remembered(partial(_words_in, vocabulary)))


def no_report(chatter: Chatter, text: str, *, has_photo: bool, has_category: bool) -> str | None:
    """Why the text reports nothing, in Indonesian; None if it may report something."""
    has_matter = has_photo or has_category
    words = _chatter(chatter, text)
    if words is None:
        return None
    if not words:
        # Letters of a script that we cannot read may report anything.
        return None if has_matter or any(map(str.isalpha, text)) else NOTHING
    kinds = set(_kinds(chatter, words))
    if "matter" in kinds:
        return None
    kind = next(kind for kind in _REASONS if kind in kinds)
    return _REASONS[kind] if kind in _WITH_MATTER or not has_matter else None


def _chatter(chatter: Chatter, text: str) -> list[str] | None:
    """The words of a text if all are of the kind that reports nothing; most texts are left at the first."""
    words: list[str] = []
    for said in map(chatter.parts.__getitem__, text.split()):
        if said is None or len(words) + len(said) > WORDS_MAX:
            return None
        words += said
    return words


def _words_in(vocabulary: Set[str], part: str) -> Sequence[str] | None:
    words = [token for token in tokens_of(plain(part)) if token not in ENDS]
    known = all(word in vocabulary or _kind_of(word) != "matter" for word in words)
    return words if known else None


def _kinds(chatter: Chatter, words: Sequence[str]) -> Iterator[str]:
    """What the words are, phrase by phrase, the longest first; "matter" is anything unknown."""
    at = 0
    while at < len(words):
        for phrase, kind in chatter.by_first.get(words[at], ()):
            if tuple(words[at : at + len(phrase)]) == phrase:
                yield kind
                at += len(phrase)
                break
        else:
            yield _kind_of(words[at])
            at += 1


def _kind_of(word: str) -> str:
    if _LAUGH.fullmatch(word):
        return "prank"
    if word[0].isdigit():
        return "empty"
    if len(word) == 1 or (len(word) >= _MASH_LETTERS and _MASH.search(word)):
        return "mash"
    return "matter"
