"""What agencies and adapters hear, on a broker: each version once, across restarts and silences."""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
import pytest_asyncio
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewPartitions, RecordsToDelete

from schemas.topics import dispatches
from streams.client import (
    Dispatch,
    Dispatches,
    Done,
    Feedback,
    Feedbacks,
    Gap,
    NoTopic,
    Place,
    SqliteMemory,
    Unreachable,
    log,
)
from streams.core.tell import feedback_record
from streams.stack.embedded import EmbeddedBroker
from tests.conftest import Broker
from tests.integration.client_topics import Topics
from tests.unit.cli.hearing import AT
from tests.waiting import until

ONE, TWO = "rawa:x:1", "rawa:x:2"


@pytest_asyncio.fixture
async def topics(broker: Broker, unique: str) -> Topics:
    made = Topics(broker.kafka, unique)
    await made.make()
    return made


def reader(topics: Topics, memory: Path | SqliteMemory, **options: object) -> Dispatches:
    return Dispatches(topics.name, brokers=topics.address, memory=memory, **options)


async def take(dispatches: Dispatches, count: int) -> list[tuple[str, int]]:
    """What comes next, dealt with."""
    heard = []
    async with asyncio.timeout(15):
        for _ in range(count):
            news = await anext(dispatches)
            assert isinstance(news, Dispatch)
            heard.append((news.incident_id, news.version))
        await dispatches.done()
    return heard


async def test_a_restart_goes_on_and_what_is_sent_again_is_not_heard_again(
    topics: Topics, tmp_path: Path
) -> None:
    path = tmp_path / "air.sqlite"
    await topics.tell([topics.told(ONE, 1), topics.told(TWO, 1), topics.told(ONE, 2)])
    async with reader(topics, path) as first:
        assert sorted(await take(first, 3)) == [(ONE, 1), (ONE, 2), (TWO, 1)]
    await topics.tell([topics.told(TWO, 1), topics.told(ONE, 2), topics.told(TWO, 2)])
    with pytest.raises(DiedError):
        await die_at_the_first(reader(topics, path), (TWO, 2))
    await topics.tell([topics.told(ONE, 3)])
    async with reader(topics, path) as third:
        assert sorted(await take(third, 2)) == [(ONE, 3), (TWO, 2)]


async def test_kafka_is_told_the_place(topics: Topics, tmp_path: Path) -> None:
    await topics.tell([topics.told(ONE, 1), topics.told(ONE, 2)])
    async with reader(topics, tmp_path / "air.sqlite") as own:
        await take(own, 2)
    topic = dispatches(topics.name)
    async with AIOKafkaConsumer(bootstrap_servers=topics.address, group_id=f"client.{topic}") as consumer:
        committed = [await consumer.committed(TopicPartition(topic, number)) for number in range(2)]
    assert sorted(offset or 0 for offset in committed) == [0, 2]


async def test_a_channel_hears_what_to_tell(topics: Topics, tmp_path: Path) -> None:
    told = Feedback(id="a", report_id="1", incident_id=ONE, kind="received", message="Diterima", at=AT)
    await topics.tell([feedback_record(topics.name, told)] * 2)
    async with Feedbacks(topics.name, brokers=topics.address, memory=tmp_path / "told.sqlite") as own:
        assert await anext(own) == told
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3):
                await anext(own)


async def test_an_agency_that_is_not_there_is_named(topics: Topics, tmp_path: Path) -> None:
    with pytest.raises(NoTopic, match=r"no topic dispatches\.nobody"):
        async with Dispatches("nobody", brokers=topics.address, memory=tmp_path / "x.sqlite"):
            pass
    async with SqliteMemory(tmp_path / "x.sqlite"):
        pass


