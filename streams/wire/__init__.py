"""Batches of records as they come from Kafka, read so that nobody who writes one can stop who reads it.

Kafka looks at a batch as a whole, and takes much that aiokafka raises for, at every read of the partition
again; or that it reads, and counts wrongly. What cannot be read is `Unreadable` here, in its place.
"""

from aiokafka.consumer import fetcher

from streams.wire.fetched import FetchResult, PartitionRecords
from streams.wire.records import Records
from streams.wire.run import Raw, Run

__all__ = ["Raw", "Records", "Run", "read_safely"]


def read_safely() -> None:
    """Have all consumers of aiokafka in this process read by `Records`. It has no setting for that."""
    fetcher.MemoryRecords = Records
    fetcher.PartitionRecords = PartitionRecords
    fetcher.FetchResult = FetchResult
