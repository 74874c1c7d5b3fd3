"""What a batch writes is there as a whole, once, and can be read back and with plain SQL."""

import json
from dataclasses import replace
from datetime import timedelta

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings

from schemas.classified import ClassifiedReport
from schemas.incident import Incident, State
from schemas.rejection import ORIGINAL_BYTES
from schemas.report import Report
from sinks.postgres import Pool, Store
from streams.core.fold import fold
from streams.core.storms import Storms
from tests.integration.postgres.writing import TOPIC, at, count, message, open_incidents, refusal, take_in
from tests.unit.core.city import RULES, run
from tests.unit.core.generated import changed, cut, cuts, interleave, repeats, streams_of_reports
from tests.unit.core.reports import NOON, classified, point


async def test_a_batch_is_written_whole_or_not_at_all(store: Store, pool: Pool) -> None:
    claim = await store.claim(TOPIC, 0)
    folded = fold([classified("a", reporter="x", place=point())], open_incidents(), {}, RULES)
    for fails in (True, False):
        try:
            async with store.batch(claim, 1) as batch:
                await batch.record(folded.recorded, folded.incidents.values())
                await batch.reject([refusal(1)])
                await batch.send_later([message(1)])
                if fails:
                    raise ZeroDivisionError
        except ZeroDivisionError:
            pass
        tables = ("reports", "report_originals", "links", "incidents", "rejections", "outbox")
        assert {table: await count(pool, table) for table in tables} == dict.fromkeys(tables, int(not fails))
    assert at(await store.claim(TOPIC, 0)) == (TOPIC, 0, 1)


async def test_a_report_is_written_once_or_the_batch_fails(store: Store, pool: Pool) -> None:
    claim = await store.claim(TOPIC, 0)
    _, claim = await take_in(store, claim, [classified("a")], open_incidents())
    twice = fold([classified("b"), classified("a")], open_incidents(), {}, RULES)
    with pytest.raises(asyncpg.UniqueViolationError):
        async with store.batch(claim, 3) as batch:
            await batch.record(twice.recorded, twice.incidents.values())
    assert [row["id"] for row in await pool.fetch("select id from reports")] == ["a"]


async def test_an_empty_batch_moves_the_offset_alone(store: Store, pool: Pool) -> None:
    claim = await store.claim(TOPIC, 0)
    async with store.batch(claim, 9) as batch:
        assert await batch.digests([]) == {}
        await batch.record([], [])
        await batch.reject([])
        assert await batch.send_later([]) == [(batch.claim, (9, 0))]
    assert (await store.claim(TOPIC, 0)).next_offset == 9


async def test_digests_are_those_of_reports_that_are_recorded(store: Store) -> None:
    claim = await store.claim(TOPIC, 0)
    one, other = classified("a"), classified("b", channel="callcenter")
    _, claim = await take_in(store, claim, [one, other], open_incidents())
    async with store.batch(claim, 3) as batch:
        keys = [("sorot", "a"), ("callcenter", "a"), ("sorot", "b"), ("callcenter", "b"), ("sorot", "")]
        assert await batch.digests(keys) == {("sorot", "a"): one.digest, ("callcenter", "b"): other.digest}


async def test_a_rejection_that_is_there_stays_as_it_is(store: Store, pool: Pool) -> None:
    claim = await store.claim("reports.rejected", 0)
    async with store.batch(claim, 2) as batch:
        await batch.reject([refusal(1), refusal(2, original=b"x" * (ORIGINAL_BYTES + 1))])
    async with store.batch(batch.claim, 5) as batch:
        await batch.reject([refusal(1, code="other"), refusal(3), refusal(3, code="other")])
    found = await pool.fetch(
        'select "offset", code, field, reason, length(original), original_length from rejections order by 1'
    )
    assert [tuple(row) for row in found] == [
        (1, "nul", "text", "alasan", 2, 2),
        (2, "nul", "text", "alasan", ORIGINAL_BYTES, ORIGINAL_BYTES + 1),
        (3, "nul", "text", "alasan", 2, 2),
    ]
    assert await pool.fetchval('select original from rejections where "offset" = 1') == b"\x00\xff"


async def test_a_report_can_be_read_with_plain_sql(store: Store, pool: Pool) -> None:
    odd = "banjir \t\\N \"kutip\" 'é' 😀 \u2028"
    report = classified(
        "a", reporter="x", place=point(), text=odd, photos=("https://a.id/1",), place_words=odd
    )
    extra = {"category": "banjir", "os": {"v": [1, None]}}
    said = Report.model_validate(report.report.model_dump() | extra)
    claim = await store.claim(TOPIC, 0)
    await take_in(store, claim, [report.model_copy(update={"report": said})], open_incidents())

    row = await pool.fetchrow("select * from reports join links on links.report_id = reports.id")
    assert (row["masked_text"], row["masked_place"], row["reporter"]) == (odd, odd, "x")
    assert row["reported_at"] == report.report.reported_at
    assert (row["category"], row["family"], row["picked"], row["urgency"]) == (
        "banjir",
        "air",
        "banjir",
        "normal",
    )
    assert (row["lat"], row["lon"]) == (point().lat, point().lon)
    assert (row["origin_topic"], row["origin_partition"], row["origin_offset"]) == ("reports.sorot", 0, 0)
    assert (row["decision"], row["new_voice"], row["distance_m"]) == ("opens", True, None)
    original = json.loads(await pool.fetchval("select report from report_originals"))
    assert original["os"] == {"v": [1, None]}
    assert original["text"] == odd
    incident = await pool.fetchrow(
        "select *, jsonb_typeof(place) as place_is, jsonb_typeof(photos) as photos_are,"
        " routed -> 0 ->> 'agency' as agency from incidents"
    )
    assert (incident["place_is"], incident["photos_are"], incident["agency"]) == ("object", "array", "air")
    assert (incident["key"], incident["kelurahan"], incident["error_m"]) == ("rawa:air", "anggrek", 10)


