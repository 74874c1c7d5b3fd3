"""What must hold in `urgency.toml` beyond its shape: every phrase can be found, and means one thing."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from pydantic import BaseModel

from schemas.catalog.urgency import Events, UrgencyRules
from schemas.toml_source import Mistake, TomlSource, nearest

PHRASE_WORDS_MAX = 6

_PHRASE = re.compile(r"([a-z]+|<[a-z_]+>|\d+)( ([a-z]+|<[a-z_]+>|\d+))*")
_PLAIN = re.compile(r"[a-z0-9]+( [a-z0-9]+)*")


def urgency(source: TomlSource, entry: UrgencyRules, categories: Collection[str]) -> Iterator[Mistake]:
    """Phrases are written as texts are read, groups and categories exist, no phrase stands twice."""
    variants = {variant: word for word, some in entry.spellings.items() for variant in some}
    yield from _spellings(source, entry)
    for location, phrases in _lists(entry):
        where = ".".join(location)
        for phrase, count in Counter(phrases).items():
            if count > 1:
                yield source.mistake(location, f"{where}: '{phrase}' stands {count} times")
            for problem in _phrase(phrase, entry.groups, variants):
                yield source.mistake(location, f"{where}: '{phrase}' {problem}")
    yield from _levels(source, entry)
    for part in ("at_risk", "water_depth"):
        for id in getattr(entry, part).categories:
            if id not in categories:
                location = (part, "categories")
                yield source.mistake(
                    location, f"{'.'.join(location)}: unknown category; {nearest(id, categories)}"
                )
    if entry.water_depth.high_cm >= entry.water_depth.emergency_cm:
        yield source.mistake(("water_depth", "high_cm"), "water_depth.high_cm: is not below emergency_cm")


def _lists(part: BaseModel, at: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Sequence[str]]]:
    """Every list of phrases and where it stands; not `spellings`, which are no phrases."""
    for name in type(part).model_fields:
        value = getattr(part, name)
        if isinstance(value, BaseModel):
            yield from _lists(value, (*at, name))
        elif name == "groups":
            yield from (((*at, name, group), words) for group, words in value.items())
        elif name == "bodies":
            yield (*at, name), tuple(value)
        elif isinstance(value, tuple) and name != "categories":
            yield (*at, name), value


def _phrase(phrase: str, groups: Collection[str], variants: dict[str, str]) -> Iterator[str]:
    if not _PHRASE.fullmatch(phrase):
        yield "is never found: small letters a to z, one space between words"
    parts = phrase.split()
    if len(parts) > PHRASE_WORDS_MAX:
        yield f"has more than {PHRASE_WORDS_MAX} words"
    for part in parts:
        if part.startswith("<") and part[1:-1] not in groups:
            yield f"names no group; {nearest(part[1:-1], groups)}"
        if part in variants:
            yield f"is never found: '{part}' is read as '{variants[part]}'"


def _levels(source: TomlSource, entry: UrgencyRules) -> Iterator[Mistake]:
    seen: dict[str, str] = {}
    for name in ("people", "dangers"):
        events: Events = getattr(entry, name)
        for level in ("high", "emergency"):
            for phrase in getattr(events, level):
                first = seen.setdefault(phrase, f"{name}.{level}")
                if first != f"{name}.{level}":
                    yield source.mistake(
                        (name, level), f"{name}.{level}: '{phrase}' stands already at {first}"
                    )


def _spellings(source: TomlSource, entry: UrgencyRules) -> Iterator[Mistake]:
    seen: dict[str, str] = {}
    for word, variants in entry.spellings.items():
        for variant in variants:
            where = ("spellings", word)
            if not _PLAIN.fullmatch(variant) or " " in variant:
                yield source.mistake(where, f"spellings.{word}: '{variant}' is no single word of a to z")
            if seen.setdefault(variant, word) != word:
                message = f"spellings.{word}: '{variant}' is read as '{seen[variant]}' already"
                yield source.mistake(where, message)
            if variant in entry.spellings:
                yield source.mistake(where, f"spellings.{word}: '{variant}' is a word of its own")
        if Counter(variants).most_common(1)[0][1] > 1:
            yield source.mistake(("spellings", word), f"spellings.{word}: a variant stands twice")
