"""Every topic as it should be, from the catalog and the settings."""

from collections.abc import Iterator
from datetime import timedelta

from schemas import topics
from schemas.catalog.models import Catalog
from schemas.rejection import ORIGINAL_BYTES
from sinks.topics import TopicSpec
from streams.settings import KafkaSettings

REPORT_BYTES = ORIGINAL_BYTES + (64 << 10)
"""A channel may send too much: what can be kept of it whole is refused by us, not by the broker."""
REJECTION_BYTES = 8 << 20
"""A rejection holds its original as base64, four thirds of `ORIGINAL_BYTES`."""
DESTROYED = timedelta(days=1)
"""Within it Kafka removes a destroyed key for good, as long as others are made."""
SELDOM = 1
"""Partitions where little is said: one reader has dozens of these topics, and each costs every fetch."""


def topology(kafka: KafkaSettings, catalog: Catalog) -> list[TopicSpec]:
    """What `sinergi topics` makes, in a stable order."""
    often = [
        TopicSpec(name, kafka.partitions, kafka.replication, _config(kafka, message_bytes))
        for name, message_bytes in _names(catalog)
    ]
    seldom = [
        TopicSpec(name, SELDOM, kafka.replication, _config(kafka, None)) for name in _seldom_said(catalog)
    ]
    # In one, so that what others say has the segment rolled in which a destroyed key still lies.
    keys = TopicSpec(topics.REPORTER_KEYS, SELDOM, kafka.replication, _compacted(kafka))
    return [*often, *seldom, keys]


def _names(catalog: Catalog) -> Iterator[tuple[str, int | None]]:
    """Names with the largest message, where Kafka's own limit of 1 MiB does not do."""
    for channel in sorted(catalog.channels):
        yield topics.reports(channel), REPORT_BYTES
    yield topics.CORRECTIONS, None
    yield topics.ANNOUNCEMENTS, None
    yield topics.CLASSIFIED, None
    yield topics.REJECTED, REJECTION_BYTES
    for agency in sorted(catalog.agencies):
        yield topics.dispatches(agency), None
    for channel in sorted(catalog.channels):
        yield topics.feedback(channel), None


def _seldom_said(catalog: Catalog) -> Iterator[str]:
    yield from (topics.progress(agency) for agency in sorted(catalog.agencies))
    yield from (topics.replies(channel) for channel in sorted(catalog.channels))


def _compacted(kafka: KafkaSettings) -> dict[str, str]:
    """Of each key the last record is kept; what was destroyed is removed within `DESTROYED`.

    That it was destroyed is told for longer than the log holds what it sealed.
    """
    return _config(kafka, None) | {
        "cleanup.policy": "compact",
        "retention.ms": "-1",
        "max.compaction.lag.ms": _ms(DESTROYED),
        "segment.ms": _ms(DESTROYED / 2),
        "delete.retention.ms": _ms(2 * timedelta(days=kafka.retention_days)),
    }


def _config(kafka: KafkaSettings, message_bytes: int | None) -> dict[str, str]:
    config = {
        "cleanup.policy": "delete",
        "retention.ms": _ms(timedelta(days=kafka.retention_days)),
        # With acks=all a record is safe on this many brokers; one of three may be away.
        "min.insync.replicas": "2" if kafka.replication > 2 else "1",
    }
    return config | ({"max.message.bytes": str(message_bytes)} if message_bytes else {})


def _ms(span: timedelta) -> str:
    return str(int(span.total_seconds() * 1000))