@settings(
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(streams_of_reports, cuts, repeats)
async def test_what_was_written_is_read_back_and_a_worker_goes_on_from_it(
    store: Store, pool: Pool, reports: list[ClassifiedReport], at: list[int], again: list[tuple[int, int]]
) -> None:
    """Every batch is folded by a worker that has just started, and yet as if one had run all the time."""
    await pool.execute(
        "truncate reports, report_originals, links, incidents, consumed,"
        " events, storm_keys, area_rates, occurrences"
    )
    batches = cut(interleave(reports, again, other=True), at)
    expected = run(batches)
    dispatches, rejections, events = [], [], []
    for batch in batches:
        incidents = open_incidents()
        for key in await store.keys():
            incidents.load(await store.latest(key, 100))
        storms = Storms.of(RULES.sky, await store.storms(await store.storm_keys()))
        folded, _ = await take_in(store, await store.claim(TOPIC, 0), batch, incidents, storms)
        dispatches += folded.dispatches
        events += folded.events
        rejections += folded.rejections
    assert (dispatches, rejections, events) == (expected.dispatches, expected.rejections, expected.events)
    keys = sorted({report.key for report in reports})
    written = [one for key in keys for one in (await store.latest(key, 100)).read()]
    assert {incident.id: incident for incident, _ in written} == expected.incidents
    loaded = expected.open_incidents()
    for incident, voices in written:
        held = loaded.of(incident.key)
        assert {voice: at.timestamp() for voice, at in voices.items()} == held.voices.of(incident.id)
    assert await count(pool, "links") == await count(pool, "reports") == len(reports)


async def test_the_incidents_of_a_key_that_were_spoken_of_last_are_loaded(store: Store, pool: Pool) -> None:
    claim = await store.claim(TOPIC, 0)
    incidents = open_incidents()
    reports = [
        classified("a", reporter="x", place=point()),
        classified("b", category="lampu"),
        classified("c", place=point(500), after=timedelta(hours=1)),
    ]
    folded, claim = await take_in(store, claim, reports, incidents)
    opened = {one.report.report.id: folded.incidents[one.link.incident_id] for one in folded.recorded}
    assert sorted(await store.keys()) == ["rawa:air", "rawa:jalan"]
    assert (await store.latest("rawa:layanan", 100)).read() == []
    assert (await store.latest("rawa:jalan", 100)).read() == [(opened["b"], {})]

    closed = replace(opened["a"], state=State.CLOSED, version=2)
    async with store.batch(claim, 4) as batch:
        await batch.record([], [closed])
    assert (await store.latest("rawa:air", 1)).read() == [(opened["c"], {})]
    assert (await store.latest("rawa:air", 2)).read() == [(closed, {"sorot:x": NOON}), (opened["c"], {})]


async def test_a_voice_is_loaded_with_the_last_moment_it_spoke(store: Store) -> None:
    said = [
        ("a", "sorot", "x", 0),
        ("b", "sorot", "x", 20),
        ("c", "sorot", "x", 10),
        ("d", "callcenter", "x", 5),
    ]
    reports = [
        classified(id, channel=channel, reporter=reporter, place=point(), after=timedelta(minutes=minutes))
        for id, channel, reporter, minutes in said
    ]
    await take_in(
        store, await store.claim(TOPIC, 0), [*reports, classified("e", place=point())], open_incidents()
    )
    [(incident, voices)] = (await store.latest("rawa:air", 100)).read()
    assert voices == {"sorot:x": NOON + timedelta(minutes=20), "callcenter:x": NOON + timedelta(minutes=5)}
    assert (incident.reports, incident.voices) == (5, 3)


async def test_an_incident_may_find_its_place_but_keeps_the_moment_it_opened(store: Store) -> None:
    claim = await store.claim(TOPIC, 0)
    folded, claim = await take_in(store, claim, [classified("a")], open_incidents())
    [first] = folded.incidents.values()
    later: Incident = replace(
        first,
        version=2,
        place=point(900),
        place_words="Anggrek",
        opened_at=first.opened_at + timedelta(days=1),
        reports=2,
        last_reported_at=first.last_reported_at + timedelta(days=1),
    )
    async with store.batch(claim, 2) as batch:
        await batch.record([], [later])
    [(found, _)] = (await store.latest("rawa:air", 100)).read()
    assert found == replace(later, opened_at=first.opened_at)


async def test_an_id_used_again_is_refused_across_batches(store: Store) -> None:
    claim = await store.claim(TOPIC, 0)
    _, claim = await take_in(store, claim, [classified("a")], open_incidents())
    folded, _ = await take_in(store, claim, [changed(classified("a")), classified("a")], open_incidents())
    assert [rejection.code for rejection in folded.rejections] == ["id_reused"]
    assert folded.redelivered == [("sorot", "a")]
    assert folded.recorded == []
