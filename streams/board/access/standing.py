"""What somebody may do on the board, in one word: `operator`, `council`, `admin`, `agency:dishub`."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import get_args

from sinks.board_accounts import Role

_OF_AGENCY = "agency:"
_ALONE: frozenset[str] = frozenset(get_args(Role)) - {"agency"}


@dataclass(frozen=True, slots=True)
class Standing:
    """A role, and whose it is where that is `agency`."""

    role: Role
    agency: str | None = None

    @property
    def word(self) -> str:
        """As forms and claims say it."""
        return f"{_OF_AGENCY}{self.agency}" if self.agency else self.role


def standing_of(word: str, agencies: Collection[str]) -> Standing | None:
    """None for a word that is none, or names an agency that there is not."""
    if word in _ALONE:
        role: Role = word  # type: ignore[assignment]
        return Standing(role)
    agency = word.removeprefix(_OF_AGENCY)
    return Standing("agency", agency) if agency != word and agency in agencies else None
