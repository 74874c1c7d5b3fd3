"""What the model of the store gives back is what the real one does: the same tests for both."""

from datetime import timedelta
from typing import Any

import asyncpg
import pytest

from schemas.command import Progressed
from schemas.progress import Progress, Said
from schemas.rejection import Origin
from sinks.lives import progress_scene, write_incidents, write_progress
from streams.core.fold import fold
from streams.core.storms import Storms
from tests.simulation.store_scenarios import TOPIC, Run, report, take_in
from tests.unit.core.bursts import burst
from tests.unit.core.city import RULES
from tests.unit.core.reports import NOON, classified, point


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
        found = [one for key in ("rawa:air", "rawa:jalan") for one in (await store.latest(key, 9)).read()]
        assert {one.id: one for one, _ in found} == folded.incidents
        voices = {voice: at for _, voices in found for voice, at in voices.items()}
        assert voices == {"sorot:w1": NOON + timedelta(minutes=5), "sorot:w2": NOON + timedelta(hours=1)}
        [(last, _)] = (await store.latest("rawa:air", 1)).read()
        assert last.last_reported_at == NOON + timedelta(hours=2)
        assert (await store.latest("rawa:layanan", 9)).read() == []
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
        assert [one for one, _ in (await store.latest("rawa:air", 9)).read()] == [incident]
        with pytest.raises(asyncpg.UniqueViolationError):
            async with store.batch(batch.claim, 3) as again:
                await write_progress(again, said, refusal=None, checks=[])

    run(scenario)


def _accepted(incident_id: str) -> Progressed:
    progress = Progress(
        id="p1", incident_id=incident_id, version=1, at=NOON, by="petugas", said=Said.ACCEPTED
    )
    origin = Origin(topic="progress.air", partition=0, offset=0)
    return Progressed(key="rawa:air", agency="air", progress=progress, digest="d1", origin=origin)
