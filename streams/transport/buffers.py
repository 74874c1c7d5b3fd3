"""What was fetched and waits for the agents, each partition's records in their order. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from faust.types import TP

from streams.transport.taken import Taken, bytes_of, records_before
from streams.transport.turns import LEAST_RECORDS, Turns
from streams.wire import Raw

BUFFER_BYTES = 8 << 20
"""Of a partition of which so much waits for the agent nothing more is taken."""
BUFFERS_BYTES = 64 << 20
"""Where so much waits of all of them, more is taken only of those of which nothing does."""
TURN_RECORDS = LEAST_RECORDS
"""Small chunks of several partitions are taken in one turn as long as they have no more records together."""

Urgent: TypeAlias = Callable[[Raw], bool]
"""Whether a record goes before those of other partitions."""


@dataclass(slots=True)
class Buffers:
    """First comes the partition that has waited longest."""

    _records: dict[TP, list[Raw]] = field(default_factory=dict)
    _bytes: dict[TP, int] = field(default_factory=dict)
    _fetched_to: dict[TP, int] = field(default_factory=dict)
    _taken_to: dict[TP, int] = field(default_factory=dict)
    _turns: Turns = field(default_factory=Turns)

    def __iter__(self) -> Iterator[TP]:
        return iter(self._records)

    def wanting(self, partitions: Iterable[TP], enough: int) -> set[TP]:
        """Those of which more may wait: fewer than `enough` records do, and they are not too large."""
        allowed = BUFFER_BYTES if sum(self._bytes.values()) < BUFFERS_BYTES else 1
        return {
            tp
            for tp in partitions
            if len(self._records.get(tp, ())) < enough and self._bytes.get(tp, 0) < allowed
        }

    def add(self, tp: TP, records: Sequence[Raw], next_offset: int) -> None:
        """These were fetched, and what comes after them begins there."""
        self._records.setdefault(tp, []).extend(records)
        self._bytes[tp] = self._bytes.get(tp, 0) + bytes_of(records)
        self._fetched_to[tp] = next_offset

    def next(
        self, free: Mapping[TP, int], *, urgent: Urgent | None, together: Mapping[str, str]
    ) -> Taken | None:
        """Take from the partition whose turn it is, and what may be taken beside it.

        `free` says of which partitions, and how many records at most; `together` names the agent of each
        topic of which small chunks are taken in one turn.
        """
        waiting = [tp for tp in self if tp in free]
        if not waiting:
            return None
        tp = self._turns.next(waiting, self._urgent_at(waiting, free, urgent) if urgent else {})
        taken = self._cut(tp, free[tp])
        return taken._replace(beside=tuple(self._beside(taken, waiting, free, together)))

    def is_last_taken(self, taken: Taken) -> bool:
        """Whether nothing of the partition was taken since."""
        return self._taken_to[taken.tp] == taken.next_offset

    def restart(self, tp: TP, offset: int) -> None:
        """What waits of a partition is let go; it is read on from there."""
        self._records.pop(tp, None)
        self._bytes.pop(tp, None)
        self._taken_to[tp] = offset

    def clear(self) -> None:
        """Nothing waits any more."""
        self._records.clear()
        self._bytes.clear()

    def _urgent_at(self, waiting: Iterable[TP], free: Mapping[TP, int], urgent: Urgent) -> dict[TP, int]:
        """Of each partition whose next chunk holds an urgent record, how many lie before that."""
        found = {tp: records_before(self._records[tp][: free[tp]], urgent) for tp in waiting}
        return {tp: position for tp, position in found.items() if position is not None}

    def _beside(
        self, taken: Taken, waiting: Iterable[TP], free: Mapping[TP, int], together: Mapping[str, str]
    ) -> Iterator[Taken]:
        """Of other partitions that the same agent takes together, as long as it is little."""
        agent, room = together.get(taken.tp.topic), TURN_RECORDS - len(taken.records)
        for tp in waiting:
            if agent and together.get(tp.topic) == agent and tp != taken.tp and room > 0:
                yield (more := self._cut(tp, min(room, free[tp])))
                room -= len(more.records)

    def _cut(self, tp: TP, most: int) -> Taken:
        waiting = self._records.pop(tp)
        records, rest = waiting[:most], waiting[most:]
        # What is taken is weighed: what stays would be weighed again at each turn.
        self._bytes[tp] -= bytes_of(records)
        if rest:
            self._records[tp] = rest
        self._taken_to[tp] = rest[0].offset if rest else self._fetched_to[tp]
        return Taken(tp, records, self._taken_to[tp])
