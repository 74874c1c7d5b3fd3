"""2,500 reports over three channels, and what becomes of them, while workers are killed: the same comes out
as without."""

import asyncio
import json
import signal
from collections.abc import Sequence
from pathlib import Path
from random import Random

from streams.agents.herald import PAGE
from tests.e2e.city import City, city
from tests.e2e.door import door
from tests.e2e.gate import gate
from tests.e2e.lives import AT_LAST, LATER, MATTERS, Lives
from tests.e2e.logs import Logs
from tests.e2e.outcome import outcome
from tests.e2e.parts import Round
from tests.e2e.reports import stream, together
from tests.e2e.servers import Guard, Postgres
from tests.e2e.workers import Worker
from tests.waiting import until

SEED = 20_261_124
REPORTS = 2_500
CROWD = 450
"""Two pages of reporters and more, for whom a step of their incident is told."""
ROUNDS = 2
"""Of reports; in each, one of triage and one of resolve is killed."""
KILLED = 2 * ROUNDS + 2 * 2 + 2 + 2 + 2
INTO_A_BATCH_S = 0.2
"""A kill comes up to so long after work has begun; a batch takes some hundredths of it."""


async def test_kills_change_nothing(tmp_path: Path, postgres_server: Postgres, guard: Guard):
    async with (
        city(tmp_path / "calm", postgres_server, guard) as calm,
        city(tmp_path / "storm", postgres_server, guard) as storm,
    ):
        one, other = (Lives(stream(SEED, REPORTS, crowd=CROWD)) for _ in range(2))
        await asyncio.gather(_undisturbed(calm, one), _killed(storm, other))
        assert await calm.faults() == []
        assert await storm.faults() == []
        assert await _together(storm) == await _together(calm) == together(one.records)
        assert await outcome(storm, other) == await outcome(calm, one)


async def _undisturbed(city: City, lives: Lives) -> None:
    await city.start("triage", "resolve")
    await city.publish(lives.records)
    await city.settled()
    for round in ("first", "then"):
        await _speak(city, lives, round)
        await city.settled()
    await city.tick(*LATER)
    await city.settled()
    for round in ("meanwhile", "last"):
        await _speak(city, lives, round)
    await city.settled()
    await city.tick(*AT_LAST)
    await city.settled()
    assert [await worker.stop() for worker in city.workers] == [0, 0]


async def _killed(city: City, lives: Lives) -> None:
    random = Random(SEED)
    await city.start("triage", "triage", "resolve", "resolve", ready=False)
    triage, resolve = city.workers[:2], city.workers[2:]
    await _reports(city, lives, random)
    for round in ("first", "then"):
        said = await city.count("progress")
        await _speak(city, lives, round)
        await city.grown("progress", said)
        for workers in (triage, resolve):
            await _kill_at_random(random, workers)
        await city.settled()
    await _kill_before_clean_up(city, resolve)
    await city.settled()
    await _kill_amid_pages(city, lives, resolve)
    await _speak(city, lives, "last")
    await _kill_at_random(random, triage)
    await city.settled()
    await city.tick(*AT_LAST)
    await _kill_at_random(random, resolve)
    await city.settled()
    assert sum(worker.exits.count(-signal.SIGKILL) for worker in city.workers) == KILLED


async def _reports(city: City, lives: Lives, random: Random) -> None:
    size = -(-REPORTS // ROUNDS)
    for begin in range(0, REPORTS, size):
        recorded = await city.count("reports")
        await city.publish(lives.records[begin : begin + size])
        await city.grown("reports", recorded)
        for workers in (city.workers[:2], city.workers[2:]):
            await _kill_at_random(random, workers)
    await city.settled()


async def _speak(city: City, lives: Lives, round: Round) -> None:
    await city.publish(lives.words(await city.rows(MATTERS), round))


async def _kill_at_random(random: Random, workers: Sequence[Worker]) -> None:
    # Not a wait for anything: the moment of the kill is what varies here.
    await asyncio.sleep(random.uniform(0, INTO_A_BATCH_S))
    await until(lambda: any(worker.alive for worker in workers), "a worker to kill")
    random.choice([worker for worker in workers if worker.alive]).signal(signal.SIGKILL)


async def _kill_before_clean_up(city: City, workers: Sequence[Worker]) -> None:
    """What was committed has been sent, and is still in the outbox: random kills seldom meet that moment."""
    async with gate(city.settings.postgres.url, "outbox", "%delete from outbox%") as closed:
        await city.tick(*LATER)
        await city.until(closed.reached, "a worker to have sent its messages")
        for worker in workers:
            worker.signal(signal.SIGKILL)
        await closed.turn_away()


async def _kill_amid_pages(city: City, lives: Lives, workers: Sequence[Worker]) -> None:
    """Some reporters of the crowd have heard that somebody is there, the others have not."""
    # Asked before: while the door is shut nobody reads the links, and we would wait for ourselves.
    matters = await city.rows(MATTERS)
    crowd, words = lives.crowd(matters), lives.words(matters, "meanwhile")
    async with (
        Logs(city.settings.kafka.brokers, ("feedback.",)) as logs,
        door(city.settings.postgres.url, "links") as closed,
    ):
        await city.publish(words)
        while not (told := await _told(logs, crowd)):
            await city.until(closed.reached, "somebody to ask who reported it")
            await closed.let_through()
        for worker in workers:
            worker.signal(signal.SIGKILL)
    assert told == PAGE


async def _told(logs: Logs, incident: str) -> int:
    await logs.catch_up()
    said = (json.loads(record.value) for log in logs.records.values() for record in log)
    return sum(one["kind"] == "on_site" and one["incident_id"] == incident for one in said)


async def _together(city: City) -> set[frozenset[tuple[str, str]]]:
    rows = await city.rows(
        "select array_agg(array[channel, report_id]) as members from links group by incident_id"
    )
    return {frozenset((channel, id) for channel, id in row["members"]) for row in rows}
