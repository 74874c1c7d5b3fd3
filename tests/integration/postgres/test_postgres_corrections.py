"""Corrections on a Postgres: the same as in memory, whatever is cut, killed and comes again."""

import asyncio
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.correction import Merge, NoReport, Reclassify, Undo
from schemas.incident import State
from schemas.rejection import Rejection
from schemas.topics import CLASSIFIED, REJECTED
from sinks.corrections import correction_scene, write_correction
from sinks.postgres import Pool, Store
from sinks.reading import Reader
from streams.core.correct import correct
from tests.integration.postgres.office import Office, expected, held
from tests.unit.core.acts import play, steps
from tests.unit.core.city import RULES
from tests.unit.core.corrected_city import Books, order
from tests.unit.core.reports import classified, point, supporting

A, B, LAMP = (
    classified("a", place=point(), reporter="x"),
    classified("b", place=point(500), reporter="x"),
    classified("l", place=point(900), category="lampu"),
)


@pytest.fixture
async def office(store: Store) -> Office:
    made = Office(store)
    await made.open()
    return made


async def incident_of(pool: Pool, report_id: str) -> str:
    found: str = await pool.fetchval("select incident_id from links where report_id = $1", report_id)
    return found


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps, st.lists(st.integers(0, 24), max_size=3), st.booleans())
async def test_postgres_holds_what_the_core_says(
    store: Store, pool: Pool, script: list[object], at: list[int], restart: bool
) -> None:
    await pool.execute("truncate reports, report_originals, links, incidents, corrections, consumed, outbox")
    books, office = Books(), Office(store)
    log = play(script, books)
    await office.open()
    edges = [0, *sorted(min(edge, len(log)) for edge in at), len(log)]
    for start, end in pairwise(edges):
        if restart:
            await office.open()
        await office.take(log[start:end])
    assert await held(pool) == expected(books)
    told = [message for message in office.sent if message.topic.startswith("dispatches.")]
    assert len(told) == len(books.dispatches)
    in_memory = {one.id: one for one in office.resolve._incidents}
    assert in_memory == {id: one for id, one in books.incidents.items() if one.comparable}


async def test_of_two_at_once_one_wins_and_the_other_is_told_by_whom(office: Office, pool: Pool) -> None:
    await office.take([A, B])
    a, b = await incident_of(pool, "a"), await incident_of(pool, "b")
    seen = {a: 0, b: 0}
    await office.take(
        [
            order("c1", Merge(incident=a, into=b), seen=seen, by="ani"),
            order("c2", Merge(incident=b, into=a), seen=seen, by="budi"),
        ]
    )
    rows = {row["id"]: row for row in await pool.fetch("select * from corrections")}
    assert [rows[id]["result"] for id in ("c1", "c2")] == ["applied", "refused"]
    [told] = [Rejection.model_validate_json(m.value) for m in office.sent if m.topic == REJECTED]
    assert (told.code, told.topic) == ("stale", "corrections")
    assert told.reason == rows["c2"]["reason"]
    assert "by ani (correction c1) at 2026-11-24T06:00:00+00:00" in told.reason
    assert await incident_of(pool, "a") == await incident_of(pool, "b") == b


@pytest.mark.parametrize("same_id", [True, False])
async def test_of_two_in_two_keys_at_once_the_second_sees_what_the_first_did(
    office: Office, store: Store, pool: Pool, same_id: bool
) -> None:
    await office.take([A, LAMP])
    a, lamp = await incident_of(pool, "a"), await incident_of(pool, "l")
    first = order("c1", Merge(incident=a, into=lamp))
    second = order("c1" if same_id else "c2", Merge(incident=lamp, into=a))
    second = second.model_copy(update={"digest": "second"})
    beside = [await store.claim(CLASSIFIED, partition) for partition in (1, 2)]
    async with store.batch(beside[1], 1) as later:
        async with store.batch(beside[0], 1) as earlier:
            done = correct(first, await correction_scene(earlier, first), RULES)
            waiting = asyncio.create_task(correction_scene(later, second))
            while not await pool.fetchval("select count(*) from pg_locks where not granted"):
                assert not waiting.done()
            changed = done.incidents.values()
            await write_correction(
                earlier, entry=done.entry, undone=None, incidents=changed, seats=done.seats
            )
        refusal = correct(second, await waiting, RULES).refusal
    assert refusal is not None
    assert refusal.code == ("id_reused" if same_id else "moved")


