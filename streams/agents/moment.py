"""When a record was published."""

from datetime import UTC, datetime

from aiokafka import ConsumerRecord


def moment_of(record: ConsumerRecord) -> datetime:
    """By its own time stamp; the epoch if it has none."""
    return datetime.fromtimestamp(max(record.timestamp, 0) / 1000, UTC)
