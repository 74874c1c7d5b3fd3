"""What each figure is, in Indonesian: beside the code, and told with the figures."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Definition:
    """A short name for the head of a column, and one sentence."""

    label: str
    means: str


@dataclass(frozen=True, slots=True)
class Definitions:
    """Of the figures of `Row` and of `Hearing`, by the names of their fields, and what the latter assumes."""

    answers: Mapping[str, Definition]
    hearing: Mapping[str, Definition]
    assumptions: tuple[str, ...]


@cache
def definitions() -> Definitions:
    """As `definitions.toml` has them."""
    found = tomllib.loads((files(__package__) / "definitions.toml").read_text(encoding="utf-8"))
    return Definitions(
        {name: Definition(**entry) for name, entry in found["answers"].items()},
        {name: Definition(**entry) for name, entry in found["hearing"].items()},
        tuple(found["assumptions"]["lines"]),
    )
