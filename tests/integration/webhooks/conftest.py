"""An agency of its own for each test, with a topic, a database and a receiver."""

from collections.abc import AsyncIterator

import pytest_asyncio
from aiokafka import AIOKafkaProducer

from schemas.topics import dispatches
from sinks.postgres import Pool
from sinks.topics import TopicSpec, ensure_topics
from tests.acting import acting_as
from tests.conftest import Broker
from tests.integration.webhooks.office import Office, settings_of
from tests.integration.webhooks.receiver import Receiver, receiving


@pytest_asyncio.fixture
async def office(broker: Broker, migrated: str, pool: Pool, sender: AIOKafkaProducer, unique: str) -> Office:
    agency = f"dinas_{unique}"
    await ensure_topics(broker.kafka, [TopicSpec(dispatches(agency), 2)])
    return Office(agency, settings_of(broker.kafka, await acting_as("webhooks", migrated)), pool, sender)


@pytest_asyncio.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as made:
        yield made
