"""`resolve` on a Postgres and without a broker, for reports and corrections; and what Postgres then holds."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from aiokafka import ConsumerRecord
from faust.types import TP

from schemas.classified import ClassifiedReport, ReportKey
from schemas.corrected import Entry
from schemas.incident import Incident, Link
from schemas.message import Message
from schemas.topics import CLASSIFIED
from sinks.correction_rows import entry_of
from sinks.incident_rows import incident_of
from sinks.keyring import Keyring
from sinks.postgres import Pool, Store
from sinks.rows import link_of
from streams.agents.resolve import Resolve
from streams.core.records.commands import Event, command_record
from streams.core.tell import classified_record
from streams.metrics import Metrics
from streams.transport import Chunk
from tests.unit.core.city import RULES
from tests.unit.core.corrected_city import Books
from tests.unit.core.reports import NOON

SENT_MS = int(NOON.timestamp() * 1000)

Held: TypeAlias = tuple[
    dict[str, Incident],
    dict[ReportKey, tuple[Link, str | None]],
    dict[str, Entry],
    dict[str, list[ReportKey]],
]
"""Incidents, links and what is leaving by which correction, corrections, and the order of members."""


@dataclass
class Office:
    """One worker after the other; `sent` is what a broker would have got."""

    store: Store
    sent: list[Message] = field(default_factory=list)
    offset: int = 0
    away: bool = False

    async def open(self) -> None:
        """A worker starts."""
        self.resolve = Resolve(
            self.store, Keyring(self.store._pool), RULES, self.publish, Metrics("resolve"), partitions=1
        )
        await self.resolve.claims.claim(frozenset({TP(CLASSIFIED, 0)}))

    async def publish(self, messages: Sequence[Message]) -> None:
        if self.away:
            raise ConnectionError
        self.sent += messages

    async def take(self, events: Sequence[Event]) -> None:
        """One chunk."""
        await self.take_messages([_message(event) for event in events])

    async def take_messages(self, messages: Sequence[Message]) -> None:
        records = [
            ConsumerRecord(
                CLASSIFIED, 0, self.offset + n, SENT_MS, 0, m.key, m.value, 0, 0, 0, tuple(m.headers)
            )
            for n, m in enumerate(messages)
        ]
        self.offset += len(records)
        await self.resolve.take(Chunk(CLASSIFIED, 0, 1, records, self.offset, lambda _: True))

    def on_the_way(self) -> list[Message]:
        """What was sent to ourselves so far."""
        return [message for message in self.sent if message.topic == CLASSIFIED]


def _message(event: Event) -> Message:
    return classified_record(event) if isinstance(event, ClassifiedReport) else command_record(event)


async def held(pool: Pool) -> Held:
    """What Postgres holds."""
    links = await pool.fetch("select * from links order by position")
    members: dict[str, list[ReportKey]] = {}
    for row in links:
        members.setdefault(row["incident_id"], []).append((row["channel"], row["report_id"]))
    return (
        {row["id"]: incident_of(row) for row in await pool.fetch("select * from incidents")},
        {(row["channel"], row["report_id"]): (link_of(row), row["leaving"]) for row in links},
        {row["id"]: _unplaced(entry_of(row)) for row in await pool.fetch("select * from corrections")},
        members,
    )


def expected(books: Books) -> Held:
    """What it should hold."""
    ordered = sorted(books.links.values(), key=lambda member: member.position or 0)
    members: dict[str, list[ReportKey]] = {}
    for member in ordered:
        members.setdefault(member.link.incident_id, []).append(member.key)
    return (
        books.incidents,
        {member.key: (member.link, member.leaving) for member in ordered},
        {id: _unplaced(entry) for id, entry in books.entries.items()},
        members,
    )


def _unplaced(entry: Entry) -> Entry:
    """Without the figures by which members are ordered: a batch that was rolled back has used some."""
    seats = tuple(replace(seat, position=0) for seat in entry.before.seats)
    return replace(entry, before=replace(entry.before, seats=seats))
