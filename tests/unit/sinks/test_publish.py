import asyncio
from typing import cast

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.errors import UnknownTopicOrPartitionError

from schemas.message import Message
from sinks import topics


class Waiting:
    """A producer that waits for a topic without end, as aiokafka's does for twenty minutes under Faust."""

    async def partitions_for(self, _topic: str) -> set[int]:
        return await asyncio.get_running_loop().create_future()


async def test_a_topic_that_nobody_made_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topics, "TOPICS_KNOWN_S", 0.01)
    producer = cast("AIOKafkaProducer", Waiting())
    async with asyncio.timeout(5):
        with pytest.raises(UnknownTopicOrPartitionError, match="nobody made the topic dispatches"):
            await topics.publish(producer, [Message("dispatches.gone", b"k", b"v", ())])
