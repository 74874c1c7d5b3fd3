"""Connections to Postgres, which has all tables of this version."""

import asyncio
from collections.abc import AsyncIterator, Collection, Iterable
from contextlib import asynccontextmanager
from functools import partial

from sinks.migrate import Newer, missing_migrations, newer_migrations
from sinks.pool import APPLICATION, CONNECTIONS, connect
from sinks.sql import Migration, Pool
from streams.connections.errors import NO_POSTGRES, NotReadyError, UnreachableError
from streams.connections.shown import without_password
from streams.logs import logger
from streams.logs.error_words import words
from streams.settings import PostgresSettings

NOTICE_S = 2.0
START_NEWER = "start a release that does"

log = logger(__name__)


@asynccontextmanager
async def postgres(
    settings: PostgresSettings,
    *,
    wait_s: float = 0,
    unchecked: bool = False,
    process: str | None = None,
    size: int = CONNECTIONS,
) -> AsyncIterator[Pool]:
    """A pool of at most `size` connections; waits up to `wait_s` for a Postgres that is not there yet.

    It has all tables of this version, unless `unchecked`; `process` is who asks for it. Raises
    `UnreachableError`, `NotReadyError`.
    """
    async with await open_pool(settings, wait_s=wait_s, process=process, size=size) as pool:
        if not unchecked:
            await migrated(pool)
        yield pool


async def migrated(pool: Pool) -> None:
    """Raises `NotReadyError` where Postgres has not all tables of this version, or is too new for it."""
    if missing := await missing_migrations(pool):
        raise NotReadyError(f"migrations are missing: {_names(missing)}; run `sinergi migrate`")
    newer = await newer_migrations(pool)
    if told := too_new(newer):
        raise NotReadyError(f"{told}; {START_NEWER}")
    if newer:
        log.info("the database is newer than this code, which fits it all the same", newer=_names(newer))


def too_new(newer: Collection[Newer]) -> str | None:
    """What to tell of steps with which this code must not work; None if there are none."""
    if unfit := [step for step in newer if not step.fits]:
        return (
            f"the database is too new for this code: {_names(unfit)} needs code that knows migration "
            f"{max(step.needs for step in unfit):04}"
        )
    return None


def _names(steps: Iterable[Migration | Newer]) -> str:
    return ", ".join(f"{step.number:04} {step.name}" for step in steps)


async def open_pool(
    settings: PostgresSettings,
    *,
    wait_s: float,
    process: str | None = None,
    cleared: bool = True,
    size: int = CONNECTIONS,
) -> Pool:
    """The same, for somebody else to close. Says that it waits. Raises `UnreachableError`."""
    url = without_password(settings.url)
    notice = asyncio.get_running_loop().call_later(
        NOTICE_S, partial(log.warning, "waiting for Postgres", postgres=url, at_most_s=wait_s)
    )
    try:
        return await connect(
            settings.url,
            wait_s=wait_s,
            statement_timeout_s=settings.statement_timeout_s,
            size=size,
            name=f"{APPLICATION}-{process}" if process else APPLICATION,
            cleared=cleared,
        )
    except NO_POSTGRES as error:
        raise no_postgres(settings, error) from error
    finally:
        notice.cancel()


def no_postgres(settings: PostgresSettings, error: Exception) -> UnreachableError:
    """What to tell of a Postgres that could not be reached."""
    why = "no answer in time" if isinstance(error, TimeoutError) else words(error)
    return UnreachableError(f"no Postgres at {without_password(settings.url)}: {why}")
