"""How fast a file is replayed."""

import re
from dataclasses import dataclass
from datetime import datetime

_FACTOR = re.compile(r"(\d+(?:\.\d+)?)x")


@dataclass(slots=True)
class Pace:
    """Time pressed together by `factor`; without one there is no waiting."""

    factor: float | None
    _first: datetime | None = None

    def due_s(self, said_at: datetime | None) -> float:
        """Seconds after the start at which a record is due; one without a time is due at once."""
        if self.factor is None or said_at is None:
            return 0.0
        if self._first is None:
            self._first = said_at
        return (said_at - self._first).total_seconds() / self.factor


def factor_of(text: str) -> float | None:
    """`60x` -> 60, `max` -> None. Raises ValueError."""
    if text == "max":
        return None
    found = _FACTOR.fullmatch(text)
    if not found or float(found[1]) == 0:
        raise ValueError(f"{text!r} is no speed: say max, or how many times faster, like 60x")
    return float(found[1])
