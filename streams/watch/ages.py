"""When records came to Kafka."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from aiokafka import TopicPartition

from streams.watch.brokers import Brokers


@dataclass(slots=True)
class Ages:
    """Of one record of each partition; it is asked for once, as long as it stays the same."""

    _known: dict[TopicPartition, tuple[int, int]] = field(default_factory=dict)

    async def came_at(
        self, brokers: Brokers, offsets: Mapping[TopicPartition, int]
    ) -> dict[TopicPartition, float]:
        """Seconds since 1970 by the records' own timestamps; none for what Kafka did not give."""
        wanted = {tp: offset for tp, offset in offsets.items() if self._known.get(tp, (None,))[0] != offset}
        found = await brokers.records(wanted)
        fresh = {tp: (wanted[tp], record.timestamp) for tp, record in found.items()}
        self._known = {tp: self._known[tp] for tp in offsets if tp not in wanted} | fresh
        return {tp: came_ms / 1000 for tp, (_, came_ms) in self._known.items()}
