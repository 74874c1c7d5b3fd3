"""How long each channel has been silent, and how many reports would normally have come meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from aiokafka import TopicPartition

from schemas.topics import channel_of, reports
from sinks.reading_watch import WatchReader
from streams.watch.ages import Ages
from streams.watch.brokers import Brokers


@dataclass(frozen=True, slots=True)
class Silence:
    """Of a channel: since its newest record came to Kafka, and how many normally come in such a time."""

    channel: str
    silent_s: float
    expected: float


async def silences(
    brokers: Brokers, reader: WatchReader, channels: Mapping[str, object], ages: Ages, now: datetime
) -> list[Silence]:
    """Of every channel that Kafka holds a record of. Raises `KafkaError`, `PostgresError`."""
    partitions = await brokers.of(map(reports, sorted(channels)))
    begins, ends = await brokers.beginnings(partitions), await brokers.ends(partitions)
    newest = latest(
        await ages.came_at(brokers, {tp: ends[tp] - 1 for tp in partitions if ends[tp] > begins[tp]})
    )
    since = {channel: datetime.fromtimestamp(came_at, UTC) for channel, came_at in newest.items()}
    expected = await reader.expected(since)
    return [
        Silence(channel, max(0.0, (now - came_at).total_seconds()), expected[channel])
        for channel, came_at in since.items()
    ]


def latest(came_at: Mapping[TopicPartition, float]) -> dict[str, float]:
    """Of each channel the latest of its partitions."""
    found: dict[str, float] = {}
    for partition, at in came_at.items():
        channel = channel_of(partition.topic)
        found[channel] = max(at, found.get(channel, at))
    return found
