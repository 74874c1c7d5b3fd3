"""A new connection learns of all topics at once: left alone, aiokafka learns of one each 100 ms."""

import asyncio
from collections.abc import Collection

from streams.watch.brokers import Brokers


async def acquaint(asked: Brokers, topics: Collection[str]) -> None:
    """With these, as far as they are there. Raises `KafkaError`."""
    firsts = [one for one in await asked.partitions(topics) if one.partition == 0]
    await asyncio.gather(*(asked.ends([one]) for one in firsts))
