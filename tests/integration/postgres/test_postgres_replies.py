"""What reporters answer: what it speaks of, and how it is kept."""

from dataclasses import replace
from datetime import timedelta

import pytest

from schemas.correction import Merge
from schemas.heard import ReplyScene
from schemas.incident import Incident
from schemas.life import Life
from schemas.reply import Answer
from sinks.lives import reply_scene, write_incidents, write_reply
from sinks.postgres import Batch, Pool, Store
from tests.integration.postgres.office import Office
from tests.integration.postgres.said import LATE, answered, crowd, positions, put
from tests.integration.postgres.writing import TOPIC, open_incidents, take_in
from tests.unit.core.corrected_city import order
from tests.unit.core.reports import NOON, classified, point

HOUR = timedelta(hours=1)


async def scene_of_reply(
    store: Store, report_id: str, incident_id: str, *, id: str = "r", channel: str = "sorot"
) -> ReplyScene:
    claim = await store.claim(TOPIC, 0)
    async with store.batch(claim, 100) as batch:
        return await reply_scene(batch, answered(id, report_id, incident_id, channel=channel))


async def test_a_reply_finds_its_report_where_it_is_and_the_incident_if_it_is_of_the_key(
    store: Store,
) -> None:
    reports = [classified("a", reporter="x", place=point()), classified("b", category="lampu")]
    await take_in(store, await store.claim(TOPIC, 0), reports, open_incidents())
    [(air, _)] = (await store.latest("rawa:air", 9)).read()
    [(lamp, _)] = (await store.latest("rawa:jalan", 9)).read()
    reach = (await positions(store, air.id))["sorot", "a"]
    asked = await scene_of_reply(store, "a", air.id)
    assert asked == ReplyScene(None, air.id, air, "sorot:x", reach)
    # Where it was sent to, another incident of its key, or one of another.
    assert await scene_of_reply(store, "a", "rawa:air:none") == asked
    elsewhere = await scene_of_reply(store, "b", air.id)
    assert elsewhere == ReplyScene(None, lamp.id, None, "sorot/b")
    assert await scene_of_reply(store, "none", air.id) == ReplyScene(voice="sorot/none")
    assert await scene_of_reply(store, "a", air.id, channel="poc") == ReplyScene(voice="poc/a")


async def test_a_report_on_its_way_to_another_key_is_where_it_was_until_it_arrives(
    store: Store, pool: Pool
) -> None:
    office = Office(store)
    await office.open()
    await office.take(
        [
            classified("a", place=point(), reporter="x"),
            classified("a2", place=point(), reporter="y"),
            classified("l", place=point(900), category="lampu"),
        ]
    )
    a, lamp = [
        await pool.fetchval("select incident_id from links where report_id = $1", id) for id in ("a", "l")
    ]
    await office.take([order("c", Merge(incident=a, into=lamp))])
    on_its_way = await scene_of_reply(store, "a", a)
    assert (on_its_way.incident_id, on_its_way.incident and on_its_way.incident.id) == (a, a)
    assert await positions(store, a) == {}
    await office.open()
    await office.take_messages(office.on_the_way()[-1:])
    arrived = await scene_of_reply(store, "a", lamp)
    assert (arrived.incident_id, arrived.incident and arrived.incident.id) == (lamp, lamp)
    assert (await scene_of_reply(store, "a", a)).incident is None
    assert arrived.reach == (await positions(store, lamp))["sorot", "a2"]


