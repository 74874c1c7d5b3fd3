"""An agency with a webhook, and a worker that serves it."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from aiokafka import AIOKafkaProducer

from schemas.message import Message, cloud_event
from schemas.topics import dispatches
from sinks.postgres import Pool
from sinks.topics import publish
from sinks.webhooks.deliveries import Deliveries
from sinks.webhooks.destinations import Destination, Destinations
from sinks.webhooks.signing import new_secret
from streams.settings import KafkaSettings, PostgresSettings, Settings, WebhookSettings, WebSettings
from streams.workers.webhooks import run_webhooks
from tests.waiting import until

FAST = WebhookSettings(
    tries=3, first_wait_s=0.02, longest_wait_s=0.1, timeout_s=5, poll_s=0.05, private_destinations=True
)


@dataclass(frozen=True, slots=True)
class Office:
    """What tests do to one agency."""

    agency: str
    settings: Settings
    pool: Pool
    producer: AIOKafkaProducer

    @property
    def destinations(self) -> Destinations:
        return Destinations(self.pool)

    @property
    def deliveries(self) -> Deliveries:
        return Deliveries(self.pool)

    def id(self, incident: str, version: int) -> str:
        return f"{incident}/{version}/{self.agency}"

    def message(self, incident: str, version: int) -> Message:
        return cloud_event(
            topic=dispatches(self.agency),
            key=incident,
            value=json.dumps({"incident_id": incident, "version": version, "summary": "é"}).encode(),
            id=self.id(incident, version),
            type="sinergi.dispatch.joined.v1",
            subject=incident,
            time=datetime(2026, 11, 24, 8, 30, tzinfo=UTC),
        )

    async def tell(self, *versions: tuple[str, int]) -> None:
        await publish(self.producer, [self.message(incident, version) for incident, version in versions])

    async def add(self, url: str, *, from_beginning: bool = False) -> str:
        """The secret."""
        secret = new_secret()
        assert await self.destinations.add(self.agency, url, secret, from_beginning=from_beginning)
        return secret

    async def destination(self) -> Destination:
        [found] = await self.destinations.all()
        return found

    async def states(self) -> dict[str, str]:
        """Of each delivery by its id."""
        found = await self.pool.fetch("select message_id, state from webhook_deliveries order by position")
        return {row["message_id"]: row["state"] for row in found}

    async def settled(self, states: Sequence[str], within_s: float = 15) -> None:
        async def as_said() -> bool:
            return list((await self.states()).values()) == list(states)

        await until(as_said, f"deliveries to be {states}", within_s)

    @asynccontextmanager
    async def working(self) -> AsyncIterator[asyncio.Task[None]]:
        """A worker that runs until the end of the block; what ended it before is raised."""
        task = asyncio.create_task(run_webhooks(self.settings))
        try:
            yield task
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task


def settings_of(kafka: KafkaSettings, database: str, webhooks: WebhookSettings = FAST) -> Settings:
    return Settings(
        kafka=kafka, postgres=PostgresSettings(url=database), web=WebSettings(port=0), webhooks=webhooks
    )


async def waiting_workers(pool: Pool) -> int:
    """How many wait for the one that is at work."""
    number: int = await pool.fetchval(
        "select count(*) from pg_stat_activity"
        " where datname = current_database() and query like 'select pg_try_advisory_lock%'"
    )
    return number
