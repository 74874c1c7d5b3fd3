"""What valid JSON may hold and Postgres may not."""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

DEPTH = 16

HIDDEN = "?"
"""Stands for a sender's own name of a field that may hold personal data."""

_ID = re.compile(r"[a-z0-9_]{1,40}")
_LONG_NUMBER = re.compile(r"(?:\d_*){7}")
"""A telephone number would pass for an id."""

Json: TypeAlias = object
Location: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a record: the kind of fault, why, and the path of fields to it."""

    code: str
    reason: str
    location: Location = ()


def may_be_shown(word: str) -> bool:
    """Whether a sender's word is like an id, so that people who may not see personal data may read it."""
    return bool(_ID.fullmatch(word)) and not _LONG_NUMBER.search(word)


def quoted(word: str) -> str:
    """A sender's word after a space, to go on with in a sentence; nothing where it may not be shown."""
    return f" {word!r}" if may_be_shown(word) else ""


def unstorable(value: Json, location: Location = ()) -> Iterator[Fault]:
    """The faults of a content, at any depth, in unknown fields too."""
    match value:
        case str() if "\x00" in value:
            yield Fault("nul", "holds a NUL character (\\u0000)", location)
        case float() if not math.isfinite(value):
            yield Fault("out_of_range", "is no finite number", location)
        case Mapping() | list() | tuple() if len(location) > DEPTH:
            yield Fault("too_deep", f"is nested deeper than {DEPTH} levels", location)
        case Mapping():
            for key, inner in value.items():
                inside = (*location, _shown(key))
                if "\x00" in key:
                    yield Fault("nul", "has a NUL character in its name", inside)
                yield from unstorable(inner, inside)
        case list() | tuple():
            for index, inner in enumerate(value):
                yield from unstorable(inner, (*location, str(index)))


def _shown(key: str) -> str:
    return key.replace("\x00", "\\u0000") if may_be_shown(key.replace("\x00", "")) else HIDDEN
