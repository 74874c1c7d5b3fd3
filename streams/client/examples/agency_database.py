"""An agency that keeps its incidents in a Postgres of its own, each version exactly once, and answers them.

    python -m streams.client.examples.agency_database dishub 127.0.0.1:9092 postgresql:///dishub [--embedded]

It makes its tables in a schema of its own, `agency_dishub`. Stop it and kill it as you like: what it was
told is written in the same transaction as its place, and what it answers is written there too before it is
sent.
"""

import argparse
import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import asyncpg

from streams.client import (
    Dispatch,
    Dispatches,
    Done,
    EventDispatch,
    InUse,
    News,
    Progress,
    Refused,
    Unread,
)

OFFICER = "piket-1"
"""Who accepts: an account, not a name."""
PAUSE_S = 0.5
MOST = 100

SCHEMA = """
create table if not exists incident (
    id text primary key, version int not null, category text not null, urgency text not null,
    step text not null, lat float8, lon float8, place text not null, voices int not null,
    summary text not null
);
create table if not exists told (
    number bigserial primary key, incident text not null, version int not null, kind text not null
);
create table if not exists event (id text primary key, version int not null, message text not null);
create table if not exists unread (place text primary key, type text, reason text, value bytea);
create table if not exists answer (
    number bigserial primary key, incident text not null, version int not null, at timestamptz not null,
    officer text not null, outcome text
);
create table if not exists place (
    cluster text, topic text, partition int, next_offset bigint not null,
    primary key (cluster, topic, partition)
);
create table if not exists seen (
    topic text, subject text, version int not null, primary key (topic, subject)
);
"""


class AgencyMemory:
    """The place and the versions seen, in the agency's own database: `Memory` of the client."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection

    async def places(self, cluster: str, topic: str) -> Mapping[int, int]:
        """The next offset of each partition."""
        rows = await self._connection.fetch(
            "select partition, next_offset from place where cluster = $1 and topic = $2",
            cluster,
            topic,
        )
        return {row["partition"]: row["next_offset"] for row in rows}

    async def version(self, topic: str, subject: str) -> int:
        """The highest version done."""
        found = await self._connection.fetchval(
            "select version from seen where topic = $1 and subject = $2", topic, subject
        )
        return found or 0

    @contextlib.asynccontextmanager
    async def handling(self, done: Done) -> AsyncIterator[None]:
        """What the block writes on the connection and what is done are one transaction."""
        place = done.place
        async with self._connection.transaction():
            yield
            await self._connection.execute(
                "insert into place values ($1, $2, $3, $4) on conflict (cluster, topic, partition) "
                "do update set next_offset = excluded.next_offset",
                *(place.cluster, place.topic, place.partition, place.next_offset),
            )
            await self._connection.execute(
                "insert into seen values ($1, $2, $3) on conflict (topic, subject) "
                "do update set version = excluded.version",
                *(place.topic, done.subject, done.version),
            )


async def connect(url: str, agency: str) -> asyncpg.Connection:
    """A connection that finds this agency's tables. Raises ValueError for what is no agency's id."""
    if not re.fullmatch("[a-z0-9_]+", agency):
        raise ValueError(f"{agency!r} is no agency's id")
    return await asyncpg.connect(url, server_settings={"search_path": f"agency_{agency}"})


@contextlib.asynccontextmanager
async def database(url: str, agency: str) -> AsyncIterator[asyncpg.Connection]:
    """The agency's database, for this process alone: the lock lives as long as the connection that writes."""
    connection = await connect(url, agency)
    try:
        if not await connection.fetchval("select pg_try_advisory_lock(hashtext($1))", f"sinergi {agency}"):
            raise InUse(f"another process reads for {agency} with this database")
        await connection.execute(f'create schema if not exists "agency_{agency}"')
        await connection.execute(SCHEMA)
        yield connection
    finally:
        await connection.close()


