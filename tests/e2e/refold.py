"""The log of classified reports folded again, by the core alone: what Postgres must hold, to the letter."""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import asyncpg
from aiokafka import ConsumerRecord

from schemas.catalog import load
from schemas.classified import ReportKey
from schemas.command import Answered, Receive
from schemas.incident import Incident
from schemas.rejection import Rejection
from sinks.incident_rows import incident_of
from streams.core.records.commands import Event, read_event
from streams.core.rules import Rules
from streams.weights import load_duplicates
from tests.unit.core.corrected_city import Books


@dataclass(frozen=True, slots=True)
class Outcome:
    """Every incident as it stands, and who belongs to it by which decision."""

    incidents: Mapping[str, Incident]
    members: Mapping[ReportKey, tuple[str, str]]

    def differences(self, other: "Outcome") -> list[str]:
        """What is not the same, by id or by report."""
        return [
            f"{key}: {mine.get(key)} is not {theirs.get(key)}"
            for mine, theirs in ((self.incidents, other.incidents), (self.members, other.members))
            for key in mine.keys() | theirs.keys()
            if mine.get(key) != theirs.get(key)
        ]


def refolded(log: Iterable[ConsumerRecord]) -> Outcome:
    """Fold a log, each partition in its order.

    A correction between two keys looks at both, and a proof at all photos that were seen, so the partitions
    are taken in the order of time; what was sent to another key waits for who sent it.
    """
    books = Books(rules=Rules.of(load(), load_duplicates()))
    queues: defaultdict[int, deque[tuple[int, Event]]] = defaultdict(deque)
    for record in log:
        event = read_event(record, books.rules.catalog)
        assert not isinstance(event, Rejection), event
        queues[record.partition].append((record.timestamp, event))
    while left := [queue for queue in queues.values() if queue]:
        ready = [queue for queue in left if not _early(queue[0][1], books)]
        assert ready, "reports arrive that nobody sent"
        books.take([min(ready, key=lambda queue: queue[0][0]).popleft()[1]])
    members = {key: (one.link.incident_id, one.link.decision.value) for key, one in books.links.items()}
    return Outcome(books.incidents, members)


def _early(event: Event, books: Books) -> bool:
    """What another key sends on and has not sent yet."""
    match event:
        case Receive(ordered=ordered):
            return ordered.correction.id not in books.entries
        case Answered(hops=hops) if hops:
            return event not in books.sent
    return False


async def stored(url: str) -> Outcome:
    """What Postgres holds."""
    connection = await asyncpg.connect(url)
    try:
        incidents = await connection.fetch("select * from incidents")
        links = await connection.fetch("select channel, report_id, incident_id, decision from links")
    finally:
        await connection.close()
    return Outcome(
        {row["id"]: incident_of(row) for row in incidents},
        {(row["channel"], row["report_id"]): (row["incident_id"], row["decision"]) for row in links},
    )
