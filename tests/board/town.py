"""A running system with a board, as `sinergi up --embedded` makes it, and what others do in it meanwhile."""

import asyncio
import json
import secrets
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from string import ascii_lowercase
from types import MappingProxyType
from typing import TypeVar

import asyncpg

from schemas.message import Message
from schemas.topics import reports
from sinks.board_accounts import Accounts, Role
from sinks.postgres import Pool
from sinks.topics import publish
from streams.board.access.passwords import hash_of_password
from streams.connections import producer
from streams.ports import free_port
from streams.settings import Settings
from streams.settings.source import load_settings
from streams.stack.advert import find
from tests.integration.running.terminal import environment
from tests.waiting import wait_until

PASSWORD = "kuda tetap biru"
HASH = hash_of_password(PASSWORD)
READY_S = 90.0
STOPPED_S = 60.0

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Town:
    """Where it is."""

    url: str
    settings: Settings

    def ask(self, question: Callable[[Pool], Awaitable[T]]) -> T:
        """Something of Postgres, by its owner."""

        async def asked() -> T:
            async with asyncpg.create_pool(self.settings.postgres.url, min_size=1, max_size=2) as pool:
                return await question(pool)

        return aside(asked)

    def account(self, login: str, role: Role = "operator", agency: str | None = None) -> None:
        """Somebody who may sign in with `PASSWORD`."""
        self.ask(lambda pool: Accounts(pool).add(login, role, agency, HASH))

    def report(self, id: str, text: str, lat: float = -6.2383, lon: float = 106.9756) -> float:
        """Say it by the channel Sorot; when Kafka had it, by `time.monotonic`."""
        said = {"id": id, "reported_at": datetime.now(UTC).isoformat(), "text": text, "lat": lat, "lon": lon}

        async def sent() -> float:
            async with producer(self.settings.kafka) as sending:
                message = Message(reports("sorot"), id.encode(), json.dumps(said).encode(), ())
                await publish(sending, [message])
                return time.monotonic()

        return aside(sent)


@contextmanager
def town(folder: Path, more: Mapping[str, str] = MappingProxyType({})) -> Iterator[Town]:
    """Running, until the end of the block; it is told `more` variables."""
    settings, log = {"SINERGI_BOARD_PORT": str(free_port()), **more}, folder / "up.log"
    with log.open("wb") as output:
        up = subprocess.Popen(
            [sys.executable, "-m", "streams.cli", "up", "--embedded"],
            cwd=folder,
            env=environment() | settings,
            stderr=output,
        )
    try:
        wait_until(lambda: "sinergi: ready" in log.read_text() or up.poll() is not None, "ready", READY_S)
        assert up.poll() is None, log.read_text()
        told = load_settings(find(folder / ".sinergi"))
        # It runs in that folder, and whoever asks in another.
        told = told.model_copy(update={"folder": folder / told.folder})
        yield Town(f"http://127.0.0.1:{settings['SINERGI_BOARD_PORT']}", told)
        up.terminate()
        assert up.wait(STOPPED_S) == 0, log.read_text()
    finally:
        up.kill()
        up.wait(10)


def new_word() -> str:
    """One that stands nowhere yet; without digits, which might be masked."""
    return "".join(secrets.choice(ascii_lowercase) for _ in range(12))


def aside(work: Callable[[], Awaitable[T]]) -> T:
    """Its result; in a thread, since Playwright has a loop in this one."""

    async def done() -> T:
        return await work()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(done())).result()
