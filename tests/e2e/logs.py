"""Topics read from their beginning to their end."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Self

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

_FETCH_WAIT_MS = 50
_FETCHES = 4
"""When so many in a row bring nothing, what the broker calls the end is the end."""


class Logs:
    """Follows topics outside any group. `records` holds what was read, of each partition in its order.

    The end is what a fetch says it is: the embedded broker answers a request for the end with the
    last batch's first record.
    """

    def __init__(
        self, brokers: Sequence[str], prefixes: tuple[str, ...], fetch_wait_ms: int = _FETCH_WAIT_MS
    ) -> None:
        self._brokers = list(brokers)
        self._prefixes = prefixes
        self._consumer = AIOKafkaConsumer(
            bootstrap_servers=self._brokers,
            fetch_max_wait_ms=fetch_wait_ms,
            max_partition_fetch_bytes=8 << 20,
        )
        self._nothing_ms = _FETCHES * fetch_wait_ms
        self.records: defaultdict[str, list[ConsumerRecord]] = defaultdict(list)

    async def __aenter__(self) -> Self:
        partitions = await self._partitions()
        await self._consumer.start()
        self._consumer.assign(partitions)
        await self._consumer.seek_to_beginning()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._consumer.stop()

    async def _partitions(self) -> list[TopicPartition]:
        admin = AIOKafkaAdminClient(bootstrap_servers=self._brokers)
        await admin.start()
        try:
            topics = [name for name in await admin.list_topics() if name.startswith(self._prefixes)]
            found = await admin.describe_topics(topics)
        finally:
            await admin.close()
        return [
            TopicPartition(topic["topic"], partition["partition"])
            for topic in found
            for partition in topic["partitions"]
        ]

    async def catch_up(self) -> dict[tuple[str, int], int]:
        """Read to the end; the offset behind the last record of each partition that holds any."""
        while True:
            found = await self._consumer.getmany(timeout_ms=self._nothing_ms)
            for tp, records in found.items():
                self.records[tp.topic] += records
            ends = {tp: self._consumer.highwater(tp) for tp in self._consumer.assignment()}
            if found or None in ends.values():
                continue
            positions = {tp: await self._consumer.position(tp) for tp in ends}
            if positions == ends:
                return {(tp.topic, tp.partition): end for tp, end in ends.items() if end}
