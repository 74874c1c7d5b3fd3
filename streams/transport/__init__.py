"""Batches of records for Faust agents, of which none is lost or skipped.

Faust hands out single records, forgets those that an agent failed on, and skips some at a
rebalance. This transport hands out chunks: up to some thousand records of one partition, one chunk
in flight a partition, finished only when the agent says so. Small ones of several partitions may come
together, since a turn of an agent costs milliseconds however few records it is for. `tests/contract` holds
a test for each of its promises; it leans on private parts of the exact versions that pyproject.toml pins.
"""

from streams.transport.buffers import Urgent
from streams.transport.chunk import Chunk, ChunkSchema, Owner, chunks
from streams.transport.consumer import Consumer
from streams.transport.driver import Transport, consumer_of, own, producer_of, together
from streams.transport.ledger import OffsetOutsideLog
from streams.transport.no_tables import NoTables

__all__ = [
    "Chunk",
    "ChunkSchema",
    "Consumer",
    "NoTables",
    "OffsetOutsideLog",
    "Owner",
    "Transport",
    "Urgent",
    "chunks",
    "consumer_of",
    "own",
    "producer_of",
    "together",
]
