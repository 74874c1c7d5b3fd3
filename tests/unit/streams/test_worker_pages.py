"""The pages of a process that serves nothing else."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from streams.metering import Registry
from streams.pulse import Pulse
from streams.settings import WebSettings
from streams.workers.pages import STALLED_S, Answer, goes_round, pages

pytestmark = pytest.mark.asyncio


class Process:
    """One whose loop goes round by this clock."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self.pulse = Pulse(clock=lambda: self.now_s)
        self.ready = False
        self.metrics = Registry("tried")
        self.refreshed = self.metrics.counter("refreshed", "Before each scrape")

    async def refresh(self) -> None:
        self.refreshed.inc()


@pytest.fixture
def process() -> Process:
    return Process()


@pytest.fixture
async def asking(process: Process) -> AsyncIterator[aiohttp.ClientSession]:
    serving = pages(
        WebSettings(port=0),
        process.metrics,
        live=goes_round(process.pulse),
        ready=lambda: Answer(process.ready, {"partitions": []}),
        refresh=process.refresh,
    )
    async with serving as address, aiohttp.ClientSession(address) as session:
        yield session


async def test_it_is_alive_until_a_loop_stands_still(process: Process, asking: aiohttp.ClientSession) -> None:
    process.pulse.beat("looks")
    async with asking.get("/healthz/live") as answer:
        assert (answer.status, await answer.json()) == (200, {"live": True, "stalled_s": 0.0})
    process.now_s = STALLED_S
    async with asking.get("/healthz/live") as answer:
        assert (answer.status, await answer.json()) == (503, {"live": False, "stalled_s": STALLED_S})


async def test_it_is_ready_when_it_says_so(process: Process, asking: aiohttp.ClientSession) -> None:
    async with asking.get("/healthz/ready") as answer:
        assert (answer.status, await answer.json()) == (503, {"ready": False, "partitions": []})
    process.ready = True
    async with asking.get("/healthz/ready") as answer:
        assert (answer.status, await answer.json()) == (200, {"ready": True, "partitions": []})


async def test_figures_are_fresh_at_each_scrape(asking: aiohttp.ClientSession) -> None:
    for times in (1, 2):
        async with asking.get("/metrics") as answer:
            assert f"sinergi_refreshed_total {times}.0" in await answer.text()


async def test_a_port_that_is_taken_is_an_error(process: Process, asking: aiohttp.ClientSession) -> None:
    taken = WebSettings(port=asking._base_url.port)  # type: ignore[union-attr]
    silent = pages(taken, process.metrics, live=goes_round(process.pulse), ready=goes_round(process.pulse))
    with pytest.raises(OSError, match="address already in use"):
        await silent.__aenter__()
