"""What is judged, and how faults are told."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import asyncpg
from aiokafka import ConsumerRecord

SHOWN = 5
"""So many cases of one fault are named."""

ReportKey = tuple[str, str]
"""channel, id"""
Position = tuple[str, int, int]
"""topic, partition, offset"""


@dataclass(frozen=True, slots=True)
class Published:
    """A record of a channel as Kafka has it. One that must be refused has no `report_id`."""

    topic: str
    partition: int
    offset: int
    value: bytes | None
    report_id: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """All that is to be judged: rows of Postgres, and every record of the outgoing topics."""

    tables: Mapping[str, Sequence[asyncpg.Record]]
    logs: Mapping[str, Sequence[ConsumerRecord]]

    def log(self, prefix: str) -> Iterator[ConsumerRecord]:
        """The records of topics that begin so; those of one partition in their order."""
        return (record for topic, log in self.logs.items() if topic.startswith(prefix) for record in log)


def valid_by_key(published: Iterable[Published]) -> dict[ReportKey, bytes]:
    return {
        (p.topic.removeprefix("reports."), p.report_id): p.value or b""
        for p in published
        if p.report_id is not None
    }


def position_of(row: asyncpg.Record | Mapping[str, object]) -> Position:
    return row["topic"], row["partition"], row["offset"]


def same(stored: str | bytes, sent: bytes) -> bool:
    """Whether the stored report says all that was sent; it may spell out what was left out."""
    content = json.loads(stored)
    return all(_alike(content.get(name), value) for name, value in json.loads(sent).items())


def _alike(stored: object, sent: object) -> bool:
    if isinstance(sent, dict):
        return isinstance(stored, dict) and all(
            _alike(stored.get(name), value) for name, value in sent.items()
        )
    if isinstance(sent, list):
        return isinstance(stored, list) and len(stored) == len(sent) and all(map(_alike, stored, sent))
    return stored == sent


def named(fault: str, cases: Iterable[object]) -> Iterator[str]:
    """One line for all cases of a fault."""
    if every := sorted(map(str, cases)):
        yield f"{len(every)} {fault}: {', '.join(every[:SHOWN])}"
