"""Postgres, asked while a caller waits."""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg

from streams.intake.faults import later

RETRY_AFTER_S = 5.0
AWAY = (
    OSError,
    TimeoutError,
    asyncio.TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
)
"""What a Postgres raises that is not there, about to go, or has no room."""

log = logging.getLogger(__name__)


@contextmanager
def asking() -> Iterator[None]:
    """Raises a `Fault` of 503 where Postgres is away; a question that is wrong itself stays an error."""
    try:
        yield
    except asyncpg.DataError:  # To asyncpg an InterfaceError as well.
        raise
    except AWAY as error:
        log.warning("Postgres could not be asked: %s", error)
        raise later(503, "not_now", RETRY_AFTER_S) from error
