"""How long something usually takes, in words that people use."""

import math
from functools import lru_cache
from typing import NamedTuple

from streams.core.durations import Usual


class Mark(NamedTuple):
    """A length of time that people say."""

    seconds: float
    number: int
    unit: str


DAY_S = 86_400
YEAR_S = 365 * DAY_S
MARKS = (
    *(Mark(number * 60, number, "menit") for number in (5, 10, 15, 20, 30, 40, 50)),
    *(Mark(number * 3_600, number, "jam") for number in range(1, 24)),
    *(Mark(number * DAY_S, number, "hari") for number in range(1, 14)),
    *(Mark(number * 7 * DAY_S, number, "minggu") for number in range(2, 9)),
    *(Mark(number * 30 * DAY_S, number, "bulan") for number in range(2, 25)),
    *(Mark(number * YEAR_S, number, "tahun") for number in range(2, 11)),
)
APART = 10
"""A low end that lies so many times below the high one tells nobody when to look again."""


def marks_of(usual: Usual) -> tuple[Mark | None, Mark]:
    """Between which lengths it lies, rounded outward; the low one is None where it would tell nothing."""
    low = next((mark for mark in reversed(MARKS) if mark.seconds <= usual.low_s), None)
    high = next((mark for mark in MARKS if mark.seconds >= usual.high_s), None)
    if high is None:
        years = math.ceil(usual.high_s / YEAR_S)
        high = Mark(years * YEAR_S, years, "tahun")
    return low if low and high.seconds <= APART * low.seconds else None, high


@lru_cache(maxsize=256)
def usual_words(usual: Usual) -> str:
    """In Indonesian, behind "selesai dalam"; it never leaves out what it was made from.

    Plain letters: one dash from outside the alphabet of SMS halves what goes into one.
    """
    low, high = marks_of(usual)
    if low is None:
        return f"paling lama {high.number} {high.unit}"
    if low == high:
        return f"sekitar {high.number} {high.unit}"
    if low.unit == high.unit:
        return f"{low.number}-{high.number} {high.unit}"
    return f"{low.number} {low.unit} sampai {high.number} {high.unit}"
