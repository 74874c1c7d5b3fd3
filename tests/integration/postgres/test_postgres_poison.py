"""A record that the code fails on is found and set aside, and all others are taken in; on a Postgres."""

from collections.abc import Sequence
from functools import partial

import asyncpg
import pytest
from faust.types import TP

from schemas.classified import ClassifiedReport
from schemas.rejection import POISON
from schemas.topics import ANNOUNCEMENTS, CLASSIFIED, REJECTED
from sinks.keyring import Keyring
from sinks.postgres import Pool, Store
from sinks.suspects import DEATHS_MAX, Suspects, Suspicion
from streams.agents import desk as desks
from streams.agents.aside import Aside
from streams.agents.careful import Careful, is_fault_of_code, parts
from streams.agents.limited import TookTooLongError, limited
from streams.core.fold import fold
from streams.core.incidents import UnreadableError
from streams.core.records.read import read_rejection
from streams.core.tell import classified_record
from tests.integration.postgres.test_postgres_agents import Desk, at, chunk
from tests.unit.core.city import CATALOG
from tests.unit.core.reports import classified, point

SAID = [at(n, classified(f"r{n}", place=point())) for n in range(6)]
VALUES = [classified_record(report).value for report in SAID]
EVERYTHING = frozenset({TP(CLASSIFIED, 0), TP(REJECTED, 0), TP(ANNOUNCEMENTS, 0)})


class BugError(Exception):
    """Of ours."""


class Workers:
    """A worker after the other on one partition, each reading on from where Postgres says."""

    def __init__(self, store: Store, pool: Pool) -> None:
        self.store = store
        self.keyring = Keyring(pool)
        self.suspects = Suspects(pool, store._cluster)
        self.deaths = 0
        self.desk = Desk(store)

    async def live(self, topic: str, values: Sequence[bytes | None]) -> None:
        """One worker works off all there is. Raises what ends it."""
        self.desk = desk = Desk(self.store)
        aside = Aside(
            *(self.store, self.keyring, self.suspects, desk.resolve.claims),
            publish=desk.publish,
            metrics=desk.metrics,
            catalog=CATALOG,
        )
        take = desk.resolve.take if topic == CLASSIFIED else desk.refuse.take
        first = (await desk.resolve.claims.claim(EVERYTHING))[TP(topic, 0)] or 0
        if first < len(values):
            await Careful(take, aside.take, self.suspects).take(chunk(topic, values[first:], first))

    async def live_on(self, topic: str, values: Sequence[bytes | None], most: int = 20) -> None:
        """Start workers until one lives."""
        for _ in range(most):
            try:
                return await self.live(topic, values)
            except (BugError, TookTooLongError):
                self.deaths += 1
        raise AssertionError("no worker lived")


@pytest.fixture
def workers(store: Store, pool: Pool) -> Workers:
    return Workers(store, pool)


def fails_on(monkeypatch: pytest.MonkeyPatch, *ids: str, error: type[Exception] = BugError) -> None:
    """A release with a bug."""

    def faulty(reports: Sequence[ClassifiedReport], *arguments: object, **options: object) -> object:
        reports = list(reports)
        if any(report.report.id in ids for report in reports):
            raise error("a fault of the code")
        return fold(reports, *arguments, **options)

    monkeypatch.setattr(desks, "fold", faulty)


async def recorded(pool: Pool) -> list[str]:
    return [row["id"] for row in await pool.fetch("select id from reports order by id")]


async def test_what_kills_workers_is_set_aside_and_its_neighbours_are_taken_in(
    workers: Workers, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    fails_on(monkeypatch, "r2")
    await workers.live_on(CLASSIFIED, VALUES)
    # Once in the midst of others, then alone.
    assert workers.deaths == 1 + DEATHS_MAX
    assert await recorded(pool) == ["r0", "r1", "r3", "r4", "r5"]
    [refused] = [read for m in workers.desk.sent if m.topic == REJECTED for read in [_rejection(m.value)]]
    assert (refused.code, refused.topic, refused.offset) == (POISON, "reports.sorot", 2)
    assert refused.report_id == "r2"
    assert workers.desk.figure("records_rejected_total", topic="reports.sorot", code=POISON) == 1
    assert await pool.fetchval("select count(*) from suspects") == 0
    assert await pool.fetchval("select count(*) from outbox") == 0


async def test_a_mended_release_takes_it_in_before_it_is_set_aside(
    workers: Workers, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    fails_on(monkeypatch, "r2")
    for _ in range(DEATHS_MAX):
        with pytest.raises(BugError):
            await workers.live(CLASSIFIED, VALUES)
    monkeypatch.undo()
    await workers.live(CLASSIFIED, VALUES)
    assert await recorded(pool) == [f"r{n}" for n in range(6)]


async def test_several_are_each_found(workers: Workers, pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    fails_on(monkeypatch, "r1", "r4")
    await workers.live_on(CLASSIFIED, VALUES)
    assert await recorded(pool) == ["r0", "r2", "r3", "r5"]


async def test_one_on_which_the_code_goes_on_for_ever_is_set_aside(
    workers: Workers, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(reports: Sequence[ClassifiedReport], *args: object, **named: object) -> object:
        while any(one.report.id == "r2" for one in reports):
            pass
        return fold(reports, *args, **named)

    monkeypatch.setattr(desks, "fold", endless)
    monkeypatch.setattr(desks, "limited", partial(limited, 0.05))
    await workers.live_on(CLASSIFIED, VALUES)
    assert await recorded(pool) == ["r0", "r1", "r3", "r4", "r5"]
    assert workers.deaths == 1 + DEATHS_MAX


async def test_what_postgres_or_kafka_do_proves_nothing(
    workers: Workers, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    fails_on(monkeypatch, "r2", error=asyncpg.CannotConnectNowError)
    for _ in range(2 * DEATHS_MAX):
        with pytest.raises(asyncpg.CannotConnectNowError):
            await workers.live(CLASSIFIED, VALUES[2:3])
    assert await pool.fetchval("select count(*) from suspects") == 0
    assert await recorded(pool) == []


@pytest.mark.parametrize(
    ("error", "ours"),
    [
        (ConnectionError(), False),
        (TimeoutError(), False),
        (MemoryError(), False),
        (asyncpg.DeadlockDetectedError(), False),
        (asyncpg.CharacterNotInRepertoireError(), True),
        (asyncpg.CheckViolationError(), True),
        (asyncpg.StatementTooComplexError(), True),
        (UnreadableError(), False),
        (KeyError("x"), True),
        (ExceptionGroup("both", [KeyError("x")]), True),
    ],
)
def test_a_fault_of_the_code_is_what_the_same_records_bring_again(error: Exception, ours: bool) -> None:
    assert is_fault_of_code(error) is ours


def test_suspects_are_alone_and_the_last_part_finishes_all() -> None:
    whole = chunk(CLASSIFIED, VALUES, 10)
    cut = list(parts(whole, Suspicion(12, 14, 2, 1, "Bug")))
    assert [[record.offset for record in part.records] for part in cut] == [[10, 11], [12], [13], [14, 15]]
    assert [part.next_offset for part in cut] == [12, 13, 14, 16]
    assert cut[-1]._finish is whole._finish
    assert cut[0]._finish is not whole._finish
    assert list(parts(whole, Suspicion(0, 10, 10, 1, "Bug"))) == [whole]


def _rejection(value: bytes):
    record = chunk(REJECTED, [value]).records[0]
    return read_rejection(record)
