"""How long it takes until a share of all cases has come so far, though some still wait (Kaplan and Meier)."""

from collections.abc import Sequence

import numpy as np

from schemas.cases import Flags
from streams.core.classify.weights import Floats

ROUNDING = 1e-9


def reached(seconds: Floats, happened: Flags, shares: Sequence[float]) -> list[float | None]:
    """For each share of all cases the seconds within which it happened to so many; None if not known yet.

    `seconds` is how long it took or, where it has not happened, how long it has been waited for; infinite
    where it never will. Who still waits counts for as long as that is known: without them what was answered
    so far, which is the quicker part, would stand for all.
    """
    order = np.lexsort((~happened, seconds))
    at_risk = np.arange(len(order), 0, -1)
    waits = np.where(happened[order], 1 - 1 / at_risk, 1.0).cumprod()
    found = np.searchsorted(-waits, [share - 1 - ROUNDING for share in shares])
    return [float(seconds[order[at]]) if at < len(order) else None for at in found]
