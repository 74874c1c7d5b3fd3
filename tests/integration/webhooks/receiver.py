"""An agency's server, as its own people would write it: it verifies by a library that nobody here wrote."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web
from standardwebhooks.webhooks import Webhook

Answering = Callable[["Heard", int], web.Response]
"""What to answer to a message that comes for the nth time."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A request as it came."""

    id: str
    headers: dict[str, str]
    body: bytes

    def verify(self, secret: str) -> None:
        Webhook(secret).verify(self.body, self.headers, json_parse=False)


@dataclass(slots=True)
class Receiver:
    """What it heard, and what it answers: 204 unless a test says otherwise."""

    url: str = ""
    answer: Answering = lambda _heard, _times: web.Response(status=204)
    heard: list[Heard] = field(default_factory=list)
    times: Counter[str] = field(default_factory=Counter)
    open: asyncio.Event = field(default_factory=asyncio.Event)
    """While it is not set, nobody gets an answer."""

    def ids(self) -> list[str]:
        return [one.id for one in self.heard]

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        found = {name.lower(): value for name, value in request.headers.items()}
        heard = Heard(found["webhook-id"], found, body)
        self.heard.append(heard)
        self.times[heard.id] += 1
        await self.open.wait()
        return self.answer(heard, self.times[heard.id])


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    """A receiver on a free port of this machine."""
    receiver = Receiver()
    receiver.open.set()
    app = web.Application()
    app.router.add_post("/{tail:.*}", receiver.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield receiver
    finally:
        await runner.cleanup()
