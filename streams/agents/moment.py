"""When a record was published."""

from datetime import UTC, datetime

from aiokafka import ConsumerRecord

from schemas.contract import YEARS

_EPOCH = datetime.fromtimestamp(0, UTC)
_LAST_MS = int(datetime(YEARS.stop, 1, 1, tzinfo=UTC).timestamp() * 1000) - 1
"""Producers write the stamp themselves: 64 bits, of which a date can hold but a few."""


def moment_of(record: ConsumerRecord) -> datetime:
    """By its own time stamp; the epoch if it has none, or none that could be so."""
    stamped = 0 <= record.timestamp <= _LAST_MS
    return datetime.fromtimestamp(record.timestamp / 1000, UTC) if stamped else _EPOCH
