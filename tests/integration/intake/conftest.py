"""The intake on a real broker and Postgres, asked over HTTP without a socket between."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest_asyncio
from fastapi import FastAPI

from sinks.api_keys import ApiKeys
from streams.intake.app import make_app
from streams.intake.here import Intake
from streams.settings import PostgresSettings, Settings
from streams.stack import prepare
from tests.conftest import Broker


@dataclass(frozen=True, slots=True)
class Desk:
    """A running intake, and a caller of the channel `sorot` with a key."""

    app: FastAPI
    settings: Settings
    client: httpx.AsyncClient
    key: str

    @property
    def here(self) -> Intake:
        intake: Intake = self.app.state.intake
        return intake


@pytest_asyncio.fixture
async def desk(broker: Broker, database: str, tmp_path: Path) -> AsyncIterator[Desk]:
    """Topics may hold what other tests said: look for what is yours by its id."""
    async with desk_at(broker, database, tmp_path) as made:
        yield made


@asynccontextmanager
async def desk_at(broker: Broker, database: str, folder: Path) -> AsyncIterator[Desk]:
    """A running intake on this broker."""
    settings = Settings(kafka=broker.kafka, postgres=PostgresSettings(url=database), folder=folder)
    await prepare(settings)
    app = make_app(settings)
    async with app.router.lifespan_context(app):
        key = await ApiKeys(app.state.intake.pool).add("sorot", "tests")
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=True)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://intake", headers={"X-API-Key": key}
        ) as client:
            yield Desk(app, settings, client, key)
