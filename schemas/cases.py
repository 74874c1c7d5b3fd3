"""What the city was asked to answer, column by column, for figures over very many of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Seconds: TypeAlias = NDArray[np.float64]
"""Since 1970; NaN for what did not happen."""
Flags: TypeAlias = NDArray[np.bool_]
Counts: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Cases:
    """One entry a case in each column; `taken_at` is the moment at which all of it was so.

    A case is an incident, from its first report on, or an agency's work on one, from the moment on when it
    was told. `groups` is what it is counted under. `answered` is when somebody first said to do it, or that
    it cannot be done; `done` when it was resolved, if that still holds. `given_up`: nobody will do it.
    `judged` counts photos of a fix that were looked at, `rejected` those that did not prove it.
    """

    taken_at: datetime
    groups: Sequence[str]
    categories: Sequence[str]
    urgencies: Sequence[str]
    began: Seconds
    answered: Seconds
    done: Seconds
    given_up: Flags
    open: Flags
    resolved_once: Flags
    reopened: Flags
    recurs: Flags
    by_partner: Flags
    judged: Counts
    rejected: Counts
    reports: Counts
    voices: Counts

    def __len__(self) -> int:
        return len(self.groups)


@dataclass(frozen=True, slots=True)
class Heard:
    """Incidents of one category in one kelurahan that had so many voices while they were observed.

    `days` is what passed from the first voice of each until the second, or until the end of its observation.
    """

    kelurahan: str
    category: str
    voices: int
    incidents: int
    days: float
