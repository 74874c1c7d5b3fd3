import asyncio
from dataclasses import dataclass, field
from itertools import chain
from typing import cast

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaTimeoutError, NotLeaderForPartitionError, UnknownTopicOrPartitionError

from schemas.message import Message
from sinks import topics
from tests.waiting import until


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


class Batch(list[bytes]):
    """Takes two messages."""

    def append(self, *, value: bytes, **_: object) -> "Batch | None":  # type: ignore[override]
        if len(self) == 2:
            return None
        super().append(value)
        return self


@dataclass
class Confirming:
    """A producer that confirms when it is told to; from the batch `refused` on it takes none."""

    refused: int | None = None
    sent: dict[tuple[str, int], list[Batch]] = field(default_factory=dict)
    waiting: list[asyncio.Future[None]] = field(default_factory=list)

    async def partitions_for(self, _topic: str) -> range:
        return range(3)

    def create_batch(self) -> Batch:
        return Batch()

    async def send_batch(self, batch: Batch, topic: str, *, partition: int) -> asyncio.Future[None]:
        if len(self.waiting) == self.refused:
            raise KafkaTimeoutError
        self.sent.setdefault((topic, partition), []).append(batch)
        self.waiting.append(asyncio.get_running_loop().create_future())
        return self.waiting[-1]


MESSAGES = [Message(f"t{number % 2}", b"key %d" % (number % 7), b"%d" % number, ()) for number in range(60)]


async def test_messages_keep_their_order_in_as_many_batches_as_they_need() -> None:
    producer = Confirming()
    publishing = asyncio.create_task(topics.publish(cast("AIOKafkaProducer", producer), MESSAGES))
    await until(lambda: sum(map(len, chain(*producer.sent.values()))) == len(MESSAGES), "all to be sent")
    for (topic, partition), batches in producer.sent.items():
        alike = [one for one in MESSAGES if one.topic == topic]
        ours = [one.value for one in alike if topics.partition_of(one.key, 3) == partition]
        assert [value for batch in batches for value in batch] == ours
    last, *others = producer.waiting
    for delivery in others:
        delivery.set_result(None)
    await asyncio.sleep(0)
    assert not publishing.done(), "one is not confirmed"
    last.set_result(None)
    await publishing


@pytest.mark.parametrize("refused", [None, 5])
async def test_what_fails_is_told_once_nothing_is_on_its_way_any_more(refused: int | None) -> None:
    producer = Confirming(refused)
    publishing = asyncio.create_task(topics.publish(cast("AIOKafkaProducer", producer), MESSAGES))
    await until(lambda: len(producer.waiting) >= 5, "some to be sent")
    first, *others = producer.waiting
    first.set_exception(NotLeaderForPartitionError())
    await asyncio.sleep(0)
    assert not publishing.done()
    for delivery in others:
        delivery.set_result(None)
    with pytest.raises(KafkaTimeoutError if refused else NotLeaderForPartitionError):
        await publishing
