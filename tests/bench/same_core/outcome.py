"""What a stage came to, in fingerprints that know no order; the same for whoever did the same work."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import asyncpg

from tests.bench.engine.expected import fingerprint
from tests.bench.same_core.place import Ends, Place

TABLES = ("incidents", "links", "reports", "events")
BY_CHANCE = ["changed_at", "position", "recorded_at"]
"""Columns that tell when a row was written, or after which other."""
ROWS = "select (to_jsonb(row) - $1::text[])::text as row from {table} row"
PROGRESS = """
select coalesce(sum(next_offset), 0)::int as taken, (select count(*) from outbox)::int as unsent
from consumed
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Numbers and fingerprints by name: of messages, and of the rows of each table."""

    parts: dict[str, tuple[int, str]]

    @property
    def messages(self) -> int:
        return self.parts["messages"][0]

    def other_than(self, wanted: "Outcome") -> list[str]:
        """What differs, in words."""
        return [
            f"{name}: {self.parts[name][0]:,} instead of {number:,}, or others"
            for name, (number, _) in wanted.parts.items()
            if self.parts[name] != wanted.parts[name]
        ]


@dataclass(frozen=True, slots=True)
class Watch:
    """On a run, whose messages come behind `since`."""

    place: Place
    postgres: asyncpg.Connection
    since: Ends

    async def sent(self) -> int:
        """Messages so far."""
        ends = await self.place.consumer.end_offsets(list(self.since))
        return sum(ends.values()) - sum(self.since.values())

    async def taken(self) -> tuple[int, int]:
        """Records that are in Postgres with all that they came to; messages in the outbox."""
        row = await self.postgres.fetchrow(PROGRESS)
        return row["taken"], row["unsent"]

    async def outcome(self) -> Outcome:
        """Of all so far."""
        values = [one.value for one in await self.place.read(self.since)]
        parts = {"messages": (len(values), fingerprint(values))}
        for table in TABLES:
            rows = await self.postgres.fetch(ROWS.format(table=table), BY_CHANCE)
            parts[table] = len(rows), fingerprint(row["row"].encode() for row in rows)
        return Outcome(parts)


@asynccontextmanager
async def watching(place: Place, topics: list[str], url: str) -> AsyncIterator[Watch]:
    """From now on."""
    connection = await asyncpg.connect(url)
    try:
        yield Watch(place, connection, await place.ends(topics))
    finally:
        await connection.close()
