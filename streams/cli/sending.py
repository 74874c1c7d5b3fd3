"""One message from the command line: published, then followed until Postgres tells what became of it."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from getpass import getuser
from typing import Protocol, TypeVar
from uuid import uuid4

from aiokafka.errors import KafkaError

from schemas.rejection import Origin, Rejection
from schemas.result import Refusal, Result
from sinks.reading import Reader
from streams.cli.errors import CONFIGURATION, CommandError
from streams.cli.output import print_error, printable
from streams.connections import cluster_of, no_broker, postgres, producer
from streams.settings import KafkaSettings, Settings

POLL_S = 0.2

Found = TypeVar("Found")


class Known(Protocol):
    """What Postgres tells of a message."""

    @property
    def result(self) -> Result:
        """What became of it."""

    @property
    def refusal(self) -> Refusal | None:
        """Why it was refused, if it was."""


K = TypeVar("K", bound=Known)


@dataclass(frozen=True, slots=True)
class NamedMessage:
    """A message that is in order; `name` is what to call it before a person."""

    name: str
    topic: str
    key: str
    value: bytes


def new_id() -> str:
    """An id that nobody has."""
    return f"cli-{uuid4().hex[:12]}"


def login_name() -> str:
    """Who gives the command. Raises `CommandError` where the system does not know."""
    try:
        return getuser()
    except (KeyError, OSError) as error:
        raise CommandError("--by: nobody is logged in here; name your account") from error


def unsent(topic: str) -> Origin:
    """Where a message would lie that is only looked at."""
    return Origin(topic=topic, partition=0, offset=0)


def accepted(found: Found | Rejection, what: str) -> Found:
    """What was found in order. Raises `CommandError` for what would be refused."""
    if isinstance(found, Rejection):
        field = f"{found.field or what}: "
        raise CommandError(field + found.reason.removeprefix(field), CONFIGURATION)
    return found


async def deliver(
    settings: Settings,
    message: NamedMessage,
    known_of: Callable[[Reader], Awaitable[K | None]],
    patience_s: float,
) -> K:
    """Publish it and wait for what becomes of it; under way if that is all that is known in time.

    Raises `CommandError` if it is refused where only its position is known, or is not heard of in time.
    """
    async with postgres(settings.postgres) as pool:
        reader = Reader(pool)
        cluster = await cluster_of(settings.kafka)
        origin = await _publish(settings.kafka, message)
        deadline = time.monotonic() + patience_s
        while True:
            known = await known_of(reader)
            over = time.monotonic() > deadline
            if known and (known.result is not Result.UNDER_WAY or over):
                return known
            if known is None and (refused := await reader.refusals(cluster, [origin])):
                raise CommandError(f"refused: {printable(refused[origin].reason)}")
            if over:
                raise CommandError(
                    f"{message.name} is not in Postgres after {patience_s:.0f} s; do both workers run?"
                )
            await asyncio.sleep(POLL_S)


def print_refusal(refusal: Refusal, name: str) -> None:
    """Why it was refused, and where to read it again."""
    print_error(f"refused: {printable(refusal.reason)} (sinergi explain {name})")


def outcome(known: Known) -> dict[str, object]:
    """What became of it, for a program."""
    refusal = known.refusal
    return {
        "result": known.result.value,
        "code": refusal and refusal.code,
        "field": refusal and refusal.field,
        "reason": refusal and refusal.reason,
    }


async def _publish(kafka: KafkaSettings, message: NamedMessage) -> Origin:
    async with producer(kafka) as made:
        try:
            at = await made.send_and_wait(message.topic, message.value, key=message.key.encode())
        except KafkaError as error:
            raise no_broker(kafka, error) from error
    return Origin(topic=at.topic, partition=at.partition, offset=at.offset)