async def hear(dispatches: Dispatches, connection: asyncpg.Connection) -> None:
    """Write down what the agency is told; the memory's transaction is open around each turn of the loop."""
    async for news in dispatches:
        await write(connection, news)


async def write(connection: asyncpg.Connection, news: News) -> None:
    """One message. What this version cannot read is kept for a person to look at."""
    match news:
        case Dispatch():
            await write_incident(connection, news)
            if news.kind in {"opened", "reopened"}:
                await connection.execute(
                    "insert into answer (incident, version, at, officer) values ($1, $2, $3, $4)",
                    *(news.incident_id, news.version, datetime.now(UTC), OFFICER),
                )
        case EventDispatch():
            await connection.execute(
                "insert into event values ($1, $2, $3) on conflict (id) "
                "do update set version = excluded.version, message = excluded.message",
                *(news.event_id, news.version, news.message),
            )
        case Unread():
            await connection.execute(
                "insert into unread values ($1, $2, $3, $4) on conflict do nothing",
                *(news.where, news.type, news.reason, news.value),
            )


async def write_incident(connection: asyncpg.Connection, told: Dispatch) -> None:
    """The incident as it is now, and that we were told."""
    await connection.execute(
        "insert into incident values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) "
        "on conflict (id) do update set (version, category, urgency, step, lat, lon, place, voices, summary) "
        "= (excluded.version, excluded.category, excluded.urgency, excluded.step, excluded.lat, "
        "excluded.lon, excluded.place, excluded.voices, excluded.summary)",
        *(told.incident_id, told.version, told.category, told.urgency.value, told.step.value),
        *(told.place.lat, told.place.lon, told.place.words, told.voices, told.summary),
    )
    await connection.execute(
        "insert into told (incident, version, kind) values ($1, $2, $3)",
        *(told.incident_id, told.version, told.kind),
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """An acceptance that is to be sent, or was and nobody wrote it down: sent again it counts once."""

    number: int
    incident_id: str
    version: int
    at: datetime
    officer: str


async def answer(url: str, agency: str, progress: Progress) -> None:
    """Send what is to be answered, for ever. Kafka first and the database after it, so that none is lost."""
    connection = await connect(url, agency)
    try:
        while True:
            rows = await connection.fetch(
                "select number, incident, version, at, officer from answer where outcome is null "
                "order by number limit $1",
                MOST,
            )
            for each in (Answer(*row.values()) for row in rows):
                await connection.execute(
                    "update answer set outcome = $2 where number = $1",
                    *(each.number, await send(progress, each)),
                )
            if not rows:
                await asyncio.sleep(PAUSE_S)
    finally:
        await connection.close()


async def send(progress: Progress, each: Answer) -> str:
    """What became of it."""
    try:
        await progress.accepted(each, by=each.officer, at=each.at)
    except Refused as refused:
        return f"refused: {refused}"
    return "sent"


async def run(agency: str, kafka: str, url: str, *, embedded: bool) -> None:
    """Until something fails; a supervisor starts it again."""
    async with (
        database(url, agency) as connection,
        Dispatches(agency, brokers=kafka, memory=AgencyMemory(connection)) as dispatches,
        Progress(agency, brokers=kafka, idempotent=not embedded) as progress,
        asyncio.TaskGroup() as tasks,
    ):
        tasks.create_task(answer(url, agency, progress))
        await hear(dispatches, connection)


def main() -> None:
    """From the command line."""
    parser = argparse.ArgumentParser(description="Keep an agency's incidents in a Postgres, and accept them.")
    parser.add_argument("agency")
    parser.add_argument("kafka", help="host:port, several with commas")
    parser.add_argument("postgres", help="URL of the agency's own database")
    parser.add_argument("--embedded", action="store_true", help="for the broker of `sinergi up --embedded`")
    given = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(run(given.agency, given.kafka, given.postgres, embedded=given.embedded))


if __name__ == "__main__":
    main()
