"""Bring the schema of Postgres up to this version of the code."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg

from sinks.postgres import Connection, Pool
from sinks.sql import Migration, migrations

_LOG = logging.getLogger(__name__)

_LOCK = 0x51_4E_52_47
"""Any number that all of ours share: one process migrates, the others wait."""

_BEFORE_ALL = """
create table if not exists migrations (
    number     int         primary key,
    name       text        not null,
    checksum   text        not null,
    applied_at timestamptz not null default now()
);
comment on table  migrations            is 'Steps that brought the schema to where it is.';
comment on column migrations.number     is 'Steps are applied in this order, without a gap.';
comment on column migrations.name       is 'What the step is about.';
comment on column migrations.checksum   is 'SHA-256 of the text; an applied step is never changed.';
comment on column migrations.applied_at is 'When it was applied, by the clock of Postgres.';
"""


class MigrationError(Exception):
    """The database was migrated by other steps than these."""


async def migrate(pool: Pool) -> list[Migration]:
    """Apply what is missing, all in one transaction, and log its warnings; returns what was applied."""
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute("select pg_advisory_xact_lock($1)", _LOCK)
        await connection.execute(_BEFORE_ALL)
        applied = {
            row["number"]: row["checksum"]
            for row in await connection.fetch("select number, checksum from migrations")
        }
        missing = _missing(applied)
        with _logging_warnings(connection):
            for step in missing:
                await connection.execute(step.text)
        for step in missing:
            await connection.execute(
                "insert into migrations (number, name, checksum) values ($1, $2, $3)",
                step.number,
                step.name,
                step.checksum,
            )
    return missing


async def missing_migrations(pool: Pool) -> list[Migration]:
    """What `migrate` would apply."""
    if await pool.fetchval("select to_regclass('migrations')") is None:
        return migrations()
    found = await pool.fetch("select number, checksum from migrations")
    return _missing({row["number"]: row["checksum"] for row in found})


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


def _missing(applied: dict[int, str]) -> list[Migration]:
    steps = migrations()
    for step in steps:
        if applied.get(step.number, step.checksum) != step.checksum:
            raise MigrationError(f"migration {step.number} ({step.name}) was changed after it was applied")
    return [step for step in steps if step.number not in applied]
