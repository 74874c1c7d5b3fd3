"""How sure a figure is, drawn: where its range lies beside the city's, which is 1."""

import math
from dataclasses import dataclass

from streams.council.hearing import Hearing

WIDTH = 120
LEAST, MOST = 0.1, 10.0
"""What is farther off is drawn at the edge."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Places from left to right, in units of the drawing; halves and doubles are as far from the city."""

    low: float
    middle: float
    high: float
    same: float
    width: float = WIDTH


def interval_of(one: Hearing) -> Interval:
    """Of how often is reported there."""
    return Interval(*map(_x, (one.relative_low, one.relative, one.relative_high, 1.0)))


def _x(times: float) -> float:
    inside = min(MOST, max(LEAST, times))
    return round(WIDTH * math.log(inside / LEAST) / math.log(MOST / LEAST), 1)
