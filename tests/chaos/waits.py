"""How long records waited for being processed, from the times at which Kafka and Postgres got them. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from tests.chaos.audit import Write

Position: TypeAlias = tuple[str, int, int]
"""topic, partition, offset"""


@dataclass(frozen=True, slots=True)
class Wait:
    """A record lay in a place `since`, and was processed at `until`, in seconds since the epoch.

    Its place is a topic and a partition.
    """

    place: tuple[str, int]
    since: float
    until: float


@dataclass(frozen=True, slots=True)
class Blow:
    """Something that was done while all was well, and when all was well again; to whom, if to one role."""

    role: str
    begins: float
    ends: float


def triaged(arrived: Mapping[Position, float], origins: Iterable[tuple[Position, float]]) -> list[Wait]:
    """Of reports: from the channel's topic until they were, for the first time, on the next."""
    first: dict[Position, float] = {}
    for position, at in origins:
        first[position] = min(at, first.get(position, at))
    return [
        Wait(position[:2], arrived[position], at) for position, at in first.items() if position in arrived
    ]


def resolved(arrived: Mapping[Position, float], written: Iterable[Write]) -> list[Wait]:
    """Of what lies in a topic that Postgres keeps the offset of: until the batch that took it in."""
    return [
        Wait((write.topic, write.partition), at, write.at)
        for write in written
        if write.moved
        for offset in range(write.before or 0, write.next_offset or 0)
        if (at := arrived.get((write.topic, write.partition, offset))) is not None
    ]


def again_s(blow: Blow, waits: Iterable[Wait]) -> float:
    """Of each partition the first record that came after the blow: until all of these were processed."""
    first: dict[tuple[str, int], Wait] = {}
    for wait in waits:
        known = first.get(wait.place)
        if blow.begins <= wait.since < blow.ends and (known is None or wait.since < known.since):
            first[wait.place] = wait
    return max((wait.until - wait.since for wait in first.values()), default=0.0)


def longest_s(blow: Blow, waits: Sequence[Wait]) -> float:
    """From the blow, or from when a record came after it, until it was processed: the longest."""
    return max(
        (
            wait.until - max(wait.since, blow.begins)
            for wait in waits
            if wait.since < blow.ends and wait.until > blow.begins
        ),
        default=0.0,
    )
