"""What `resolve` and `refuse` send and count, on a Postgres and without a broker."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from aiokafka import ConsumerRecord
from faust.types import TP

from schemas.classified import ClassifiedReport
from schemas.message import Message
from schemas.rejection import Origin
from schemas.topics import CLASSIFIED, REJECTED
from sinks.keyring import Keyring
from sinks.postgres import Pool, Store
from sinks.reading import Reader
from streams.agents.refuse import Refuse
from streams.agents.resolve import Resolve
from streams.core.tell import classified_record
from streams.metrics import Metrics
from streams.transport import Chunk
from tests.integration.postgres.writing import refusal
from tests.unit.core.bursts import burst, spot
from tests.unit.core.city import RULES
from tests.unit.core.generated import changed
from tests.unit.core.reports import NOON, classified, point

SENT_MS = int(NOON.timestamp() * 1000)
EVERYTHING = frozenset({TP(CLASSIFIED, 0), TP(REJECTED, 0)})


def at(offset: int, report: ClassifiedReport) -> ClassifiedReport:
    origin = Origin(topic=f"reports.{report.channel}", partition=0, offset=offset)
    return report.model_copy(update={"origin": origin})


SAID = [
    at(0, classified("a", place=point())),
    at(1, changed(classified("a", after=timedelta(minutes=1)))),
    None,
    at(2, classified("b", place=point(), after=timedelta(hours=1))),
]
"""A report, its id again with other content, a record that nobody can read, and one that joins."""

STORM = [at(n, report) for n, report in enumerate(burst(12))]
LATER = [
    at(
        12 + n,
        classified(
            f"later{n}", category="selokan", place=spot(n, "cempaka"), after=timedelta(hours=9 + 7 * n)
        ),
    )
    for n in range(4)
]
"""So much later that the storm is over, and learned."""


@dataclass
class Desk:
    """Both agents of a worker; `sent` is what a broker would have got."""

    store: Store
    metrics: Metrics = field(default_factory=lambda: Metrics("resolve"))
    sent: list[Message] = field(default_factory=list)
    away: bool = False

    def __post_init__(self) -> None:
        self.resolve = Resolve(
            self.store, Keyring(self.store._pool), RULES, self.publish, self.metrics, partitions=1
        )
        self.refuse = Refuse(self.resolve.claims, self.metrics)

    async def publish(self, messages: Sequence[Message]) -> None:
        if self.away:
            raise ConnectionError
        self.sent += messages

    async def take(self, reports: Sequence[ClassifiedReport | None], first: int = 0) -> None:
        values = [report and classified_record(report).value for report in reports]
        await self.resolve.take(chunk(CLASSIFIED, values, first))

    def figure(self, name: str, **labels: str) -> float | None:
        return self.metrics.registry.get_sample_value(f"sinergi_{name}", labels)


def chunk(topic: str, values: Sequence[bytes | None], first: int = 0) -> Chunk:
    records = [
        ConsumerRecord(topic, 0, first + n, SENT_MS + first + n, 0, b"rawa:air", value, 0, 0, 0, ())
        for n, value in enumerate(values)
    ]
    return Chunk(topic, 0, 1, records, first + len(records), lambda _: True)


@pytest.fixture
async def desk(store: Store) -> Desk:
    made = Desk(store)
    await made.resolve.claims.claim(EVERYTHING)
    return made


async def test_what_is_sent_does_not_depend_on_how_records_were_cut_into_chunks(
    desk: Desk, pool: Pool
) -> None:
    await desk.take(SAID)
    await pool.execute("truncate reports, report_originals, links, incidents, consumed")
    one_by_one = Desk(desk.store)
    await one_by_one.resolve.claims.claim(EVERYTHING)
    for number, report in enumerate(SAID):
        await one_by_one.take([report], number)
    assert sorted(desk.sent, key=str) == sorted(one_by_one.sent, key=str)
    times = {dict(m.headers)["ce_id"]: dict(m.headers)["ce_time"] for m in desk.sent if m.topic == REJECTED}
    assert times == {
        b"reports.sorot/0/1": b"2026-11-24T05:01:00+00:00",
        b"reports.classified/0/2": b"2026-11-24T05:00:00.002000+00:00",
    }


async def test_refusals_are_counted_where_the_refused_record_lies(desk: Desk) -> None:
    await desk.take(SAID)
    assert desk.figure("records_rejected_total", topic="reports.sorot", code="id_reused") == 1
    assert desk.figure("records_rejected_total", topic=CLASSIFIED, code="unreadable") == 1
    assert desk.figure("records_rejected_total", topic=CLASSIFIED, code="id_reused") is None


async def test_a_rejection_that_nobody_can_read_is_counted_and_others_were_by_who_refused(desk: Desk) -> None:
    await desk.refuse.take(chunk(REJECTED, [refusal(1).to_json(), b"{", None]))
    assert desk.figure("records_rejected_total", topic=REJECTED, code="unreadable") == 2
    assert desk.figure("records_rejected_total", topic="reports.sorot", code="nul") is None
    assert desk.figure("records_read_total", topic=REJECTED) == 3


async def test_what_is_sent_is_counted_once_kafka_has_it(desk: Desk) -> None:
    await desk.take(SAID)
    assert desk.figure("dispatches_sent_total", agency="air", kind="opened") == 1
    assert desk.figure("dispatches_sent_total", agency="air", kind="joined") == 1
    assert desk.figure("feedback_sent_total", channel="sorot", kind="received") == 1
    assert desk.figure("feedback_sent_total", channel="sorot", kind="joined") == 1


async def test_what_a_crash_left_in_the_outbox_is_counted_by_who_sends_it(desk: Desk) -> None:
    desk.away = True
    with pytest.raises(ConnectionError):
        await desk.take(SAID)
    assert desk.figure("dispatches_sent_total", agency="air", kind="opened") is None
    after = Desk(desk.store)
    await after.resolve.claims.claim(EVERYTHING)
    assert after.figure("dispatches_sent_total", agency="air", kind="opened") == 1
    assert after.figure("feedback_sent_total", channel="sorot", kind="joined") == 1
    assert len(after.sent) == 6


async def test_who_gives_its_partitions_up_forgets_what_was_open_in_them(desk: Desk) -> None:
    await desk.take(SAID)
    assert desk.figure("open_incidents") == 1
    await desk.resolve.claims.claim(frozenset())
    assert desk.figure("open_incidents") == 0
    with pytest.raises(KeyError):
        await desk.take(SAID, first=len(SAID))


async def test_a_storm_that_outlives_a_worker_is_the_same_and_told_once(desk: Desk, pool: Pool) -> None:
    """One worker takes all, and another is started anew for each report; Postgres and Kafka get the same."""
    await desk.take(STORM)
    rows = await storm_rows(pool)
    assert desk.figure("open_events") == 1
    assert desk.figure("event_messages_sent_total", agency="air", kind="started") == 1
    assert desk.figure("event_messages_sent_total", agency="air", kind="grew") == 1
    await pool.execute(
        "truncate reports, report_originals, links, incidents, consumed,"
        " events, storm_keys, area_rates, occurrences"
    )
    sent: list[Message] = []
    for number, report in enumerate(STORM):
        one = Desk(desk.store)
        await one.resolve.claims.claim(EVERYTHING)
        await one.take([report], number)
        sent += one.sent
    assert sorted(sent, key=str) == sorted(desk.sent, key=str)
    assert await storm_rows(pool) == rows


async def test_what_storms_remember_is_forgotten_with_the_partition(desk: Desk) -> None:
    await desk.take(STORM)
    await desk.resolve.claims.claim(frozenset())
    assert desk.figure("open_events") == 0
    await desk.resolve.claims.claim(EVERYTHING)
    assert desk.figure("open_events") == 1


async def test_an_event_is_kept_with_its_incidents_and_found_by_its_id(desk: Desk, pool: Pool) -> None:
    await desk.take([*STORM, *LATER])
    [row] = await pool.fetch("select * from events where until is not null")
    assert (row["category"], row["incidents"], row["key"]) == ("banjir", 12, "rawa:air")
    assert await pool.fetchval("select count(*) from incidents where event = $1", row["id"]) == 12
    event = await Reader(pool).event(row["id"])
    assert event
    assert (event.kelurahan, event.until) == (("anggrek",), event.unusual_at)
    learned = await pool.fetchval("select weight > 0 from area_rates where scope = '/' and slot = 192")
    assert learned
    assert desk.figure("open_events") == 0


async def storm_rows(pool: Pool) -> dict[str, list[tuple[object, ...]]]:
    """All but when it was written, which the clock of Postgres says."""
    tables = ("events", "storm_keys", "area_rates", "occurrences", "incidents")
    return {
        table: [
            tuple(value for name, value in row.items() if name != "changed_at")
            for row in await pool.fetch(f"select * from {table} order by 1, 2, 3")
        ]
        for table in tables
    }