async def test_a_worker_that_dies_between_two_keys_loses_nothing(store: Store, pool: Pool) -> None:
    office = Office(store)
    await office.open()
    await office.take([A, LAMP])
    a, lamp = await incident_of(pool, "a"), await incident_of(pool, "l")
    office.away = True
    with pytest.raises(ConnectionError):
        await office.take([order("c", Merge(incident=a, into=lamp))])
    assert await pool.fetchval("select result from corrections") == "under_way"
    assert await incident_of(pool, "a") == a
    office.away = False
    await office.open()
    [receive] = office.on_the_way()
    await office.take_messages([receive, receive])
    assert await pool.fetchval("select result from corrections") == "applied"
    assert await incident_of(pool, "a") == lamp
    assert await pool.fetchval("select count(*) from links where leaving is not null") == 0


@pytest.mark.parametrize("restart", [False, True])
async def test_a_voice_for_what_was_merged_twice_is_heard_where_its_reports_are(
    office: Office, pool: Pool, restart: bool
) -> None:
    c = classified("c", place=point(1000), reporter="x")
    await office.take([A, B, c])
    one, two, three = [await incident_of(pool, id) for id in "abc"]
    merged = [order("m1", Merge(incident=one, into=two)), order("m2", Merge(incident=two, into=three))]
    await office.take([*merged, supporting(classified("v", reporter="y"), one)])
    if restart:
        await office.open()
    await office.take([supporting(classified("w", reporter="y", category="lampu"), two)])
    assert [await incident_of(pool, id) for id in "vw"] == [three, three]
    assert await pool.fetchval("select voices from incidents where id = $1", three) == 2
    assert await pool.fetchval("select decision from links where report_id = 'w'") == "resends"


async def test_what_was_reclassified_to_another_family_comes_back(office: Office, pool: Pool) -> None:
    await office.take([A, classified("a2", place=point(), reporter="y")])
    a = await incident_of(pool, "a")
    before = await pool.fetch("select * from links order by position")
    await office.take([order("c", Reclassify(incident=a, category="lampu"))])
    await office.take_messages(office.on_the_way()[-1:])
    new = await incident_of(pool, "a")
    assert new.startswith("rawa:jalan:")
    await office.take([order("u", Undo(correction="c", incident=new))])
    await office.take_messages(office.on_the_way()[-1:])
    assert await pool.fetch("select * from links order by position") == before
    assert await pool.fetchval("select undone_by from corrections where id = 'c'") == "u"
    assert await pool.fetchval("select moved_to from incidents where id = $1", new) == a


async def test_a_merged_incident_opened_when_the_earlier_of_both_did(office: Office, pool: Pool) -> None:
    later = classified("b", place=point(500), after=timedelta(hours=3))
    await office.take([A, later])
    a, b = await incident_of(pool, "a"), await incident_of(pool, "b")
    await office.take([order("c", Merge(incident=a, into=b))])
    assert await pool.fetchval("select opened_at from incidents where id = $1", b) == A.report.reported_at


async def test_an_incident_that_is_no_report_takes_none_after_a_restart(office: Office, pool: Pool) -> None:
    await office.take([A])
    a = await incident_of(pool, "a")
    await office.take([order("c", NoReport(incident=a))])
    await office.open()
    await office.take([classified("a2", place=point(), after=timedelta(minutes=2))])
    assert await incident_of(pool, "a2") != a
    assert await pool.fetchval("select state from incidents where id = $1", a) == State.CLOSED


async def test_who_asks_about_an_incident_is_found(office: Office, pool: Pool) -> None:
    await office.take([A, B])
    a, b = await incident_of(pool, "a"), await incident_of(pool, "b")
    await pool.execute("update incidents set perhaps = $1 where id = $2", a, b)
    reader = Reader(pool)
    incidents = [await reader.incident(id) for id in (a, b)]
    assert [await reader.asking(incident) for incident in incidents if incident] == [[b], []]
