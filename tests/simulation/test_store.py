"""The model of `sinks.postgres.Store` does what the real one does on Postgres: the same tests for both."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import pytest

from schemas.classified import ClassifiedReport
from schemas.command import Reported
from schemas.message import Message
from schemas.progress import Progress, Said
from schemas.rejection import Origin, reject
from sinks.lives import progress_scene, write_incidents, write_progress
from sinks.migrate import migrate
from sinks.postgres import Claim, FencedError, Store, connect
from streams.core.fold import Folded, fold
from streams.core.storms import Storms
from tests.conftest import database_at
from tests.simulation.database import Database
from tests.simulation.store import ModelStore
from tests.simulation.world import World
from tests.unit.core.bursts import burst
from tests.unit.core.city import RULES
from tests.unit.core.reports import NOON, classified, point

TOPIC = "reports.classified"
WITHIN_S = 20.0

Scenario = Callable[[Any], Awaitable[None]]
Run = Callable[[Scenario], None]


def on_the_model(scenario: Scenario) -> None:
    """In virtual time, with latencies and no trouble."""
    world = World(1)
    task = world.loop.start(_within(scenario, ModelStore(world, Database(world))))
    assert world.loop.run_until(task.done, WITHIN_S * 2)
    task.result()


@pytest.fixture(scope="module")
def migrated(postgres: str) -> Iterator[str]:
    """The name of a database with our tables and nothing in them, to be copied."""
    name = f"test_{secrets.token_hex(6)}"

    async def make() -> None:
        admin = await asyncpg.connect(postgres)
        await admin.execute(f"CREATE DATABASE {name}")
        await admin.close()
        pool = await connect(_address(postgres, name), wait_s=WITHIN_S, statement_timeout_s=WITHIN_S)
        await migrate(pool)
        await pool.close()

    async def drop() -> None:
        admin = await asyncpg.connect(postgres)
        await admin.execute(f"DROP DATABASE {name}")
        await admin.close()

    asyncio.run(make())
    yield name
    asyncio.run(drop())


@pytest.fixture(params=["model", "postgres"])
def run(request: pytest.FixtureRequest) -> Run:
    """Runs a scenario on a store with nothing in it."""
    if request.param == "model":
        return on_the_model
    url, template = request.getfixturevalue("postgres"), request.getfixturevalue("migrated")

    async def on_postgres(scenario: Scenario) -> None:
        async with database_at(url, f"test_{secrets.token_hex(6)}", template) as address:
            pool = await connect(address, wait_s=WITHIN_S, statement_timeout_s=WITHIN_S)
            try:
                await _within(scenario, Store(pool, "cluster-1"))
            finally:
                await pool.close()

    return lambda scenario: asyncio.run(on_postgres(scenario))


def _address(url: str, database: str) -> str:
    return urlsplit(url)._replace(path=f"/{database}").geturl()


async def _within(scenario: Scenario, store: Any) -> None:
    async with asyncio.timeout(WITHIN_S):
        await scenario(store)


async def take_in(store: Any, claim: Claim, reports: Sequence[ClassifiedReport]) -> tuple[Folded, Claim]:
    """A batch of reports, folded over nothing."""
    async with store.batch(claim, (claim.next_offset or 0) + len(reports)) as batch:
        folded = fold(reports, RULES.no_incidents(), {}, RULES, Storms.of(RULES.sky))
        await batch.record(folded.recorded, folded.incidents.values())
        await batch.record_storms(folded.storms)
    return folded, batch.claim


def message(number: int) -> Message:
    return Message("dispatches.air", b"key", str(number).encode(), (("ce_id", str(number).encode()),))


def report(id: str, minutes: int = 0, **more: Any) -> ClassifiedReport:
    return classified(id, place=point(), after=timedelta(minutes=minutes), **more)


def test_each_claim_raises_the_epoch_and_finds_the_offset(run: Run) -> None:
    async def scenario(store: Any) -> None:
        first = await store.claim(TOPIC, 0)
        assert first == Claim(TOPIC, 0, 1, None)
        async with store.batch(first, 7):
            pass
        assert await store.claim(TOPIC, 0) == Claim(TOPIC, 0, 2, 7)
        assert await store.claim(TOPIC, 1) == Claim(TOPIC, 1, 1, None)

    run(scenario)


def test_a_batch_of_an_epoch_that_is_over_is_refused(run: Run) -> None:
    async def scenario(store: Any) -> None:
        old = await store.claim(TOPIC, 0)
        new = await store.claim(TOPIC, 0)
        with pytest.raises(FencedError):
            await take_in(store, old, [report("a")])
        assert await store.keys() == []
        await take_in(store, new, [report("a")])

    run(scenario)


def test_a_batch_from_an_offset_that_is_past_is_refused(run: Run) -> None:
    async def scenario(store: Any) -> None:
        claim = await store.claim(TOPIC, 0)
        await take_in(store, claim, [report("a")])
        with pytest.raises(FencedError):
            await take_in(store, claim, [report("b")])
        never = Claim(TOPIC, 5, 1, None)
        with pytest.raises(FencedError):
            await take_in(store, never, [report("b")])

    run(scenario)


def test_a_batch_that_fails_leaves_nothing(run: Run) -> None:
    async def scenario(store: Any) -> None:
        claim = await store.claim(TOPIC, 0)
        with pytest.raises(ZeroDivisionError):
            await _fails(store, claim)
        assert await store.keys() == []
        assert await store.pending(claim) == ([], (0, 0))
        await take_in(store, claim, [report("a")])

    run(scenario)


def test_a_claim_waits_for_the_transaction_that_is_open(run: Run) -> None:
    async def scenario(store: Any) -> None:
        claim = await store.claim(TOPIC, 0)
        async with store.batch(claim, 3) as batch:
            rival = asyncio.create_task(store.claim(TOPIC, 0))
            for _ in range(20):  # So that it is on its way; each is an answer of the server.
                await batch.digests([("sorot", "nobody")])
            assert not rival.done()
        assert await rival == Claim(TOPIC, 0, 2, 3)

    run(scenario)


def test_digests_are_seen_at_once_inside_and_afterwards(run: Run) -> None:
    async def scenario(store: Any) -> None:
        claim, said = await store.claim(TOPIC, 0), report("a")
        asked = [said.report_key, ("sorot", "nobody")]
        async with store.batch(claim, 1) as batch:
            assert await batch.digests(asked) == {}
            folded = fold([said], RULES.no_incidents(), {}, RULES)
            await batch.record(folded.recorded, folded.incidents.values())
            assert await batch.digests(asked) == {said.report_key: said.digest}
        async with store.batch(batch.claim, 2) as batch:
            assert await batch.digests(asked) == {said.report_key: said.digest}
            assert await batch.moved([*folded.incidents]) == {}

    run(scenario)


def test_a_report_is_there_once(run: Run) -> None:
    async def scenario(store: Any) -> None:
        _, claim = await take_in(store, await store.claim(TOPIC, 0), [report("a")])
        with pytest.raises(asyncpg.UniqueViolationError):
            await take_in(store, claim, [report("b"), report("a", 1)])
        assert (await store.claim(TOPIC, 0)).next_offset == 1
        [(incident, _)] = await store.latest(["rawa:air"], 9)
        assert incident.reports == 1

    run(scenario)


def test_a_refusal_that_comes_again_stays_as_it_is(run: Run) -> None:
    async def scenario(store: Any) -> None:
        claim = await store.claim("reports.rejected", 0)
        origin = Origin(topic="reports.sorot", partition=0, offset=4)
        refusal = reject(origin, b"{", code="unreadable", reason="alasan")
        for offset in (1, 2):
            async with store.batch(claim, offset) as batch:
                await batch.reject([refusal, refusal])
            claim = batch.claim
        assert claim.next_offset == 2

    run(scenario)


def test_the_outbox_gives_messages_in_order_and_forgets_up_to_what_was_sent(run: Run) -> None:
    async def scenario(store: Any) -> None:
        claim, other = await store.claim(TOPIC, 0), await store.claim(TOPIC, 1)
        moved, first = await _sends_later(store, claim, 1)
        await _sends_later(store, moved, 3)
        await _sends_later(store, other, 5)
        found, reach = await store.pending(claim)
        assert found == [message(n) for n in (1, 2, 3, 4)]
        await store.sent(claim, first)
        assert (await store.pending(claim))[0] == [message(3), message(4)]
        await store.sent(claim, reach)
        assert await store.pending(claim) == ([], (0, 0))
        assert (await store.pending(other))[0] == [message(5), message(6)]

    run(scenario)


def test_reporters_are_new_voices_in_the_order_of_the_log(run: Run) -> None:
    async def scenario(store: Any) -> None:
        said = [
            report("a", reporter="w1"),
            report("b", 1, reporter="w2"),
            report("c", 2, reporter="w1"),
            report("d", 3),
        ]
        folded, _ = await take_in(store, await store.claim(TOPIC, 0), said)
        assert len(folded.incidents) == 1
        [id] = folded.incidents
        all_of_them = await store.reporters(id, up_to=2**62, after=0, limit=10)
        new = [one.report.report.id for one in folded.recorded if one.link.new_voice]
        assert [one.report_id for one in all_of_them] == new
        assert await store.reporters(id, up_to=2**62, after=0, limit=1) == all_of_them[:1]
        assert (
            await store.reporters(id, up_to=2**62, after=all_of_them[0].position, limit=9) == all_of_them[1:]
        )
        assert await store.reporters(id, up_to=all_of_them[0].position, after=0, limit=9) == all_of_them[:1]

    run(scenario)


def test_incidents_are_loaded_as_they_were_written_with_their_voices(run: Run) -> None:
    async def scenario(store: Any) -> None:
        said = [
            report("a", reporter="w1"),
            report("b", 5, reporter="w1"),
            classified("c", category="lampu", place=point(900), after=timedelta(hours=1), reporter="w2"),
            classified("d", place=point(5_000), after=timedelta(hours=2)),
        ]
        folded, _ = await take_in(store, await store.claim(TOPIC, 0), said)
        assert set(await store.keys()) == {"rawa:air", "rawa:jalan"}
        found = await store.latest(["rawa:air", "rawa:jalan"], 9)
        assert {one.id: one for one, _ in found} == folded.incidents
        voices = {voice: at for _, voices in found for voice, at in voices.items()}
        assert voices == {"sorot:w1": NOON + timedelta(minutes=5), "sorot:w2": NOON + timedelta(hours=1)}
        [(last, _)] = await store.latest(["rawa:air"], 1)
        assert last.last_reported_at == NOON + timedelta(hours=2)
        assert await store.latest(["rawa:layanan"], 9) == []
        assert await store.finished(["rawa:air"]) == []

    run(scenario)


def test_storms_are_remembered(run: Run) -> None:
    async def scenario(store: Any) -> None:
        storms = Storms.of(RULES.sky)
        folded = fold(burst(6), RULES.no_incidents(), {}, RULES, storms)
        async with store.batch(await store.claim(TOPIC, 0), 6) as batch:
            await batch.record(folded.recorded, folded.incidents.values())
            await batch.record_storms(folded.storms)
        assert await store.storm_keys() == ["rawa:air"]
        [state] = await store.storms(["rawa:air", "rawa:jalan"])
        [changes] = folded.storms
        assert state.clock == changes.clock
        assert {*state.cells} == {*changes.cells}
        assert {one.incident_id for one in state.occurrences} == {
            one.incident_id for one in changes.occurrences
        }
        assert {one.id for one in state.events} == {one.id for one in changes.events}

    run(scenario)


def test_progress_finds_its_incident_and_is_there_once(run: Run) -> None:
    async def scenario(store: Any) -> None:
        folded, claim = await take_in(store, await store.claim(TOPIC, 0), [report("a")])
        [incident] = folded.incidents.values()
        said = _accepted(incident.id)
        async with store.batch(claim, 2) as batch:
            scene = await progress_scene(batch, said)
            assert (scene.incident, scene.known) == (incident, None)
            assert scene.reach > 0
            await write_progress(batch, said, refusal=None, checks=[])
            await write_incidents(batch, [incident])
            assert (await progress_scene(batch, said)).known == said.digest
            unknown = await progress_scene(batch, _accepted("rawa:air:aaaaaaaaaaaaaaaa"))
            assert (unknown.incident, unknown.reach) == (None, 0)
        assert [one for one, _ in await store.latest(["rawa:air"], 9)] == [incident]
        with pytest.raises(asyncpg.UniqueViolationError):
            async with store.batch(batch.claim, 3) as again:
                await write_progress(again, said, refusal=None, checks=[])

    run(scenario)


def _accepted(incident_id: str) -> Reported:
    progress = Progress(
        id="p1", incident_id=incident_id, version=1, at=NOON, by="petugas", said=Said.ACCEPTED
    )
    origin = Origin(topic="progress.air", partition=0, offset=0)
    return Reported(key="rawa:air", agency="air", progress=progress, digest="d1", origin=origin)


async def _fails(store: Any, claim: Claim) -> None:
    async with store.batch(claim, 1) as batch:
        folded = fold([report("a")], RULES.no_incidents(), {}, RULES)
        await batch.record(folded.recorded, folded.incidents.values())
        await batch.send_later([message(1)])
        raise ZeroDivisionError


async def _sends_later(store: Any, claim: Claim, number: int) -> tuple[Claim, tuple[int, int]]:
    """A batch up to offset `number` that sends two messages, named by it and the next number."""
    async with store.batch(claim, number) as batch:
        reach = await batch.send_later([message(number), message(number + 1)])
    return batch.claim, reach
