"""Questions to Postgres, for callers who must hear when it is away."""

from collections.abc import Iterator
from contextlib import contextmanager

from asyncpg import (
    InsufficientResourcesError,
    InterfaceError,
    OperatorInterventionError,
    PostgresConnectionError,
)

from streams.intake.faults import later

AWAY = (
    OSError,
    TimeoutError,
    InterfaceError,
    PostgresConnectionError,
    OperatorInterventionError,
    InsufficientResourcesError,
)
"""What a Postgres that is away, or ends what it was asked, makes a question fail with."""
RETRY_AFTER_S = 5.0


@contextmanager
def asking_postgres() -> Iterator[None]:
    """Raises a `Fault` of 503 for what cannot be asked now."""
    try:
        yield
    except AWAY as error:
        raise later(503, "no_answer", RETRY_AFTER_S) from error
