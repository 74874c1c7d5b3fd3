"""The council's figures of a few incidents, worked out by hand, as the board may ask for them."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import pytest_asyncio

from schemas.cases import Heard
from schemas.catalog.models import Urgency
from schemas.incident import Incident, Routed, State
from schemas.life import Life, Step, Work
from schemas.progress import Said
from sinks.lives import write_incidents
from sinks.postgres import Pool, Store, connect
from sinks.reading_council import By, cases, heard
from streams.council.figures import Row, rows, whole
from tests.acting import acting_as
from tests.integration.postgres.writing import DEADLINE_S
from tests.unit.core.catalog import small_catalog
from tests.unit.core.reports import classified, point

CATALOG = small_catalog()
ZONE = CATALOG.city.zone
MONDAY = datetime(2026, 3, 2, 9, tzinfo=ZONE)
"""Nine o'clock; it is worked from 8 to 16, and a normal promise is to accept in 8 hours and resolve in 40."""
DAY_S = 86_400
SINCE, UNTIL = MONDAY - timedelta(days=7), MONDAY + timedelta(days=30)


def after(**time: float) -> datetime:
    return MONDAY + timedelta(**time)


def incident(
    id: str, opened_at: datetime, *agencies: str, kelurahan: str = "anggrek", **more: object
) -> Incident:
    routed = tuple(Routed(agency, "r", "karena", "2026-03-02") for agency in agencies)
    made = Incident(
        *(f"rawa:air:{id}", 1, State.OPEN, "banjir", Urgency.NORMAL, point(kelurahan=kelurahan), "di mana"),
        *(opened_at, opened_at, 1, 1, "apa", (), routed),
    )
    return replace(made, **more)  # type: ignore[arg-type]


def work(agency: str, step: Step, at: datetime, since: datetime, **more: object) -> Work:
    return Work(agency, step, at, since, 1, **more)  # type: ignore[arg-type]


QUICK = incident(
    *("quick", after(), "air"),
    reports=3,
    voices=2,
    state=State.CLOSED,
    closed_at=after(days=4),
    life=Life(
        Step.CLOSED, after(days=4), (work("air", Step.RESOLVED, after(days=2), after(), proven=True),),
        resolved_at=after(days=2), vote=1,
    ),
)  # fmt: skip
"""Accepted after eight working hours to the second, resolved in two days."""
LATE = incident("late", after(hours=1), "air", recurs="rawa:air:quick")
"""Accepted a minute too late, and still open."""
GIVEN_UP = incident(
    *("given_up", after(days=8), "air"),
    kelurahan="bakung",
    state=State.CLOSED,
    closed_at=after(days=8, hours=2),
    life=Life(
        Step.CANNOT,
        after(days=8, hours=2),
        (work("air", Step.CANNOT, after(days=8, hours=2), after(days=8)),),
    ),
)
SHARED = incident(
    *("shared", after(days=9), "air", "sar"),
    kelurahan="bakung",
    life=Life(
        Step.RESOLVED, after(days=10),
        (
            work("air", Step.RESOLVED, after(days=9, hours=6), after(days=9), partner="mitra_satu"),
            work("sar", Step.RESOLVED, after(days=10), after(days=9, hours=4), proven=False),
        ),
        resolved_at=after(days=10), vote=2, reopened=0,
    ),
)  # fmt: skip
"""A partner does what is air's; sar was told four hours later, and its first proof did not hold."""
AGAIN = incident(
    *("again", after(days=10), "air"),
    kelurahan="bakung",
    life=Life(
        Step.REOPENED, after(days=12), (work("air", Step.REOPENED, after(days=12), after(days=12)),),
        reopened=1, vote=1,
    ),
)  # fmt: skip
"""Opened again; still to be done."""
MOVED = incident("moved", after(), "air", state=State.CLOSED, reports=0, voices=0, moved_to="rawa:air:quick")
EARLIER = incident("earlier", SINCE - timedelta(seconds=1), "air")

