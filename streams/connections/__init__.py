"""Connections for processes and commands: what cannot be reached is said in one line, without passwords."""

from streams.connections.errors import ANY_AWAY, AWAY, NO_POSTGRES, NotReadyError, UnreachableError
from streams.connections.shown import UNREADABLE, without_password
from streams.connections.to_kafka import (
    MAKE_TOPICS,
    answered,
    cluster_of,
    consumer,
    counts_of,
    no_broker,
    producer,
)
from streams.connections.to_postgres import START_NEWER, migrated, no_postgres, open_pool, postgres, too_new

__all__ = [
    "ANY_AWAY",
    "AWAY",
    "MAKE_TOPICS",
    "NO_POSTGRES",
    "START_NEWER",
    "UNREADABLE",
    "NotReadyError",
    "UnreachableError",
    "answered",
    "cluster_of",
    "consumer",
    "counts_of",
    "migrated",
    "no_broker",
    "no_postgres",
    "open_pool",
    "postgres",
    "producer",
    "too_new",
    "without_password",
]
