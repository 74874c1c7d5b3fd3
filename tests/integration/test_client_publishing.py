"""What adapters and agencies say, on a broker: it is there when the call is back, or an error says so."""

import asyncio
import os
import signal
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio

from schemas.progress import Progress as Step
from schemas.reply import Reply
from schemas.report import Report
from schemas.topics import progress, replies, reports
from streams.client import (
    Feedback,
    NotOpen,
    NoTopic,
    Photo,
    Progress,
    Refused,
    Replies,
    Reporter,
    Sent,
    Unreachable,
)
from streams.stack.embedded import EmbeddedBroker
from tests.conftest import Broker
from tests.integration.client_topics import Topics
from tests.unit.cli.hearing import AT, DISPATCH

TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def said(id: str, **fields: object) -> dict[str, object]:
    return {"id": id, "reported_at": AT, "text": "Banjir"} | fields


@pytest_asyncio.fixture
async def topics(broker: Broker, unique: str) -> Topics:
    made = Topics(broker.kafka, unique)
    await made.make()
    return made


def reporter(topics: Topics, within_s: float = 10, **options: object) -> Reporter:
    return Reporter(
        topics.name, brokers=topics.address, within_s=within_s, idempotent=topics.kafka.idempotent, **options
    )


async def test_a_report_lies_where_the_call_says_it_does(topics: Topics) -> None:
    async with reporter(topics) as own:
        first = await own.publish(said("S-1", mine=[1]))
        second = await own.publish(Report(id="S-2", reported_at=AT, text="Macet"), traceparent=TRACEPARENT)
    records = {record.key: record for record in await topics.records(reports(topics.name))}
    assert {key: Sent(r.topic, r.partition, r.offset) for key, r in records.items()} == {
        b"S-1": first,
        b"S-2": second,
    }
    assert records[b"S-1"].headers == ()
    assert records[b"S-2"].headers == (("traceparent", TRACEPARENT.encode()),)
    assert Report.model_validate_json(records[b"S-1"].value).model_extra == {"mine": [1]}


async def test_many_travel_at_once_and_keep_their_order(topics: Topics) -> None:
    ids = [f"S-{number}" for number in range(1_500)]
    async with reporter(topics) as own:
        alone = await asyncio.gather(*(own.publish(said(f"A-{number}")) for number in range(50)))
        together = await own.publish_all(said(id) for id in ids)
    assert len({*alone, *together}) == 1_550
    records = await topics.records(reports(topics.name))
    sent = {Sent(r.topic, r.partition, r.offset): r.key.decode() for r in records}
    assert [sent[at] for at in together] == ids
    for number in range(2):
        offsets = [at.offset for at in together if at.partition == number]
        assert offsets == sorted(offsets)


async def test_if_one_is_refused_none_is_sent(topics: Topics) -> None:
    async with reporter(topics, categories=["banjir"]) as own:
        with pytest.raises(Refused, match="lon: lat and lon come together"):
            await own.publish_all([said("S-1"), said("S-2", lat=-6.2)])
        with pytest.raises(Refused, match="category: unknown category; did you mean 'banjir'"):
            await own.publish(said("S-3", category="banjr"))
        await own.publish(said("S-4", category="banjir"))
    assert [record.key for record in await topics.records(reports(topics.name))] == [b"S-4"]


async def test_a_channel_that_is_not_there_is_named(topics: Topics) -> None:
    with pytest.raises(NoTopic, match=f"no topic reports.{topics.name}x at .*; there are .*{topics.name}"):
        async with Reporter(f"{topics.name}x", brokers=topics.address, idempotent=False):
            pass


async def test_it_publishes_within_its_block_and_in_the_next_one(topics: Topics) -> None:
    own = reporter(topics)
    for id in ("S-1", "S-2"):
        async with own:
            await own.publish(said(id))
        with pytest.raises(NotOpen, match=f"reports.{topics.name}"):
            await own.publish(said("S-3"))
    assert {record.key for record in await topics.records(reports(topics.name))} == {b"S-1", b"S-2"}


async def test_the_embedded_broker_says_what_it_needs(topics: Topics, broker: Broker) -> None:
    if not broker.embedded:
        pytest.skip("Kafka knows idempotent producers")
    with pytest.raises(Unreachable, match="idempotent=False"):
        async with Reporter(topics.name, brokers=topics.address):
            pass