@pytest.mark.parametrize(
    ("resolved_min", "again"), [(-1, {"a2", "a3"}), (1, {"a3"}), (3, set()), (None, set())]
)
async def test_a_voice_that_joined_after_it_was_resolved_said_no_by_that(
    store: Store, resolved_min: float | None, again: set[str]
) -> None:
    reports = [
        classified("a", reporter="x", place=point()),
        classified("a2", reporter="y", place=point(), after=timedelta(minutes=1)),
        classified("a3", reporter="z", place=point(), after=timedelta(minutes=2)),
        classified("a4", reporter="z", place=point(), after=timedelta(minutes=4)),
    ]
    await take_in(store, await store.claim(TOPIC, 0), reports, open_incidents())
    [(made, _)] = (await store.latest("rawa:air", 9)).read()
    assert (made.reports, made.voices) == (4, 3)
    resolved_at = None if resolved_min is None else NOON + timedelta(minutes=resolved_min)
    await put(store, [replace(made, life=Life(resolved_at=resolved_at))])
    asked = {one.report.id: await scene_of_reply(store, one.report.id, made.id) for one in reports}
    assert {id for id, scene in asked.items() if scene.again} == again


VOTES: list[tuple[str, Answer]] = [("ramai-0-0", "no"), ("ramai-1-0", "no"), ("ramai-2-0", "yes")]


async def test_of_each_other_voice_the_last_answer_of_this_vote_counts(store: Store) -> None:
    made = await crowd(store, 5)
    async with store.batch(await store.claim(TOPIC, 0), 5) as batch:
        await _vote(batch, made, "ramai-4-0", "no")
        made = replace(made, version=2, life=Life(vote=1))
        await write_incidents(batch, [made])
        for report_id, answer in VOTES:
            await _vote(batch, made, report_id, answer)
        await _vote(batch, made, "ramai-3-0", "no", refused=True)
        await _vote(batch, made, "ramai-0-1", "yes")  # By the second report of the first voice.
    by_another = await scene_of_reply(store, "ramai-3-0", made.id)
    assert (by_another.yes, by_another.no) == (2, 1)
    by_the_first = await scene_of_reply(store, "ramai-0-0", made.id)
    assert (by_the_first.yes, by_the_first.no, by_the_first.voice) == (1, 1, "sorot:ramai-0")


async def test_who_reported_it_again_counts_as_that_until_the_first_answer(store: Store) -> None:
    made = await crowd(store, 3)
    async with store.batch(await store.claim(TOPIC, 0), 5) as batch:
        await write_incidents(batch, [replace(made, life=Life(resolved_at=NOON - HOUR, no=3, again=3))])
        assert (await reply_scene(batch, answered("r", "ramai-0-0", made.id))).again
        await _vote(batch, made, "ramai-0-0", "no")
        assert not (await reply_scene(batch, answered("r", "ramai-0-0", made.id))).again
        assert (await reply_scene(batch, answered("r", "ramai-1-0", made.id))).again
        assert not (await reply_scene(batch, answered("r", "ramai-1-1", made.id))).again  # A resend.


async def _vote(
    batch: Batch, made: Incident, report_id: str, answer: Answer, *, refused: bool = False
) -> None:
    said = answered(f"{report_id}-{made.version}", report_id, made.id, answer)
    await write_reply(batch, said, await reply_scene(batch, said), refusal=LATE if refused else None)


async def test_a_reply_is_known_and_kept_with_where_its_report_was(store: Store, pool: Pool) -> None:
    made = await crowd(store, 1)
    async with store.batch(await store.claim(TOPIC, 0), 5) as batch:
        good, lost = answered("r", "ramai-0-1", "rawa:air:before"), answered("s", "none", made.id, "no")
        await write_reply(batch, good, await reply_scene(batch, good), refusal=None)
        await write_reply(batch, lost, await reply_scene(batch, lost), refusal=LATE)
        assert (await reply_scene(batch, good)).known == "r"
    columns = "id, report_id, incident_id, voice, round, answer, result, code"
    assert [tuple(row) for row in await pool.fetch(f"select {columns} from replies order by number")] == [
        ("r", "ramai-0-1", made.id, "sorot:ramai-0", 0, "yes", "applied", None),
        ("s", "none", made.id, "sorot/none", 0, "no", "refused", "stale"),
    ]
    assert (await scene_of_reply(store, "x", made.id, channel="poc")).known is None
