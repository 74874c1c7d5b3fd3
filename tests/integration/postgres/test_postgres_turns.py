"""A turn of `resolve` for small chunks of several partitions: one transaction, and each stays its own."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from aiokafka import ConsumerRecord
from faust.types import TP

from schemas.classified import ClassifiedReport
from schemas.rejection import POISON
from schemas.topics import CLASSIFIED, REJECTED
from sinks.keyring import Keyring
from sinks.postgres import FencedError, Pool, Store
from sinks.suspects import DEATHS_MAX, Suspects
from streams.agents.aside import Aside
from streams.agents.careful import Careful
from streams.core.records.read import read_rejection
from streams.core.tell import classified_record
from streams.transport import Chunk
from tests.integration.postgres.test_postgres_agents import SENT_MS, STORM, Desk, at, chunk
from tests.integration.postgres.test_postgres_poison import BugError, fails_on
from tests.unit.core.city import CATALOG
from tests.unit.core.reports import classified, point

FIRST, SECOND = TP(CLASSIFIED, 0), TP(CLASSIFIED, 1)
OWNED = frozenset({FIRST, SECOND})
WATER = [*STORM, at(50, classified("w", place=point(), after=timedelta(hours=2)))]
LIGHT = [
    at(100 + n, classified(f"l{n}", category="lampu", place=point(), after=timedelta(minutes=n)))
    for n in range(3)
]
"""Of two families, and so of two partitions."""


def part(partition: int, reports: Sequence[ClassifiedReport], first: int = 0) -> Chunk:
    records = [
        ConsumerRecord(
            *(CLASSIFIED, partition, first + n, SENT_MS + n, 0),
            *(report.key.encode(), classified_record(report).value, 0, 0, 0, ()),
        )
        for n, report in enumerate(reports)
    ]
    return Chunk(CLASSIFIED, partition, 1, records, first + len(records), lambda _: True)


def turn(water: Sequence[ClassifiedReport] = WATER, light: Sequence[ClassifiedReport] = LIGHT) -> Chunk:
    return replace(part(0, water), beside=[part(1, light)])


async def owning(store: Store) -> Desk:
    made = Desk(store)
    await made.resolve.claims.claim(OWNED)
    return made


async def test_a_turn_for_two_partitions_comes_to_what_two_turns_come_to(store: Store, pool: Pool) -> None:
    together = await owning(store)
    await together.resolve.take(turn())
    assert dict(await pool.fetch("select partition, next_offset from consumed")) == {0: len(WATER), 1: 3}
    assert await pool.fetchval("select count(*) from outbox") == 0
    await pool.execute(
        "truncate reports, report_originals, links, incidents, consumed,"
        " events, storm_keys, area_rates, occurrences"
    )
    apart = await owning(store)
    for one in turn().parts:
        await apart.resolve.take(replace(one, beside=()))
    assert sorted(together.sent, key=str) == sorted(apart.sent, key=str)
    assert any(message.type.startswith("sinergi.event.") for message in together.sent)
    read = {"topic": CLASSIFIED}
    assert together.figure("records_read_total", **read) == apart.figure("records_read_total", **read)


async def test_what_a_crash_left_is_sent_by_the_owner_of_the_partition_it_comes_from(store: Store) -> None:
    desk = await owning(store)
    desk.away = True
    with pytest.raises(ConnectionError):
        await desk.resolve.take(turn())
    for partition, words in ((1, "jalan"), (0, "air")):
        after = Desk(store)
        await after.resolve.claims.claim(frozenset({TP(CLASSIFIED, partition)}))
        keys = {m.key for m in after.sent if m.type.startswith("sinergi.dispatch.")}
        assert keys
        assert all(f":{words}:".encode() in key for key in keys)


async def test_who_has_lost_one_of_the_partitions_writes_nothing_of_the_others(
    store: Store, pool: Pool
) -> None:
    desk = await owning(store)
    await Desk(store).resolve.claims.claim(frozenset({SECOND}))
    with pytest.raises(FencedError):
        await desk.resolve.take(turn())
    assert await pool.fetchval("select count(*) from reports") == 0
    assert desk.sent == []


async def test_what_kills_workers_is_set_aside_though_it_came_with_another_partitions_records(
    store: Store, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    fails_on(monkeypatch, "l1")
    deaths = 0
    for _ in range(10):
        desk = await owning(store)
        careful = _careful(desk, store, pool)
        offsets = dict(await pool.fetch("select partition, next_offset from consumed"))
        water, light = offsets[0] or 0, offsets[1] or 0
        parts = [p for p in (part(0, WATER[water:], water), part(1, LIGHT[light:], light)) if p.records]
        try:
            await careful.take(replace(parts[0], beside=parts[1:]))
            break
        except BugError:
            deaths += 1
    [refused] = chunk(REJECTED, [m.value for m in desk.sent if m.topic == REJECTED]).records
    rejection = read_rejection(refused)
    assert (rejection.code, rejection.report_id) == (POISON, "l1")
    assert deaths == 1 + DEATHS_MAX
    assert await pool.fetchval("select count(*) from reports") == len(WATER) + len(LIGHT) - 1


def _careful(desk: Desk, store: Store, pool: Pool) -> Careful:
    suspects = Suspects(pool, store._cluster)
    aside = Aside(
        *(store, Keyring(pool), suspects, desk.resolve.claims),
        publish=desk.publish,
        metrics=desk.metrics,
        catalog=CATALOG,
    )
    return Careful(desk.resolve.take, aside.take, suspects)