SAID = (
    ("air", QUICK, Said.ACCEPTED, after(days=1), ()),
    ("air", QUICK, Said.RESOLVED, after(days=2), (True,)),
    ("air", LATE, Said.ACCEPTED, after(days=1, hours=1, minutes=1), ()),
    ("air", GIVEN_UP, Said.CANNOT, after(days=8, hours=2), ()),
    ("mitra_satu", SHARED, Said.ACCEPTED, after(days=9, hours=5), ()),
    ("mitra_satu", SHARED, Said.RESOLVED, after(days=9, hours=6), (True,)),
    ("sar", SHARED, Said.RESOLVED, after(days=9, hours=23), (True, False)),
    ("sar", SHARED, Said.RESOLVED, after(days=10), (False,)),
    ("air", AGAIN, Said.RESOLVED, after(days=11), (True,)),
    ("air", AGAIN, Said.REFUSED, after(days=10, hours=1), None),
)
"""Who said what of which, when, and whether what was looked at of a proof held; None: it was refused."""


@pytest_asyncio.fixture
async def board(store: Store, pool: Pool, migrated: str) -> AsyncIterator[Pool]:
    """As the board may ask, of the incidents above."""
    claim = await store.claim("reports.classified", 0)
    async with store.batch(claim, 1) as batch:
        known = [QUICK, LATE, GIVEN_UP, SHARED, AGAIN, MOVED, EARLIER]
        await write_incidents(batch, known)
    for number, (agency, about, said, at, held) in enumerate(SAID):
        await pool.execute(
            """insert into progress (agency, id, incident_id, at, by, said, why, content, digest, result,
                                     code, field, reason, checks)
               values ($1, $2, $3, $4, 'x', $5, '', '{}', '', $6, $7, $7, $7, $8)""",
            *(agency, f"{number}", about.id, at, said.value),
            *(("applied", None) if held is not None else ("refused", "not_now")),
            json.dumps([{"name": "photo", "passed": passed, "words": ""} for passed in held or ()]),
        )
    limited = await connect(
        await acting_as("board", migrated), wait_s=DEADLINE_S, statement_timeout_s=DEADLINE_S
    )
    yield limited
    await limited.close()


async def told(board: Pool, by: By) -> dict[str, Row]:
    found = await cases(board, by, SINCE, UNTIL, ZONE)
    return {row.group: row for row in rows(found, CATALOG)}


async def test_by_kelurahan_incidents_count_from_their_first_report(board: Pool) -> None:
    told_of = await told(board, "kelurahan")
    assert [*told_of] == ["anggrek", "bakung"]
    anggrek, bakung = told_of.values()
    assert (anggrek.cases, anggrek.reports, anggrek.voices, anggrek.open) == (2, 4, 3, 1)
    assert (anggrek.unanswered, anggrek.answer_median_h, anggrek.answer_p90_h) == (0, 24, 24.02)
    assert (anggrek.accept_promises, anggrek.accept_kept) == (2, 0.5)
    assert (anggrek.resolved, anggrek.unresolved, anggrek.given_up) == (1, 1, 0)
    # Half are fixed in two days; when nine of ten will be nobody knows.
    assert (anggrek.resolve_median_h, anggrek.resolve_p90_h) == (48, None)
    assert (anggrek.resolve_promises, anggrek.resolve_kept) == (2, 0.5)
    assert (anggrek.recurs, anggrek.reopened, anggrek.by_partner) == (0.5, 0, 0)

    assert (bakung.cases, bakung.open, bakung.given_up, bakung.unresolved) == (3, 2, 1, 1)
    assert (bakung.answer_median_h, bakung.answer_p90_h) == (5, 24)
    # One that was given up and one that was opened again are not done: of three a median is not known.
    assert (bakung.resolved, bakung.resolve_median_h) == (1, None)
    assert (bakung.resolve_promises, bakung.resolve_kept) == (3, 0.3333)
    assert (bakung.resolved_once, bakung.reopened) == (2, 0.5)
    assert (bakung.judged, bakung.rejected) == (4, 0.5)
    assert bakung.by_partner == 1


