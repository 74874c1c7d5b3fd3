"""What the brokers say that an account may do: their own answer to that question, for everything at once."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from aiokafka.errors import GroupAuthorizationFailedError, GroupCoordinatorNotAvailableError

from sinks.acls import Operation
from sinks.kafka_clients import admin_of
from streams.doctor import ask_kafka
from streams.doctor.kafka_requests import Groups, Metadata
from streams.settings import KafkaSettings
from tests.e2e.accounts.secure import ACCOUNTS, NOBODY, Secure
from tests.waiting import until

_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class May:
    """By account, then by topic or group."""

    topics: Mapping[str, Mapping[str, frozenset[Operation]]]
    groups: Mapping[str, Mapping[str, frozenset[Operation]]]

    def who(self, operation: Operation, topic: str) -> set[str]:
        return {name for name, topics in self.topics.items() if operation in topics.get(topic, ())}

    def who_joins(self, group: str) -> set[str]:
        return {name for name, groups in self.groups.items() if Operation.READ in groups.get(group, ())}


async def may(secure: Secure, topics: Sequence[str], groups: Sequence[str]) -> May:
    """Of every account."""
    await until(lambda: _coordinated(secure.admin, groups), "the groups to have a coordinator")
    names, room = [*ACCOUNTS, NOBODY], asyncio.Semaphore(_AT_ONCE)

    async def of(name: str) -> tuple[Mapping[str, frozenset[Operation]], Mapping[str, frozenset[Operation]]]:
        async with room:
            return await _of(secure.of(name), topics, groups)

    told = dict(zip(names, await asyncio.gather(*map(of, names)), strict=True))
    return May({name: one for name, (one, _) in told.items()}, {name: one for name, (_, one) in told.items()})


async def _of(
    kafka: KafkaSettings, topics: Sequence[str], groups: Sequence[str]
) -> tuple[Mapping[str, frozenset[Operation]], Mapping[str, frozenset[Operation]]]:
    async with ask_kafka._client(kafka) as client:
        metadata = await ask_kafka._send(client, Metadata(topics))
        described = await ask_kafka._send(client, Groups(groups))
    assert {one[0] for one in described.groups} <= {0, GroupAuthorizationFailedError.errno}
    return (
        {one[1]: ask_kafka._may(one[4]) or frozenset() for one in metadata.topics if one[0] == 0},
        {one[1]: ask_kafka._may(one[6]) or frozenset() for one in described.groups if one[0] == 0},
    )


async def _coordinated(admin: KafkaSettings, groups: Sequence[str]) -> bool:
    """Kafka makes its own topic for groups when somebody first asks for a coordinator."""
    async with admin_of(admin) as asking:
        with suppress(GroupCoordinatorNotAvailableError):
            await asking.find_coordinator(groups[0])
    async with ask_kafka._client(admin) as client:
        return {one[0] for one in (await ask_kafka._send(client, Groups(groups))).groups} == {0}
