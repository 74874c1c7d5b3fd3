"""Trying again, with a bound."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from aiokafka.errors import KafkaError

from sinks.kafka_access import KafkaAccess
from streams.client.brokers import addresses
from streams.client.errors import Unreachable

T = TypeVar("T")

_PAUSE_S = 0.1
_LONGEST_PAUSE_S = 2.0


async def persist(attempt: Callable[[], Awaitable[T]], within_s: float, kafka: KafkaAccess) -> T:
    """Try until it works, with growing pauses. Raises `Unreachable` when the time is over, or at once for
    what trying again cannot mend.
    """
    last: BaseException | None = None
    pause_s = _PAUSE_S
    try:
        async with asyncio.timeout(within_s):
            while True:
                try:
                    return await attempt()
                except (KafkaError, OSError) as error:  # `TimeoutError` is an OSError.
                    last = error
                    if isinstance(error, KafkaError) and not error.retriable:
                        raise unreachable(kafka, error) from error
                await asyncio.sleep(pause_s)
                pause_s = min(pause_s * 2, _LONGEST_PAUSE_S)
    except TimeoutError as error:
        raise unreachable(kafka, last or error, within_s) from (last or error)


def unreachable(kafka: KafkaAccess, error: BaseException, within_s: float | None = None) -> Unreachable:
    """What to tell of brokers that did not answer."""
    words = " ".join(str(error).split()) or type(error).__name__
    waited = "" if within_s is None else f" within {within_s:g} s"
    return Unreachable(f"no Kafka at {addresses(kafka)}{waited}: {words}")
