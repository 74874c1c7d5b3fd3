"""A channel of its own for each test, with a topic and a database; what resolve reads is read so far."""

from collections.abc import AsyncIterator
from functools import partial

import pytest_asyncio
from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.errors import GroupCoordinatorNotAvailableError

from schemas.catalog import load
from schemas.topics import ANNOUNCEMENTS, CLASSIFIED, REJECTED, reports
from sinks.postgres import Pool
from sinks.topics import TopicSpec, ensure_topics
from streams.duties import TRIAGE_GROUP
from streams.watch.brokers import Brokers, brokers
from tests.conftest import Broker
from tests.integration.watch.office import Office
from tests.waiting import until

BUILT_IN = load()
WITHIN_S = 30
OF_RESOLVE = (CLASSIFIED, REJECTED, ANNOUNCEMENTS)


@pytest_asyncio.fixture
async def outlook(broker: Broker) -> AsyncIterator[Brokers]:
    async with brokers(broker.kafka) as made:
        yield made


@pytest_asyncio.fixture
async def office(
    broker: Broker, pool: Pool, sender: AIOKafkaProducer, outlook: Brokers, unique: str
) -> Office:
    channel = f"kanal_{unique}"
    channels = {channel: BUILT_IN.channels["sorot"].model_copy(update={"id": channel})}
    catalog = BUILT_IN.model_copy(update={"channels": channels, "agencies": {}})
    topics = [TopicSpec(reports(channel), 2), *(TopicSpec(name, 8) for name in OF_RESOLVE)]
    await ensure_topics(broker.kafka, topics)
    made = Office(channel, catalog, broker.kafka, outlook, pool, sender)
    await until(partial(coordinates, outlook), "a new Kafka to know of groups", WITHIN_S)
    # Other tests have written there.
    await made.consumed(await outlook.exact_ends(await outlook.of(OF_RESOLVE)))
    return made


async def coordinates(outlook: Brokers) -> bool:
    """Whether Kafka tells what groups have committed; a new one makes a topic for that first."""
    try:
        await outlook.committed(TRIAGE_GROUP, [TopicPartition(CLASSIFIED, 0)])
    except GroupCoordinatorNotAvailableError:
        return False
    return True
