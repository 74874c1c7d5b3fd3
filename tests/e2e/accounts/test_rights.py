"""Each permission and each refusal, as the brokers tell them of every account, and as they act on them."""

import asyncio
from collections.abc import Mapping

import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import NewTopic
from aiokafka.errors import GroupAuthorizationFailedError, TopicAuthorizationFailedError
from aiokafka.protocol.fetch import FetchRequest

from schemas.topics import OWN, REJECTED
from sinks.acls import Acl, Operation, Resource, RightsError, acls, make, remove
from sinks.kafka_access import client_options
from sinks.kafka_clients import admin_of
from streams.accounts import EVERYTHING, stale
from streams.connections import producer
from streams.doctor import ask_kafka
from streams.settings import KafkaSettings
from streams.topology import topology
from tests.e2e.accounts.may import May, may
from tests.e2e.accounts.secure import ACCOUNTS, CATALOG, NOBODY, Secure

LOOKS = ("watch", "monitor")
WRITERS = {
    "reports.": ("adapter-{}", "intake", "board"),
    "replies.": ("adapter-{}",),
    "progress.": ("agency-{}", "board"),
    "feedback.": ("resolve",),
    "dispatches.": ("resolve",),
    "corrections": ("operators", "board"),
    "announcements": ("resolve",),
    "reports.classified": ("triage", "resolve", "personal"),
    "reports.rejected": ("triage", "resolve"),
    "reporter.keys": ("triage", "resolve", "personal"),
}
READERS = {
    "reports.": ("triage", "personal", *LOOKS),
    "replies.": ("triage", "personal", *LOOKS),
    "progress.": ("triage", *LOOKS),
    "feedback.": ("adapter-{}", "personal"),
    "dispatches.": ("agency-{}", "webhooks", "restore", "personal", *LOOKS),
    "corrections": ("triage", *LOOKS),
    "announcements": ("resolve", "restore", *LOOKS),
    "reports.classified": ("resolve", "restore", "personal", *LOOKS),
    "reports.rejected": ("resolve", "restore", "personal", *LOOKS),
    "reporter.keys": ("restore",),
}
"""By hand, after the table in schemas/README.md: the accounts are not asked what they should be."""
EMPTIED = ("reports.", "replies.", "feedback.", "dispatches.")
"""And `reports.rejected`: what `sinergi forget` removes records from."""
TOPICS = sorted(spec.name for spec in topology(KafkaSettings(), CATALOG))
GROUPS: Mapping[str, str] = {
    "sinergi-triage": "triage",
    "sinergi-resolve": "resolve",
    **{f"client.feedback.{one}": f"adapter-{one}" for one in CATALOG.channels},
    **{f"adapter-{one}.reader": f"adapter-{one}" for one in CATALOG.channels},
    **{f"client.dispatches.{one}": f"agency-{one}" for one in CATALOG.agencies},
    **{f"agency-{one}.reader": f"agency-{one}" for one in CATALOG.agencies},
}
PROCESSES = {one for one in ACCOUNTS if not one.startswith(("adapter-", "agency-"))} - {"personal"}
FOREIGN = ("sinergi", "sorot.reader", "client.reports.sorot", "agency-dish.reader", "anything")


@pytest.fixture(scope="module")
def told(secure: Secure) -> May:
    return asyncio.run(may(secure, TOPICS, [*GROUPS, *FOREIGN]))


def of(table: Mapping[str, tuple[str, ...]], topic: str) -> set[str]:
    kind, dot, name = topic.partition(".")
    who = table[topic] if topic in OWN else table[kind + dot]
    return together({one.format(name) for one in who})


def together(who: set[str]) -> set[str]:
    """One account for all processes may do what any of them may."""
    return who | {EVERYTHING} if who & PROCESSES else who


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_is_read_and_written_by_those_of_the_contract_alone(told: May, topic: str) -> None:
    assert told.who(Operation.WRITE, topic) == of(WRITERS, topic)
    assert told.who(Operation.READ, topic) == of(READERS, topic)


def test_nobody_may_alter_a_topic(told: May) -> None:
    for operation in (Operation.ALTER, Operation.ALTER_CONFIGS, Operation.CLUSTER_ACTION):
        assert {topic: told.who(operation, topic) for topic in TOPICS} == {topic: set() for topic in TOPICS}


@pytest.mark.parametrize("topic", TOPICS)
def test_records_are_removed_by_who_forgets_citizens_alone(told: May, topic: str) -> None:
    emptied = topic == REJECTED or (topic not in OWN and topic.startswith(EMPTIED))
    assert told.who(Operation.DELETE, topic) == ({"personal"} if emptied else set())


def test_only_those_who_make_or_examine_topics_see_what_they_do_not_use(told: May) -> None:
    seen = {topic: told.who(Operation.DESCRIBE, topic) for topic in TOPICS}
    more = {"topics", "monitor", EVERYTHING}
    assert seen == {topic: of(WRITERS, topic) | of(READERS, topic) | more for topic in TOPICS}
    assert told.topics[NOBODY] == {}


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_is_joined_by_its_own_account_alone(told: May, group: str) -> None:
    assert told.who_joins(group) == together({GROUPS[group]})


@pytest.mark.parametrize("group", FOREIGN)
def test_a_group_of_nobody_is_joined_by_nobody(told: May, group: str) -> None:
    assert told.who_joins(group) == set()


@pytest.mark.parametrize(
    ("account", "topic"),
    [
        ("adapter-sorot", "reports.sorot"),
        ("adapter-sorot", "replies.sorot"),
        ("agency-dishub", "progress.dishub"),
        ("operators", "corrections"),
        ("intake", "reports.callcenter"),
        ("board", "corrections"),
        ("board", "progress.dishub"),
        ("triage", "reports.classified"),
        ("resolve", "dispatches.dishub"),
    ],
)
async def test_who_may_write_writes_with_sequence_numbers(secure: Secure, account: str, topic: str) -> None:
    kafka = secure.of(account)
    assert kafka.idempotent
    async with producer(kafka) as made:
        assert (await made.send_and_wait(topic, b"{}")).offset >= 0


