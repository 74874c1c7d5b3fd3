"""What is said where Kafka or Postgres is away, and what that looks like."""

import asyncpg
from aiokafka.errors import KafkaError

from schemas.plain_error import PlainError


class UnreachableError(PlainError):
    """Kafka or Postgres does not answer, or not as it should."""


class NotReadyError(PlainError):
    """Something that must be there first is not, in words for a person."""


NO_POSTGRES = (OSError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError)
"""What a command meets at its first connection, a wrong address and a refusal included; it tells and ends."""

AWAY = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # So asyncpg fails at times whose connection was cut off while it was idle.
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
)
"""What a process that runs meets of a Postgres that is not there, about to go, too slow or full.

It goes on without. All else is our own fault; no answer in time is an `OSError` too.
"""

ANY_AWAY = (*AWAY, KafkaError, UnreachableError, NotReadyError)
"""The same of Kafka and Postgres, where connections are opened anew: no tables and no topics yet included."""
