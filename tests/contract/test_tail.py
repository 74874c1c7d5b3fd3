"""Topics are read from their present end, or from the beginning, as long as somebody looks."""

import pytest
import pytest_asyncio
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from schemas.message import Message
from sinks.topics import TopicSpec, ensure_topics, publish
from streams.connections import NotReadyError
from streams.tail import Tail, tail
from tests.conftest import Broker


@pytest_asyncio.fixture
async def topic(broker: Broker, unique: str) -> str:
    await ensure_topics(broker.kafka, [TopicSpec(f"tail-{unique}", 2)])
    return f"tail-{unique}"


async def send(sender: AIOKafkaProducer, topic: str, *numbers: int) -> None:
    await publish(
        sender, [Message(topic, f"{number % 2}".encode(), b"%d" % number, ()) for number in numbers]
    )


async def values(ours: Tail, count: int) -> list[int]:
    """So many as come."""
    found: list[int] = []
    async for page in ours.pages():
        found += [int(record.value) for record in page]
        if len(found) >= count:
            break
    return found


async def test_a_tail_begins_with_all_that_is_kept_or_with_what_comes_next(
    broker: Broker, sender: AIOKafkaProducer, topic: str
) -> None:
    await send(sender, topic, *range(6))
    async with tail(broker.kafka, [topic]) as ours, tail(broker.kafka, [topic], from_beginning=True) as all:
        assert sorted(await values(all, 6)) == list(range(6))
        await send(sender, topic, 6, 7)
        assert sorted(await values(ours, 2)) == [6, 7]
        assert sorted(await values(all, 2)) == [6, 7]


async def test_a_tail_that_fetches_no_more_says_so(broker: Broker, topic: str) -> None:
    async with tail(broker.kafka, [topic]) as ours:
        ours._consumer._fetcher.error_future.cancel()
        with pytest.raises(KafkaError, match="fetches no more"):
            await values(ours, 1)


async def test_a_topic_that_nobody_made_is_named(broker: Broker, unique: str) -> None:
    with pytest.raises(NotReadyError, match=f"topics are missing: none-{unique}; run `sinergi topics`"):
        async with tail(broker.kafka, [f"none-{unique}"]):
            pass
