"""What agencies say, and time: read and written on a Postgres."""

from dataclasses import replace
from datetime import timedelta

import asyncpg
import pytest

from schemas.command import Tick
from schemas.heard import Check, ProgressScene
from schemas.incident import Incident, State
from schemas.life import UNTOUCHED, Life, Overdue, Step, Work
from sinks import lives
from sinks.lives import progress_scene, tick_scene, write_progress
from sinks.postgres import Pool, Store
from sinks.reading import Reader
from tests.integration.postgres.office import Office
from tests.integration.postgres.said import LATE, crowd, positions, progressed, put
from tests.integration.postgres.writing import TOPIC
from tests.unit.core.reports import NOON, incident, point

LIVELY = Life(
    step=Step.REOPENED,
    at=NOON,
    works=(
        Work(
            *("air", Step.REOPENED, NOON, NOON, 4),
            proven=False,
            partner="mitra",
            offered=("mitra", "peduli"),
            overdue=(Overdue.ACCEPT, Overdue.ACCEPT_OPERATOR),
        ),
    ),
    refusals=("sar",),
    reopened=1,
    resolved_at=NOON - timedelta(hours=1),
    yes=1,
    no=2,
    number=5,
    told_on=NOON.date(),
    told=3,
    withheld=True,
)


NOTHING = ProgressScene(incident=None)


def due(id: str, minutes: float, **changes: object) -> Incident:
    return replace(incident(id), due_at=NOON + timedelta(minutes=minutes), **changes)


async def scene_of_progress(
    store: Store, incident_id: str, id: str = "p", agency: str = "air"
) -> ProgressScene:
    claim = await store.claim(TOPIC, 0)
    async with store.batch(claim, 100) as batch:
        return await progress_scene(batch, progressed(id, incident_id, agency=agency))


async def test_an_incident_changes_its_life_in_postgres_and_is_read_as_it_was(
    store: Store, pool: Pool
) -> None:
    before = incident("a")
    await put(store, [before])
    assert await pool.fetchval("select life::text from incidents") == "{}"
    after = replace(before, version=2, life=LIVELY, due_at=NOON + timedelta(hours=2))
    await put(store, [after])
    assert await Reader(pool).incident(after.id) == after
    assert (await scene_of_progress(store, after.id)).incident == after
    assert await pool.fetchval("select step from incidents") == "reopened"


async def test_a_worker_that_takes_over_loads_the_same_lives(store: Store) -> None:
    lively = replace(incident("a", place=point()), life=LIVELY, due_at=NOON)
    await put(store, [lively, incident("b", place=point(900)), incident("c", category="lampu")])
    office = Office(store)
    await office.open()
    loaded = {one.id: one for one in office.resolve._incidents}
    assert loaded[lively.id] == lively
    assert [one.life is UNTOUCHED for _, one in sorted(loaded.items())] == [False, True, True]


async def test_an_incident_that_memory_let_go_of_is_reached(store: Store) -> None:
    old, new = due("a", 1), replace(incident("b", after=timedelta(hours=1)))
    claim = await put(store, [old, new])
    assert [one for one, _ in (await store.latest("rawa:air", 1)).read()] == [new]
    async with store.batch(claim, 5) as batch:
        assert (await progress_scene(batch, progressed("p", old.id))).incident == old
        [found] = await tick_scene(batch, Tick(key="rawa:air", at=NOON + timedelta(minutes=1)))
    assert found.incident == old


async def test_a_word_about_an_incident_that_nobody_knows(store: Store) -> None:
    assert await scene_of_progress(store, "rawa:air:none") == NOTHING


async def test_an_incident_reaches_to_its_last_report(store: Store) -> None:
    made = await crowd(store, 3)
    await crowd(store, 2, id="lain")
    last = max((await positions(store, made.id)).values()) + 3  # The last voice's second report.
    assert await scene_of_progress(store, made.id) == ProgressScene(made, reach=last)


