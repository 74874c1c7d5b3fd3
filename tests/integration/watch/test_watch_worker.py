"""The process as Prometheus sees it: it shows what it sees, and nothing while it sees nothing."""

import asyncio
import contextlib
import json
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from aiohttp import ClientSession

from schemas.message import Message
from schemas.topics import reports
from sinks.topics import publish
from streams.connections import producer
from streams.ports import free_port
from streams.settings import KafkaSettings, PostgresSettings, Settings, WatchSettings, WebSettings
from streams.stack import prepare
from streams.workers.watch import run_watch
from tests.acting import acting_as
from tests.e2e.servers import Guard, Postgres, RealKafka, broker
from tests.scraped import scraped
from tests.waiting import until

FAST = WatchSettings(every_s=0.1, timeout_s=8, counts_every_s=0.1, drift_every_s=0.1, drift_timeout_s=8)
WITHIN_S = 60
LOOKS = {"lag", "outbox", "loss", "silence", "waiting", "audit", "drift"}
SEEN = {
    "sinergi_lag_records",
    "sinergi_lag_seconds",
    "sinergi_outbox_messages",
    "sinergi_outbox_oldest_seconds",
    "sinergi_reports_lost",
    "sinergi_channel_silent_seconds",
    "sinergi_channel_expected_reports",
    "sinergi_questions_open",
    "sinergi_questions_oldest_seconds",
    "sinergi_feedback_waiting",
    "sinergi_audit_rows",
    "sinergi_retained_age_seconds",
}
"""What is shown of a city in which nobody has said anything that was understood."""


@dataclass
class Page:
    """What the process says of itself."""

    session: ClientSession
    process: asyncio.Task[None]

    async def figures(self) -> dict[str, dict[tuple[str, ...], float]]:
        return scraped(await (await self.session.get("/metrics")).text())

    async def failures(self) -> dict[str, float]:
        found = (await self.figures())["sinergi_look_failures_total"]
        return {look: number for (look,), number in found.items()}

    async def shown(self) -> set[str]:
        return SEEN & (await self.figures()).keys()

    async def health(self, what: str) -> int:
        return (await self.session.get(f"/healthz/{what}")).status


@asynccontextmanager
async def watching(kafka: KafkaSettings, postgres: str) -> AsyncIterator[Page]:
    """A watch that runs until the end of the block, and has not ended before."""
    web = WebSettings(port=free_port())
    settings = Settings(kafka=kafka, postgres=PostgresSettings(url=postgres), web=web, watch=FAST)
    process = asyncio.create_task(run_watch(settings))
    async with ClientSession(f"http://{web.host}:{web.port}") as session:
        page = Page(session, process)
        try:
            await until(lambda: answers(page), "its pages")
            yield page
            assert not process.done()
        finally:
            process.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await process


async def answers(page: Page) -> bool:
    try:
        return await page.health("live") == 200
    except OSError:
        assert not page.process.done()
        return False


async def test_while_nothing_is_there_it_shows_nothing_counts_that_and_goes_on() -> None:
    nobody = KafkaSettings(brokers=(f"127.0.0.1:{free_port()}",))
    async with watching(nobody, f"postgresql://nobody@127.0.0.1:{free_port()}/none") as page:

        async def tried() -> bool:
            failures = await page.failures()
            return failures.keys() == LOOKS and min(failures.values()) >= 2

        await until(tried, "two failures of each look")
        assert await page.shown() == set()
        assert await page.health("live") == await page.health("ready") == 200


@pytest.fixture
def guard() -> Iterator[Guard]:
    with Guard() as made:
        yield made


async def test_what_goes_and_comes_back_is_shown_as_long_as_it_is_there(tmp_path: Path, guard: Guard) -> None:
    with broker(tmp_path) as server:
        process = psutil.Process(
            int((tmp_path / "kafka/broker-1/broker.pid").read_text())
            if isinstance(server, RealKafka)
            else server._process.pid
        )
        async with Postgres(guard) as postgres:
            url, kafka = await postgres.database(), server.settings().model_copy(update={"partitions": 1})
            await prepare(Settings(kafka=kafka, postgres=PostgresSettings(url=url)))
            async with producer(kafka) as sender:
                said = json.dumps({"id": "a", "reported_at": "2026-11-24T08:30:00+07:00", "text": "banjir"})
                await publish(sender, [Message(reports("sorot"), b"key", said.encode(), ())] * 3)
            async with watching(kafka, await acting_as("watch", url)) as page:
                await until(lambda: sees(page, SEEN), "all to be shown", WITHIN_S)
                assert lag_of((await page.figures())["sinergi_lag_records"], reports("sorot")) > 0
                assert (await page.figures())["sinergi_reports_lost"]["sorot",] == 0

                postgres.kill()
                process.send_signal(signal.SIGSTOP)
                await until(lambda: sees(page, set()), "all to be gone", WITHIN_S)
                assert min((await page.failures()).values()) > 0
                assert await page.health("live") == 200

                process.send_signal(signal.SIGCONT)
                await postgres.start()
                await until(lambda: sees(page, SEEN), "all to be shown again", WITHIN_S)


async def sees(page: Page, names: set[str]) -> bool:
    return await page.shown() == names


def lag_of(figures: dict[tuple[str, ...], float], topic: str) -> float:
    return sum(records for (_, _, of), records in figures.items() if of == topic)
