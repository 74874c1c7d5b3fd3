"""A worker starts only when all that it will need is there, and says in words what is not."""

from collections.abc import Awaitable, Callable, Sequence

import faust
import pytest

from schemas.topics import ANNOUNCEMENTS, CLASSIFIED, REJECTED, dispatches, feedback, progress, reports
from streams.connections import NotReadyError, UnreachableError, to_kafka
from streams.settings import KafkaSettings, Settings
from streams.topology import topology
from streams.workers import ground
from streams.workers.resolve import resolve_app
from streams.workers.triage import triage_app
from tests.unit.core.bekasi import CATALOG

NOWHERE = Settings.model_validate(
    {
        "kafka": {"brokers": "127.0.0.1:1"},
        "postgres": {"url": "postgresql://u:secret@127.0.0.1:1/x", "wait_s": 0},
    }
)


@pytest.mark.parametrize(
    ("make", "lacks"),
    [
        (triage_app, reports("poc")),
        (triage_app, REJECTED),
        (triage_app, progress("poc")),
        (resolve_app, ANNOUNCEMENTS),
        (resolve_app, CLASSIFIED),
        (resolve_app, dispatches("bpbd")),
        (resolve_app, feedback("sorot")),
    ],
)
async def test_a_topic_that_it_will_write_to_must_be_there(
    make: Callable[[Settings], Awaitable[faust.App]], lacks: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = {spec.name for spec in topology(KafkaSettings(), CATALOG)}

    async def counts(_brokers: Sequence[str]) -> dict[str, int]:
        return dict.fromkeys(there - {lacks}, 8)

    monkeypatch.setattr(to_kafka, "partition_counts", counts)
    with pytest.raises(NotReadyError, match=f"topics are missing: {lacks}; run `sinergi topics`"):
        await make(NOWHERE)


async def test_without_postgres_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    async def counts(_brokers: Sequence[str]) -> dict[str, int]:
        return {spec.name: spec.partitions for spec in topology(NOWHERE.kafka, CATALOG)}

    monkeypatch.setattr(to_kafka, "partition_counts", counts)
    with pytest.raises(UnreachableError, match=r"no Postgres at postgresql://u:\*\*\*@127.0.0.1:1/x: "):
        await resolve_app(NOWHERE)


async def test_without_a_broker_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ground, "BROKER_WAIT_S", 0)
    with pytest.raises(UnreachableError, match=r"no Kafka at 127.0.0.1:1: no broker answers"):
        await triage_app(NOWHERE)