async def test_a_word_is_known_by_its_agency_and_id_within_its_batch_and_after(store: Store) -> None:
    claim = await put(store, [incident("a"), incident("b", category="lampu")])
    async with store.batch(claim, 5) as batch:
        said = progressed("p", "rawa:air:a")
        assert (await progress_scene(batch, said)).known is None
        await write_progress(batch, said, refusal=None, checks=())
        assert (await progress_scene(batch, said)).known == "p"
    assert (await scene_of_progress(store, "rawa:jalan:b")).known == "p"
    assert (await scene_of_progress(store, "rawa:air:a", agency="sar")).known is None


async def test_what_was_said_is_kept_with_what_was_looked_at_or_why_it_was_refused(
    store: Store, pool: Pool
) -> None:
    claim = await put(store, [incident("a")])
    good = progressed("good", "rawa:air:a", phashes=["ff00ff00ff00ff00"])
    checks = (Check("photo", passed=True, words="ada foto"), Check("time", passed=False, words="lama"))
    async with store.batch(claim, 5) as batch:
        await write_progress(batch, good, refusal=None, checks=checks)
        await write_progress(batch, progressed("late", "rawa:air:none"), refusal=LATE, checks=())
    rows = await pool.fetch("select *, checks -> 1 ->> 'passed' as passed from progress order by number")
    assert [(row["id"], row["said"], row["result"]) for row in rows] == [
        ("good", "resolved", "applied"),
        ("late", "accepted", "refused"),
    ]
    assert [tuple(row[name] for name in ("code", "field", "reason", "passed")) for row in rows] == [
        (None, None, None, "false"),
        ("stale", "version", "terlambat", None),
    ]
    assert rows[0]["content"] == await pool.fetchval(
        "select $1::jsonb::text", good.progress.model_dump_json()
    )
    assert (rows[0]["at"], rows[0]["by"], rows[0]["why"]) == (NOON, "petugas-1", "sudah")


async def test_of_two_words_with_one_id_in_two_keys_at_once_the_second_meets_the_first_when_it_comes_again(
    store: Store,
) -> None:
    await put(store, [incident("a"), incident("b", category="lampu")])
    one, other = [await store.claim(TOPIC, partition) for partition in (1, 2)]
    first, second = progressed("p", "rawa:air:a"), progressed("p", "rawa:jalan:b")
    async with store.batch(other, 1) as later:
        assert (await progress_scene(later, second)).known is None
        async with store.batch(one, 1) as earlier:
            await write_progress(earlier, first, refusal=None, checks=())
        with pytest.raises(asyncpg.UniqueViolationError):
            await write_progress(later, second, refusal=None, checks=())
    assert (await scene_of_progress(store, "rawa:jalan:b")).known == "p"


async def test_a_tick_finds_what_is_due_the_longest_waiting_first(store: Store) -> None:
    made = await crowd(store, 2)
    waiting = [
        due("c", 2),
        due("b", 1),
        due("a", 2, state=State.CLOSED),
        due("ramai", 0, reports=4, voices=2),
    ]
    later = [due("d", 3), incident("e"), replace(incident("f", category="lampu"), due_at=NOON)]
    claim = await put(store, [*waiting, *later])
    async with store.batch(claim, 9) as batch:
        found = await tick_scene(batch, Tick(key="rawa:air", at=NOON + timedelta(minutes=2)))
    assert [one.incident.id for one in found] == [f"rawa:air:{id}" for id in ("ramai", "b", "a", "c")]
    assert [one.incident for one in found[1:]] == [waiting[1], waiting[2], waiting[0]]
    last = max((await positions(store, made.id)).values()) + 2
    assert [one.reach for one in found] == [last, 0, 0, 0]


async def test_a_tick_takes_so_many_and_the_next_the_rest(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lives, "DUE_MAX", 2)
    claim = await put(store, [due(id, 0) for id in "abc"])
    tick, seen = Tick(key="rawa:air", at=NOON), []
    for number in (5, 6):
        async with store.batch(claim, number) as batch:
            found = [one.incident for one in await tick_scene(batch, tick)]
            await lives.write_incidents(batch, [replace(one, due_at=None) for one in found])
        claim = batch.claim
        seen.append([one.id[-1] for one in found])
    assert seen == [["a", "b"], ["c"]]
