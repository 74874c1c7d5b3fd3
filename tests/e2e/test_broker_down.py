"""The broker killed under load and started again on what it had."""

import asyncio
from typing import cast

import pytest

from tests.e2e.city import City
from tests.e2e.reports import stream
from tests.e2e.servers import REAL_KAFKA, RealKafka

REPORTS = 2_000
SETTLES_S = 90.0
"""After a kill Kafka takes some ten seconds until it serves, and its clients some more to find out."""


@pytest.mark.skipif(not REAL_KAFKA, reason="the embedded broker keeps its topics in memory")
async def test_broker_down(bekasi: City):
    records = stream(seed=6, total=REPORTS)
    await bekasi.start("triage", "resolve")
    await bekasi.publish(records[: REPORTS // 2])
    await bekasi.grown("reports", 0)
    kafka = cast("RealKafka", bekasi.broker)
    kafka.kill()
    await asyncio.to_thread(kafka.start)
    await bekasi.publish(records[REPORTS // 2 :])
    await bekasi.settled(SETTLES_S)
    assert await bekasi.faults() == []
