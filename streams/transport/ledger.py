"""Which records of each owned partition are read, finished and committed. Pure.

Offsets here are Kafka's convention throughout: the next offset to read, never the last one read.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from faust.types import TP

from schemas.plain_error import PlainError


class OffsetOutsideLog(PlainError):  # noqa: N818
    """The next offset to read is not in the log: records were lost, or the topic was made anew."""

    def __init__(self, partition: TP, offset: int, beginning: int, end: int) -> None:
        super().__init__(
            f"{partition.topic}[{partition.partition}]: the next offset to read is {offset}, but the log "
            f"holds {beginning} to {end}; either retention removed unread records or the topic was made anew"
        )


def starts_within(
    claimed: Mapping[TP, int | None], beginnings: Mapping[TP, int], ends: Mapping[TP, int]
) -> dict[TP, int]:
    """Where to read from: the claimed offset, or the log's beginning where there is none.

    Raises `OffsetOutsideLog`. The ends must be read after the claim: a rival that still wrote
    between the two would look like a hole.
    """
    starts = {}
    for partition, offset in claimed.items():
        beginning, end = beginnings[partition], ends[partition]
        start = beginning if offset is None else offset
        if not beginning <= start <= end:
            raise OffsetOutsideLog(partition, start, beginning, end)
        starts[partition] = start
    return starts


@dataclass(slots=True)
class _Place:
    finished: int
    committed: int
    in_flight: int | None = None
    held: bool = False
    alone: bool = False


class Ledger:
    """One generation's partitions, with at most one chunk in flight each.

    The bound is what makes the rest simple: what is finished is always one contiguous run, so
    there are no gaps to remember, and no partition starves another. Of a topic, or of topics taken
    `together` (by name of their agent), the chunks of at most one turn wait for the agent, so that records
    arriving meanwhile join them instead of queueing behind; behind one that is to be alone, none waits.
    """

    def __init__(self, together: Mapping[str, str] | None = None) -> None:
        self.generation: int | None = None
        self._together = {} if together is None else together
        self._places: dict[TP, _Place] = {}

    def assign(self, generation: int, starts: Mapping[TP, int]) -> None:
        """Begin a generation: everything of the one before is forgotten."""
        self.generation = generation
        self._places = {tp: _Place(start, start) for tp, start in starts.items()}

    def drop(self) -> None:
        """Own nothing until the next `assign`."""
        self.generation = None
        self._places = {}

    def partitions(self) -> frozenset[TP]:
        """What is owned and may be read."""
        return frozenset(self._places)

    def free(self) -> set[TP]:
        """The partitions of which a chunk may be made ready."""
        in_flight = {tp: place for tp, place in self._places.items() if place.in_flight is not None}
        waiting = {self._reader(tp) for tp, place in in_flight.items() if place.alone or not place.held}
        return {tp for tp in self._places if tp not in in_flight and self._reader(tp) not in waiting}

    def begin(self, partition: TP, next_offset: int, *, alone: bool = False) -> None:
        """A chunk that ends before `next_offset` is on its way; one `alone` has none behind it."""
        place = self._places[partition]
        if place.in_flight is not None:
            raise RuntimeError(f"{partition} already has a chunk in flight")
        place.in_flight, place.alone = next_offset, alone

    def hold(self, partition: TP, generation: int, next_offset: int) -> bool:
        """The agent takes the chunk in hand; False if the chunk is of another generation."""
        place = self._in_flight(partition, generation, next_offset)
        if place:
            place.held = True
        return place is not None

    def finish(self, partition: TP, generation: int, next_offset: int) -> bool:
        """The chunk is done; False if it is of another generation, which counts for nothing."""
        place = self._in_flight(partition, generation, next_offset)
        if place:
            place.finished, place.in_flight, place.held = next_offset, None, False
        return place is not None

    def held(self) -> frozenset[TP]:
        """The partitions whose chunk the agent has in hand."""
        return frozenset(tp for tp, place in self._places.items() if place.held)

    def next_offsets(self) -> dict[TP, int]:
        """The first offset of each partition that is not finished."""
        return {tp: place.finished for tp, place in self._places.items()}

    def to_commit(self) -> dict[TP, int]:
        """What is finished and not committed."""
        return {tp: place.finished for tp, place in self._places.items() if place.finished != place.committed}

    def committed(self, generation: int | None, offsets: Mapping[TP, int]) -> None:
        """Kafka has taken these offsets."""
        if generation == self.generation:
            for tp, offset in offsets.items():
                self._places[tp].committed = offset

    def _reader(self, partition: TP) -> str:
        return self._together.get(partition.topic, partition.topic)

    def _in_flight(self, partition: TP, generation: int, next_offset: int) -> _Place | None:
        if generation != self.generation:
            return None
        place = self._places.get(partition)
        return place if place and place.in_flight == next_offset else None


def lags(next_offsets: Mapping[TP, int], ends: Mapping[TP, int]) -> dict[TP, int]:
    """Records from the first unfinished offset to the log's end, of which the last known may lie before."""
    return {tp: max(0, ends[tp] - offset) for tp, offset in next_offsets.items()}
