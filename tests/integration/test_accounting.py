"""The books find what is lost and what is doubled, on a broker and a Postgres without any worker."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio

from schemas.catalog import load
from schemas.classified import ClassifiedReport
from schemas.message import Message
from schemas.rejection import Origin, reject
from schemas.topics import dispatches, reports
from sinks.postgres import Pool, Store
from sinks.reading import Reader
from sinks.topics import TopicSpec, ensure_topics, publish
from streams.accounting import Account, Accounting, accounting
from streams.connections import postgres, producer
from streams.core.classify.weights import Weights
from streams.core.fold import Folded, fold
from streams.core.rules import Rules
from streams.core.tell import dispatch_record
from streams.core.understand import Knowledge, understand
from streams.fate import Fate
from streams.settings import PostgresSettings
from streams.weights import load_duplicates
from tests.conftest import Broker

# Its topics are those of real channels, in which others speak meanwhile on brokers that are shared.
pytestmark = pytest.mark.any_broker

CLUSTER = "books"
CATALOG = load()
RULES = Rules.of(CATALOG, load_duplicates())


def said(id: str, text: str = "macet parah di jl ahmad yani") -> bytes:
    at = "2026-02-03T07:00:00+07:00"
    return json.dumps({"id": id, "reported_at": at, "text": text, "lat": -6.2478, "lon": 106.9925}).encode()


@dataclass
class Office:
    """Stands for the workers: does what they do, or leaves it undone."""

    pool: Pool
    books: Accounting
    sender: object
    published: int = 0

    async def publish(self, *values: bytes) -> None:
        await publish(self.sender, [Message(reports("sorot"), b"key", value, ()) for value in values])
        self.published += len(values)
        await self.books.look()

    def waiting(self) -> list[tuple[Origin, bytes]]:
        return [
            (Origin(topic=p.topic, partition=p.partition, offset=p.offset), report.to_json())
            for p, report in self.books.open.items()
            if report
        ]

    async def record(self) -> Folded:
        """Write what waits to Postgres, as resolve does."""
        knowledge = Knowledge.of(CATALOG, Weights.none())
        understood = [understand(value, "sorot", origin, knowledge) for origin, value in self.waiting()]
        classified = [report for report in understood if isinstance(report, ClassifiedReport)]
        folded = fold(classified, RULES.no_incidents(), {}, RULES)
        store = Store(self.pool, CLUSTER)
        async with store.batch(await store.claim("reports.classified", 0), 1) as batch:
            await batch.record(folded.recorded, folded.incidents.values())
        return folded

    async def tell(self, folded: Folded) -> None:
        await publish(self.sender, [dispatch_record(dispatch) for dispatch in folded.dispatches])

    async def look(self) -> Account:
        """Twice: a record that arrived during the first look is judged in the second."""
        await self.books.look(self.published)
        return await self.books.look(self.published)


@pytest_asyncio.fixture
async def office(broker: Broker, migrated: str) -> AsyncIterator[Office]:
    topics = [reports("sorot"), dispatches("dishub")]
    await ensure_topics(broker.kafka, [TopicSpec(topic, 8) for topic in topics])
    async with postgres(PostgresSettings(url=migrated)) as pool:
        opened = accounting(broker.kafka, Reader(pool), CLUSTER, channels=["sorot"], agencies=["dishub"])
        async with producer(broker.kafka) as sender, opened as books:
            yield Office(pool, books, sender)


async def test_all_is_well_when_everything_was_done(office: Office):
    await office.publish(said("a"), said("b"))
    await office.tell(await office.record())
    account = await office.look()
    assert (account.lost, account.doubled) == ({}, {})
    assert account.published == 2
    assert account.fates == {("sorot", Fate.ACCEPTED): 2}
    assert account.incidents == 1
    assert account.dispatches == {"dishub": {"opened": 1, "joined": 1}}


async def test_a_record_that_nobody_took_is_lost(office: Office):
    await office.publish(said("a"))
    assert (await office.look()).lost == {"records of which nothing is known": 1}


async def test_a_record_that_never_arrived_is_lost(office: Office):
    office.published = 1
    assert (await office.look()).lost == {"records that never reached their topic": 1}


async def test_a_refusal_counts_for_its_own_position_only(office: Office):
    await office.publish(b"{", b"{")
    refused = next(iter(office.books.open))
    origin = Origin(topic=refused.topic, partition=refused.partition, offset=refused.offset)
    store = Store(office.pool, CLUSTER)
    async with store.batch(await store.claim("reports.rejected", 0), 1) as batch:
        await batch.reject([reject(origin, b"{", code="not_json", reason="not JSON")])
    account = await office.look()
    assert account.fates == {("sorot", Fate.REJECTED): 1}
    assert account.lost == {"records of which nothing is known": 1}


async def test_the_same_content_again_is_a_redelivery_and_other_content_is_not(office: Office):
    await office.publish(said("a"))
    await office.tell(await office.record())
    await office.publish(said("a"))
    assert (await office.look()).fates["sorot", Fate.REDELIVERED] == 1
    await office.publish(said("a", "pju padam"))
    assert (await office.look()).lost == {"records of which nothing is known": 1}


async def test_an_incident_that_its_agency_did_not_hear_of_is_lost(office: Office):
    await office.publish(said("a"))
    await office.record()
    assert (await office.look()).lost == {"incidents that their agency has not heard of": 1}


async def test_an_old_version_is_not_enough(office: Office):
    await office.publish(said("a"))
    await office.tell(await office.record())
    await office.pool.execute("update incidents set version = version + 1")
    assert (await office.look()).lost == {"incidents that their agency has not heard of": 1}


async def test_a_report_in_no_incident_is_lost(office: Office):
    await office.publish(said("a"))
    await office.record()
    await office.pool.execute("delete from links")
    assert (await office.look()).lost == {"reports in no incident": 1}


async def test_a_report_counted_twice_is_doubled(office: Office):
    await office.publish(said("a"))
    await office.tell(await office.record())
    await office.pool.execute("update incidents set reports = reports + 1")
    assert (await office.look()).doubled == {"reports that their incident counts twice": 1}


async def test_a_report_that_its_incident_forgot_is_lost(office: Office):
    await office.publish(said("a"), said("b"))
    await office.tell(await office.record())
    await office.pool.execute("update incidents set reports = 1, voices = 1")
    assert (await office.look()).lost == {"reports that their incident does not count": 1}


async def test_a_dispatch_sent_again_is_one_but_opened_under_another_id_is_double(office: Office):
    await office.publish(said("a"))
    folded = await office.record()
    await office.tell(folded)
    await office.tell(folded)
    account = await office.look()
    assert account.doubled == {}
    assert account.dispatches == {"dishub": {"opened": 1}}
    (opened,) = folded.dispatches
    await publish(office.sender, [dispatch_record(opened.model_copy(update={"id": "another"}))])
    assert (await office.look()).doubled == {"incidents opened twice to one agency": 1}


async def test_waits_no_longer_than_it_was_told(office: Office):
    await office.publish(said("a"))
    account = await office.books.settled(1, within_s=0.1)
    assert account.lost