async def test_a_silent_broker_is_waited_for_and_a_dead_one_not_for_ever(
    tmp_path: Path, unique: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(log, "WAIT_MS", 50)
    monkeypatch.setattr(log, "LOOK_S", 0.2)
    with EmbeddedBroker(tmp_path / "log") as broker:
        topics = Topics(broker.settings(), unique)
        await topics.make()
        await topics.tell([topics.told(ONE, 1)])
        async with reader(topics, tmp_path / "air.sqlite", patience_s=10) as own:
            await take(own, 1)
            os.kill(broker._process.pid, signal.SIGSTOP)
            more = asyncio.create_task(take(own, 1))
            await until(lambda: "no answer from Kafka" in caplog.text, "the silence to be noticed")
            os.kill(broker._process.pid, signal.SIGCONT)
            await topics.tell([topics.told(ONE, 2)])
            assert await more == [(ONE, 2)]
        async with reader(topics, tmp_path / "air.sqlite", patience_s=1) as own:
            broker._process.kill()
            begun = time.monotonic()
            with pytest.raises(Unreachable, match=topics.address):
                await take(own, 1)
        assert time.monotonic() - begun < 5


async def test_a_broker_that_stands_still_is_given_up_in_time_by_the_impatient_too(
    tmp_path: Path, unique: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "STOP_S", 0.2)
    with EmbeddedBroker(tmp_path / "log") as broker:
        topics = Topics(broker.settings(), unique)
        await topics.make()
        await topics.tell([topics.told(ONE, 1)])
        async with reader(topics, tmp_path / "air.sqlite", patience_s=1) as own:
            await take(own, 1)
            os.kill(broker._process.pid, signal.SIGSTOP)
            begun = time.monotonic()
            with pytest.raises(Unreachable, match="within 1 s"):
                await looking_now_and_then(own)
        assert time.monotonic() - begun < 10
        broker._process.kill()


async def test_a_broker_that_stands_still_from_the_first_moment_is_left_with_nothing_running(
    tmp_path: Path, unique: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "STOP_S", 0.2)
    with EmbeddedBroker(tmp_path / "log") as broker:
        topics = Topics(broker.settings(), unique)
        await topics.make()
        before = asyncio.all_tasks()
        async with asyncio.timeout(10):
            async with reader(topics, tmp_path / "air.sqlite", patience_s=1) as own:
                os.kill(broker._process.pid, signal.SIGSTOP)
                with pytest.raises(Unreachable, match="within 1 s"):
                    await looking_now_and_then(own)
        await until(lambda: asyncio.all_tasks() <= before, "aiokafka to leave nothing running")
        broker._process.kill()


async def test_a_reader_that_fetches_no_more_says_so(topics: Topics, tmp_path: Path) -> None:
    await topics.tell([topics.told(ONE, 1)])
    async with reader(topics, tmp_path / "air.sqlite") as own:
        await take(own, 1)
        own._log._consumer._fetcher.error_future.cancel()
        with pytest.raises(Unreachable, match="fetches no more"):
            await looking_now_and_then(own)


async def looking_now_and_then(dispatches: Dispatches) -> None:
    while True:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(0.05):
                await anext(dispatches)


async def test_a_wait_that_is_over_too_soon_loses_nothing(
    topics: Topics, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions = range(1, 101)
    heard: list[int] = []
    async with reader(topics, tmp_path / "air.sqlite") as own, asyncio.TaskGroup() as tasks:
        monkeypatch.setattr(log, "LOOK_S", 0.0)  # So that Kafka is told the place with every page.
        tasks.create_task(tell_one_by_one(topics, versions))
        async with asyncio.timeout(15):
            while versions[-1] not in heard:
                with contextlib.suppress(TimeoutError):
                    news = await asyncio.wait_for(anext(own), 0.001)
                    assert isinstance(news, Dispatch)
                    heard.append(news.version)
    assert heard == list(versions)


async def tell_one_by_one(topics: Topics, versions: Sequence[int]) -> None:
    for version in versions:
        await topics.tell([topics.told(ONE, version)])


async def test_messages_that_were_deleted_unread_are_not_skipped_silently(
    topics: Topics, broker: Broker, tmp_path: Path
) -> None:
    if broker.embedded:
        pytest.skip("the embedded broker deletes nothing")
    path, topic = tmp_path / "air.sqlite", dispatches(topics.name)
    await topics.tell([topics.told(ONE, 1)])
    async with reader(topics, path) as own:
        await take(own, 1)
    await topics.tell([topics.told(ONE, 2), topics.told(ONE, 3), topics.told(ONE, 4)])
    [place] = {TopicPartition(r.topic, r.partition) for r in await topics.records(topic)}
    admin = AIOKafkaAdminClient(bootstrap_servers=topics.address)
    await admin.start()
    await admin.delete_records({place: RecordsToDelete(3)})
    await admin.close()
    with pytest.raises(Gap, match=f"{topic}/{place.partition}: 2 messages were deleted"):
        async with reader(topics, path):
            pass
    async with reader(topics, path, accept_gap=True) as own:
        assert await take(own, 1) == [(ONE, 4)]


async def test_a_place_that_the_log_does_not_have_is_an_error(
    topics: Topics, broker: Broker, tmp_path: Path
) -> None:
    if broker.embedded:
        pytest.skip("the embedded broker says nothing of it, and has another cluster id after each start")
    path, topic = tmp_path / "air.sqlite", dispatches(topics.name)
    await topics.tell([topics.told(ONE, 1)])
    async with reader(topics, path) as own:
        cluster = own._cluster
    async with SqliteMemory(path) as memory:
        for partition in range(2):
            async with memory.handling(Done(Place(cluster, topic, partition, 9), TWO, 1)):
                pass
    async with reader(topics, path) as own:
        with pytest.raises(Gap, match="has no place 9"):
            await take(own, 1)
    async with reader(topics, path, accept_gap=True) as own:
        assert await take(own, 1) == [(ONE, 1)]


async def test_partitions_that_are_added_are_read_too(
    topics: Topics, broker: Broker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if broker.embedded:
        pytest.skip("the embedded broker cannot add partitions")
    monkeypatch.setattr(log, "METADATA_MS", 200)
    topic = dispatches(topics.name)
    async with reader(topics, tmp_path / "air.sqlite") as own:
        admin = AIOKafkaAdminClient(bootstrap_servers=topics.address)
        await admin.start()
        await admin.create_partitions({topic: NewPartitions(8)})
        await admin.close()
        incidents = [f"rawa:x:{number}" for number in range(20)]
        await until(lambda: spread(topics, topic), "the new partitions to be known")
        await topics.tell([topics.told(incident, 1) for incident in incidents])
        heard = await take(own, 20)
    assert sorted(heard) == sorted((incident, 1) for incident in incidents)


class DiedError(Exception):
    """The process is gone."""


async def die_at_the_first(dispatches: Dispatches, expected: tuple[str, int]) -> None:
    async with dispatches as own:
        async with asyncio.timeout(15):
            news = await anext(own)
        assert isinstance(news, Dispatch)
        assert (news.incident_id, news.version) == expected
        raise DiedError


async def spread(topics: Topics, topic: str) -> bool:
    async with AIOKafkaConsumer(topic, bootstrap_servers=topics.address) as consumer:
        return len(consumer.partitions_for_topic(topic) or ()) == 8