@pytest.mark.parametrize(
    ("account", "topic"),
    [
        ("adapter-sorot", "reports.callcenter"),
        ("adapter-sorot", "reports.classified"),
        ("adapter-sorot", "dispatches.dishub"),
        ("adapter-sorot", "feedback.sorot"),
        ("agency-dishub", "progress.dbmsda"),
        ("agency-dishub", "dispatches.dishub"),
        ("triage", "dispatches.dishub"),
        ("triage", "reports.sorot"),
        ("resolve", "progress.dishub"),
        ("webhooks", "reports.sorot"),
        ("watch", "reports.sorot"),
        ("monitor", "corrections"),
        ("personal", "reports.sorot"),
        ("personal", "dispatches.dishub"),
        ("intake", "replies.sorot"),
        ("board", "replies.sorot"),
        ("board", "dispatches.dishub"),
        ("operators", "reports.classified"),
        ("topics", "reports.sorot"),
        (NOBODY, "reports.sorot"),
    ],
)
async def test_who_may_not_write_is_refused(secure: Secure, account: str, topic: str) -> None:
    # Without sequence numbers: whoever may write nothing is not even given any.
    async with producer(secure.of(account, idempotent=False)) as made:
        with pytest.raises(TopicAuthorizationFailedError):
            await made.send_and_wait(topic, b"{}", partition=0)


@pytest.mark.parametrize(
    ("account", "topic"),
    [
        ("adapter-sorot", "feedback.callcenter"),
        ("adapter-sorot", "reports.sorot"),
        ("adapter-sorot", "reports.classified"),
        ("adapter-sorot", "reports.rejected"),
        ("agency-dishub", "dispatches.dbmsda"),
        ("agency-dishub", "reports.classified"),
        ("agency-dishub", "progress.dishub"),
        ("webhooks", "feedback.sorot"),
        ("monitor", "feedback.sorot"),
        ("intake", "reports.sorot"),
        ("board", "reports.sorot"),
        ("operators", "reports.rejected"),
        ("topics", "reports.classified"),
        ("personal", "reporter.keys"),
        ("personal", "progress.dishub"),
        (NOBODY, "feedback.sorot"),
    ],
)
async def test_who_may_not_read_is_refused(secure: Secure, account: str, topic: str) -> None:
    # A consumer would wait for ever for a topic that is hidden from it.
    async with ask_kafka._client(secure.of(account)) as client:
        answer = await ask_kafka._send(client, FetchRequest(0, 1, 1_000, 0, [(topic, [(0, 0, 1_000)])]))
    [(_, [(_, error, *_)])] = answer.topics
    assert error == TopicAuthorizationFailedError.errno


@pytest.mark.parametrize(
    ("account", "topic"),
    [
        ("adapter-sorot", "feedback.sorot"),
        ("agency-dishub", "dispatches.dishub"),
        ("webhooks", "dispatches.dishub"),
    ],
)
async def test_who_may_read_reads(secure: Secure, account: str, topic: str) -> None:
    async with producer(secure.of("resolve")) as sender:
        sent = await sender.send_and_wait(topic, b"{}", partition=0)
    assert await read(secure.of(account), topic, sent.offset) == b"{}"


async def test_who_reads_in_a_group_of_another_is_refused(secure: Secure) -> None:
    with pytest.raises(GroupAuthorizationFailedError):
        await read(secure.of("agency-dishub"), "dispatches.dishub", group="agency-dbmsda.reader")


async def test_no_account_of_ours_may_change_rights_or_make_other_topics(secure: Secure) -> None:
    mine = Acl("User:monitor", Resource.TOPIC, "reports.sorot", Operation.WRITE)
    for account in ("monitor", "topics", "operators", EVERYTHING):
        async with admin_of(secure.of(account)) as admin:
            with pytest.raises(RightsError, match="may not see or change rights"):
                await make(admin, [mine])
    async with admin_of(secure.of("topics")) as admin:
        answer = await admin.create_topics([NewTopic("reports.elsewhere", 1, 1)])
        assert [error for _, error, *_ in answer.topic_errors] == [TopicAuthorizationFailedError.errno]


async def test_rights_that_nobody_needs_any_more_are_found_and_removed(secure: Secure) -> None:
    gone = Acl("User:agency-gone", Resource.TOPIC, "dispatches.gone", Operation.READ)
    too_much = Acl("User:adapter-sorot", Resource.TOPIC, "reports.poc", Operation.WRITE)
    theirs = Acl("User:ledger", Resource.TOPIC, "ledger", Operation.READ)
    async with admin_of(secure.admin) as admin:
        await make(admin, [gone, too_much, theirs])
        there = await acls(admin)
        assert stale(there, "User:", CATALOG) == {gone, too_much}
        await remove(admin, [gone, too_much])
        assert await acls(admin) == there - {gone, too_much}
        await remove(admin, [theirs])


async def read(kafka: KafkaSettings, topic: str, offset: int = 0, group: str | None = None) -> bytes:
    partition = TopicPartition(topic, 0)
    consumer = AIOKafkaConsumer(
        **client_options(kafka), group_id=group, enable_auto_commit=False, auto_offset_reset="none"
    )
    await consumer.start()
    try:
        consumer.assign([partition])
        consumer.seek(partition, offset)
        async with asyncio.timeout(10):
            return bytes((await consumer.getone(partition)).value or b"")
    finally:
        await consumer.stop()
