"""What is told to resolve, and to Kafka's copy of the keys."""

from collections.abc import Iterable

from aiokafka.errors import KafkaError

from schemas.message import Message
from sinks.topics import publish
from streams.connections import no_broker, producer
from streams.settings import KafkaSettings


async def send(settings: KafkaSettings, messages: Iterable[Message]) -> None:
    """All of them, confirmed. Raises `UnreachableError`."""
    if not (wanted := [*messages]):
        return
    try:
        async with producer(settings) as made:
            await publish(made, wanted)
    except KafkaError as error:
        raise no_broker(settings, error) from error
