"""The board on a real broker and Postgres, asked over real sockets."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import httpx
import pytest
import pytest_asyncio
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST
from fastapi import FastAPI

from sinks.board_accounts import Accounts, Role
from sinks.postgres import Pool
from streams.board.app import make_app
from streams.board.here import Board
from streams.cli.serving import serve
from streams.ports import free_port
from streams.settings import PhotosSettings, PostgresSettings, Settings
from streams.settings.board import BoardOidcSettings, BoardSettings
from tests.acting import acting_as
from tests.conftest import Broker
from tests.integration.served import template_and_topics
from tests.unit.core.bekasi import CATALOG
from tests.waiting import until

PASSWORD = "kuda tetap biru"
HASHER = PasswordHasher.from_parameters(CHEAPEST)
"""The real one takes 64 MiB and a third of a second each time, and each test has two times."""
HASH = HASHER.hash(PASSWORD)
NOBODY = BoardOidcSettings()
"""Vouches."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A running board. It logs in as itself; by `pool` tests do what others do."""

    app: FastAPI
    settings: Settings
    url: str
    pool: Pool

    @property
    def board(self) -> Board:
        board: Board = self.app.state.board
        return board

    def browser(self) -> httpx.AsyncClient:
        """Somebody who is not signed in."""
        return httpx.AsyncClient(base_url=self.url, headers={"Origin": self.url})

    async def account(self, login: str, role: Role = "operator", agency: str | None = None) -> str:
        """The id of a new account."""
        id = await Accounts(self.pool).add(login, role, agency, HASH)
        assert id
        return id

    @asynccontextmanager
    async def signed_in(
        self, login: str, role: Role = "operator", agency: str | None = None
    ) -> AsyncIterator[httpx.AsyncClient]:
        """A browser of somebody with a new account."""
        await self.account(login, role, agency)
        async with self.browser() as browser:
            answer = await browser.post("/sign-in", data={"login": login, "password": PASSWORD})
            assert answer.status_code == 303
            yield browser


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def template(broker: Broker, postgres: str) -> AsyncIterator[str]:
    """With the topics."""
    async with template_and_topics(broker, postgres) as name:
        yield name


@pytest.fixture
def oidc() -> BoardOidcSettings:
    """Nobody vouches, unless a test says so."""
    return NOBODY


@pytest_asyncio.fixture
async def desk(broker: Broker, migrated: str, tmp_path: Path, oidc: BoardOidcSettings) -> AsyncIterator[Desk]:
    """A running board that nobody uses yet."""
    async with desk_at(broker, migrated, tmp_path, oidc) as made:
        yield made


@asynccontextmanager
async def desk_at(
    broker: Broker, migrated: str, tmp_path: Path, oidc: BoardOidcSettings = NOBODY
) -> AsyncIterator[Desk]:
    """The same, at this broker and Postgres, until the end of the block."""
    settings = Settings(
        kafka=broker.kafka,
        postgres=PostgresSettings(url=await acting_as("board", migrated)),
        board=BoardSettings(port=free_port()),
        photos=PhotosSettings(url=(tmp_path / "photos").as_uri()),
        board_oidc=oidc,
        folder=tmp_path,
    )
    with pytest.MonkeyPatch.context() as patch:
        # To read the catalog takes longer than the rest of a start.
        patch.setattr("streams.board.app.load", lambda _: CATALOG)
        patch.setattr("streams.board.access.passwords.PasswordHasher", lambda: HASHER)
        app = make_app(settings)
        async with (
            _served(app, settings.board.port),
            asyncpg.create_pool(migrated, min_size=1, max_size=4) as pool,
        ):
            yield Desk(app, settings, f"http://127.0.0.1:{settings.board.port}", pool)


@asynccontextmanager
async def _served(app: FastAPI, port: int) -> AsyncIterator[None]:
    def ending() -> None:
        app.state.board.hub.close()

    serving = asyncio.create_task(serve(app, "127.0.0.1", port, ending=ending))
    try:
        await until(lambda: _is_ready(app, serving), "it has read all")
        yield
    finally:
        serving.cancel()
        await asyncio.wait([serving], timeout=20)
        assert serving.done(), "it ends, whoever follows"


def _is_ready(app: FastAPI, serving: "asyncio.Task[None]") -> bool:
    if serving.done():
        serving.result()
    return hasattr(app.state, "board") and app.state.board.hub.fresh
