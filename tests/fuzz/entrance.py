"""A door of the product as the fuzzer sees it: bytes in, and what became of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeAlias

ACCEPTED = ""

Make: TypeAlias = Callable[[Random], bytes]
"""A new input."""
Take: TypeAlias = Callable[[bytes], str]
"""`ACCEPTED`, or the code of a documented refusal. Raises `UnaccountedError` where it is neither."""


class UnaccountedError(Exception):
    """An input that was neither taken in whole nor refused with its reason and kept."""


@dataclass(frozen=True, slots=True)
class Entrance:
    """`weight`: its share of the time. `seeds`: good and bad examples, for who mutates them otherwise."""

    name: str
    weight: float
    make: Make
    take: Take
    seeds: Sequence[bytes] = ()
    guided: bool = True
    """Whether coverage is worth following: it is ours, and quick."""


def must(holds: object, what: str) -> None:
    """Raises `UnaccountedError`."""
    if not holds:
        raise UnaccountedError(what)
