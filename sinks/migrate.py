"""Bring the schema of Postgres up to this version of the code."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import asyncpg

from schemas.plain_error import PlainError
from sinks.postgres import Connection, Pool
from sinks.sql import Migration, migrations

_LOG = logging.getLogger(__name__)

_LOCK = 0x51_4E_52_47
"""Any number that all of ours share: one process migrates, the others wait."""

LOCK_WAIT = "3s"
"""So long a step waits for workers to let go of a table; behind it, all others wait too."""
TRIES = 10
STEP_S = 14_400
"""So long one step may take: on millions of rows an index takes longer than other statements may."""

_BEFORE_ALL = """
create table if not exists migrations (
    number     int         primary key,
    name       text        not null,
    checksum   text        not null,
    applied_at timestamptz not null default now()
);
alter table migrations add column if not exists needs int not null default 0;
comment on table  migrations            is 'Steps that brought the schema to where it is.';
comment on column migrations.number     is 'Steps are applied in this order, without a gap.';
comment on column migrations.name       is 'What the step is about.';
comment on column migrations.checksum   is 'SHA-256 of the text; an applied step is never changed.';
comment on column migrations.applied_at is 'When it was applied, by the clock of Postgres.';
comment on column migrations.needs      is 'Code that knows no step of this number must not work here.';
"""

# Who migrated last may have known of no such column.
_APPLIED = """
select number, name, checksum, coalesce((to_jsonb(migrations) ->> 'needs')::int, 0) as needs
from migrations order by number
"""


class MigrationError(PlainError):
    """The database was migrated by other steps than these."""


@dataclass(frozen=True, slots=True)
class Applied:
    """A step that the database went through; code that knows no step `needs` must not work there."""

    number: int
    name: str
    checksum: str
    needs: int = 0


@dataclass(frozen=True, slots=True)
class Newer:
    """A step that later code has applied. `fits`: this code may work on the schema all the same."""

    number: int
    name: str
    needs: int
    fits: bool


async def migrate(pool: Pool) -> list[Migration]:
    """Apply what is missing, all in one transaction, and log its warnings; returns what was applied.

    Workers may be at work: where one holds what a step needs, it is all tried again, `TRIES` times. Raises
    `MigrationError`, and what Postgres says of the steps.
    """
    for _ in range(TRIES - 1):
        try:
            return await _migrate(pool)
        except (asyncpg.LockNotAvailableError, asyncpg.DeadlockDetectedError) as error:
            _LOG.warning("somebody holds what a migration needs, trying again: %s", error)
    return await _migrate(pool)


async def _migrate(pool: Pool) -> list[Migration]:
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute("select pg_advisory_xact_lock($1)", _LOCK)
        await connection.execute(
            f"set local lock_timeout = '{LOCK_WAIT}'; set local statement_timeout = '{STEP_S}s'"
        )
        await connection.execute(_BEFORE_ALL)
        missing = _missing(await applied_migrations(connection) or ())
        with _logging_warnings(connection):
            for step in missing:
                await connection.execute(step.text, timeout=STEP_S)
        for step in missing:
            await connection.execute(
                "insert into migrations (number, name, checksum, needs) values ($1, $2, $3, $4)",
                step.number,
                step.name,
                step.checksum,
                step.needs,
            )
    return missing


async def missing_migrations(pool: Pool) -> list[Migration]:
    """What `migrate` would apply."""
    return _missing(await applied_migrations(pool) or ())


async def newer_migrations(pool: Pool) -> list[Newer]:
    """Steps of later code than this, in their order."""
    return newer(await applied_migrations(pool) or (), migrations())


async def applied_migrations(
    asked: "Pool | Connection | asyncpg.Connection[asyncpg.Record]",
) -> list[Applied] | None:
    """In their order; None where nobody migrated the database."""
    if await asked.fetchval("select to_regclass('migrations')") is None:
        return None
    return [Applied(**dict(row)) for row in await asked.fetch(_APPLIED)]


def newer(applied: Iterable[Applied], steps: Sequence[Migration]) -> list[Newer]:
    """Of what was applied, the steps of later code than that which has these."""
    known = steps[-1].number
    return [
        Newer(one.number, one.name, one.needs, fits=one.needs <= known)
        for one in applied
        if one.number > known
    ]


@contextmanager
def _logging_warnings(connection: Connection) -> Iterator[None]:
    """Each once: several steps may lack the same right."""
    told: set[str] = set()

    def tell(_: object, message: asyncpg.PostgresLogMessage) -> None:
        if message.severity == "WARNING" and message.message not in told:
            told.add(message.message)
            _LOG.warning("%s", message.message)

    connection.add_log_listener(tell)
    try:
        yield
    finally:
        connection.remove_log_listener(tell)


def _missing(applied: Iterable[Applied]) -> list[Migration]:
    steps, checksums = migrations(), {one.number: one.checksum for one in applied}
    for step in steps:
        if checksums.get(step.number, step.checksum) != step.checksum:
            raise MigrationError(f"migration {step.number} ({step.name}) was changed after it was applied")
    return [step for step in steps if step.number not in checksums]
