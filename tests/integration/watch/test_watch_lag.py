"""How far processes are behind, as it is told by a broker and a Postgres without any worker."""

from datetime import UTC, datetime, timedelta

from streams.watch.lag import Ages, Lag, lags, taken_in
from tests.integration.watch.office import Office


async def of_channel(office: Office, ages: Ages, now: datetime) -> dict[int, Lag]:
    taken = await taken_in(office.reader, office.brokers.cluster)
    found = (await lags(office.brokers, taken, office.catalog, ages, now)).behind
    return {one.partition: one for one in found if one.topic == office.topic}


async def test_what_was_never_committed_counts_from_the_beginning(office: Office) -> None:
    await office.publish(b"1")
    await office.publish(b"2")
    partition, ages, now = await office.partition(), Ages(), datetime.now(UTC)
    found = await of_channel(office, ages, now + timedelta(minutes=1))
    assert found.keys() == {0, 1}
    here = found.pop(partition.partition)
    assert (here.process, here.position, here.records) == ("triage", 0, 2)
    assert 59 < (here.oldest_s or 0) < 75
    [empty] = found.values()
    assert (empty.records, empty.oldest_s) == (0, 0.0)
