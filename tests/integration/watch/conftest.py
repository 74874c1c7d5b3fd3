"""A channel of its own for each test, with a topic and a database; what resolve reads is read so far."""

from collections.abc import AsyncIterator

import pytest_asyncio
from aiokafka import AIOKafkaProducer

from schemas.catalog import load
from schemas.topics import ANNOUNCEMENTS, CLASSIFIED, REJECTED, reports
from sinks.migrate import migrate
from sinks.postgres import Pool, connect
from sinks.topics import TopicSpec, ensure_topics
from streams.connections import producer
from streams.watch.brokers import Brokers, brokers
from tests.conftest import Broker
from tests.integration.watch.office import Office


@pytest_asyncio.fixture
async def pool(database: str) -> AsyncIterator[Pool]:
    made = await connect(database, wait_s=10, statement_timeout_s=10)
    await migrate(made)
    yield made
    await made.close()


@pytest_asyncio.fixture
async def sender(broker: Broker) -> AsyncIterator[AIOKafkaProducer]:
    async with producer(broker.kafka) as made:
        yield made


@pytest_asyncio.fixture
async def outlook(broker: Broker) -> AsyncIterator[Brokers]:
    async with brokers(broker.kafka) as made:
        yield made


@pytest_asyncio.fixture
async def office(
    broker: Broker, pool: Pool, sender: AIOKafkaProducer, outlook: Brokers, unique: str
) -> Office:
    built_in = load()
    channel = f"kanal_{unique}"
    channels = {channel: built_in.channels["sorot"].model_copy(update={"id": channel})}
    catalog = built_in.model_copy(update={"channels": channels, "agencies": {}})
    topics = [TopicSpec(reports(channel), 2), *(TopicSpec(name, 8) for name in OF_RESOLVE)]
    await ensure_topics(broker.kafka.brokers, topics)
    made = Office(channel, catalog, broker.kafka, outlook, pool, sender)
    # Other tests have written there; Tansu tells too early an end, which is below.
    await made.consumed(await outlook.ends(await outlook.partitions(OF_RESOLVE)))
    return made


OF_RESOLVE = (CLASSIFIED, REJECTED, ANNOUNCEMENTS)
