"""Stores with nothing in them: the model, and the real one on Postgres."""

import asyncio
import secrets

import pytest

from sinks.postgres import Store, connect
from tests.conftest import database_at
from tests.simulation.store_scenarios import WITHIN_S, Run, Scenario, on_the_model, within


@pytest.fixture(params=["model", "postgres"])
def run(request: pytest.FixtureRequest) -> Run:
    """Runs a scenario on a store with nothing in it."""
    if request.param == "model":
        return on_the_model
    url, template = request.getfixturevalue("postgres"), request.getfixturevalue("template")

    async def on_postgres(scenario: Scenario) -> None:
        async with (
            database_at(url, f"test_{secrets.token_hex(6)}", template) as address,
            await connect(address, wait_s=WITHIN_S, statement_timeout_s=WITHIN_S) as pool,
        ):
            await within(scenario, Store(pool, "cluster-1"))

    return lambda scenario: asyncio.run(on_postgres(scenario))