async def test_progress_that_is_said_again_is_the_same(topics: Topics) -> None:
    photo = Photo(url="https://foto/1.jpg", taken_at=AT, lat=-6.2, lon=107.0)
    async with Progress(topics.name, brokers=topics.address, idempotent=topics.kafka.idempotent) as own:
        await own.accepted(DISPATCH, by="p1", at=AT)
        await own.say("accepted", DISPATCH, by="p1", at=AT)
        await own.on_site(DISPATCH, by="p1")
        await own.resolved(DISPATCH, by="p1", photos=[photo])
        await own.refused(DISPATCH, by="p1", why="bukan jalan kota", agency="sar")
        await own.cannot(DISPATCH, by="p1", why="tanah pribadi")
        await own.released(DISPATCH, by="p1")
        with pytest.raises(Refused, match="why: refused needs a reason"):
            await own.refused(DISPATCH, by="p1", why=" ")
    records = await topics.records(progress(topics.name))
    steps = [Step.model_validate_json(record.value, strict=True) for record in records]
    assert [step.said for step in steps] == [
        *("accepted", "accepted", "on_site", "resolved", "refused", "cannot", "released")
    ]
    assert steps[0] == steps[1]
    assert len({step.id for step in steps}) == 6
    assert {(step.incident_id, step.version, step.by) for step in steps} == {("rawa:x:1", 3, "p1")}
    assert (steps[3].photos, steps[4].agency, steps[5].why) == ((photo,), "sar", "tanah pribadi")


async def test_an_answer_names_what_it_answers(topics: Topics) -> None:
    asked = Feedback(
        id="a/S-1/rawa:x:1/2",
        report_id="S-1",
        incident_id="rawa:x:1",
        kind="resolved",
        message="Apakah sudah beres?",
        at=AT,
        asks=True,
    )
    async with Replies(topics.name, brokers=topics.address, idempotent=topics.kafka.idempotent) as own:
        await own.answer(asked, "yes", at=AT)
        await own.answer(asked, "yes", at=AT)
        await own.answer(asked, "no")
        with pytest.raises(Refused, match="asks nothing"):
            await own.answer(asked.model_copy(update={"asks": False}), "yes")
    records = await topics.records(replies(topics.name))
    answers = [Reply.model_validate_json(record.value, strict=True) for record in records]
    assert [(a.answer, a.report_id, a.incident_id) for a in answers] == [
        ("yes", "S-1", "rawa:x:1"),
        ("yes", "S-1", "rawa:x:1"),
        ("no", "S-1", "rawa:x:1"),
    ]
    assert answers[0] == answers[1]
    assert answers[2].id != answers[0].id
    assert answers[2].at <= datetime.now(UTC)


async def test_a_broker_that_stands_still_is_unreachable_in_time_and_then_goes_on(
    tmp_path: Path, unique: str
) -> None:
    with EmbeddedBroker(tmp_path / "log") as broker:
        topics = Topics(broker.settings(), unique)
        await topics.make()
        async with reporter(topics, within_s=1) as own:
            await own.publish(said("S-1"))
            os.kill(broker._process.pid, signal.SIGSTOP)
            begun = time.monotonic()
            with pytest.raises(Unreachable, match="within 1 s"):
                await own.publish(said("S-2"))
            assert time.monotonic() - begun < 3
            os.kill(broker._process.pid, signal.SIGCONT)
            await own.publish(said("S-2"))
        records = await topics.records(reports(unique))
        assert {record.key for record in records} == {b"S-1", b"S-2"}


async def test_a_broker_that_is_gone_holds_nobody_up(tmp_path: Path, unique: str) -> None:
    with EmbeddedBroker(tmp_path / "log") as broker:
        topics = Topics(broker.settings(), unique)
        await topics.make()
        async with reporter(topics, within_s=1) as own:
            broker._process.kill()
            begun = time.monotonic()
            with pytest.raises(Unreachable, match=topics.address):
                await own.publish(said("S-1"))
        with pytest.raises(Unreachable, match="within 1 s"):
            async with reporter(topics, within_s=1):
                pass
        assert time.monotonic() - begun < 8