async def test_by_agency_each_work_counts_from_when_it_was_told(board: Pool) -> None:
    told_of = await told(board, "agency")
    assert [*told_of] == ["air", "sar"]
    air, sar = told_of.values()
    assert (air.cases, sar.cases) == (5, 1)
    assert (sar.answer_median_h, sar.resolve_median_h) == (19, 20)
    assert (sar.judged, sar.rejected, sar.by_partner) == (2, 1, 0)
    assert (air.resolved, air.by_partner, air.reopened) == (2, 0.5, 0.3333)
    # 2, 5, 24, 24 and 24 hours and a minute: what was opened again was answered a day after its first report.
    assert (air.answer_median_h, air.answer_p90_h) == (24, 24.02)
    assert (air.accept_promises, air.accept_kept) == (5, 0.8)
    assert (air.judged, air.rejected) == (3, 0)


async def test_weeks_begin_on_mondays_of_the_city(board: Pool, pool: Pool) -> None:
    assert {week: row.cases for week, row in (await told(board, "week")).items()} == {
        "2026-W10": 2,
        "2026-W11": 3,
    }
    sunday_night = datetime(2026, 3, 8, 23, 59, tzinfo=ZONE)
    await pool.execute("update incidents set opened_at = $1 where id = $2", sunday_night, AGAIN.id)
    assert (await told(board, "week"))["2026-W10"].cases == 3


async def test_all_together_and_of_a_time_in_which_nothing_was_said(board: Pool) -> None:
    found = await cases(board, "category", SINCE, UNTIL, ZONE)
    [row] = rows(found, CATALOG)
    assert row.group == "banjir"
    assert whole(found, CATALOG).cases == row.cases == 5
    nothing = await cases(board, "city", UNTIL, UNTIL, ZONE)
    assert (rows(nothing, CATALOG), whole(nothing, CATALOG).accept_kept) == ([], None)


async def test_a_second_voice_is_heard_until_somebody_is_there(board: Pool, pool: Pool) -> None:
    """QUICK: others after an hour, a day, and, too late to count, after three; LATE: nobody."""
    await speak(pool, "a", QUICK, after())
    await speak(pool, "b", QUICK, after(hours=1))
    await speak(pool, "b2", QUICK, after(hours=2), new=False)
    await speak(pool, "c", QUICK, after(days=1))
    await speak(pool, "d", QUICK, after(days=3))
    await pool.execute("update incidents set voices = 4, reports = 5 where id = $1", QUICK.id)
    found = await heard(board, SINCE, after(days=5), 4 * DAY_S)
    assert found == [
        Heard("anggrek", "banjir", 1, 1, 4.0),
        Heard("anggrek", "banjir", 3, 1, pytest.approx(1 / 24)),
    ]
    await pool.execute("update incidents set event = 'badai' where id = $1", QUICK.id)
    assert await heard(board, SINCE, after(days=5), 4 * DAY_S) == [Heard("anggrek", "banjir", 1, 1, 4.0)]


async def speak(pool: Pool, id: str, about: Incident, at: datetime, *, new: bool = True) -> None:
    said = classified(id, at=at)
    await pool.execute(
        """insert into reports (channel, id, reported_at, masked_text, masked_place, category, family,
                                confidence, category_evidence, urgency, urgency_rule, digest, origin_topic,
                                origin_partition, origin_offset)
           values ($1, $2, $3, '', '', 'banjir', 'air', 1, '[]', 'normal', '', '', '', 0, 0)""",
        *(said.channel, id, at),
    )
    await pool.execute(
        """insert into links (channel, report_id, incident_id, decision, new_voice, evidence)
           values ($1, $2, $3, 'joins', $4, '')""",
        *(said.channel, id, about.id, new),
    )
