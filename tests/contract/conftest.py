"""Workers for the contract tests. Joining a group takes seconds, so all of them join at once."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from aiokafka import ConsumerRecord

from streams.transport import consumer
from tests.conftest import Broker
from tests.contract.scenarios import Scenarios
from tests.contract.stage import URGENT, ScriptedOwner, Stage


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def scenarios(broker: Broker, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scenarios]:
    """Worker processes that run beside the other tests."""
    async with Scenarios(broker.kafka, tmp_path_factory.mktemp("scenarios")) as running:
        yield running


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def stages(
    request: pytest.FixtureRequest, broker: Broker, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[dict[str, list[Stage]]]:
    """A running worker for every test that asks for one."""
    folder: Path = tmp_path_factory.mktemp("stages")
    wanted = {
        name: sum(name in item.fixturenames for item in request.session.items)
        for name in ("stage", "owned", "hasty", "sharing")
    }
    pools = {
        "stage": [Stage(broker.kafka, folder) for _ in range(wanted["stage"])],
        "owned": [Stage(broker.kafka, folder, ScriptedOwner()) for _ in range(wanted["owned"])],
        "hasty": [Stage(broker.kafka, folder, urgent=_urgent) for _ in range(wanted["hasty"])],
        "sharing": [Stage(broker.kafka, folder, together=True) for _ in range(wanted["sharing"])],
    }
    every = [stage for pool in pools.values() for stage in pool]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(consumer, "die", fail)  # Else it would end the tests without a word.
        await asyncio.gather(*(stage.start() for stage in every))
        yield {name: list(pool) for name, pool in pools.items()}
        await asyncio.gather(*(stage.stop() for stage in every))


def fail(reason: str, error: BaseException | None = None) -> None:
    """What `die` does to a stage."""
    raise AssertionError(reason) from error


@pytest.fixture
def stage(stages: dict[str, list[Stage]]) -> Stage:
    """A worker without an owner: Kafka's commits say where to start."""
    return stages["stage"].pop()


@pytest.fixture
def hasty(stages: dict[str, list[Stage]]) -> Stage:
    """A worker to which some records are urgent."""
    return stages["hasty"].pop()


@pytest.fixture
def sharing(stages: dict[str, list[Stage]]) -> Stage:
    """A worker that takes small chunks of both partitions in one turn."""
    return stages["sharing"].pop()


@pytest.fixture
def owned(stages: dict[str, list[Stage]]) -> Stage:
    """A worker with an owner that says where to start."""
    return stages["owned"].pop()


def _urgent(record: ConsumerRecord) -> bool:
    return record.value == URGENT
