"""Whose turn it is where several partitions wait, and how much is taken at a time. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from faust.types import TP

PASSED_MAX = 7
"""So often urgent records may go before the partition that has waited longest."""

LEAST_RECORDS = 200
"""A chunk may hold so many however long it takes. Each costs a transaction and a confirmation: where these
are slow, on a busy machine, smaller chunks would carry less and less.
"""

FIRST_RECORDS = 20
"""The first chunk, when nobody knows yet how long a record takes."""

GROWTH_MAX = 10
"""A chunk has at most so many times the records of the one before: what these took may have been chance."""

TOO_LONG_S = 5.0
"""At a rebalance all workers wait for the chunk in hand, and who holds one for a minute is ended: so it
shrinks however few records it has. A worker that starts anew begins small, or it would take as much again.
"""


@dataclass(slots=True)
class Turns:
    """Which partition is read next. The same partition's records never pass each other."""

    _passed: dict[str, int] = field(default_factory=dict)

    def next(self, waiting: Sequence[TP], urgent_at: Mapping[TP, int]) -> TP:
        """One of `waiting`, of which the first has waited longest.

        `urgent_at` says how many records of a partition lie before its first urgent one, where it has one.
        Topics take turns by waiting alone. Of a topic the partition goes first whose urgent record is
        reached soonest, but after `PASSED_MAX` such turns the one that has waited longest.
        """
        longest = waiting[0]
        urgent = [tp for tp in waiting if tp.topic == longest.topic and tp in urgent_at]
        passed = self._passed.get(longest.topic, 0)
        chosen = min(urgent, key=urgent_at.__getitem__) if urgent and passed < PASSED_MAX else longest
        self._passed[longest.topic] = 0 if chosen == longest else passed + 1
        return chosen


def paced(most: int, records: int, took_s: float, *, wanted_s: float, ceiling: int) -> int:
    """How many records the next chunk of a partition may hold, after one of so many took so long."""
    least = min(LEAST_RECORDS, ceiling)
    if took_s > TOO_LONG_S:
        return max(1, min(most, int(records * wanted_s / took_s)))
    if took_s > wanted_s and most >= least:
        return min(most, max(least, int(records * wanted_s / took_s)))
    if records < most:
        return most
    half = int(records * wanted_s / 2 / max(took_s, wanted_s / 2 / GROWTH_MAX))
    return max(most, min(ceiling, half), min(least, 2 * most))


class Pace:
    """How many records of each partition make a chunk whose work takes about `wanted_s`.

    An urgent record waits about so long for the chunk in hand.
    """

    def __init__(self, ceiling: int, wanted_s: float) -> None:
        self._ceiling = ceiling
        self._wanted_s = wanted_s
        self._most: dict[TP, int] = {}
        self._began_s: dict[TP, float] = {}

    def most(self, partition: TP) -> int:
        """So many records the next chunk may hold."""
        return self._most.get(partition, min(FIRST_RECORDS, self._ceiling))

    def begin(self, partition: TP, now_s: float) -> None:
        """The agent takes a chunk in hand."""
        self._began_s[partition] = now_s

    def end(self, partition: TP, records: int, now_s: float) -> None:
        """It has finished the chunk."""
        took_s = now_s - self._began_s.pop(partition, now_s)
        self._most[partition] = paced(
            self.most(partition), records, took_s, wanted_s=self._wanted_s, ceiling=self._ceiling
        )
