"""What OpenAPI says of the intake is so, whatever is sent: schemathesis asks over a socket.

A few examples of each operation; streams/intake/README.md says how to ask with a thousand.
"""

import asyncio
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest
import schemathesis
import uvicorn
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import load_all_checks
from schemathesis.specs.openapi.checks import positive_data_acceptance

from sinks.api_keys import ApiKeys
from streams.connections import postgres as connected
from streams.intake.app import make_app
from streams.settings import PostgresSettings, Settings
from streams.stack import prepare
from tests.conftest import Broker
from tests.waiting import wait_until

pytestmark = pytest.mark.any_broker

EXAMPLES = 8


@dataclass(frozen=True, slots=True)
class Served:
    """A running intake, and a key that it takes."""

    address: str
    key: str


@pytest.fixture(scope="module")
def served(broker: Broker, postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    here = Settings(
        kafka=broker.kafka,
        postgres=PostgresSettings(url=asyncio.run(_database(postgres))),
        folder=tmp_path_factory.mktemp("intake"),
    )
    key = asyncio.run(_key(here))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(make_app(here), log_config=None))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            wait_until(lambda: server.started, "the intake")
            yield Served(f"http://127.0.0.1:{listening.getsockname()[1]}", key)
        finally:
            server.should_exit = True
            thread.join(30)


# The intake, in a thread of this process, draws from `random` as well.
@pytest.mark.filterwarnings("ignore:Do not use the `random` module inside strategies")
def test_the_intake_is_as_it_is_described(served: Served) -> None:
    load_all_checks()
    schema = schemathesis.openapi.from_url(f"{served.address}/openapi.json")
    operations = [found.ok() for found in schema.get_all_operations()]
    assert "POST /open311/v2/requests.{format}" in {operation.label for operation in operations}
    for operation in operations:
        for mode in schemathesis.GenerationMode:
            ask(operation.as_strategy(generation_mode=mode), served)


def ask(cases: st.SearchStrategy[schemathesis.Case], served: Served) -> None:
    @settings(
        max_examples=EXAMPLES,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases)
    def each(case: schemathesis.Case) -> None:
        # A schema cannot say all that a form must hold, so what it allows may be refused; but never with 500.
        case.call_and_validate(headers={"X-API-Key": served.key}, excluded_checks=[positive_data_acceptance])

    each()


async def _database(url: str) -> str:
    """One of its own."""
    admin = await asyncpg.connect(url)
    name = f"test_{Path(__file__).stem}"
    await admin.execute(f"drop database if exists {name}")
    await admin.execute(f"create database {name}")
    await admin.close()
    return urlsplit(url)._replace(path=f"/{name}").geturl()


async def _key(here: Settings) -> str:
    await prepare(here)
    async with connected(here.postgres) as pool:
        return await ApiKeys(pool).add("sorot", "schemathesis", per_minute=1_000_000)
