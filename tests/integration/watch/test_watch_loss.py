"""Every record that triage has finished must have become something; what has not is found, and named."""

import pytest
from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, RecordsToDelete

from schemas.topics import CLASSIFIED, REJECTED
from sinks.audits import Audits
from sinks.reading import Reader
from streams.watch import search
from streams.watch.loss import Audit, Loss
from tests.conftest import Broker
from tests.integration.watch.office import Office


class Watch:
    """Takes looks at one channel."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.audit = Audit([office.channel])

    async def look(self) -> tuple[int, int]:
        """How many records were looked for, and how many are missing."""
        found: Loss = await self.audit.look(self.office.brokers, self.office.pool)
        return found.audited[self.office.channel], found.missing[self.office.channel]


@pytest.fixture
async def watch(office: Office) -> Watch:
    """One that has begun before anything was published."""
    made = Watch(office)
    assert await made.look() == (0, 0)
    return made


async def test_what_was_recorded_refused_or_came_again_is_accounted_for(office: Office, watch: Watch) -> None:
    a = office.said("a")
    await office.publish(a.report.to_json(), b"{", a.report.to_json())
    assert await watch.look() == (0, 0)
    await office.record(a, 0)
    await office.refuse(1)
    await office.triage_finished({await office.partition(): 3})
    assert await watch.look() == (3, 0)
    assert await watch.look() == (0, 0)


async def test_a_record_that_triage_passed_by_is_lost_until_it_is_recorded(
    office: Office, watch: Watch, caplog: pytest.LogCaptureFixture
) -> None:
    a, b = office.said("a"), office.said("b", "pohon tumbang")
    await office.publish(a.report.to_json(), b.report.to_json(), b"{")
    await office.record(a, 0)
    partition = await office.partition()
    await office.triage_finished({partition: 3})
    assert await watch.look() == (3, 2)
    assert named(caplog) == [("report is lost", *partition, 1), ("report is lost", *partition, 2)]

    assert await Watch(office).look() == (0, 2)  # One that was started again knows of it.
    await office.refuse(2)
    assert await watch.look() == (0, 1)
    await office.record(b, 1)
    assert await watch.look() == (0, 0)
    assert len(named(caplog)) == 2


async def test_it_is_no_longer_lost_once_it_was_published_anew(office: Office, watch: Watch) -> None:
    a = office.said("a")
    await office.publish(a.report.to_json())
    partition = await office.partition()
    await office.triage_finished({partition: 1})
    assert await watch.look() == (1, 1)
    await office.publish(a.report.to_json())
    await office.record(a, 1)
    await office.triage_finished({partition: 2})
    assert await watch.look() == (1, 0)


async def test_other_content_under_the_same_id_does_not_account_for_it(office: Office, watch: Watch) -> None:
    a, other = office.said("a"), office.said("a", "pohon tumbang")
    await office.publish(a.report.to_json(), other.report.to_json())
    await office.record(other, 1)
    await office.triage_finished({await office.partition(): 2})
    assert await watch.look() == (2, 1)


async def test_what_triage_goes_through_again_is_looked_for_again(office: Office, watch: Watch) -> None:
    a, b = office.said("a"), office.said("b", "pohon tumbang")
    await office.publish(a.report.to_json(), b.report.to_json())
    await office.record(a, 0)
    partition = await office.partition()
    await office.triage_finished({partition: 2})
    assert await watch.look() == (2, 1)
    await office.triage_finished({partition: 0})
    assert await watch.look() == (0, 0)
    await office.triage_finished({partition: 2})
    assert await watch.look() == (2, 1)
    await office.record(b, 1)
    assert await watch.look() == (0, 0)


async def test_nothing_is_lost_that_may_still_be_on_its_way(office: Office, watch: Watch) -> None:
    await office.publish(office.said("a").report.to_json())
    await office.publish(b"classified", topic=CLASSIFIED)
    await office.triage_finished({await office.partition(): 1})
    assert await watch.look() == (0, 0)  # resolve has not taken it in,

    await put_into_outbox(office)
    await office.consumed(await ends(office, CLASSIFIED))
    assert await watch.look() == (0, 0)  # what it refused is in the outbox,

    await office.publish(b"rejected", topic=REJECTED)
    await office.pool.execute("delete from outbox")
    assert await watch.look() == (0, 0)  # and then in Kafka.

    await office.publish(b"another", topic=CLASSIFIED)  # What comes later is not waited for.
    await office.consumed(await ends(office, REJECTED))
    assert await watch.look() == (1, 1)


async def test_what_triage_goes_back_to_is_looked_for_once_it_is_past_it(
    office: Office, watch: Watch
) -> None:
    await office.publish(b"1")
    await office.publish(b"classified", topic=CLASSIFIED)
    partition = await office.partition()
    await office.triage_finished({partition: 1})
    assert await watch.look() == (0, 0)
    await office.triage_finished({partition: 0})
    await office.consumed(await ends(office, CLASSIFIED))
    assert await watch.look() == (0, 0)


async def test_one_that_begins_late_begins_where_triage_is(office: Office) -> None:
    await office.publish(b"1", b"2", b"3")
    await office.triage_finished({await office.partition(): 2})
    watch = Watch(office)
    assert await watch.look() == (0, 0)
    await office.triage_finished({await office.partition(): 3})
    assert await watch.look() == (1, 1)


async def test_it_goes_on_where_it_could_remember_no_more(
    office: Office, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MISSING_MAX", 2)
    monkeypatch.setattr(search, "LOOK", 4)
    await office.publish(*(b"%d" % number for number in range(6)))
    await office.triage_finished({await office.partition(): 6})
    await office.refuse(1)
    assert await watch.look() == (3, 2)
    assert await watch.look() == (0, 2)
    for offset in (0, 2, 3, 4, 5):
        await office.refuse(offset)
    assert await watch.look() == (3, 0)
    assert await watch.look() == (0, 0)


async def test_a_look_that_stops_early_has_looked_at_what_it_read(
    office: Office, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MISSING_MAX", 1)
    await office.publish(*(b"%d" % number for number in range(5)))
    partition = await office.partition()
    audits = Audits(office.pool, office.brokers.cluster)
    since = (await audits.places())[partition].since
    look = search.Search(office.brokers, audits, Reader(office.pool), {}, left=3)
    assert await look.through(partition, range(5), since) == 1
    assert look.left == 0


async def test_what_kafka_has_removed_is_not_looked_for(
    broker: Broker, office: Office, watch: Watch, caplog: pytest.LogCaptureFixture
) -> None:
    if broker.embedded:
        pytest.skip("the embedded broker removes nothing")
    await office.publish(b"0", b"1", b"2", b"3", b"4")
    partition = await office.partition()
    await office.triage_finished({partition: 2})
    assert await watch.look() == (2, 2)
    await remove(office, partition, 1)
    assert await watch.look() == (0, 1)
    await remove(office, partition, 4)
    await office.triage_finished({partition: 5})
    assert await watch.look() == (1, 1)
    assert caplog.text.count("removed before they were looked for") == 1


async def remove(office: Office, partition: TopicPartition, before: int) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=list(office.kafka.brokers))
    await admin.start()
    await admin.delete_records({partition: RecordsToDelete(before_offset=before)})
    await admin.close()


def named(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str, int, int]]:
    found = [record for record in caplog.records if record.name == search.__name__]
    return [
        (one.getMessage(), *(getattr(one, at) for at in ("topic", "partition", "offset"))) for one in found
    ]


async def ends(office: Office, topic: str) -> dict[TopicPartition, int]:
    return dict(await office.brokers.exact_ends(await office.brokers.of([topic])))


async def put_into_outbox(office: Office) -> None:
    await office.pool.execute(
        "insert into outbox (cluster, topic, partition, next_offset, position, to_topic, key, value, headers)"
        " values ($1, $2, 0, 1, 0, $3, '', '', '[]')",
        office.brokers.cluster,
        CLASSIFIED,
        REJECTED,
    )
