"""What is judged, and how faults are told."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import asyncpg
from aiokafka import ConsumerRecord

SHOWN = 5
"""So many cases of one fault are named."""

ReportKey = tuple[str, str]
"""channel, id"""
Position = tuple[str, int, int]
"""topic, partition, offset"""
Said: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Published:
    """A record as Kafka has it. One that must be refused has no `id`."""

    topic: str
    partition: int
    offset: int
    value: bytes | None
    id: str | None

    @property
    def owner(self) -> str:
        """The channel or the agency whose topic it is."""
        return self.topic.partition(".")[2]


@dataclass(frozen=True, slots=True)
class Rules:
    """What the checker must know of the catalog: the kind of each agency, and the messages of a day."""

    kinds: Mapping[str, str]
    limit_a_day: int


@dataclass(frozen=True)
class Found:
    """All that is to be judged: rows of Postgres, and every record of the outgoing topics."""

    tables: Mapping[str, Sequence[asyncpg.Record]]
    logs: Mapping[str, Sequence[ConsumerRecord]]
    rules: Rules

    def log(self, prefix: str) -> Iterator[ConsumerRecord]:
        """The records of topics that begin so; those of one partition in their order."""
        return (record for topic, log in self.logs.items() if topic.startswith(prefix) for record in log)

    @cached_property
    def incidents(self) -> Mapping[str, asyncpg.Record]:
        """By id."""
        return {row["id"]: row for row in self.tables["incidents"]}

    def of_type(self, prefix: str) -> Iterator[tuple[ConsumerRecord, Said]]:
        """What agencies were told of one type, by the header that says so."""
        for record in self.log("dispatches."):
            if dict(record.headers)["ce_type"].decode().startswith(prefix):
                yield record, json.loads(record.value)

    @cached_property
    def dispatches(self) -> Mapping[str, Mapping[str, Mapping[int, Said]]]:
        """What was told of each incident to each agency, by version."""
        told: defaultdict[str, defaultdict[str, dict[int, Said]]] = defaultdict(lambda: defaultdict(dict))
        for _record, said in self.of_type("sinergi.dispatch."):
            told[said["incident_id"]][said["agency"]][said["version"]] = said
        return told

    @cached_property
    def feedback(self) -> Sequence[tuple[str, Said]]:
        """Channel and message."""
        return [
            (record.topic.removeprefix("feedback."), json.loads(record.value))
            for record in self.log("feedback.")
        ]


def valid_by_key(published: Iterable[Published], kind: str = "reports") -> dict[ReportKey, bytes]:
    """Of the topics `kind.*` what must be taken in, by channel (or agency) and id."""
    return {
        (p.owner, p.id): p.value or b""
        for p in published
        if p.topic.startswith(f"{kind}.") and p.id is not None
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


def repeats(log: Iterable[ConsumerRecord]) -> Iterator[str]:
    """A message that is sent again must be the same to the byte."""
    contents: defaultdict[bytes, set[object]] = defaultdict(set)
    for record in log:
        id = dict(record.headers)["ce_id"]
        contents[id].add((record.topic, record.partition, record.key, record.value, record.headers))
        said = json.loads(record.value).get("id")
        if said not in (None, id.decode()):
            yield f"{said} has the header ce_id {id!r}"
    yield from named("sent again with other bytes", (id for id, seen in contents.items() if len(seen) > 1))
